//! Finds the masthead of a paper and reads it: number, place and date, kind, title, addressees.
//! In: the printed lines. Out: the lines up to the end of the masthead with their parts, and what the paper
//! says of itself.
//! A field that is not printed stays empty. Where no masthead is found, no line is taken.
//!
//! The masthead is found by evidence, wherever it stands among the first lines: what stands before it (menus of
//! a web page, a digital signature, a page mark) is front matter.

mod body_name;
mod cell;
mod evidence;
mod find;
mod formula;
mod reader;
mod title;
mod units;

use crate::document::{Masthead, Place};
use crate::line::Line;

pub use self::body_name::opens_body_name;
pub use self::evidence::Evidence;
pub use self::find::{head_at_start, later_heads, masthead};

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
