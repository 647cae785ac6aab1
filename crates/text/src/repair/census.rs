//! The census of a paper: how often it holds each marked letter, and how many of its words are Vietnamese.
//! In: words, one after the other. Out: counts by letter and case; the quality of the text.
//! A letter that is much rarer than in other papers is a candidate for a lost letter. The census proves no loss.
//!
//! A *marked letter* is a letter of Vietnamese that ASCII lacks: one with a tone or another mark, or `đ`.

use super::lexicon::LexiconEntry;
use super::loss::{LossId, Replacement, letter_index};
use crate::language::letters;
use crate::language::model::model;
use crate::language::words::Tally;
use crate::quality::Quality;

// Which letters are missing from a paper. The values are judgements; `vankien-lab evaluate-repair --kind
// clean,letters-1-2,letters-3-4,letters-6-9` shows what another value gives back and what it harms.

/// Letters can be missing only if at least this many occurrences of them are expected in a paper of this length. If
/// occurrences were independent, a paper would hold none of 7 expected ones by chance once in a thousand
/// (e^-7 = 0.0009).
const LEAST_EXPECTED: f64 = 7.0;
/// Letters can be missing only if at least this many times as many occurrences are expected as the paper holds.
const EXPECTED_PER_LEFT: f64 = 20.0;
/// A letter can be missing only if at least this many occurrences per word are expected: one in 1,500 words. How often
/// a rarer letter occurs depends on the subject, so that a long undamaged paper on one subject may lack it.
const LEAST_SHARE_OF_WORDS: f64 = 1.0 / 1_500.0;
/// A letter can be missing only if there is at least one strange word ([`Tally::strange`]) for each 16 expected
/// occurrences of the letter. Losing a letter leaves strings that are no words.
const EXPECTED_PER_STRANGE: f64 = 16.0;

// Whether a text is Vietnamese. Shares are of all its words, from 0 to 1. The share in the lexicon is
// `Tally::syllables` of `Tally::words`. In Vietnamese text about 0.77 of the words have a marked letter. The limits are
// judgements, no measurement recorded; `cargo test -p vankien-text` and `cargo test -p vankien-files` hold texts on
// both sides.

/// Words that a text must have to be called poor, foreign or unmarked. A shorter text always counts as good.
const LEAST_WORDS: u32 = 50;
/// Quality is poor if a smaller share of words than this is in the lexicon.
const GOOD_LEXICON_SHARE: f32 = 0.70;
/// Quality is poor if a smaller share of words than this has a marked letter.
const GOOD_MARKED_SHARE: f32 = 0.45;
/// A text is foreign if a smaller share of words than this is in the lexicon.
const NATIVE_LEXICON_SHARE: f32 = 0.50;
/// A text is foreign if a smaller share of words than this has a marked letter.
const NATIVE_MARKED_SHARE: f32 = 0.25;
/// The marks were stripped from the whole text if a smaller share of words than this has a marked letter.
const UNMARKED_SHARE: f32 = 0.10;

/// How many words a text has, and how often each marked letter stands in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Census {
    /// How many words there are, and how many of each kind.
    pub tally: Tally,
    /// Occurrences of each marked letter, by [`letter_index`], a `u8`. Entries at [`LexiconEntry`]'s dummy indices,
    /// above all letters, are counted and never read.
    left: [u32; 256],
}

impl Default for Census {
    fn default() -> Census {
        Census { tally: Tally::default(), left: [0; 256] }
    }
}

impl Census {
    /// Counts a word of the lexicon that looks complete ([`LexiconEntry::is_whole`]), with its marked letters.
    #[inline]
    pub fn add(&mut self, word: &LexiconEntry) {
        self.tally.words += 1;
        self.tally.syllables += 1;
        self.tally.marked += u32::from(word.is_marked);
        for index in word.letters {
            self.left[index as usize] += 1;
        }
    }

    /// Counts the marked letters of `text`, and no word. Used for words that [`Census::add`] does not take; the caller
    /// counts those in `tally` itself.
    pub fn add_letters(&mut self, text: &str) {
        for (number, upper) in text.chars().filter_map(letters::number) {
            self.left[letter_index(number, upper) as usize] += 1;
        }
    }

    /// The census of the whole text after an edit. `self` is its census before the edit, `before` that of the edited
    /// stretch before, `after` that of the same stretch after. Saves counting the whole text again.
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

    /// The marked letters that seem to be missing: a usual paper of this length holds many, this one none or hardly
    /// any. A small letter and its capital are judged separately. Each is given as the loss that leaves nothing in its
    /// place.
    pub fn missing(&self) -> impl Iterator<Item = LossId> + '_ {
        LossId::of_letters(Replacement::Nothing).filter(|loss| {
            let expected = self.expected(*loss);
            are_too_rare(expected, self.left(*loss))
                && expected >= f64::from(self.tally.words) * LEAST_SHARE_OF_WORDS
                && f64::from(self.tally.strange) * EXPECTED_PER_STRANGE >= expected
        })
    }

    /// How often the letter that `loss` concerns stands in the text now. Not for losses of no letter (spaces).
    pub fn left(&self, loss: LossId) -> u32 {
        let (number, upper) = loss.letter();
        self.left[letter_index(number, upper) as usize]
    }

    /// How many occurrences of the letter that `loss` concerns the language model expects in a paper with as many words
    /// as this one. Not for losses of no letter (spaces).
    pub fn expected(&self, loss: LossId) -> f64 {
        let (number, upper) = loss.letter();
        f64::from(self.tally.words) * f64::from(model().letters_per_word(number, upper))
    }
}

/// Whether letters of which a usual paper of this length holds `expected` seem to be missing from one that holds `left`.
pub fn are_too_rare(expected: f64, left: u32) -> bool {
    expected >= LEAST_EXPECTED && f64::from(left) * EXPECTED_PER_LEFT <= expected
}

/// Whether the marks of nearly all words were stripped. [`is_foreign`] is true of such a text, too.
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

/// Whether a text with these words can be trusted to be Vietnamese. A text of few words ([`LEAST_WORDS`]) counts as
/// good.
pub fn quality(tally: Tally) -> Quality {
    let share = |part: u32| part as f32 / tally.words as f32;
    let poor =
        share(tally.syllables) < GOOD_LEXICON_SHARE || share(tally.marked) < GOOD_MARKED_SHARE;
    if tally.words >= LEAST_WORDS && poor { Quality::Poor } else { Quality::Good }
}
