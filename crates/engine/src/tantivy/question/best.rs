//! Keeps the best of many candidates in little room.
//! In: candidates in any order, and how many are wanted. Out: those, and all that equal the last.
//! Never breaks a tie: whoever asks does, by path and section.

use std::cmp::Ordering;

/// A section that answers, before its path is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Whether its paper bears the number asked for, and tells so there.
    pub bears: bool,
    /// Its score.
    pub score: f32,
    /// The segment.
    pub segment: usize,
    /// Its document there.
    pub doc: u32,
}

impl Candidate {
    /// The better comes first.
    pub fn compare(&self, other: &Candidate) -> Ordering {
        other.bears.cmp(&self.bears).then(other.score.total_cmp(&self.score))
    }
}

/// The best so far.
#[derive(Debug)]
pub struct Best {
    limit: usize,
    kept: Vec<Candidate>,
    /// What is worse than this cannot be among the best.
    floor: Option<Candidate>,
    prune_at: usize,
    /// How many candidates came.
    pub total: usize,
}

impl Best {
    /// Wants the best `limit`; 0 for all.
    pub fn new(limit: usize) -> Best {
        let prune_at = if limit == 0 { usize::MAX } else { 4 * limit + 64 };
        Best { limit, kept: Vec::new(), floor: None, prune_at, total: 0 }
    }

    /// Looks at a candidate.
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

    /// Whether a candidate that bears no number may be among the best with this score.
    pub fn admits(&self, score: f32) -> bool {
        self.floor.is_none_or(|floor| !floor.bears && score >= floor.score)
    }

    /// The best, in no order, with all that equal the last of them.
    pub fn finish(mut self) -> Vec<Candidate> {
        self.prune();
        self.kept
    }

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
