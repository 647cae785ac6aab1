//! Reads sections and finds the mentions in them, on all cores.
//! In: ids of sections. Out: those that hold a mention, in the same order. Never decides which paper is meant.

use std::panic::resume_unwind;

use vankien_engine::{Engine, PaperRecord, SectionId, SectionRecord};
use vankien_papers::document::Place;

use super::find::MentionFinder;
use super::place::MentionPlace;
use super::query::MentionQuery;
use super::wanted::Wanted;
use crate::error::Result;
use crate::scope::Scope;

/// A section that holds a mention.
pub struct ReadSection {
    /// The section.
    pub section: SectionRecord,
    /// The mentions in it, in order.
    pub found: Vec<MentionPlace>,
    /// Where whole papers are asked: all places of phrases in it, those too that overlap others.
    pub overlapping: Vec<MentionPlace>,
    /// Its paper; `None` where the section before it is of the same one, or the store does not know it.
    pub paper: Option<PaperRecord>,
}

/// Fewer sections than this are read on one core. A judgement: a thread costs as much as some sections.
const WORTH_A_THREAD: usize = 32;

/// Reads the sections `ids` and finds what is asked in them; those without a mention are left out.
pub fn sections(
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    ids: &[SectionId],
) -> Result<Vec<ReadSection>> {
    // One core is left to the caller, who judges what was read before.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = ids.len().div_ceil((cores - 1).max(1)).max(WORTH_A_THREAD);
    if ids.len() <= share {
        return some_sections(store, query, wanted, ids);
    }
    std::thread::scope(|scope| {
        let parts = ids.chunks(share);
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || some_sections(store, query, wanted, part)))
            .collect();
        let mut all = Vec::with_capacity(ids.len());
        for one in threads {
            all.extend(one.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(all)
    })
}

/// The same on one core.
fn some_sections(
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    ids: &[SectionId],
) -> Result<Vec<ReadSection>> {
    let finder = MentionFinder::new(query, wanted.verbatim);
    let mut all = Vec::with_capacity(ids.len());
    let mut path = String::new();
    for id in ids {
        let section = store.section(*id)?;
        if wanted.body && section.place != Place::Body {
            continue;
        }
        let found = finder.find(&section);
        if found.is_empty() {
            continue;
        }
        let overlapping = match wanted.scope {
            Scope::Paper => finder.find_phrases(&section),
            Scope::Section => Vec::new(),
        };
        let mut paper = None;
        if path != section.path {
            paper = store.paper(&section.path)?;
            path.clone_from(&section.path);
        }
        all.push(ReadSection { section, found, overlapping, paper });
    }
    Ok(all)
}
