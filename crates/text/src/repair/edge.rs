//! One reading of a stretch of cells.
//! In: nothing. Out: plain values. Never judges; `lattice` does.

use super::op::Op;
use crate::language::model::Id;

/// One reading of `cells[start..end]`.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The first cell.
    pub start: usize,
    /// The cell after the last.
    pub end: usize,
    /// The word.
    pub id: Id,
    /// The letters lost in it.
    pub lost: [Op; 4],
    /// How many of `lost` are meant.
    pub losses: usize,
    /// What it costs by itself: a word that nobody knows, an unusual capital.
    pub base: f32,
}
