//! The head of a paper: its lines, each with its place, and what they say.
//! In: nothing. Out: a plain value, which `reader` and `find` fill in. Never reads a line.

use super::evidence::Evidence;
use crate::document::{Masthead, Place};
use crate::line::Line;

/// The head of a paper: front matter and masthead.
#[derive(Debug, Default)]
pub struct Head<'a> {
    /// Its lines, each with its place (`Front`, `Masthead`, `Title` or `Addressees`): front matter first, in whole
    /// lines; those of the masthead are cut at columns.
    pub lines: Vec<(Place, Line<'a>)>,
    /// The fields it prints; all empty where it is not official.
    pub masthead: Masthead,
    /// The index of the line with which the masthead begins: 0 without front matter.
    pub start: usize,
    /// How many lines of the paper it takes, front matter included: the index at which the body begins.
    pub taken: usize,
    /// Whether a formula, a number, a dateline, a kind or the label of addressees was read. A name of a body alone does
    /// not make a head official.
    pub is_official: bool,
    /// What speaks for it being a masthead.
    pub evidence: Evidence,
}
