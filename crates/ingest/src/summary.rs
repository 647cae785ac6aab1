//! What a run tells while it goes on and when it is done.
//! In: nothing. Out: plain values, and ears that hear nothing. Never prints.

use std::path::{Path, PathBuf};

use vankien_engine::manifest::Totals;
use vankien_text::Why;

use crate::error::Error;

/// Hears how far a run is. `()` hears nothing.
pub trait Progress {
    /// So many files of so many bytes in all are to be read.
    fn begin(&mut self, _files: u64, _bytes: u64) {}
    /// A file of so many bytes was read, or could not be.
    fn file(&mut self, _path: &Path, _bytes: u64) {}
    /// Whether to go on; a run that does not leaves the index as it was.
    fn goes_on(&self) -> bool {
        true
    }
}

impl Progress for () {}

/// What a run did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Papers that were not in the index before.
    pub added: u64,
    /// Papers whose text is another now.
    pub changed: u64,
    /// Papers that are as they were.
    pub unchanged: u64,
    /// Papers whose file is gone, or can no longer be read.
    pub removed: u64,
    /// Papers that stay though nothing is there of the root they came from.
    pub kept: u64,
    /// What the index holds now.
    pub totals: Totals,
    /// The changes of letters in all papers, by reason; only reasons that occur.
    pub edits: Vec<(Why, u64)>,
    /// What was left out and why, in order of the paths.
    pub skipped: Vec<(PathBuf, Error)>,
    /// The papers that met a limit, in order of the paths: what was read of them is kept, or their path alone.
    pub limited: Vec<(PathBuf, Error)>,
    /// How many files and folders a rule left out; what lies in such a folder is not counted.
    pub ignored: u64,
    /// Whether there was anything to commit.
    pub committed: bool,
    /// How many papers of the index hold poor text.
    pub poor: u64,
    /// Why there was no OCR, where it was asked for.
    pub no_ocr: Option<Error>,
    /// What of the pages that OCR read could not be kept, or not be taken from where they are kept.
    pub ocr_troubles: Vec<Error>,
    /// What of the index and the verdicts was damaged, and did not keep the run from its end.
    pub troubles: Vec<Error>,
}
