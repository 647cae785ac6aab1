//! How likely each reading of each word is, by what stands around it: sums over all ways to read a sentence.
//! In: tokens of a window of text and what each word may be. Out: the likeliest reading of each word and its chance.
//! What a pair or a triple of words costs is asked once and kept: papers repeat themselves.
//! Memory is bounded; never decides whether a reading is written.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::kept::{Kept, MOST, Mixed, NO_PLACE};
use crate::language::model::{Id, Pair, model};
use crate::language::words::{Kind, Token};

/// How far the model is trusted.
const TRUST: f32 = 0.9;
/// Where more weights than this are kept, all are forgotten before the next window: 4 MB.
const ROOM: usize = 1 << 19;
/// Where more words than this are kept, the same.
const WORDS: usize = 1 << 14;

/// A reading of one word.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    id: Id,
    /// Whether it bears marks that the text does not.
    is_other: bool,
    /// How likely it is by itself, as a factor.
    weight: f32,
}

impl Reading {
    /// The word `id` at a `cost` in nats.
    pub fn new(id: Id, is_other: bool, cost: f32) -> Reading {
        Reading { id, is_other, weight: (-cost).exp() }
    }
}

/// The number of a word as it is written, among those met.
type Number = u32;
/// The word that stands for punctuation and the ends of a window.
const MARK: Number = 0;
/// The word that stands for figures.
const DIGITS: Number = 1;
/// So many marks stand before the window, so that its first word has two words before it as all have.
const AHEAD: usize = 2;

/// A word of the window, with the readings that are still weighed.
#[derive(Clone, Copy)]
struct Slot {
    number: Number,
    kept: Kept,
    /// How likely each of them is.
    chances: [f32; MOST],
}

impl Slot {
    fn new(number: Number) -> Slot {
        Slot { number, kept: Kept::FIRST, chances: [1.0; MOST] }
    }

    fn key(&self) -> (Number, u64) {
        (self.number, u64::from_le_bytes(self.kept.places))
    }
}

/// Weighs windows of one text.
pub struct Weigher<'t> {
    text: &'t str,
    of_word: &'t dyn Fn(&str) -> Vec<Reading>,
    numbers: HashMap<&'t str, Number>,
    readings: Vec<Vec<Reading>>,
    /// Where the weights of two words begin: a row for each reading of the first.
    pairs: HashMap<(Number, Number), usize, Mixed>,
    weights: Vec<f32>,
    /// Beside each weight, the pair that the model keeps.
    kept: Vec<Option<Pair>>,
    /// The same for three words: a table for each reading of the first.
    triples: HashMap<[(Number, u64); 3], usize, Mixed>,
    thirds: Vec<f32>,
    room: Room,
}

/// Room for the sums over one window, used again for the next.
#[derive(Default)]
struct Room {
    slots: Vec<Slot>,
    /// Where the weights of each word and the one before it begin.
    begins: Vec<usize>,
    /// The sums over all that stands before, one word after the other, and where those of each begin.
    forward: Vec<f32>,
    starts: Vec<usize>,
    /// The sums over all that stands behind a word, and behind the one before it.
    behind: Vec<f32>,
    here: Vec<f32>,
    chances: Vec<f32>,
}

impl<'t> Weigher<'t> {
    /// Nothing weighed yet; `of_word` tells what a word may be.
    pub fn new(text: &'t str, of_word: &'t dyn Fn(&str) -> Vec<Reading>) -> Weigher<'t> {
        let mut weigher = Weigher {
            text,
            of_word,
            numbers: HashMap::new(),
            readings: Vec::new(),
            pairs: HashMap::default(),
            weights: Vec::new(),
            kept: Vec::new(),
            triples: HashMap::default(),
            thirds: Vec::new(),
            room: Room::default(),
        };
        weigher.forget();
        weigher
    }

    /// Adds the likeliest reading of each token of `settled` that differs from what stands there.
    pub fn weigh(
        &mut self,
        window: &[Token],
        settled: Range<usize>,
        found: &mut Vec<(Token, Id, f32)>,
    ) {
        if self.weights.len() + self.thirds.len() > ROOM || self.readings.len() > WORDS {
            self.forget();
        }
        let mut room = std::mem::take(&mut self.room);
        room.slots.clear();
        room.slots.extend([Slot::new(MARK); AHEAD]);
        for token in window {
            let number = self.number(*token);
            room.slots.push(Slot::new(number));
        }
        room.slots.push(Slot::new(MARK));
        let is_open = |slot: &Slot| self.readings[slot.number as usize].len() > 1;
        if room.slots.iter().any(is_open) {
            self.by_pairs(&mut room);
            if room.slots.iter().any(|slot| slot.kept.count > 1) {
                self.by_triples(&mut room);
            }
            for at in settled {
                let Slot { number, kept, chances } = &room.slots[at + AHEAD];
                let likelier = |one: &usize, two: &usize| chances[*one].total_cmp(&chances[*two]);
                let best = (0..kept.count).max_by(likelier).unwrap_or_default();
                let place = usize::from(kept.places[best]);
                let reading = self.readings[*number as usize][place];
                if reading.is_other {
                    found.push((window[at], reading.id, chances[best]));
                }
            }
        }
        self.room = room;
    }

    fn forget(&mut self) {
        let only = |id: Id| vec![Reading::new(id, false, 0.0)];
        self.numbers.clear();
        self.readings.clear();
        self.readings.extend([only(model().mark()), only(model().digits())]);
        self.pairs.clear();
        self.weights.clear();
        self.kept.clear();
        self.triples.clear();
        self.thirds.clear();
    }

    fn number(&mut self, token: Token) -> Number {
        match token.kind {
            Kind::Mark => MARK,
            Kind::Number => DIGITS,
            Kind::Word => {
                let next = self.readings.len() as Number;
                let number = *self.numbers.entry(token.span.of(self.text)).or_insert(next);
                if number == next {
                    let mut readings = (self.of_word)(token.span.of(self.text));
                    readings.truncate(usize::from(NO_PLACE));
                    self.readings.push(readings);
                }
                number
            }
        }
    }

    /// Where the weights of two words begin.
    fn pair(&mut self, one: Number, two: Number) -> usize {
        if let Some(begin) = self.pairs.get(&(one, two)) {
            return *begin;
        }
        let begin = self.weights.len();
        for first in &self.readings[one as usize] {
            let row = model().row(first.id);
            for second in &self.readings[two as usize] {
                let kept = row.pair(second.id);
                self.weights.push(weight(row.cost(kept, second.id)));
                self.kept.push(kept);
            }
        }
        self.pairs.insert((one, two), begin);
        begin
    }

    /// Keeps the readings that are likely by pairs of words.
    fn by_pairs(&mut self, room: &mut Room) {
        let Room { slots, begins, forward, starts, behind, here, chances } = room;
        begins.clear();
        begins.push(0);
        begins.extend(slots.windows(2).map(|two| self.pair(two[0].number, two[1].number)));
        forward.clear();
        starts.clear();
        forward.push(1.0);
        starts.push(0);
        for at in 1..slots.len() {
            let own = &self.readings[slots[at].number as usize];
            let start = forward.len();
            forward.resize(start + own.len(), 0.0);
            let (before, next) = forward.split_at_mut(start);
            let rows = self.weights[begins[at]..].chunks_exact(own.len());
            for (sum, row) in before[starts[at - 1]..].iter().zip(rows) {
                next.iter_mut().zip(row).for_each(|(next, weight)| *next += sum * weight);
            }
            next.iter_mut().zip(own).for_each(|(next, own)| *next *= own.weight);
            shares(next);
            starts.push(start);
        }
        // What stands behind each reading, the weight of the next word by itself in it.
        behind.clear();
        behind.push(1.0);
        for at in (0..slots.len() - 1).rev() {
            let own = &self.readings[slots[at].number as usize];
            let rows = self.weights[begins[at + 1]..].chunks_exact(behind.len());
            here.clear();
            here.extend(rows.take(own.len()).map(|row| product(row, behind)));
            shares(here);
            chances.clear();
            let before = &forward[starts[at]..];
            chances.extend(here.iter().zip(before).map(|(here, before)| here * before));
            shares(chances);
            slots[at].kept = Kept::of(chances);
            here.iter_mut().zip(own).for_each(|(here, own)| *here *= own.weight);
            std::mem::swap(behind, here);
        }
    }

    /// Where the weights of three words begin, for the readings that are kept of each.
    fn triple(&mut self, words: &[Slot]) -> usize {
        let [one, two, three] = words else { return 0 };
        let key = [one.key(), two.key(), three.key()];
        if let Some(begin) = self.triples.get(&key) {
            return *begin;
        }
        let readings = |slot: &Slot| &self.readings[slot.number as usize];
        let (width, depth) = (readings(two).len(), readings(three).len());
        let firsts = self.pair(one.number, two.number);
        let seconds = self.pair(two.number, three.number);
        let begin = self.thirds.len();
        for first in one.kept.iter() {
            for second in two.kept.iter() {
                let after = self.kept[firsts + first * width + second];
                let after = after.map(|pair| model().after(pair));
                let row = seconds + second * depth;
                for third in three.kept.iter() {
                    let id = self.readings[three.number as usize][third].id;
                    let pair = self.weights[row + third];
                    self.thirds.push(match &after {
                        None => pair,
                        Some(after) => match after.cost(id) {
                            Some(cost) => weight(cost),
                            None => (-TRUST * after.left()).exp() * pair,
                        },
                    });
                }
            }
        }
        self.triples.insert(key, begin);
        begin
    }

    /// The chances of the readings that are kept, by triples of words. The states are pairs of neighbours, a row for each
    /// reading of the earlier one.
    fn by_triples(&mut self, room: &mut Room) {
        let Room { slots, begins, forward, starts, behind, here, .. } = room;
        begins.clear();
        begins.extend([0, 0]);
        begins.extend(slots.windows(3).map(|three| self.triple(three)));
        forward.clear();
        starts.clear();
        forward.push(1.0);
        starts.extend([0, 0]);
        for at in 2..slots.len() {
            let [two, three] = [at - 1, at].map(|at| slots[at].kept.count);
            let start = forward.len();
            forward.resize(start + two * three, 0.0);
            let (before, next) = forward.split_at_mut(start);
            let rows = self.thirds[begins[at]..].chunks_exact(three);
            for (state, (sum, row)) in before[starts[at - 1]..].iter().zip(rows).enumerate() {
                let ways = next[state % two * three..].iter_mut().zip(row);
                ways.for_each(|(next, weight)| *next += sum * weight);
            }
            self.with_own(&slots[at], next);
            shares(next);
            starts.push(start);
        }
        behind.clear();
        behind.resize(forward.len() - starts[slots.len() - 1], 1.0);
        for at in (2..slots.len()).rev() {
            let [one, two, three] = [at - 2, at - 1, at].map(|at| slots[at].kept.count);
            let both = forward[starts[at]..].chunks_exact(three).zip(behind.chunks_exact(three));
            let mut chances = [0.0; MOST];
            for (one, two) in both {
                let both = one.iter().zip(two).map(|(one, two)| one * two);
                chances.iter_mut().zip(both).for_each(|(chance, both)| *chance += both);
            }
            shares(&mut chances);
            slots[at].chances = chances;
            self.with_own(&slots[at], behind);
            let rows = self.thirds[begins[at]..].chunks_exact(three).take(one * two);
            let row = |(state, row): (usize, &[f32])| product(row, &behind[state % two * three..]);
            here.clear();
            here.extend(rows.enumerate().map(row));
            shares(here);
            std::mem::swap(behind, here);
        }
    }

    /// Takes how likely each reading of a word is by itself into the sums of its columns.
    fn with_own(&self, slot: &Slot, sums: &mut [f32]) {
        let readings = &self.readings[slot.number as usize];
        let mut own = [1.0; MOST];
        own.iter_mut().zip(slot.kept.iter()).for_each(|(own, at)| *own = readings[at].weight);
        for row in sums.chunks_exact_mut(slot.kept.count) {
            row.iter_mut().zip(&own).for_each(|(sum, own)| *sum *= own);
        }
    }
}

/// How likely what costs so much is. Costs are sixteenths of a nat.
fn weight(cost: f32) -> f32 {
    static WEIGHTS: LazyLock<Vec<f32>> = LazyLock::new(|| {
        (0..512_u16).map(|sixteenths| (-TRUST * f32::from(sixteenths) / 16.0).exp()).collect()
    });
    let sixteenths = (cost * 16.0) as usize;
    WEIGHTS.get(sixteenths).copied().unwrap_or_else(|| (-TRUST * cost).exp())
}

fn scale(row: &mut [f32], factor: f32) {
    row.iter_mut().for_each(|weight| *weight *= factor);
}

/// The sum over two rows, place by place.
fn product(one: &[f32], two: &[f32]) -> f32 {
    one.iter().zip(two).map(|(one, two)| one * two).sum()
}

/// Makes the sum of weights 1.
fn shares(weights: &mut [f32]) {
    let all: f32 = weights.iter().sum();
    let factor = if all > 0.0 { 1.0 / all } else { 0.0 };
    scale(weights, factor);
}
