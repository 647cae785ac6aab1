//! Chooses papers and their sections by columns.
//! In: filters. Out: which documents stand in papers that meet all of them.
//! Reads the records of those papers alone that nobody could read in whole.

use std::ops::Range;

use crate::bits::SegmentBits;
use crate::column::Column;
use crate::error::Result;
use crate::filter::{ChosenPapers, ColumnFilter};
use crate::record::PaperRecord;
use crate::tantivy::columns::{Columns, Values};
use crate::tantivy::store::Store;

impl ChosenPapers {
    /// Whether a document stands in one of the papers.
    #[inline]
    pub(crate) fn admits(&self, part: usize, number: u32) -> bool {
        self.is_all() || self.admitted.contains(part, number)
    }
}

/// The papers that meet all of `filters`.
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
        // Papers without a date are counted among those that meet all else.
        let before = admitted.clone();
        let mut leaves_undated = None;
        for one in accepted.iter().filter(|one| one.is_date) {
            one.narrow(&mut admitted);
            if !one.or_unsaid {
                leaves_undated = Some(&one.values);
            }
        }
        for (doc, is_unread) in segment.papers() {
            let bears_date = leaves_undated.is_none_or(|dates| dates.number(doc).is_some());
            chosen.undated += usize::from(before[doc as usize] && !bears_date);
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
    is_date: bool,
    values: Values,
    /// Whether each value is accepted, by its number.
    numbers: Vec<bool>,
    /// Whether papers that do not say are accepted.
    or_unsaid: bool,
}

impl Accepted {
    fn of(segment: &Columns<'_>, filter: &ColumnFilter) -> Result<Accepted> {
        let values = segment.open(filter.column)?;
        let texts = segment.texts(&values)?;
        let numbers = texts.iter().map(|text| filter.values.contains(text)).collect();
        let (is_date, or_unsaid) = (filter.column == Column::Date, filter.or_unsaid);
        Ok(Accepted { is_date, values, numbers, or_unsaid })
    }

    /// Leaves the documents whose value is accepted.
    fn narrow(&self, admitted: &mut [bool]) {
        for (doc, admitted) in (0u32..).zip(admitted).filter(|(_, admitted)| **admitted) {
            let number = self.values.number(doc);
            *admitted = number.map_or(self.or_unsaid, |number| self.numbers[number]);
        }
    }
}

/// How many papers were chosen, and the records of a range of them in order of path. No others are in memory at once.
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
