//! The checksums of the files of a generation, and a second copy of its manifest.
//! In: the bytes of files as they are written. Out: the file `SUMS`; which bytes are not as they were written.
//! Never computed again for a file that is kept: the engine writes each file once.

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

/// The name of the file.
pub const SUMS: &str = "SUMS";

/// What the file says it is, with the number of its format.
const KIND: &str = "vankien-sums-1";

/// How many bytes of stored records have a checksum of their own. A question reads some twenty records from
/// places of their own, so that larger blocks would cost it time.
pub const RECORD_BLOCK: usize = 64 << 10;

/// How many bytes of other files have one: they are checked as a whole, and each question reads this table.
pub const BLOCK: usize = 1 << 20;

/// The checksums of one generation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// The engine's list of segments with our manifest, as the commit that is under way or was done last wrote it.
    pub meta: String,
    /// The checksum of what it was before: the commit may have been cut short.
    pub before: u64,
    /// The checksums of the engine's files by their names.
    pub files: BTreeMap<String, FileSums>,
}

/// The checksums of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSums {
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub changed: i128,
    /// How many bytes a block has, but for the last.
    pub block: usize,
    /// Eight hexadecimal digits for each block.
    blocks: String,
}

/// The checksum of some bytes.
pub fn sum(bytes: &[u8]) -> u64 {
    XxHash3_128::oneshot(bytes) as u64
}

/// A checksum as the table has it.
fn digits(sum: u64) -> String {
    format!("{:08x}", sum as u32)
}

impl Sums {
    /// The checksums in the folder of a generation; `None` where there are none.
    ///
    /// # Errors
    /// Where the file cannot be read, or is not whole ([`ErrorKind::InvalidData`]).
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

    /// Writes them into the folder of a generation.
    pub fn write(&self, generation: &Path, rights: Rights) -> io::Result<()> {
        seal::replace(&generation.join(SUMS), &seal::sealed(KIND, self), rights)
    }

    /// Whether `meta` is the list of segments as it was written last, or as it was before.
    pub fn knows(&self, meta: &[u8]) -> bool {
        meta == self.meta.as_bytes() || sum(meta) == self.before
    }
}

impl FileSums {
    /// The number of the first block that is not as it was written, of those that `bytes` holds from the
    /// start of block `first` on; `bytes` ends with a block or the file.
    pub fn first_damaged(&self, first: usize, bytes: &[u8]) -> Option<usize> {
        let known = |at: usize| self.blocks.get(at * 8..at * 8 + 8);
        let mut blocks = bytes.chunks(self.block.max(1)).enumerate();
        let damaged = blocks.find(|(at, block)| known(first + at) != Some(&digits(sum(block))));
        damaged.map(|(at, _)| first + at)
    }

    /// Whether the file at `path` is as it was written. Without `content` only its size and time are
    /// looked at.
    pub fn hold(&self, path: &Path, content: bool) -> io::Result<bool> {
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        if data.len() != self.size {
            return Ok(false);
        }
        if !content && times::modified_nanos(&data) == self.changed {
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

/// Computes the checksums of a file while it is written.
pub struct Summing {
    sums: FileSums,
    hasher: XxHash3_128,
    /// How many bytes the block that is under way holds.
    length: usize,
}

impl Summing {
    /// Begins a file with blocks of so many bytes.
    pub fn new(block: usize) -> Summing {
        let sums = FileSums { block, ..FileSums::default() };
        Summing { sums, hasher: XxHash3_128::new(), length: 0 }
    }

    /// Takes the next bytes.
    pub fn take(&mut self, mut bytes: &[u8]) {
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

    /// The checksums of all that was taken, for a file that was `changed` then.
    pub fn finish(&mut self, changed: i128) -> FileSums {
        self.end_block();
        FileSums { changed, ..self.sums.clone() }
    }
}

/// Looks at files on all cores; gives those for which `is_whole` is false or fails, in order, with why it
/// fails.
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
            bytes.chunks(step).for_each(|chunk| summing.take(chunk));
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
