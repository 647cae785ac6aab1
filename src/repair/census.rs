//! Which letters a paper holds, and whether it is Vietnamese at all.
//! In: text. Out: counts by letter and case; the quality of the text.
//! The census gives the candidates for lost letters, never the proof.

use super::channel::{self, Op};
use super::letters::{self, MARKED};
use super::model::model;
use super::words::Tally;
use crate::document::Quality;

/// How often each marked letter stands in a text.
pub struct Census {
    left: Vec<u32>,
    words: u32,
}

impl Census {
    /// Counts the letters of `text`, which has so many words.
    pub fn of(text: &str, words: u32) -> Census {
        let mut left = vec![0; 2 * MARKED];
        // Every marked letter has two or three bytes in UTF-8: counting them by their code in a
        // plain table is far cheaper than naming each one on the way.
        let mut codes = vec![0_u32; 0x2000];
        for letter in text.chars().filter(|letter| !letter.is_ascii()) {
            if let Some(count) = codes.get_mut(letter as usize) {
                *count += 1;
            }
        }
        let counted = (0..).zip(codes).filter(|(_, count)| *count > 0);
        for (letter, count) in counted {
            let found = char::from_u32(letter).and_then(letters::number);
            if let Some((number, upper)) = found {
                left[number + MARKED * usize::from(upper)] += count;
            }
        }
        Census { left, words }
    }

    /// How often the letter that is lost in `op` is still there.
    pub fn left(&self, op: Op) -> u32 {
        let (number, upper) = channel::letter(op);
        self.left[number + MARKED * usize::from(upper)]
    }

    /// How often a paper of this length holds that letter.
    pub fn expected(&self, op: Op) -> f64 {
        let (number, upper) = channel::letter(op);
        f64::from(self.words) * f64::from(model().letter_share(number, upper))
    }
}

/// Below this many words nothing is said about the quality.
const LEAST_WORDS: u32 = 50;
/// The share of words that must be in the vocabulary.
const KNOWN: f32 = 0.70;
/// The share of words with a marked letter; Vietnamese has about 0.77.
const MARKED_WORDS: f32 = 0.45;

/// Whether a text with these words can be trusted to be Vietnamese.
pub fn quality(tally: Tally) -> Quality {
    let share = |part: u32| part as f32 / tally.words as f32;
    let poor = share(tally.syllables) < KNOWN || share(tally.marked) < MARKED_WORDS;
    if tally.words >= LEAST_WORDS && poor { Quality::Poor } else { Quality::Good }
}
