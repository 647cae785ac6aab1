//! Chooses papers and their sections by columns.
//! In: filters and an index. Out: which documents stand in papers that meet all of them, and how each value was met.
//! Reads the records of those papers alone that nobody could read in whole.

use std::ops::Range;

use vankien_engine::columns::{Column, Columns, Values};
use vankien_engine::{PaperRecord, Store, Unread};

use super::meet::ways;
use super::parts::{Exactness, Key, Value};
use super::single::Filter;
use crate::error::Result;
use crate::note::Note;

/// A value of a filter, and how it was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The name of the filter as typed, folded.
    pub field: String,
    /// The value as typed.
    pub value: String,
    /// How it was met.
    pub exactness: Exactness,
    /// Whether a name was met in part because no paper bears just it.
    pub is_fallback: bool,
}

/// The papers that meet all filters; all papers by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// For each segment, which documents stand in those papers; `None` without filters.
    admitted: Option<Vec<Vec<bool>>>,
    /// What contradicts what, in words.
    pub(super) conflict: Option<Note>,
    /// How many papers bear no date and were left out for that alone.
    pub undated: usize,
    /// What of the papers nobody could read.
    pub unread: Unread,
    /// The values of the filters in order.
    pub matched: Vec<Matched>,
}

impl Selection {
    /// Whether no filter chose among the papers.
    pub fn is_all(&self) -> bool {
        self.admitted.is_none()
    }

    /// Whether a document stands in one of the papers.
    pub fn admits(&self, segment: usize, doc: u32) -> bool {
        let docs = |segments: &Vec<Vec<bool>>| segments.get(segment)?.get(doc as usize).copied();
        self.admitted.as_ref().is_none_or(|segments| docs(segments).unwrap_or_default())
    }

    /// How many papers there are, and the records of a range of them in order of path. No others are in memory at once.
    pub fn papers(&self, store: &Store, range: Range<usize>) -> Result<(usize, Vec<PaperRecord>)> {
        let mut papers = Vec::new();
        for (at, columns) in store.columns()?.iter().enumerate() {
            for (doc, _) in columns.papers().filter(|(doc, _)| self.admits(at, *doc)) {
                papers.push((store.paper_record(at, doc)?.path, at, doc));
            }
        }
        papers.sort();
        let total = papers.len();
        let within = papers.into_iter().take(range.end).skip(range.start);
        let records = within.map(|(_, segment, doc)| store.paper_record(segment, doc));
        Ok((total, records.collect::<vankien_engine::Result<_>>()?))
    }

    /// Whether the paper at `path` is among them.
    pub fn holds_paper(&self, store: &Store, path: &str) -> Result<bool> {
        Ok(store.paper_docs(path)?.iter().any(|(segment, doc)| self.admits(*segment, *doc)))
    }

    /// What a reader should know: filters that contradict each other, papers without a date that were left out, names
    /// that were met in part.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = self.conflict.iter().cloned().collect();
        if self.undated > 0 {
            notes.push(Note::UndatedLeftOut { papers: self.undated });
        }
        for Matched { field, value, .. } in self.matched.iter().filter(|one| one.is_fallback) {
            notes.push(Note::FilterContains { field: field.clone(), value: value.clone() });
        }
        notes
    }
}

/// The papers of `store` that meet all of `filters`.
pub fn choose(store: &Store, filters: &[Filter]) -> Result<Selection> {
    let segments = store.columns()?;
    let mut selection = Selection::default();
    let mut accepted = Vec::with_capacity(filters.len());
    for filter in filters {
        accepted.push(Accepted::of(&segments, filter, &mut selection.matched)?);
    }
    let mut all = Vec::with_capacity(segments.len());
    for (at, segment) in segments.iter().enumerate() {
        let mut admitted = vec![true; segment.size() as usize];
        let others = accepted.iter().filter(|one| !one.is_date);
        others.for_each(|one| one.narrow(at, &mut admitted));
        // Papers without a date are counted among those that meet all else.
        let before = admitted.clone();
        let mut leaves_undated = None;
        for one in accepted.iter().filter(|one| one.is_date) {
            one.narrow(at, &mut admitted);
            if !one.null {
                leaves_undated = Some(&one.values[at]);
            }
        }
        for (doc, is_unread) in segment.papers() {
            let bears_date = leaves_undated.is_none_or(|dates| dates.number(doc).is_some());
            selection.undated += usize::from(before[doc as usize] && !bears_date);
            if is_unread && admitted[doc as usize] {
                selection.unread.add(&store.paper_record(at, doc)?);
            }
        }
        all.push(admitted);
    }
    selection.admitted = Some(all);
    Ok(selection)
}

/// The values of a column that a filter accepts.
struct Accepted {
    is_date: bool,
    /// The column, by segment.
    values: Vec<Values>,
    /// Whether each value is accepted, by segment and number.
    numbers: Vec<Vec<bool>>,
    /// Whether papers that do not say are accepted.
    null: bool,
}

impl Accepted {
    fn of(
        segments: &[Columns<'_>],
        filter: &Filter,
        matched: &mut Vec<Matched>,
    ) -> Result<Accepted> {
        let column = column(filter.key);
        let mut values = Vec::with_capacity(segments.len());
        let mut texts = Vec::with_capacity(segments.len());
        for segment in segments {
            let of_segment = segment.open(column)?;
            texts.push(segment.texts(&of_segment)?);
            values.push(of_segment);
        }
        let numbers = texts.iter().map(|texts| vec![false; texts.len()]).collect();
        let is_date = filter.key.is_date();
        let mut accepted = Accepted { is_date, values, numbers, null: false };
        for value in &filter.values {
            let exactness = accepted.add(segments, &texts, filter.key, value);
            let is_partial = exactness == Exactness::Containing;
            matched.push(Matched {
                field: filter.name.clone(),
                value: value.typed.clone(),
                exactness,
                is_fallback: is_partial && filter.key.is_name() && !value.contains,
            });
        }
        Ok(accepted)
    }

    /// Accepts what a value means: the first of its meanings that a paper bears.
    fn add(
        &mut self,
        segments: &[Columns<'_>],
        texts: &[Vec<String>],
        key: Key,
        value: &Value,
    ) -> Exactness {
        if value.is_null {
            self.null = true;
            return Exactness::Exact;
        }
        let ways = ways(key, value);
        let last = ways.len().saturating_sub(1);
        for (at, (meets, exactness)) in ways.iter().enumerate() {
            let meets = |texts: &Vec<String>| texts.iter().map(|text| meets.admits(text)).collect();
            let found: Vec<Vec<bool>> = texts.iter().map(meets).collect();
            if at < last && !self.is_borne(segments, &found) {
                continue;
            }
            for (all, new) in self.numbers.iter_mut().zip(found) {
                all.iter_mut().zip(new).for_each(|(one, new)| *one |= new);
            }
            return *exactness;
        }
        Exactness::Exact
    }

    /// Whether a paper bears one of the values `found`; deleted papers leave values behind.
    fn is_borne(&self, segments: &[Columns<'_>], found: &[Vec<bool>]) -> bool {
        let mut all = segments.iter().zip(&self.values).zip(found);
        all.any(|((segment, values), found)| {
            let is_found = |doc: u32| values.number(doc).is_some_and(|number| found[number]);
            found.contains(&true) && segment.papers().any(|(doc, _)| is_found(doc))
        })
    }

    /// Leaves the documents of a segment whose value is accepted.
    fn narrow(&self, segment: usize, admitted: &mut [bool]) {
        let (values, accepted) = (&self.values[segment], &self.numbers[segment]);
        for (doc, admitted) in (0u32..).zip(admitted).filter(|(_, admitted)| **admitted) {
            *admitted = values.number(doc).map_or(self.null, |number| accepted[number]);
        }
    }
}

/// The column that a filter looks at.
fn column(key: Key) -> Column {
    match key {
        Key::Kind => Column::Kind,
        Key::Number => Column::Number,
        Key::Quality => Column::Quality,
        Key::Issuer => Column::Issuer,
        Key::Signer => Column::Signer,
        Key::Place => Column::Place,
        Key::Year | Key::From | Key::To => Column::Date,
    }
}
