//! The readings of each word of a text, and the bigrams of the language model between the readings of two words.
//! In: words of a text, as they come. Out: readings with their probabilities; for two words, their bigrams. Each word
//! and each pair of words is looked up once, because papers repeat themselves. Never grows without bound: a full cache
//! is emptied.
//!
//! *Weight* is a probability as a factor, raised to [`MARKS_MODEL_WEIGHT`] where it comes from the language model. A *bigram*
//! is a pair of words that the model holds by itself; the probability of any other pair is the back-off weight of its
//! first word times the unigram weight of its second.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::base_groups::{Group, groups};
use super::kept_readings::{IndexHashing, NO_PLACE};
use crate::language::letters;
use crate::language::model::{Id, Pair, model};
use crate::language::words::{Kind, Token};

/// Exponent of the probabilities of the language model. It is below 1 because the model is surer than it should be. Set
/// by hand; `vankien-lab evaluate-repair --kind no-marks --seed 11 --reliability` shows whether another value is
/// better.
pub const MARKS_MODEL_WEIGHT: f32 = 0.9;
/// The cache is emptied when it holds more bigrams and pairs of words than this, about 5 MB. A bound of memory; `cargo
/// test --test program doubling::a_paper_without_marks -- --ignored` shows its cost in time.
const MOST_BIGRAMS: usize = 1 << 18;
/// The cache is emptied when it holds more words as written than this. A bound of memory, as [`MOST_BIGRAMS`].
const MOST_WORDS: usize = 1 << 14;
/// The model stores costs in steps of a sixteenth of a nat.
const STEPS_PER_NAT: f32 = 16.0;
/// Costs below this many steps (32 nats) have their weight looked up in a table. A stored cost is one byte, so it is
/// below 256 steps (16 nats).
const TABULATED_STEPS: u16 = 512;

/// A reading of one word.
#[derive(Clone, Copy, Debug)]
pub struct WordReading {
    /// The number of the word in the vocabulary.
    pub id: Id,
    /// Whether it differs from what is written: it has marks that the text lacks.
    pub is_changed: bool,
    /// Weight of the text as it is written, given that this word was meant.
    pub weight: f32,
    /// Unigram weight: how likely this word is by itself.
    pub unigram: f32,
    /// Back-off weight: factor for the unigram weight of a word that is in no bigram behind this one.
    pub back_off: f32,
}

impl WordReading {
    /// The word `id`, where writing it as the text has it costs `cost` nats.
    pub fn new(id: Id, is_changed: bool, cost: f32) -> WordReading {
        WordReading {
            id,
            is_changed,
            weight: (-cost).exp(),
            unigram: model_weight(model().unigram_cost(id)),
            back_off: model_weight(model().row(id).back_off()),
        }
    }
}

/// All readings of one word.
struct ReadingsOfWord {
    /// At most 255 readings, in the order in which they were given.
    readings: Vec<WordReading>,
    /// The base groups of the readings. For each, the index in `readings` of every member of the group; [`NO_PLACE`]
    /// where the member is no reading.
    groups: Vec<(Group, Vec<u8>)>,
}

impl ReadingsOfWord {
    fn new(mut readings: Vec<WordReading>) -> ReadingsOfWord {
        readings.truncate(usize::from(NO_PLACE));
        let mut found: Vec<(Group, Vec<u8>)> = Vec::new();
        for (at, reading) in (0..).zip(&readings) {
            let (group, size) = groups().group(reading.id);
            let index = match found.iter().position(|(known, _)| *known == group) {
                Some(index) => index,
                None => {
                    found.push((group, vec![NO_PLACE; size]));
                    found.len() - 1
                }
            };
            found[index].1[groups().place(reading.id)] = at;
        }
        ReadingsOfWord { readings, groups: found }
    }
}

/// A bigram of the model between a reading of one word and a reading of the next.
#[derive(Clone, Copy)]
pub struct Bigram {
    /// Index of the reading of the first word.
    pub first: u8,
    /// Index of the reading of the second word.
    pub second: u8,
    /// The pair in the model.
    pub pair: Pair,
    /// Weight of the second reading behind the first.
    pub weight: f32,
    /// That weight less the weight that the back-off of the first reading would give the second. May be negative.
    pub beyond_back_off: f32,
}

impl Bigram {
    fn new(
        first_word: &ReadingsOfWord,
        second_word: &ReadingsOfWord,
        (first, second): (u8, u8),
        pair: Pair,
    ) -> Bigram {
        let (one, two) =
            (first_word.readings[first as usize], second_word.readings[second as usize]);
        let weight = model_weight(model().cost_of(pair));
        let beyond_back_off = weight - one.back_off * two.unigram;
        Bigram { first, second, pair, weight, beyond_back_off }
    }
}

/// The number of a word in the cache, in the order in which words are met. Words that differ in case share a number.
pub type WordNumber = u32;
/// The number in the cache of punctuation, and of the ends of a window.
pub const PUNCTUATION: WordNumber = 0;
/// The number in the cache of a run of digits.
pub const DIGITS: WordNumber = 1;

/// Where the bigrams between two words stand in the cache: a range of indices, end exclusive. Valid until the cache is
/// emptied.
#[derive(Clone, Copy, Debug, Default)]
pub struct BigramRange {
    begin: u32,
    end: u32,
}

/// The words of one text that were met, with their readings and bigrams.
pub struct WordCache<'t> {
    /// The text whose words are cached.
    text: &'t str,
    /// Gives the readings of a word in lower case.
    readings_of: &'t dyn Fn(&str) -> Vec<WordReading>,
    /// The number of each word, by the word as written.
    numbers: HashMap<&'t str, WordNumber>,
    /// The number of each word, by the word in lower case.
    lower_numbers: HashMap<String, WordNumber>,
    /// By number of the word.
    words: Vec<ReadingsOfWord>,
    /// For each pair of words that was asked for, where its bigrams stand in `bigrams`.
    pairs: HashMap<(WordNumber, WordNumber), BigramRange, IndexHashing>,
    /// The bigrams of all these pairs.
    bigrams: Vec<Bigram>,
}

impl<'t> WordCache<'t> {
    /// An empty cache; `readings_of` gives the readings of a word in lower case.
    pub fn new(text: &'t str, readings_of: &'t dyn Fn(&str) -> Vec<WordReading>) -> WordCache<'t> {
        let mut cache = WordCache {
            text,
            readings_of,
            numbers: HashMap::new(),
            lower_numbers: HashMap::new(),
            words: Vec::new(),
            pairs: HashMap::default(),
            bigrams: Vec::new(),
        };
        cache.clear();
        cache
    }

    /// Empties the cache if it is full; numbers and ranges that it gave before mean nothing then.
    pub fn clear_if_full(&mut self) {
        if self.bigrams.len() + self.pairs.len() > MOST_BIGRAMS || self.numbers.len() > MOST_WORDS {
            self.clear();
        }
    }

    fn clear(&mut self) {
        let only = |id: Id| ReadingsOfWord::new(vec![WordReading::new(id, false, 0.0)]);
        self.numbers.clear();
        self.lower_numbers.clear();
        self.words.clear();
        // In the order of `PUNCTUATION` and `DIGITS`.
        self.words.extend([only(model().punctuation()), only(model().digits())]);
        self.pairs.clear();
        self.bigrams.clear();
    }

    /// The readings of the word with this number, at least one.
    pub fn readings(&self, number: WordNumber) -> &[WordReading] {
        &self.words[number as usize].readings
    }

    /// The number of a token of the text; a new word gets the next number, and its readings are looked up.
    pub fn number(&mut self, token: Token) -> WordNumber {
        match token.kind {
            Kind::Punctuation => PUNCTUATION,
            Kind::Number => DIGITS,
            Kind::Word => {
                let written = token.span.of(self.text);
                if let Some(number) = self.numbers.get(written) {
                    return *number;
                }
                let lower = letters::lower_word(written);
                let next = self.words.len() as WordNumber;
                let number = self.lower_numbers.get(&lower).copied().unwrap_or(next);
                if number == next {
                    self.words.push(ReadingsOfWord::new((self.readings_of)(&lower)));
                    self.lower_numbers.insert(lower, number);
                }
                self.numbers.insert(written, number);
                number
            }
        }
    }

    /// Where the bigrams between readings of the words `one` and `two` stand, in that order. Looked up at the first
    /// call.
    pub fn bigram_range(&mut self, one: WordNumber, two: WordNumber) -> BigramRange {
        if let Some(range) = self.pairs.get(&(one, two)) {
            return *range;
        }
        let begin = self.bigrams.len() as u32;
        let (first, second) = (&self.words[one as usize], &self.words[two as usize]);
        for (one, firsts) in &first.groups {
            for (two, seconds) in &second.groups {
                for found in groups().bigrams(*one, *two) {
                    let places = (firsts[found.first as usize], seconds[found.second as usize]);
                    if places.0 != NO_PLACE && places.1 != NO_PLACE {
                        self.bigrams.push(Bigram::new(first, second, places, found.pair));
                    }
                }
            }
        }
        let range = BigramRange { begin, end: self.bigrams.len() as u32 };
        self.pairs.insert((one, two), range);
        range
    }

    /// The bigrams of a range that [`WordCache::bigram_range`] gave.
    pub fn bigrams(&self, BigramRange { begin, end }: BigramRange) -> &[Bigram] {
        &self.bigrams[begin as usize..end as usize]
    }
}

/// The weight of a cost of the language model, in nats: `e^(-MARKS_MODEL_WEIGHT * cost)`.
pub fn model_weight(cost: f32) -> f32 {
    static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| {
        (0..TABULATED_STEPS)
            .map(|steps| (-MARKS_MODEL_WEIGHT * f32::from(steps) / STEPS_PER_NAT).exp())
            .collect()
    });
    let steps = (cost * STEPS_PER_NAT) as usize;
    WEIGHTS.get(steps).copied().unwrap_or_else(|| (-MARKS_MODEL_WEIGHT * cost).exp())
}
