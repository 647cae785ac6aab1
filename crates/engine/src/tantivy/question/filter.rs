//! Filters: chooses papers and their sections by columns.
//! In: filters. Out: the documents of papers that match all of them, as bit sets.
//! Reads records only of chosen papers that could not be read in full, to report them, and of all chosen papers if they
//! are listed.

use std::ops::Range;

use crate::bits::SegmentBits;
use crate::column::Column;
use crate::error::Result;
use crate::filter::{ChosenPapers, ColumnFilter};
use crate::record::PaperRecord;
use crate::tantivy::columns::{Columns, Values};
use crate::tantivy::store::Store;

impl ChosenPapers {
    /// Whether a document belongs to a chosen paper.
    #[inline]
    pub(crate) fn admits(&self, segment: usize, doc: u32) -> bool {
        self.is_all() || self.admitted.contains(segment, doc)
    }
}

/// The papers that match all of `filters`; all papers if there are none.
pub fn choose(store: &Store, filters: Vec<ColumnFilter>) -> Result<ChosenPapers> {
    let segments = store.columns()?;
    let mut chosen = ChosenPapers {
        admitted: SegmentBits::none(segments.iter().map(|segment| segment.size() as usize)),
        ..ChosenPapers::default()
    };
    for (at, segment) in segments.iter().enumerate() {
        let mut accepted = Vec::with_capacity(filters.len());
        for filter in &filters {
            accepted.push(Accepted::of(segment, filter)?);
        }
        let mut admitted = vec![true; segment.size() as usize];
        let others = accepted.iter().filter(|one| !one.is_date);
        others.for_each(|one| one.narrow(&mut admitted));
        // Papers without a date are counted among those that match all other filters.
        let without_date_filters = admitted.clone();
        let mut required_dates = None;
        for one in accepted.iter().filter(|one| one.is_date) {
            one.narrow(&mut admitted);
            if !one.accepts_missing {
                required_dates = Some(&one.values);
            }
        }
        for (doc, is_unread) in segment.papers() {
            let lacks_date = required_dates.is_some_and(|dates| dates.number(doc).is_none());
            chosen.undated += usize::from(without_date_filters[doc as usize] && lacks_date);
            if is_unread && admitted[doc as usize] {
                chosen.unread.add(&store.paper_record(at, doc)?);
            }
        }
        for (doc, _) in (0u32..).zip(admitted).filter(|(_, admitted)| *admitted) {
            chosen.admitted.insert(at, doc);
        }
    }
    chosen.filters = Some(filters);
    Ok(chosen)
}

/// The values of a column of one segment that a filter accepts.
struct Accepted {
    /// Whether it filters dates.
    is_date: bool,
    /// The column in the segment.
    values: Values,
    /// For each value, by its number, whether it is accepted.
    numbers: Vec<bool>,
    /// Whether papers without a value are accepted.
    accepts_missing: bool,
}

impl Accepted {
    fn of(segment: &Columns<'_>, filter: &ColumnFilter) -> Result<Accepted> {
        let values = segment.open(filter.column)?;
        let texts = segment.texts(&values)?;
        let numbers = texts.iter().map(|text| filter.values.contains(text)).collect();
        Ok(Accepted {
            is_date: filter.column == Column::Date,
            values,
            numbers,
            accepts_missing: filter.accepts_missing,
        })
    }

    /// Clears the documents whose value is not accepted.
    fn narrow(&self, admitted: &mut [bool]) {
        for (doc, admitted) in (0u32..).zip(admitted).filter(|(_, admitted)| **admitted) {
            let number = self.values.number(doc);
            *admitted = number.map_or(self.accepts_missing, |number| self.numbers[number]);
        }
    }
}

/// How many papers were chosen, and the records of those in `range` (end exclusive) when sorted by path. Reads the
/// record of each chosen paper for its path, but keeps only these.
pub fn papers(
    store: &Store,
    chosen: &ChosenPapers,
    range: Range<usize>,
) -> Result<(usize, Vec<PaperRecord>)> {
    let mut papers = Vec::new();
    for (at, columns) in store.columns()?.iter().enumerate() {
        for (doc, _) in columns.papers().filter(|(doc, _)| chosen.admits(at, *doc)) {
            papers.push((store.paper_record(at, doc)?.path, at, doc));
        }
    }
    papers.sort();
    let total = papers.len();
    let within = papers.into_iter().take(range.end).skip(range.start);
    let records = within.map(|(_, segment, doc)| store.paper_record(segment, doc));
    Ok((total, records.collect::<Result<_>>()?))
}
