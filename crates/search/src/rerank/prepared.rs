//! A question made ready for a rerank.
//! In: the words of a question as ranking looked them up. Out: words and pairs. Never looks at a section; `weigh` does.

use std::collections::BTreeMap;

use vankien_engine::engine::WordFound;
use vankien_engine::formula::rarity;
use vankien_engine::observed::{ObservationRequest, WatchedWord};
use vankien_engine::plan::{ClauseKind, Phrase};
use vankien_engine::terms::Terms;

use crate::plan::Planned;
use crate::weights::{OTHER_MARKS, RerankWeights, SYNONYM};

/// A word of the question as the first pass found it.
pub struct RerankedWord<'p> {
    /// Tells it from the others.
    pub term: &'p str,
    /// What it stands for.
    pub terms: &'p Terms,
    /// What it counts in a second reading; 0 where those are not looked into.
    pub second: f32,
    /// Its other spellings, by number.
    pub spellings: &'p [usize],
    /// How rare it is.
    pub worth: f32,
}

impl<'p> RerankedWord<'p> {
    /// The word that was found, among so many sections; `None` where it is not worth a rerank.
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

/// Two words that stand side by side in the question, as numbers of words.
type Pair = (usize, usize);

/// A question made ready for a rerank.
pub struct Reranker<'q> {
    pub words: &'q [RerankedWord<'q>],
    pub pairs: Vec<Pair>,
    pub weights: RerankWeights,
    /// The other spellings of words.
    spellings: &'q [Phrase],
}

impl<'q> Reranker<'q> {
    /// The words that were found for a plan, and the pairs in which they were typed.
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

    /// `runs` are the terms of the question in the order in which they were typed.
    pub fn of(
        words: &'q [RerankedWord<'q>],
        runs: &[Vec<String>],
        weights: RerankWeights,
    ) -> Reranker<'q> {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            known.entry(word.term).or_insert(at);
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
        Reranker { words, pairs, weights, spellings: &[] }
    }

    /// The words of each pair, as in [`Gains`].
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let term = |at: usize| self.words[at].term;
        self.pairs.iter().map(move |(one, other)| (term(*one), term(*other)))
    }

    /// What is to be observed in sections.
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
            spelling: SYNONYM,
            // Where no two words are looked for together, it is enough how often each stands there.
            with_places: !self.pairs.is_empty(),
        }
    }
}
