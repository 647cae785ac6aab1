//! The census of a paper: how often it holds each marked letter, and how many of its words are Vietnamese.
//! In: words, one after the other. Out: counts by letter and case; the quality of the text.
//! The census names candidates for lost letters. It never proves that one is lost.
//!
//! A *marked letter* is a letter of Vietnamese that ASCII lacks: one with a tone or another mark, or `đ`.

use super::lexicon::LexiconEntry;
use super::loss::{LossId, Replacement, letter_index};
use crate::language::letters::{self, MARKED};
use crate::language::model::model;
use crate::language::words::Tally;
use crate::quality::Quality;

// Which letters are missing from a paper. The values are judgements; `vankien-lab evaluate-repair --kind
// clean,letters-1-2,letters-3-4,letters-6-9` shows what another value gives back and what it harms.

/// A letter is missing only where at least so many occurrences of it are expected in a paper of this length. Were
/// occurrences independent, a paper would hold none of 7 expected ones by chance once in a thousand (e^-7 = 0.0009).
const LEAST_EXPECTED: f64 = 7.0;
/// A letter is missing where this many times more occurrences are expected than the paper holds.
const EXPECTED_PER_LEFT: f64 = 20.0;
/// Share of words that hold a letter at least for it to be missed: one in 1,500. Rarer letters depend on the subject, so
/// that long papers on one subject lack them.
const LEAST_SHARE_OF_WORDS: f64 = 1.0 / 1_500.0;
/// A letter is missing only where at least one in so many of the words that should hold it is now outside the lexicon: a
/// loss leaves words that are none.
const EXPECTED_PER_STRANGE: f64 = 16.0;

// Whether a text is Vietnamese. Shares are of all its words, from 0 to 1. In Vietnamese text about 0.77 of the words have
// a marked letter. The limits are judgements, no measurement recorded; `cargo test -p vankien-text` and `cargo test -p vankien-files`
// hold texts on both sides of each.

/// Number of words below which nothing is said about the quality.
const LEAST_WORDS: u32 = 50;
/// Quality is poor with a smaller share of words in the lexicon.
const GOOD_LEXICON_SHARE: f32 = 0.70;
/// Quality is poor with a smaller share of words with a marked letter.
const GOOD_MARKED_SHARE: f32 = 0.45;
/// A text is foreign with a smaller share of words in the lexicon.
const NATIVE_LEXICON_SHARE: f32 = 0.50;
/// A text is foreign with a smaller share of words with a marked letter.
const NATIVE_MARKED_SHARE: f32 = 0.25;
/// With a smaller share of words with a marked letter, the marks were stripped from the whole text.
const UNMARKED_SHARE: f32 = 0.10;

/// How many words a text has, and how often each marked letter stands in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Census {
    /// The words.
    pub tally: Tally,
    /// Occurrences of each marked letter, by [`letter_index`]. Entries at [`LexiconEntry`]'s dummy indices, above all
    /// letters, are counted and never read.
    left: [u32; 256],
}

impl Default for Census {
    fn default() -> Census {
        Census { tally: Tally::default(), left: [0; 256] }
    }
}

impl Census {
    /// Counts a word of the lexicon.
    #[inline]
    pub fn add(&mut self, word: &LexiconEntry) {
        self.tally.words += 1;
        self.tally.syllables += 1;
        self.tally.marked += u32::from(word.is_marked);
        for index in word.letters {
            self.left[index as usize] += 1;
        }
    }

    /// Counts the marked letters of `text`, and no word.
    pub fn add_letters(&mut self, text: &str) {
        for (number, upper) in text.chars().filter_map(letters::number) {
            self.left[letter_index(number, upper) as usize] += 1;
        }
    }

    /// The census of the text in which a stretch with the census `before` was replaced by one with the census `after`.
    pub fn exchanged(mut self, before: &Census, after: &Census) -> Census {
        // Wrapping, because the dummy entries may be counted differently.
        let change = |count: u32, before: u32, after: u32| (count + after).wrapping_sub(before);
        let (was, now) = (before.tally, after.tally);
        self.tally = Tally {
            words: change(self.tally.words, was.words, now.words),
            syllables: change(self.tally.syllables, was.syllables, now.syllables),
            marked: change(self.tally.marked, was.marked, now.marked),
            strange: change(self.tally.strange, was.strange, now.strange),
        };
        for (index, count) in self.left.iter_mut().enumerate() {
            *count = change(*count, before.left[index], after.left[index]);
        }
        self
    }

    /// The marked letters of which a paper of this length holds many and this one none or hardly any, as losses without a
    /// trace.
    pub fn missing(&self) -> impl Iterator<Item = LossId> + '_ {
        let letters = (0..MARKED).flat_map(|number| [(number, false), (number, true)]);
        let losses =
            letters.map(|(number, upper)| LossId::of_letter(number, upper, Replacement::Nothing));
        losses.filter(|loss| {
            let expected = self.expected(*loss);
            let least = LEAST_EXPECTED.max(f64::from(self.tally.words) * LEAST_SHARE_OF_WORDS);
            expected >= least
                && f64::from(self.left(*loss)) * EXPECTED_PER_LEFT <= expected
                && f64::from(self.tally.strange) * EXPECTED_PER_STRANGE >= expected
        })
    }

    /// How often the letter that `loss` concerns stands in the text.
    pub fn left(&self, loss: LossId) -> u32 {
        let (number, upper) = loss.letter();
        self.left[letter_index(number, upper) as usize]
    }

    /// How often a paper with so many words holds the letter that `loss` concerns, by the language model.
    pub fn expected(&self, loss: LossId) -> f64 {
        let (number, upper) = loss.letter();
        f64::from(self.tally.words) * f64::from(model().letters_per_word(number, upper))
    }
}

/// Whether the marks of nearly all words were stripped.
pub fn is_unmarked(tally: Tally) -> bool {
    tally.words >= LEAST_WORDS && (tally.marked as f32) < UNMARKED_SHARE * tally.words as f32
}

/// Whether the words are hardly Vietnamese: a wrongly decoded text, an OCR without Vietnamese, another language. A
/// Vietnamese paper that lost many letters has poor quality and is not foreign.
pub fn is_foreign(tally: Tally) -> bool {
    let share = |part: u32| part as f32 / tally.words as f32;
    let foreign =
        share(tally.syllables) < NATIVE_LEXICON_SHARE || share(tally.marked) < NATIVE_MARKED_SHARE;
    tally.words >= LEAST_WORDS && foreign
}

/// Whether a text with these words can be trusted to be Vietnamese.
pub fn quality(tally: Tally) -> Quality {
    let share = |part: u32| part as f32 / tally.words as f32;
    let poor =
        share(tally.syllables) < GOOD_LEXICON_SHARE || share(tally.marked) < GOOD_MARKED_SHARE;
    if tally.words >= LEAST_WORDS && poor { Quality::Poor } else { Quality::Good }
}
