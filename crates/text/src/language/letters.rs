//! The letters of Vietnamese: which exist, their tone, their case.
//! In: a letter. Out: its number among the marked letters, or its vowel and tone.
//! Never knows words; `syllable` does.
//!
//! A *marked letter* is one that ASCII lacks: a vowel with a tone (`à`) or another mark (`â`), or `đ`.

use std::sync::OnceLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The vowel letters: a row for each of the 12, with its six tones in the order of [`tone`].
const VOWELS: &str = include_str!("vowels.tsv");

/// Number of marked letters in lower case: 66 vowels (12 by 6 tones, less the 6 that are ASCII) and `đ`.
pub const MARKED: usize = 67;
/// All letters of Vietnamese lie below this code point. The last is U+1EF9.
const CODE_POINTS: usize = 0x1f00;
/// In the table of numbers: no marked letter.
const NO_LETTER: u8 = u8::MAX;
/// In the table of numbers: the bit of a capital. The other seven bits are the number, which is below [`MARKED`].
const CAPITAL_BIT: u8 = 0x80;

/// All marked letters.
struct Alphabet {
    /// By number, in lower case.
    lower: Vec<char>,
    /// By number, in upper case.
    upper: Vec<char>,
    /// By number, the lower-case letter without its tone, and the tone.
    toneless: Vec<(char, u8)>,
    /// By code point, the number with [`CAPITAL_BIT`], or [`NO_LETTER`].
    number: Vec<u8>,
    /// By code point below U+0530, where Armenian begins: whether it is a letter of any script. Saves asking Unicode's
    /// tables.
    is_letter: Vec<bool>,
}

/// The marked letter with the given number, which is below [`MARKED`], in lower case.
pub fn marked(number: usize) -> char {
    alphabet().lower[number]
}

/// The marked letter with the given number, which is below [`MARKED`], in upper case.
pub fn marked_upper(number: usize) -> char {
    alphabet().upper[number]
}

/// The number of a marked letter, below [`MARKED`], and whether it is a capital; `None` for all other characters.
pub fn number(letter: char) -> Option<(usize, bool)> {
    let code = letter as usize;
    let all = alphabet();
    if code < 0x80 || code >= all.number.len() {
        return None;
    }
    match all.number[code] {
        NO_LETTER => None,
        found => Some(((found & !CAPITAL_BIT) as usize, found & CAPITAL_BIT != 0)),
    }
}

/// A letter without its tone, and the tone: 0 none, 1 huyền (falling), 2 hỏi (dipping), 3 ngã (broken), 4 sắc (rising),
/// 5 nặng (heavy). A marked letter comes out in lower case, also if it is a capital; any other character stays as it
/// is.
pub fn tone(letter: char) -> (char, u8) {
    number(letter).map_or((letter, 0), |(number, _)| alphabet().toneless[number])
}

/// A toneless vowel in lower case with the tone `wanted`, numbered as by [`tone`]; `None` where there is no such marked
/// letter.
pub(crate) fn with_tone(letter: char, wanted: u8) -> Option<char> {
    (0..MARKED).map(marked).find(|marked| tone(*marked) == (letter, wanted))
}

/// Double quotation marks, opening and closing.
pub const QUOTES: [char; 7] = ['"', '“', '”', '„', '‟', '«', '»'];

/// `text` with its first character in upper case; the rest stays as it is.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A letter without its tone and other mark: `e` for `ề`, `d` for `đ`. A marked letter comes out in lower case, also if
/// it is a capital; any other character stays as it is.
pub fn base(letter: char) -> char {
    match tone(letter).0 {
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        'đ' => 'd',
        other => other,
    }
}

/// The combining mark that a sign is when it stands by itself; `None` for all other characters.
pub fn mark_of_sign(sign: char) -> Option<char> {
    match sign {
        '`' | '\u{2cb}' | '\u{2f4}' | '\u{1fef}' => Some('\u{300}'),
        '\u{b4}' | '\u{2ca}' | '\u{384}' | '\u{1ffd}' => Some('\u{301}'),
        '~' | '\u{2dc}' => Some('\u{303}'),
        '\u{2c0}' => Some('\u{309}'),
        '\u{2d1}' => Some('\u{323}'),
        '^' | '\u{2c6}' => Some('\u{302}'),
        '\u{2d8}' => Some('\u{306}'),
        '\u{2bc}' => Some('\u{31b}'),
        _ => None,
    }
}

/// A character in lower case, as one character: the first where Unicode gives several.
pub fn lower(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    match number(letter) {
        Some((number, _)) => marked(number),
        None => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// A small letter of Vietnamese or ASCII as a capital; any other character as it is.
pub fn upper(letter: char) -> char {
    match number(letter) {
        Some((number, _)) => marked_upper(number),
        None => letter.to_ascii_uppercase(),
    }
}

/// A word in lower case, letter by letter as by [`lower`]: as many characters as before.
pub fn lower_word(word: &str) -> String {
    word.chars().map(lower).collect()
}

/// A letter without its marks, by its canonical decomposition, in the case in which it is written; `None` for a
/// combining mark. `đ` stays `đ`: Unicode does not take its bar for a mark.
pub fn base_of(letter: char) -> Option<char> {
    let mut base = None;
    decompose_canonical(letter, |part| base = base.or(Some(part)));
    base.filter(|base| !is_combining_mark(*base))
}

/// Whether the character is a letter, of any script.
pub fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    match alphabet().is_letter.get(character as usize) {
        Some(is_letter) => *is_letter,
        None => number(character).is_some() || character.is_alphabetic(),
    }
}

/// The run of letters with which `text` begins; empty where it begins with none.
pub fn at_start(text: &str) -> &str {
    &text[..text.find(|one| !is_letter(one)).unwrap_or(text.len())]
}

/// The run of letters with which `text` ends; empty where it ends with none.
pub fn at_end(text: &str) -> &str {
    &text[text.trim_end_matches(is_letter).len()..]
}

fn alphabet() -> &'static Alphabet {
    static ALPHABET: OnceLock<Alphabet> = OnceLock::new();
    ALPHABET.get_or_init(Alphabet::build)
}

impl Alphabet {
    fn build() -> Alphabet {
        let mut all = Alphabet {
            lower: Vec::new(),
            upper: Vec::new(),
            toneless: Vec::new(),
            number: vec![NO_LETTER; CODE_POINTS],
            is_letter: ('\0'..='\u{52f}').map(char::is_alphabetic).collect(),
        };
        all.add('đ', ('đ', 0));
        for row in VOWELS.lines().filter(|line| !line.starts_with('#')) {
            let letters: Vec<char> = row.chars().filter(|letter| *letter != '\t').collect();
            for (tone, letter) in letters.iter().enumerate() {
                if !letter.is_ascii() {
                    all.add(*letter, (letters[0], tone as u8));
                }
            }
        }
        all
    }

    /// Adds a letter in lower case, its capital, and what it is without its tone.
    fn add(&mut self, letter: char, toneless: (char, u8)) {
        let upper = letter.to_uppercase().next().unwrap_or(letter);
        let number = self.lower.len() as u8;
        self.number[letter as usize] = number;
        self.number[upper as usize] = number | CAPITAL_BIT;
        self.lower.push(letter);
        self.upper.push(upper);
        self.toneless.push(toneless);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_marked_letter_in_both_cases() {
        assert_eq!(alphabet().lower.len(), MARKED);
        for n in 0..MARKED {
            assert_eq!(number(marked(n)), Some((n, false)));
            assert_eq!(number(marked_upper(n)), Some((n, true)));
            assert_eq!(lower(marked_upper(n)), marked(n));
        }
    }

    #[test]
    fn the_table_has_a_header_an_order_and_no_duplicates() {
        assert!(VOWELS.starts_with("# "));
        let rows: Vec<&str> = VOWELS.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.iter().all(|row| row.split('\t').count() == 6));
        assert!(rows.is_sorted_by_key(|row| row.chars().next().map(unmarked)));
        let all: std::collections::BTreeSet<char> = rows.concat().chars().collect();
        assert_eq!(all.len(), 12 * 6 + 1);
        assert!(unicode_normalization::is_nfc(VOWELS));
    }

    fn unmarked(vowel: char) -> char {
        unicode_normalization::UnicodeNormalization::nfd(std::iter::once(vowel))
            .next()
            .unwrap_or(vowel)
    }

    #[test]
    fn takes_the_tone_off() {
        assert_eq!(tone('ữ'), ('ư', 3));
        assert_eq!(tone('đ'), ('đ', 0));
        assert_eq!(tone('b'), ('b', 0));
        assert_eq!(number('ƣ'), None);
    }
}
