//! Top-k selection: keeps the best of many candidates in bounded memory.
//! In: candidates in any order, and k. Out: the k best, and all that tie with the last of them.
//! Never breaks a tie: the caller does, by path and ordinal.

use std::cmp::Ordering;

/// A section that answers, by segment and document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Whether the section is what a number asks for: it states its paper's own number and that was asked for (the
    /// first section of the paper if none states it), or it is an article that was asked for. Such sections rank first.
    pub bears: bool,
    /// Its first-pass score.
    pub score: f32,
    /// The segment.
    pub segment: usize,
    /// Its document in the segment.
    pub doc: u32,
}

impl Candidate {
    /// Orders the better candidate first.
    pub fn compare(&self, other: &Candidate) -> Ordering {
        other.bears.cmp(&self.bears).then(other.score.total_cmp(&self.score))
    }
}

/// The best candidates so far. With a limit, memory is a few times the limit and all candidates that tie with the last
/// of the best; with limit 0 every candidate is kept.
#[derive(Debug)]
pub struct Best {
    /// How many are wanted; 0: all.
    limit: usize,
    kept: Vec<Candidate>,
    /// A candidate that is worse than this one cannot be among the best.
    floor: Option<Candidate>,
    /// The size of `kept` at which all but the best are dropped.
    prune_at: usize,
    /// How many candidates were pushed.
    pub total: usize,
}

impl Best {
    /// Starts with no candidate. `limit` is how many are wanted; 0: all.
    pub fn new(limit: usize) -> Best {
        /// Candidates kept per wanted one before pruning, so that a selection in linear time is paid rarely. A
        /// judgement, not measured: `cargo bench --bench questions` shows the effect of a change, no result depends on
        /// it.
        const KEPT_PER_WANTED: usize = 4;
        /// Further candidates, for small limits. A judgement like the one above.
        const KEPT_AT_LEAST: usize = 64;
        let prune_at =
            if limit == 0 { usize::MAX } else { KEPT_PER_WANTED * limit + KEPT_AT_LEAST };
        Best { limit, kept: Vec::new(), floor: None, prune_at, total: 0 }
    }

    /// Adds a candidate.
    pub fn push(&mut self, candidate: Candidate) {
        self.total += 1;
        if self.floor.is_some_and(|floor| candidate.compare(&floor).is_gt()) {
            return;
        }
        self.kept.push(candidate);
        if self.kept.len() >= self.prune_at {
            self.prune();
            self.prune_at = self.prune_at.max(2 * self.kept.len());
        }
    }

    /// Whether a candidate with this score that states no wanted number may still be among the best.
    pub fn admits(&self, score: f32) -> bool {
        self.floor.is_none_or(|floor| !floor.bears && score >= floor.score)
    }

    /// The best, in no order, with all that tie with the last of them; all candidates if fewer than the limit were
    /// pushed.
    pub fn finish(mut self) -> Vec<Candidate> {
        self.prune();
        self.kept
    }

    /// Drops all candidates that are worse than the last of the best.
    fn prune(&mut self) {
        if self.limit == 0 || self.limit >= self.kept.len() {
            return;
        }
        let (_, last, _) = self.kept.select_nth_unstable_by(self.limit - 1, Candidate::compare);
        let last = *last;
        self.kept.retain(|one| one.compare(&last).is_le());
        self.floor = Some(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_best_and_their_equals() {
        let mut best = Best::new(3);
        for doc in 0..10_000u32 {
            let score = (doc * 7919 % 5000) as f32;
            best.push(Candidate { bears: doc == 17, score, segment: 0, doc });
        }
        assert_eq!(best.total, 10_000);
        let mut scores: Vec<(bool, f32)> =
            best.finish().iter().map(|one| (one.bears, one.score)).collect();
        scores.sort_by(|one, other| other.partial_cmp(one).expect("numbers"));
        assert!(scores[0].0);
        assert_eq!(scores[1..], [(false, 4999.0), (false, 4999.0)]);
    }
}
