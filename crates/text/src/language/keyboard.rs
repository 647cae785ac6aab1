//! Syllables that were typed while the input method was off: Telex `nghij`, VNI `nghi5`, both for `nghị`.
//! In: one word as the keys were struck. Out: the syllable that an input method would have written.
//! Never guesses: what is no key sequence of a Vietnamese syllable, or writes one of ASCII letters alone, gives `None`.
//!
//! The keys are those on which the input methods OpenKey and UniKey agree. Telex: `aa ee oo dd` for `â ê ô đ`, `aw ow
//! uw w` for `ă ơ ư ư`, `s f r x j` for the tones. VNI: `6` for the hat, `7` for the horn, `8` for the breve, `9` for
//! the bar of `đ`, `1` to `5` for the tones. A key may stand anywhere behind its letter.

use super::letters;
use super::syllable;
use super::tone_place::{self, is_vowel};

/// An input method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Letters stand for marks: letters that end no Vietnamese syllable, and letters typed twice.
    Telex,
    /// Digits stand for marks.
    Vni,
}

/// A mark other than a tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// The circumflex of `â ê ô`.
    Hat,
    /// The horn of `ơ ư`.
    Horn,
    /// The breve of `ă`.
    Breve,
    /// Telex `w`: horn or breve, whichever the vowel takes.
    HornOrBreve,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Writes this letter.
    Letter(char),
    /// Gives the syllable this tone, numbered as by [`letters::tone`].
    Tone(u8),
    /// Puts this mark on a vowel.
    Shape(Shape),
    /// Makes `đ` of the `d` at the beginning.
    Bar,
}

/// The syllable that the keys of `word` write by this method, in lower case; the keys may be in upper case. `None`
/// where they write no valid syllable, or one of ASCII letters alone.
pub fn syllable_of(word: &str, method: Method) -> Option<String> {
    let mut typed = Typed::default();
    for key in word.chars() {
        let key = key.to_ascii_lowercase();
        if !key.is_ascii_alphanumeric() {
            return None;
        }
        let key = match method {
            Method::Telex => typed.telex_key(key)?,
            Method::Vni => vni_key(key)?,
        };
        typed.strike(key)?;
    }
    let written = typed.written()?;
    (!written.is_ascii() && syllable::is_valid(&written)).then_some(written)
}

/// What was typed so far.
#[derive(Default)]
struct Typed {
    /// The letters in lower case, with their marks but without a tone.
    letters: Vec<char>,
    /// The tone, numbered as by [`letters::tone`]; 0 for none.
    tone: u8,
}

impl Typed {
    /// What a Telex key does, which depends on the letters so far.
    fn telex_key(&self, key: char) -> Option<Key> {
        let has_vowel = self.letters.iter().any(|letter| is_vowel(*letter));
        let tone = "fxrsj".find(key).map(|at| [1, 3, 2, 4, 5][at]);
        Some(match (key, tone) {
            (_, Some(tone)) if has_vowel => Key::Tone(tone),
            ('w', _) if has_vowel => Key::Shape(Shape::HornOrBreve),
            ('w', _) => Key::Letter('ư'),
            ('a' | 'e' | 'o', _) if self.letters.contains(&key) && self.is_open_for(key) => {
                Key::Shape(Shape::Hat)
            }
            ('d', _) if self.letters.first() == Some(&'d') => Key::Bar,
            ('a'..='z', _) => Key::Letter(key),
            _ => return None,
        })
    }

    /// Whether typing a vowel again puts a hat on the earlier one: no vowels but `i`, `y` and `u` stand behind that.
    fn is_open_for(&self, key: char) -> bool {
        let last = self.letters.iter().rposition(|letter| *letter == key);
        last.is_some_and(|at| {
            self.letters[at + 1..].iter().all(|one| !is_vowel(*one) || "iyu".contains(*one))
        })
    }

    /// Does what a key does; `None` where it can do nothing.
    fn strike(&mut self, key: Key) -> Option<()> {
        match key {
            Key::Letter(letter) => self.letters.push(letter),
            Key::Tone(tone) if self.tone == 0 => self.tone = tone,
            Key::Tone(_) => return None,
            Key::Bar => *self.letters.first_mut().filter(|first| **first == 'd')? = 'đ',
            Key::Shape(shape) => self.put_shape(shape)?,
        }
        Some(())
    }

    /// Puts a mark on the last vowel that takes it; `uo` takes a horn on both, and of `ua` the `u` takes the `w` of
    /// Telex, except behind `q`. `None` where no vowel takes it.
    fn put_shape(&mut self, shape: Shape) -> Option<()> {
        let shaped = |letter: char| match (shape, letter) {
            (Shape::Hat, 'a') => Some('â'),
            (Shape::Hat, 'e') => Some('ê'),
            (Shape::Hat, 'o') => Some('ô'),
            (Shape::Horn | Shape::HornOrBreve, 'o') => Some('ơ'),
            (Shape::Horn | Shape::HornOrBreve, 'u') => Some('ư'),
            (Shape::Breve | Shape::HornOrBreve, 'a') => Some('ă'),
            _ => None,
        };
        let at = match self.letters.iter().rposition(|letter| shaped(*letter).is_some())? {
            // `muaw` writes `mưa` (rain): of `ua` the first vowel takes the horn, except behind `q`.
            at if shape == Shape::HornOrBreve
                && self.letters[at] == 'a'
                && self.before(at) == Some('u')
                && self.before(at - 1) != Some('q') =>
            {
                at - 1
            }
            at => at,
        };
        self.letters[at] = shaped(self.letters[at])?;
        if self.letters[at] == 'ơ'
            && self.before(at) == Some('u')
            && self.before(at - 1) != Some('q')
        {
            self.letters[at - 1] = 'ư';
        }
        Some(())
    }

    fn before(&self, at: usize) -> Option<char> {
        self.letters.get(at.checked_sub(1)?).copied()
    }

    /// The letters with the tone on its vowel; `None` where no vowel can have it.
    fn written(mut self) -> Option<String> {
        if self.tone > 0 {
            let at = tone_place::place(&self.letters)?;
            self.letters[at] = letters::with_tone(self.letters[at], self.tone)?;
        }
        Some(self.letters.into_iter().collect())
    }
}

/// What a VNI key does.
fn vni_key(key: char) -> Option<Key> {
    Some(match key {
        '1' => Key::Tone(4),
        '2' => Key::Tone(1),
        '3' => Key::Tone(2),
        '4' => Key::Tone(3),
        '5' => Key::Tone(5),
        '6' => Key::Shape(Shape::Hat),
        '7' => Key::Shape(Shape::Horn),
        '8' => Key::Shape(Shape::Breve),
        '9' => Key::Bar,
        'a'..='z' => Key::Letter(key),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telex(word: &str) -> Option<String> {
        syllable_of(word, Method::Telex)
    }

    fn vni(word: &str) -> Option<String> {
        syllable_of(word, Method::Vni)
    }

    #[test]
    fn reads_the_keys_of_telex() {
        for (keys, written) in [
            ("nghij", "nghị"),
            ("quyeets", "quyết"),
            ("quyetse", "quyết"),
            ("nhuwngx", "những"),
            ("nhuxng", "nhũng"),
            ("ddaats", "đất"),
            ("dduwowngf", "đường"),
            ("duongwfd", "đường"),
            ("ruowuj", "rượu"),
            ("Thuwr", "thử"),
            ("cuar", "của"),
            ("muaw", "mưa"),
            ("hoaf", "hòa"),
            ("toans", "toán"),
            ("quys", "quý"),
            ("gias", "giá"),
            ("giuwxa", "giữa"),
            ("chuyeenr", "chuyển"),
            ("ddooir", "đổi"),
            ("soos", "số"),
            ("wowngs", "ướng"),
            ("xaay", "xây"),
            ("khoer", "khỏe"),
            ("hieenj", "hiện"),
        ] {
            assert_eq!(telex(keys).as_deref(), Some(written), "{keys}");
        }
    }

    #[test]
    fn reads_the_digits_of_vni() {
        for (keys, written) in [
            ("nhu4ng", "nhũng"),
            ("nghi5", "nghị"),
            ("quye6t1", "quyết"),
            ("quyet61", "quyết"),
            ("d9a6t1", "đất"),
            ("d9u7o7ng2", "đường"),
            ("duong972", "đường"),
            ("na8m", "năm"),
            ("kho6ng", "không"),
            ("co1", "có"),
        ] {
            assert_eq!(vni(keys).as_deref(), Some(written), "{keys}");
        }
    }

    #[test]
    fn leaves_what_no_input_method_would_write() {
        for word in
            ["tham", "ban", "xa", "class", "windows", "h5n1", "59", "qd59", "s", "nq", "wto"]
        {
            assert_eq!(telex(word), None, "{word}");
        }
        for word in ["tham", "h5n1", "59", "covid19", "qd59", "m2", "nq57"] {
            assert_eq!(vni(word), None, "{word}");
        }
    }
}
