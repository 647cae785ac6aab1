//! The characters that may stand for a letter, numbered.
//! In: a character. Out: its number. Never punctuation that stands everywhere.

use crate::language::letters::{self, MARKED};

/// How many characters may stand for a letter.
pub const SYMBOLS: usize = 94 + 95 + 128 + 2 * MARKED;

/// The number of a character that may stand for a letter; `None` for all others.
pub fn symbol(letter: char) -> Option<u16> {
    if let Some((number, upper)) = letters::number(letter) {
        return Some((94 + 95 + 128 + number + MARKED * usize::from(upper)) as u16);
    }
    match letter {
        // Punctuation stands everywhere, so that nothing could be told from it.
        '.' | ',' | '-' | '/' | '(' | ')' | '"' | '\'' => None,
        '!'..='~' => Some(letter as u16 - 0x21),
        '\u{a1}'..='\u{ff}' => Some(letter as u16 - 0xa1 + 94),
        '\u{100}'..='\u{17f}' => Some(letter as u16 - 0x100 + 94 + 95),
        _ => None,
    }
}
