//! A letter as a reader of an old encoding sees it.
//! In: nothing. Out: plain values. Never judges which of the readings was meant.

use crate::span::Span;

/// A letter as a reader sees it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The bytes of the word that it stands for.
    pub from: Span,
    /// The letter.
    pub to: char,
    /// What may be meant instead: one character, or two (the second is NUL where there is none).
    pub or: Vec<[char; 2]>,
    /// Whether one of its bytes is missing.
    pub lost: bool,
}

pub fn unit(start: usize, length: usize, to: char) -> Unit {
    Unit { from: Span::new(start, start + length), to, or: Vec::new(), lost: false }
}
