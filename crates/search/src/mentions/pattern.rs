//! The patterns and numbers that are looked for.
//! In: nothing. Out: plain values. Never matches; `find` does.

use std::collections::BTreeSet;

use crate::abbreviation::ShortForm;
use crate::number::Number;
use crate::question::QuestionWord;

/// A row of words that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The words, with what was typed between them.
    pub words: Vec<QuestionWord>,
    /// Whether each word must bear its own marks; else those alone that stand for no others.
    pub exact: bool,
    /// For another spelling of what was typed: the abbreviations in it. `None` for what was typed
    /// itself.
    pub spelling: Option<Vec<ShortForm>>,
    /// The papers in which alone it stands for what was typed; `None` for all.
    pub only: Option<BTreeSet<String>>,
    /// Whether only places count that are no part of a citation: those are listed as numbers.
    pub beside_citations: bool,
}

/// A number that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberQuery {
    /// The number as typed.
    pub number: Number,
    /// The keys of whole numbers that the index holds for it, and of names for them.
    pub keys: Vec<String>,
    /// The keys of bare numbers that may stand for it.
    pub open: Vec<String>,
    /// The date that the reader typed behind it.
    pub date: Option<String>,
    /// The keys of numbers that differ from it by a year alone, where it is known without one.
    pub with_year: Vec<String>,
}
