//! A short stretch of text, character by character, each character with its class.
//! In: text and a range. Out: cells. Never decides what a character stands for.

use crate::language::letters;
use crate::span::Span;

/// What a character is to the lattice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellClass {
    /// A letter, of any script.
    Letter,
    /// An ASCII digit.
    Digit,
    /// A plain space.
    Space,
    /// A line end, a tab or a form feed.
    Newline,
    /// Punctuation, or any sign that no other class holds.
    Punctuation,
    /// A sign that stands where no letter was known: U+FFFD, private use, a box (U+25A0 to U+25AF). Never punctuation.
    Placeholder,
    /// Punctuation that some fonts show for a letter they lack (`nh?ng`): a placeholder between letters, else
    /// punctuation.
    SoftPlaceholder,
}

impl CellClass {
    /// Whether it is white space.
    pub fn is_blank(self) -> bool {
        matches!(self, CellClass::Space | CellClass::Newline)
    }
}

/// A character and its place.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Offset of its first byte in the text.
    pub at: usize,
    /// The character as written.
    pub letter: char,
    /// Its class.
    pub class: CellClass,
}

/// The cells of `span`, one for each character.
pub fn cells(text: &str, span: Span) -> Vec<Cell> {
    let characters = span.of(text).char_indices();
    characters
        .map(|(at, letter)| Cell { at: span.start + at, letter, class: class(letter) })
        .collect()
}

/// The class of a character.
pub fn class(letter: char) -> CellClass {
    match letter {
        'a'..='z' | 'A'..='Z' => CellClass::Letter,
        ' ' => CellClass::Space,
        '\n' | '\r' | '\t' | '\u{c}' => CellClass::Newline,
        '0'..='9' => CellClass::Digit,
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{25a0}'..='\u{25af}' => CellClass::Placeholder,
        _ if letters::number(letter).is_some() => CellClass::Letter,
        '?' | '*' | '#' | '_' | '¿' | '¤' | '·' | '^' | '~' => CellClass::SoftPlaceholder,
        _ if letters::is_letter(letter) => CellClass::Letter,
        _ => CellClass::Punctuation,
    }
}

/// The cells just before and just behind the cell at index `at`.
pub fn beside(cells: &[Cell], at: usize) -> impl Iterator<Item = &Cell> {
    [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| cells.get(at))
}

/// Whether the cell holds a letter.
pub fn is_letter(cell: &Cell) -> bool {
    cell.class == CellClass::Letter
}

/// Whether the cell holds a box or another geometric sign (U+25A0 to U+25AF).
pub fn is_box(cell: &Cell) -> bool {
    matches!(cell.letter, '\u{25a0}'..='\u{25af}')
}
