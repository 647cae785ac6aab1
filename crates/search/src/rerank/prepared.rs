//! A question made ready for a rerank.
//! In: the words of a question as the first pass looked them up. Out: words and pairs. Never looks at a section;
//! `features` and `weigh` do.

use std::collections::BTreeMap;

use vankien_engine::engine::WordFound;
use vankien_engine::formula::rarity;
use vankien_engine::observed::{ObservationRequest, WatchedWord};
use vankien_engine::plan::{ClauseKind, Phrase};
use vankien_engine::terms::Terms;

use crate::plan::Planned;
use crate::weights::{ABBREVIATION, OTHER_MARKS, RerankWeights};

/// A word of the question as the first pass found it.
pub struct RerankedWord<'p> {
    /// The key that tells it from the other words of the question (`question::QuestionWord::key`).
    pub term: &'p str,
    /// The terms of the index that it stands for.
    pub terms: &'p Terms,
    /// Occurrences that it counts like in a second reading; 0 where second readings are not looked into.
    pub second: f32,
    /// Its other spellings, as indexes of the plan's spellings.
    pub spellings: &'p [usize],
    /// Its rarity among all sections (inverse document frequency, in nats).
    pub worth: f32,
}

impl<'p> RerankedWord<'p> {
    /// The word that was found, in a store of `sections` sections; `None` where it takes no part in the rerank (it only
    /// asks, or is excluded).
    pub fn of(planned: &'p Planned, found: &WordFound, sections: f32) -> Option<RerankedWord<'p>> {
        let clause = planned.plan.clauses.get(found.clause)?;
        let ClauseKind::Word(word) = &clause.kind else { return None };
        Some(RerankedWord {
            term: planned.reranked.get(&found.clause)?,
            terms: &word.terms,
            second: if found.is_common { 0.0 } else { planned.plan.weighting.second },
            spellings: &clause.spellings,
            worth: rarity(sections, found.sections as f32),
        })
    }
}

/// Two words that stand side by side in the question, as indexes of words, in the order typed.
type Pair = (usize, usize);

/// A question made ready for a rerank.
pub struct Reranker<'q> {
    /// Its words.
    pub words: &'q [RerankedWord<'q>],
    /// Its pairs, each once; none where the weight of pairs is 0.
    pub pairs: Vec<Pair>,
    /// How words and pairs are weighed.
    pub weights: RerankWeights,
    /// The other spellings of words.
    spellings: &'q [Phrase],
}

impl<'q> Reranker<'q> {
    /// A question of the words that were found for a plan, with the pairs in which they were typed.
    pub fn new(
        planned: &'q Planned,
        words: &'q [RerankedWord<'q>],
        weights: RerankWeights,
    ) -> Reranker<'q> {
        Reranker {
            spellings: &planned.plan.spellings,
            ..Reranker::of(words, &planned.runs, weights)
        }
    }

    /// The same without other spellings. `runs` holds the keys of the words in the order in which they were typed; no
    /// pair reaches from one run into the next.
    pub fn of(
        words: &'q [RerankedWord<'q>],
        runs: &[Vec<String>],
        weights: RerankWeights,
    ) -> Reranker<'q> {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, word) in words.iter().enumerate() {
            numbers.entry(word.term).or_insert(number);
        }
        let mut pairs: Vec<Pair> = Vec::new();
        if weights.pair > 0.0 {
            for neighbours in runs.iter().flat_map(|run| run.windows(2)) {
                let first = numbers.get(neighbours[0].as_str());
                let second = numbers.get(neighbours[1].as_str());
                if let (Some(first), Some(second)) = (first, second)
                    && !pairs.contains(&(*first, *second))
                {
                    pairs.push((*first, *second));
                }
            }
        }
        Reranker { words, pairs, weights, spellings: &[] }
    }

    /// The keys of the two words of each pair, in the order of [`Gains::pairs`](super::Gains::pairs).
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let term = |number: usize| self.words[number].term;
        self.pairs.iter().map(move |(first, second)| (term(*first), term(*second)))
    }

    /// What a store is to observe in sections.
    pub fn watch(&self) -> ObservationRequest<'_> {
        let watched = |word: &'q RerankedWord<'q>| WatchedWord {
            terms: word.terms,
            second: word.second,
            spellings: word.spellings,
        };
        ObservationRequest {
            words: self.words.iter().map(watched).collect(),
            spellings: self.spellings,
            other_marks: OTHER_MARKS,
            spelling: ABBREVIATION,
            // Positions are needed for pairs alone; without pairs counts are enough.
            with_places: !self.pairs.is_empty(),
        }
    }
}
