//! Pairs of neighbours, and the chances of the model.
//! In: texts by genre and the words of the model. Out: counted pairs, those that tell most, their chances.

use std::collections::HashMap;

use vankien_text::language::words;

use super::papers::papers;
use super::vocabulary::Vocabulary;

pub type Pairs = Vec<((u16, u16), f64)>;

/// Hands on the words of each paragraph for training, a mark before the first and behind the last.
pub fn paragraphs(
    genres: &[&str],
    vocabulary: &Vocabulary,
    mut hand_on: impl FnMut(usize, &[u16]),
) {
    let mark = vocabulary.words.len() as u16;
    let mut ids = Vec::new();
    for (genre, text) in genres.iter().enumerate() {
        for paper in papers(text, false) {
            for paragraph in paper.lines() {
                ids.clear();
                ids.push(mark);
                ids.extend(words::tokens(paragraph).map(|token| vocabulary.id(paragraph, token)));
                ids.push(mark);
                hand_on(genre, &ids);
            }
        }
    }
}

/// All pairs of neighbours, sorted, with their weighted counts.
pub fn count_pairs(genres: &[&str], vocabulary: &Vocabulary, scales: &[f64]) -> Pairs {
    let mark = vocabulary.words.len() as u16;
    let mut sum: HashMap<(u16, u16), Vec<u32>> = HashMap::new();
    paragraphs(genres, vocabulary, |genre, ids| {
        for pair in ids.windows(2).filter(|pair| *pair != [mark, mark]) {
            let counts = sum.entry((pair[0], pair[1])).or_insert_with(|| vec![0; genres.len()]);
            counts[genre] += 1;
        }
    });
    let weigh = |counts: &Vec<u32>| counts.iter().zip(scales).map(|(n, s)| f64::from(*n) * s).sum();
    let mut pairs: Pairs = sum.iter().map(|(pair, counts)| (*pair, weigh(counts))).collect();
    pairs.sort_unstable_by_key(|(pair, _)| *pair);
    pairs
}

/// Taken from every count of a pair and given to the pairs that were not seen.
pub const DISCOUNT: f64 = 0.8;

/// The probabilities before pruning.
pub struct Estimate {
    /// The chance of each word by itself.
    pub single: Vec<f64>,
    row_sums: Vec<f64>,
    back_off: Vec<f64>,
}

impl Estimate {
    pub fn new(vocabulary: &Vocabulary, pairs: &Pairs) -> Estimate {
        let size = vocabulary.words.len() + 3;
        let (mut row_sums, mut row_types) = (vec![0.0; size], vec![0.0; size]);
        let mut followers = vec![0.5; size];
        for ((first, second), count) in pairs {
            row_sums[*first as usize] += count;
            row_types[*first as usize] += 1.0;
            followers[*second as usize] += 1.0;
        }
        let all: f64 = followers.iter().sum();
        let single = followers.iter().map(|n| n / all).collect();
        let back_off = row_sums.iter().zip(&row_types);
        let back_off = back_off.map(|(sum, n)| if *sum > 0.0 { DISCOUNT * n / sum } else { 1.0 });
        Estimate { single, back_off: back_off.map(|share| share.min(1.0)).collect(), row_sums }
    }

    pub fn pair(&self, (first, second): (u16, u16), count: f64) -> f64 {
        let (first, second) = (first as usize, second as usize);
        (count - DISCOUNT).max(0.0) / self.row_sums[first]
            + self.back_off[first] * self.single[second]
    }

    /// The pairs that tell most beyond their parts, sorted, with their probabilities.
    pub fn prune(&self, pairs: &Pairs, most: usize) -> Pairs {
        let mut gains: Vec<(f64, (u16, u16), f64)> = Vec::with_capacity(pairs.len());
        for (pair, count) in pairs {
            let p = self.pair(*pair, *count);
            let without = self.back_off[pair.0 as usize] * self.single[pair.1 as usize];
            gains.push((count * (p / without).ln(), *pair, p));
        }
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut kept: Pairs = gains.into_iter().take(most).map(|(_, pair, p)| (pair, p)).collect();
        kept.sort_unstable_by_key(|(pair, _)| *pair);
        kept
    }

    /// What is left for pairs that were not kept, for each first word.
    pub fn back_offs(&self, kept: &Pairs) -> Vec<f64> {
        let size = self.single.len();
        let (mut taken, mut named) = (vec![0.0; size], vec![0.0; size]);
        for ((first, second), p) in kept {
            taken[*first as usize] += p;
            named[*first as usize] += self.single[*second as usize];
        }
        let shares = taken.iter().zip(&named);
        shares.map(|(taken, named)| ((1.0 - taken) / (1.0 - named)).clamp(1e-4, 1.0)).collect()
    }
}

/// Sixteenths of a nat, up to 255.
pub fn cost(p: f64) -> u8 {
    (-p.max(1e-12).ln() * 16.0).round().clamp(0.0, 255.0) as u8
}
