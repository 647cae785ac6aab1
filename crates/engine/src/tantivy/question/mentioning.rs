//! Finds the sections that may hold a mention, sorted by path and ordinal.
//! In: phrases, and terms of document numbers. Out: sections, a superset of those with mentions. Never reads stored
//! text.

use std::collections::BTreeMap;

use tantivy::schema::Term;

use crate::engine::MentionQuery;
use crate::error::Result;
use crate::section::{PaperId, SectionId};
use crate::tantivy::places::Places;
use crate::tantivy::question::phrase;
use crate::tantivy::store::Store;

/// The live sections of chosen papers that hold one of the phrases or terms, sorted by path and ordinal.
pub fn mention_candidates(store: &Store, asked: &MentionQuery<'_>) -> Result<Vec<SectionId>> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for phrase in asked.phrases {
        found
            .extend(phrase::find(store, phrase)?.iter().map(|holder| (holder.segment, holder.doc)));
    }
    for term in asked.terms {
        found.extend(store.docs(Term::from_field_text(store.fields.text, term))?);
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|(segment, doc)| asked.chosen.admits(*segment, *doc));
    sort_by_path(&store.places()?, found)
}

/// Sorts sections (segment and document number) by the path of their paper, then by ordinal.
pub fn sort_by_path(places: &Places<'_>, found: Vec<(usize, u32)>) -> Result<Vec<SectionId>> {
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
