//! What the index holds, in numbers.
//! In: an open index. Out: sums over its papers. Never reads a section.

use super::manifest::{Root, Totals};
use super::store::Store;
use crate::document::{Quality, Why};
use crate::error::Result;

/// What the index holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// Papers, sections, paragraphs, tokens, bytes.
    pub totals: Totals,
    /// The changes of letters by reason; only reasons that occur.
    pub edits: Vec<(Why, u64)>,
    /// Papers whose text cannot be trusted.
    pub poor: u64,
    /// Papers that bear a number.
    pub numbered: u64,
    /// What was ingested.
    pub roots: Vec<Root>,
}

/// Sums up all papers.
pub fn stats(store: &Store) -> Result<Stats> {
    let papers = store.papers()?;
    let count = |why: Why| {
        let edits = papers.iter().flat_map(|paper| &paper.edits);
        let count = edits.filter(|(one, _)| *one == why).map(|(_, count)| u64::from(*count)).sum();
        (why, count)
    };
    Ok(Stats {
        totals: store.manifest().totals,
        edits: Why::ALL.into_iter().map(count).filter(|(_, count)| *count > 0).collect(),
        poor: papers.iter().filter(|paper| paper.quality == Quality::Poor).count() as u64,
        numbered: papers.iter().filter(|paper| paper.masthead.number.is_some()).count() as u64,
        roots: store.manifest().roots.clone(),
    })
}
