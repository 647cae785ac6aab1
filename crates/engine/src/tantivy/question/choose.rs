//! Chooses among scored sections: those that answer, and those of them that promise most.
//! In: scores. Out: candidates in no order, and how many sections there are in all. Never reads stored text.

use crate::bits::Bits;
use crate::coverage::Covered;
use crate::tantivy::question::best::{Best, Candidate};
use crate::tantivy::question::first_pass::FirstPass;

/// So many sections are looked over at once.
const ROW: usize = 16;

/// What `limit` sections reach at least, by the best of each row; 0 where too few rows tell.
fn bound(rows: &[Vec<f32>], limit: usize) -> f32 {
    let mut best: Vec<f32> = rows.iter().flatten().copied().filter(|score| *score > 0.0).collect();
    if limit == 0 || best.len() < limit {
        return 0.0;
    }
    let (_, least, _) = best.select_nth_unstable_by(limit - 1, |one, other| other.total_cmp(one));
    *least
}

impl FirstPass<'_> {
    /// How many sections there are in all, where the best were `found`.
    pub fn total(&self, found: &Best) -> usize {
        if self.asks_little() { self.scores.live_answers() } else { found.total }
    }

    /// The sections with the best scores so far. Where words alone are asked for, most promise too little and
    /// are passed over uncounted.
    pub fn promising(&self, limit: usize) -> Best {
        let passes_over = self.asks_little();
        let rows = self.best_of_rows();
        let least = if passes_over { bound(&rows, limit) } else { 0.0 };
        let mut found = Best::new(limit);
        let promises = |score: f32, found: &Best| {
            score > 0.0 && (!passes_over || score >= least && found.admits(score))
        };
        for (segment, (scored, rows)) in self.scores.segments.iter().zip(&rows).enumerate() {
            for ((row, scores), most) in
                (0u32..).step_by(ROW).zip(scored.scores.chunks(ROW)).zip(rows)
            {
                if !promises(*most, &found) {
                    continue;
                }
                for (doc, score) in (row..).zip(scores) {
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

    /// The best score of each row of sections, segment by segment; those of deleted ones do not count.
    fn best_of_rows(&self) -> Vec<Vec<f32>> {
        // No score is negative, and so their bits are in their order.
        let most = |scores: &[f32]| {
            scores.iter().fold(0, |most: i32, score| most.max(score.to_bits() as i32))
        };
        let segments = self.scores.segments.iter().map(|scored| {
            let most = scored.scores.chunks(ROW).map(|row| f32::from_bits(most(row) as u32));
            let mut rows: Vec<f32> = most.collect();
            for row in scored.deleted_rows(ROW) {
                let end = scored.scores.len().min((row + 1) * ROW);
                let docs = (row * ROW..).zip(&scored.scores[row * ROW..end]);
                let live = docs.filter(|(doc, _)| !scored.reader.is_deleted(*doc as u32));
                rows[row] = live.map(|(_, score)| *score).fold(0.0, f32::max);
            }
            rows
        });
        segments.collect()
    }

    /// Whether sections that cannot be among those looked at closely need no score.
    pub fn may_pass_over(&self) -> bool {
        (1..=self.weighting.rerank_window).contains(&self.most) && self.asks_little()
    }

    /// The least score so far of those that promise most; 0 where they are few. Where enough of the words
    /// must be there, those alone are asked that hold enough of them already.
    pub fn least_of_best(&self) -> f32 {
        if let Some(covered) = &self.covered {
            let mut sure = self.scores.of_answers(covered.need());
            if sure.len() < self.weighting.rerank_window {
                return 0.0;
            }
            return *sure
                .select_nth_unstable_by(self.weighting.rerank_window - 1, |one, other| {
                    other.total_cmp(one)
                })
                .1;
        }
        let best = self.promising(self.weighting.rerank_window).finish();
        match best.len() < self.weighting.rerank_window {
            true => 0.0,
            false => best.iter().map(|one| one.score).fold(f32::MAX, f32::min),
        }
    }

    /// Whether every section with a score answers, and none of them before others but for its score.
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
    pub fn found(&self) -> (Bits, usize) {
        let segments = &self.scores.segments;
        let mut found = Bits::none(segments.iter().map(|segment| segment.scores.len()));
        if !self.plan.keeps_found {
            return (found, 0);
        }
        let (all, mut whole) = (self.covered.as_ref().map_or(0, Covered::all), 0);
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
