//! Chooses among scored sections: those that answer, and those of them that promise most.
//! In: scores. Out: candidates in no order, and how many sections there are in all. Never reads stored text.

use crate::bits::SegmentBits;
use crate::coverage::CoverageWeights;
use crate::tantivy::question::best::{Best, Candidate};
use crate::tantivy::question::first_pass::FirstPass;

/// Sections in a block whose best score is computed before any of them is looked at by itself.
const BLOCK: usize = 16;

/// A lower bound on the score of the k-th best section, from the best score of each block: the k-th best of those. 0 with
/// fewer than `k` blocks. A section below the bound cannot enter the top k.
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
    /// How many sections there are in all, where the best were `found`.
    pub fn total(&self, found: &Best) -> usize {
        if self.asks_little() { self.scores.live_answers() } else { found.total }
    }

    /// The `limit` sections with the best scores so far and all that equal the last of them; 0 for all. Where words alone
    /// are asked for, blocks and sections below the lower bound are skipped and not counted (max-score pruning).
    pub fn promising(&self, limit: usize) -> Best {
        let passes_over = self.asks_little();
        let blocks = self.best_of_blocks();
        let least = if passes_over { top_k_lower_bound(&blocks, limit) } else { 0.0 };
        let mut found = Best::new(limit);
        let promises = |score: f32, found: &Best| {
            score > 0.0 && (!passes_over || score >= least && found.admits(score))
        };
        for (segment, (scored, blocks)) in self.scores.segments.iter().zip(&blocks).enumerate() {
            for ((first, scores), most) in
                (0u32..).step_by(BLOCK).zip(scored.scores.chunks(BLOCK)).zip(blocks)
            {
                if !promises(*most, &found) {
                    continue;
                }
                for (doc, score) in (first..).zip(scores) {
                    let is_live = || !scored.reader.is_deleted(doc);
                    if promises(*score, &found) && is_live() && self.admits(segment, doc as usize) {
                        let bears = self.bearers.contains(&(segment, doc));
                        found.push(Candidate { bears, score: *score, segment, doc });
                    }
                }
            }
        }
        found
    }

    /// The best score of each block of sections, by segment; deleted sections do not count.
    fn best_of_blocks(&self) -> Vec<Vec<f32>> {
        // Scores are not negative, so that their bits compare as they do; integers are compared faster.
        let most = |scores: &[f32]| {
            scores.iter().fold(0, |most: i32, score| most.max(score.to_bits() as i32))
        };
        let segments = self.scores.segments.iter().map(|scored| {
            let best = scored.scores.chunks(BLOCK).map(|block| f32::from_bits(most(block) as u32));
            let mut blocks: Vec<f32> = best.collect();
            for block in scored.deleted_blocks(BLOCK) {
                let first = block * BLOCK;
                let end = scored.scores.len().min(first + BLOCK);
                let docs = (first..).zip(&scored.scores[first..end]);
                let live = docs.filter(|(doc, _)| !scored.reader.is_deleted(*doc as u32));
                blocks[block] = live.map(|(_, score)| *score).fold(0.0, f32::max);
            }
            blocks
        });
        segments.collect()
    }

    /// Whether sections that cannot enter the rerank window need no exact score.
    pub fn may_pass_over(&self) -> bool {
        (1..=self.weighting.rerank_window).contains(&self.most) && self.asks_little()
    }

    /// The score so far of the last section in the rerank window; 0 where the window is not full. With a coverage
    /// condition only sections that meet it already count.
    pub fn least_of_best(&self) -> f32 {
        if let Some(covered) = &self.covered {
            let mut sure = self.scores.covered_scores(covered.required());
            if sure.len() < self.weighting.rerank_window {
                return 0.0;
            }
            let last = self.weighting.rerank_window - 1;
            let by_score = |one: &f32, other: &f32| other.total_cmp(one);
            return *sure.select_nth_unstable_by(last, by_score).1;
        }
        let best = self.promising(self.weighting.rerank_window).finish();
        if best.len() < self.weighting.rerank_window {
            return 0.0;
        }
        best.iter().map(|one| one.score).fold(f32::MAX, f32::min)
    }

    /// Whether every section with a score answers, in order of score alone: no condition, no required clause, no filter.
    pub fn asks_little(&self) -> bool {
        self.plan.condition.is_none()
            && self.required == 0
            && self.plan.chosen.is_all()
            && self.bearers.is_empty()
    }

    /// Whether the section meets what is required, and stands in a paper that the filters admit.
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

    /// All sections that answer, where the plan keeps them, and how many of them hold all the content words.
    pub fn found(&self) -> (SegmentBits, usize) {
        if !self.plan.keeps_found {
            return (SegmentBits::default(), 0);
        }
        let segments = &self.scores.segments;
        let mut found = SegmentBits::none(segments.iter().map(|segment| segment.scores.len()));
        let (all, mut whole) = (self.covered.as_ref().map_or(0, CoverageWeights::total), 0);
        for (at, segment) in segments.iter().enumerate() {
            for (doc, _) in (0u32..).zip(&*segment.scores).filter(|(_, score)| **score > 0.0) {
                if !segment.reader.is_deleted(doc) && self.admits(at, doc as usize) {
                    found.insert(at, doc);
                    let held = segment.words_held.get(doc as usize).copied().unwrap_or_default();
                    whole += usize::from(held >= all);
                }
            }
        }
        (found, whole)
    }

    /// What phrases and numbers gave to a section.
    pub fn required(&self, one: &Candidate) -> f32 {
        let required = &self.scores.segments[one.segment].required;
        required.get(one.doc as usize).copied().unwrap_or_default()
    }
}
