//! Reads the file of a paper again, as it was read when it came into the index.
//! In: the folder of the index, a paper. Out: its text, and whether it is the one that is known.
//! Scanned pages come from what was read of them before, where that is still there.

use std::path::Path;

use super::ingest::open_ocr;
use super::record::PaperRecord;
use super::run::hash;
use crate::document::Extracted;
use crate::error::Result;
use crate::pipeline;

/// The text of the file of `paper`, which is at most `limit` bytes long, and whether it is still the
/// text that the index in `folder` knows.
///
/// # Errors
/// Where the file cannot be read, or its scanned pages were read by programs that are gone.
pub fn read_again(folder: &Path, paper: &PaperRecord, limit: u64) -> Result<(Extracted, bool)> {
    let plain = pipeline::read(paper.origin.as_ref(), limit)?;
    if hash(&plain) == paper.hash {
        return Ok((plain, true));
    }
    if !paper.obtained.contains(" by tesseract ") {
        return Ok((plain, false));
    }
    let read = pipeline::read_with(paper.origin.as_ref(), limit, Some(&open_ocr(folder)?))?;
    let same = hash(&read) == paper.hash;
    Ok((read, same))
}
