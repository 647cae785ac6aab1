//! Which papers are looked through, by what they say of themselves.
//! In: values of columns. Out: the papers that a store chose by them. Never reads how a filter was typed.

use std::collections::BTreeSet;

use crate::bits::Bits;
use crate::column::Column;
use crate::found::Found;
use crate::unread::Unread;

/// What a paper must say of itself in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnFilter {
    /// The column.
    pub column: Column,
    /// The values that are meant, as the column keeps them.
    pub values: BTreeSet<String>,
    /// Whether papers that do not say are meant too.
    pub or_unsaid: bool,
}

/// The papers that meet all of some filters; all papers by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChosenPapers {
    /// The filters; `None` where nothing was chosen.
    pub filters: Option<Vec<ColumnFilter>>,
    /// How many papers bear no date and were left out for that alone.
    pub undated: usize,
    /// What of the papers nobody could read.
    pub unread: Unread,
    /// Numbers of papers and sections as the store laid them out.
    pub(crate) admitted: Bits,
}

impl ChosenPapers {
    /// Whether no filter chose among the papers.
    pub fn is_all(&self) -> bool {
        self.filters.is_none()
    }
}

/// The papers among which values are counted.
#[derive(Clone, Copy, Debug)]
pub enum FacetScope<'a> {
    /// Those that filters chose.
    Chosen(&'a ChosenPapers),
    /// Those that hold one of the sections that were found.
    Found(&'a Found),
}
