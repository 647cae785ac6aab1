//! A letter as a decoder sees it.
//! In: nothing. Out: plain values. Never judges which of the alternatives was meant.

use crate::span::Span;

/// One character or two. Where it is one, the second is NUL.
pub type Letters = [char; 2];

/// A letter that was decoded.
#[derive(Clone, Debug)]
pub struct DecodedLetter {
    /// The bytes of the word that it was decoded from.
    pub from: Span,
    /// The letter.
    pub letter: char,
    /// What may be meant instead; empty where nothing else may be.
    pub alternatives: Vec<Letters>,
    /// Whether one of its bytes is missing from the text.
    pub has_lost_byte: bool,
    /// Whether it may be a capital as well, because a byte is missing. It is small then, and so are its alternatives.
    pub is_case_open: bool,
}

impl DecodedLetter {
    /// A letter without alternatives, decoded from `length` bytes at `start`.
    pub fn certain(start: usize, length: usize, letter: char) -> DecodedLetter {
        let from = Span::new(start, start + length);
        DecodedLetter {
            from,
            letter,
            alternatives: Vec::new(),
            has_lost_byte: false,
            is_case_open: false,
        }
    }
}

/// Adds one character or two to `text`, without NUL.
pub fn push_letters(text: &mut String, letters: Letters) {
    text.extend(letters.into_iter().filter(|part| *part != '\0'));
}
