//! Reads the file of a paper again, as it was read when it came into the index.
//! In: the folder of the index, a paper. Out: its text, and whether it is the one that is known.
//! Scanned pages come from what was read of them before, where that is still there.

use std::path::Path;
use std::sync::OnceLock;

use super::ingest::open_ocr;
use super::record::PaperRecord;
use super::run::hash;
use crate::document::Extracted;
use crate::error::Result;
use crate::extract::ocr::Ocr;
use crate::extract::source::Sources;
use crate::pipeline;

/// Reads files of one index again.
pub struct Again<'f> {
    folder: &'f Path,
    limit: u64,
    sources: Sources,
    /// Found when the first scanned paper asks for it.
    ocr: OnceLock<Ocr>,
}

impl<'f> Again<'f> {
    /// Reads files of the index in `folder` that are at most `limit` bytes long.
    pub fn new(folder: &'f Path, limit: u64) -> Again<'f> {
        Again { folder, limit, sources: Sources::default(), ocr: OnceLock::new() }
    }

    /// The text of the file of `paper`, and whether it is still the text that the index knows.
    ///
    /// # Errors
    /// Where the file cannot be read, or its scanned pages were read by programs that are gone.
    pub fn read(&self, paper: &PaperRecord) -> Result<(Extracted, bool)> {
        let path = Path::new(&paper.origin);
        let bytes = self.sources.read(path, self.limit)?;
        let is_scanned = paper.obtained.contains(" by tesseract ");
        let kept = is_scanned.then(|| bytes.clone());
        let plain = pipeline::extracted(path, bytes, None)?;
        let same = hash(&plain) == paper.hash;
        let Some(bytes) = kept.filter(|_| !same) else { return Ok((plain, same)) };
        let read = pipeline::extracted(path, bytes, Some(self.ocr()?))?;
        let same = hash(&read) == paper.hash;
        Ok((read, same))
    }

    /// The text of a file that the index does not know.
    pub(super) fn read_new(&self, path: &Path) -> Result<Extracted> {
        pipeline::extracted(path, self.sources.read(path, self.limit)?, None)
    }

    fn ocr(&self) -> Result<&Ocr> {
        if let Some(ocr) = self.ocr.get() {
            return Ok(ocr);
        }
        let ocr = open_ocr(self.folder)?;
        Ok(self.ocr.get_or_init(|| ocr))
    }
}
