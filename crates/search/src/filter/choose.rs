//! Chooses papers and their sections by what papers say of themselves.
//! In: filters and an index. Out: the papers that meet all of them, and how each value was met.
//! Never reads a record: values of columns decide.

use std::collections::BTreeSet;
use std::sync::Arc;

use vankien_engine::Engine;
use vankien_engine::column::Column;
use vankien_engine::filter::{ChosenPapers, ColumnFilter, FacetScope};

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
    /// The papers.
    pub chosen: Arc<ChosenPapers>,
    /// What contradicts what, in words.
    pub(super) conflict: Option<Note>,
    /// The values of the filters in order.
    pub matched: Vec<Matched>,
}

impl Selection {
    /// Whether no filter chose among the papers.
    pub fn is_all(&self) -> bool {
        self.chosen.is_all()
    }

    /// What a reader should know: filters that contradict each other, papers without a date that were left out, names
    /// that were met in part.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = self.conflict.iter().cloned().collect();
        if self.chosen.undated > 0 {
            notes.push(Note::UndatedLeftOut { papers: self.chosen.undated });
        }
        for Matched { field, value, .. } in self.matched.iter().filter(|one| one.is_fallback) {
            notes.push(Note::FilterContains { field: field.clone(), value: value.clone() });
        }
        notes
    }
}

/// The papers of `store` that meet all of `filters`.
pub fn choose(store: &dyn Engine, filters: &[Filter]) -> Result<Selection> {
    let mut matched = Vec::new();
    let mut accepted = Vec::with_capacity(filters.len());
    for filter in filters {
        accepted.push(accept(store, filter, &mut matched)?);
    }
    let chosen = Arc::new(store.choose_papers(accepted)?);
    Ok(Selection { chosen, conflict: None, matched })
}

/// The values of a column that a filter accepts.
fn accept(store: &dyn Engine, filter: &Filter, matched: &mut Vec<Matched>) -> Result<ColumnFilter> {
    let column = column(filter.key);
    let facets = store.facets(FacetScope::Chosen(&ChosenPapers::default()), &[column])?;
    let borne: Vec<&str> = facets.columns[0].keys().flatten().map(String::as_str).collect();
    let mut accepted = ColumnFilter { column, values: BTreeSet::new(), accepts_missing: false };
    for value in &filter.values {
        let exactness = add(&mut accepted, &borne, filter.key, value);
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
fn add(accepted: &mut ColumnFilter, borne: &[&str], key: Key, value: &Value) -> Exactness {
    if value.is_null {
        accepted.accepts_missing = true;
        return Exactness::Exact;
    }
    let ways = ways(key, value);
    let last = ways.len().saturating_sub(1);
    for (at, (meets, exactness)) in ways.iter().enumerate() {
        let found = borne.iter().filter(|text| meets.admits(text));
        let found: Vec<String> = found.map(|text| (*text).to_owned()).collect();
        if at == last || !found.is_empty() {
            accepted.values.extend(found);
            return *exactness;
        }
    }
    Exactness::Exact
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
