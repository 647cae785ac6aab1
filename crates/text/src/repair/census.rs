//! Which letters a paper holds, and whether it is Vietnamese at all.
//! In: words, one after the other. Out: counts by letter and case; the quality of the text.
//! The census gives the candidates for lost letters, never the proof.

use super::lexicon::Word;
use super::op::{Op, Stands, place};
use crate::language::letters::{self, MARKED};
use crate::language::model::model;
use crate::language::words::Tally;
use crate::quality::Quality;

/// A letter that is expected so often is missed where it is not there.
const MANY: f64 = 7.0;
/// A letter is hardly there where so many more are expected for each.
const HARDLY_ANY: f64 = 20.0;

/// Of so many words that lose a letter, one at least becomes none.
const LEFT_STRANGE: f64 = 16.0;

/// How many words a text has, and how often each marked letter stands in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Census {
    /// The words.
    pub tally: Tally,
    /// By place of the letter; the places that no letter has are never read.
    left: [u32; 256],
}

impl Default for Census {
    fn default() -> Census {
        Census { tally: Tally::default(), left: [0; 256] }
    }
}

impl Census {
    /// Counts a word of the vocabulary.
    #[inline]
    pub fn add(&mut self, word: &Word) {
        self.tally.words += 1;
        self.tally.syllables += 1;
        self.tally.marked += u32::from(word.is_marked);
        for place in word.letters {
            self.left[place as usize] += 1;
        }
    }

    /// Counts the letters of `text`.
    pub fn add_letters(&mut self, text: &str) {
        for (number, upper) in text.chars().filter_map(letters::number) {
            self.left[place(number, upper) as usize] += 1;
        }
    }

    /// The counts of a text in which `one` stretch became the `other`.
    pub fn exchanged(mut self, one: &Census, other: &Census) -> Census {
        let change = |count: u32, one: u32, other: u32| (count + other).wrapping_sub(one);
        let (was, now) = (one.tally, other.tally);
        self.tally = Tally {
            words: change(self.tally.words, was.words, now.words),
            syllables: change(self.tally.syllables, was.syllables, now.syllables),
            marked: change(self.tally.marked, was.marked, now.marked),
            strange: change(self.tally.strange, was.strange, now.strange),
        };
        for (count, (was, now)) in self.left.iter_mut().zip(one.left.iter().zip(&other.left)) {
            *count = change(*count, *was, *now);
        }
        self
    }

    /// The letters of which a paper of this length holds many and this one holds none, or hardly
    /// any, as ways to be lost without a trace.
    pub fn missing(&self) -> impl Iterator<Item = Op> + '_ {
        let letters = (0..MARKED).flat_map(|number| [(number, false), (number, true)]);
        let ops = letters.map(|(number, upper)| Op::of_letter(number, upper, Stands::Nothing));
        ops.filter(|op| {
            let expected = self.expected(*op);
            expected >= MANY.max(f64::from(self.tally.words) * COMMON)
                && f64::from(self.left(*op)) * HARDLY_ANY <= expected
                && f64::from(self.tally.strange) * LEFT_STRANGE >= expected
        })
    }

    /// How often the letter that is lost in `op` is still there.
    pub fn left(&self, op: Op) -> u32 {
        let (number, upper) = op.letter();
        self.left[place(number, upper) as usize]
    }

    /// How often a paper of this length holds that letter.
    pub fn expected(&self, op: Op) -> f64 {
        let (number, upper) = op.letter();
        f64::from(self.tally.words) * f64::from(model().letter_share(number, upper))
    }
}

/// A letter that stands in fewer words than this is rare: long papers on one thing go without it.
const COMMON: f64 = 1.0 / 1_500.0;

/// Below this many words nothing is said about the quality.
const LEAST_WORDS: u32 = 50;
/// The share of words that must be in the vocabulary.
const KNOWN: f32 = 0.70;
/// The share of words with a marked letter; Vietnamese has about 0.77.
const MARKED_WORDS: f32 = 0.45;
/// With fewer whole words than this share, or fewer marked ones, a text is foreign.
const WHOLE: f32 = 0.50;
/// See [`WHOLE`].
const BEAR_MARKS: f32 = 0.25;
/// With fewer marked words than this share, marks themselves were lost.
const HARDLY_MARKED: f32 = 0.10;

/// Whether the words of a text lost their marks, nearly all of them.
pub fn is_unmarked(tally: Tally) -> bool {
    tally.words >= LEAST_WORDS && (tally.marked as f32) < HARDLY_MARKED * tally.words as f32
}

/// Whether the words are hardly Vietnamese at all: an encoding that was misread, an OCR without
/// Vietnamese, another language. What lost many letters is poor and Vietnamese all the same.
pub fn is_foreign(tally: Tally) -> bool {
    let share = |part: u32| part as f32 / tally.words as f32;
    let foreign = share(tally.syllables) < WHOLE || share(tally.marked) < BEAR_MARKS;
    tally.words >= LEAST_WORDS && foreign
}

/// Whether a text with these words can be trusted to be Vietnamese.
pub fn quality(tally: Tally) -> Quality {
    let share = |part: u32| part as f32 / tally.words as f32;
    let poor = share(tally.syllables) < KNOWN || share(tally.marked) < MARKED_WORDS;
    if tally.words >= LEAST_WORDS && poor { Quality::Poor } else { Quality::Good }
}
