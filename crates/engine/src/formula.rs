//! The terms of the BM25F formula: score = weight · rarity · saturated count.
//! In: counts and lengths. Out: factors of a score. Never reads an index.

/// The rarity (inverse document frequency, IDF, in nats) of a term that `held` of `all` sections hold. Never negative.
pub fn rarity(all: f32, held: f32) -> f32 {
    (1.0 + (all - held + 0.5).max(0.0) / (held + 0.5)).ln()
}

/// The length normalisation of BM25: the part of its denominator that depends on the length of a section. `average` is
/// the average length of all sections, in the unit of `length` (tokens).
pub fn damping(k1: f32, b: f32, length: f32, average: f32) -> f32 {
    k1 * (1.0 - b + b * length / average)
}

/// The saturated count of BM25: grows with `count`, never beyond `k1 + 1`. `damping` is the length normalisation.
#[inline]
pub fn saturated(k1: f32, count: f32, damping: f32) -> f32 {
    count * (k1 + 1.0) / (count + damping)
}
