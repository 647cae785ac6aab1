//! Filters on the metadata of papers, and the set of papers that match them.
//! In: values of columns. Out: the papers that a store chose. Never parses a filter as a person types it.

use std::collections::BTreeSet;

use crate::bits::SegmentBits;
use crate::column::Column;
use crate::found::FoundSections;
use crate::unread::Unread;

/// A filter on one column: the paper's value must be one of `values`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnFilter {
    /// The column.
    pub column: Column,
    /// The accepted values, as the column stores them.
    pub values: BTreeSet<String>,
    /// Whether papers without a value match too.
    pub accepts_missing: bool,
}

/// The papers that match all filters. The default value is all papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChosenPapers {
    /// The filters; `None` (in the default value) if no filter was applied, so that all papers are chosen.
    pub filters: Option<Vec<ColumnFilter>>,
    /// How many papers match all filters on other columns, but have no date and so fail a filter on dates.
    pub undated: usize,
    /// Those of the chosen papers that could not be read in full. Empty in the default value.
    pub unread: Unread,
    /// The documents (segment and document number in the store) of the chosen papers and of their sections. Empty if
    /// `filters` is `None`; a store in memory leaves it empty.
    pub(crate) admitted: SegmentBits,
}

impl ChosenPapers {
    /// Whether there is no filter, so that all papers are chosen.
    pub fn is_all(&self) -> bool {
        self.filters.is_none()
    }
}

/// The papers that facets are counted over.
#[derive(Clone, Copy, Debug)]
pub enum FacetScope<'a> {
    /// The papers that filters chose.
    Chosen(&'a ChosenPapers),
    /// The papers that hold at least one of these sections.
    Found(&'a FoundSections),
}
