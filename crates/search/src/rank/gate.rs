//! Decides which sections answer: those that hold enough of the words that stand beside each other.
//! In: the content words of a question, each with its rarity. Out: the weight of each, and how much weight
//! a section needs. Never ranks.
//!
//! Up to [`ALL_WORDS`] different content words must all be there; of more, words that are worth
//! [`SHARE`] of the question. Weights are whole numbers, so that no order of adding changes a sum.

use std::collections::BTreeMap;

use crate::question::Word;
use crate::weights::{ALL_WORDS, SHARE};

/// The weight of each content word, by [`Word::key`].
pub type Weights = BTreeMap<String, u32>;

/// So many units make one of rarity.
const UNITS: f32 = 256.0;

/// The content words looked up so far.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// Whether each of them must be there.
    needs_all: bool,
    /// Weights that an earlier look at the question gave.
    given: Option<Weights>,
    /// Those of the words looked up so far.
    weights: Weights,
}

impl Gate {
    /// For so many different content words; `given` are their weights where they are known.
    pub fn new(words: usize, given: Option<&Weights>) -> Gate {
        let needs_all = words <= ALL_WORDS;
        Gate { needs_all, given: given.cloned(), weights: Weights::new() }
    }

    /// The weight of a content word of this rarity.
    pub fn weigh(&mut self, word: &Word, rarity: f32) -> u32 {
        let key = word.key();
        let known = self.given.as_ref().and_then(|given| given.get(&key)).copied();
        let weight = known.unwrap_or(match self.needs_all {
            true => 1,
            false => ((rarity * UNITS) as u32).max(1),
        });
        self.weights.insert(key, weight);
        weight
    }

    /// How much all words weigh.
    pub fn all(&self) -> u32 {
        self.weights.values().sum()
    }

    /// How much weight a section must hold to answer.
    pub fn need(&self) -> u32 {
        let all = self.all();
        if self.needs_all { all } else { (f64::from(all) * f64::from(SHARE)).ceil() as u32 }
    }

    /// The weights of all words.
    pub fn into_weights(self) -> Weights {
        self.weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::words;

    #[test]
    fn few_words_must_all_be_there_and_a_share_of_many() {
        let mut few = Gate::new(2, None);
        let weights: Vec<u32> =
            words("tham nhũng").iter().map(|word| few.weigh(word, 3.0)).collect();
        assert_eq!((weights, few.need()), (vec![1, 1], 2));
        let mut many = Gate::new(5, None);
        let weighed: u32 = words("a b c d e").iter().map(|word| many.weigh(word, 2.0)).sum();
        assert_eq!((weighed, many.need()), (2560, 1537));
        let weights = many.into_weights();
        let mut again = Gate::new(5, Some(&weights));
        assert_eq!(again.weigh(&words("a")[0], 9.0), 512, "what was given stays");
    }
}
