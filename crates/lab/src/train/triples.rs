//! Chooses the triples of words that tell most beyond their pairs.
//! In: the ids of the words, text by text, and the model of pairs. Out: triples with their costs.
//! The same texts give the same triples.

use std::collections::HashMap;

use super::pairs::{DISCOUNT, Pairs, cost};

/// What the model of pairs gives.
pub struct PairModel<'a> {
    /// The chance of a word by itself.
    pub single: &'a [f64],
    /// What is left for pairs that were not kept, for each first word.
    pub back_off: &'a [f64],
    /// The kept pairs, sorted, with their chances.
    pub kept: &'a Pairs,
}

impl PairModel<'_> {
    /// Which of the kept pairs this is.
    fn find(&self, first: u16, second: u16) -> Option<usize> {
        self.kept.binary_search_by_key(&(first, second), |(pair, _)| *pair).ok()
    }

    fn chance(&self, first: u16, second: u16) -> f64 {
        match self.find(first, second) {
            Some(at) => self.kept[at].1,
            None => self.back_off[first as usize] * self.single[second as usize],
        }
    }
}

/// How often each triple was seen that begins with a kept pair: by the number of the pair and the
/// third word, a count for each text.
#[derive(Default)]
pub struct Triples {
    seen: HashMap<u64, [u32; 2]>,
}

impl Triples {
    /// Counts the triples of a paragraph of text `genre`.
    pub fn add(&mut self, genre: usize, ids: &[u16], pairs: &PairModel<'_>) {
        for row in ids.windows(3) {
            if let Some(pair) = pairs.find(row[0], row[1]) {
                let key = (pair as u64) << 16 | u64::from(row[2]);
                self.seen.entry(key).or_default()[genre.min(1)] += 1;
            }
        }
    }

    /// The triples that tell most: how many for each kept pair, their third words, their costs.
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
            let without = pairs.chance(second, third);
            let chance = (count - DISCOUNT).max(0.0) / sums[pair] + left * without;
            // A triple that is rarer than its pair tells as much as one that is more frequent.
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
            // No pair has room for more; those that come later by number are left out.
            if *count < u8::MAX {
                *count += 1;
                chosen.thirds.push(key as u16);
                chosen.costs.push(cost(chance));
            }
        }
        chosen
    }
}

/// The triples of the model.
#[derive(Default)]
pub struct Chosen {
    /// How many each kept pair begins.
    pub counts: Vec<u8>,
    /// Their third words.
    pub thirds: Vec<u16>,
    /// Their costs.
    pub costs: Vec<u8>,
}
