//! A word of a window whose readings are weighed.
//! In: the number of a word. Out: the readings that are kept of it, with their posteriors. Never weighs them.

use super::kept_readings::{KeptReadings, MOST_KEPT};
use super::word_cache::WordNumber;

/// A word of a window.
#[derive(Clone, Copy)]
pub struct WindowWord {
    /// Its number in the cache.
    pub number: WordNumber,
    /// The readings of the word that are still weighed.
    pub kept: KeptReadings,
    /// The posterior of each kept reading, from 0 to 1, by its position among these.
    pub posteriors: [f32; MOST_KEPT],
}

impl WindowWord {
    /// A word before anything is weighed: its first reading alone, with posterior 1.
    pub fn new(number: WordNumber) -> WindowWord {
        WindowWord { number, kept: KeptReadings::FIRST, posteriors: [1.0; MOST_KEPT] }
    }

    /// The index of the likeliest kept reading among all readings of the word, and its posterior. Of equal ones the
    /// last.
    pub fn likeliest(&self) -> (usize, f32) {
        let by_posterior =
            |one: &usize, two: &usize| self.posteriors[*one].total_cmp(&self.posteriors[*two]);
        let best = (0..self.kept.count).max_by(by_posterior).unwrap_or_default();
        (usize::from(self.kept.places[best]), self.posteriors[best])
    }
}
