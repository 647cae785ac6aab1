//! What each letter is without its marks: `Ễ` is `e`, written small `ễ`, with the tone ngã.
//! In: one character. Out: a [`Letter`], or what to do with the character instead.
//! Never looks at neighbours (`analyse` does); never changes shown text.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A letter of a token, taken apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Small, without tone and marks; `\0` where the table holds nothing.
    pub base: u8,
    /// Which tone it bears: 0 for none, else the place in [`TONES`] counted from 1.
    pub tone: u8,
    /// Whether it is the bare base letter but for the tone (`à` is, `ầ` and `đ` are not).
    pub plain: bool,
    /// Small, with all its marks.
    pub marked: char,
}

/// The combining tones: huyền, sắc, hỏi, ngã, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// What an ASCII byte is in a token.
pub const SEPARATOR: u8 = 0;

/// For every ASCII byte its small letter or digit, or [`SEPARATOR`].
pub static ASCII: [u8; 128] = ascii();

const fn ascii() -> [u8; 128] {
    let mut table = [SEPARATOR; 128];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
}

/// Latin letters with marks: U+00C0 to U+024F, then U+1E00 to U+1EFF.
pub struct Letters(Box<[Letter]>);

const LOW: std::ops::Range<u32> = 0xC0..0x250;
const HIGH: std::ops::Range<u32> = 0x1E00..0x1F00;

/// The table, built at first use from Unicode's own decompositions.
pub static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let all =
        LOW.chain(HIGH).map(|code| char::from_u32(code).map_or(Letter::default(), take_apart));
    Letters(all.collect())
});

impl Letters {
    /// The letter that `mark` is, or `None` where it is not Latin.
    pub fn get(&self, mark: char) -> Option<Letter> {
        let code = u32::from(mark);
        let at = if LOW.contains(&code) {
            code - LOW.start
        } else if HIGH.contains(&code) {
            code - HIGH.start + (LOW.end - LOW.start)
        } else {
            return None;
        };
        let letter = self.0[at as usize];
        (letter.base != 0).then_some(letter)
    }
}

/// Reads one letter; the default where it has no ASCII base.
fn take_apart(letter: char) -> Letter {
    let mut small = letter.to_lowercase();
    let (Some(marked), None) = (small.next(), small.next()) else { return Letter::default() };
    if marked == 'đ' {
        // Unicode does not take đ apart: for it đ is a letter, as it is for the reader.
        return Letter { base: b'd', tone: 0, plain: false, marked };
    }
    let mut parts = std::iter::once(marked).nfd();
    let base = parts.next().unwrap_or(marked);
    if !base.is_ascii_alphabetic() {
        return Letter::default();
    }
    let (mut tone, mut plain) = (0, true);
    for part in parts {
        match TONES.iter().position(|one| *one == part) {
            Some(at) if tone == 0 => tone = at as u8 + 1,
            _ => plain = false,
        }
    }
    Letter { base: base as u8, tone, plain, marked }
}

/// The vowel `base` with the `tone` of a [`Letter`]; `base` itself where there is no such letter.
pub fn with_tone(base: char, tone: u8) -> char {
    let Some(mark) = (tone as usize).checked_sub(1).and_then(|at| TONES.get(at)) else {
        return base;
    };
    [base, *mark].into_iter().nfc().next().unwrap_or(base)
}

/// Whether the character is a combining mark, which belongs to the letter before it.
pub fn is_combining(mark: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_letters_apart() {
        let letter = LETTERS.get('Ễ').expect("a Latin letter");
        assert_eq!(letter, Letter { base: b'e', tone: 4, plain: false, marked: 'ễ' });
        let letter = LETTERS.get('ò').expect("a Latin letter");
        assert_eq!(letter, Letter { base: b'o', tone: 1, plain: true, marked: 'ò' });
        assert_eq!(LETTERS.get('Đ').expect("a Latin letter").base, b'd');
        assert_eq!(LETTERS.get('ж'), None);
        assert_eq!(LETTERS.get('×'), None);
    }

    #[test]
    fn puts_tones_on() {
        assert_eq!(with_tone('o', 5), 'ọ');
        assert_eq!(with_tone('y', 3), 'ỷ');
        assert_eq!(with_tone('y', 0), 'y');
    }
}
