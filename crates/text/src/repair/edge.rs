//! An edge of the lattice: one way to read a stretch of characters as a word.
//! In: nothing. Out: plain values. Never scores an edge; `lattice` does.

use super::loss::LossId;
use crate::language::model::Id;

/// One reading of `cells[start..end]` as a word.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Index of the first cell, counted within the cells of the lattice.
    pub start: usize,
    /// Index of the cell behind the last one.
    pub end: usize,
    /// Vocabulary number of the word.
    pub id: Id,
    /// What the channel must have lost for this reading to be the printed word; empty where the word stands as printed.
    pub losses: Losses,
    /// Cost of the reading in nats apart from the losses and the language model: spelling of an unknown word, an
    /// unusual capital.
    pub base: f32,
}

/// The losses in one word, at most [`Losses::MOST`]. A fixed array and not a `Vec`, because a lattice holds up to
/// thousands of edges.
#[derive(Clone, Copy, Debug, Default)]
pub struct Losses {
    ids: [LossId; Losses::MOST],
    count: usize,
}

impl Losses {
    /// At most 4 losses in one word: no Vietnamese syllable has more marked letters. A test in `lexicon.rs` holds that
    /// for the vocabulary.
    pub const MOST: usize = 4;

    /// The same loss `count` times; `count` is at most [`Losses::MOST`].
    pub fn repeated(loss: LossId, count: usize) -> Losses {
        Losses { ids: [loss; Losses::MOST], count }
    }

    /// Adds a loss; `None`, and nothing added, where the word already has [`Losses::MOST`].
    pub fn push(&mut self, loss: LossId) -> Option<()> {
        *self.ids.get_mut(self.count)? = loss;
        self.count += 1;
        Some(())
    }

    /// The losses, in the order of the letters of the word.
    pub fn as_slice(&self) -> &[LossId] {
        &self.ids[..self.count]
    }

    /// Number of losses.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether the word stands as printed: it has no losses.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
