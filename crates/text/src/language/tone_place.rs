//! On which vowel the tone mark of a syllable stands, and the same syllable with the mark on its usual vowel: `hoàn`
//! of `hòan` (finish), `quý` of `qúy` (quarter of a year).
//! In: a word. Out: its usual spelling, or the spellings with the mark elsewhere.
//! Never changes a letter apart from its tone. Says nothing of what is no syllable by the grammar.
//!
//! Typists and keyboard programs put the mark on another vowel. That makes no other word: letters and tone alone tell
//! the syllable. Two places are usual in open `oa oe uy`: `hòa` and `hoà`, `ủy` and `uỷ`.

use super::{letters, syllable};

/// The letters that vowels are written with, without tone.
const VOWELS: &str = "aăâeêioôơuưy";
/// The longest syllable has 7 letters (`nghiêng`).
const MOST_LETTERS: usize = 7;

/// The word with its tone mark on the usual vowel, in the case in which it is written. `None` where the mark stands
/// there or on the second vowel of open `oa oe uy`, where the word has no tone, and where it is no syllable of
/// Vietnamese.
pub fn usual(word: &str) -> Option<String> {
    let parts = Parts::of(word)?;
    let place = place(parts.letters())?;
    if parts.is_usual(place) || !syllable::is_valid(&letters::lower_word(word)) {
        return None;
    }
    parts.with_tone_at(word, place)
}

/// The spellings of the syllable `word` with its tone mark on each vowel letter that is not usual; `word` is one of
/// them where its own is not. Empty where there is no such vowel letter, where the word has no tone, and where it is no
/// syllable.
pub fn unusual(word: &str) -> Vec<String> {
    let Some(parts) = Parts::of(word) else { return Vec::new() };
    let all = parts.letters();
    let vowels = (0..all.len()).filter(|at| is_vowel(all[*at]));
    let spelled = vowels.filter_map(|at| parts.with_tone_at(word, at));
    spelled.filter(|spelled| usual(spelled).is_some()).collect()
}

/// The index of the vowel that has the tone in the syllable with these letters, which are in lower case and without
/// tone: the last vowel with a mark of its own. Where none has one: the only vowel; of two, the first at the end of the
/// syllable and the second before a consonant; of three, the second. The `i` of `gi` and the `u` of `qu` before a vowel
/// do not count. `None` where there is no vowel, and where the vowels do not stand together.
pub(crate) fn place(all: &[char]) -> Option<usize> {
    let onset = onset_length(all);
    let first = onset + all[onset..].iter().position(|letter| is_vowel(*letter))?;
    let vowels = all[first..].iter().take_while(|letter| is_vowel(**letter)).count();
    let end = first + vowels;
    if all[end..].iter().any(|letter| is_vowel(*letter)) {
        return None;
    }
    let marked = (first..end).rev().find(|at| !all[*at].is_ascii());
    let is_open = end == all.len();
    Some(match (marked, vowels) {
        (Some(marked), _) => marked,
        (None, 1) => first,
        (None, 2) if is_open => first,
        (None, _) => first + 1,
    })
}

/// 2 where the syllable begins with `gi` or `qu` and a vowel, whose `i` or `u` belongs to the onset; else 0.
fn onset_length(all: &[char]) -> usize {
    match all {
        ['q', 'u', next, ..] | ['g', 'i', next, ..] if is_vowel(*next) => 2,
        _ => 0,
    }
}

/// Whether a letter, in lower case and without tone, is written for a vowel.
pub(crate) fn is_vowel(letter: char) -> bool {
    VOWELS.contains(letter)
}

/// A word with one tone mark, taken apart.
struct Parts {
    /// Its letters in lower case, without tone; as many as `length` says.
    letters: [char; MOST_LETTERS],
    /// Number of letters.
    length: usize,
    /// The index of the letter that has the tone mark.
    toned: usize,
    /// The tone, numbered as by [`letters::tone`].
    tone: u8,
}

impl Parts {
    /// `None` where the word has no tone mark or two, or more than [`MOST_LETTERS`] characters.
    fn of(word: &str) -> Option<Parts> {
        let mut parts = Parts { letters: [' '; MOST_LETTERS], length: 0, toned: 0, tone: 0 };
        for written in word.chars() {
            let (letter, tone) = letters::tone(written);
            if tone != 0 && parts.tone != 0 {
                return None;
            }
            if tone != 0 {
                (parts.toned, parts.tone) = (parts.length, tone);
            }
            *parts.letters.get_mut(parts.length)? = letter.to_ascii_lowercase();
            parts.length += 1;
        }
        (parts.tone != 0).then_some(parts)
    }

    fn letters(&self) -> &[char] {
        &self.letters[..self.length]
    }

    /// Whether the tone mark stands where it usually does; `place` is the one that [`place`] gave.
    fn is_usual(&self, place: usize) -> bool {
        let is_second_of_open_pair = || {
            self.toned == place + 1
                && matches!(self.letters()[place..], ['o', 'a' | 'e'] | ['u', 'y'])
        };
        self.toned == place || is_second_of_open_pair()
    }

    /// `word`, of which these are the parts, with its tone mark on the letter with this index.
    fn with_tone_at(&self, word: &str, place: usize) -> Option<String> {
        let mut spelled = String::with_capacity(word.len() + 2);
        for (at, written) in word.chars().enumerate() {
            let letter = if at == place {
                letters::with_tone(self.letters[at], self.tone)?
            } else {
                self.letters[at]
            };
            let is_capital = written.is_uppercase();
            spelled.extend(letter.to_uppercase().filter(|_| is_capital));
            spelled.extend(Some(letter).filter(|_| !is_capital));
        }
        Some(spelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::model::{Id, model};

    #[test]
    fn the_tone_is_put_on_its_usual_vowel() {
        for (written, wanted) in [
            ("họach", "hoạch"),
            ("tòan", "toàn"),
            ("qủan", "quản"),
            ("qúy", "quý"),
            ("gíá", ""),
            ("gìơ", "giờ"),
            ("gía", "giá"),
            ("thụân", "thuận"),
            ("tíên", "tiến"),
            ("ngừơi", "người"),
            ("đựơc", "được"),
            ("cúôi", "cuối"),
            ("cuả", "của"),
            ("nghiã", "nghĩa"),
            ("khủyu", "khuỷu"),
            ("ngọai", "ngoại"),
            ("vơí", "với"),
            ("KHỎAN", "KHOẢN"),
            ("Qúôc", "Quốc"),
            ("NGỪƠI", "NGƯỜI"),
            ("Đíêu", "Điếu"),
            // No syllables.
            ("cafés", ""),
            ("dùrch", ""),
            ("nghiêngì", ""),
        ] {
            assert_eq!(usual(written).unwrap_or_default(), wanted, "{written}");
        }
    }

    #[test]
    fn a_usual_place_stays() {
        for word in "hòa hoà ủy uỷ khỏe khoẻ quý của gì giếng gìn giá quá hoàn quỳnh khuỷu ngoài thuở rượu cứu ngoèo \
                     moóc Đảng TOÀN toan"
            .split(' ')
        {
            assert_eq!(usual(word), None, "{word}");
        }
    }

    /// For every syllable of the vocabulary.
    #[test]
    fn every_other_place_leads_back_to_one_syllable() {
        let syllables = (0..model().size() as Id).filter(|id| model().is_syllable(*id));
        let mut others = 0;
        for word in syllables.map(|id| model().word(id)).filter(|word| usual(word).is_none()) {
            for spelled in unusual(word) {
                let back = usual(&spelled).expect("it is unusual");
                let is_open_pair =
                    ["oa", "oe", "uy"].iter().any(|end| unmarked(word).ends_with(end));
                assert!(back == word || is_open_pair, "{spelled}: {back}, not {word}");
                assert_eq!(usual(&back), None, "{back}");
                others += 1;
            }
        }
        assert!(others > 1_500, "{others}");
    }

    /// The spellings in the vocabulary whose tone stands elsewhere: frequent slips in the papers that the model was
    /// trained on.
    #[test]
    fn the_vocabulary_holds_few_of_them() {
        let syllables = (0..model().size() as Id).filter(|id| model().is_syllable(*id));
        let unusual = syllables.map(|id| model().word(id)).filter(|word| usual(word).is_some());
        let all: Vec<&str> = unusual.collect();
        assert_eq!(all.join(" "), "cuả gía gỉa móoc qúa qủa vọoc điạ đòong");
    }

    fn unmarked(word: &str) -> String {
        word.chars().map(letters::base).collect()
    }
}
