//! The usual figures of a ranking (NDCG, MRR, recall), each with its confidence interval by bootstrap.
//! In: for each question, the ranks of its answers. Out: means over the questions. Never looks at texts. The same ranks
//! give the same intervals.

/// The ranks of the answers to one question, counted from 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranks {
    /// The ranks of the answers that were found, ascending.
    pub found: Vec<usize>,
    /// How many answers the question has in all.
    pub wanted: usize,
}

impl Ranks {
    /// NDCG@10 with binary relevance: the discounted gain of the first ten hits, relative to the best possible; 0
    /// without answers.
    pub fn ndcg10(&self) -> f64 {
        let gain = |rank: usize| 1.0 / (rank as f64 + 1.0).log2();
        let best: f64 = (1..=self.wanted.min(10)).map(gain).sum();
        let found: f64 =
            self.found.iter().filter(|rank| **rank <= 10).map(|rank| gain(*rank)).sum();
        if best > 0.0 { found / best } else { 0.0 }
    }

    /// The reciprocal rank of the first answer among the first ten hits; 0 where there is none.
    pub fn mrr10(&self) -> f64 {
        self.found.first().filter(|rank| **rank <= 10).map_or(0.0, |rank| 1.0 / *rank as f64)
    }

    /// Recall: the share of all answers that are among the first `count` hits; 0 without answers.
    pub fn recall(&self, count: usize) -> f64 {
        let found = self.found.iter().filter(|rank| **rank <= count).count();
        found as f64 / self.wanted.max(1) as f64
    }
}

/// A mean with its 95 % bootstrap interval: 95 of 100 means over as many questions, drawn with repetition, lie in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// The lower and the upper end of the interval.
    pub interval: (f64, f64),
}

/// How good a ranking is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// [`Ranks::ndcg10`].
    pub ndcg10: Mean,
    /// [`Ranks::mrr10`].
    pub mrr10: Mean,
    /// The share of the answers at rank 1.
    pub r1: Mean,
    /// The share of the answers among the first 10.
    pub r10: Mean,
    /// The share of the answers among the first 100.
    pub r100: Mean,
}

/// The figures over all questions: means with their intervals.
pub fn figures(ranks: &[Ranks]) -> Figures {
    let over = |figure: &dyn Fn(&Ranks) -> f64| mean(&ranks.iter().map(figure).collect::<Vec<_>>());
    Figures {
        ndcg10: over(&Ranks::ndcg10),
        mrr10: over(&Ranks::mrr10),
        r1: over(&|ranks| ranks.recall(1)),
        r10: over(&|ranks| ranks.recall(10)),
        r100: over(&|ranks| ranks.recall(100)),
    }
}

/// Number of bootstrap samples. The ends of a 95 % interval then rest on 25 samples each. A judgement.
const BOOTSTRAP_SAMPLES: usize = 1_000;
/// One in this many samples lies below the 95 % interval, and one above it.
const TAIL: usize = 40;

/// The mean of values, with an interval from a fixed sequence of pseudo-random numbers (a linear congruential generator
/// by Knuth).
fn mean(values: &[f64]) -> Mean {
    let count = values.len().max(1) as f64;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        values.get((state >> 33) as usize % values.len().max(1)).copied().unwrap_or_default()
    };
    let mut means: Vec<f64> = (0..BOOTSTRAP_SAMPLES)
        .map(|_| (0..values.len()).map(|_| draw()).sum::<f64>() / count)
        .collect();
    means.sort_by(f64::total_cmp);
    let interval =
        (means[BOOTSTRAP_SAMPLES / TAIL], means[BOOTSTRAP_SAMPLES - 1 - BOOTSTRAP_SAMPLES / TAIL]);
    Mean { value: values.iter().sum::<f64>() / count, interval }
}

/// The quantile of the values at `share`, from 0 to 1: the smallest value `v` such that at least that share of the
/// values is at most `v`; 0 without values.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share).ceil() as usize).saturating_sub(1);
    values.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(found: &[usize], wanted: usize) -> Ranks {
        Ranks { found: found.to_vec(), wanted }
    }

    #[test]
    fn the_usual_figures() {
        assert_eq!(ranks(&[1], 1).ndcg10(), 1.0);
        assert_eq!(ranks(&[3], 1).ndcg10(), 0.5);
        assert_eq!(ranks(&[11], 1).ndcg10(), 0.0);
        assert_eq!(ranks(&[1, 2], 2).ndcg10(), 1.0);
        assert_eq!((ranks(&[4, 9], 2).mrr10(), ranks(&[], 1).mrr10()), (0.25, 0.0));
        assert_eq!((ranks(&[4, 90], 2).recall(10), ranks(&[4, 90], 2).recall(100)), (0.5, 1.0));
    }

    #[test]
    fn the_mean_lies_in_its_interval() {
        let all: Vec<Ranks> = (1..=200).map(|at| ranks(&[at % 5 + 1], 1)).collect();
        let found = figures(&all).mrr10;
        assert!(found.interval.0 < found.value && found.value < found.interval.1, "{found:?}");
        assert_eq!(found, figures(&all).mrr10);
        assert_eq!(figures(&[]).ndcg10.value, 0.0);
    }

    #[test]
    fn quantiles_are_values_that_occur() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!((quantile(&values, 0.5), quantile(&values, 0.99)), (2.0, 4.0));
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
