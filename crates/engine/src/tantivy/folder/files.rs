//! The folder of a generation, as the engine sees it.
//! In: what the engine reads and writes. Out: the same, with checksums; what went wrong below the engine.
//! Never takes a lock of the engine's and never writes where only reading was asked for: an index on a disk that
//! cannot be written is read like any other. One run alone writes, see [`crate::tantivy::folder::generations::Lock`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};
use vankien_system::rights::{Rights, check_file_size, unwritable};
use vankien_system::times;

use crate::error::{Error, Remedy};
use crate::tantivy::folder::checked;
use crate::tantivy::folder::faults;
use crate::tantivy::folder::seal;
use crate::tantivy::folder::sums::{BLOCK, RECORD_BLOCK, SUMS, Summing, Sums, sum};

/// The engine's list of segments, which holds our manifest.
pub const META: &str = "meta.json";

/// The engine's own list of the files it may delete. What lies in the folder says the same and cannot be
/// damaged, so that this file is neither read nor written.
const MANAGED: &str = ".managed.json";

/// What the names of the engine's files end with.
pub(crate) const PARTS: [&str; 6] = ["fast", "fieldnorm", "idx", "pos", "store", "term"];

/// The bytes at the end of each of the engine's files that say how long what stands before them is.
const FOOTER: usize = 8;

/// How often the list of segments and its checksum are read again that were replaced in between.
const TRIES: usize = 5;

/// The folder of a generation.
#[derive(Clone, Debug)]
pub struct Files {
    generation: PathBuf,
    maps: MmapDirectory,
    rights: Rights,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    sums: Mutex<Arc<Sums>>,
    /// What is damaged, but did not keep the generation from being read.
    troubles: Mutex<BTreeMap<PathBuf, Error>>,
    /// Why a file could not be written: the engine does not hand it on from its threads.
    failed: Mutex<Option<(PathBuf, io::Error)>>,
    /// Bytes written so far.
    written: AtomicU64,
}

impl Files {
    /// The generation in this folder; `rights` are those of files that are written.
    pub fn open(generation: &Path, rights: Rights) -> tantivy::Result<Files> {
        let state = State::default();
        match Sums::read(generation) {
            Ok(sums) => *locked(&state.sums) = Arc::new(sums.unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                let remedy = Remedy::WrittenAgain;
                let (path, what) = (generation.join(SUMS), format!("is damaged: {error}"));
                let trouble = Error::Damaged { path: path.clone(), what, remedy };
                locked(&state.troubles).insert(path, trouble);
            }
            Err(error) => {
                let error = OpenReadError::wrap_io_error(error, generation.join(SUMS));
                return Err(error.into());
            }
        }
        let maps = MmapDirectory::open(generation)?;
        Ok(Files { generation: generation.to_path_buf(), maps, rights, state: Arc::new(state) })
    }

    /// What is damaged, but did not keep the generation from being read; each told once.
    pub fn take_errors(&self) -> Vec<Error> {
        std::mem::take(&mut *locked(&self.state.troubles)).into_values().collect()
    }

    /// The error that a file could not be written with, if there was one; `needed` is how many bytes a run
    /// would write in all.
    pub(crate) fn take_failure(&self, needed: u64) -> Option<Error> {
        let (path, source) = locked(&self.state.failed).take()?;
        let folder = self.generation.parent().unwrap_or(&self.generation);
        Some(Error::System(unwritable(folder, &path, source, needed)))
    }

    /// How many bytes were written so far.
    pub fn written(&self) -> u64 {
        self.state.written.load(Ordering::Relaxed)
    }

    /// Gives a generation of a version before sums the sum of its manifest; of the files that it holds the engine
    /// has its own. The engine's locks and list of files are no longer used.
    pub(crate) fn begin_sums(generation: &Path, rights: Rights) -> io::Result<()> {
        for name in [MANAGED, ".tantivy-meta.lock", ".tantivy-writer.lock"] {
            match fs::remove_file(generation.join(name)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        match (Sums::read(generation), fs::read_to_string(generation.join(META))) {
            (Ok(None), Ok(meta)) => Sums { meta, ..Sums::default() }.write(generation, rights),
            _ => Ok(()),
        }
    }

    /// Removes the engine's files that are part of no commit, and drafts: what a run left that ended early.
    pub(crate) fn sweep(generation: &Path, rights: Rights) -> io::Result<()> {
        seal::drafts(generation)?.iter().try_for_each(fs::remove_file)?;
        let meta = fs::read(generation.join(META))?;
        let Some(live) = live_files(&meta) else { return Ok(()) };
        let sums = Sums::read(generation)?.unwrap_or_default();
        if !sums.knows(&meta) {
            return Ok(());
        }
        for name in engine_files(generation)?.iter().filter(|name| !live.contains(*name)) {
            fs::remove_file(generation.join(name))?;
        }
        // A commit that was cut short is no copy of what counts.
        if sums.meta.as_bytes() != meta {
            let meta = String::from_utf8_lossy(&meta).into_owned();
            Sums { meta, ..sums }.write(generation, rights)?;
        }
        Ok(())
    }

    /// The list of segments, with its checksum looked at; the copy of it where it is damaged.
    fn meta(&self) -> Result<Vec<u8>, OpenReadError> {
        let path = self.generation.join(META);
        let mut found = self.maps.atomic_read(Path::new(META));
        for _ in 0..TRIES {
            let sums = locked(&self.state.sums).clone();
            let settled = match &found {
                Ok(bytes) => sums.knows(bytes),
                Err(error) => !matches!(error, OpenReadError::FileDoesNotExist(_)),
            };
            if settled || *sums == Sums::default() {
                return found;
            }
            // A commit may have come in between.
            let newer = Sums::read(&self.generation).ok().flatten().unwrap_or_default();
            if newer == *sums {
                let what = match found {
                    Ok(_) => "is not as it was written",
                    Err(_) => "is missing",
                };
                let remedy = Remedy::CopyUsed;
                let what = what.to_owned();
                let trouble = Error::Damaged { path: path.clone(), what, remedy };
                locked(&self.state.troubles).insert(path, trouble);
                return Ok(sums.meta.clone().into_bytes());
            }
            *locked(&self.state.sums) = Arc::new(newer);
            found = self.maps.atomic_read(Path::new(META));
        }
        found
    }

    /// Remembers why something could not be written.
    fn failed(&self, path: &Path, error: io::Error) -> io::Error {
        let again = match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(error.kind(), error.to_string()),
        };
        locked(&self.state.failed).get_or_insert((self.generation.join(path), again));
        error
    }

    /// Writes the checksums that belong to `meta` before it counts.
    fn write_sums(&self, meta: &[u8]) -> io::Result<()> {
        let mut sums = Sums::clone(&locked(&self.state.sums));
        sums.before = fs::read(self.generation.join(META)).map_or(0, |bytes| sum(&bytes));
        sums.meta = String::from_utf8_lossy(meta).into_owned();
        let there = engine_files(&self.generation)?;
        sums.files.retain(|name, _| there.contains(name));
        sums.write(&self.generation, self.rights)?;
        *locked(&self.state.sums) = Arc::new(sums);
        Ok(())
    }
}

/// The names of the files that the engine's list of segments says are there, in order; `None` where it
/// cannot be read.
pub(crate) fn live_files(meta: &[u8]) -> Option<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Deletes {
        opstamp: u64,
    }
    #[derive(Deserialize)]
    struct Segment {
        segment_id: String,
        deletes: Option<Deletes>,
    }
    #[derive(Deserialize)]
    struct Meta {
        segments: Vec<Segment>,
    }
    let meta: Meta = serde_json::from_slice(meta).ok()?;
    let mut names = BTreeSet::new();
    for segment in meta.segments {
        let id = segment.segment_id.replace('-', "");
        names.extend(PARTS.map(|part| format!("{id}.{part}")));
        names.extend(segment.deletes.map(|deletes| format!("{id}.{}.del", deletes.opstamp)));
    }
    Some(names)
}

/// The names of the engine's files in a generation, in order.
pub(crate) fn engine_files(generation: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(generation)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_segment = name.split_once('.').is_some_and(|(segment, part)| {
            segment.len() == 32
                && segment.bytes().all(|byte| byte.is_ascii_hexdigit())
                && (PARTS.contains(&part) || part == "temp" || part.ends_with("del"))
        });
        if is_segment {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.maps.get_file_handle(path)?;
        let name = path.to_string_lossy().into_owned();
        let sums = locked(&self.state.sums).files.get(&name).cloned();
        let path = self.generation.join(path);
        // The engine relies on the end of a file being there.
        let has_size = sums.as_ref().is_none_or(|sums| sums.size == file.len() as u64);
        if !has_size || file.len() < FOOTER {
            return Err(OpenReadError::wrap_io_error(faults::not_whole(&path), path));
        }
        Ok(sums.map_or_else(|| file.clone(), |sums| checked::checked(path, file.clone(), sums)))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.maps.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.maps.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.rights.create_file(&self.generation.join(path)).map_err(|error| {
            if error.kind() == ErrorKind::AlreadyExists {
                return OpenWriteError::FileAlreadyExists(path.to_path_buf());
            }
            OpenWriteError::wrap_io_error(self.failed(path, error), path.to_path_buf())
        })?;
        let (files, path) = (self.clone(), path.to_path_buf());
        let block = if checked::holds_records(&path) { RECORD_BLOCK } else { BLOCK };
        let written = Written { files, path, file, summing: Summing::new(block), length: 0 };
        Ok(BufWriter::new(Box::new(written)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(META) {
            return self.meta();
        }
        if path == Path::new(MANAGED) {
            let mut names = engine_files(&self.generation)
                .map_err(|error| OpenReadError::wrap_io_error(error, self.generation.clone()))?;
            names.push(META.to_owned());
            let list = serde_json::to_vec(&names);
            return Ok(list.expect("a plain value can always be written to memory"));
        }
        self.maps.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        let write = || {
            if path == Path::new(META) {
                self.write_sums(data)?;
            }
            seal::replace(&self.generation.join(path), data, self.rights)
        };
        write().map_err(|error| self.failed(path, error))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.maps.sync_directory()
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// A file that is written.
struct Written {
    files: Files,
    path: PathBuf,
    file: File,
    summing: Summing,
    length: u64,
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = check_file_size(self.length + bytes.len() as u64);
        let count = fits
            .and_then(|()| self.file.write(bytes))
            .map_err(|error| self.files.failed(&self.path, error))?;
        self.length += count as u64;
        self.files.state.written.fetch_add(count as u64, Ordering::Relaxed);
        self.summing.take(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for Written {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let synced = self.file.sync_data().and_then(|()| self.file.metadata());
        let data = synced.map_err(|error| self.files.failed(&self.path, error))?;
        let sums = self.summing.finish(times::modified_nanos(&data));
        let name = self.path.to_string_lossy().into_owned();
        Arc::make_mut(&mut locked(&self.files.state.sums)).files.insert(name, sums);
        Ok(())
    }
}
