//! How much repair may still do on a text.
//! In: what each region costs. Out: whether there is anything left, and where it ran out. Counts, never measures time,
//! so that the same text is repaired in the same way on every machine.

use std::cell::Cell;

/// The work that is left. A unit is a cell of a region, or a pair of readings that follow one another.
pub struct Work {
    left: Cell<u64>,
    ran_out_at: Cell<Option<usize>>,
}

impl Work {
    /// So many units; without a limit for `None`.
    pub fn of(most: Option<u64>) -> Work {
        Work { left: Cell::new(most.unwrap_or(u64::MAX)), ran_out_at: Cell::new(None) }
    }

    /// Takes away so many units; what is spent beyond the last is not counted.
    pub fn spend(&self, units: usize) {
        self.left.set(self.left.get().saturating_sub(units as u64));
    }

    /// Whether anything is left for what begins at byte `at` of the text. Where nothing is, remembers the first such
    /// place of a pass.
    pub fn is_left_at(&self, at: usize) -> bool {
        let is_left = self.left.get() > 0;
        if !is_left && self.ran_out_at.get().is_none() {
            self.ran_out_at.set(Some(at));
        }
        is_left
    }

    /// The byte of the text, as the last pass found it, at which nothing was left; `None` where no pass came to such a
    /// place.
    pub fn ran_out_at(&self) -> Option<usize> {
        self.ran_out_at.get()
    }
}
