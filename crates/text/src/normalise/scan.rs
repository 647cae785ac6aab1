//! Finds the few characters of a text that a step of `normalise` may change ("odd").
//! In: text. Out: the place of the next odd character, and the word around it.
//! One pass over the bytes, so that clean text costs little. Never composes anything.

use unicode_normalization::char::is_combining_mark;

use super::{lookalike, space};
use crate::blocks;
use crate::encoding::is_suspect;
use crate::language::letters;
use crate::span::Span;

/// Bytes that are tested together: a multiple of the width of common vector registers. A judgement; `cargo bench
/// --bench stages` shows the cost of another size.
const BLOCK_BYTES: usize = 32;

/// The byte of the first odd character at or behind byte `from`; `None` where there is none.
pub fn next_odd(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        at += blocks::skip_blocks::<BLOCK_BYTES>(&bytes[at..], is_plain);
        // A block may end inside a character; that is plain, as it began in the block.
        at += bytes[at..].iter().take_while(|byte| (0x80..0xc0).contains(*byte)).count();
        let end = bytes.len().min(at + BLOCK_BYTES);
        while at < end {
            let byte = |offset: usize| bytes.get(at + offset).copied().unwrap_or(0);
            match normal_length(byte(0), byte(1), byte(2)) {
                0 => return Some(at),
                1 if byte(0).is_ascii_digit() && is_beside_letter(text, at) => return Some(at),
                length => at += length,
            }
        }
    }
    None
}

/// Whether a letter stands before or behind the digit at byte `at`: one of both may stand for the other.
fn is_beside_letter(text: &str, at: usize) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let (before, behind) =
        (at.checked_sub(1).map(|at| text.as_bytes()[at]), text.as_bytes().get(at + 1));
    let before_is_letter = || text[..at].ends_with(char::is_alphabetic);
    let behind_is_letter = || text[at + 1..].starts_with(char::is_alphabetic);
    before.is_some_and(|byte| is_letter(&byte) || !byte.is_ascii() && before_is_letter())
        || behind.is_some_and(|byte| is_letter(byte) || !byte.is_ascii() && behind_is_letter())
}

/// Whether a byte is surely part of a normal character: ASCII but for a tone sign and for a digit and a letter side by
/// side, the inside of a character, or the first byte of a Vietnamese letter; `second` is the byte behind it. Never
/// branches, so that blocks are vectorised.
fn is_plain(first: u8, second: u8) -> bool {
    let among = |low: u8, high: u8| (second & 0x1f >= low) & (second & 0x1f <= high);
    let is_digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    // An ASCII letter, or a byte of a letter beyond ASCII.
    let is_letter = |byte: u8| ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte >= 0x80);
    // A digit beside a letter may stand for one, or the letter for a digit.
    let is_exchanged = is_digit(first) & is_letter(second) | is_letter(first) & is_digit(second);
    let is_spacing_mark = (first == b'`') | (first == b'^') | (first == b'~');
    // À Á Â Ã, È É Ê, Ì Í, Ò Ó Ô Õ, Ù Ú, Ý and their small letters.
    let latin = among(0x00, 0x03)
        | among(0x08, 0x0a)
        | among(0x0c, 0x0d)
        | among(0x12, 0x15)
        | among(0x19, 0x1a)
        | among(0x1d, 0x1d);
    let is_plain_letter = (first < 0xc0)
        | (first == 0xc3) & latin
        // Ă ă, Đ đ, Ĩ ĩ; Ũ ũ.
        | (first == 0xc4) & ((second & 0xfe == 0x82) | (second & 0xfe == 0x90) | (second & 0xfe == 0xa8))
        | (first == 0xc5) & (second & 0xfe == 0xa8)
        | (first == 0xc6) & ((second & 0xfe == 0xa0) | (second == 0xaf) | (second == 0xb0))
        | (first == 0xe1) & (second & 0xfe == 0xba);
    // The inside of letters beside those of Vietnamese, from U+1E80 to U+1E9F and from U+1EFA.
    let is_beside = (first == 0xba) & (second & 0xe0 == 0x80)
        | (first == 0xbb) & (second & 0xfe >= 0xba) & (second < 0xc0);
    is_plain_letter & !is_beside & !is_exchanged & !is_spacing_mark
}

/// Length in bytes of a character that needs no step, by its first three bytes; 0 for every other. A digit beside a
/// letter counts as one that needs none: the caller asks for it.
fn normal_length(first: u8, second: u8, third: u8) -> usize {
    match (first, second) {
        // Tones that stand behind their vowels.
        (b'`' | b'^' | b'~', _) => 0,
        (0x00..=0x7f, _) => 1,
        // The no-break space and the soft hyphen; the micro sign, which looks like u.
        (0xc2, 0xa0 | 0xad | 0xb5) => 0,
        // Ð and ð.
        (0xc3, 0x90 | 0xb0) => 0,
        (0xc2 | 0xc3, _) if is_suspect(first, second) => 0,
        (0xc2 | 0xc3, _) => 2,
        // Ă ă, Đ đ, Ĩ ĩ; Ũ ũ. Their neighbours are letters of other Latin alphabets, or UTF-8 decoded as Windows-1250.
        (0xc4, 0x82 | 0x83 | 0x90 | 0x91 | 0xa8 | 0xa9) | (0xc5, 0xa8 | 0xa9) => 2,
        // Ơ ơ Ư ư alone: the look-alikes ƣ, Ƣ and Ɖ are their neighbours.
        (0xc6, 0xa0 | 0xa1 | 0xaf | 0xb0) => 2,
        (0xe1, 0xba) if third < 0xa0 => 0,
        (0xe1, 0xbb) if third >= 0xba => 0,
        (0xe1, 0xba | 0xbb) => 3,
        // Dashes, quotation marks, dots; not the hyphens, spaces and controls around them, nor † ‡ ‰ ‹ ›, which are
        // bytes of UTF-8 in other code pages.
        (0xe2, 0x80) if matches!(third, 0x92..=0x9f | 0xa2..=0xa7) => 3,
        (0xe2, 0x80) if third >= 0xb2 && third != 0xb9 && third != 0xba => 3,
        // ₫ looks like đ.
        (0xe2, 0x82) if third == 0xab => 0,
        // Mathematical operators look like signs of numbers, a few like letters, and a few are UTF-8 decoded as Mac OS
        // Roman (√ ∑ ≈).
        (0xe2, 0x89) if third == 0x88 => 0,
        // An arrow that looks like 1.
        (0xe2, 0x86) if third == 0xbf => 0,
        (0xe2, 0x82 | 0x86 | 0x87 | 0x89 | 0x8c | 0x8e | 0x90..=0x9f) => 3,
        // Private use and the replacement character: `repair` finds out what they stand for.
        (0xee, _) | (0xef, 0x80..=0xa3) => 3,
        (0xef, 0xbf) if third == 0xbd => 3,
        _ => 0,
    }
}

/// The word that holds the character at byte `at`: a run of letters, digits, marks, signs that may be letters or marks,
/// and invisible characters. It begins at byte `floor` at the earliest. A mark at its beginning takes the character
/// before with it. Where the character at `at` is no part of a word, the span holds it alone.
pub fn word_around(text: &str, at: usize, floor: usize) -> Span {
    let own = text[at..].chars().next().map_or(0, char::len_utf8);
    if !text[at..].starts_with(is_part_of_word) {
        return Span::new(at, at + own);
    }
    let before = &text[floor..at];
    let mut start = floor + before.trim_end_matches(is_part_of_word).len();
    let end =
        text[at..].find(|character| !is_part_of_word(character)).map_or(text.len(), |end| at + end);
    if text[start..].starts_with(is_combining_mark) {
        // A mark composes also with a character that is no letter.
        start -= text[floor..start].chars().next_back().map_or(0, char::len_utf8);
    }
    Span::new(start, end)
}

fn is_part_of_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || matches!(character, '`' | '^' | '~');
    }
    character.is_alphanumeric() && !lookalike::is_sign_like(character)
        || is_combining_mark(character)
        || space::is_invisible(character)
        || letters::mark_of_sign(character).is_some()
        || lookalike::is_letter_like(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_of_a_word_where_what_it_composes_to_is() {
        for one in '\u{80}'..=char::MAX {
            let composed = super::super::compose::nfc(one.encode_utf8(&mut [0; 4]));
            let first = composed.chars().next().unwrap_or(one);
            assert_eq!(is_part_of_word(one), is_part_of_word(first), "{one:?} {first:?}");
        }
    }

    #[test]
    fn what_is_plain_is_normal() {
        for (first, second) in
            (0xc2..=0xf4).flat_map(|first| (0x80..=0xbf).map(move |two| (first, two)))
        {
            let normal = normal_length(first, second, 0xa1) > 0;
            assert!(normal || !is_plain(first, second), "{first:x} {second:x}");
        }
    }

    #[test]
    fn an_odd_character_is_found_wherever_it_stands() {
        for before in ["a", "đ", "ế", "ê ", "–ô", "đường phố "] {
            for count in 0..80 {
                let text = format!("{}\u{a0}{}", before.repeat(count), "ấ".repeat(40));
                assert_eq!(next_odd(&text, 0), Some(before.len() * count));
                assert_eq!(next_odd(&text, before.len() * count + 2), None);
            }
        }
    }
}
