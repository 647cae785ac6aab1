//! Chooses papers by their metadata: kind, number, issuer, date and so on.
//! In: filters and an index. Out: the papers that meet all filters, and how each value was met.
//! Never reads a record of a paper: the values of columns decide.

use std::collections::BTreeSet;
use std::sync::Arc;

use vankien_engine::Engine;
use vankien_engine::column::Column;
use vankien_engine::filter::{ChosenPapers, ColumnFilter, FacetScope};

use super::checked::Filter;
use super::meet::meanings;
use super::parts::{Exactness, FilterKey, FilterValue};
use crate::error::Result;
use crate::note::Note;

/// How a value of a filter was met by the papers of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterMatch {
    /// The name of the filter as typed, folded.
    pub field: String,
    /// The value as typed.
    pub value: String,
    /// How it was met. Where no paper meets it: how it was looked for last.
    pub exactness: Exactness,
    /// Whether a name was looked for in part only because no paper bears exactly it.
    pub is_fallback: bool,
}

/// The papers that meet all filters. The default is all papers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The papers, as the store keeps them.
    pub chosen: Arc<ChosenPapers>,
    /// A note on the first two filters that no paper can meet together.
    pub(super) contradiction: Option<Note>,
    /// How each value of the filters was met, in the order in which they were typed.
    pub matched: Vec<FilterMatch>,
}

impl Selection {
    /// Whether there was no filter.
    pub fn is_all(&self) -> bool {
        self.chosen.is_all()
    }

    /// Notes for a reader: filters that contradict each other, papers without a date that were left out, names that
    /// were met in part because no paper bears exactly them.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes: Vec<Note> = self.contradiction.iter().cloned().collect();
        if self.chosen.undated > 0 {
            notes.push(Note::UndatedLeftOut { papers: self.chosen.undated });
        }
        for FilterMatch { field, value, .. } in self.matched.iter().filter(|one| one.is_fallback) {
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
        accepted.push(accepted_values(store, filter, &mut matched)?);
    }
    let chosen = Arc::new(store.choose_papers(accepted)?);
    Ok(Selection { chosen, contradiction: None, matched })
}

/// The values of a column that a filter accepts; adds to `matched` how each value was met.
fn accepted_values(
    store: &dyn Engine,
    filter: &Filter,
    matched: &mut Vec<FilterMatch>,
) -> Result<ColumnFilter> {
    let column = column(filter.key);
    let facets = store.facets(FacetScope::Chosen(&ChosenPapers::default()), &[column])?;
    let borne: Vec<&str> = facets.columns[0].keys().flatten().map(String::as_str).collect();
    let mut accepted = ColumnFilter { column, values: BTreeSet::new(), accepts_missing: false };
    for value in &filter.values {
        let exactness = accept_value(&mut accepted, &borne, filter.key, value);
        let is_partial = exactness == Exactness::Containing;
        matched.push(FilterMatch {
            field: filter.name.clone(),
            value: value.typed.clone(),
            exactness,
            is_fallback: is_partial && filter.key.is_name() && !value.contains,
        });
    }
    Ok(accepted)
}

/// Accepts the column values (`borne`) that a value means, by the first of its meanings that any paper bears.
fn accept_value(
    accepted: &mut ColumnFilter,
    borne: &[&str],
    key: FilterKey,
    value: &FilterValue,
) -> Exactness {
    if value.is_null {
        accepted.accepts_missing = true;
        return Exactness::Exact;
    }
    let meanings = meanings(key, value);
    let last = meanings.len().saturating_sub(1);
    for (at, (meaning, exactness)) in meanings.iter().enumerate() {
        let admitted = borne.iter().filter(|text| meaning.admits(text));
        let found: Vec<String> = admitted.map(|text| (*text).to_owned()).collect();
        if at == last || !found.is_empty() {
            accepted.values.extend(found);
            return *exactness;
        }
    }
    Exactness::Exact
}

/// The column that a filter looks at.
fn column(key: FilterKey) -> Column {
    match key {
        FilterKey::Kind => Column::Kind,
        FilterKey::Number => Column::Number,
        FilterKey::Quality => Column::Quality,
        FilterKey::Issuer => Column::Issuer,
        FilterKey::Signer => Column::Signer,
        FilterKey::Place => Column::Place,
        FilterKey::Year | FilterKey::From | FilterKey::To => Column::Date,
    }
}
