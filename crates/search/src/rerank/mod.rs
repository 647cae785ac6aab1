//! Reranks the sections that promise most: which words of the question stand side by side,
//! what stands in the heading, and what the paper around the section is about.
//! In: the words of a question as ranking looked them up, and candidates. Out: a score for each.
//! Never reads stored text: positions tell. What it counts depends on the candidates alone, never on
//! how the engine laid them out (law 6).

mod counted;
mod features;
mod heading;
mod passage;
mod prepared;
mod weigh;

use std::sync::OnceLock;

use vankien_engine::engine::Candidate;
use vankien_engine::{Engine, PaperId, SectionId};

use self::counted::Around;
use self::features::Features;
use crate::error::Result;

pub use self::counted::{Counted, Statistics};
pub use self::prepared::{RerankedWord, Reranker};
pub use weigh::Gains;

impl Reranker<'_> {
    /// A score for each of `candidates`, in their order.
    pub fn scores(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<Vec<f32>> {
        Ok(self.weigh(Statistics::of(store), candidates, &self.count(store, candidates)?))
    }

    /// Counts in `candidates` and in the papers around them.
    pub fn count(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<Counted> {
        let around = self.around(store, candidates)?;
        let mut wanted: Vec<SectionId> = candidates.iter().map(|one| one.id).collect();
        let leads = around.iter().map(|around| &around.lead);
        wanted.extend(leads.flat_map(|lead| lead.names.iter().chain(&lead.first)));
        wanted.sort_unstable();
        wanted.dedup();
        let features = Features::of(store.observe(wanted, &self.watch())?, self);
        let passages = candidates.iter().map(|_| OnceLock::new()).collect();
        Ok(Counted { around, features, passages })
    }

    /// The papers of `candidates`, in their order.
    fn around(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<Vec<Around>> {
        if !self.weights.looks_around() {
            return Ok(candidates.iter().map(|_| Around::default()).collect());
        }
        let mut papers: Vec<PaperId> = candidates.iter().map(|one| one.id.paper).collect();
        papers.sort_unstable();
        papers.dedup();
        let leads = store.leads(&papers)?;
        let around = |one: &Candidate| {
            let paper = one.id.paper;
            let lead = papers.binary_search(&paper).ok().and_then(|at| leads.get(at).cloned());
            Around { paper, lead: lead.unwrap_or_default() }
        };
        Ok(candidates.iter().map(around).collect())
    }

    /// A score for each of `candidates`, by what was counted in them.
    pub fn weigh(
        &self,
        statistics: Statistics,
        candidates: &[Candidate],
        counted: &Counted,
    ) -> Vec<f32> {
        weigh::scores(statistics, self, candidates, counted)
    }

    /// What these scores are made of.
    pub fn gains(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<Vec<Gains>> {
        Ok(weigh::gains(Statistics::of(store), self, candidates, &self.count(store, candidates)?))
    }
}
