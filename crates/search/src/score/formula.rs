//! The formula of BM25F, piece by piece.
//! In: counts and lengths. Out: what they are worth. Never reads an index.

use crate::weights::K1;

/// How much something tells that `held` of all sections hold.
pub fn rarity(all: f32, held: f32) -> f32 {
    (1.0 + (all - held + 0.5).max(0.0) / (held + 0.5)).ln()
}

/// More than this a part never gives for each unit of its worth.
pub const MOST: f32 = K1 + 1.0;

/// How much `count` occurrences are worth in a section of this length.
pub fn saturated(count: f32, length: f32) -> f32 {
    count * MOST / (count + length)
}
