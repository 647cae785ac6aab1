//! Options of a search.
//! In: nothing. Out: plain values. Never answers.

use crate::scope::Scope;

/// Options of a search.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// How many hits to give, at most; 0 for all.
    pub limit: usize,
    /// How many of the best hits to leave out, because they were shown before.
    pub skip: usize,
    /// How many more sentences to show on either side of a passage, inside its item.
    pub context: usize,
    /// Whether abbreviations also find what they stand for, and the reverse.
    pub expand: bool,
    /// Whether a paragraph that stands in several papers is shown for each of them, not once. Without a limit, and
    /// where whole papers are asked, it always is.
    pub all: bool,
    /// Whether each paper is shown once, by its best section.
    pub by_paper: bool,
    /// Whether hits are sorted by date, the newest papers first, those without a date last.
    pub by_date: bool,
    /// Whether each hit says what its score is made of.
    pub explain: bool,
    /// Whether one section or one whole paper must hold all that is asked for.
    pub scope: Scope,
    /// About how many bytes all hits may take as JSON; the others are left out, and `Answer::is_full` says so. 0 for no
    /// limit.
    pub most_bytes: usize,
    /// How many matches of a section to list at most; 0 for all.
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
