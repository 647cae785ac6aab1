//! How likely each reading of each word of a window is, by the words around it: the forward-backward algorithm over
//! bigrams, then over trigrams.
//! In: the tokens of a window, the readings of each word. Out: the likeliest reading of each word and its posterior.
//! Never decides whether a reading is written.
//!
//! Only bigrams that the model holds are visited one by one. All other pairs share the back-off of their first reading,
//! so that one sum stands for them: the cost is that of the bigrams, not of all pairs of readings.

use super::kept_readings::KeptReadings;
use super::trigram_forward_backward::{self, TrigramBuffers};
use super::window_word::WindowWord;
use super::word_cache::{BigramRange, PUNCTUATION, WordCache, WordReading};
use crate::language::model::Id;
use crate::language::words::Token;

/// How many punctuation tokens are put before each window, so that its first word has two before it, as a trigram
/// needs.
const WORDS_BEFORE_WINDOW: usize = 2;

/// A token with its likeliest reading, where that differs from what is written.
#[derive(Clone, Copy, Debug)]
pub struct FoundReading {
    /// The token.
    pub token: Token,
    /// The number of the word that it is read as.
    pub id: Id,
    /// The probability of that reading, from 0 to 1.
    pub posterior: f32,
}

/// Weighs the windows of one text, one after the other.
pub struct WindowWeigher<'t> {
    /// The words of the text that were met before.
    cache: WordCache<'t>,
    /// Memory that is used again.
    buffers: Buffers,
}

/// Memory for the sums over one window, used again for the next.
#[derive(Default)]
struct Buffers {
    /// The words of the window, with punctuation before and behind them.
    words: Vec<WindowWord>,
    /// The bigrams of each word with the one before it.
    bigrams: Vec<BigramRange>,
    /// Forward sums of the readings, one word after the other.
    forward: Vec<f32>,
    /// Where the forward sums of each word begin.
    starts: Vec<usize>,
    /// Backward sums of the readings of the word behind the current one.
    behind: Vec<f32>,
    /// Backward sums of the readings of the current word.
    here: Vec<f32>,
    /// Posteriors of the readings of the current word, up to a factor.
    posteriors: Vec<f32>,
    trigrams: TrigramBuffers,
}

impl<'t> WindowWeigher<'t> {
    /// A weigher for windows of `text`. `readings_of` gives the readings of a word that is passed in lower case; it
    /// must give at least one.
    pub fn new(
        text: &'t str,
        readings_of: &'t dyn Fn(&str) -> Vec<WordReading>,
    ) -> WindowWeigher<'t> {
        WindowWeigher { cache: WordCache::new(text, readings_of), buffers: Buffers::default() }
    }

    /// Weighs a window of consecutive tokens. For each token with an index in the range `settled`, adds to `found` its
    /// likeliest reading, if that differs from what is written. The other tokens are context.
    pub fn weigh(
        &mut self,
        window: &[Token],
        settled: std::ops::Range<usize>,
        found: &mut Vec<FoundReading>,
    ) {
        self.cache.clear_if_full();
        let mut buffers = std::mem::take(&mut self.buffers);
        buffers.words.clear();
        buffers.words.extend([WindowWord::new(PUNCTUATION); WORDS_BEFORE_WINDOW]);
        for token in window {
            let number = self.cache.number(*token);
            buffers.words.push(WindowWord::new(number));
        }
        buffers.words.push(WindowWord::new(PUNCTUATION));
        if buffers.words.iter().any(|word| self.cache.readings(word.number).len() > 1) {
            self.keep_likely_by_bigrams(&mut buffers);
            if buffers.words.iter().any(|word| word.kept.count > 1) {
                let Buffers { words, bigrams, trigrams, .. } = &mut buffers;
                trigram_forward_backward::weigh(&self.cache, words, bigrams, trigrams);
            }
            for at in settled {
                let word = &buffers.words[at + WORDS_BEFORE_WINDOW];
                let (place, posterior) = word.likeliest();
                let reading = self.cache.readings(word.number)[place];
                if reading.is_changed {
                    found.push(FoundReading { token: window[at], id: reading.id, posterior });
                }
            }
        }
        self.buffers = buffers;
    }

    /// Keeps the readings of each word that are likely by bigrams. Sums are scaled at every word, so that none leaves
    /// the range of an `f32`.
    fn keep_likely_by_bigrams(&mut self, buffers: &mut Buffers) {
        let Buffers { words, bigrams, forward, starts, behind, here, posteriors, .. } = buffers;
        bigrams.clear();
        bigrams.push(BigramRange::default());
        for pair in words.windows(2) {
            bigrams.push(self.cache.bigram_range(pair[0].number, pair[1].number));
        }
        forward.clear();
        starts.clear();
        forward.push(1.0);
        starts.push(0);
        let mut scale = 1.0;
        for at in 1..words.len() {
            let (one, own) = self.readings_of_two(words, at - 1);
            let (begin, start) = (starts[at - 1], forward.len());
            let back_off = scale * weighted_sum(&forward[begin..], one, |reading| reading.back_off);
            for reading in own {
                forward.push(back_off * reading.unigram);
            }
            let (before, next) = forward[begin..].split_at_mut(start - begin);
            for bigram in self.cache.bigrams(bigrams[at]) {
                let share = scale * before[bigram.first as usize];
                next[bigram.second as usize] += share * bigram.beyond_back_off;
            }
            scale = times_own_weight(next, own);
            starts.push(start);
        }
        // In `behind`, the sum of each reading is already multiplied by its own weight.
        behind.clear();
        behind.push(1.0);
        scale = 1.0;
        for at in (0..words.len() - 1).rev() {
            let (own, next) = self.readings_of_two(words, at);
            let unigrams = scale * weighted_sum(behind, next, |reading| reading.unigram);
            here.clear();
            for reading in own {
                here.push(unigrams * reading.back_off);
            }
            for bigram in self.cache.bigrams(bigrams[at + 1]) {
                let share = scale * behind[bigram.second as usize];
                here[bigram.first as usize] += share * bigram.beyond_back_off;
            }
            if own.len() > 1 {
                posteriors.clear();
                let before = &forward[starts[at]..][..here.len()];
                for (place, here) in here.iter().enumerate() {
                    posteriors.push(if *here > 0.0 { here * before[place] } else { 0.0 });
                }
                words[at].kept = KeptReadings::likely(posteriors);
            }
            scale = times_own_weight(here, own);
            std::mem::swap(behind, here);
        }
    }

    /// The readings of the word `at`, and of the next one.
    fn readings_of_two(&self, words: &[WindowWord], at: usize) -> (&[WordReading], &[WordReading]) {
        (self.cache.readings(words[at].number), self.cache.readings(words[at + 1].number))
    }
}

/// The sum over readings of their sum times their `weight`. (A plain loop: it is the innermost one.)
fn weighted_sum(
    sums: &[f32],
    readings: &[WordReading],
    weight: impl Fn(&WordReading) -> f32,
) -> f32 {
    let sums = &sums[..readings.len()];
    let mut all = 0.0;
    for (place, reading) in readings.iter().enumerate() {
        all += sums[place] * weight(reading);
    }
    all
}

/// Multiplies the sum of each reading by its own weight, and returns the factor that makes all of them together 1; 0
/// where they are all 0. A sum may be a little below 0, by rounding in what bigrams add; it counts as 0.
fn times_own_weight(sums: &mut [f32], readings: &[WordReading]) -> f32 {
    let readings = &readings[..sums.len()];
    let mut all = 0.0;
    for (place, sum) in sums.iter_mut().enumerate() {
        *sum = if *sum > 0.0 { *sum * readings[place].weight } else { 0.0 };
        all += *sum;
    }
    if all > 0.0 { 1.0 / all } else { 0.0 }
}
