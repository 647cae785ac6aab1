//! What was counted in candidates and in the papers around them.
//! In: nothing. Out: plain values. Never counts.

use std::sync::OnceLock;

use super::context::Lead;
use super::features::Features;

/// What was counted in candidates and in the papers around them.
pub struct Counted {
    pub leads: Vec<Lead>,
    pub features: Features,
    /// What the best passage of each candidate is worth, once that is asked for: no weight changes it.
    pub passages: Vec<OnceLock<f32>>,
}
