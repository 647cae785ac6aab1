//! The checksums of the files of a generation (file `SUMS`), and a second copy of its manifest.
//! In: the bytes of files as they are written. Out: the file `SUMS`; which blocks of a file do not match.
//! Never recomputed for a file that stays: tantivy writes each file once.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;
use vankien_system::rights::Rights;
use vankien_system::times;

use crate::tantivy::folder::seal;

/// The name of the file, in the folder of a generation.
pub const SUMS: &str = "SUMS";

/// The first word of the file: its kind and the number of its format.
const KIND: &str = "vankien-sums-1";

/// Bytes per checksum in files of stored records. A question verifies one block for each record that it reads, some
/// twenty records in different blocks, so larger blocks would slow it down. A judgement, not measured: smaller blocks
/// enlarge `SUMS`. `cargo bench --bench questions` shows the effect of a change.
pub const RECORD_BLOCK: usize = 64 << 10;

/// Bytes per checksum in other files. They are verified as a whole, so larger blocks only keep `SUMS` small, which is
/// read whenever an index is opened. A judgement, not measured: 1 MB makes eight bytes of `SUMS` per megabyte.
pub const BLOCK: usize = 1 << 20;

/// The checksums of one generation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// A copy of `meta.json` (the list of segments, with our manifest) of the commit that is in progress or was done
    /// last.
    pub meta: String,
    /// The checksum of `meta.json` before that commit; 0 if there was none. If the commit was not completed, that file
    /// is still valid.
    pub before: u64,
    /// The checksums of the files of segments, by the names of the files.
    pub files: BTreeMap<String, FileSums>,
}

/// The checksums of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSums {
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub changed: i128,
    /// The bytes of a block; the last one may be shorter.
    pub block: usize,
    /// The checksum of each block, eight hexadecimal digits each.
    blocks: String,
}

/// The checksum of some bytes: the low 64 bits of XXH3-128.
pub fn sum(bytes: &[u8]) -> u64 {
    XxHash3_128::oneshot(bytes) as u64
}

/// A checksum as `SUMS` holds it: the low 32 bits.
fn digits(sum: u64) -> String {
    format!("{:08x}", sum as u32)
}

impl Sums {
    /// Reads the checksums in the folder of a generation; `None` if it has no file of them.
    ///
    /// # Errors
    /// Where the file cannot be read, or its own checksum does not match ([`ErrorKind::InvalidData`]).
    pub fn read(generation: &Path) -> io::Result<Option<Sums>> {
        match fs::read(generation.join(SUMS)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
            Ok(bytes) => match seal::unsealed(KIND, &bytes) {
                Some(sums) => Ok(Some(sums)),
                None => Err(io::Error::new(ErrorKind::InvalidData, "its checksum does not hold")),
            },
        }
    }

    /// Writes the checksums into the folder of a generation.
    pub fn write(&self, generation: &Path, rights: Rights) -> io::Result<()> {
        seal::replace(&generation.join(SUMS), &seal::sealed(KIND, self), rights)
    }

    /// Whether `meta` holds the bytes of `meta.json` as the commit in progress or the last one writes it, or as it was
    /// before that.
    pub fn knows(&self, meta: &[u8]) -> bool {
        meta == self.meta.as_bytes() || sum(meta) == self.before
    }
}

impl FileSums {
    /// The number of the first damaged block in `bytes`; `None` if all match. `bytes` are blocks of the file, the first
    /// of them number `first` (from 0); only the last block of the file may be shorter.
    pub fn first_damaged(&self, first: usize, bytes: &[u8]) -> Option<usize> {
        for (at, block) in (first..).zip(bytes.chunks(self.block.max(1))) {
            if self.blocks.get(at * 8..at * 8 + 8) != Some(&digits(sum(block))) {
                return Some(at);
            }
        }
        None
    }

    /// Whether the file at `path` matches its size and checksums. Without `reads_content` a file with the same size and
    /// time as when it was written is taken to match.
    pub fn match_file(&self, path: &Path, reads_content: bool) -> io::Result<bool> {
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        if data.len() != self.size {
            return Ok(false);
        }
        if !reads_content && times::modified_nanos(&data) == self.changed {
            return Ok(true);
        }
        let mut block = vec![0; self.block];
        for at in 0.. {
            let mut length = 0;
            while length < block.len() {
                match file.read(&mut block[length..])? {
                    0 => break,
                    more => length += more,
                }
            }
            if length == 0 {
                break;
            }
            if self.first_damaged(at, &block[..length]).is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Computes the checksums of a file as it is written.
pub struct Summing {
    sums: FileSums,
    hasher: XxHash3_128,
    /// How many bytes of the current block were hashed.
    length: usize,
}

impl Summing {
    /// Begins a file with blocks of this many bytes.
    pub fn new(block: usize) -> Summing {
        let sums = FileSums { block, ..FileSums::default() };
        Summing { sums, hasher: XxHash3_128::new(), length: 0 }
    }

    /// Adds the next bytes of the file.
    pub fn add(&mut self, mut bytes: &[u8]) {
        self.sums.size += bytes.len() as u64;
        while !bytes.is_empty() {
            let more = bytes.len().min(self.sums.block - self.length);
            self.hasher.write(&bytes[..more]);
            self.length += more;
            bytes = &bytes[more..];
            if self.length == self.sums.block {
                self.end_block();
            }
        }
    }

    fn end_block(&mut self) {
        if self.length > 0 {
            let hasher = std::mem::take(&mut self.hasher);
            self.sums.blocks.push_str(&digits(hasher.finish_128() as u64));
            self.length = 0;
        }
    }

    /// The checksums of all bytes that were added. `changed` is the time at which the file was last changed, in
    /// nanoseconds since 1970.
    pub fn finish(&mut self, changed: i128) -> FileSums {
        self.end_block();
        FileSums { changed, ..self.sums.clone() }
    }
}

/// Runs `is_whole` for files on all cores. Returns the files that are not whole, sorted by path: with the error if
/// `is_whole` failed, with `None` if it was false.
pub fn not_whole(
    files: &[PathBuf],
    is_whole: impl Fn(&Path) -> io::Result<bool> + Sync,
) -> Vec<(PathBuf, Option<io::Error>)> {
    let next = AtomicUsize::new(0);
    let look = || {
        let mut found = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            match is_whole(file) {
                Ok(true) => {}
                Ok(false) => found.push((file.clone(), None)),
                Err(error) => found.push((file.clone(), Some(error))),
            }
        }
        found
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut found: Vec<(PathBuf, Option<io::Error>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores.min(files.len())).map(|_| scope.spawn(look)).collect();
        let ends = workers.into_iter().map(|worker| match worker.join() {
            Ok(found) => found,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        ends.flatten().collect()
    });
    found.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_the_same_however_the_bytes_come() {
        const SIZE: usize = 1_000;
        let bytes: Vec<u8> = (0..3 * SIZE + 17).map(|at| (at * 7 % 251) as u8).collect();
        let summed = |step: usize| {
            let mut summing = Summing::new(SIZE);
            bytes.chunks(step).for_each(|chunk| summing.add(chunk));
            summing.finish(9)
        };
        let whole = summed(bytes.len());
        assert!([7, SIZE, SIZE + 1].iter().all(|step| summed(*step) == whole));
        assert_eq!((whole.size, whole.blocks.len()), (bytes.len() as u64, 32));
        assert_eq!(whole.first_damaged(0, &bytes), None);
        assert_eq!(whole.first_damaged(2, &bytes[2 * SIZE..]), None);
        for at in [0, SIZE - 1, SIZE, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(whole.first_damaged(0, &damaged), Some(at / SIZE));
        }
    }
}
