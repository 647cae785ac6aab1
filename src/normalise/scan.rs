//! Finds the few characters of a text that are not plainly normal.
//! In: text. Out: the place of the next odd character, and the word around it.
//! One pass over the bytes: unconditional composition would cost half of a bare ingest.

use unicode_normalization::char::is_combining_mark;

use super::space;
use crate::encoding::is_suspect;
use crate::span::Span;

/// The place of the first character at or after `from` that may need a step.
pub fn next_odd(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            at += 1;
            continue;
        }
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        match normal_length(byte, next, bytes.get(at + 2).copied().unwrap_or(0)) {
            0 => return Some(at),
            length => at += length,
        }
    }
    None
}

/// How many bytes a character that needs no step takes; 0 for every other.
fn normal_length(first: u8, second: u8, third: u8) -> usize {
    match (first, second) {
        // The no-break space and the soft hyphen.
        (0xc2, 0xa0 | 0xad) => 0,
        // Ð and ð.
        (0xc3, 0x90 | 0xb0) => 0,
        // Dotless ı and long ſ.
        (0xc4, 0xb1) | (0xc5, 0xbf) => 0,
        (0xc2 | 0xc3, _) if is_suspect(first, second) => 0,
        (0xc2..=0xc5, _) => 2,
        // Ơ ơ Ư ư alone; ƣ, Ƣ and Ɖ live beside them.
        (0xc6, 0xa0 | 0xa1 | 0xaf | 0xb0) => 2,
        (0xe1, 0xba | 0xbb) => 3,
        // Dashes, quotation marks, dots; not the spaces and controls before and after them.
        (0xe2, 0x80) if (0x90..=0xa7).contains(&third) || third >= 0xb0 => 3,
        (0xe2, 0x82 | 0x86..=0x9f) => 3,
        // Private use and the replacement character; `repair` asks what they stand for.
        (0xee, _) | (0xef, 0x80..=0xa3) => 3,
        (0xef, 0xbf) if third == 0xbd => 3,
        _ => 0,
    }
}

/// The word that holds the character at `at`, reaching back no further than `floor`; the
/// character alone where it is no part of a word.
pub fn word_around(text: &str, at: usize, floor: usize) -> Span {
    let own = text[at..].chars().next().map_or(0, char::len_utf8);
    if !text[at..].starts_with(belongs) {
        return Span::new(at, at + own);
    }
    let before = &text[floor..at];
    let mut start = floor + before.trim_end_matches(belongs).len();
    let end = text[at..].find(|character| !belongs(character)).map_or(text.len(), |end| at + end);
    if text[start..].starts_with(is_combining_mark) {
        // A mark on something that is no letter composes with it all the same.
        start -= text[floor..start].chars().next_back().map_or(0, char::len_utf8);
    }
    Span::new(start, end)
}

fn belongs(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    character.is_alphanumeric() || is_combining_mark(character) || space::is_nothing(character)
}
