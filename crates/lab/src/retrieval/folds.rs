//! Tells how well weights that some questions chose hold for other questions.
//! In: what was counted for each question, once. Out: where answers stand under weights that the
//! questions of the other folds chose.
//! Chooses the weights of the rerank alone (`RerankWeights`), by one search for all folds: one weight
//! after the other, as long as that helps.

use std::collections::BTreeMap;

use vankien_search::weights::RerankWeights;

use super::measure::Ranks;

/// By what a weight is multiplied, in the order in which it is tried; first wide, then narrow.
const STEPS: [[f32; 2]; 3] = [[0.5, 2.0], [0.5, 2.0], [0.8, 1.25]];

/// How much the mean must rise for a step to be taken: less is chance.
const GAIN: f64 = 0.0002;

/// How much a length can count at most.
const MOST_B: f32 = 1.0;

/// What came of weights that other questions chose.
#[derive(Clone, Debug, Default)]
pub struct Crossed {
    /// For each question, where its answers stand under the weights that the other folds chose.
    pub ranks: Vec<Ranks>,
    /// The weights that were chosen without each fold.
    pub chosen: Vec<RerankWeights>,
}

/// A key of weights, bit by bit.
type Key = [u32; RerankWeights::COUNT];

/// Where the answers to all questions stand, by weights; each is asked for once.
struct Known<'r, F> {
    rank: &'r F,
    ranks: BTreeMap<Key, Vec<Ranks>>,
}

impl<F: Fn(RerankWeights) -> Vec<Ranks>> Known<'_, F> {
    fn of(&mut self, weights: RerankWeights) -> &[Ranks] {
        let mut named = weights;
        let key = named.named().map(|(_, weight)| weight.to_bits());
        self.ranks.entry(key).or_insert_with(|| (self.rank)(weights))
    }

    /// The mean over the questions outside of fold `out` of `folds`.
    fn mean(&mut self, weights: RerankWeights, (out, folds): (usize, usize)) -> f64 {
        let ranks = self.of(weights).iter().enumerate().filter(|(at, _)| at % folds != out);
        let (mut sum, mut count) = (0.0, 0);
        for (_, ranks) in ranks {
            (sum, count) = (sum + ranks.ndcg10(), count + 1);
        }
        sum / f64::from(count.max(1))
    }
}

/// Chooses weights without each of `folds` folds and asks the questions of that fold; `rank` tells
/// where the answers to all questions stand under given weights. Every question whose number leaves
/// the same rest is of one fold.
pub fn cross(folds: usize, rank: impl Fn(RerankWeights) -> Vec<Ranks>) -> Crossed {
    let mut known = Known { rank: &rank, ranks: BTreeMap::new() };
    let mut crossed = Crossed::default();
    for out in 0..folds {
        crossed.chosen.push(choose(&mut known, (out, folds)));
    }
    let count = known.of(RerankWeights::UNCHOSEN).len();
    crossed.ranks = (0..count).map(|at| known.of(crossed.chosen[at % folds])[at].clone()).collect();
    crossed
}

/// The weights that the questions outside of one fold choose.
fn choose<F: Fn(RerankWeights) -> Vec<Ranks>>(
    known: &mut Known<'_, F>,
    fold: (usize, usize),
) -> RerankWeights {
    let mut best = RerankWeights::UNCHOSEN;
    let mut mean = known.mean(best, fold);
    for steps in STEPS {
        for at in 0..RerankWeights::COUNT {
            for step in steps {
                while let Some(next) = stepped(best, at, step) {
                    let other = known.mean(next, fold);
                    if other < mean + GAIN {
                        break;
                    }
                    (best, mean) = (next, other);
                }
            }
        }
    }
    best
}

/// The weights with one of them multiplied; `None` where that changes nothing.
fn stepped(mut weights: RerankWeights, at: usize, step: f32) -> Option<RerankWeights> {
    let (name, weight) = weights.named().into_iter().nth(at)?;
    let most = if ["b", "b of pairs"].contains(&name) { MOST_B } else { f32::MAX };
    let next = (*weight * step).min(most);
    let changes = next != *weight;
    *weight = next;
    changes.then_some(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Questions that are answered the better, the nearer the weight of pairs is to 8.
    fn rank(weights: RerankWeights) -> Vec<Ranks> {
        let off = (weights.pair - 8.0).abs();
        let at = 1 + (off as usize).min(8);
        vec![Ranks { found: vec![at], wanted: 1 }; 10]
    }

    #[test]
    fn finds_the_weight_that_helps() {
        let crossed = cross(5, rank);
        assert_eq!((crossed.chosen.len(), crossed.ranks.len()), (5, 10));
        for weights in &crossed.chosen {
            assert_eq!(*weights, RerankWeights { pair: 8.0, ..RerankWeights::UNCHOSEN });
        }
        assert!(crossed.ranks.iter().all(|ranks| ranks.found == [1]));
    }

    #[test]
    fn no_question_chooses_for_itself() {
        // What helps the even questions hurts the odd ones.
        let torn = |weights: RerankWeights| {
            let likes =
                |at: usize| if at.is_multiple_of(2) == (weights.pair > 1.0) { 1 } else { 5 };
            (0..10).map(|at| Ranks { found: vec![likes(at)], wanted: 1 }).collect()
        };
        let crossed = cross(2, torn);
        assert!(crossed.ranks.iter().all(|ranks| ranks.found == [5]));
    }
}
