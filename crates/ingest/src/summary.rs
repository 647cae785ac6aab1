//! The progress and the summary of an ingest.
//! In: nothing. Out: plain values, and a trait that callers implement. Never prints.

use std::path::{Path, PathBuf};

use vankien_engine::manifest::Totals;
use vankien_text::Why;

use crate::error::Error;

/// Receives the progress of an ingest. `()` ignores it.
pub trait Progress {
    /// Called once before reading, also without any file to read: the number of files to read, and the sum of their
    /// sizes in bytes.
    fn begin(&mut self, _files: u64, _bytes: u64) {}
    /// Called for each file that was read or could not be, before its paper is written: its path, and its size in
    /// bytes. In the order of paths.
    fn file(&mut self, _path: &Path, _bytes: u64) {}
    /// Asked for each file after it was read, before its paper is written: false ends the ingest, which leaves the
    /// index as it was.
    fn goes_on(&self) -> bool {
        true
    }
}

impl Progress for () {}

/// What an ingest did.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many papers were not in the index before. Here and in the four counts below duplicates count too.
    pub added: u64,
    /// How many papers were written again: they have another text, path or verdicts.
    pub changed: u64,
    /// How many papers did not change, whether they were read again or not.
    pub unchanged: u64,
    /// How many papers were removed because their file is gone, or cannot be read any more.
    pub removed: u64,
    /// How many papers stay although their root vanished.
    pub kept: u64,
    /// Sums over all papers of the index now, also those that did not change.
    pub totals: Totals,
    /// The number of edits in all papers of the index, by reason. Reasons that do not occur are left out.
    pub edits: Vec<(Why, u64)>,
    /// The files and folders that were skipped, and why; sorted by path.
    pub skipped: Vec<(PathBuf, Error)>,
    /// The papers that met a limit, sorted by path. The index holds what was read of them, or only their path.
    pub limited: Vec<(PathBuf, Error)>,
    /// How many files and folders a rule excluded. The contents of such folders are not counted.
    pub ignored: u64,
    /// Whether there was a commit. There is none if nothing changed.
    pub committed: bool,
    /// How many papers of the index are of poor quality: text that cannot be trusted, or pages without text.
    pub poor: u64,
    /// Why no OCR was available although it was requested; `None` if it was available or not requested.
    pub no_ocr: Option<Error>,
    /// The errors of the OCR cache.
    pub ocr_troubles: Vec<Error>,
    /// The damage of the index and of the file of verdicts that did not stop the ingest.
    pub troubles: Vec<Error>,
}
