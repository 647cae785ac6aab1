//! How to answer.
//! In: nothing. Out: plain values. Never answers.

use crate::scope::Scope;

/// How to answer.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// How many hits; 0 for all.
    pub limit: usize,
    /// How many of the best to pass over first, which were shown before.
    pub skip: usize,
    /// How many sentences more on either side of a passage.
    pub context: usize,
    /// Whether abbreviations stand for what they mean, and the reverse.
    pub expand: bool,
    /// Whether a paragraph that stands in several papers is shown for each; always with no limit.
    pub all: bool,
    /// Whether each paper is shown once, by its best section.
    pub by_paper: bool,
    /// Whether the newest papers come first, those without a date last.
    pub by_date: bool,
    /// Whether each hit tells what its score is made of.
    pub explain: bool,
    /// What must hold all that is asked for.
    pub scope: Scope,
    /// About how many bytes all hits may take; further ones are left to the next part of the list. 0 for any.
    pub most_bytes: usize,
    /// How many matches of a section are told at most; 0 for all.
    pub most_matches: usize,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions {
            limit: 10,
            skip: 0,
            context: 0,
            expand: true,
            all: false,
            by_paper: false,
            by_date: false,
            explain: false,
            scope: Scope::Section,
            most_bytes: 0,
            most_matches: 0,
        }
    }
}
