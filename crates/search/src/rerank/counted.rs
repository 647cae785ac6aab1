//! What was counted in candidates and in the papers around them.
//! In: nothing. Out: plain values. Never counts.

use std::sync::OnceLock;

use vankien_engine::engine::Lead;
use vankien_engine::{Engine, PaperId};

use super::features::Features;

/// What is known of all sections together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// How many sections there are.
    pub sections: f32,
    /// How many tokens a section has on average.
    pub average_length: f32,
}

impl Statistics {
    /// Those of a store.
    pub fn of(store: &dyn Engine) -> Statistics {
        let totals = store.manifest().totals;
        let sections = totals.sections as f32;
        let average_length = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        Statistics { sections, average_length }
    }
}

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
