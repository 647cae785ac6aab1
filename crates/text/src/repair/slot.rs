//! A place of the chain and what may stand there.
//! In: nothing. Out: plain values. Never weighs them; `chain` and `thirds` do.

use super::bonds::Number;
use super::kept::{Kept, MOST};

/// A word of the window, with the readings that are still weighed.
#[derive(Clone, Copy)]
pub struct Slot {
    /// The word.
    pub number: Number,
    /// The readings.
    pub kept: Kept,
    /// How likely each of them is.
    pub chances: [f32; MOST],
}

impl Slot {
    pub fn new(number: Number) -> Slot {
        Slot { number, kept: Kept::FIRST, chances: [1.0; MOST] }
    }

    /// The place of the likeliest reading, and how likely it is.
    pub fn likeliest(&self) -> (usize, f32) {
        let likelier = |one: &usize, two: &usize| self.chances[*one].total_cmp(&self.chances[*two]);
        let best = (0..self.kept.count).max_by(likelier).unwrap_or_default();
        (usize::from(self.kept.places[best]), self.chances[best])
    }
}
