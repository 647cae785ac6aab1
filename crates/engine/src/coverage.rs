//! Decides which sections answer: those that hold enough of the words that stand beside each other.
//! In: the content words of a question, each with its rarity. Out: the weight of each, and how much weight
//! a section needs. Never ranks.
//!
//! Of few different content words all must be there; of more, words that are worth a share of the question. Weights are
//! whole numbers, so that no order of adding changes a sum.

use crate::plan::{Coverage, Weighting, Weights};

/// So many units make one of rarity.
const UNITS: f32 = 256.0;

/// The content words looked up so far.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    /// Whether each of them must be there.
    needs_all: bool,
    /// Which share of their weight else.
    share: f32,
    /// Weights that an earlier look at the question gave.
    given: Option<Weights>,
    /// Those of the words looked up so far.
    weights: Weights,
}

impl Covered {
    /// No word looked up yet.
    pub fn new(asked: &Coverage, weighting: &Weighting) -> Covered {
        let needs_all = asked.words <= weighting.all_words;
        let (share, given) = (weighting.share, asked.given.clone());
        Covered { needs_all, share, given, weights: Weights::new() }
    }

    /// The weight of a content word of this rarity.
    pub fn weigh(&mut self, word: &str, rarity: f32) -> u32 {
        let known = self.given.as_ref().and_then(|given| given.get(word)).copied();
        let weight = known.unwrap_or(match self.needs_all {
            true => 1,
            false => ((rarity * UNITS) as u32).max(1),
        });
        self.weights.insert(word.to_owned(), weight);
        weight
    }

    /// How much all words weigh.
    pub fn all(&self) -> u32 {
        self.weights.values().sum()
    }

    /// How much weight a section must hold to answer.
    pub fn need(&self) -> u32 {
        let all = self.all();
        if self.needs_all { all } else { (f64::from(all) * f64::from(self.share)).ceil() as u32 }
    }

    /// The weights of all words.
    pub fn into_weights(self) -> Weights {
        self.weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::WEIGHTING;

    fn of(words: usize, given: Option<Weights>) -> Covered {
        Covered::new(&Coverage { words, given }, &WEIGHTING)
    }

    #[test]
    fn few_words_must_all_be_there_and_a_share_of_many() {
        let mut few = of(2, None);
        let weights: Vec<u32> = ["tham", "nhũng"].map(|word| few.weigh(word, 3.0)).into();
        assert_eq!((weights, few.need()), (vec![1, 1], 2));
        let mut many = of(5, None);
        let weighed: u32 = ["a", "b", "c", "d", "e"].map(|word| many.weigh(word, 2.0)).iter().sum();
        assert_eq!((weighed, many.need()), (2560, 1537));
        let mut again = of(5, Some(many.into_weights()));
        assert_eq!(again.weigh("a", 9.0), 512, "what was given stays");
    }
}
