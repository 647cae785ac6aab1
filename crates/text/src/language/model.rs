//! The language model: a vocabulary, and the costs of words by unigrams, bigrams and trigrams with back-off.
//! In: `model.bin`, embedded, as `vankien-lab train` wrote it (layout and figures: MODEL.md). Out: words, their
//! numbers, costs.
//! Never changes. Only the header and the line ends of the vocabulary are parsed; all else is read in place.
//!
//! A cost is a negative natural logarithm of a probability, in nats. A bigram or trigram is *kept* where it is stored,
//! because it tells more than its parts (MODEL.md); any other costs a back-off plus the cost of the shorter one.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::cased_pairs::CasedPairs;
use super::letters::MARKED;
use super::packed::{binary_search, binary_search_or_next, nats, probability, u16_at, u32_at};

/// The model as `vankien-lab train` wrote it.
static BYTES: &[u8] = include_bytes!("model.bin");

/// Bytes before the vocabulary: 8 of the signature `VKLM0003`, then five counts of 4.
const HEADER_BYTES: usize = 28;
/// How many numbers follow those of the vocabulary: one each for punctuation, digits and unknown words ("special
/// words").
const SPECIAL_WORDS: usize = 3;
/// The stored share of capitals that stands for 1; 0 stands for 0.
const WHOLE_SHARE: f32 = 255.0;
/// Probability that a word outside the vocabulary has a capital: nothing is known of it.
const UNKNOWN_CAPITAL_SHARE: f32 = 0.5;
/// Least and greatest share of probability that kept trigrams leave to all other words, relative to the bigrams. The
/// model is rounded to sixteenths of a nat, so the exact share may leave these bounds. The least is a judgement;
/// `vankien-lab evaluate-repair --kind all --seed 11` shows its effect.
const TRIGRAM_BACK_OFF_RANGE: (f32, f32) = (0.02, 1.0);
/// Least probability, by bigrams, of all third words without a kept trigram: a divisor that must not be nearly 0. A
/// judgement, not measured.
const LEAST_UNNAMED: f32 = 1e-3;

/// The number of a word in the vocabulary, from 0; valid syllables come first. Three numbers behind the vocabulary
/// stand for [punctuation](Model::punctuation), [digits](Model::digits) and [unknown words](Model::unknown).
pub type Id = u16;

/// What follows a word, as far as the case of the word depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A word that begins with no capital, punctuation, or nothing.
    Small,
    /// A word that begins with a capital.
    Capital,
    /// Digits.
    Number,
}

/// How many values [`Next`] has.
pub const NEXT_KINDS: usize = 3;

/// The model; one for the program. Slices are packed numbers of `model.bin`.
pub struct Model {
    /// The vocabulary, one word a line.
    text: &'static str,
    /// The byte at which each word begins in `text`; last, the byte behind the line break that would end the last word.
    starts: Vec<u32>,
    /// Number of words that are valid syllables; they come first.
    valid: usize,
    /// Unigram cost of each word and special word.
    unigram_costs: &'static [u8],
    /// Back-off cost of each word and special word: added to a unigram behind it without a kept bigram.
    back_offs: &'static [u8],
    /// [`NEXT_KINDS`] shares of capitals for each word, in the order of [`Next`]; special words have none.
    capitals: &'static [u8],
    /// Mean occurrences of each marked letter per word, as `f32`s: first in lower case, then in upper case.
    letters: &'static [u8],
    /// Number of the first kept bigram of each word and special word, and behind the last.
    rows: &'static [u8],
    /// Second word of each kept bigram.
    seconds: &'static [u8],
    /// Cost of each kept bigram.
    bigram_costs: &'static [u8],
    /// How many kept trigrams each kept bigram begins.
    trigram_counts: &'static [u8],
    /// Third word of each kept trigram.
    thirds: &'static [u8],
    /// Cost of each kept trigram.
    trigram_costs: &'static [u8],
    /// Pairs of words in which the first is capitalised otherwise than usual.
    cased_pairs: CasedPairs,
}

/// The model, read on first use.
pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(Model::parse)
}

impl Model {
    fn parse() -> Model {
        // The signature takes the place of two counts.
        let count = |at: usize| u32_at(BYTES, 2 + at) as usize;
        let (words, valid, length) = (count(0), count(1), count(2));
        let (bigrams, trigrams) = (count(3), count(4));
        let all_words = words + SPECIAL_WORDS;
        let mut at = HEADER_BYTES;
        let mut take = |length: usize| {
            let part = &BYTES[at..at + length];
            at += length;
            part
        };
        let text = std::str::from_utf8(take(length)).unwrap_or_default();
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
        starts.push(length as u32 + 1);
        let mut model = Model {
            text,
            starts,
            valid,
            unigram_costs: take(all_words),
            back_offs: take(all_words),
            capitals: take(NEXT_KINDS * words),
            letters: take(8 * MARKED),
            rows: take(4 * (all_words + 1)),
            seconds: take(2 * bigrams),
            bigram_costs: take(bigrams),
            trigram_counts: take(bigrams),
            thirds: take(2 * trigrams),
            trigram_costs: take(trigrams),
            cased_pairs: CasedPairs { firsts: &[], seconds: &[], shares: &[] },
        };
        let pairs = u32_at(take(4), 0) as usize;
        let (firsts, seconds) = (take(2 * pairs), take(2 * pairs));
        model.cased_pairs = CasedPairs { firsts, seconds, shares: take(pairs) };
        model
    }

    /// How many words the vocabulary holds, without the special ones.
    pub fn size(&self) -> usize {
        self.starts.len() - 1
    }

    /// The word with the given number, in lower case. Panics for the numbers of special words.
    pub fn word(&self, id: Id) -> &'static str {
        let at = id as usize;
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize - 1]
    }

    /// The number of `word`, which is given in lower case; `None` where the vocabulary lacks it.
    pub fn find(&self, word: &str) -> Option<Id> {
        self.find_in(word, 0, self.valid).or_else(|| self.find_in(word, self.valid, self.size()))
    }

    /// Binary search in one part of the vocabulary, syllables or other words; each is sorted.
    fn find_in(&self, word: &str, mut low: usize, high: usize) -> Option<Id> {
        let mut end = high;
        while low < end {
            let middle = low.midpoint(end);
            match self.word(middle as Id).cmp(word) {
                std::cmp::Ordering::Equal => return Some(middle as Id),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }

    /// Whether the word is a valid syllable of Vietnamese, and no other word or special word.
    pub fn is_syllable(&self, id: Id) -> bool {
        (id as usize) < self.valid
    }

    /// The number of `word`, in whichever case; `None` where the vocabulary does not hold it as a valid syllable of
    /// Vietnamese.
    pub fn syllable(&self, word: &str) -> Option<Id> {
        self.find(&super::letters::lower_word(word)).filter(|id| self.is_syllable(*id))
    }

    /// The likeliest by itself of the `words` that are valid syllables of the vocabulary, and its cost in nats; `None`
    /// where none is.
    pub fn likeliest_syllable(&self, words: impl Iterator<Item = String>) -> Option<(String, f32)> {
        let cost = |word: &str| self.syllable(word).map(|id| self.unigram_cost(id));
        let costs = words.filter_map(|word| cost(&word).map(|cost| (word, cost)));
        costs.min_by(|one, other| one.1.total_cmp(&other.1))
    }

    /// The number that stands for punctuation.
    pub fn punctuation(&self) -> Id {
        self.size() as Id
    }

    /// The number that stands for a run of digits.
    pub fn digits(&self) -> Id {
        self.size() as Id + 1
    }

    /// The number that stands for a word outside the vocabulary.
    pub fn unknown(&self) -> Id {
        self.size() as Id + 2
    }

    /// The second words of all kept bigrams, as little-endian bytes, indexed by the number of the bigram.
    pub fn seconds(&self) -> &'static [[u8; 2]] {
        self.seconds.as_chunks().0
    }

    /// The cost of `second` after `first` in nats, by bigram or back-off.
    pub fn cost(&self, first: Id, second: Id) -> f32 {
        let row = self.row(first);
        row.cost(row.pair(second), second)
    }

    /// The kept bigrams that `first` begins.
    #[inline]
    pub fn row(&self, first: Id) -> BigramRow<'_> {
        let (from, to) = (u32_at(self.rows, first as usize), u32_at(self.rows, first as usize + 1));
        BigramRow { model: self, from, to, back_off: self.back_offs[first as usize] }
    }

    /// The cost of a word by itself (unigram), in nats.
    #[inline]
    pub fn unigram_cost(&self, id: Id) -> f32 {
        nats(self.unigram_costs[id as usize])
    }

    /// How much likelier `second` is after `first` than anywhere, in nats (pointwise mutual information). Negative
    /// where it is less likely.
    pub fn bond(&self, first: Id, second: Id) -> f32 {
        nats(self.unigram_costs[second as usize]) - self.cost(first, second)
    }

    /// The cost of `third` after `first` and `second` in nats, by trigram, bigram or back-off.
    pub fn cost_after(&self, first: Id, second: Id, third: Id) -> f32 {
        let Some(pair) = self.row(first).pair(second) else { return self.cost(second, third) };
        let after = self.after(pair);
        after.cost(third).unwrap_or_else(|| after.back_off() + self.cost(second, third))
    }

    /// The cost of the second word of a kept bigram after the first, in nats.
    #[inline]
    pub(crate) fn cost_of(&self, pair: Pair) -> f32 {
        nats(self.bigram_costs[pair.0 as usize])
    }

    /// The kept trigrams that a kept bigram begins.
    #[inline]
    pub fn after(&self, pair: Pair) -> TrigramRow<'_> {
        let starts = self.trigram_starts();
        let at = pair.0 as usize;
        TrigramRow { model: self, pair: at, from: starts[at], to: starts[at + 1] }
    }

    /// Number of the first kept trigram of each kept bigram; last, the number of all kept trigrams.
    fn trigram_starts(&self) -> &'static [u32] {
        static STARTS: OnceLock<Vec<u32>> = OnceLock::new();
        STARTS.get_or_init(|| {
            let mut starts = Vec::with_capacity(self.trigram_counts.len() + 1);
            let mut all: u32 = 0;
            for count in self.trigram_counts {
                starts.push(all);
                all += u32::from(*count);
            }
            starts.push(all);
            starts
        })
    }

    /// The back-off cost of a kept bigram: what a third word without a kept trigram costs beyond its cost after the
    /// second. It makes the probabilities of all third words sum to 1, unless [`TRIGRAM_BACK_OFF_RANGE`] bounds it. The
    /// trigrams of the bigram have the numbers `from..to`; where there are none, the cost is 0.
    fn trigram_back_off(&self, pair: usize, from: u32, to: u32) -> f32 {
        if from == to {
            return 0.0;
        }
        let second = u16_at(self.seconds, pair);
        let (mut by_trigrams, mut by_bigrams) = (0.0, 0.0);
        let mut row = self.row(second);
        for trigram in from as usize..to as usize {
            let third = u16_at(self.thirds, trigram);
            by_trigrams += probability(usize::from(self.trigram_costs[trigram]));
            by_bigrams += probability(row.stored_cost_of_next(third));
        }
        let share: f32 = (1.0 - by_trigrams) / (1.0 - by_bigrams).max(LEAST_UNNAMED);
        let (least, greatest) = TRIGRAM_BACK_OFF_RANGE;
        -share.clamp(least, greatest).ln()
    }

    /// Mean number of occurrences per word, in clean text, of the marked letter with this number, as a capital if
    /// `upper`.
    pub(crate) fn letters_per_word(&self, number: usize, upper: bool) -> f32 {
        f32::from_bits(u32_at(self.letters, number + MARKED * usize::from(upper)))
    }

    /// The probability, from 0 to 1, that a word begins with a capital inside a sentence, by the kind of what follows.
    /// Where `next_word` is given and the pair is capitalised otherwise than usual, by that pair. 0.5 for special
    /// words.
    pub fn capital_share(&self, id: Id, next: Next, next_word: Option<Id>) -> f32 {
        let of_pair = next_word.and_then(|next_word| self.cased_pairs.share(id, next_word));
        let of_word = || self.capitals.get(NEXT_KINDS * id as usize + next as usize).copied();
        match of_pair.or_else(of_word) {
            Some(share) => f32::from(share) / WHOLE_SHARE,
            None => UNKNOWN_CAPITAL_SHARE,
        }
    }
}

/// The number of a kept bigram, from 0, in order of first word, then of second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair(u32);

impl Pair {
    /// The kept bigram with this number.
    #[inline]
    pub fn of(number: u32) -> Pair {
        Pair(number)
    }
}

/// The kept bigrams that one word begins.
pub struct BigramRow<'m> {
    model: &'m Model,
    /// Number of the first of these bigrams.
    from: u32,
    /// Number behind the last.
    to: u32,
    /// Stored back-off cost of the word.
    back_off: u8,
}

impl BigramRow<'_> {
    /// The bigram that `second` makes with the word; `None` where it is not kept.
    #[inline]
    pub fn pair(&self, second: Id) -> Option<Pair> {
        binary_search(self.model.seconds, self.from, self.to, second).map(|at| Pair(at as u32))
    }

    /// The second words of these bigrams in ascending order, as little-endian bytes, and the number of the first
    /// bigram.
    #[inline]
    pub fn pairs(&self) -> (&'static [[u8; 2]], u32) {
        (&self.model.seconds()[self.from as usize..self.to as usize], self.from)
    }

    /// What a second word without a kept bigram costs beyond its unigram cost, in nats.
    pub fn back_off(&self) -> f32 {
        nats(self.back_off)
    }

    /// The stored cost of `second`. Must be asked for second words in ascending order: the bigrams before the last one
    /// asked for are not searched again.
    #[inline]
    fn stored_cost_of_next(&mut self, second: Id) -> usize {
        let found = binary_search_or_next(self.model.seconds, self.from, self.to, second);
        self.from = found.unwrap_or_else(|next| next);
        match found {
            Ok(pair) => usize::from(self.model.bigram_costs[pair as usize]),
            Err(_) => {
                let unigram = self.model.unigram_costs[second as usize];
                usize::from(self.back_off) + usize::from(unigram)
            }
        }
    }

    /// The cost of `second` after the word, in nats; `pair` is what [`BigramRow::pair`] gave for it.
    pub fn cost(&self, pair: Option<Pair>, second: Id) -> f32 {
        match pair {
            Some(pair) => self.model.cost_of(pair),
            None => nats(self.back_off) + nats(self.model.unigram_costs[second as usize]),
        }
    }
}

/// The kept trigrams that one kept bigram begins.
pub struct TrigramRow<'m> {
    model: &'m Model,
    /// Number of the bigram.
    pair: usize,
    /// Number of the first trigram.
    from: u32,
    /// Number behind the last.
    to: u32,
}

impl TrigramRow<'_> {
    /// The cost of `third` after the bigram, in nats; `None` where the trigram is not kept.
    pub fn cost(&self, third: Id) -> Option<f32> {
        let at = binary_search(self.model.thirds, self.from, self.to, third)?;
        Some(nats(self.model.trigram_costs[at]))
    }

    /// What a third word without a kept trigram costs beyond its cost after the second word, in nats; 0 where the
    /// bigram begins no kept trigram. Computed when first asked for: computing it for all bigrams takes longer than a
    /// question may.
    pub fn back_off(&self) -> f32 {
        static BACK_OFFS: OnceLock<Vec<AtomicU32>> = OnceLock::new();
        let bigrams = self.model.bigram_costs.len();
        let back_offs =
            BACK_OFFS.get_or_init(|| (0..bigrams).map(|_| AtomicU32::new(NOT_COMPUTED)).collect());
        // Two threads that compute it at once get the same value.
        let known = back_offs[self.pair].load(Ordering::Relaxed);
        if known != NOT_COMPUTED {
            return f32::from_bits(known);
        }
        let value = self.model.trigram_back_off(self.pair, self.from, self.to);
        back_offs[self.pair].store(value.to_bits(), Ordering::Relaxed);
        value
    }
}

/// Stands for a back-off cost that was not computed yet: the bits of a NaN, which no cost is.
const NOT_COMPUTED: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_whole() {
        let model = model();
        assert_eq!(&BYTES[..8], b"VKLM0003");
        assert!(model.size() > 5000 && model.is_syllable(0) && model.bigram_costs.len() > 100_000);
        let words: Vec<&str> = (0..model.size()).map(|id| model.word(id as Id)).collect();
        assert!(words[..model.valid].is_sorted_by(|a, b| a < b));
        assert!(words[model.valid..].is_sorted_by(|a, b| a < b));
        assert!(words[..model.valid].iter().all(|word| super::super::syllable::is_valid(word)));
        assert!((0..model.size() as Id).all(|id| model.find(model.word(id)) == Some(id)));
        assert_eq!((model.find("nghj"), model.find("")), (None, None));
    }

    #[test]
    fn a_set_phrase_is_cheap() {
        let model = model();
        let id = |word| (0..model.size() as Id).find(|id| model.word(*id) == word).unwrap();
        assert!(model.cost(id("tham"), id("nhũng")) < 3.0);
        assert!(model.cost(id("tham"), id("những")) > 6.0);
    }
}
