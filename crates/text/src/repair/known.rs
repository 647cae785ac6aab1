//! What is known of the paper while it is mended.
//! In: the census of the text as it came; the changes, turn by turn. Out: how often a letter was left
//! and how often it was given back, by the way it was lost. What was learnt is not forgotten: the
//! places that are left for later turns are the hard ones, and tell least.

use std::collections::BTreeMap;

use super::census::{self, Census};
use super::op::{self, Op};
use crate::mended::Edit;
use crate::why::Why;

/// What share of spaces may be torn or gone where any are.
const SPACES: f64 = 0.005;

/// The census of the text as it came, and what was given back since.
#[derive(Debug)]
pub struct Known<'c> {
    /// What the text held when it came.
    pub census: &'c Census,
    given: BTreeMap<Op, u32>,
}

impl<'c> Known<'c> {
    /// Nothing is given back yet.
    pub fn new(census: &'c Census) -> Known<'c> {
        Known { census, given: BTreeMap::new() }
    }

    /// Takes in what was mended.
    pub fn learn(&mut self, edits: &[Edit]) {
        for edit in edits {
            let ops = match edit.why {
                Why::LetterLost => op::lost_in(&edit.from, &edit.to),
                Why::WordSplit => vec![Op::TORN],
                Why::WordsJoined => vec![Op::JOINED],
                Why::Misread => vec![Op::MISREAD],
                _ => continue,
            };
            ops.into_iter().for_each(|op| *self.given.entry(op).or_default() += 1);
        }
    }

    /// How often the letter of `op` was given back where it was lost in that way.
    pub fn given(&self, op: Op) -> f64 {
        self.given.get(&op).copied().map_or(0.0, f64::from)
    }

    /// Whether anything was given back.
    pub fn is_damaged(&self) -> bool {
        !self.given.is_empty()
    }

    /// Whether the text is hardly Vietnamese.
    pub fn is_foreign(&self) -> bool {
        census::is_foreign(self.census.tally)
    }

    /// How often the letter that is lost in `op` was there when the text came; how many spaces were.
    pub fn left(&self, op: Op) -> f64 {
        let space = op.is_space();
        f64::from(if space { self.census.tally.words } else { self.census.left(op) })
    }

    /// How often the letter of `op` may have been lost, before anything is known: what is missing beyond
    /// chance; of spaces a few.
    pub fn missing(&self, op: Op) -> f64 {
        if op.is_space() {
            return self.left(op) * SPACES;
        }
        let expected = self.census.expected(op);
        expected - self.left(op) - 2.0 * expected.sqrt()
    }

    /// How often a paper of this length holds that letter; nothing is expected of spaces.
    pub fn expected(&self, op: Op) -> f64 {
        if op.is_space() { 0.0 } else { self.census.expected(op) }
    }
}
