//! Keeps what was counted in the sections that promise most, so that it can be weighed more than once.
//! In: a question. Out: those sections, and their order under any weights of the rerank.
//! Orders them as `rank` does; the weights of the first pass stay what they are.

use vankien_engine::Engine;
use vankien_engine::engine::{Candidate, Candidates};

use super::choose;
use crate::error::Result;
use crate::plan::{Planned, Which};
use crate::question::Question;
use crate::rerank::{Counted, Reranker, Statistics};
use crate::synonym::Synonyms;
use crate::weights::{RERANKED, Recipe, RerankWeights, USUAL};

/// The sections that promise most, counted.
pub struct Promising {
    planned: Planned,
    found: Candidates,
    candidates: Vec<Candidate>,
    /// The path of each and which section of its paper it is.
    places: Vec<(String, u64)>,
    /// `None` where no reranker look is taken.
    counted: Option<Counted>,
}

impl Promising {
    /// The sections that promise most for a question.
    pub fn of(
        store: &dyn Engine,
        recipe: &Recipe,
        question: &Question,
        synonyms: &Synonyms,
    ) -> Result<Promising> {
        let planned = Planned::of(store, recipe, question, synonyms, Which::Any)?;
        let mut found = store.candidates(&planned.plan, RERANKED)?;
        let mut candidates = std::mem::take(&mut found.best);
        candidates.sort_by(choose::compare);
        candidates.truncate(choose::reranked(&candidates));
        let words = choose::words(store, &planned, &found);
        let counted = match words.len() < 2 || candidates.is_empty() {
            true => None,
            false => Some(Reranker::new(&planned, &words, USUAL).count(store, &candidates)?),
        };
        let paths = store.paths_of(&mut candidates.iter().map(|one| one.id.paper))?;
        let place = |one: &Candidate| (paths[&one.id.paper].clone(), u64::from(one.id.ordinal));
        let places = candidates.iter().map(place).collect();
        Ok(Promising { planned, found, candidates, places, counted })
    }

    /// Their paths and which section each is, the best first, under these weights.
    pub fn order(&self, store: &dyn Engine, weights: RerankWeights) -> Vec<&(String, u64)> {
        let mut candidates = self.candidates.clone();
        if let Some(counted) = &self.counted {
            let words = choose::words(store, &self.planned, &self.found);
            let reranker = Reranker::new(&self.planned, &words, weights);
            for (candidate, score) in candidates.iter_mut().zip(reranker.weigh(
                Statistics::of(store),
                &self.candidates,
                counted,
            )) {
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
