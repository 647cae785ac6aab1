//! What was counted in candidates and in the papers around them.
//! In: nothing. Out: plain values. Never counts.

use std::sync::OnceLock;

use vankien_engine::PaperId;
use vankien_engine::engine::Lead;

use super::features::Features;

/// The paper around a candidate. Where no paper counts, all candidates have one that is none.
#[derive(Clone, Debug, Default)]
pub struct Around {
    pub paper: PaperId,
    /// The sections that say what it is about.
    pub lead: Lead,
}

/// What was counted in candidates and in the papers around them.
pub struct Counted {
    pub around: Vec<Around>,
    pub features: Features,
    /// What the best passage of each candidate is worth, once that is asked for: no weight changes it.
    pub passages: Vec<OnceLock<f32>>,
}
