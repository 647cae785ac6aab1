//! Counts papers by what they say of themselves.
//! In: a question, or none, and an index. Out: how many papers of each kind, issuer, place, year, signer, quality.
//! Never counts a paper twice; papers that do not say are counted as such. Reads columns alone, no record.

use std::collections::BTreeMap;

use vankien_engine::column::Column;
use vankien_engine::engine::ValueCounts;
use vankien_engine::filter::FacetScope;
use vankien_engine::names;

use super::filter::Matched;
use super::note::Note;
use super::scope::Scope;
use super::synonym::Synonyms;
use super::{expand, rank};
use crate::error::Result;
use crate::searcher::Searcher;

/// How many papers bear each value; the empty value stands for papers that do not say.
pub type Counts = Vec<(Option<String>, usize)>;

/// The counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// How many papers were counted.
    pub papers: usize,
    /// By kind.
    pub kind: Counts,
    /// By the body that issued them.
    pub issuer: Counts,
    /// By place.
    pub place: Counts,
    /// By year.
    pub year: Counts,
    /// By who signed them.
    pub signer: Counts,
    /// By whether their text can be trusted: `good`, `poor`.
    pub quality: Counts,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// How each value of the filters was met.
    pub filters: Vec<Matched>,
}

/// Counts the papers that answer `typed`; all papers where it is empty.
pub fn facets(searcher: &Searcher, typed: &str, scope: Scope) -> Result<Facets> {
    let (store, mut notes) = (searcher.store(), Vec::new());
    let mut asked = searcher.read(typed, scope)?;
    expand::expand(store, &mut asked)?;
    let found;
    let among = if asked.parts.is_empty() {
        notes.extend(asked.selection.notes());
        FacetScope::Chosen(&asked.selection.chosen)
    } else {
        let synonyms = Synonyms::of(store, &asked)?;
        found = rank::found(store, &searcher.recipe, &asked, &synonyms)?;
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
    let mut counts = columns.into_iter().zip(&counted.columns).map(|(of, one)| counts(of, one));
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

/// The papers by the values of a column: the most frequent first, then by value.
fn counts(column: Column, counted: &ValueCounts) -> Counts {
    // Spellings of one name share a key: each with how many papers write it so.
    let mut keys: BTreeMap<Option<&str>, BTreeMap<&str, usize>> = BTreeMap::new();
    for (text, count) in counted {
        let (key, shown) = match text {
            Some(text) => {
                let (key, shown) = value(column, text);
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

/// What a value of a column counts as, and how it is shown.
fn value(column: Column, text: &str) -> (&str, &str) {
    match column {
        Column::Date => {
            let year = text.get(..4).unwrap_or(text);
            (year, year)
        }
        _ => names::split_column_value(text),
    }
}
