//! Finds the sections that say what a paper is about: those that name it, and the first of its text.
//! In: candidates. Out: for each, where those sections of its paper stand.
//! Never depends on segments: a paper that lies in two of them is put together by its path.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use tantivy::schema::Term;
use vankien_engine::{Places, Role, Store};

use super::super::best::Candidate;
use crate::error::Result;

/// The sections that say what a paper is about, by segment and document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// Tells the paper from others.
    pub paper: (usize, u32),
    /// Those that name it.
    pub names: Vec<(usize, u32)>,
    /// The first of its running text.
    pub first: Option<(usize, u32)>,
}

impl Lead {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = (usize, u32)> {
        self.names.iter().chain(&self.first).copied()
    }

    fn add(&mut self, role: Role, place: (usize, u32)) {
        match role {
            Role::Name => self.names.push(place),
            Role::First => self.first = Some(place),
            Role::Other => {}
        }
    }
}

/// No section that says what the paper is about stands behind so many others.
const REACH: u32 = 32;

/// The leads of the papers of `candidates`, in their order.
pub fn leads(store: &Store, candidates: &[Candidate]) -> Result<Vec<Lead>> {
    let places = store.places()?;
    let mut known: BTreeMap<(usize, u64), Lead> = BTreeMap::new();
    let mut leads = Vec::with_capacity(candidates.len());
    for Candidate { segment, doc, .. } in candidates {
        let path = places.paper(*segment, *doc);
        let lead = match known.entry((*segment, path)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(room) => {
                let lead = match together(store, &places, (*segment, *doc), path) {
                    Some(lead) => lead,
                    None => gathered(store, &places, &places.path(*segment, path)?)?,
                };
                room.insert(lead).clone()
            }
        };
        leads.push(lead);
    }
    Ok(leads)
}

/// The lead of a paper whose sections up to the first of its text stand in one row; `None` where they
/// do not.
fn together(
    store: &Store,
    places: &Places<'_>,
    (segment, own): (usize, u32),
    path: u64,
) -> Option<Lead> {
    let start = own.checked_sub(u32::try_from(places.place(segment, own).0).ok()?)?;
    let mut lead = Lead { paper: (segment, start), ..Lead::default() };
    let end = store.segments().get(segment)?.max_doc();
    for doc in start..start + REACH {
        if doc >= end || (doc != own && places.paper(segment, doc) != path) {
            return None;
        }
        let (ordinal, role) = places.place(segment, doc);
        if ordinal != u64::from(doc - start) {
            return None;
        }
        lead.add(role, (segment, doc));
        if lead.first.is_some() {
            return Some(lead);
        }
    }
    None
}

/// The same, wherever the sections lie.
fn gathered(store: &Store, places: &Places<'_>, path: &str) -> Result<Lead> {
    let found = store.docs(Term::from_field_text(store.fields.path, path))?;
    let mut sections: Vec<(u64, (usize, u32))> =
        found.into_iter().map(|place| (places.place(place.0, place.1).0, place)).collect();
    sections.sort_unstable();
    let paper = sections.first().map(|(_, place)| *place).unwrap_or_default();
    let mut lead = Lead { paper, ..Lead::default() };
    for (_, place) in sections.into_iter().take(REACH as usize) {
        lead.add(places.place(place.0, place.1).1, place);
        if lead.first.is_some() {
            break;
        }
    }
    Ok(lead)
}
