//! Counts papers by what they say of themselves.
//! In: a question, or none, and an index. Out: how many papers of each kind, issuer, place, year, signer, quality.
//! Never counts a paper twice; papers that do not say are counted as such. Reads columns alone, no record.

use std::collections::BTreeMap;

use vankien_engine::columns::{Column, Columns};
use vankien_engine::names;

use super::filter::{Matched, Selection};
use super::note::Note;
use super::scope::Scope;
use super::synonym::Synonyms;
use super::{expand, rank};
use crate::error::Result;
use crate::firsts::papers_of;
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
    let columns = store.columns()?;
    expand::expand(store, &mut asked)?;
    let papers = if asked.parts.is_empty() {
        notes.extend(asked.selection.notes());
        chosen(&columns, &asked.selection)
    } else {
        let synonyms = Synonyms::of(store, &asked)?;
        let found = rank::found(store, &searcher.recipe, &asked, &synonyms)?;
        notes.extend(asked.notes);
        notes.extend(synonyms.notes);
        notes.extend(found.notes);
        papers_of(store, &found.sections)?
    };
    let count = |column| counts(&columns, &papers, column);
    Ok(Facets {
        papers: papers.iter().map(Vec::len).sum(),
        kind: count(Column::Kind)?,
        issuer: count(Column::Issuer)?,
        place: count(Column::Place)?,
        year: count(Column::Date)?,
        signer: count(Column::Signer)?,
        quality: count(Column::Quality)?,
        notes,
        filters: asked.selection.matched.clone(),
    })
}

/// The documents of papers that were chosen, by segment.
fn chosen(columns: &[Columns<'_>], selection: &Selection) -> Vec<Vec<u32>> {
    let papers = columns.iter().enumerate().map(|(at, segment)| {
        let papers = segment.papers().map(|(doc, _)| doc);
        papers.filter(|doc| selection.admits(at, *doc)).collect()
    });
    papers.collect()
}

/// The papers by the values of a column: the most frequent first, then by value.
fn counts(columns: &[Columns<'_>], papers: &[Vec<u32>], column: Column) -> Result<Counts> {
    // Spellings of one name share a key: each with how many papers write it so.
    let mut keys: BTreeMap<Option<String>, BTreeMap<String, usize>> = BTreeMap::new();
    for (segment, papers) in columns.iter().zip(papers) {
        let values = segment.open(column)?;
        let texts = segment.texts(&values)?;
        let mut counted = vec![0; texts.len()];
        let mut null = 0;
        for doc in papers {
            match values.number(*doc) {
                Some(number) => counted[number] += 1,
                None => null += 1,
            }
        }
        let counted = texts.iter().zip(counted).filter(|(_, count)| *count > 0);
        for (text, count) in counted {
            let (key, shown) = value(column, text);
            let spellings = keys.entry(Some(key.to_owned())).or_default();
            *spellings.entry(shown.to_owned()).or_default() += count;
        }
        if null > 0 {
            *keys.entry(None).or_default().entry(String::new()).or_default() += null;
        }
    }
    let mut counts: Counts = Vec::with_capacity(keys.len());
    for (key, spellings) in keys {
        let total = spellings.values().sum();
        // The first of the most frequent spellings.
        let most = spellings.iter().rev().max_by_key(|(_, count)| **count);
        counts.push((key.and(most.map(|(spelling, _)| spelling.clone())), total));
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counts)
}

/// What a value of a column counts as, and how it is shown.
fn value(column: Column, text: &str) -> (&str, &str) {
    match column {
        Column::Date => {
            let year = text.get(..4).unwrap_or(text);
            (year, year)
        }
        _ => names::of_column(text),
    }
}
