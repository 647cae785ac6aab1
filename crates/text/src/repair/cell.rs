//! A short stretch of text, character by character.
//! In: text and a range. Out: cells with their class. Never decides what a character stands for.

use crate::language::letters;
use crate::span::Span;

/// What a character is to the lattice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Part of a word.
    Letter,
    /// Part of a number.
    Digit,
    /// A space inside a line.
    Space,
    /// The end of a line.
    Newline,
    /// Punctuation.
    Mark,
    /// A sign that may stand for a letter and is no punctuation (U+FFFD, private use).
    Hole,
    /// Punctuation that may stand for a letter between letters (`nh?ng`).
    SoftHole,
}

/// A character and its place.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Its first byte in the text.
    pub at: usize,
    /// As written.
    pub letter: char,
    /// What it is.
    pub class: Class,
}
/// Punctuation that some fonts show in place of a letter they do not hold.
const SOFT: &str = "?*#_¿¤·^~";

/// Whether something is left of what was printed here.
pub fn is_present(cell: &Cell) -> bool {
    cell.class == Class::Letter
}

/// The cells of `span`.
pub fn cells(text: &str, span: Span) -> Vec<Cell> {
    let characters = span.of(text).char_indices();
    characters
        .map(|(at, letter)| Cell { at: span.start + at, letter, class: class(letter) })
        .collect()
}

/// What a character is to the lattice.
pub fn class(letter: char) -> Class {
    match letter {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        ' ' => Class::Space,
        '\n' | '\r' | '\t' | '\u{c}' => Class::Newline,
        '0'..='9' => Class::Digit,
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{25a0}'..='\u{25af}' => Class::Hole,
        _ if letters::number(letter).is_some() => Class::Letter,
        _ if SOFT.contains(letter) => Class::SoftHole,
        _ if letters::is_letter(letter) => Class::Letter,
        _ => Class::Mark,
    }
}
