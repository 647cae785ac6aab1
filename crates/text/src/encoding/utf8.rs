//! UTF-8 whose bytes were each read as a character, also where some of them were lost.
//! In: letters. Out: the letters that their bytes are; where a byte is missing, all that it may have
//! been. Never guesses more than one missing byte of a letter.

use super::unit::Unit;
use super::windows;
use crate::language::letters::number;
use crate::span::Span;

/// The bytes that Windows-1252 does not know, and so loses; then two that print as nothing.
const LOST: [u8; 7] = [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xa0, 0xad];

/// `text` letter by letter.
pub fn letters(text: &str) -> Vec<Unit> {
    let unit = |(start, letter): (usize, char)| {
        let from = Span::new(start, start + letter.len_utf8());
        Unit { from, to: letter, or: Vec::new(), lost: false }
    };
    text.char_indices().map(unit).collect()
}

/// What the bytes of `letters` are in UTF-8. `stands` is what stands for a lost byte, NUL for nothing;
/// `last` says that the result is the text itself, not one that was misread once more.
pub fn units(letters: Vec<Unit>, stands: char, last: bool) -> Vec<Unit> {
    let mut units = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let read = sequence(&letters[at..], stands, last);
        let (length, mut unit) = read.unwrap_or((1, letters[at].clone()));
        unit.from = Span::new(letters[at].from.start, letters[at + length - 1].from.end);
        unit.lost |= letters[at..at + length].iter().any(|letter| letter.lost);
        units.push(unit);
        at += length;
    }
    units
}

/// The letter whose bytes stand first, and how many characters it takes.
fn sequence(letters: &[Unit], stands: char, last: bool) -> Option<(usize, Unit)> {
    let unit = |to, or, lost| Unit { from: Span::default(), to, or, lost };
    let first = windows::byte_of(letters[0].to)?;
    let wanted = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    let mut found = 1;
    while found < wanted {
        let byte = letters.get(found).and_then(|unit| windows::byte_of(unit.to));
        let Some(byte) = byte.filter(|byte| (0x80..0xc0).contains(byte)) else { break };
        bytes[found] = byte;
        found += 1;
    }
    if found == wanted {
        let letter = std::str::from_utf8(&bytes[..wanted]).ok()?.chars().next()?;
        return Some((wanted, unit(letter, Vec::new(), false)));
    }
    if found + 1 < wanted {
        return None;
    }
    let next = letters.get(found).map_or('\0', |unit| unit.to);
    let stood = stands != '\0' && next == stands;
    let mut all = Vec::new();
    for lost in LOST {
        let fits = match lost {
            0xa0 => stood && stands == ' ',
            0xad => !stood,
            _ => stands == '\0' || stood,
        };
        bytes[found] = lost;
        let letter = std::str::from_utf8(&bytes[..wanted]).ok()?.chars().next()?;
        if fits && is_likely(letter, last) {
            all.push([letter, '\0']);
        }
    }
    // Letters that were misread once more are told apart by nothing.
    let to = all.first().filter(|_| last || all.len() == 1)?[0];
    Some((found + usize::from(stood), unit(to, all.split_off(1), true)))
}

/// Whether a lost byte may have belonged to this letter: one of Vietnamese, or a quotation mark; in a
/// text that was misread, a byte of such a letter.
fn is_likely(letter: char, last: bool) -> bool {
    if last {
        return number(letter).is_some() || matches!(letter, '”' | '\u{301}');
    }
    let byte = windows::byte_of(letter);
    byte.is_some_and(|byte| matches!(byte, 0x80..=0xbf | 0xc3..=0xc6 | 0xe1 | 0xe2))
}
