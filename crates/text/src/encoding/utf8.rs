//! UTF-8 whose bytes were each decoded as a character, also where some of them were lost.
//! In: characters. Out: the letters that their bytes are in UTF-8; where a byte is missing, all letters that it may
//! have been part of. Never supposes more than one missing byte of a letter.

use super::letter::{DecodedLetter, Letters};
use super::windows;
use crate::language::letters::number;
use crate::span::Span;

/// The bytes that may get lost: five that Windows-1252 leaves undefined, then the no-break space and the soft hyphen,
/// which print as nothing. The first that fits gives the letter; further ones give alternatives.
const LOSABLE_BYTES: [u8; 7] = [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xa0, 0xad];

/// The characters of `text`, each as a letter.
pub fn characters(text: &str) -> Vec<DecodedLetter> {
    let letters = text.char_indices();
    letters.map(|(at, letter)| DecodedLetter::certain(at, letter.len_utf8(), letter)).collect()
}

/// Takes the characters of `letters` as bytes and decodes these as UTF-8. What is no UTF-8 stays as it is. `lost_byte`
/// is the character that stands for a lost byte, NUL if none does. `is_last` says that the result is the text itself;
/// if false, the result will be decoded once more.
pub fn decoded(letters: Vec<DecodedLetter>, lost_byte: char, is_last: bool) -> Vec<DecodedLetter> {
    let mut decoded = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let mut next = first_letter(&letters[at..], lost_byte, is_last).unwrap_or_else(|| {
            // No sequence of UTF-8: the character stays.
            let letter = letters[at].clone();
            Next {
                length: 1,
                letter: letter.letter,
                alternatives: letter.alternatives,
                has_lost_byte: letter.has_lost_byte,
            }
        });
        let parts = &letters[at..at + next.length];
        next.has_lost_byte |= parts.iter().any(|letter| letter.has_lost_byte);
        at += next.length;
        decoded.push(DecodedLetter {
            from: Span::new(parts[0].from.start, parts[parts.len() - 1].from.end),
            letter: next.letter,
            alternatives: next.alternatives,
            has_lost_byte: next.has_lost_byte,
        });
    }
    decoded
}

/// A letter that was decoded from several bytes.
struct Next {
    /// How many characters of the text it takes.
    length: usize,
    /// The letter; where a byte is missing, the one that the first fitting byte gives.
    letter: char,
    /// What else it may be.
    alternatives: Vec<Letters>,
    /// Whether one of its bytes is missing.
    has_lost_byte: bool,
}

/// The letter whose UTF-8 bytes stand first, of which one may be lost; `None` where no such bytes stand there.
fn first_letter(letters: &[DecodedLetter], lost_byte: char, is_last: bool) -> Option<Next> {
    let first = windows::byte_of(letters[0].letter)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    let mut found = 1;
    while found < length {
        let byte = letters.get(found).and_then(|letter| windows::byte_of(letter.letter));
        let Some(byte) = byte.filter(|byte| (0x80..0xc0).contains(byte)) else { break };
        bytes[found] = byte;
        found += 1;
    }
    if found == length {
        let letter = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
        return Some(Next { length, letter, alternatives: Vec::new(), has_lost_byte: false });
    }
    if found + 1 < length {
        return None;
    }
    // The last byte is missing. Every letter that it may have been part of is an alternative.
    let next = letters.get(found).map_or('\0', |letter| letter.letter);
    let stands_there = lost_byte != '\0' && next == lost_byte;
    let mut possible: Vec<Letters> = Vec::new();
    for byte in LOSABLE_BYTES {
        let fits = match byte {
            0xa0 => stands_there && lost_byte == ' ',
            0xad => !stands_there,
            _ => lost_byte == '\0' || stands_there,
        };
        bytes[found] = byte;
        let letter = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
        if fits && is_likely(letter, is_last) {
            possible.push([letter, '\0']);
        }
    }
    // Before the last decoding nothing tells several possible letters apart.
    if possible.is_empty() || !is_last && possible.len() > 1 {
        return None;
    }
    let alternatives = possible.split_off(1);
    let length = found + usize::from(stands_there);
    Some(Next { length, letter: possible[0][0], alternatives, has_lost_byte: true })
}

/// Whether a lost byte may have belonged to this letter: a marked letter, a closing quotation mark, a combining acute
/// accent. Before the last decoding: a byte of such a letter.
fn is_likely(letter: char, is_last: bool) -> bool {
    if is_last {
        return number(letter).is_some() || matches!(letter, '”' | '\u{301}');
    }
    let byte = windows::byte_of(letter);
    byte.is_some_and(|byte| matches!(byte, 0x80..=0xbf | 0xc3..=0xc6 | 0xe1 | 0xe2))
}
