//! Bigrams: counts, probabilities by absolute discounting, and pruning.
//! In: texts by genre, the vocabulary. Out: the bigrams that the model keeps, with their probabilities. Never keeps
//! more than the settings say.

use std::collections::HashMap;

use vankien_text::language::words;

use super::papers::papers;
use super::vocabulary::Vocabulary;

/// Bigrams by the numbers of their words, sorted, each with a weighted count or a probability.
pub type Pairs = Vec<((u16, u16), f64)>;

/// Calls `each` with the index of the genre and the numbers of the words of each paragraph for training (see
/// [`Vocabulary::id`]), with punctuation before the first and behind the last.
pub fn paragraphs(genres: &[&str], vocabulary: &Vocabulary, mut each: impl FnMut(usize, &[u16])) {
    let punctuation = vocabulary.words.len() as u16;
    let mut ids = Vec::new();
    for (genre, text) in genres.iter().enumerate() {
        for paper in papers(text, false) {
            for paragraph in paper.lines() {
                ids.clear();
                ids.push(punctuation);
                ids.extend(words::tokens(paragraph).map(|token| vocabulary.id(paragraph, token)));
                ids.push(punctuation);
                each(genre, &ids);
            }
        }
    }
}

/// All bigrams of the papers for training, sorted, with their counts, each genre weighed by its item of `scales`.
/// Punctuation behind punctuation is not counted.
pub fn count_pairs(genres: &[&str], vocabulary: &Vocabulary, scales: &[f64]) -> Pairs {
    let punctuation = vocabulary.words.len() as u16;
    let mut sum: HashMap<(u16, u16), Vec<u32>> = HashMap::new();
    paragraphs(genres, vocabulary, |genre, ids| {
        for pair in ids.windows(2).filter(|pair| *pair != [punctuation, punctuation]) {
            let counts = sum.entry((pair[0], pair[1])).or_insert_with(|| vec![0; genres.len()]);
            counts[genre] += 1;
        }
    });
    let weigh = |counts: &Vec<u32>| counts.iter().zip(scales).map(|(n, s)| f64::from(*n) * s).sum();
    let mut pairs: Pairs = sum.iter().map(|(pair, counts)| (*pair, weigh(counts))).collect();
    pairs.sort_unstable_by_key(|(pair, _)| *pair);
    pairs
}

/// Absolute discount, in occurrences: taken from every weighted count of a bigram or trigram. What is taken is spread
/// over all words that may follow, seen or not, in proportion to their probability by the shorter context. A judgement,
/// no measurement recorded; `vankien-lab train` with another one gives another model, which
/// `vankien-lab evaluate-repair --kind all` measures.
pub const DISCOUNT: f64 = 0.8;

// `STEPS_PER_NAT` belongs to the layout of `model.bin`: `vankien_text::language::packed` reads with the same value. The
// others are judgements, not measured; they keep probabilities from being 0 and matter for words that hardly occur.

/// Added to the number of different words that precede a word, so that no probability is 0.
const FOLLOWER_PSEUDO_COUNT: f64 = 0.5;
/// Least back-off factor: the factor on the unigram probability of a word behind another one where the pair is not
/// kept.
const LEAST_BACK_OFF: f64 = 1e-4;
/// Steps of a stored cost in one nat.
const STEPS_PER_NAT: f64 = 16.0;
/// Least probability of which a logarithm is taken. Costs end sooner: the greatest, 255 steps, stands for about 1.2e-7.
const LEAST_PROBABILITY: f64 = 1e-12;

/// The probabilities before pruning. Indexes are numbers of words (see [`Vocabulary::id`]).
pub struct Estimate {
    /// The unigram probability of each word, by how many different words it follows (as in Kneser-Ney).
    pub unigram: Vec<f64>,
    /// For each word, the sum of the counts of the bigrams that it begins.
    row_sums: Vec<f64>,
    /// For each word, the share of probability that is spread over all words behind it by their unigram probability.
    back_off: Vec<f64>,
}

impl Estimate {
    /// The probabilities by the weighted counts of `pairs`.
    pub fn new(vocabulary: &Vocabulary, pairs: &Pairs) -> Estimate {
        let size = vocabulary.words.len() + 3;
        let (mut row_sums, mut row_types) = (vec![0.0; size], vec![0.0; size]);
        let mut followers = vec![FOLLOWER_PSEUDO_COUNT; size];
        for ((first, second), count) in pairs {
            row_sums[*first as usize] += count;
            row_types[*first as usize] += 1.0;
            followers[*second as usize] += 1.0;
        }
        let all: f64 = followers.iter().sum();
        let unigram = followers.iter().map(|n| n / all).collect();
        let rows = row_sums.iter().zip(&row_types);
        let share = |(sum, types): (&f64, &f64)| {
            if *sum > 0.0 { (DISCOUNT * types / sum).min(1.0) } else { 1.0 }
        };
        let back_off = rows.map(share).collect();
        Estimate { unigram, back_off, row_sums }
    }

    /// The probability of the second word behind the first; `count` is the weighted count of the pair, 0 if it was not
    /// seen. NaN where no bigram begins with the first word.
    pub fn probability(&self, (first, second): (u16, u16), count: f64) -> f64 {
        let (first, second) = (first as usize, second as usize);
        (count - DISCOUNT).max(0.0) / self.row_sums[first]
            + self.back_off[first] * self.unigram[second]
    }

    /// The bigrams whose absence would lose most likelihood, at most `most`, sorted by their words, with their
    /// probabilities (pruning by weighted log difference).
    pub fn prune(&self, pairs: &Pairs, most: usize) -> Pairs {
        let mut gains: Vec<(f64, (u16, u16), f64)> = Vec::with_capacity(pairs.len());
        for (pair, count) in pairs {
            let p = self.probability(*pair, *count);
            let without = self.back_off[pair.0 as usize] * self.unigram[pair.1 as usize];
            gains.push((count * (p / without).ln(), *pair, p));
        }
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut kept: Pairs = gains.into_iter().take(most).map(|(_, pair, p)| (pair, p)).collect();
        kept.sort_unstable_by_key(|(pair, _)| *pair);
        kept
    }

    /// For each first word, the factor that makes the unigram probabilities of bigrams that were not kept sum up to the
    /// rest; at least [`LEAST_BACK_OFF`], at most 1.
    pub fn back_offs(&self, kept: &Pairs) -> Vec<f64> {
        let size = self.unigram.len();
        let (mut taken, mut named) = (vec![0.0; size], vec![0.0; size]);
        for ((first, second), p) in kept {
            taken[*first as usize] += p;
            named[*first as usize] += self.unigram[*second as usize];
        }
        let shares = taken.iter().zip(&named);
        shares
            .map(|(taken, named)| ((1.0 - taken) / (1.0 - named)).clamp(LEAST_BACK_OFF, 1.0))
            .collect()
    }
}

/// A probability as a stored cost: its negative logarithm in sixteenths of a nat, rounded, at most 255.
pub fn cost(p: f64) -> u8 {
    (-p.max(LEAST_PROBABILITY).ln() * STEPS_PER_NAT).round().clamp(0.0, 255.0) as u8
}
