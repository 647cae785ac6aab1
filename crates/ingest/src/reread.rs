//! Reads the file of a paper again, within limits that the caller gives.
//! In: the folder of the index, a paper. Out: its extracted text, and whether that is the text that was indexed.
//! Never calls an OCR: scanned pages come from the OCR cache.

use std::path::Path;

use vankien_engine::Location;
use vankien_engine::record::PaperRecord;
use vankien_files::Extracted;
use vankien_files::extract::ocr::{self, Ocr};
use vankien_files::extract::source::Sources;
use vankien_files::pipeline::{self, ReadOptions};
use vankien_system::budget::Budgets;

use super::fingerprint::hash;
use super::ingest::ocr_cache;
use super::reading::{lacks_cached_pages, scan};
use crate::error::{Error, Result};

/// Reads files of one index again.
pub struct Rereader {
    /// Larger files, in bytes, are not read.
    limit: u64,
    budgets: Budgets,
    sources: Sources,
    ocr: Ocr,
}

/// Whether a file still gives the text that was indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RereadResult {
    /// It gives the same text.
    Same,
    /// Its bytes are the same and it gives fewer pages read by OCR, and the OCR cache holds nothing of the file any
    /// more. Where the cache has lost only some of its pages, the result is [`RereadResult::Other`].
    Uncached,
    /// It gives another text, or the same with another layout, other evidence or other exceeded limits. The file need
    /// not have changed: other budgets or another state of the OCR cache suffice.
    Other,
}

impl Rereader {
    /// A reader for files of the index at `index`, at most `limit` bytes long, within `budgets`. `shared` is the
    /// folder of an OCR cache that all indexes share.
    pub fn new(index: &Location, shared: Option<&Path>, limit: u64, budgets: Budgets) -> Rereader {
        let ocr = Ocr::cache_only(ocr_cache(index, shared));
        Rereader { limit, budgets, sources: Sources::default(), ocr }
    }

    fn terms(&self) -> ReadOptions<'_> {
        ReadOptions { ocr: Some(&self.ocr), budgets: self.budgets }
    }

    /// The extracted text of the file of `paper` (at its origin), and whether it is the text that was indexed. A change
    /// of an archive that this reader has opened before may not be noticed.
    ///
    /// # Errors
    /// Where the file cannot be read (also because its path is not UTF-8), is too large or empty, has no known format,
    /// or its reader could not be started or was killed by a guard.
    pub fn read(&self, paper: &PaperRecord) -> Result<(Extracted, RereadResult)> {
        let path = Path::new(&paper.origin);
        let bytes = self.sources.read(path, self.limit)?;
        let scan = paper.scan.map(|_| scan(ocr::id(&bytes), &self.ocr));
        let extracted = pipeline::extracted(path, bytes, self.terms())?;
        let result = if hash(&extracted) == paper.hash {
            RereadResult::Same
        } else if scan.is_some_and(|scan| lacks_cached_pages(paper, scan, &extracted)) {
            RereadResult::Uncached
        } else {
            RereadResult::Other
        };
        Ok((extracted, result))
    }

    /// The extracted text of a file that is not in the index.
    pub(super) fn read_new(&self, path: &Path) -> Result<Extracted> {
        Ok(pipeline::extracted(path, self.sources.read(path, self.limit)?, self.terms())?)
    }

    /// Takes out the errors of the OCR cache so far.
    pub(super) fn take_errors(&self) -> Vec<Error> {
        self.ocr.take_errors().into_iter().map(Error::from).collect()
    }
}
