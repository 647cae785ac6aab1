//! Finds the lead of a paper: the sections that name it, and the first of its body text.
//! In: papers. Out: the lead of each. Reads columns, never a record.

use crate::engine::Lead;
use crate::error::Result;
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::tantivy::places::address;
use crate::tantivy::store::Store;

/// At most this many sections from the start of a paper are looked at. A judgement, not measured: title and first body
/// section follow a masthead of a few sections. A smaller value shows in
/// `cargo test -p vankien-search --test search ranking::`.
const MAX_LEAD_SECTIONS: u32 = 32;

/// The lead of each of `papers`, in the same order.
pub fn leads(store: &Store, papers: &[PaperId]) -> Result<Vec<Lead>> {
    let places = store.places()?;
    let lead = |paper: &PaperId| {
        let mut lead = Lead::default();
        let (segment, first) = address(SectionId { paper: *paper, ordinal: 0 });
        let size = store.segments().get(segment).map_or(0, |one| one.max_doc());
        for doc in first..first.saturating_add(MAX_LEAD_SECTIONS).min(size) {
            let id = places.id(segment, doc);
            if id.paper != *paper {
                break;
            }
            match places.place(segment, doc).1 {
                Role::Name => lead.names.push(id),
                Role::First => lead.first = Some(id),
                Role::Running | Role::Other => {}
            }
            if lead.first.is_some() {
                break;
            }
        }
        lead
    };
    Ok(papers.iter().map(lead).collect())
}
