//! What was counted in candidates and in the papers around them.
//! In: nothing. Out: plain values. Never counts.

use std::sync::OnceLock;

use vankien_engine::engine::Lead;
use vankien_engine::{Engine, PaperId};

use super::features::Features;

/// Statistics of the whole store, for rarity and for the length normalisation of BM25.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statistics {
    /// How many sections the store holds.
    pub sections: f32,
    /// Mean length of a section, in tokens; at least 1.
    pub average_length: f32,
}

impl Statistics {
    /// The statistics of `store`.
    pub fn of(store: &dyn Engine) -> Statistics {
        let totals = store.manifest().totals;
        let sections = totals.sections as f32;
        let average_length = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        Statistics { sections, average_length }
    }
}

/// The paper around a candidate. Where the weights ignore the paper, it is not looked up: then all candidates have the
/// same default paper without sections.
#[derive(Clone, Debug, Default)]
pub struct PaperContext {
    /// The id of the paper.
    pub paper: PaperId,
    /// The sections that say what the paper is about: those that name it, and the first of its running text.
    pub lead: Lead,
}

/// What was counted in the candidates of one question and in the papers around them. It is counted once and weighed
/// many times: no weight of the rerank changes it, unless that of pairs or all of the paper become 0.
pub struct CandidateCounts {
    /// The paper around each candidate, in order of the candidates.
    pub papers: Vec<PaperContext>,
    /// The counts in the candidates and in the lead sections of their papers, by id of the section.
    pub features: Features,
    /// The worth of the best passage of each candidate, worked out when it is first asked for.
    pub passages: Vec<OnceLock<f32>>,
}
