//! The directory through which tantivy reads and writes a generation.
//! In: what tantivy reads and writes. Out: the same, with checksums; what the system refused.
//! Never takes a lock of tantivy, and never writes when only reading: an index on a read-only disk can be read. Only
//! one ingest writes at a time, see [`crate::tantivy::folder::generations::Lock`].

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

/// The file of tantivy that lists the segments, in the folder of a generation; it holds our manifest as its payload.
pub const META: &str = "meta.json";

/// The file in which tantivy lists the files that it may delete. It is neither read nor written here: the names in the
/// folder say the same and cannot be damaged.
const MANAGED: &str = ".managed.json";

/// The endings of the files that each segment has.
pub(crate) const PARTS: [&str; 6] = ["fast", "fieldnorm", "idx", "pos", "store", "term"];

/// Bytes at the end of each file of tantivy that hold the length of its footer and a magic number; fixed by the format
/// of tantivy. A shorter file would make tantivy panic.
const FOOTER_LENGTH_BYTES: usize = 8;

/// At most this many times `meta.json` and its checksum are read again if a commit replaced one of them meanwhile. A
/// judgement, not measured: each further try needs another commit within milliseconds. No test reaches it.
const MAX_TRIES: usize = 5;

/// The directory of a generation. Clones share their state.
#[derive(Clone, Debug)]
pub struct Files {
    /// The folder of the generation.
    generation: PathBuf,
    /// The directory of tantivy that maps files into memory.
    maps: MmapDirectory,
    /// The access rights of files that are written.
    rights: Rights,
    /// What all clones share.
    state: Arc<State>,
}

/// What all clones of [`Files`] share.
#[derive(Debug, Default)]
struct State {
    /// The checksums of all files.
    sums: Mutex<Arc<Sums>>,
    /// The damage that did not keep the generation from being read, by file.
    troubles: Mutex<BTreeMap<PathBuf, Error>>,
    /// The first file that could not be written, and why. Tantivy does not pass the reason on from its threads.
    failed: Mutex<Option<(PathBuf, io::Error)>>,
    /// Bytes written so far.
    written: AtomicU64,
}

impl Files {
    /// Opens the folder of a generation. `rights` are the access rights of files that will be written.
    ///
    /// # Errors
    /// Where the folder or its checksums cannot be read. Damaged checksums are no error: [`Files::take_errors`] reports
    /// them.
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

    /// Takes out the damage found so far that did not keep the generation from being read, sorted by file.
    pub fn take_errors(&self) -> Vec<Error> {
        std::mem::take(&mut *locked(&self.state.troubles)).into_values().collect()
    }

    /// Takes out why the first file that could not be written failed; `None` if all could. `needed` is how many bytes
    /// the ingest would write in all, for the message about a full disk.
    pub(crate) fn take_failure(&self, needed: u64) -> Option<Error> {
        let (path, source) = locked(&self.state.failed).take()?;
        let folder = self.generation.parent().unwrap_or(&self.generation);
        Some(Error::System(unwritable(folder, &path, source, needed)))
    }

    /// How many bytes of segment files were written so far.
    pub fn written(&self) -> u64 {
        self.state.written.load(Ordering::Relaxed)
    }

    /// Adds checksums to a generation that an old version of the program wrote without them: only that of `meta.json`,
    /// as the other files have the CRC-32 of tantivy. Removes the locks and the file list of tantivy, which are not
    /// used any more.
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

    /// Removes what a killed ingest left: files of segments that belong to no commit, and drafts. Removes only drafts
    /// if `meta.json` is damaged. Else also brings the copy of `meta.json` in the checksums up to date.
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
        // The copy may be that of a commit that was not completed.
        if sums.meta.as_bytes() != meta {
            let meta = String::from_utf8_lossy(&meta).into_owned();
            Sums { meta, ..sums }.write(generation, rights)?;
        }
        Ok(())
    }

    /// The contents of `meta.json`, verified; its copy if it is damaged or missing. Without checksums it is not
    /// verified.
    fn read_meta(&self) -> Result<Vec<u8>, OpenReadError> {
        let path = self.generation.join(META);
        let mut found = self.maps.atomic_read(Path::new(META));
        for _ in 0..MAX_TRIES {
            let sums = locked(&self.state.sums).clone();
            let is_final = match &found {
                Ok(bytes) => sums.knows(bytes),
                Err(error) => !matches!(error, OpenReadError::FileDoesNotExist(_)),
            };
            if is_final || *sums == Sums::default() {
                return found;
            }
            // A commit may have replaced both meanwhile.
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

    /// Remembers why a file could not be written, and returns the error.
    fn failed(&self, path: &Path, error: io::Error) -> io::Error {
        let copy = match error.raw_os_error() {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::new(error.kind(), error.to_string()),
        };
        locked(&self.state.failed).get_or_insert((self.generation.join(path), copy));
        error
    }

    /// Writes the checksums that belong to the new contents `meta` of `meta.json`, before that file is replaced.
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

/// The names of the files that belong to the segments in the `meta.json` with these bytes, sorted; they may be missing
/// on the disk. `None` if it cannot be parsed.
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

/// The names of the files of segments that lie in the folder of a generation, sorted; leftovers too.
pub(crate) fn engine_files(generation: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(generation)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        // A segment is named by a UUID of 32 hexadecimal digits.
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
        let has_size = sums.as_ref().is_none_or(|sums| sums.size == file.len() as u64);
        if !has_size || file.len() < FOOTER_LENGTH_BYTES {
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
        let writer = SummedFile { files, path, file, summing: Summing::new(block), length: 0 };
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(META) {
            return self.read_meta();
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

/// A file that is being written, with its checksums.
struct SummedFile {
    files: Files,
    path: PathBuf,
    file: File,
    summing: Summing,
    /// The bytes written so far.
    length: u64,
}

impl Write for SummedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = check_file_size(self.length + bytes.len() as u64);
        let count = fits
            .and_then(|()| self.file.write(bytes))
            .map_err(|error| self.files.failed(&self.path, error))?;
        self.length += count as u64;
        self.files.state.written.fetch_add(count as u64, Ordering::Relaxed);
        self.summing.add(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for SummedFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let synced = self.file.sync_data().and_then(|()| self.file.metadata());
        let data = synced.map_err(|error| self.files.failed(&self.path, error))?;
        let sums = self.summing.finish(times::modified_nanos(&data));
        let name = self.path.to_string_lossy().into_owned();
        Arc::make_mut(&mut locked(&self.files.state.sums)).files.insert(name, sums);
        Ok(())
    }
}
