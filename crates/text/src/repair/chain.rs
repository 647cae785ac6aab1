//! How likely each reading of each word is, by what stands around it: sums over all ways to read a sentence.
//! In: tokens of a window of text and what each word may be. Out: the likeliest reading of each word and its chance.
//! Only pairs of readings that the model keeps are looked at one by one: to all other words a reading leaves a share of
//! their own, so that one sum stands for them. Never decides whether a reading is written.

use super::bonds::{MARK, Met, Number, Range, Reading};
use super::kept::{Kept, MOST};
use super::thirds::{self, Thirds};
use crate::language::model::Id;
use crate::language::words::Token;

/// So many marks stand before the window, so that its first word has two words before it as all have.
const AHEAD: usize = 2;

/// A word of the window, with the readings that are still weighed.
#[derive(Clone, Copy)]
pub struct Slot {
    /// The word.
    pub number: Number,
    /// The readings.
    pub kept: Kept,
    /// How likely each of them is.
    pub chances: [f32; MOST],
}

impl Slot {
    fn new(number: Number) -> Slot {
        Slot { number, kept: Kept::FIRST, chances: [1.0; MOST] }
    }

    /// The place of the likeliest reading, and how likely it is.
    fn likeliest(&self) -> (usize, f32) {
        let likelier = |one: &usize, two: &usize| self.chances[*one].total_cmp(&self.chances[*two]);
        let best = (0..self.kept.count).max_by(likelier).unwrap_or_default();
        (usize::from(self.kept.places[best]), self.chances[best])
    }
}

/// Weighs windows of one text.
pub struct Weigher<'t> {
    met: Met<'t>,
    room: Room,
}

/// Room for the sums over one window, used again for the next.
#[derive(Default)]
struct Room {
    slots: Vec<Slot>,
    /// The bonds of each word with the one before it.
    bonds: Vec<Range>,
    /// The sums over all that stands before, one word after the other, and where those of each begin.
    forward: Vec<f32>,
    starts: Vec<usize>,
    /// The sums over all that stands behind a word, and behind the one before it.
    behind: Vec<f32>,
    here: Vec<f32>,
    chances: Vec<f32>,
    thirds: Thirds,
}

impl<'t> Weigher<'t> {
    /// Nothing weighed yet; `of_word` tells what a word in lower case may be.
    pub fn new(text: &'t str, of_word: &'t dyn Fn(&str) -> Vec<Reading>) -> Weigher<'t> {
        Weigher { met: Met::new(text, of_word), room: Room::default() }
    }

    /// Adds the likeliest reading of each token of `settled` that differs from what stands there.
    pub fn weigh(
        &mut self,
        window: &[Token],
        settled: std::ops::Range<usize>,
        found: &mut Vec<(Token, Id, f32)>,
    ) {
        self.met.make_room();
        let mut room = std::mem::take(&mut self.room);
        room.slots.clear();
        room.slots.extend([Slot::new(MARK); AHEAD]);
        for token in window {
            let number = self.met.number(*token);
            room.slots.push(Slot::new(number));
        }
        room.slots.push(Slot::new(MARK));
        if room.slots.iter().any(|slot| self.met.readings(slot.number).len() > 1) {
            self.by_pairs(&mut room);
            if room.slots.iter().any(|slot| slot.kept.count > 1) {
                thirds::weigh(&self.met, &mut room.slots, &room.bonds, &mut room.thirds);
            }
            for at in settled {
                let slot = &room.slots[at + AHEAD];
                let (place, chance) = slot.likeliest();
                let reading = self.met.readings(slot.number)[place];
                if reading.is_other {
                    found.push((window[at], reading.id, chance));
                }
            }
        }
        self.room = room;
    }

    /// Keeps the readings that are likely by pairs of words.
    fn by_pairs(&mut self, room: &mut Room) {
        let Room { slots, bonds, forward, starts, behind, here, chances, .. } = room;
        bonds.clear();
        bonds.push(Range::default());
        bonds.extend(slots.windows(2).map(|two| self.met.pair(two[0].number, two[1].number)));
        forward.clear();
        starts.clear();
        forward.push(1.0);
        starts.push(0);
        let mut scale = 1.0;
        for at in 1..slots.len() {
            let (one, own) = self.readings(slots, at - 1);
            let (begin, start) = (starts[at - 1], forward.len());
            let left = scale * product(&forward[begin..], one, |reading| reading.left);
            for reading in own {
                forward.push(left * reading.anywhere);
            }
            let (before, next) = forward[begin..].split_at_mut(start - begin);
            for bond in self.met.bonds(bonds[at]) {
                let share = scale * before[bond.first as usize];
                next[bond.second as usize] += share * bond.beyond;
            }
            scale = with_own(next, own);
            starts.push(start);
        }
        // What stands behind each reading, the weight of the next word by itself in it.
        behind.clear();
        behind.push(1.0);
        scale = 1.0;
        for at in (0..slots.len() - 1).rev() {
            let (own, next) = self.readings(slots, at);
            let any = scale * product(behind, next, |reading| reading.anywhere);
            here.clear();
            for reading in own {
                here.push(any * reading.left);
            }
            for bond in self.met.bonds(bonds[at + 1]) {
                let share = scale * behind[bond.second as usize];
                here[bond.first as usize] += share * bond.beyond;
            }
            if own.len() > 1 {
                chances.clear();
                let before = &forward[starts[at]..][..here.len()];
                for (place, here) in here.iter().enumerate() {
                    chances.push(if *here > 0.0 { here * before[place] } else { 0.0 });
                }
                slots[at].kept = Kept::of(chances);
            }
            scale = with_own(here, own);
            std::mem::swap(behind, here);
        }
    }

    /// What the word at a place may be, and the next one.
    fn readings(&self, slots: &[Slot], at: usize) -> (&[Reading], &[Reading]) {
        (self.met.readings(slots[at].number), self.met.readings(slots[at + 1].number))
    }
}

/// The sum over readings, each with its share. (Plain loops: these are the innermost ones.)
fn product(shares: &[f32], readings: &[Reading], of: impl Fn(&Reading) -> f32) -> f32 {
    let shares = &shares[..readings.len()];
    let mut all = 0.0;
    for (place, reading) in readings.iter().enumerate() {
        all += shares[place] * of(reading);
    }
    all
}

/// Takes how likely each reading is by itself into the sums; the factor that makes their sum 1. What a bond takes away
/// from a sum may leave a little less than nothing.
fn with_own(sums: &mut [f32], readings: &[Reading]) -> f32 {
    let readings = &readings[..sums.len()];
    let mut all = 0.0;
    for (place, sum) in sums.iter_mut().enumerate() {
        *sum = if *sum > 0.0 { *sum * readings[place].weight } else { 0.0 };
        all += *sum;
    }
    if all > 0.0 { 1.0 / all } else { 0.0 }
}
