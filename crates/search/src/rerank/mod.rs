//! The second pass: reranks the sections that the first pass found most promising.
//! In: the words of a question as the first pass looked them up, and candidates. Out: a score for each.
//! Three things count beside single words: words of the question that stand side by side, the heading, and what the
//! paper around the section is about.
//! Never reads stored text: positions are enough. Counts depend on the candidates alone, never on how the store laid
//! them out (law 6 of ARCHITECTURE.md).

mod counted;
mod features;
mod heading;
mod passage;
mod prepared;
mod weigh;

use std::sync::OnceLock;

use vankien_engine::engine::Candidate;
use vankien_engine::{Engine, PaperId, SectionId};

use self::counted::PaperContext;
use self::features::Features;
use crate::error::Result;

pub use self::counted::{CandidateCounts, Statistics}; // What was counted, and statistics of the store.
pub use self::prepared::{RerankedWord, Reranker}; // A question made ready for a rerank.
pub use weigh::Gains; // What a score is made of.

impl Reranker<'_> {
    /// A score for each of `candidates`, in their order.
    pub fn scores(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<Vec<f32>> {
        Ok(self.weigh(Statistics::of(store), candidates, &self.count(store, candidates)?))
    }

    /// Counts in `candidates` and in the papers around them, to be weighed by [`Reranker::weigh`].
    pub fn count(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<CandidateCounts> {
        let papers = self.papers_around(store, candidates)?;
        let mut wanted: Vec<SectionId> = candidates.iter().map(|one| one.id).collect();
        for paper in &papers {
            wanted.extend(paper.lead.names.iter().chain(&paper.lead.first));
        }
        wanted.sort_unstable();
        wanted.dedup();
        let features = Features::of(store.observe(wanted, &self.watch())?, self);
        let passages = candidates.iter().map(|_| OnceLock::new()).collect();
        Ok(CandidateCounts { papers, features, passages })
    }

    /// The papers of `candidates`, in their order.
    fn papers_around(
        &self,
        store: &dyn Engine,
        candidates: &[Candidate],
    ) -> Result<Vec<PaperContext>> {
        if !self.weights.uses_paper() {
            return Ok(candidates.iter().map(|_| PaperContext::default()).collect());
        }
        let mut papers: Vec<PaperId> = candidates.iter().map(|one| one.id.paper).collect();
        papers.sort_unstable();
        papers.dedup();
        let leads = store.leads(&papers)?;
        let context = |one: &Candidate| {
            let paper = one.id.paper;
            let lead = papers.binary_search(&paper).ok().and_then(|at| leads.get(at).cloned());
            PaperContext { paper, lead: lead.unwrap_or_default() }
        };
        Ok(candidates.iter().map(context).collect())
    }

    /// A score for each of `candidates`, in their order, by what [`Reranker::count`] counted in them.
    pub fn weigh(
        &self,
        statistics: Statistics,
        candidates: &[Candidate],
        counts: &CandidateCounts,
    ) -> Vec<f32> {
        weigh::scores(statistics, self, candidates, counts)
    }

    /// What the score of each of `candidates` is made of, in their order.
    pub fn gains(&self, store: &dyn Engine, candidates: &[Candidate]) -> Result<Vec<Gains>> {
        Ok(weigh::gains(Statistics::of(store), self, candidates, &self.count(store, candidates)?))
    }
}
