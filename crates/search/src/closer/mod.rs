//! Looks closer at the sections that promise most: which words of the question stand side by side,
//! what stands in the heading, and what the paper around the section is about.
//! In: the words of a question as ranking looked them up, and candidates. Out: a score for each.
//! Never reads stored text: positions tell. What it counts depends on the candidates alone, never on
//! how the engine laid them out (law 6).

mod context;
mod features;
mod heading;
mod passage;
mod weigh;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vankien_engine::Store;

use super::best::Candidate;
use super::phrase::Holder;
use super::score::Entries;
use super::weights::Closely;
use crate::error::Result;
use context::Lead;
use features::Features;

pub use weigh::Gains;

/// A word of the question as ranking looked it up.
pub struct Looked {
    /// Its term.
    pub term: String,
    /// Its entries in the text, with what each counts.
    pub text: Entries,
    /// Its entries in headings.
    pub title: Entries,
    /// Its entries in second readings, by segment or none at all, with what each counts.
    pub second: Entries,
    /// How rare it is.
    pub worth: f32,
    /// The sections that say it otherwise, with what that counts.
    pub others: Vec<(Holder, f32)>,
}

/// Two words that stand side by side in the question, as numbers of words.
type Pair = (usize, usize);

/// A question made ready for a closer look.
pub struct Closer<'q> {
    words: &'q [Looked],
    pairs: Vec<Pair>,
    weights: Closely,
}

/// What was counted in candidates and in the papers around them.
pub struct Counted {
    leads: Vec<Lead>,
    features: Features,
    /// What the best passage of each candidate is worth, once that is asked for: no weight changes it.
    passages: Vec<OnceLock<f32>>,
}

impl<'q> Closer<'q> {
    /// `runs` are the terms of the question in the order in which they were typed.
    pub fn new(words: &'q [Looked], runs: &[Vec<String>], weights: Closely) -> Closer<'q> {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            known.entry(&word.term).or_insert(at);
        }
        let mut pairs: Vec<Pair> = Vec::new();
        let runs = if weights.pair > 0.0 { runs } else { &[] };
        for two in runs.iter().flat_map(|run| run.windows(2)) {
            let (Some(one), Some(other)) = (known.get(two[0].as_str()), known.get(two[1].as_str()))
            else {
                continue;
            };
            if !pairs.contains(&(*one, *other)) {
                pairs.push((*one, *other));
            }
        }
        Closer { words, pairs, weights }
    }

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

    /// The words of each pair, as in [`Gains`].
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let term = |at: usize| self.words[at].term.as_str();
        self.pairs.iter().map(move |(one, other)| (term(*one), term(*other)))
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
