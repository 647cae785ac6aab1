//! Numbers for the characters that may stand in place of a letter, so that tables can be indexed by them.
//! In: a character. Out: its number. The most frequent punctuation (`. , - / ( )` and straight quotation marks) has
//! none.

use crate::language::letters::{self, MARKED};

/// Printable ASCII without the space: `!` to `~`.
const ASCII: usize = 94;
/// The upper half of Latin-1 without the no-break space: U+00A1 to U+00FF.
const LATIN_1: usize = 95;
/// The block Latin Extended-A: U+0100 to U+017F.
const EXTENDED_A: usize = 128;

/// All numbers are below this, so that tables have this size: three blocks of code points, then the marked letters of
/// Vietnamese in both cases. Some numbers stay unused: common punctuation, and marked letters inside the blocks.
pub const SYMBOLS: usize = ASCII + LATIN_1 + EXTENDED_A + 2 * MARKED;

/// The number of a character that may stand for a letter, below [`SYMBOLS`]; `None` for all others.
pub fn symbol(letter: char) -> Option<u16> {
    if let Some((number, upper)) = letters::number(letter) {
        return Some((ASCII + LATIN_1 + EXTENDED_A + number + MARKED * usize::from(upper)) as u16);
    }
    match letter {
        // Common punctuation stands beside most words, so it is no evidence of a replaced letter.
        '.' | ',' | '-' | '/' | '(' | ')' | '"' | '\'' => None,
        '!'..='~' => Some(letter as u16 - 0x21),
        '\u{a1}'..='\u{ff}' => Some(letter as u16 - 0xa1 + ASCII as u16),
        '\u{100}'..='\u{17f}' => Some(letter as u16 - 0x100 + (ASCII + LATIN_1) as u16),
        _ => None,
    }
}
