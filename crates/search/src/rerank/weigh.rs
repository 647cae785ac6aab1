//! Weighs what was counted in candidates, in their headings, and in the papers around them.
//! In: a question, statistics and what was counted. Out: a score for each candidate, by these alone: the second pass asks
//! no store. All weights stand in `weights.rs`.
//! Words and pairs saturate: the paper around a section adds to the same counts as the section itself,
//! so that it helps most where the section does not say by itself what it is about.

use std::collections::BTreeMap;

use vankien_engine::engine::{Candidate, Lead};
use vankien_engine::formula::rarity;
use vankien_engine::{PaperId, SectionId};

use super::super::weights::{PASSAGES, RerankWeights};
use super::counted::{Around, Counted, Statistics};
use super::features::{Features, Seen};
use super::passage::Passages;
use super::prepared::{RerankedWord, Reranker};

/// In how many of the candidates out of one paper words and pairs stand.
#[derive(Clone, Debug)]
struct Shares {
    words: Vec<f32>,
    pairs: Vec<f32>,
    sections: f32,
}

/// The counts of words and those of pairs.
type Counts = (Vec<f32>, Vec<f32>);

/// A score for each candidate, in their order.
pub fn scores(
    statistics: Statistics,
    reranker: &Reranker<'_>,
    candidates: &[Candidate],
    counted: &Counted,
) -> Vec<f32> {
    let (own, _) = Ready::new(statistics, reranker, candidates, counted).scores();
    let others = others(&own, &counted.around);
    own.iter().zip(others).map(|(own, other)| own + reranker.weights.paper * other).collect()
}

/// What each score is made of, in the order of the candidates.
pub fn gains(
    statistics: Statistics,
    reranker: &Reranker<'_>,
    candidates: &[Candidate],
    counted: &Counted,
) -> Vec<Gains> {
    let ready = Ready::new(statistics, reranker, candidates, counted);
    let (own, passages) = ready.scores();
    let others = others(&own, &counted.around);
    let gains = |(at, (other, passage)): (usize, (f32, f32))| Gains {
        paper: reranker.weights.paper * other,
        passage,
        ..ready.gains(at)
    };
    others.into_iter().zip(passages).enumerate().map(gains).collect()
}

/// What words, pairs and the heading give to the score of one candidate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gains {
    /// For each word: what it gives, and how often it was counted: in the text, in the heading, and
    /// with all that the paper around adds.
    pub words: Vec<(f32, f32, f32, f32)>,
    /// For each pair the same.
    pub pairs: Vec<(f32, f32, f32, f32)>,
    /// What the heading gives by saying what the question says and nothing else.
    pub heading: f32,
    /// What the passage gives that says most of the question.
    pub passage: f32,
    /// What the best other section of the paper gives.
    pub paper: f32,
}

/// For each candidate, the best of the scores of the other candidates of its paper; 0 without others.
fn others(scores: &[f32], around: &[Around]) -> Vec<f32> {
    let mut best: BTreeMap<PaperId, [f32; 2]> = BTreeMap::new();
    for (score, lead) in scores.iter().zip(around) {
        let [first, second] = best.entry(lead.paper).or_default();
        if score > first {
            (*first, *second) = (*score, *first);
        } else if score > second {
            *second = *score;
        }
    }
    let other = |(score, lead): (&f32, &Around)| match best[&lead.paper] {
        [first, second] if *score == first => second,
        [first, _] => first,
    };
    scores.iter().zip(around).map(other).collect()
}

/// All that the candidates tell together.
struct Ready<'a> {
    reranker: &'a Reranker<'a>,
    candidates: &'a [Candidate],
    counted: &'a Counted,
    seen: Vec<Option<Seen<'a>>>,
    worth: Vec<f32>,
    shares: BTreeMap<PaperId, Shares>,
    average: f32,
}

impl<'a> Ready<'a> {
    fn new(
        statistics: Statistics,
        reranker: &'a Reranker<'a>,
        candidates: &'a [Candidate],
        counted: &'a Counted,
    ) -> Ready<'a> {
        let seen = |one: &Candidate| counted.features.seen(one.id);
        let seen: Vec<Option<Seen<'_>>> = candidates.iter().map(seen).collect();
        let worth = pair_worth(reranker, &seen, statistics.sections);
        let shares = shares(reranker, &seen, &counted.around);
        Ready {
            reranker,
            candidates,
            counted,
            seen,
            worth,
            shares,
            average: statistics.average_length,
        }
    }

    /// The counts of a candidate with those of the paper around it.
    fn counts(&self, at: usize) -> Option<(&Seen<'_>, Counts)> {
        let (seen, lead, one) =
            (self.seen[at].as_ref()?, &self.counted.around[at], self.candidates[at]);
        let features = &self.counted.features;
        let around = around(self.reranker, one.id, seen, &lead.lead, features);
        Some((seen, with_shares(self.weights(), around, seen, &self.shares[&lead.paper])))
    }

    fn weights(&self) -> &RerankWeights {
        &self.reranker.weights
    }

    /// The scores, and what passages give in them; looked for in those that promise most without.
    fn scores(&self) -> (Vec<f32>, Vec<f32>) {
        let mut scores: Vec<f32> = (0..self.candidates.len()).map(|at| self.score(at)).collect();
        let mut gains = vec![0.0; scores.len()];
        let (weight, mut sorted) = (self.weights().passage, scores.clone());
        if weight <= 0.0 || scores.is_empty() {
            return (scores, gains);
        }
        let last = PASSAGES.min(sorted.len()) - 1;
        let (_, least, _) = sorted.select_nth_unstable_by(last, |one, other| other.total_cmp(one));
        let mut passages = Passages::new(self.reranker, &self.worth);
        for (at, seen) in self.seen.iter().enumerate().filter(|(at, _)| scores[*at] >= *least) {
            let Some(seen) = seen else { continue };
            let best = || passages.best(seen.observed.marks, seen.rows);
            gains[at] = weight * *self.counted.passages[at].get_or_init(best);
        }
        scores.iter_mut().zip(&gains).for_each(|(score, gain)| *score += gain);
        (scores, gains)
    }

    /// The score of a candidate without its passage.
    fn score(&self, at: usize) -> f32 {
        let Some((seen, (words, pairs))) = self.counts(at) else { return 0.0 };
        let (weights, (of_words, of_pairs)) = (self.weights(), self.lengths(seen));
        let words = self.reranker.words.iter().zip(&words);
        let words: f32 =
            words.map(|(word, count)| word.worth * saturated(*count, weights.k1, of_words)).sum();
        let pairs = self.worth.iter().zip(&pairs);
        let pairs: f32 =
            pairs.map(|(worth, count)| worth * saturated(*count, weights.k1_pair, of_pairs)).sum();
        words + weights.pair * pairs + weights.heading * heading(self.reranker, seen)
    }

    fn gains(&self, at: usize) -> Gains {
        let Some((seen, (words, pairs))) = self.counts(at) else { return Gains::default() };
        let (weights, (of_words, of_pairs)) = (self.weights(), self.lengths(seen));
        let word = |(at, word): (usize, &RerankedWord)| {
            let gives = word.worth * saturated(words[at], weights.k1, of_words);
            (gives, seen.observed.text[at], seen.observed.heading[at], words[at])
        };
        let pair = |(at, worth): (usize, &f32)| {
            let gives = weights.pair * worth * saturated(pairs[at], weights.k1_pair, of_pairs);
            (gives, seen.pairs[at], seen.heading_pairs[at], pairs[at])
        };
        Gains {
            words: self.reranker.words.iter().enumerate().map(word).collect(),
            pairs: self.worth.iter().enumerate().map(pair).collect(),
            heading: weights.heading * heading(self.reranker, seen),
            passage: 0.0,
            paper: 0.0,
        }
    }

    /// How the length of a section bears on its words and on its pairs.
    fn lengths(&self, seen: &Seen<'_>) -> (f32, f32) {
        let RerankWeights { k1, b, k1_pair, b_pair, .. } = *self.weights();
        let length = seen.observed.length / self.average;
        (k1 * (1.0 - b + b * length), k1_pair * (1.0 - b_pair + b_pair * length))
    }
}

fn saturated(count: f32, k1: f32, length: f32) -> f32 {
    match count > 0.0 {
        true => count * (k1 + 1.0) / (count + length),
        false => 0.0,
    }
}

/// What each pair is worth: its rarity, as far as the candidates tell it. A pair that is common
/// elsewhere stands in many of them, for they are the sections that hold most of the words.
fn pair_worth(reranker: &Reranker<'_>, seen: &[Option<Seen<'_>>], sections: f32) -> Vec<f32> {
    let worth = |pair: usize| {
        let held = seen.iter().flatten().filter(|seen| seen.pairs[pair] > 0.0).count();
        rarity(sections, held as f32)
    };
    (0..reranker.pairs.len()).map(worth).collect()
}

fn shares(
    reranker: &Reranker<'_>,
    seen: &[Option<Seen<'_>>],
    around: &[Around],
) -> BTreeMap<PaperId, Shares> {
    let none = || Shares {
        words: vec![0.0; reranker.words.len()],
        pairs: vec![0.0; reranker.pairs.len()],
        sections: 0.0,
    };
    let mut shares: BTreeMap<PaperId, Shares> = BTreeMap::new();
    for (seen, lead) in seen.iter().zip(around) {
        let Some(seen) = seen else { continue };
        let share = shares.entry(lead.paper).or_insert_with(none);
        share.sections += 1.0;
        add_held(&mut share.words, seen.observed.text, 1.0);
        add_held(&mut share.pairs, seen.pairs, 1.0);
    }
    shares
}

/// Adds `step` wherever something was counted.
fn add_held(sums: &mut [f32], counts: &[f32], step: f32) {
    for (sum, _) in sums.iter_mut().zip(counts).filter(|(_, count)| **count > 0.0) {
        *sum += step;
    }
}

/// Adds `weight` times the counts.
fn add(sums: &mut [f32], counts: &[f32], weight: f32) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += weight * count;
    }
}

/// What the sections that say what the paper is about add to the counts of a candidate.
fn around(
    reranker: &Reranker<'_>,
    own: SectionId,
    seen: &Seen<'_>,
    lead: &Lead,
    features: &Features,
) -> Counts {
    let RerankWeights { title, title_pair, name, context, context_pair, .. } = reranker.weights;
    let mut words = vec![0.0; reranker.words.len()];
    let mut pairs = vec![0.0; reranker.pairs.len()];
    add(&mut words, seen.observed.text, 1.0);
    add(&mut words, seen.observed.heading, title);
    add(&mut pairs, seen.pairs, 1.0);
    add(&mut pairs, seen.heading_pairs, title_pair);
    let names = lead.names.iter().map(|place| (*place, name, name));
    let first = lead.first.iter().map(|place| (*place, context, context_pair));
    for (place, of_words, of_pairs) in names.chain(first).filter(|(place, ..)| *place != own) {
        if let Some(other) = features.seen(place) {
            add(&mut words, other.observed.text, of_words);
            add(&mut pairs, other.pairs, of_pairs);
        }
    }
    (words, pairs)
}

/// Adds how much of the rest of the paper speaks of the same.
fn with_shares(
    weights: &RerankWeights,
    (mut words, mut pairs): Counts,
    seen: &Seen<'_>,
    shares: &Shares,
) -> Counts {
    let share = weights.shared / (shares.sections + weights.shared_of);
    add(&mut words, &shares.words, share);
    add(&mut pairs, &shares.pairs, share);
    add_held(&mut words, seen.observed.text, -share);
    add_held(&mut pairs, seen.pairs, -share);
    (words, pairs)
}

/// How far the heading says what the question says and nothing else: its share of words that are
/// asked for, times the root of the share of the question that it holds, in worth of the question.
fn heading(reranker: &Reranker<'_>, seen: &Seen<'_>) -> f32 {
    let all: f32 = reranker.words.iter().map(|word| word.worth).sum();
    if seen.observed.heading_length <= 0.0 || all <= 0.0 {
        return 0.0;
    }
    let held = reranker.words.iter().zip(seen.observed.heading).filter(|(_, count)| **count > 0.0);
    let (mut words, mut worth) = (0.0, 0.0);
    for (word, count) in held {
        words += count;
        worth += word.worth;
    }
    let precision = (words / seen.observed.heading_length).min(1.0);
    all * precision * (worth / all).sqrt()
}
