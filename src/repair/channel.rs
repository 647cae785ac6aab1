//! The channel between what was printed and what was extracted: which letters are lost, and how.
//! In: letters and what stands for them. Out: what it costs that they were lost at one place.
//! Says what is believed; `estimate` finds out what to believe.

use super::census::Census;
use super::letters::{self, MARKED};
use super::swapped::{self, SYMBOLS};
use super::window::Edge;

/// A way to lose a letter: which letter, in which case, and what stands for it.
pub type Op = u16;

/// The marked letters in both cases.
const LETTERS: usize = 2 * MARKED;
/// How many ways there are where something stands outside words, or nothing at all.
const PLAIN: usize = 3 * LETTERS;
/// How many ways there are in all.
const ALL: usize = (3 + SYMBOLS) * LETTERS;

/// What stands in place of a lost letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// One space for each letter.
    Space,
    /// A sign that is no letter.
    Sign,
    /// Nothing.
    Nothing,
    /// Another character, by its number among those that may stand for a letter.
    Swap(u16),
}

/// What a letter costs at one place that is not believed to be lost.
const DOUBT: f32 = 4.0;
/// A letter that costs less is lost nearly everywhere.
const PARTIAL: f32 = 0.5;
/// What it costs more that another character stands for it: there are so many.
const DOUBT_SWAP: f32 = 4.0;

/// What it costs that a letter was lost at one place; infinite where it cannot be.
#[derive(Clone)]
pub struct Channel {
    costs: Vec<f32>,
    /// Which ways are believed, where `costs` holds doubts as well.
    believed: Option<Vec<bool>>,
    /// Which characters stand for letters.
    swaps: Vec<bool>,
}

/// The way to lose the marked letter `number`.
pub fn op(number: usize, upper: bool, stands: Stands) -> Op {
    let stands = match stands {
        Stands::Space => 0,
        Stands::Sign => 1,
        Stands::Nothing => 2,
        Stands::Swap(symbol) => 3 + symbol as usize,
    };
    (number + MARKED * usize::from(upper) + LETTERS * stands) as Op
}

/// The number of the character that stands for the letter in `op`, if one does.
pub fn swap(op: Op) -> Option<usize> {
    (op as usize / LETTERS).checked_sub(3)
}

/// Number and case of the letter that is lost in `op`.
pub fn letter(op: Op) -> (usize, bool) {
    let op = op as usize % LETTERS;
    (op % MARKED, op >= MARKED)
}

/// The letter that is lost in `op`, as it was printed.
pub fn printed(op: Op) -> char {
    let (number, upper) = letter(op);
    if upper { letters::marked_upper(number) } else { letters::marked(number) }
}

impl Channel {
    /// No letter is lost; there is room for `ops`.
    pub fn whole(ops: impl Iterator<Item = Op>) -> Channel {
        let most = ops.map(usize::from).max().unwrap_or(0);
        let room = if most < PLAIN { PLAIN } else { ALL };
        Channel { costs: vec![f32::INFINITY; room], believed: None, swaps: Vec::new() }
    }

    /// Any letter may be lost, and those that `missing` names are believed to be, without a trace.
    pub fn supposed(missing: impl Iterator<Item = Op>) -> Channel {
        let mut believed = vec![false; ALL];
        missing.for_each(|op| believed[op as usize] = true);
        Channel { costs: vec![0.0; ALL], believed: Some(believed), swaps: Vec::new() }
    }

    /// What the letter of `op` costs at one place.
    pub fn at(&self, op: Op) -> f32 {
        self.costs.get(op as usize).copied().unwrap_or(f32::INFINITY)
    }

    /// Sets what the letter of `op` costs.
    pub fn set(&mut self, op: Op, cost: f32) {
        self.costs[op as usize] = cost;
    }

    /// What the losses of a reading cost.
    pub fn cost(&self, edge: &Edge) -> f32 {
        edge.lost[..edge.losses].iter().map(|op| self.at(*op)).sum()
    }

    /// The ways that are believed.
    pub fn lost(&self) -> impl Iterator<Item = Op> + '_ {
        (0..).zip(&self.costs).filter(|(_, cost)| cost.is_finite()).map(|(op, _)| op)
    }

    /// Whether all losses of a reading are believed, beyond mere doubt.
    pub fn believes(&self, edge: &Edge) -> bool {
        let believed = |op: &Op| match &self.believed {
            Some(believed) => believed.get(*op as usize) == Some(&true),
            None => self.at(*op).is_finite(),
        };
        edge.lost[..edge.losses].iter().all(believed)
    }

    /// Whether `character` is believed to stand for a letter.
    pub fn swaps(&self, character: char) -> bool {
        swapped::symbol(character)
            .is_some_and(|symbol| self.swaps.get(symbol as usize) == Some(&true))
    }

    /// The same channel, where a letter that is not believed to be lost may still be, at a price:
    /// such readings are never written, but they keep others from being all but certain.
    pub fn with_doubt(&self, census: &Census) -> Channel {
        // Where a letter is lost in a part of the paper only, any other letter that is still there
        // may be lost in that part just as well.
        let partial = |op: &Op| census.left(*op) > 0 && self.at(*op) > PARTIAL;
        let costs = self.lost().filter(partial).map(|op| self.at(op));
        let floor = costs.fold(f32::INFINITY, f32::min);
        let doubt = |op: Op| {
            let doubt = match census.left(op) {
                0 => DOUBT,
                left => floor.min(DOUBT + 0.3 * (1.0 + left as f32).ln()),
            };
            if swap(op).is_some() { doubt + DOUBT_SWAP } else { doubt }
        };
        let costs = (0..).zip(&self.costs).map(|(op, cost)| cost.min(doubt(op))).collect();
        let believed = self.costs.iter().map(|cost| cost.is_finite()).collect();
        let mut swaps = vec![false; SYMBOLS];
        self.lost().filter_map(swap).for_each(|symbol| swaps[symbol] = true);
        Channel { costs, believed: Some(believed), swaps }
    }
}
