//! The readings of one word, weighed once for a whole text.
//! In: a word as it stands and a reader. Out: its letters and what each way to read them costs.
//! Words come again and again, so that nearly all of them are known already.

use std::collections::HashMap;
use std::rc::Rc;

use super::reader::Reader;
use super::unit::Unit;
use super::weigh::{Weight, weigh};
use crate::encoding::kind::Encoding;
use crate::language::model::model;
use crate::span::Span;

/// What it costs that a word stands as it is in a text that marks its letters by signs.
const LITERAL: f32 = 12.0;
/// What it costs that a sign behind a vowel is no mark of it, and the same where a sentence may end.
const SIGN: f32 = 4.0;
const SIGN_AT_END: f32 = 1.0;
/// What it costs that a word stands in a text that was misread although no misreading gives its letters.
const ALIEN: f32 = 4.0;
/// A longer run of bytes without a blank is no word and stays.
const LONGEST: usize = 400;
/// So many readings of one word are weighed.
const MOST: usize = 64;

/// A letter of a reading: one character, or two (the second is NUL where there is none).
pub type Letter = [char; 2];

/// One way to read a word.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Which; `None` where the word stands as it is.
    pub choice: Option<usize>,
    /// What it costs as Vietnamese.
    pub weight: Weight,
    /// What it costs because it is seldom meant, inside a sentence and where one may end.
    pub penalty: [f32; 2],
}

/// A word and its readings.
#[derive(Debug)]
pub struct Word {
    units: Vec<Unit>,
    /// As it stands.
    pub plain: Weight,
    /// As it was written.
    pub readings: Vec<Reading>,
    /// How many of its letters had lost a byte.
    pub lost: usize,
}

/// The words of a text that were read before.
#[derive(Default)]
pub struct Words<'t>(HashMap<(Reader, &'t str), Rc<Word>>);

impl<'t> Words<'t> {
    /// The word that stands at `span` of `text`.
    pub fn read(&mut self, text: &'t str, span: Span, reader: Reader) -> Rc<Word> {
        let raw = span.of(text);
        let units = || if raw.len() > LONGEST { Vec::new() } else { reader.units(raw) };
        let new = || Rc::new(Word::new(raw, units(), reader));
        self.0.entry((reader, raw)).or_insert_with(new).clone()
    }
}

impl Word {
    fn new(raw: &str, units: Vec<Unit>, reader: Reader) -> Word {
        let model = model();
        let plain = weigh(raw, model);
        let lost = units.iter().filter(|unit| unit.lost).count();
        let mut word = Word { units, plain, readings: Vec::new(), lost };
        let as_is = |penalty| Reading { choice: None, weight: plain, penalty };
        if raw.len() > LONGEST {
            word.readings.push(as_is([0.0; 2]));
            return word;
        }
        if reader.lacks(raw) {
            // No word was misread in part; what looks so in it (a soft hyphen) is something else.
            word.readings.push(as_is([ALIEN; 2]));
            return word;
        }
        let mut spelled = String::with_capacity(raw.len());
        for choice in 0..word.ways() {
            spelled.clear();
            word.letters(choice, |_, letter| push(&mut spelled, letter));
            let penalty = word.seldom(choice);
            let reading = match spelled == raw {
                true => as_is(penalty),
                false => Reading { choice: Some(choice), weight: weigh(&spelled, model), penalty },
            };
            word.readings.push(reading);
        }
        if reader.encoding == Encoding::Viqr && spelled != raw {
            word.readings.push(as_is([LITERAL; 2]));
        }
        word
    }

    /// How many readings the word has; of too many the last letters keep their first.
    fn ways(&self) -> usize {
        let mut count = 1;
        for unit in &self.units {
            if count * (unit.or.len() + 1) > MOST {
                break;
            }
            count *= unit.or.len() + 1;
        }
        count
    }

    /// Gives the letters of reading `choice` one by one, with their place in the word.
    pub fn letters(&self, mut choice: usize, mut each: impl FnMut(Span, Letter)) {
        for unit in &self.units {
            let way = choice % (unit.or.len() + 1);
            choice /= unit.or.len() + 1;
            each(unit.from, if way == 0 { [unit.to, '\0'] } else { unit.or[way - 1] });
        }
    }

    /// What the less usual letters of a reading cost: a capital of TCVN3 on a code that Windows gives to
    /// a quotation mark or a dash, a sign of VIQR behind a vowel that is no mark of it.
    fn seldom(&self, mut choice: usize) -> [f32; 2] {
        let (mut cost, mut at_end) = (0.0, 0.0);
        for unit in self.units.iter().filter(|unit| !unit.lost) {
            let way = choice % (unit.or.len() + 1);
            choice /= unit.or.len() + 1;
            at_end = 0.0;
            if way == 0 {
                continue;
            }
            match unit.or[way - 1][1] {
                '(' => cost += SIGN / 2.0,
                '\0' if !"“”‘’–—…•".contains(unit.to) => cost += SIGN_AT_END,
                _ => (cost, at_end) = (cost + SIGN, SIGN - SIGN_AT_END),
            }
        }
        [cost, cost - at_end]
    }
}

/// Writes a letter.
pub fn push(text: &mut String, letter: Letter) {
    text.extend(letter.into_iter().filter(|part| *part != '\0'));
}

/// A word that was read: its letters with their places, and how sure they are.
#[derive(Clone, Debug)]
pub struct Read {
    /// Where each letter stood, and what it is.
    pub letters: Vec<(Span, Letter)>,
    /// From 0 to 1.
    pub confidence: f32,
}
