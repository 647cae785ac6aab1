//! The coverage condition: how many of the content words of a question a section must hold to answer.
//! In: the content words, each with its rarity (IDF). Out: the weight of each word, and the sum of weights that a
//! section needs. Never ranks.
//!
//! With few content words a section must hold all of them. With more, it must hold words whose weights sum up to a
//! share of the total ([`Weighting::share`]). Weights are integers, so that the order of addition never changes a sum.

use crate::plan::{Coverage, Weighting, Weights};

/// Integer weight of a word with rarity 1. A judgement, not measured: 256 keeps differences of 0.004 nats between
/// rarities, and the sum of a question's weights stays far below `u32::MAX`.
/// `cargo test -p vankien-search --test search ranking::` shows ranks that move with it.
const WEIGHT_PER_RARITY: f32 = 256.0;

/// The weights of the content words looked up so far.
#[derive(Clone, Debug, Default)]
pub struct CoverageWeights {
    /// Whether a section must hold every content word.
    needs_all: bool,
    /// If not: the share of the total weight that it must hold, from 0 to 1.
    share: f32,
    /// Weights from an earlier pass over the same question; they are used unchanged.
    given: Option<Weights>,
    /// The weights of the words looked up so far.
    weights: Weights,
}

impl CoverageWeights {
    /// Starts with no word looked up. A section must hold every content word if there are at most
    /// [`Weighting::all_words`].
    pub fn new(asked: &Coverage, weighting: &Weighting) -> CoverageWeights {
        let needs_all = asked.words <= weighting.all_words;
        CoverageWeights {
            needs_all,
            share: weighting.share,
            given: asked.given.clone(),
            weights: Weights::new(),
        }
    }

    /// Adds a content word with this rarity and returns its weight: the given one if there is one, else 1 if every word
    /// is needed, else `rarity` × 256, rounded down (at least 1). In [`CoverageWeights::total`] a word that is added
    /// twice counts once, with its last weight; a caller that adds the weight to sections must do so once.
    pub fn add_word(&mut self, word: &str, rarity: f32) -> u32 {
        let given = self.given.as_ref().and_then(|given| given.get(word)).copied();
        let weight = if let Some(weight) = given {
            weight
        } else if self.needs_all {
            1
        } else {
            ((rarity * WEIGHT_PER_RARITY) as u32).max(1)
        };
        self.weights.insert(word.to_owned(), weight);
        weight
    }

    /// The sum of the weights of all words looked up.
    pub fn total(&self) -> u32 {
        self.weights.values().sum()
    }

    /// The sum of weights that the words in a section must reach for the section to answer, unless it bears a number
    /// that is asked for: all of [`CoverageWeights::total`], or the share of it, rounded up. The share is an `f32`, a
    /// little more or less than the decimal number: 0.6 of 2,560 gives 1,537.
    pub fn required(&self) -> u32 {
        let total = self.total();
        if self.needs_all {
            total
        } else {
            (f64::from(total) * f64::from(self.share)).ceil() as u32
        }
    }

    /// The weights of all words looked up, by word.
    pub fn into_weights(self) -> Weights {
        self.weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::WEIGHTING;

    fn of(words: usize, given: Option<Weights>) -> CoverageWeights {
        CoverageWeights::new(&Coverage { words, given }, &WEIGHTING)
    }

    #[test]
    fn few_words_must_all_be_there_and_a_share_of_many() {
        let mut few = of(2, None);
        let weights: Vec<u32> = ["tham", "nhũng"].map(|word| few.add_word(word, 3.0)).into();
        assert_eq!((weights, few.required()), (vec![1, 1], 2));
        let mut many = of(5, None);
        let words = ["a", "b", "c", "d", "e"];
        let weighed: u32 = words.map(|word| many.add_word(word, 2.0)).iter().sum();
        assert_eq!((weighed, many.required()), (2560, 1537));
        let mut again = of(5, Some(many.into_weights()));
        assert_eq!(again.add_word("a", 9.0), 512, "what was given stays");
    }
}
