//! What each word of a text may be, and which pairs of such readings the model keeps.
//! In: words of a text, as they come. Out: readings with how likely each is; for two words, their bonds.
//! Each word and each two are asked for once, as papers repeat themselves; too much is forgotten, so that memory is bounded.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::alike::{Group, groups};
use super::kept::{Mixed, NO_PLACE};
use crate::language::letters;
use crate::language::model::{Id, Pair, model};
use crate::language::words::{Kind, Token};

/// How far the model is trusted.
pub const TRUST: f32 = 0.9;
/// Where more bonds than this are held, all are forgotten before the next window: 5 MB.
const ROOM: usize = 1 << 18;
/// Where more words than this are held, the same.
const WORDS: usize = 1 << 14;

/// A reading of one word. How likely something is, is a factor.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The word.
    pub id: Id,
    /// Whether it bears marks that the text does not.
    pub is_other: bool,
    /// How likely it is by itself, as the text is written.
    pub weight: f32,
    /// How likely a word anywhere is this one.
    pub anywhere: f32,
    /// What it leaves to words that are in no kept pair with it.
    pub left: f32,
}

impl Reading {
    /// The word `id` at a `cost` in nats.
    pub fn new(id: Id, is_other: bool, cost: f32) -> Reading {
        let (anywhere, left) = (weight(model().single(id)), weight(model().row(id).back_off()));
        Reading { id, is_other, weight: (-cost).exp(), anywhere, left }
    }
}

/// What a word may be.
struct Word {
    readings: Vec<Reading>,
    /// The groups of the readings: for each place in the group, the place of that reading; [`NO_PLACE`] where the
    /// word cannot be that.
    groups: Vec<(Group, Vec<u8>)>,
}

impl Word {
    fn new(mut readings: Vec<Reading>) -> Word {
        readings.truncate(usize::from(NO_PLACE));
        let mut found: Vec<(Group, Vec<u8>)> = Vec::new();
        for (at, reading) in (0..).zip(&readings) {
            let (group, size) = groups().group(reading.id);
            let known = found.iter().position(|(known, _)| *known == group);
            let known = known.unwrap_or_else(|| {
                found.push((group, vec![NO_PLACE; size]));
                found.len() - 1
            });
            found[known].1[groups().place(reading.id)] = at;
        }
        Word { readings, groups: found }
    }
}

/// A pair of readings that the model keeps.
#[derive(Clone, Copy)]
pub struct Bond {
    /// The place of the first reading.
    pub first: u8,
    /// The place of the second reading.
    pub second: u8,
    /// The pair.
    pub pair: Pair,
    /// How likely the second is after the first.
    pub weight: f32,
    /// The same beyond what the first leaves to all words.
    pub beyond: f32,
}

/// The number of a word in lower case, among those met.
pub type Number = u32;
/// The word that stands for punctuation and the ends of a window.
pub const MARK: Number = 0;
/// The word that stands for figures.
pub const DIGITS: Number = 1;
/// Where the bonds of two words stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Range {
    begin: u32,
    end: u32,
}

/// The words of one text that were met.
pub struct Met<'t> {
    text: &'t str,
    of_word: &'t dyn Fn(&str) -> Vec<Reading>,
    /// By the word as it is written, and by it in lower case.
    numbers: HashMap<&'t str, Number>,
    lower: HashMap<String, Number>,
    words: Vec<Word>,
    pairs: HashMap<(Number, Number), Range, Mixed>,
    bonds: Vec<Bond>,
}

impl<'t> Met<'t> {
    /// None yet; `of_word` tells what a word in lower case may be.
    pub fn new(text: &'t str, of_word: &'t dyn Fn(&str) -> Vec<Reading>) -> Met<'t> {
        let mut met = Met {
            text,
            of_word,
            numbers: HashMap::new(),
            lower: HashMap::new(),
            words: Vec::new(),
            pairs: HashMap::default(),
            bonds: Vec::new(),
        };
        met.forget();
        met
    }

    /// Forgets all where that is too much; numbers told before mean nothing then.
    pub fn make_room(&mut self) {
        if self.bonds.len() + self.pairs.len() > ROOM || self.numbers.len() > WORDS {
            self.forget();
        }
    }

    fn forget(&mut self) {
        let only = |id: Id| Word::new(vec![Reading::new(id, false, 0.0)]);
        self.numbers.clear();
        self.lower.clear();
        self.words.clear();
        self.words.extend([only(model().mark()), only(model().digits())]);
        self.pairs.clear();
        self.bonds.clear();
    }

    /// What a word may be.
    pub fn readings(&self, number: Number) -> &[Reading] {
        &self.words[number as usize].readings
    }

    /// The number of a token.
    pub fn number(&mut self, token: Token) -> Number {
        match token.kind {
            Kind::Mark => MARK,
            Kind::Number => DIGITS,
            Kind::Word => {
                let written = token.span.of(self.text);
                if let Some(number) = self.numbers.get(written) {
                    return *number;
                }
                let lower = letters::lower_word(written);
                let next = self.words.len() as Number;
                let number = self.lower.get(&lower).copied().unwrap_or(next);
                if number == next {
                    self.words.push(Word::new((self.of_word)(&lower)));
                    self.lower.insert(lower, number);
                }
                self.numbers.insert(written, number);
                number
            }
        }
    }

    /// Where the bonds of two words stand.
    pub fn pair(&mut self, one: Number, two: Number) -> Range {
        if let Some(range) = self.pairs.get(&(one, two)) {
            return *range;
        }
        let begin = self.bonds.len() as u32;
        let (first, second) = (&self.words[one as usize], &self.words[two as usize]);
        for (one, firsts) in &first.groups {
            for (two, seconds) in &second.groups {
                for alike in groups().pairs(*one, *two) {
                    let places = (firsts[alike.first as usize], seconds[alike.second as usize]);
                    if places.0 != NO_PLACE && places.1 != NO_PLACE {
                        self.bonds.push(Bond::new(first, second, places, alike.pair));
                    }
                }
            }
        }
        let range = Range { begin, end: self.bonds.len() as u32 };
        self.pairs.insert((one, two), range);
        range
    }

    /// The bonds that stand there.
    pub fn bonds(&self, Range { begin, end }: Range) -> &[Bond] {
        &self.bonds[begin as usize..end as usize]
    }
}

impl Bond {
    fn new(one: &Word, two: &Word, places: (u8, u8), pair: Pair) -> Bond {
        let (first, second) = (one.readings[places.0 as usize], two.readings[places.1 as usize]);
        let weight = weight(model().cost_of(pair));
        let beyond = weight - first.left * second.anywhere;
        Bond { first: places.0, second: places.1, pair, weight, beyond }
    }
}

/// How likely what costs so much is. Costs are sixteenths of a nat.
pub fn weight(cost: f32) -> f32 {
    static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| {
        (0..512_u16).map(|sixteenths| (-TRUST * f32::from(sixteenths) / 16.0).exp()).collect()
    });
    let sixteenths = (cost * 16.0) as usize;
    WEIGHTS.get(sixteenths).copied().unwrap_or_else(|| (-TRUST * cost).exp())
}
