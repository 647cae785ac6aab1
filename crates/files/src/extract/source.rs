//! The bytes of a paper, which is a file or an entry of a zip archive.
//! In: a path, such as `a.txt` or `archive.zip/inner/a.txt`. Out: size, time and bytes.
//! Keeps a few archives open, so that the directory of an archive is not read again for each of its papers. A change of
//! an archive that is kept open is not noticed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use vankien_system::error::Error as SystemError;
use vankien_system::times;

use super::bundle::Bundle;
use super::fault::Fault;
use crate::error::{Error, Result};

/// At most 4 archives are kept open; a fifth replaces the one opened first, and jobs that read from that finish. A
/// judgement, not measured: with fewer, jobs at different archives read directories again and again; more take file
/// handles and memory for the directories.
const MAX_OPEN_ARCHIVES: usize = 4;

/// Size and time of a paper, by which an unchanged paper is recognised without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// Its size in bytes; for an entry of an archive, the unpacked size that it declares.
    pub size: u64,
    /// When it was modified, or for an entry the archive, in nanoseconds since 1970 (negative before). 0 if not known.
    pub changed: i128,
}

/// An open archive, which several jobs may read in turn.
type SharedBundle = Arc<Mutex<Bundle>>;

/// Reads files, and files inside archives.
#[derive(Default)]
pub struct Sources {
    /// Open archives by path, the oldest first.
    open: Mutex<Vec<(PathBuf, SharedBundle)>>,
}

impl Sources {
    /// The bytes of the paper at `path`, whatever its format. An error if it cannot be read, or has more than `limit`
    /// bytes.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>> {
        let failed = |source| Error::System(SystemError::Read { path: path.to_path_buf(), source });
        let check = |size| {
            if size > limit {
                return Err(Error::TooLarge { path: path.to_path_buf(), size, limit });
            }
            Ok(())
        };
        match std::fs::metadata(path) {
            Ok(data) => {
                check(data.len())?;
                std::fs::read(path).map_err(failed)
            }
            Err(source) => {
                let Some((bundle, name)) = self.within(path)? else { return Err(failed(source)) };
                let mut bundle = bundle.lock().unwrap_or_else(PoisonError::into_inner);
                check(bundle.size(&name).unwrap_or_default())?;
                bundle.unpack(&name).map_err(|fault| fault.into_error(path))
            }
        }
    }

    /// Size and time of the paper at `path`. An error if there is no such file or entry.
    pub fn stat(&self, path: &Path) -> Result<Stat> {
        let failed = |source| Error::System(SystemError::Read { path: path.to_path_buf(), source });
        match std::fs::metadata(path) {
            Ok(data) => Ok(Stat { size: data.len(), changed: times::modified_nanos(&data) }),
            Err(source) => {
                let Some((bundle, name)) = self.within(path)? else { return Err(failed(source)) };
                let bundle = bundle.lock().unwrap_or_else(PoisonError::into_inner);
                let gone = || Fault::damaged("is no longer in its archive").into_error(path);
                let size = bundle.size(&name).ok_or_else(gone)?;
                let data = archive_of(path).and_then(|(archive, _)| archive.metadata().ok());
                Ok(Stat { size, changed: data.map_or(0, |data| times::modified_nanos(&data)) })
            }
        }
    }

    /// The archive above `path`, opened, and the name of the entry, which need not exist; `None` if no part of the path
    /// is a file. An error if that file cannot be opened as an archive.
    fn within(&self, path: &Path) -> Result<Option<(SharedBundle, String)>> {
        let Some((archive, name)) = archive_of(path) else { return Ok(None) };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, bundle)) = open.iter().find(|(known, _)| known == archive) {
            return Ok(Some((Arc::clone(bundle), name)));
        }
        let bundle = Bundle::open(archive).map_err(|fault| fault.into_error(archive))?;
        let bundle = Arc::new(Mutex::new(bundle));
        if open.len() == MAX_OPEN_ARCHIVES {
            open.remove(0);
        }
        open.push((archive.to_path_buf(), Arc::clone(&bundle)));
        Ok(Some((bundle, name)))
    }
}

/// Whether `path` names a file, or an entry of a zip archive, whatever its format.
pub fn is_paper(path: &Path) -> bool {
    path.is_file()
        || Sources::default().within(path).is_ok_and(|found| {
            found.is_some_and(|(bundle, name)| {
                bundle.lock().unwrap_or_else(PoisonError::into_inner).size(&name).is_some()
            })
        })
}

/// The nearest ancestor of `path` that is a file, and the rest of the path; `None` if no ancestor is a file, or the
/// rest is not UTF-8.
fn archive_of(path: &Path) -> Option<(&Path, String)> {
    let archive = path.ancestors().skip(1).find(|above| above.is_file())?;
    let name = path.strip_prefix(archive).ok()?.to_str()?;
    Some((archive, name.to_owned()))
}
