//! How likely each reading of each word is, by what stands around it: sums over all ways to read a sentence.
//! In: tokens of a window of text and what each word may be. Out: the likeliest reading of each word and its chance.
//! What a pair or a triple of words costs is asked once and kept: papers repeat themselves.
//! Memory is bounded; never decides whether a reading is written.

use std::collections::HashMap;
use std::ops::Range;

use super::model::{Id, Pair, model};
use super::words::{Kind, Token};

/// How far the model is trusted.
const TRUST: f32 = 0.9;
/// A reading that pairs of words make less likely than this is not weighed by triples.
const HARDLY: f32 = 0.002;
/// No more readings of one word than this are.
const MOST: usize = 8;
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

/// Some of the readings of a word: at most [`MOST`] of their places, a byte each, behind a first 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Some8 {
    number: Number,
    places: u128,
}

impl Some8 {
    fn of(number: Number, places: &[usize]) -> Some8 {
        let places = places.iter().fold(1, |all, place| all << 8 | *place as u128);
        Some8 { number, places }
    }
}

/// A word of the window, with the readings that are still weighed.
struct Slot {
    number: Number,
    /// The places of its readings among those of the word, in order.
    kept: Vec<usize>,
    /// How likely each of them is.
    chances: Vec<f32>,
}

/// Weighs windows of one text.
pub struct Weigher<'t> {
    text: &'t str,
    of_word: &'t dyn Fn(&str) -> Vec<Reading>,
    numbers: HashMap<&'t str, Number>,
    readings: Vec<Vec<Reading>>,
    /// Where the weights of two words begin: a row for each reading of the first.
    pairs: HashMap<(Number, Number), usize>,
    weights: Vec<f32>,
    /// Beside each weight, the pair that the model keeps.
    kept: Vec<Option<Pair>>,
    /// The same for three words: a table for each reading of the first.
    triples: HashMap<[Some8; 3], usize>,
    thirds: Vec<f32>,
}

/// The word that stands for punctuation and the ends of a window.
const MARK: Number = 0;
/// So many marks stand before the window, so that its first word has two words before it as all have.
const AHEAD: usize = 2;
/// The word that stands for figures.
const DIGITS: Number = 1;

impl<'t> Weigher<'t> {
    /// Nothing weighed yet; `of_word` tells what a word may be.
    pub fn new(text: &'t str, of_word: &'t dyn Fn(&str) -> Vec<Reading>) -> Weigher<'t> {
        let mut weigher = Weigher {
            text,
            of_word,
            numbers: HashMap::new(),
            readings: Vec::new(),
            pairs: HashMap::new(),
            weights: Vec::new(),
            kept: Vec::new(),
            triples: HashMap::new(),
            thirds: Vec::new(),
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
        let mut slots: Vec<Slot> = (0..AHEAD).map(|_| self.of_number(MARK)).collect();
        slots.extend(window.iter().map(|token| self.slot(*token)));
        slots.push(self.of_number(MARK));
        if slots.iter().all(|slot| slot.kept.len() == 1) {
            return;
        }
        self.by_pairs(&mut slots);
        slots.iter_mut().for_each(keep_likely);
        if slots.iter().any(|slot| slot.kept.len() > 1) {
            self.by_triples(&mut slots);
        }
        for at in settled {
            let Slot { number, kept, chances } = &slots[at + AHEAD];
            let best = (0..kept.len()).max_by(|one, two| chances[*one].total_cmp(&chances[*two]));
            let Some(best) = best else { continue };
            let reading = self.readings[*number as usize][kept[best]];
            if reading.is_other {
                found.push((window[at], reading.id, chances[best]));
            }
        }
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

    fn slot(&mut self, token: Token) -> Slot {
        let number = match token.kind {
            Kind::Mark => MARK,
            Kind::Number => DIGITS,
            Kind::Word => {
                let next = self.readings.len() as Number;
                let number = *self.numbers.entry(token.span.of(self.text)).or_insert(next);
                if number == next {
                    self.readings.push((self.of_word)(token.span.of(self.text)));
                }
                number
            }
        };
        self.of_number(number)
    }

    /// A word with all its readings.
    fn of_number(&self, number: Number) -> Slot {
        let count = self.readings[number as usize].len();
        Slot { number, kept: (0..count).collect(), chances: vec![1.0; count] }
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
                let cost = row.cost(kept, second.id);
                self.weights.push((-TRUST * cost).exp());
                self.kept.push(kept);
            }
        }
        self.pairs.insert((one, two), begin);
        begin
    }

    /// The chances of all readings, by pairs of words.
    fn by_pairs(&mut self, slots: &mut [Slot]) {
        let begins: Vec<usize> =
            slots.windows(2).map(|two| self.pair(two[0].number, two[1].number)).collect();
        let mut sums = vec![1.0];
        for (slot, begin) in slots[1..].iter_mut().zip(&begins) {
            let own = &self.readings[slot.number as usize];
            let rows = self.weights[*begin..].chunks(own.len());
            let mut next = vec![0.0; own.len()];
            for (sum, row) in sums.iter().zip(rows) {
                next.iter_mut().zip(row).for_each(|(next, weight)| *next += sum * weight);
            }
            next.iter_mut().zip(own).for_each(|(next, own)| *next *= own.weight);
            shares(&mut next);
            slot.chances.clone_from(&next);
            sums = next;
        }
        // What stands behind each reading, the weight of the next word by itself in it.
        let mut behind = vec![1.0];
        for (slot, begin) in slots.iter_mut().zip(&begins).rev() {
            let rows = self.weights[*begin..].chunks(behind.len());
            let row = |row: &[f32]| product(row, &behind);
            let mut here: Vec<f32> = rows.take(slot.kept.len()).map(row).collect();
            shares(&mut here);
            slot.chances.iter_mut().zip(&here).for_each(|(chance, here)| *chance *= here);
            shares(&mut slot.chances);
            let own = &self.readings[slot.number as usize];
            here.iter_mut().zip(own).for_each(|(here, own)| *here *= own.weight);
            behind = here;
        }
    }

    /// Where the weights of three words begin, for the readings that are kept of each.
    fn triple(&mut self, [one, two, three]: [&Slot; 3]) -> usize {
        let key = [one, two, three].map(|slot| Some8::of(slot.number, &slot.kept));
        if let Some(begin) = self.triples.get(&key) {
            return *begin;
        }
        let firsts = (self.pair(one.number, two.number), self.readings[two.number as usize].len());
        let seconds =
            (self.pair(two.number, three.number), self.readings[three.number as usize].len());
        let begin = self.thirds.len();
        for first in &one.kept {
            for second in &two.kept {
                let pair = self.kept[firsts.0 + first * firsts.1 + second];
                let after = pair.map(|pair| model().after(pair));
                let row = seconds.0 + second * seconds.1;
                for third in &three.kept {
                    let id = self.readings[three.number as usize][*third].id;
                    let weight = self.weights[row + third];
                    self.thirds.push(match &after {
                        None => weight,
                        Some(after) => match after.cost(id) {
                            Some(cost) => (-TRUST * cost).exp(),
                            None => (-TRUST * after.left()).exp() * weight,
                        },
                    });
                }
            }
        }
        self.triples.insert(key, begin);
        begin
    }

    /// The chances of the readings that are kept, by triples of words. The states are pairs of neighbours, a row for each
    /// reading of the later one.
    fn by_triples(&mut self, slots: &mut [Slot]) {
        let begins: Vec<usize> = (2..slots.len())
            .map(|at| self.triple([&slots[at - 2], &slots[at - 1], &slots[at]]))
            .collect();
        let mut forward: Vec<Vec<f32>> = vec![vec![1.0]];
        for (at, begin) in (2..slots.len()).zip(&begins) {
            let [one, two, three] = [at - 2, at - 1, at].map(|at| slots[at].kept.len());
            let before = &forward[at - 2];
            let mut here = vec![0.0; two * three];
            for first in 0..one {
                for second in 0..two {
                    let sum = before[second * one + first];
                    let row = &self.thirds[begin + (first * two + second) * three..][..three];
                    for (third, weight) in row.iter().enumerate() {
                        here[third * two + second] += sum * weight;
                    }
                }
            }
            let own = slots[at].kept.iter().map(|place| self.own(&slots[at], *place));
            here.chunks_mut(two).zip(own).for_each(|(row, own)| scale(row, own));
            shares(&mut here);
            forward.push(here);
        }
        let mut behind = vec![1.0; forward.last().map_or(0, Vec::len)];
        for (at, begin) in (2..slots.len()).zip(&begins).rev() {
            let [one, two, three] = [at - 2, at - 1, at].map(|at| slots[at].kept.len());
            let both = forward[at - 1].chunks(two).zip(behind.chunks(two));
            let chance = |(forward, behind): (&[f32], &[f32])| product(forward, behind);
            let mut chances: Vec<f32> = both.map(chance).collect();
            shares(&mut chances);
            slots[at].chances = chances;
            let own = slots[at].kept.iter().map(|place| self.own(&slots[at], *place));
            behind.chunks_mut(two).zip(own).for_each(|(row, own)| scale(row, own));
            let mut here = vec![0.0; one * two];
            for first in 0..one {
                for second in 0..two {
                    let row = &self.thirds[begin + (first * two + second) * three..][..three];
                    let ways = row.iter().enumerate();
                    let ways = ways.map(|(third, weight)| weight * behind[third * two + second]);
                    here[second * one + first] = ways.sum();
                }
            }
            shares(&mut here);
            behind = here;
        }
    }

    /// How likely a reading of a word is by itself.
    fn own(&self, slot: &Slot, place: usize) -> f32 {
        self.readings[slot.number as usize][place].weight
    }
}

/// Keeps the readings that pairs of words do not all but rule out.
fn keep_likely(slot: &mut Slot) {
    let chances = &slot.chances;
    let mut order = slot.kept.clone();
    order.sort_by(|one, two| chances[*two].total_cmp(&chances[*one]));
    let likely = order.iter().enumerate();
    let likely = likely.filter(|(at, one)| *at == 0 || (*at < MOST && chances[**one] >= HARDLY));
    let mut kept: Vec<usize> = likely.map(|(_, one)| *one).collect();
    kept.sort_unstable();
    slot.chances = vec![1.0; kept.len()];
    slot.kept = kept;
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
