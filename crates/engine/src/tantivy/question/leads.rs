//! Finds the sections that say what a paper is about: those that name it, and the first of its text.
//! In: papers. Out: for each, which of its sections these are. Reads columns alone.

use crate::engine::Lead;
use crate::error::Result;
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::tantivy::places::address;
use crate::tantivy::store::Store;

/// No section that says what the paper is about stands behind so many others.
const REACH: u32 = 32;

/// The leads of `papers`, in their order.
pub fn leads(store: &Store, papers: &[PaperId]) -> Result<Vec<Lead>> {
    let places = store.places()?;
    let lead = |paper: &PaperId| {
        let mut lead = Lead::default();
        let (segment, first) = address(SectionId { paper: *paper, ordinal: 0 });
        let size = store.segments().get(segment).map_or(0, |one| one.max_doc());
        for doc in first..first.saturating_add(REACH).min(size) {
            let id = places.id(segment, doc);
            if id.paper != *paper {
                break;
            }
            match places.place(segment, doc).1 {
                Role::Name => lead.names.push(id),
                Role::First => lead.first = Some(id),
                Role::Other => {}
            }
            if lead.first.is_some() {
                break;
            }
        }
        lead
    };
    Ok(papers.iter().map(lead).collect())
}
