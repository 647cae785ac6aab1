//! The formula of BM25F, piece by piece.
//! In: counts and lengths. Out: what they are worth. Never reads an index.

/// How much something tells that `held` of all sections hold.
pub fn rarity(all: f32, held: f32) -> f32 {
    (1.0 + (all - held + 0.5).max(0.0) / (held + 0.5)).ln()
}

/// How much a length adds to what counts are divided by, where sections are `average` long.
pub fn damping(k1: f32, b: f32, length: f32, average: f32) -> f32 {
    k1 * (1.0 - b + b * length / average)
}

/// How much `count` occurrences are worth where their length adds `damping`; never more than `k1 + 1`.
#[inline]
pub fn saturated(k1: f32, count: f32, damping: f32) -> f32 {
    count * (k1 + 1.0) / (count + damping)
}
