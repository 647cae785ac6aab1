//! The parts of a file that is a zip archive inside (DOCX, ODT).
//! In: the bytes of the file. Out: the bytes of its parts by name, within limits.
//! Never writes to a disk, so that no name of a part leads anywhere; never unpacks without end.

use std::io::{Cursor, Read as _};

use super::fault::{Fault, Read};

/// No paper has parts larger than this in all, unpacked.
const LARGEST: u64 = 256 << 20;
/// Real parts shrink to a fiftieth at most; only small parts may shrink more.
const RATIO: u64 = 400;
const SMALL: u64 = 8 << 20;
/// No paper has more parts.
const PARTS: usize = 20_000;

/// An opened archive.
pub struct Archive<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    packed: u64,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive in `bytes`.
    pub fn open(bytes: &'a [u8]) -> Read<Archive<'a>> {
        let damaged = |error| Fault::damaged(format!("its zip container is damaged ({error})"));
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > PARTS {
            return Err(Fault::too_much(format!("holds {} parts", zip.len())));
        }
        // Each part is read once at most, and a part that cannot be found is told where it is read.
        if zip.has_overlapping_entries().unwrap_or(false) {
            return Err(Fault::too_much("holds parts that share their bytes"));
        }
        Ok(Archive { zip, packed: bytes.len() as u64, left: LARGEST })
    }

    /// Whether there is such a part.
    pub fn holds(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The bytes of a part; `None` where there is none of that name.
    pub fn part(&mut self, name: &str) -> Read<Option<Vec<u8>>> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(None) };
        let damaged =
            |error: String| Fault::damaged(format!("its part {name} is damaged ({error})"));
        let part = self.zip.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(what) if what.contains("assword") => {
                Fault::locked()
            }
            error => damaged(error.to_string()),
        })?;
        let limit = self.left.min((self.packed * RATIO).max(SMALL));
        let mut bytes = Vec::new();
        let read = part.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(Fault::too_much(format!(
                "its part {name} unpacks to more than {limit} bytes"
            )));
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}
