//! The channel between what was printed and what was extracted: which letters are lost, and how.
//! In: letters and what stands for them. Out: what it costs that they were lost at one place.
//! Says what is believed; `estimate` finds out what to believe.

use super::edge::Edge;
use super::known::Known;
use super::op::{LETTERS, Op, PLAIN_ROWS, Row, Stands};
use super::symbol::{self, SYMBOLS};
use crate::language::letters;

/// What a letter costs at one place that is not believed to be lost.
const DOUBT: f32 = 4.0;
/// A letter that costs less is lost nearly everywhere.
const PARTIAL: f32 = 0.5;
/// What a space too many or too few costs that is not believed to be.
const DOUBT_SPACE: f32 = 8.0;
/// What it costs more that another character stands for it: there are so many.
const DOUBT_SWAP: f32 = 4.0;

/// What it costs that a letter was lost at one place; infinite where it cannot be.
#[derive(Clone)]
pub struct Channel {
    /// What the believed ways cost, row by row: one row for each thing that stands for letters.
    costs: Vec<f32>,
    /// The row of each character that may stand for a letter; [`NO_ROW`] where it never does.
    rows: Vec<u16>,
    /// The ways that are believed, in order.
    believed: Vec<Op>,
    /// What ways cost that are not believed.
    doubts: Doubts,
}

/// What it costs to suppose a loss that is not believed.
#[derive(Clone)]
enum Doubts {
    /// It is never supposed.
    None,
    /// By letter; more where another character stands for it, if that is seen in the paper at all.
    Letters { costs: Vec<f32>, swaps: bool },
}

/// See [`Channel::rows`].
const NO_ROW: u16 = u16::MAX;

impl Channel {
    /// No letter is lost; there is room for `ops`.
    pub fn whole(ops: impl Iterator<Item = Op>) -> Channel {
        let mut rows = vec![NO_ROW; SYMBOLS];
        for op in ops {
            if let Row::Symbol(symbol) = op.row() {
                rows[symbol] = 0;
            }
        }
        let mut row = PLAIN_ROWS;
        for place in rows.iter_mut().filter(|row| **row != NO_ROW) {
            *place = row as u16;
            row += 1;
        }
        let costs = vec![f32::INFINITY; row * LETTERS];
        Channel { costs, rows, believed: Vec::new(), doubts: Doubts::None }
    }

    /// Any letter may be lost, and those that are missing from the paper altogether are believed to
    /// be, without a trace, but for those whose loss is `explained`.
    pub fn supposed(known: &Known, explained: Option<&Channel>) -> Channel {
        let mut channel = Channel::whole(std::iter::empty());
        let explains = |op: Op| {
            let lost = explained.into_iter().flat_map(Channel::lost);
            lost.filter(|other| !other.is_space()).any(|other| other.letter() == op.letter())
        };
        known.census.missing().filter(|op| !explains(*op)).for_each(|op| channel.set(op, 0.0));
        channel.doubts = Doubts::Letters { costs: vec![0.0; LETTERS], swaps: true };
        channel
    }

    /// How many places for costs there are.
    pub fn room(&self) -> usize {
        self.costs.len()
    }

    /// Where the believed cost of `op` stands.
    pub fn place(&self, op: Op) -> Option<usize> {
        let row = match op.row() {
            Row::Plain(row) => row,
            Row::Symbol(symbol) => {
                usize::from(*self.rows.get(symbol).filter(|row| **row != NO_ROW)?)
            }
        };
        Some(row * LETTERS + op.cell())
    }

    /// What is believed that the letter of `op` costs.
    fn cost_of(&self, op: Op) -> f32 {
        self.place(op).map_or(f32::INFINITY, |place| self.costs[place])
    }

    /// What the letter of `op` costs at one place.
    pub fn at(&self, op: Op) -> f32 {
        let doubt = match &self.doubts {
            Doubts::None => f32::INFINITY,
            Doubts::Letters { costs, swaps } => match op.row() {
                Row::Symbol(_) if *swaps => costs[op.cell()] + DOUBT_SWAP,
                Row::Symbol(_) => f32::INFINITY,
                Row::Plain(_) if op.is_space() => DOUBT_SPACE,
                Row::Plain(_) => costs[op.cell()],
            },
        };
        self.cost_of(op).min(doubt)
    }

    /// Sets what the letter of `op`, for which there is room, costs.
    pub fn set(&mut self, op: Op, cost: f32) {
        let Some(place) = self.place(op) else { return };
        self.costs[place] = cost;
        match (self.believed.binary_search(&op), cost.is_finite()) {
            (Err(at), true) => self.believed.insert(at, op),
            (Ok(at), false) => drop(self.believed.remove(at)),
            _ => {}
        }
    }

    /// What the losses of a reading cost.
    pub fn cost(&self, edge: &Edge) -> f32 {
        edge.lost[..edge.losses].iter().map(|op| self.at(*op)).sum()
    }

    /// The ways that are believed, in order.
    pub fn lost(&self) -> impl Iterator<Item = Op> + '_ {
        self.believed.iter().copied()
    }

    /// The letters, small, that are believed to be lost without a trace.
    pub fn gone(&self) -> Vec<char> {
        let gone = self.lost().filter(|op| op.is_without_trace());
        gone.map(|op| letters::marked(op.letter().0)).collect()
    }

    /// Whether all losses of a reading are believed, beyond mere doubt.
    pub fn believes(&self, edge: &Edge) -> bool {
        edge.lost[..edge.losses].iter().all(|op| self.cost_of(*op).is_finite())
    }

    /// Whether `character` is believed to stand for a letter.
    pub fn swaps(&self, character: char) -> bool {
        let row =
            || self.rows.get(symbol::symbol(character)? as usize).filter(|row| **row != NO_ROW);
        row().is_some_and(|row| {
            let first = usize::from(*row) * LETTERS;
            self.costs[first..first + LETTERS].iter().any(|cost| cost.is_finite())
        })
    }

    /// The same channel, where a letter that is not believed to be lost may still be, at a price:
    /// such readings are never written, but they keep others from being all but certain.
    pub fn with_doubt(&self, known: &Known) -> Channel {
        // Where a letter is lost in a part of the paper only, any other letter that is still there
        // may be lost in that part just as well.
        let partial = |op: &Op| !op.is_space() && known.left(*op) > 0.0 && self.at(*op) > PARTIAL;
        let costs = self.lost().filter(partial).map(|op| self.at(op));
        let floor = costs.fold(f32::INFINITY, f32::min);
        let doubt = |op: Op| match known.left(op) as f32 {
            0.0 => DOUBT,
            left => floor.min(DOUBT + 0.3 * (1.0 + left).ln()),
        };
        let costs = Op::of_letters(Stands::Space).map(doubt).collect();
        let swaps = self.costs.len() > PLAIN_ROWS * LETTERS;
        Channel { doubts: Doubts::Letters { costs, swaps }, ..self.clone() }
    }
}
