//! Trigrams: counts, and the choice of those that tell most beyond their bigrams.
//! In: the numbers of the words, paragraph by paragraph, and the bigram model. Out: trigrams with their costs. Never
//! keeps a trigram that begins with no kept bigram.

use std::collections::HashMap;

use super::pairs::{DISCOUNT, Pairs, cost};

/// The bigram model. Indexes are numbers of words.
pub struct PairModel<'a> {
    /// The unigram probability of each word.
    pub unigram: &'a [f64],
    /// The back-off factor of each first word.
    pub back_off: &'a [f64],
    /// The kept bigrams, sorted, with their probabilities.
    pub kept: &'a Pairs,
}

impl PairModel<'_> {
    /// The index of a bigram in `kept`; `None` where it is not kept.
    fn find(&self, first: u16, second: u16) -> Option<usize> {
        self.kept.binary_search_by_key(&(first, second), |(pair, _)| *pair).ok()
    }

    /// The probability of the second word behind the first.
    fn probability(&self, first: u16, second: u16) -> f64 {
        match self.find(first, second) {
            Some(at) => self.kept[at].1,
            None => self.back_off[first as usize] * self.unigram[second as usize],
        }
    }
}

/// The counts of the trigrams that begin with a kept bigram.
#[derive(Default)]
pub struct Triples {
    /// By the index of the bigram (upper bits) and the number of the third word (lower 16 bits): a count for the first
    /// genre and one for all others.
    seen: HashMap<u64, [u32; 2]>,
}

impl Triples {
    /// Counts the trigrams of a paragraph; `ids` are the numbers of its words. Every genre but the first counts as the
    /// second.
    pub fn add(&mut self, genre: usize, ids: &[u16], pairs: &PairModel<'_>) {
        for row in ids.windows(3) {
            if let Some(pair) = pairs.find(row[0], row[1]) {
                let key = (pair as u64) << 16 | u64::from(row[2]);
                self.seen.entry(key).or_default()[genre.min(1)] += 1;
            }
        }
    }

    /// The trigrams that tell most beyond their bigrams, at most `most`, and at most 255 that begin with one bigram.
    /// The first two of `scales` weigh the counts of the first genre and of all others.
    pub fn choose(&self, scales: &[f64], pairs: &PairModel<'_>, most: usize) -> Chosen {
        let weigh = |counts: &[u32; 2]| -> f64 {
            counts.iter().zip(scales).map(|(count, scale)| f64::from(*count) * scale).sum()
        };
        let mut all: Vec<(u64, f64)> =
            self.seen.iter().map(|(key, counts)| (*key, weigh(counts))).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        let (mut sums, mut kinds) = (vec![0.0; pairs.kept.len()], vec![0.0; pairs.kept.len()]);
        for (key, count) in &all {
            sums[(key >> 16) as usize] += count;
            kinds[(key >> 16) as usize] += 1.0;
        }
        let mut gains: Vec<(f64, u64, f64)> = Vec::with_capacity(all.len());
        for (key, count) in &all {
            let (pair, third) = ((key >> 16) as usize, *key as u16);
            let second = pairs.kept[pair].0.1;
            let left = (DISCOUNT * kinds[pair] / sums[pair]).min(1.0);
            let without = pairs.probability(second, third);
            let chance = (count - DISCOUNT).max(0.0) / sums[pair] + left * without;
            // The lower of two gains counts: over a model without this trigram, and over the bigram alone. In the
            // second, a trigram that is rarer than its bigram tells as much as one that is more frequent.
            let gain = count * (chance / (left * without).max(1e-12)).ln();
            let beyond = count * (chance / without).ln().abs();
            gains.push((gain.min(beyond), *key, chance));
        }
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        gains.truncate(most);
        gains.sort_unstable_by_key(|(_, key, _)| *key);
        let mut chosen = Chosen { counts: vec![0; pairs.kept.len()], ..Chosen::default() };
        for (_, key, chance) in gains {
            let count = &mut chosen.counts[(key >> 16) as usize];
            // The number of trigrams of a bigram is stored in a byte; further ones, by number of the third word, are
            // left out.
            if *count < u8::MAX {
                *count += 1;
                chosen.thirds.push(key as u16);
                chosen.costs.push(cost(chance));
            }
        }
        chosen
    }
}

/// The trigrams of the model, sorted by bigram and third word.
#[derive(Default)]
pub struct Chosen {
    /// How many trigrams each kept bigram begins, in order of the bigrams.
    pub counts: Vec<u8>,
    /// The number of the third word of each trigram.
    pub thirds: Vec<u16>,
    /// The stored cost of each trigram (see [`cost`]).
    pub costs: Vec<u8>,
}
