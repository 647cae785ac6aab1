//! Gathers the sections that may hold a mention, in order of path and ordinal.
//! In: rows of words and terms of numbers. Out: sections; one that holds none may be among them. Never reads stored text.

use std::collections::BTreeMap;

use tantivy::schema::Term;

use crate::engine::MentionQuery;
use crate::error::Result;
use crate::section::{PaperId, SectionId};
use crate::tantivy::places::Places;
use crate::tantivy::question::phrase;
use crate::tantivy::store::Store;

/// The sections that may hold what is asked, in papers that the filters chose.
pub fn gather(store: &Store, asked: &MentionQuery<'_>) -> Result<Vec<SectionId>> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for row in asked.phrases {
        found.extend(phrase::find(store, row)?.iter().map(|holder| (holder.segment, holder.doc)));
    }
    for term in asked.terms {
        found.extend(store.docs(Term::from_field_text(store.fields.text, term))?);
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|(segment, doc)| asked.chosen.admits(*segment, *doc));
    in_order(&store.places()?, found)
}

/// The sections by the path of the paper, then by their place in it.
pub fn in_order(places: &Places<'_>, found: Vec<(usize, u32)>) -> Result<Vec<SectionId>> {
    let mut ids: Vec<SectionId> = Vec::with_capacity(found.len());
    ids.extend(found.into_iter().map(|(segment, doc)| places.id(segment, doc)));
    let paths = places.paths_of(&mut ids.iter().map(|id| id.paper))?;
    let mut paths: Vec<(String, PaperId)> =
        paths.into_iter().map(|(paper, path)| (path, paper)).collect();
    paths.sort_unstable();
    let ranks: BTreeMap<PaperId, usize> =
        paths.into_iter().enumerate().map(|(rank, (_, paper))| (paper, rank)).collect();
    ids.sort_by_cached_key(|id| (ranks[&id.paper], id.ordinal));
    Ok(ids)
}
