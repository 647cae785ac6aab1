//! Counts papers by their metadata.
//! In: a question or none, and an index. Out: how many papers there are of each kind, issuer, place, year, signer,
//! quality.
//! Never counts a paper twice. Papers that do not say are counted as such. Reads columns only, no records.

use std::collections::BTreeMap;

use vankien_engine::column::Column;
use vankien_engine::engine::ValueCounts;
use vankien_engine::filter::FacetScope;
use vankien_engine::names;

use super::filter::FilterMatch;
use super::note::Note;
use super::scope::Scope;
use super::synonym::Synonyms;
use super::{expand, rank};
use crate::error::Result;
use crate::searcher::Searcher;

/// How many papers have each value, the most frequent first, then by value; `None` stands for papers that do not say.
pub type Counts = Vec<(Option<String>, usize)>;

/// The papers that were counted, by each of their fields. Spellings of one name count together, under the most frequent
/// one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// How many papers were counted.
    pub papers: usize,
    /// By kind.
    pub kind: Counts,
    /// By the body that issued them.
    pub issuer: Counts,
    /// By the place where they were signed.
    pub place: Counts,
    /// By the year of their date.
    pub year: Counts,
    /// By signer.
    pub signer: Counts,
    /// By whether their text can be trusted: `good`, `poor`.
    pub quality: Counts,
    /// Notes for a reader.
    pub notes: Vec<Note>,
    /// How each value of the filters was met.
    pub filters: Vec<FilterMatch>,
}

/// Counts the papers that answer the question `typed`; for filters alone those that they choose, and all papers where
/// it is empty.
pub fn facets(searcher: &Searcher, typed: &str, scope: Scope) -> Result<Facets> {
    let (store, mut notes) = (searcher.store(), Vec::new());
    let mut asked = searcher.parse(typed, scope)?;
    expand::expand(store, &mut asked)?;
    let found;
    let among = if asked.parts.is_empty() {
        notes.extend(asked.selection.notes());
        FacetScope::Chosen(&asked.selection.chosen)
    } else {
        let synonyms = Synonyms::of(store, &asked)?;
        found = rank::answering(store, &searcher.recipe, &asked, &synonyms)?;
        notes.extend(asked.notes);
        notes.extend(synonyms.notes);
        notes.extend(found.notes);
        FacetScope::Found(&found.sections)
    };
    let columns = [
        Column::Kind,
        Column::Issuer,
        Column::Place,
        Column::Date,
        Column::Signer,
        Column::Quality,
    ];
    let counted = store.facets(among, &columns)?;
    let by_column = columns.into_iter().zip(&counted.columns);
    let mut counts = by_column.map(|(column, values)| papers_by_value(column, values));
    // In the order of `columns`.
    let mut next = || counts.next().unwrap_or_default();
    Ok(Facets {
        papers: counted.papers,
        kind: next(),
        issuer: next(),
        place: next(),
        year: next(),
        signer: next(),
        quality: next(),
        notes,
        filters: asked.selection.matched.clone(),
    })
}

/// How many papers have each value of a column: the most frequent first, then by value.
fn papers_by_value(column: Column, counted: &ValueCounts) -> Counts {
    // Spellings of one name share a key. For each key: each spelling with how many papers write it so.
    let mut keys: BTreeMap<Option<&str>, BTreeMap<&str, usize>> = BTreeMap::new();
    for (text, count) in counted {
        let (key, shown) = match text {
            Some(text) => {
                let (key, shown) = key_and_spelling(column, text);
                (Some(key), shown)
            }
            None => (None, ""),
        };
        *keys.entry(key).or_default().entry(shown).or_default() += count;
    }
    let mut counts: Counts = Vec::with_capacity(keys.len());
    for (key, spellings) in keys {
        let total = spellings.values().sum();
        // The first of the most frequent spellings.
        let most = spellings.iter().rev().max_by_key(|(_, count)| **count);
        counts.push((key.and(most.map(|(spelling, _)| (*spelling).to_owned())), total));
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The key under which a value of a column is counted, and how it is spelled.
fn key_and_spelling(column: Column, text: &str) -> (&str, &str) {
    match column {
        Column::Date => {
            let year = text.get(..4).unwrap_or(text);
            (year, year)
        }
        _ => names::split_column_value(text),
    }
}
