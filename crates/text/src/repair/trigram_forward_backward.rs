//! How likely each kept reading of each word is, by trigrams: the forward-backward algorithm over the readings that
//! bigrams left.
//! In: the words of a window with their kept readings. Out: the posteriors of these. Never brings back a reading.
//!
//! A state is a pair of readings of neighbouring words, numbered row by row: a row for each reading of the earlier
//! word. A word is *settled* where it and the two words before it have one reading each. Most words are, and cost
//! nothing.

use super::kept_readings::MOST_KEPT;
use super::window_word::WindowWord;
use super::word_cache::{BigramRange, MARKS_MODEL_WEIGHT, WordCache, model_weight};
use crate::language::model::{Pair, model};

/// The step from a reading of one word to a reading of the next.
#[derive(Clone, Copy)]
struct Step {
    /// The bigram, if the model holds it.
    pair: Option<Pair>,
    /// Its weight, or the back-off weight.
    weight: f32,
}

/// Memory for the sums over one window, used again for the next.
#[derive(Default)]
pub struct TrigramBuffers {
    /// The steps from the readings of each word to those of the next, row by row.
    steps: Vec<Step>,
    /// Where the steps into each word begin.
    step_starts: Vec<usize>,
    /// Trigram weights of three neighbouring readings: for each state of the first two words, a row with the readings
    /// of the third.
    trigrams: Vec<f32>,
    /// Where the trigram weights of each third word begin.
    trigram_starts: Vec<usize>,
    /// Forward sums of the states, one pair of words after the other.
    forward: Vec<f32>,
    /// Where the forward sums of the states that end with each word begin.
    forward_starts: Vec<usize>,
    /// Backward sums of the states that end with the current word.
    behind: Vec<f32>,
    /// Backward sums of the states that end with the word before.
    here: Vec<f32>,
}

/// Sets the posteriors of the kept readings of each word from the third on. `words` begins with two words of one
/// reading each. `bigrams` has, for each word, the bigrams between the word before it and itself.
pub fn weigh(
    cache: &WordCache<'_>,
    words: &mut [WindowWord],
    bigrams: &[BigramRange],
    buffers: &mut TrigramBuffers,
) {
    fill_trigrams(cache, words, bigrams, buffers);
    sum_forward(cache, words, buffers);
    sum_backward(cache, words, buffers);
}

/// Fills in the trigram weights of every word that is not settled.
fn fill_trigrams(
    cache: &WordCache<'_>,
    words: &[WindowWord],
    bigrams: &[BigramRange],
    buffers: &mut TrigramBuffers,
) {
    let TrigramBuffers { steps, step_starts, trigrams, trigram_starts, .. } = buffers;
    steps.clear();
    step_starts.clear();
    step_starts.push(0);
    for (at, pair) in words.windows(2).enumerate() {
        step_starts.push(steps.len());
        // The steps are needed only for trigrams of words that are not settled.
        let last = (at + 2).min(words.len() - 1);
        if (at + 1..=last).any(|at| at > 1 && !is_settled(words, at)) {
            add_steps(cache, &pair[0], &pair[1], bigrams[at + 1], steps);
        }
    }
    trigrams.clear();
    trigram_starts.clear();
    trigram_starts.extend([0, 0]);
    for (at, three) in words.windows(3).enumerate() {
        trigram_starts.push(trigrams.len());
        let [one, two, three] = [0, 1, 2].map(|at| &three[at]);
        if is_settled(words, at + 2) {
            continue;
        }
        let readings = cache.readings(three.number);
        let firsts = &steps[step_starts[at + 1]..][..one.kept.count * two.kept.count];
        let seconds = &steps[step_starts[at + 2]..];
        for (state, first) in firsts.iter().enumerate() {
            let row = &seconds[state % two.kept.count * three.kept.count..];
            let after = first.pair.map(|pair| model().after(pair));
            for (place, third) in three.kept.iter().enumerate() {
                let step = row[place];
                trigrams.push(match &after {
                    None => step.weight,
                    Some(after) => match after.cost(readings[third].id) {
                        Some(cost) => model_weight(cost),
                        None => (-MARKS_MODEL_WEIGHT * after.back_off()).exp() * step.weight,
                    },
                });
            }
        }
    }
}

/// Adds the steps from the kept readings of one word to those of the next.
fn add_steps(
    cache: &WordCache<'_>,
    one: &WindowWord,
    two: &WindowWord,
    bigrams: BigramRange,
    steps: &mut Vec<Step>,
) {
    let (firsts, seconds) = (cache.readings(one.number), cache.readings(two.number));
    let start = steps.len();
    for first in one.kept.iter() {
        let back_off = firsts[first].back_off;
        for second in two.kept.iter() {
            steps.push(Step { pair: None, weight: back_off * seconds[second].unigram });
        }
    }
    for bigram in cache.bigrams(bigrams) {
        let positions = (one.kept.position(bigram.first), two.kept.position(bigram.second));
        if let (Some(first), Some(second)) = positions {
            let step = Step { pair: Some(bigram.pair), weight: bigram.weight };
            steps[start + first * two.kept.count + second] = step;
        }
    }
}

/// The forward sums of all states, scaled at every word that is not settled.
fn sum_forward(cache: &WordCache<'_>, words: &[WindowWord], buffers: &mut TrigramBuffers) {
    let TrigramBuffers { trigrams, trigram_starts, forward, forward_starts, .. } = buffers;
    forward.clear();
    forward_starts.clear();
    forward.push(1.0);
    forward_starts.extend([0, 0]);
    for at in 2..words.len() {
        let [two, three] = [at - 1, at].map(|at| words[at].kept.count);
        let start = forward.len();
        forward_starts.push(start);
        if is_settled(words, at) {
            forward.push(1.0);
            continue;
        }
        for _ in 0..two * three {
            forward.push(0.0);
        }
        let (before, next) = forward.split_at_mut(start);
        let mut row = trigram_starts[at];
        for (state, sum) in before[forward_starts[at - 1]..].iter().enumerate() {
            let column = state % two * three;
            for (place, next) in next[column..column + three].iter_mut().enumerate() {
                *next += sum * trigrams[row + place];
            }
            row += three;
        }
        times_own_weight(cache, &words[at], next);
        scale_to_one(next);
    }
}

/// The backward sums of all states, and with them the posteriors. A settled word keeps its posterior of 1.
fn sum_backward(cache: &WordCache<'_>, words: &mut [WindowWord], buffers: &mut TrigramBuffers) {
    let TrigramBuffers { trigrams, trigram_starts, forward, forward_starts, behind, here, .. } =
        buffers;
    behind.clear();
    behind.resize(forward.len() - forward_starts[words.len() - 1], 1.0);
    for at in (2..words.len()).rev() {
        if is_settled(words, at) {
            continue;
        }
        let [one, two, three] = [at - 2, at - 1, at].map(|at| words[at].kept.count);
        let before = &forward[forward_starts[at]..];
        let mut posteriors = [0.0; MOST_KEPT];
        for (state, behind) in behind.iter().enumerate() {
            posteriors[state % three] += before[state] * behind;
        }
        scale_to_one(&mut posteriors);
        words[at].posteriors = posteriors;
        times_own_weight(cache, &words[at], behind);
        here.clear();
        let mut row = trigram_starts[at];
        for state in 0..one * two {
            let column = state % two * three;
            let mut all = 0.0;
            for (place, behind) in behind[column..column + three].iter().enumerate() {
                all += behind * trigrams[row + place];
            }
            here.push(all);
            row += three;
        }
        scale_to_one(here);
        std::mem::swap(behind, here);
    }
}

/// Multiplies the sum of each state by the own weight of its later reading. A word with one reading is left out: its
/// weight would be a common factor.
fn times_own_weight(cache: &WordCache<'_>, word: &WindowWord, sums: &mut [f32]) {
    let count = word.kept.count;
    if count == 1 {
        return;
    }
    let readings = cache.readings(word.number);
    let mut own = [1.0; MOST_KEPT];
    for (place, at) in word.kept.iter().enumerate() {
        own[place] = readings[at].weight;
    }
    for (state, sum) in sums.iter_mut().enumerate() {
        *sum *= own[state % count];
    }
}

/// Scales weights so that their sum is 1; all become 0 where the sum is not positive.
fn scale_to_one(weights: &mut [f32]) {
    let mut all = 0.0;
    for weight in weights.iter() {
        all += weight;
    }
    let factor = if all > 0.0 { 1.0 / all } else { 0.0 };
    for weight in weights {
        *weight *= factor;
    }
}

/// Whether a word and the two words before it have one reading each.
fn is_settled(words: &[WindowWord], at: usize) -> bool {
    words[at - 2..=at].iter().all(|word| word.kept.count == 1)
}
