//! Cross-validation of the weights of the rerank: how well weights that some questions chose hold for others.
//! In: a function that ranks all questions under given weights. Out: for each question, the ranks of its answers under
//! weights that the questions of other folds chose.
//! Weights (`RerankWeights`) are chosen by coordinate ascent: one after the other, as long as that helps. Never changes
//! the weights that search uses.

use std::collections::BTreeMap;

use vankien_search::weights::RerankWeights;

use super::measure::Ranks;

/// Factors by which a weight is multiplied, again and again as long as that helps; one row a round: first wide steps,
/// then narrow ones. A judgement; `vankien-lab evaluate --folds 5` shows what is chosen.
const STEPS: [[f32; 2]; 3] = [[0.5, 2.0], [0.5, 2.0], [0.8, 1.25]];

/// Rise of the mean NDCG@10 from which on (included) a step is taken; a smaller one may be chance. A judgement, not
/// measured.
const LEAST_GAIN: f64 = 0.0002;

/// Greatest b of BM25, by its definition.
const MOST_B: f32 = 1.0;

/// The results of cross-validation.
#[derive(Clone, Debug, Default)]
pub struct FoldResults {
    /// For each question, in order, the ranks of its answers under the weights that the other folds chose.
    pub ranks: Vec<Ranks>,
    /// For each fold, the weights that the other folds chose.
    pub chosen: Vec<RerankWeights>,
}

/// The bits of all weights, in the order of `RerankWeights::named`, as a key.
type WeightBits = [u32; RerankWeights::COUNT];

/// The ranks of the answers to all questions, by weights; each ranking is made once, by `rank`.
struct RankCache<'r, F> {
    /// Gives the ranks of the answers to all questions under given weights.
    rank: &'r F,
    /// What `rank` gave so far.
    ranks: BTreeMap<WeightBits, Vec<Ranks>>,
}

impl<F: Fn(RerankWeights) -> Vec<Ranks>> RankCache<'_, F> {
    fn of(&mut self, weights: RerankWeights) -> &[Ranks] {
        let mut named = weights;
        let key = named.named().map(|(_, weight)| weight.to_bits());
        self.ranks.entry(key).or_insert_with(|| (self.rank)(weights))
    }

    /// The mean NDCG@10 over the questions outside fold `out` of `folds`.
    fn mean(&mut self, weights: RerankWeights, (out, folds): (usize, usize)) -> f64 {
        let ranks = self.of(weights).iter().enumerate().filter(|(at, _)| at % folds != out);
        let (mut sum, mut count) = (0.0, 0);
        for (_, ranks) in ranks {
            (sum, count) = (sum + ranks.ndcg10(), count + 1);
        }
        sum / f64::from(count.max(1))
    }
}

/// Chooses weights without each of `folds` folds, and ranks the questions of that fold with them. `rank` gives the
/// ranks of the answers to all questions, in order, under given weights. A question belongs to the fold of its index
/// modulo `folds`.
pub fn cross(folds: usize, rank: impl Fn(RerankWeights) -> Vec<Ranks>) -> FoldResults {
    let mut known = RankCache { rank: &rank, ranks: BTreeMap::new() };
    let mut fold_results = FoldResults::default();
    for out in 0..folds {
        fold_results.chosen.push(choose(&mut known, (out, folds)));
    }
    let count = known.of(RerankWeights::UNCHOSEN).len();
    fold_results.ranks =
        (0..count).map(|at| known.of(fold_results.chosen[at % folds])[at].clone()).collect();
    fold_results
}

/// The weights that the questions outside one fold choose; `fold` is its number, and the number of folds.
fn choose<F: Fn(RerankWeights) -> Vec<Ranks>>(
    known: &mut RankCache<'_, F>,
    fold: (usize, usize),
) -> RerankWeights {
    let mut best = RerankWeights::UNCHOSEN;
    let mut mean = known.mean(best, fold);
    for steps in STEPS {
        for at in 0..RerankWeights::COUNT {
            for step in steps {
                while let Some(next) = stepped(best, at, step) {
                    let other = known.mean(next, fold);
                    if other < mean + LEAST_GAIN {
                        break;
                    }
                    (best, mean) = (next, other);
                }
            }
        }
    }
    best
}

/// The weights with the one at index `at` multiplied by `step`; `None` where that changes nothing.
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
        let fold_results = cross(5, rank);
        assert_eq!((fold_results.chosen.len(), fold_results.ranks.len()), (5, 10));
        for weights in &fold_results.chosen {
            assert_eq!(*weights, RerankWeights { pair: 8.0, ..RerankWeights::UNCHOSEN });
        }
        assert!(fold_results.ranks.iter().all(|ranks| ranks.found == [1]));
    }

    #[test]
    fn no_question_chooses_for_itself() {
        // What helps the even questions hurts the odd ones.
        let torn = |weights: RerankWeights| {
            let likes =
                |at: usize| if at.is_multiple_of(2) == (weights.pair > 1.0) { 1 } else { 5 };
            (0..10).map(|at| Ranks { found: vec![likes(at)], wanted: 1 }).collect()
        };
        let fold_results = cross(2, torn);
        assert!(fold_results.ranks.iter().all(|ranks| ranks.found == [5]));
    }
}
