//! Reads the file of a paper again, as it was read when it came into the index.
//! In: the folder of the index, a paper. Out: its text, and whether it is the one that is known.
//! Scanned pages come from what was read of them before; no OCR is called.

use std::path::Path;

use vankien_engine::record::PaperRecord;
use vankien_files::Extracted;
use vankien_files::extract::ocr::{self, Ocr};
use vankien_files::extract::source::Sources;
use vankien_files::pipeline::{self, ReadOptions};
use vankien_system::budget::Budgets;

use super::fingerprint::hash;
use super::ingest::ocr_cache;
use super::reading::{is_lost, scan};
use crate::error::{Error, Result};

/// Reads files of one index again.
pub struct Again {
    limit: u64,
    budgets: Budgets,
    sources: Sources,
    ocr: Ocr,
}

/// How a file stands to the paper that the index holds of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// It holds the text that the index knows.
    Same,
    /// Its bytes are the same, but what OCR read of it is no longer kept.
    Uncached,
    /// It holds another text.
    Other,
}

impl Again {
    /// Reads files of the index in `folder` that are at most `limit` bytes long, within `budgets`. What OCR read of them is
    /// in the folder `shared` by all indexes, or in that of the index.
    pub fn new(folder: &Path, shared: Option<&Path>, limit: u64, budgets: Budgets) -> Again {
        let ocr = Ocr::cache_only(ocr_cache(folder, shared));
        Again { limit, budgets, sources: Sources::default(), ocr }
    }

    fn terms(&self) -> ReadOptions<'_> {
        ReadOptions { ocr: Some(&self.ocr), budgets: self.budgets }
    }

    /// The text of the file of `paper`, and how it stands to the text that the index knows.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read(&self, paper: &PaperRecord) -> Result<(Extracted, Now)> {
        let path = Path::new(&paper.origin);
        let bytes = self.sources.read(path, self.limit)?;
        let scan = paper.scan.map(|_| scan(ocr::id(&bytes), &self.ocr));
        let extracted = pipeline::extracted(path, bytes, self.terms())?;
        let now = match scan {
            _ if hash(&extracted) == paper.hash => Now::Same,
            Some(scan) if is_lost(paper, scan, &extracted) => Now::Uncached,
            _ => Now::Other,
        };
        Ok((extracted, now))
    }

    /// The text of a file that the index does not know.
    pub(super) fn read_new(&self, path: &Path) -> Result<Extracted> {
        Ok(pipeline::extracted(path, self.sources.read(path, self.limit)?, self.terms())?)
    }

    /// What of the cache could not be read.
    pub(super) fn take_errors(&self) -> Vec<Error> {
        self.ocr.take_errors().into_iter().map(Error::from).collect()
    }
}
