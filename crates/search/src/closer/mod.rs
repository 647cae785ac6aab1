//! Looks closer at the sections that promise most: which words of the question stand side by side,
//! what stands in the heading, and what the paper around the section is about.
//! In: the words of a question as ranking looked them up, and candidates. Out: a score for each.
//! Never reads stored text: positions tell. What it counts depends on the candidates alone, never on
//! how the engine laid them out (law 6).

mod context;
mod counted;
mod features;
mod heading;
mod passage;
mod prepared;
mod weigh;

use std::sync::OnceLock;

use vankien_engine::Store;

use self::context::Lead;
use self::features::Features;
use super::best::Candidate;
use crate::error::Result;

pub use self::counted::Counted;
pub use self::prepared::{Closer, Looked};
pub use weigh::Gains;

impl Closer<'_> {
    /// A score for each of `candidates`, in their order.
    pub fn scores(&self, store: &Store, candidates: &[Candidate]) -> Result<Vec<f32>> {
        Ok(self.weigh(store, candidates, &self.count(store, candidates)?))
    }

    /// Counts in `candidates` and in the papers around them.
    pub fn count(&self, store: &Store, candidates: &[Candidate]) -> Result<Counted> {
        let (leads, features) = self.read(store, candidates)?;
        let passages = candidates.iter().map(|_| OnceLock::new()).collect();
        Ok(Counted { leads, features, passages })
    }

    /// A score for each of `candidates`, by what was counted in them.
    pub fn weigh(&self, store: &Store, candidates: &[Candidate], counted: &Counted) -> Vec<f32> {
        weigh::scores(store, self, candidates, counted)
    }

    /// What these scores are made of.
    pub fn gains(&self, store: &Store, candidates: &[Candidate]) -> Result<Vec<Gains>> {
        Ok(weigh::gains(store, self, candidates, &self.count(store, candidates)?))
    }

    fn read(&self, store: &Store, candidates: &[Candidate]) -> Result<(Vec<Lead>, Features)> {
        let leads = match self.weights.looks_around() {
            true => context::leads(store, candidates)?,
            false => vec![Lead::default(); candidates.len()],
        };
        let mut wanted: Vec<(usize, u32)> =
            candidates.iter().map(|one| (one.segment, one.doc)).collect();
        wanted.extend(leads.iter().flat_map(|lead| lead.all()));
        wanted.sort_unstable();
        wanted.dedup();
        let features = Features::read(store, self, wanted)?;
        Ok((leads, features))
    }
}
