//! Verifies the bytes of a file of tantivy as they are read.
//! In: a file and its checksums. Out: the same bytes, or an error that names the file.
//! Never verifies large files of postings or columns: that would slow a question down. `verify`, `serve` and `ingest`
//! do.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use crate::tantivy::folder::faults;
use crate::tantivy::folder::sums::FileSums;

/// Files of up to this many bytes (inclusive) are verified in full. Of larger ones only files of stored records are,
/// block by block. A judgement: hashing 128 kB takes about 10 microseconds. `cargo bench --bench questions` shows the
/// cost.
const FULLY_CHECKED_BYTES: usize = 128 << 10;

/// Whether a file of tantivy holds stored records, by its ending.
pub fn holds_records(path: &Path) -> bool {
    path.extension().is_some_and(|part| part == "store")
}

/// Wraps the file at `path` so that its bytes are verified when read. A large file without stored records is returned
/// as it is.
pub fn checked(path: PathBuf, file: Arc<dyn FileHandle>, sums: FileSums) -> Arc<dyn FileHandle> {
    if !holds_records(&path) && file.len() > FULLY_CHECKED_BYTES {
        return file;
    }
    let block_count = file.len().div_ceil(sums.block.max(1));
    let verified = (0..block_count).map(|_| AtomicBool::new(false)).collect();
    Arc::new(Checked { path, file, sums, verified })
}

/// A file whose blocks are verified when they are first read.
#[derive(Debug)]
struct Checked {
    path: PathBuf,
    file: Arc<dyn FileHandle>,
    sums: FileSums,
    /// For each block, whether it was verified.
    verified: Vec<AtomicBool>,
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
            if self.verified[block].load(Ordering::Relaxed) {
                continue;
            }
            let start = block * size;
            let bytes = self.file.read_bytes(start..(start + size).min(self.len()))?;
            if self.sums.first_damaged(block, &bytes).is_some() {
                return Err(faults::not_whole(&self.path));
            }
            self.verified[block].store(true, Ordering::Relaxed);
        }
        self.file.read_bytes(range)
    }
}
