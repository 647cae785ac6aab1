//! Weighs what was counted in candidates, in their headings, and in the papers around them.
//! In: a question, statistics and counts. Out: a score for each candidate. It is a pure function: the second pass asks
//! no store here. All weights stand in `weights.rs`.
//! Counts saturate as in BM25. The paper around a section adds to the same counts as the section itself, before they
//! saturate: so it helps most where the section does not say by itself what it is about.

use std::collections::BTreeMap;

use vankien_engine::engine::{Candidate, Lead};
use vankien_engine::formula::rarity;
use vankien_engine::{PaperId, SectionId};

use super::super::weights::{PASSAGE_SECTIONS, RerankWeights};
use super::counted::{CandidateCounts, PaperContext, Statistics};
use super::features::{Features, SectionCounts};
use super::passage::PassageFinder;
use super::prepared::{RerankedWord, Reranker};

/// How many candidates of one paper hold each word and each pair.
#[derive(Clone, Debug)]
struct HoldersInPaper {
    /// For each word of the question, how many hold it.
    words: Vec<f32>,
    /// For each pair, how many hold it.
    pairs: Vec<f32>,
    /// How many candidates of the paper there are.
    candidates: f32,
}

/// The weighted counts of the words and the pairs of a question in one candidate.
struct Counts {
    /// By index of the word.
    words: Vec<f32>,
    /// By index of the pair.
    pairs: Vec<f32>,
}

/// The scores of all candidates, without what other sections of their papers add.
struct OwnScores {
    /// The score of each candidate, with what its passage adds.
    scores: Vec<f32>,
    /// What the passage of each candidate adds to that score; 0 where no passage was looked for.
    of_passages: Vec<f32>,
}

/// What BM25 adds to the count in the denominator, by the length of the section: `k1 * (1 - b + b * length / average)`.
struct LengthFactors {
    /// With `k1` and `b` of words.
    words: f32,
    /// With `k1` and `b` of pairs.
    pairs: f32,
}

/// A score for each candidate, in their order.
pub fn scores(
    statistics: Statistics,
    reranker: &Reranker<'_>,
    candidates: &[Candidate],
    counts: &CandidateCounts,
) -> Vec<f32> {
    let own = Weighing::new(statistics, reranker, candidates, counts).own_scores().scores;
    let others = best_of_other_sections(&own, &counts.papers);
    let weight = reranker.weights.best_other_section;
    own.iter().zip(others).map(|(own, other)| own + weight * other).collect()
}

/// What each score is made of, in the order of the candidates.
pub fn gains(
    statistics: Statistics,
    reranker: &Reranker<'_>,
    candidates: &[Candidate],
    counts: &CandidateCounts,
) -> Vec<Gains> {
    let weighing = Weighing::new(statistics, reranker, candidates, counts);
    let own = weighing.own_scores();
    let others = best_of_other_sections(&own.scores, &counts.papers);
    let mut gains = Vec::with_capacity(candidates.len());
    for (at, other) in others.into_iter().enumerate() {
        gains.push(Gains {
            paper: reranker.weights.best_other_section * other,
            passage: own.of_passages[at],
            ..weighing.gains(at)
        });
    }
    gains
}

/// What each thing gives to the score of one candidate; together they are the score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gains {
    /// For each word of the question, in order.
    pub words: Vec<CountGain>,
    /// For each pair, in order.
    pub pairs: Vec<CountGain>,
    /// For a heading that says what the question says and nothing else.
    pub heading: f32,
    /// For the passage that says most of the question.
    pub passage: f32,
    /// For the best other section of the paper.
    pub paper: f32,
}

/// What one word or pair gives to a score, and how often it was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountGain {
    /// What it adds to the score.
    pub gain: f32,
    /// Its count in the text of the section.
    pub in_text: f32,
    /// Its count in the heading, not weighted.
    pub in_heading: f32,
    /// The count with the heading and the paper around the section, all weighted: what saturates.
    pub weighted: f32,
}

/// For each candidate, the best of the scores of the other candidates of its paper; 0 without others.
fn best_of_other_sections(scores: &[f32], papers: &[PaperContext]) -> Vec<f32> {
    let mut best_two: BTreeMap<PaperId, [f32; 2]> = BTreeMap::new();
    for (score, context) in scores.iter().zip(papers) {
        let [first, second] = best_two.entry(context.paper).or_default();
        if score > first {
            (*first, *second) = (*score, *first);
        } else if score > second {
            *second = *score;
        }
    }
    let other = |(score, context): (&f32, &PaperContext)| {
        let [first, second] = best_two[&context.paper];
        if *score == first { second } else { first }
    };
    scores.iter().zip(papers).map(other).collect()
}

/// The candidates of one question with what they tell together: the worth of pairs, and which words whole papers hold.
struct Weighing<'a> {
    /// The words and pairs of the question, and the weights.
    reranker: &'a Reranker<'a>,
    /// The candidates that are weighed.
    candidates: &'a [Candidate],
    /// What was counted in them and around them.
    counts: &'a CandidateCounts,
    /// What was counted in each candidate; `None` where it was not observed.
    sections: Vec<Option<SectionCounts<'a>>>,
    /// The worth of each pair, by its index.
    pair_worth: Vec<f32>,
    /// For each paper, how many of its candidates hold each word and pair.
    holders: BTreeMap<PaperId, HoldersInPaper>,
    /// Mean length of a section, in tokens.
    average_length: f32,
}

impl<'a> Weighing<'a> {
    fn new(
        statistics: Statistics,
        reranker: &'a Reranker<'a>,
        candidates: &'a [Candidate],
        counts: &'a CandidateCounts,
    ) -> Weighing<'a> {
        let sections: Vec<Option<SectionCounts<'_>>> =
            candidates.iter().map(|one| counts.features.section(one.id)).collect();
        Weighing {
            reranker,
            candidates,
            counts,
            pair_worth: pair_worth(reranker, &sections, statistics.sections),
            holders: holders_by_paper(reranker, &sections, &counts.papers),
            sections,
            average_length: statistics.average_length,
        }
    }

    fn weights(&self) -> &RerankWeights {
        &self.reranker.weights
    }

    /// The scores of all candidates. Passages are looked for in those alone that score best without them, and only where
    /// pairs count: without pairs a store is asked for no positions, and `weigh` must give what a new count would.
    fn own_scores(&self) -> OwnScores {
        let mut scores: Vec<f32> =
            (0..self.candidates.len()).map(|at| self.score_without_passage(at)).collect();
        let mut of_passages = vec![0.0; scores.len()];
        let weight = self.weights().passage;
        if weight <= 0.0 || scores.is_empty() || self.pair_worth.is_empty() {
            return OwnScores { scores, of_passages };
        }
        let mut sorted = scores.clone();
        let last = PASSAGE_SECTIONS.min(sorted.len()) - 1;
        let (_, least, _) = sorted.select_nth_unstable_by(last, |one, other| other.total_cmp(one));
        let mut finder = PassageFinder::new(self.reranker, &self.pair_worth);
        for (at, section) in self.sections.iter().enumerate() {
            let Some(section) = section.as_ref().filter(|_| scores[at] >= *least) else { continue };
            let worth = self.counts.passages[at]
                .get_or_init(|| finder.best_worth(section.observed.marks, section.pair_places));
            of_passages[at] = weight * *worth;
        }
        for (score, of_passage) in scores.iter_mut().zip(&of_passages) {
            *score += of_passage;
        }
        OwnScores { scores, of_passages }
    }

    fn score_without_passage(&self, at: usize) -> f32 {
        let Some(section) = &self.sections[at] else { return 0.0 };
        let counts = self.weighted_counts(at, section);
        let weights = self.weights();
        let factors = self.length_factors(section);
        let words: f32 = self
            .reranker
            .words
            .iter()
            .zip(&counts.words)
            .map(|(word, count)| word.worth * saturated(*count, weights.k1, factors.words))
            .sum();
        let pairs: f32 = self
            .pair_worth
            .iter()
            .zip(&counts.pairs)
            .map(|(worth, count)| worth * saturated(*count, weights.k1_pair, factors.pairs))
            .sum();
        let heading = heading_match(self.reranker, section);
        words + weights.pair * pairs + weights.heading_alone * heading
    }

    /// What words, pairs and the heading give to the score of a candidate.
    fn gains(&self, at: usize) -> Gains {
        let Some(section) = &self.sections[at] else { return Gains::default() };
        let counts = self.weighted_counts(at, section);
        let weights = self.weights();
        let factors = self.length_factors(section);
        let word_gain = |(number, word): (usize, &RerankedWord)| CountGain {
            gain: word.worth * saturated(counts.words[number], weights.k1, factors.words),
            in_text: section.observed.text[number],
            in_heading: section.observed.heading[number],
            weighted: counts.words[number],
        };
        let pair_gain = |(number, worth): (usize, &f32)| {
            let saturated = saturated(counts.pairs[number], weights.k1_pair, factors.pairs);
            CountGain {
                gain: weights.pair * worth * saturated,
                in_text: section.pairs[number],
                in_heading: section.heading_pairs[number],
                weighted: counts.pairs[number],
            }
        };
        Gains {
            words: self.reranker.words.iter().enumerate().map(word_gain).collect(),
            pairs: self.pair_worth.iter().enumerate().map(pair_gain).collect(),
            heading: weights.heading_alone * heading_match(self.reranker, section),
            passage: 0.0,
            paper: 0.0,
        }
    }

    /// The counts of a candidate with those of its heading and of the paper around it.
    fn weighted_counts(&self, at: usize, section: &SectionCounts<'_>) -> Counts {
        let context = &self.counts.papers[at];
        let own = self.candidates[at].id;
        let features = &self.counts.features;
        let mut counts = with_lead(self.reranker, own, section, &context.lead, features);
        add_rest_of_paper(&mut counts, self.weights(), section, &self.holders[&context.paper]);
        counts
    }

    fn length_factors(&self, section: &SectionCounts<'_>) -> LengthFactors {
        let RerankWeights { k1, b, k1_pair, b_pair, .. } = *self.weights();
        let length = section.observed.length / self.average_length;
        LengthFactors {
            words: k1 * (1.0 - b + b * length),
            pairs: k1_pair * (1.0 - b_pair + b_pair * length),
        }
    }
}

/// The saturation of BM25: 0 for no occurrence, 1 for one in a section of average length, at most `k1 + 1`.
fn saturated(count: f32, k1: f32, length_factor: f32) -> f32 {
    if count > 0.0 { count * (k1 + 1.0) / (count + length_factor) } else { 0.0 }
}

/// The worth of each pair: its rarity, with the candidates that hold it for all sections, since the index counts no
/// pairs. A pair that is common elsewhere stands in many candidates too: they are the sections that hold most words.
fn pair_worth(
    reranker: &Reranker<'_>,
    candidates: &[Option<SectionCounts<'_>>],
    sections: f32,
) -> Vec<f32> {
    let worth = |pair: usize| {
        let holds = |section: &&SectionCounts<'_>| section.pairs[pair] > 0.0;
        rarity(sections, candidates.iter().flatten().filter(holds).count() as f32)
    };
    (0..reranker.pairs.len()).map(worth).collect()
}

fn holders_by_paper(
    reranker: &Reranker<'_>,
    candidates: &[Option<SectionCounts<'_>>],
    papers: &[PaperContext],
) -> BTreeMap<PaperId, HoldersInPaper> {
    let none = || HoldersInPaper {
        words: vec![0.0; reranker.words.len()],
        pairs: vec![0.0; reranker.pairs.len()],
        candidates: 0.0,
    };
    let mut by_paper: BTreeMap<PaperId, HoldersInPaper> = BTreeMap::new();
    for (section, context) in candidates.iter().zip(papers) {
        let Some(section) = section else { continue };
        let holders = by_paper.entry(context.paper).or_insert_with(none);
        holders.candidates += 1.0;
        add_where_held(&mut holders.words, section.observed.text, 1.0);
        add_where_held(&mut holders.pairs, section.pairs, 1.0);
    }
    by_paper
}

/// Adds `step` wherever something was counted.
fn add_where_held(sums: &mut [f32], counts: &[f32], step: f32) {
    for (sum, _) in sums.iter_mut().zip(counts).filter(|(_, count)| **count > 0.0) {
        *sum += step;
    }
}

/// Adds `weight` times the counts.
fn add_weighted(sums: &mut [f32], counts: &[f32], weight: f32) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += weight * count;
    }
}

/// The counts of a candidate in its text and its heading, with those in the lead sections of its paper: the sections
/// that name it, and its first one. A candidate that is itself one of these is not counted twice.
fn with_lead(
    reranker: &Reranker<'_>,
    own: SectionId,
    section: &SectionCounts<'_>,
    lead: &Lead,
    features: &Features,
) -> Counts {
    let weights = &reranker.weights;
    let mut words = vec![0.0; reranker.words.len()];
    let mut pairs = vec![0.0; reranker.pairs.len()];
    add_weighted(&mut words, section.observed.text, 1.0);
    add_weighted(&mut words, section.observed.heading, weights.heading_word);
    add_weighted(&mut pairs, section.pairs, 1.0);
    add_weighted(&mut pairs, section.heading_pairs, weights.heading_pair);
    let mut add_lead = |id: SectionId, word_weight: f32, pair_weight: f32| {
        if id != own
            && let Some(other) = features.section(id)
        {
            add_weighted(&mut words, other.observed.text, word_weight);
            add_weighted(&mut pairs, other.pairs, pair_weight);
        }
    };
    for id in &lead.names {
        add_lead(*id, weights.paper_name, weights.paper_name);
    }
    if let Some(id) = lead.first {
        add_lead(id, weights.first_section_word, weights.first_section_pair);
    }
    Counts { words, pairs }
}

/// Adds a share for each other candidate of the paper that holds a word or pair.
fn add_rest_of_paper(
    counts: &mut Counts,
    weights: &RerankWeights,
    section: &SectionCounts<'_>,
    holders: &HoldersInPaper,
) {
    let share = weights.rest_of_paper / (holders.candidates + weights.rest_of_paper_half);
    add_weighted(&mut counts.words, &holders.words, share);
    add_weighted(&mut counts.pairs, &holders.pairs, share);
    // The candidate itself is none of the others.
    add_where_held(&mut counts.words, section.observed.text, -share);
    add_where_held(&mut counts.pairs, section.pairs, -share);
}

/// How far the heading says what the question says and nothing else: the share of its words that are asked for
/// (precision), times the root of the share of the question's worth that it holds (recall), times the worth of the
/// question.
fn heading_match(reranker: &Reranker<'_>, section: &SectionCounts<'_>) -> f32 {
    let question_worth: f32 = reranker.words.iter().map(|word| word.worth).sum();
    if section.observed.heading_length <= 0.0 || question_worth <= 0.0 {
        return 0.0;
    }
    let mut held_words = 0.0;
    let mut held_worth = 0.0;
    for (word, count) in reranker.words.iter().zip(section.observed.heading) {
        if *count > 0.0 {
            held_words += count;
            held_worth += word.worth;
        }
    }
    let precision = (held_words / section.observed.heading_length).min(1.0);
    question_worth * precision * (held_worth / question_worth).sqrt()
}
