//! A file of the engine whose bytes are checked as they are read.
//! In: a file and its checksums. Out: the same bytes, or an error that names the file.
//! Never reads all of a large file of postings: a question would feel it. `verify`, `serve` and `ingest` check those.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use crate::tantivy::folder::faults;
use crate::tantivy::folder::sums::FileSums;

/// Files of up to so many bytes are checked whole when they are opened: 10 microseconds each. Larger ones are
/// checked block by block where they hold records, and not at all where they hold postings or columns.
const SMALL: usize = 128 << 10;

/// Whether a file of the engine holds stored records.
pub fn holds_records(path: &Path) -> bool {
    path.extension().is_some_and(|part| part == "store")
}

/// The file at `path`, checked as it is read where that costs little.
pub fn checked(path: PathBuf, file: Arc<dyn FileHandle>, sums: FileSums) -> Arc<dyn FileHandle> {
    if !holds_records(&path) && file.len() > SMALL {
        return file;
    }
    let seen = (0..file.len().div_ceil(sums.block.max(1))).map(|_| AtomicBool::new(false));
    let seen = seen.collect();
    Arc::new(Checked { path, file, sums, seen })
}

/// A file that is read, whose blocks are checked when they are read first.
#[derive(Debug)]
struct Checked {
    path: PathBuf,
    file: Arc<dyn FileHandle>,
    sums: FileSums,
    /// The blocks that were found whole.
    seen: Vec<AtomicBool>,
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.file.len()
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if self.sums.size != self.len() as u64 || range.end > self.len() || range.start > range.end
        {
            return Err(faults::not_whole(&self.path));
        }
        let size = self.sums.block.max(1);
        for block in range.start / size..range.end.div_ceil(size) {
            if self.seen[block].load(Ordering::Relaxed) {
                continue;
            }
            let start = block * size;
            let bytes = self.file.read_bytes(start..(start + size).min(self.len()))?;
            if self.sums.first_damaged(block, &bytes).is_some() {
                return Err(faults::not_whole(&self.path));
            }
            self.seen[block].store(true, Ordering::Relaxed);
        }
        self.file.read_bytes(range)
    }
}
