//! Which folder inside `index/` is the index in use, and who may write.
//! In: the folder of the index. Out: the folder of a generation; a lock that ends with its value.
//! Never reads what a generation holds. A killed run leaves `CURRENT` as it was.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";
const PREFIX: &str = "gen-";

/// The generation in use, or `None` where there is no index.
pub fn current(folder: &Path) -> Option<PathBuf> {
    let name = fs::read_to_string(folder.join(CURRENT)).ok()?;
    let generation = folder.join(name.trim());
    (name.starts_with(PREFIX) && generation.is_dir()).then_some(generation)
}

/// What tells, cheaply, that the index in `folder` was changed: the name of the generation in use and
/// what the engine says of its last commit. `None` where there is no index.
pub fn stamp(folder: &Path) -> Option<Vec<u8>> {
    let generation = current(folder)?;
    let mut stamp = generation.to_string_lossy().into_owned().into_bytes();
    stamp.extend(fs::read(generation.join("meta.json")).ok()?);
    Some(stamp)
}

/// The right to write; given back when dropped.
#[derive(Debug)]
pub struct Lock {
    folder: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the right to write the index in `folder`, which is made where it is missing.
    pub fn take(folder: &Path) -> Result<Lock> {
        let failed = |source| Error::Write { path: folder.to_path_buf(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        let file =
            File::options().create(true).append(true).open(folder.join(LOCK)).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { folder: folder.to_path_buf(), _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy { path: folder.to_path_buf() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Removes generations that no run finished or that a newer one replaced.
    pub fn clear_debris(&self) -> Result<()> {
        let current = current(&self.folder);
        for generation in self.generations()? {
            if Some(&generation) != current.as_ref() {
                fs::remove_dir_all(&generation)
                    .map_err(|source| Error::Write { path: generation.clone(), source })?;
            }
        }
        Ok(())
    }

    /// Makes the empty folder of the next generation. It is not in use before [`Lock::switch`].
    pub fn begin(&self) -> Result<PathBuf> {
        let number =
            |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse::<u32>().ok();
        let last = self.generations()?.iter().filter_map(number).max().unwrap_or(0);
        let generation = self.folder.join(format!("{PREFIX}{:06}", last + 1));
        fs::create_dir(&generation)
            .map_err(|source| Error::Write { path: generation.clone(), source })?;
        Ok(generation)
    }

    /// Puts `generation` to use, in one step, and removes the others.
    pub fn switch(&self, generation: &Path) -> Result<()> {
        let (draft, wanted) = (self.folder.join("CURRENT.new"), self.folder.join(CURRENT));
        let name = generation.file_name().unwrap_or_default().to_string_lossy();
        let failed = |source| Error::Write { path: wanted.clone(), source };
        fs::write(&draft, format!("{name}\n")).map_err(failed)?;
        File::open(&draft).and_then(|file| file.sync_all()).map_err(failed)?;
        fs::rename(&draft, &wanted).map_err(failed)?;
        self.clear_debris()
    }

    fn generations(&self) -> Result<Vec<PathBuf>> {
        let failed = |source| Error::Read { path: self.folder.clone(), source };
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_counts_only_after_the_switch() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = Lock::take(folder.path()).expect("free");
        let first = lock.begin().expect("made");
        assert_eq!(current(folder.path()), None);
        lock.switch(&first).expect("switched");
        let second = lock.begin().expect("made");
        assert_eq!(current(folder.path()), Some(first.clone()));
        lock.switch(&second).expect("switched");
        assert_eq!(current(folder.path()), Some(second));
        assert!(!first.exists());
    }

    #[test]
    fn only_one_may_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = Lock::take(folder.path()).expect("free");
        assert!(matches!(Lock::take(folder.path()), Err(Error::Busy { .. })));
        drop(lock);
        assert!(Lock::take(folder.path()).is_ok());
    }
}
