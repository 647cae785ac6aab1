//! Keeps what was counted in the sections that promise most, so that it can be weighed more than once.
//! In: a question. Out: those sections, and their order under any weights of the closer look.
//! Orders them as `rank` does; the weights of the first pass stay what they are.

use vankien_engine::Store;

use super::super::best::Candidate;
use super::super::closer::{Closer, Counted};
use super::super::question::Question;
use super::super::synonym::Synonyms;
use super::super::weights::{CLOSER, Closely, Recipe, USUAL};
use super::scoring::{Scoring, Which, scored};
use crate::closer::Looked;
use crate::error::Result;

/// The sections that promise most, counted.
pub struct Promising {
    words: Vec<Looked>,
    runs: Vec<Vec<String>>,
    candidates: Vec<Candidate>,
    /// What phrases and numbers gave to each.
    required: Vec<f32>,
    /// The path of each and which section of its paper it is.
    places: Vec<(String, u64)>,
    /// `None` where no closer look is taken.
    counted: Option<Counted>,
}

impl Promising {
    /// The sections that promise most for a question.
    pub fn of(
        store: &Store,
        recipe: &Recipe,
        question: &Question,
        synonyms: &Synonyms,
    ) -> Result<Promising> {
        let (scoring, _) = scored(store, recipe, question, synonyms, CLOSER, Which::Any)?;
        let mut candidates = scoring.promising(CLOSER).finish();
        candidates.sort_by(Candidate::compare);
        candidates.truncate(super::choose::looked_at(&candidates));
        let counted = match scoring.looked.len() < 2 || candidates.is_empty() {
            true => None,
            false => {
                let closer = Closer::new(&scoring.looked, &scoring.runs, USUAL);
                Some(closer.count(store, &candidates)?)
            }
        };
        let required = candidates.iter().map(|one| scoring.required(one)).collect();
        let places = store.places()?;
        let places = candidates.iter().map(|one| places.named(one.segment, one.doc));
        let places = places.collect::<vankien_engine::Result<_>>()?;
        let Scoring { looked: words, runs, .. } = scoring;
        Ok(Promising { words, runs, candidates, required, places, counted })
    }

    /// Their paths and which section each is, the best first, under these weights.
    pub fn order(&self, store: &Store, weights: Closely) -> Vec<&(String, u64)> {
        let mut candidates = self.candidates.clone();
        if let Some(counted) = &self.counted {
            let closer = Closer::new(&self.words, &self.runs, weights);
            let scores = closer.weigh(store, &self.candidates, counted);
            for ((candidate, score), required) in
                candidates.iter_mut().zip(scores).zip(&self.required)
            {
                candidate.score = score + required;
            }
        }
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by(|one, other| {
            let by_score = candidates[*one].compare(&candidates[*other]);
            by_score.then_with(|| self.places[*one].cmp(&self.places[*other]))
        });
        order.into_iter().map(|at| &self.places[at]).collect()
    }
}
