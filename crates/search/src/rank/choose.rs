//! Chooses among scored sections: those that answer, the best of them, in their order.
//! In: scores, part by part. Out: candidates in order, and how many sections there are in all.
//! Never reads stored text; ties are broken by path and section.

use vankien_engine::Places;

use super::gate::Gate;
use super::scoring::{Scoring, Which};
use crate::best::{Best, Candidate};
use crate::closer::Closer;
use crate::error::Result;
use crate::holds;
use crate::scope::Scope;
use crate::section_set::SectionSet;
use crate::weights::CLOSER;

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

/// How many of `candidates`, which are in order, are looked at closely: all that equal the last of them, too.
pub(super) fn looked_at(candidates: &[Candidate]) -> usize {
    let last = candidates.get(candidates.len().min(CLOSER).saturating_sub(1));
    last.map_or(0, |last| candidates.partition_point(|one| one.compare(last).is_le()))
}

impl Scoring<'_> {
    /// The best of all live sections that meet what is required, after a closer look at those that
    /// promise most.
    pub(super) fn best(&self) -> Result<(Vec<Candidate>, usize)> {
        let limit = self.limit;
        let found = self.promising(if limit == 0 { 0 } else { limit.max(CLOSER) });
        let total = self.total(&found);
        let mut candidates = found.finish();
        self.look_closer(&mut candidates)?;
        candidates.sort_by(Candidate::compare);
        if limit > 0 && candidates.len() > limit {
            // All that equal the last: their paths decide.
            let last = candidates[limit - 1];
            candidates.retain(|one| one.compare(&last).is_le());
        }
        let places = self.store.places()?;
        for equal in candidates.chunk_by_mut(|one, other| one.compare(other).is_eq()) {
            if equal.len() > 1 {
                in_order(&places, equal)?;
            }
        }
        if limit > 0 {
            candidates.truncate(limit);
        }
        Ok((candidates, total))
    }

    /// How many sections there are in all, where the best were `found`.
    pub(super) fn total(&self, found: &Best) -> usize {
        if self.asks_little() { self.scores.live_answers() } else { found.total }
    }

    /// The sections with the best scores so far. Where words alone are asked for, most promise too little and
    /// are passed over uncounted.
    pub(super) fn promising(&self, limit: usize) -> Best {
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
    pub(super) fn may_pass_over(&self) -> bool {
        (1..=CLOSER).contains(&self.limit) && self.asks_little()
    }

    /// The least score so far of those that promise most; 0 where they are few. Where enough of the words
    /// must be there, those alone are asked that hold enough of them already.
    pub(super) fn least_of_best(&self) -> f32 {
        if let Some(gate) = &self.gate {
            let mut sure = self.scores.of_answers(gate.need());
            if sure.len() < CLOSER {
                return 0.0;
            }
            return *sure.select_nth_unstable_by(CLOSER - 1, |one, other| other.total_cmp(one)).1;
        }
        let best = self.promising(CLOSER).finish();
        match best.len() < CLOSER {
            true => 0.0,
            false => best.iter().map(|one| one.score).fold(f32::MAX, f32::min),
        }
    }

    /// Whether every section with a score answers, and none of them before others but for its score.
    pub(super) fn asks_little(&self) -> bool {
        self.question.tree.is_none()
            && self.required == 0
            && self.question.selection.is_all()
            && self.bearers.is_empty()
    }

    /// Whether the section meets what is required, and stands in a paper that the filters admit.
    pub(super) fn admits(&self, segment: usize, at: usize) -> bool {
        if let Some(in_papers) = &self.in_papers {
            return in_papers.contains(segment, at as u32);
        }
        let scored = &self.scores.segments[segment];
        let is_met = match &self.question.tree {
            Some(tree) => scored.held.get(at).is_some_and(|held| tree.holds(*held)),
            None => self.required == 0 || scored.met.get(at) == Some(&self.required),
        };
        is_met && self.question.selection.admits(segment, at as u32)
    }

    /// Takes the scores of sections that do not answer, or are left out.
    pub(super) fn keep_answers(&mut self) -> Result<()> {
        if self.question.scope == Scope::Paper {
            let found = holds::in_papers(self.store, self.question, &self.scores)?;
            self.in_papers = Some(found);
        }
        if let Some(gate) = &self.gate {
            self.scores.keep_answers(gate.need(), self.bearers.iter().copied());
        }
        if let Which::Others { except, .. } = self.which {
            self.scores.leave_out(except);
        }
        Ok(())
    }

    /// All sections that have a score and are admitted, where sections that answer are ranked, and how many
    /// of them hold all the content words.
    pub(super) fn found(&self) -> (SectionSet, usize) {
        let segments = &self.scores.segments;
        let mut found = SectionSet::none(segments.iter().map(|segment| segment.scores.len()));
        if !matches!(self.which, Which::Answers) {
            return (found, 0);
        }
        let (all, mut whole) = (self.gate.as_ref().map_or(0, Gate::all), 0);
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

    /// Gives the candidates that promise most the score of a closer look; the others stay in their
    /// order behind them.
    fn look_closer(&self, candidates: &mut [Candidate]) -> Result<()> {
        let Some(weights) = self.recipe.closely else { return Ok(()) };
        if self.looked.len() < 2 || candidates.is_empty() {
            return Ok(());
        }
        candidates.sort_by(Candidate::compare);
        let (closer, rest) = candidates.split_at_mut(looked_at(candidates));
        let Some(last) = closer.last().copied() else { return Ok(()) };
        let scores = Closer::new(&self.looked, &self.runs, weights).scores(self.store, closer)?;
        let mut floor = f32::MAX;
        for (candidate, score) in closer.iter_mut().zip(scores) {
            candidate.score = score + self.required(candidate);
            floor = floor.min(candidate.score);
        }
        rest.iter_mut().for_each(|one| one.score *= floor / last.score);
        Ok(())
    }

    /// What phrases and numbers gave to a section.
    pub(super) fn required(&self, one: &Candidate) -> f32 {
        let required = &self.scores.segments[one.segment].required;
        required.get(one.doc as usize).copied().unwrap_or_default()
    }
}

/// Orders sections by path, and by their order in the paper.
fn in_order(places: &Places<'_>, equal: &mut [Candidate]) -> Result<()> {
    let placed = equal.iter().map(|one| Ok((places.named(one.segment, one.doc)?, *one)));
    let mut placed: Vec<((String, u64), Candidate)> = placed.collect::<Result<_>>()?;
    placed.sort_by(|(one, _), (other, _)| one.cmp(other));
    equal.iter_mut().zip(placed).for_each(|(place, (_, one))| *place = one);
    Ok(())
}
