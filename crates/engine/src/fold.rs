//! Decomposes letters: `Ễ` has the base `e`, the lower-case form `ễ`, and the tone *ngã* (one of the five tone marks of
//! Vietnamese; the circumflex is no tone, it is part of the vowel).
//! In: one character. Out: a [`Letter`], or nothing for a character without an ASCII base letter.
//! Never looks at neighbours (`analyse` does); never changes shown text.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A letter, decomposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The ASCII letter without tone and marks, lower case (for an ASCII digit the digit); 0 if the character has no
    /// ASCII base letter (`ж`, `ø`).
    pub base: u8,
    /// The tone: 0 for none, else its index in [`TONES`] plus 1.
    pub tone: u8,
    /// Whether it has no mark besides the tone: true for `à`, false for `ầ` and `đ`.
    pub plain: bool,
    /// The letter with all its marks, lower case.
    pub marked: char,
}

/// The combining characters of the five tones: huyền (grave), sắc (acute), hỏi (hook above), ngã (tilde), nặng (dot
/// below).
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// The value in [`ASCII`] of bytes that separate tokens.
pub const SEPARATOR: u8 = 0;

/// For each ASCII byte: its lower-case letter or digit, or [`SEPARATOR`].
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

/// A table of the Latin letters with marks: those of [`LATIN_EXTENDED`], then those of [`LATIN_ADDITIONAL`].
pub struct Letters(Box<[Letter]>);

/// The code points of the Unicode blocks Latin-1 Supplement (its letters), Latin Extended-A and B.
const LATIN_EXTENDED: std::ops::Range<u32> = 0xC0..0x250;

/// The code points of the Unicode block Latin Extended Additional, where most Vietnamese letters are.
const LATIN_ADDITIONAL: std::ops::Range<u32> = 0x1E00..0x1F00;

/// The table, built at first use from Unicode's own decompositions.
pub static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
    let codes = LATIN_EXTENDED.chain(LATIN_ADDITIONAL);
    Letters(codes.map(|code| char::from_u32(code).map_or(Letter::default(), decompose)).collect())
});

impl Letters {
    /// The decomposition of `mark`; `None` if it is no letter of this table, or has no ASCII base letter (`ø`). ASCII
    /// letters are not in the table.
    pub fn get(&self, mark: char) -> Option<Letter> {
        let code = u32::from(mark);
        let at = if LATIN_EXTENDED.contains(&code) {
            code - LATIN_EXTENDED.start
        } else if LATIN_ADDITIONAL.contains(&code) {
            code - LATIN_ADDITIONAL.start + (LATIN_EXTENDED.end - LATIN_EXTENDED.start)
        } else {
            return None;
        };
        let letter = self.0[at as usize];
        (letter.base != 0).then_some(letter)
    }
}

/// Decomposes one letter. The default value if its base is no ASCII letter, or its lower-case form has several
/// characters.
fn decompose(letter: char) -> Letter {
    let mut small = letter.to_lowercase();
    let (Some(marked), None) = (small.next(), small.next()) else { return Letter::default() };
    if marked == 'đ' {
        // Unicode has no decomposition of đ.
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

/// The vowel `base` with a tone (numbered as in [`Letter::tone`]); `base` itself for the tone 0 and for a number that
/// is no tone.
pub fn with_tone(base: char, tone: u8) -> char {
    let Some(mark) = (tone as usize).checked_sub(1).and_then(|at| TONES.get(at)) else {
        return base;
    };
    [base, *mark].into_iter().nfc().next().unwrap_or(base)
}

/// Whether the character is a combining mark (U+0300 to U+036F, the Unicode block Combining Diacritical Marks).
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
