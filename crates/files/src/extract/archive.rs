//! The parts of a document that is a zip container (DOCX, ODT).
//! In: the bytes of the file. Out: the unpacked bytes of its parts by name, within limits.
//! Never writes to disk, so a part name can lead nowhere; never unpacks more than the limits below.
//!
//! The limits are judgements about real documents, not measured. `benches/mutants.py` and the hostile files of
//! `benches/hostile.py` run against them.

use std::io::{Cursor, Read as _};

use super::fault::{Fault, ReaderResult};

/// At most 256 MiB are unpacked from one document, all parts that are read together. More is an error.
const MAX_UNPACKED_BYTES: u64 = 256 << 20;
/// A part may unpack to at most 400 times the packed size of the whole document (see [`RATIO_EXEMPT_BYTES`]). More is
/// an error. XML of real documents reaches about 50.
const MAX_COMPRESSION_RATIO: u64 = 400;
/// A part of at most 8 MiB unpacked may exceed the ratio: so few bytes are harmless.
const RATIO_EXEMPT_BYTES: u64 = 8 << 20;
/// At most 20,000 parts in one document. One with more is not opened.
const MAX_PARTS: usize = 20_000;

/// An opened document in a zip container.
pub struct Archive<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes of the whole file.
    packed_bytes: u64,
    /// Bytes that may still be unpacked.
    bytes_left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the document in `bytes`. An error if it is no zip file, has too many parts, or parts that share bytes.
    pub fn open(bytes: &'a [u8]) -> ReaderResult<Archive<'a>> {
        let damaged = |error| Fault::damaged(format!("its zip container is damaged ({error})"));
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > MAX_PARTS {
            return Err(Fault::too_much(format!("holds {} parts", zip.len())));
        }
        // An error here is ignored: the part that it concerns fails when it is read.
        if zip.has_overlapping_entries().unwrap_or(false) {
            return Err(Fault::too_much("holds parts that share their bytes"));
        }
        let packed_bytes = bytes.len() as u64;
        Ok(Archive { zip, packed_bytes, bytes_left: MAX_UNPACKED_BYTES })
    }

    /// Whether there is a part of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The unpacked bytes of a part; `None` if there is no part of this name. An error if the part is damaged or
    /// encrypted, or exceeds a limit.
    pub fn part(&mut self, name: &str) -> ReaderResult<Option<Vec<u8>>> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(None) };
        let damaged =
            |error: String| Fault::damaged(format!("its part {name} is damaged ({error})"));
        let part = self.zip.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(what) if what.contains("assword") => {
                Fault::locked()
            }
            error => damaged(error.to_string()),
        })?;
        let ratio_limit = (self.packed_bytes * MAX_COMPRESSION_RATIO).max(RATIO_EXEMPT_BYTES);
        let limit = self.bytes_left.min(ratio_limit);
        let mut bytes = Vec::new();
        let read = part.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(Fault::too_much(format!(
                "its part {name} unpacks to more than {limit} bytes"
            )));
        }
        self.bytes_left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}
