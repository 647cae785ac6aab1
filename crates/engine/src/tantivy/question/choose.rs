//! Chooses among scored sections: which of them answer, and the best of those.
//! In: scores. Out: candidates in no order, and how many sections answer in all. Never reads stored text.

use crate::bits::SegmentBits;
use crate::coverage::CoverageWeights;
use crate::tantivy::question::best::{Best, Candidate};
use crate::tantivy::question::first_pass::FirstPass;

/// Sections in a block. The best score of each block decides whether its sections are looked at one by one. A
/// judgement, not measured: 16 scores are one cache line of 64 bytes. `cargo bench --bench questions` shows the effect
/// of a change; no result depends on it.
const BLOCK_SECTIONS: usize = 16;

/// A lower bound on the score of the k-th best section, from the best score of each block: the k-th best of those. 0 if
/// `k` is 0 or fewer than `k` blocks have a score. A section below the bound cannot enter the top k.
fn top_k_lower_bound(blocks: &[Vec<f32>], k: usize) -> f32 {
    let mut best: Vec<f32> =
        blocks.iter().flatten().copied().filter(|score| *score > 0.0).collect();
    if k == 0 || best.len() < k {
        return 0.0;
    }
    let (_, least, _) = best.select_nth_unstable_by(k - 1, |one, other| other.total_cmp(one));
    *least
}

impl FirstPass<'_> {
    /// How many sections answer in all; `found` is the result of [`FirstPass::best`].
    pub fn total(&self, found: &Best) -> usize {
        if self.scores_decide() { self.scores.live_answers() } else { found.total }
    }

    /// The `limit` sections that rank first by their scores so far, and all that tie with the last of them; 0: all that
    /// answer. If scores alone decide, blocks and sections below the lower bound are skipped and not counted (max-score
    /// pruning).
    pub fn best(&self, limit: usize) -> Best {
        let may_skip = self.scores_decide();
        let blocks = self.best_of_blocks();
        let least = if may_skip { top_k_lower_bound(&blocks, limit) } else { 0.0 };
        let mut found = Best::new(limit);
        let may_be_best = |score: f32, found: &Best| {
            score > 0.0 && (!may_skip || score >= least && found.admits(score))
        };
        for (segment, (scored, blocks)) in self.scores.segments.iter().zip(&blocks).enumerate() {
            for ((first, scores), most) in (0u32..)
                .step_by(BLOCK_SECTIONS)
                .zip(scored.scores.chunks(BLOCK_SECTIONS))
                .zip(blocks)
            {
                if !may_be_best(*most, &found) {
                    continue;
                }
                for (doc, score) in (first..).zip(scores) {
                    let is_live = || !scored.reader.is_deleted(doc);
                    if may_be_best(*score, &found)
                        && is_live()
                        && self.admits(segment, doc as usize)
                    {
                        let bears = self.bearers.contains(&(segment, doc));
                        found.push(Candidate { bears, score: *score, segment, doc });
                    }
                }
            }
        }
        found
    }

    /// The best score of each block of sections, by segment. Deleted sections do not count.
    fn best_of_blocks(&self) -> Vec<Vec<f32>> {
        // The bits of floats that are not negative compare like the floats, and integers compare faster.
        let most = |scores: &[f32]| {
            scores.iter().fold(0, |most: i32, score| most.max(score.to_bits() as i32))
        };
        let segments = self.scores.segments.iter().map(|scored| {
            let best = scored
                .scores
                .chunks(BLOCK_SECTIONS)
                .map(|block| f32::from_bits(most(block) as u32));
            let mut blocks: Vec<f32> = best.collect();
            for block in scored.deleted_blocks(BLOCK_SECTIONS) {
                let first = block * BLOCK_SECTIONS;
                let end = scored.scores.len().min(first + BLOCK_SECTIONS);
                let docs = (first..).zip(&scored.scores[first..end]);
                let live = docs.filter(|(doc, _)| !scored.reader.is_deleted(*doc as u32));
                blocks[block] = live.map(|(_, score)| *score).fold(0.0, f32::max);
            }
            blocks
        });
        segments.collect()
    }

    /// Whether sections that cannot enter the rerank window need no exact score: no more sections than the window are
    /// wanted, and scores alone decide.
    pub fn may_skip_scores(&self) -> bool {
        (1..=self.weighting.rerank_window).contains(&self.most) && self.scores_decide()
    }

    /// The score so far of the last section in the rerank window; 0 if the window is not full. With a coverage
    /// condition only sections count that meet it already.
    pub fn least_of_best(&self) -> f32 {
        if let Some(covered) = &self.covered {
            let mut scores = self.scores.covered_scores(covered.required());
            if scores.len() < self.weighting.rerank_window {
                return 0.0;
            }
            let last = self.weighting.rerank_window - 1;
            let by_score = |one: &f32, other: &f32| other.total_cmp(one);
            return *scores.select_nth_unstable_by(last, by_score).1;
        }
        let best = self.best(self.weighting.rerank_window).finish();
        if best.len() < self.weighting.rerank_window {
            return 0.0;
        }
        best.iter().map(|one| one.score).fold(f32::MAX, f32::min)
    }

    /// Whether every section with a score answers (at the end those that miss the coverage condition or are excepted
    /// have none), and is ranked by its score alone: there is no condition, no required clause, no filter, and no
    /// number that ranks first.
    pub fn scores_decide(&self) -> bool {
        self.plan.condition.is_none()
            && self.required == 0
            && self.plan.chosen.is_all()
            && self.bearers.is_empty()
    }

    /// Whether a section, by segment and document number, meets the condition or holds all required clauses, and its
    /// paper matches the filters. Scores and coverage are not looked at.
    pub fn admits(&self, segment: usize, at: usize) -> bool {
        if let Some(in_papers) = &self.in_papers {
            return in_papers.contains(segment, at as u32);
        }
        let scored = &self.scores.segments[segment];
        let is_met = match &self.plan.condition {
            Some(condition) => scored.held.get(at).is_some_and(|held| condition.holds(*held)),
            None => self.required == 0 || scored.met.get(at) == Some(&self.required),
        };
        is_met && self.plan.chosen.admits(segment, at as u32)
    }

    /// The set of all sections that answer, and how many of them hold all content words (all, without a coverage
    /// condition; see [`Candidates::whole`](crate::engine::Candidates::whole)). Empty and 0 unless
    /// [`Plan::keeps_found`](crate::plan::Plan::keeps_found) is set.
    pub fn found(&self) -> (SegmentBits, usize) {
        if !self.plan.keeps_found {
            return (SegmentBits::default(), 0);
        }
        let segments = &self.scores.segments;
        let mut found = SegmentBits::none(segments.iter().map(|segment| segment.scores.len()));
        let all_weights = self.covered.as_ref().map_or(0, CoverageWeights::total);
        let mut whole = 0;
        for (at, segment) in segments.iter().enumerate() {
            for (doc, _) in (0u32..).zip(&*segment.scores).filter(|(_, score)| **score > 0.0) {
                if !segment.reader.is_deleted(doc) && self.admits(at, doc as usize) {
                    found.insert(at, doc);
                    let held = segment.words_held.get(doc as usize).copied().unwrap_or_default();
                    whole += usize::from(held >= all_weights);
                }
            }
        }
        (found, whole)
    }

    /// How much of a section's score comes from required clauses, in the same unit; 0 if there are none.
    pub fn required(&self, one: &Candidate) -> f32 {
        let required = &self.scores.segments[one.segment].required;
        required.get(one.doc as usize).copied().unwrap_or_default()
    }
}
