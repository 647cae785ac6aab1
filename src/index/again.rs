//! Reads the file of a paper again, as it was read when it came into the index.
//! In: the folder of the index, a paper. Out: its text, and whether it is the one that is known.
//! Scanned pages come from what was read of them before, where that is still there.

use std::cell::OnceCell;
use std::path::Path;

use super::ingest::open_ocr;
use super::record::PaperRecord;
use super::run::hash;
use crate::document::Extracted;
use crate::error::Result;
use crate::extract::ocr::Ocr;
use crate::pipeline;

/// Reads files of one index again.
pub struct Again<'f> {
    folder: &'f Path,
    limit: u64,
    /// Found when the first scanned paper asks for it.
    ocr: OnceCell<Ocr>,
}

impl<'f> Again<'f> {
    /// Reads files of the index in `folder` that are at most `limit` bytes long.
    pub fn new(folder: &'f Path, limit: u64) -> Again<'f> {
        Again { folder, limit, ocr: OnceCell::new() }
    }

    /// The text of the file of `paper`, and whether it is still the text that the index knows.
    ///
    /// # Errors
    /// Where the file cannot be read, or its scanned pages were read by programs that are gone.
    pub fn read(&self, paper: &PaperRecord) -> Result<(Extracted, bool)> {
        let plain = pipeline::read(paper.origin.as_ref(), self.limit)?;
        let same = hash(&plain) == paper.hash;
        if same || !paper.obtained.contains(" by tesseract ") {
            return Ok((plain, same));
        }
        let read = pipeline::read_with(paper.origin.as_ref(), self.limit, Some(self.ocr()?))?;
        let same = hash(&read) == paper.hash;
        Ok((read, same))
    }

    fn ocr(&self) -> Result<&Ocr> {
        if let Some(ocr) = self.ocr.get() {
            return Ok(ocr);
        }
        let ocr = open_ocr(self.folder)?;
        Ok(self.ocr.get_or_init(|| ocr))
    }
}
