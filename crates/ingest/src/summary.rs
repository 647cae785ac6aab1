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
    /// How many papers the index did not hold for this file before; in a rebuild, all. Here and in the four
    /// counts below duplicates count too.
    pub added: u64,
    /// How many papers were written again: their text, path or verdicts changed, or they had met a guard or a
    /// limit that has another value now.
    pub changed: u64,
    /// How many papers did not change, whether they were read again or not.
    pub unchanged: u64,
    /// How many papers were removed: their file is gone, unreadable, or excluded by a rule now; their root
    /// vanished and `prune` was set; or their root was forgotten.
    pub removed: u64,
    /// How many papers stay although their root vanished.
    pub kept: u64,
    /// Sums over all papers of the index now, also those that did not change.
    pub totals: Totals,
    /// The number of edits in all papers of the index, by reason. Reasons that do not occur are left out.
    pub edits: Vec<(Why, u64)>,
    /// The files and folders that were skipped, and why; sorted by path.
    pub skipped: Vec<(PathBuf, Error)>,
    /// The files read now that met a limit, sorted by path; one row for each limit. The index holds what was
    /// read, or only the path; if a guard ended the reading of an unchanged file, its paper as it was.
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
    /// What did not stop the ingest: damage of the index or of the file of verdicts, and failed writes after
    /// the commit (segments not merged because the disk is full, second copy of the roots).
    pub troubles: Vec<Error>,
}
