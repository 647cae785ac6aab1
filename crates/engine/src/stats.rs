//! What the index holds, in numbers.
//! In: an open index. Out: sums over its papers. Never reads a record: the sums commit with the papers.

use vankien_text::Why;

use crate::engine::Papers;
use crate::manifest::{Root, Totals};

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

/// The sums over all papers.
pub fn stats(store: &dyn Papers) -> Stats {
    let manifest = store.manifest();
    let shown = manifest.shown.clone();
    Stats {
        totals: manifest.totals,
        edits: shown.edits,
        poor: shown.poor,
        numbered: shown.numbered,
        roots: manifest.roots.clone(),
    }
}
