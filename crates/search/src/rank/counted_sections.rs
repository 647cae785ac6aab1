//! Keeps what was counted in the most promising sections, so that it can be weighed many times (choice of weights by
//! `vankien-lab evaluate --folds`).
//! In: a question. Out: those sections, and their order under any weights of the rerank.
//! Orders them as `rank` does. Never changes the weights of the first pass.

use vankien_engine::Engine;
use vankien_engine::engine::{Candidate, Candidates};

use super::choose;
use crate::error::Result;
use crate::plan::{Planned, Which};
use crate::question::Question;
use crate::rerank::{CandidateCounts, Reranker, Statistics};
use crate::synonym::Synonyms;
use crate::weights::{RERANKED_SECTIONS, Recipe, RerankWeights, USUAL};

/// The most promising sections of one question, with what was counted in them.
pub struct CountedSections {
    /// The plan by which they were found.
    planned: Planned,
    /// What else the first pass found; its candidates are taken out.
    found: Candidates,
    /// The sections with their scores of the first pass, in order.
    candidates: Vec<Candidate>,
    /// For each candidate the path of its paper, and its ordinal among the sections of that paper, from 0.
    places: Vec<(String, u64)>,
    /// What the rerank counts; `None` where nothing is reranked.
    counts: Option<CandidateCounts>,
}

impl CountedSections {
    /// Finds the most promising sections for a question and counts in them.
    pub fn of(
        store: &dyn Engine,
        recipe: &Recipe,
        question: &Question,
        synonyms: &Synonyms,
    ) -> Result<CountedSections> {
        let planned = Planned::of(store, recipe, question, synonyms, Which::Any)?;
        let mut found = store.candidates(&planned.plan, RERANKED_SECTIONS)?;
        let mut candidates = std::mem::take(&mut found.best);
        candidates.sort_by(choose::compare);
        candidates.truncate(choose::reranked_count(&candidates));
        let words = choose::reranked_words(store, &planned, &found);
        let counts = if words.len() < 2 || candidates.is_empty() {
            None
        } else {
            Some(Reranker::new(&planned, &words, USUAL).count(store, &candidates)?)
        };
        let paths = store.paths_of(&mut candidates.iter().map(|one| one.id.paper))?;
        let place = |one: &Candidate| (paths[&one.id.paper].clone(), u64::from(one.id.ordinal));
        let places = candidates.iter().map(place).collect();
        Ok(CountedSections { planned, found, candidates, places, counts })
    }

    /// For each section the path of its paper and its ordinal, the best first under `weights`; sections of equal score
    /// by path and ordinal.
    pub fn order(&self, store: &dyn Engine, weights: RerankWeights) -> Vec<&(String, u64)> {
        let mut candidates = self.candidates.clone();
        if let Some(counts) = &self.counts {
            let words = choose::reranked_words(store, &self.planned, &self.found);
            let reranker = Reranker::new(&self.planned, &words, weights);
            let scores = reranker.weigh(Statistics::of(store), &self.candidates, counts);
            for (candidate, score) in candidates.iter_mut().zip(scores) {
                candidate.score = score + candidate.required;
            }
        }
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by(|one, other| {
            let by_score = choose::compare(&candidates[*one], &candidates[*other]);
            by_score.then_with(|| self.places[*one].cmp(&self.places[*other]))
        });
        order.into_iter().map(|at| &self.places[at]).collect()
    }
}
