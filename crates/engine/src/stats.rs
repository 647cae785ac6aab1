//! Statistics of the whole index, for `vankien stats`.
//! In: an open store. Out: sums over its papers. Never reads a record: the sums are in the manifest.

use vankien_text::Why;

use crate::engine::Papers;
use crate::manifest::{Root, Totals};

/// Statistics of an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// Counts of papers, sections, paragraphs, tokens, pages and duplicates, and the bytes of the files.
    pub totals: Totals,
    /// How many edits there are, by reason. Reasons that do not occur are left out.
    pub edits: Vec<(Why, u64)>,
    /// How many papers are of poor quality: text that cannot be trusted, or pages without text.
    pub poor: u64,
    /// How many papers have a document number of their own.
    pub numbered: u64,
    /// The files and folders that were ingested, sorted by canonical path.
    pub roots: Vec<Root>,
}

/// The statistics of a store, from its manifest.
pub fn stats(store: &dyn Papers) -> Stats {
    let manifest = store.manifest();
    Stats {
        totals: manifest.totals,
        edits: manifest.shown.edits.clone(),
        poor: manifest.shown.poor,
        numbered: manifest.shown.numbered,
        roots: manifest.roots.clone(),
    }
}
