//! How likely each reading of each word is, by the two words before it as well: sums over the readings that pairs left.
//! In: the words of a window with their likely readings. Out: the chance of each of these.
//! Words that can be read in one way alone, as most, cost nothing. Never brings back a reading.

use super::bonds::{Met, Range, TRUST, weight};
use super::chain::Slot;
use super::kept::MOST;
use super::model::{Pair, model};

/// Two readings that are weighed by triples, one behind the other.
#[derive(Clone, Copy)]
struct Step {
    pair: Option<Pair>,
    weight: f32,
}

/// Room for the sums over one window, used again for the next.
#[derive(Default)]
pub struct Thirds {
    /// The steps from the readings before each word to its own, row by row, and where those of each begin.
    steps: Vec<Step>,
    step_starts: Vec<usize>,
    /// The weights of three words, and where those of each and the two before it begin.
    thirds: Vec<f32>,
    third_starts: Vec<usize>,
    /// The sums over all that stands before, one word after the other, and where those of each begin.
    forward: Vec<f32>,
    starts: Vec<usize>,
    /// The sums over all that stands behind a word, and behind the one before it.
    behind: Vec<f32>,
    here: Vec<f32>,
}

/// The chances of the readings that are kept, by triples of words. The states are pairs of neighbours, a row for each
/// reading of the earlier one.
pub fn weigh(met: &Met<'_>, slots: &mut [Slot], bonds: &[Range], room: &mut Thirds) {
    weigh_triples(met, slots, bonds, room);
    sum_forward(met, slots, room);
    sum_back(met, slots, room);
}

/// Sums over all that stands before each state.
fn sum_forward(met: &Met<'_>, slots: &[Slot], room: &mut Thirds) {
    let Thirds { thirds, third_starts, forward, starts, .. } = room;
    forward.clear();
    starts.clear();
    forward.push(1.0);
    starts.extend([0, 0]);
    for at in 2..slots.len() {
        let [two, three] = [at - 1, at].map(|at| slots[at].kept.count);
        let start = forward.len();
        starts.push(start);
        if is_settled(slots, at) {
            forward.push(1.0);
            continue;
        }
        for _ in 0..two * three {
            forward.push(0.0);
        }
        let (before, next) = forward.split_at_mut(start);
        let mut row = third_starts[at];
        for (state, sum) in before[starts[at - 1]..].iter().enumerate() {
            let column = state % two * three;
            for (place, next) in next[column..column + three].iter_mut().enumerate() {
                *next += sum * thirds[row + place];
            }
            row += three;
        }
        with_kept(met, &slots[at], next);
        shares(next);
    }
}

/// Sums over all that stands behind each state, and with them the chances.
fn sum_back(met: &Met<'_>, slots: &mut [Slot], room: &mut Thirds) {
    let Thirds { thirds, third_starts, forward, starts, behind, here, .. } = room;
    behind.clear();
    behind.resize(forward.len() - starts[slots.len() - 1], 1.0);
    for at in (2..slots.len()).rev() {
        // It keeps the chance that it was made with: none but this.
        if is_settled(slots, at) {
            continue;
        }
        let [one, two, three] = [at - 2, at - 1, at].map(|at| slots[at].kept.count);
        let before = &forward[starts[at]..];
        let mut chances = [0.0; MOST];
        for (state, behind) in behind.iter().enumerate() {
            chances[state % three] += before[state] * behind;
        }
        shares(&mut chances);
        slots[at].chances = chances;
        with_kept(met, &slots[at], behind);
        here.clear();
        let mut row = third_starts[at];
        for state in 0..one * two {
            let column = state % two * three;
            let mut all = 0.0;
            for (place, behind) in behind[column..column + three].iter().enumerate() {
                all += behind * thirds[row + place];
            }
            here.push(all);
            row += three;
        }
        shares(here);
        std::mem::swap(behind, here);
    }
}

/// The steps from one word to the next, between the readings that are kept.
fn add_steps(met: &Met<'_>, one: &Slot, two: &Slot, bonds: Range, steps: &mut Vec<Step>) {
    let (firsts, seconds) = (met.readings(one.number), met.readings(two.number));
    let start = steps.len();
    for first in one.kept.iter() {
        let left = firsts[first].left;
        for second in two.kept.iter() {
            steps.push(Step { pair: None, weight: left * seconds[second].anywhere });
        }
    }
    for bond in met.bonds(bonds) {
        let places = (one.kept.place(bond.first), two.kept.place(bond.second));
        if let (Some(first), Some(second)) = places {
            let step = Step { pair: Some(bond.pair), weight: bond.weight };
            steps[start + first * two.kept.count + second] = step;
        }
    }
}

/// Reckons the weights of each word after the two before it, for the readings that are kept of each.
fn weigh_triples(met: &Met<'_>, slots: &[Slot], bonds: &[Range], room: &mut Thirds) {
    let Thirds { steps, step_starts, thirds, third_starts, .. } = room;
    steps.clear();
    step_starts.clear();
    step_starts.push(0);
    for (at, two) in slots.windows(2).enumerate() {
        step_starts.push(steps.len());
        // Of each three that hold both, some can be read in several ways, or nobody asks.
        let last = (at + 2).min(slots.len() - 1);
        if (at + 1..=last).any(|at| at > 1 && !is_settled(slots, at)) {
            add_steps(met, &two[0], &two[1], bonds[at + 1], steps);
        }
    }
    thirds.clear();
    third_starts.clear();
    third_starts.extend([0, 0]);
    for (at, three) in slots.windows(3).enumerate() {
        third_starts.push(thirds.len());
        let [one, two, three] = [0, 1, 2].map(|at| &three[at]);
        if is_settled(slots, at + 2) {
            continue;
        }
        let readings = met.readings(three.number);
        let firsts = &steps[step_starts[at + 1]..][..one.kept.count * two.kept.count];
        let seconds = &steps[step_starts[at + 2]..];
        for (state, first) in firsts.iter().enumerate() {
            let row = &seconds[state % two.kept.count * three.kept.count..];
            let after = first.pair.map(|pair| model().after(pair));
            for (place, third) in three.kept.iter().enumerate() {
                let step = row[place];
                thirds.push(match &after {
                    None => step.weight,
                    Some(after) => match after.cost(readings[third].id) {
                        Some(cost) => weight(cost),
                        None => (-TRUST * after.left()).exp() * step.weight,
                    },
                });
            }
        }
    }
}

/// Takes how likely each reading of a word is by itself into the sums of its columns; nothing where it is the only one.
fn with_kept(met: &Met<'_>, slot: &Slot, sums: &mut [f32]) {
    let count = slot.kept.count;
    if count == 1 {
        return;
    }
    let readings = met.readings(slot.number);
    let mut own = [1.0; MOST];
    for (place, at) in slot.kept.iter().enumerate() {
        own[place] = readings[at].weight;
    }
    for (state, sum) in sums.iter_mut().enumerate() {
        *sum *= own[state % count];
    }
}

/// Makes the sum of weights 1.
fn shares(weights: &mut [f32]) {
    let mut all = 0.0;
    for weight in weights.iter() {
        all += weight;
    }
    let factor = if all > 0.0 { 1.0 / all } else { 0.0 };
    for weight in weights {
        *weight *= factor;
    }
}

/// Whether a word and the two before it can be read in one way alone.
fn is_settled(slots: &[Slot], at: usize) -> bool {
    slots[at - 2..=at].iter().all(|slot| slot.kept.count == 1)
}
