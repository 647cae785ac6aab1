//! The head of a paper: its lines with the part each belongs to, and what they say.

use super::evidence::Evidence;
use crate::document::{Masthead, Place};
use crate::line::Line;

/// The head of a paper.
#[derive(Debug, Default)]
pub struct Head<'a> {
    /// Its lines, cut at columns, each with the part it belongs to: front matter first.
    pub lines: Vec<(Place, Line<'a>)>,
    /// What it says.
    pub masthead: Masthead,
    /// The index of its first line behind the front matter.
    pub start: usize,
    /// How many lines of the paper it takes, front matter included.
    pub taken: usize,
    /// Whether anything but drawn rules was found.
    pub is_official: bool,
    /// How much speaks for it.
    pub evidence: Evidence,
}
