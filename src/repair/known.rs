//! What is known of the paper while it is mended.
//! In: the census of the text as it came; the changes, turn by turn. Out: how often a letter was left
//! and how often it was given back, by the way it was lost. What was learnt is not forgotten: the
//! places that are left for later turns are the hard ones, and tell least.

use std::collections::BTreeMap;

use super::census::Census;
use super::channel::{self, Op};
use crate::document::{Edit, Why};

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
        for edit in edits.iter().filter(|edit| edit.why == Why::LetterLost) {
            for op in channel::lost_in(&edit.from, &edit.to) {
                *self.given.entry(op).or_default() += 1;
            }
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

    /// How often the letter that is lost in `op` was there when the text came.
    pub fn left(&self, op: Op) -> f64 {
        f64::from(self.census.left(op))
    }
}
