//! The generations of an index, and the lock that lets one process write.
//! In: the folder of the index. Out: the folder of a generation; a lock that is released when dropped.
//! Never removes the generation in use. Of other folders only those are removed that bear the mark of this index or
//! that this run created.
//! A killed ingest leaves the file `CURRENT`, which names the generation in use, as it was.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use vankien_system::rights::{Rights, check_file_size, unreadable, unwritable};

use crate::error::{Error, Result};
use crate::manifest::{Manifest, Root};
use crate::tantivy::folder::files::{Files, META};
use crate::tantivy::folder::mark::{IndexMark, MARK, Owner, owner};
use crate::tantivy::folder::seal;
use crate::tantivy::folder::sums::Sums;

/// The file that names the generation in use.
pub(crate) const CURRENT: &str = "CURRENT";

/// At most this many times a lock that is held is tried again before the error. A child process that is being started
/// holds the files of its parent for a moment. A judgement, not measured: 5 times 20 milliseconds are longer than
/// starting a process takes. `cargo test --test program` starts many.
const LOCK_TRIES: usize = 5;

/// The pause before each further try. A judgement like the one above.
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The file that is locked; it tells which process holds it.
const LOCK: &str = "LOCK";

/// The start of the names of generation folders: `gen-000001`.
const PREFIX: &str = "gen-";

/// The state of the file `CURRENT`.
#[derive(Debug, PartialEq, Eq)]
pub enum Current {
    /// The folder of the generation in use.
    Generation(PathBuf),
    /// It is damaged, with what is wrong: it names no generation that exists, or it is missing although a generation
    /// holds a commit.
    Damaged(String),
    /// There is no index: it is missing, and no generation holds a commit.
    Nothing,
}

/// Reads the file `CURRENT` in the folder of an index.
///
/// # Errors
/// Where the folder or `CURRENT` may not be read.
pub fn current_generation(folder: &Path) -> Result<Current> {
    let what = match fs::read_to_string(folder.join(CURRENT)) {
        Ok(name) => {
            // A name without a line end was not written completely.
            let generation = folder.join(name.strip_suffix('\n').unwrap_or_default());
            if number(&generation).is_none() {
                "names no generation".to_owned()
            } else if generation.is_dir() {
                return Ok(Current::Generation(generation));
            } else {
                format!("names {}, which is missing", name.trim_end())
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if generations_newest_first(folder)?
                .iter()
                .all(|generation| manifest_text(generation).is_none())
            {
                return Ok(Current::Nothing);
            }
            "is missing".to_owned()
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => "is damaged".to_owned(),
        Err(error) => return Err(Error::System(unreadable(&folder.join(CURRENT), error))),
    };
    Ok(Current::Damaged(what))
}

/// The folders of all generations, in use or not, newest (highest number) first; none if the folder is missing.
///
/// # Errors
/// Where the folder cannot be read.
pub fn generations_newest_first(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|source| Error::System(unreadable(folder, source)))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|source| Error::System(unreadable(folder, source)))?.path();
        if number(&path).is_some() && path.is_dir() {
            found.push(path);
        }
    }
    found.sort_by_key(|path| std::cmp::Reverse(number(path)));
    Ok(found)
}

/// The number of a generation, by the name of its folder (at least six digits); `None` if it is no such name.
fn number(path: &Path) -> Option<u64> {
    let digits = path.file_name()?.to_str()?.strip_prefix(PREFIX)?;
    let is_one = digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_one { digits.parse().ok() } else { None }
}

/// The manifest of the last commit of a generation, as text, from `meta.json` or its copy; `None` if neither holds one.
/// Checksums are not verified.
pub(crate) fn manifest_text(generation: &Path) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Meta {
        payload: Option<String>,
    }
    let payload = |meta: &[u8]| serde_json::from_slice::<Meta>(meta).ok()?.payload;
    let meta = fs::read(generation.join(META)).ok();
    let copy = || Some(Sums::read(generation).ok()??.meta.into_bytes());
    meta.and_then(|meta| payload(&meta)).or_else(|| payload(&copy()?))
}

/// Bytes that differ after each commit to the index in `folder`, cheap to compute: the name of the generation in use
/// and its `meta.json`. `None` if there is no index, or it cannot be read.
pub fn commit_stamp(folder: &Path) -> Option<Vec<u8>> {
    let mut stamp = fs::read(folder.join(CURRENT)).unwrap_or_default();
    let generation = match current_generation(folder).ok()? {
        Current::Generation(generation) => generation,
        Current::Damaged(_) => generations_newest_first(folder).ok()?.into_iter().next()?,
        Current::Nothing => return None,
    };
    stamp.extend(fs::read(generation.join(META)).unwrap_or_default());
    Some(stamp)
}

/// How a run takes the right to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Access {
    /// Whether to wait while another process holds the lock. Else that is an error, after some tries.
    pub waits: bool,
    /// Whether to let the group of the folder read and write the index, from now on. `false` leaves that as it is.
    pub is_shared: bool,
}

/// The exclusive right to write an index. It is released when the value is dropped.
#[derive(Debug)]
pub struct Lock {
    /// The folder of the index.
    folder: PathBuf,
    /// The mark of the index, as it was written last.
    mark: IndexMark,
    /// The file `LOCK`; closing it releases the lock.
    _file: File,
}

impl Lock {
    /// Locks the index in `folder`, which is created if it is missing. Writes the mark of the index if that is missing
    /// or damaged, or if it changes.
    ///
    /// # Errors
    /// Where another process holds the lock (unless [`Access::waits`]), an access right is missing, or the folder holds
    /// other files.
    pub fn take(folder: &Path, access: Access) -> Result<Lock> {
        let failed = |source| Error::System(unwritable(folder, folder, source, 0));
        let is_index = || is_index(folder);
        let found = owner(folder, is_index)?;
        if !folder.is_dir() {
            folder.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
            Rights::of(access.is_shared).create_folder(folder).map_err(failed)?;
        }
        let file = locked(folder, access.waits, Rights::of(access.is_shared))?;
        // Another process may have created the index before this one got the lock.
        let is_marked = matches!(found, Owner::Own(_));
        let found = if is_marked { found } else { owner(folder, is_index)? };
        let (before, is_old) = match found {
            Owner::Own(mark) => (Some(mark), false),
            Owner::Unmarked => (None, true),
            Owner::Nobody => (None, false),
        };
        // If the mark is lost, the generation in use has its id. Other generations may have been copied there by hand.
        let of_generation_in_use = || match current_generation(folder).ok()? {
            Current::Generation(generation) => IndexMark::read(&generation),
            _ => None,
        };
        let mut mark = before.clone().or_else(of_generation_in_use).unwrap_or_else(IndexMark::new);
        mark.is_shared |= access.is_shared;
        let lock = Lock { folder: folder.to_path_buf(), mark, _file: file };
        if before.as_ref() != Some(&lock.mark) {
            lock.mark.write(folder).map_err(|source| lock.failed(&folder.join(MARK), source))?;
            lock.adopt(is_old).map_err(failed)?;
        }
        // A killed ingest may have left drafts.
        let drafts = seal::drafts(folder).map_err(failed)?;
        drafts.iter().try_for_each(fs::remove_file).map_err(failed)?;
        Ok(lock)
    }

    /// Sets the access rights of the folder, of its `CURRENT`, `LOCK` and `ocr`, and of the generations with the id of
    /// this index, and writes the marks of these generations again. With `is_old` also of generations without a mark
    /// that are in use or hold a commit: an old version of the program wrote them.
    fn adopt(&self, is_old: bool) -> std::io::Result<()> {
        let rights = self.mark.rights();
        rights.set_on(&self.folder, true)?;
        for file in [CURRENT, LOCK, "ocr"].map(|name| self.folder.join(name)) {
            if file.exists() {
                rights.set_on_all(&file)?;
            }
        }
        let named = current_generation(&self.folder).unwrap_or(Current::Nothing);
        for generation in generations_newest_first(&self.folder).unwrap_or_default() {
            let mark = IndexMark::read(&generation);
            let is_ours = mark.is_some_and(|mark| mark.id == self.mark.id);
            let is_unmarked = is_old && !generation.join(MARK).exists();
            let is_named = named == Current::Generation(generation.clone());
            let has_commit = is_unmarked && manifest_text(&generation).is_some();
            if has_commit {
                Files::begin_sums(&generation, rights)?;
            }
            if is_ours || is_unmarked && (is_named || has_commit) {
                self.mark.of_generation().write(&generation)?;
                rights.set_on_all(&generation)?;
            }
        }
        Ok(())
    }

    /// The access rights of the files of this index.
    pub fn rights(&self) -> Rights {
        self.mark.rights()
    }

    /// The roots in the mark, a second copy for an index whose manifest cannot be read; empty if none were kept.
    pub fn roots(&self) -> &[Root] {
        &self.mark.roots
    }

    /// Writes the roots of a commit to the mark, as a second copy.
    ///
    /// # Errors
    /// Where the mark cannot be written.
    pub fn keep_roots(&mut self, roots: &[Root]) -> Result<()> {
        if self.mark.roots != roots {
            self.mark.roots = roots.to_vec();
            let path = self.folder.join(MARK);
            self.mark.write(&self.folder).map_err(|source| self.failed(&path, source))?;
        }
        Ok(())
    }

    /// Removes the generations with the mark of this index except `kept`, which is in use.
    fn remove_others(&self, kept: &Path) -> Result<()> {
        for generation in generations_newest_first(&self.folder)? {
            let is_ours = IndexMark::read(&generation).is_some_and(|mark| mark.id == self.mark.id);
            if is_ours && generation != kept {
                fs::remove_dir_all(&generation).map_err(|error| self.failed(&generation, error))?;
            }
        }
        Ok(())
    }

    /// Creates the folder of the next generation, which holds only its mark. It is not in use before [`Lock::switch`].
    ///
    /// # Errors
    /// Where it cannot be created.
    pub fn begin(&self) -> Result<PathBuf> {
        let mut next =
            generations_newest_first(&self.folder)?.first().and_then(|path| number(path));
        let generation = loop {
            let number = next.unwrap_or(0) + 1;
            let generation = self.folder.join(format!("{PREFIX}{number:06}"));
            match self.rights().create_folder(&generation) {
                Ok(()) => break generation,
                // A file of that name is in the way.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => next = Some(number),
                Err(error) => return Err(self.failed(&generation, error)),
            }
        };
        self.mark.of_generation().write(&generation).map_err(|source| {
            self.tidy(&generation, true);
            self.failed(&generation, source)
        })?;
        Ok(generation)
    }

    /// Puts `generation` into use, atomically, and removes the others that bear the mark of this index.
    ///
    /// # Errors
    /// Where `CURRENT` cannot be replaced, or another generation cannot be removed.
    pub fn switch(&self, generation: &Path) -> Result<()> {
        let name = generation.file_name().unwrap_or_default().to_string_lossy();
        let path = self.folder.join(CURRENT);
        let text = format!("{name}\n").into_bytes();
        if fs::read(&path).ok().as_ref() != Some(&text) {
            seal::replace(&path, &text, self.rights())
                .map_err(|source| self.failed(&path, source))?;
        }
        if IndexMark::read(generation).as_ref() != Some(&self.mark.of_generation()) {
            let marked = self.mark.of_generation().write(generation);
            marked.map_err(|source| self.failed(generation, source))?;
        }
        self.remove_others(generation)
    }

    /// Removes what an ingest that failed before its commit wrote into `generation`: all of a new generation, else the
    /// files that belong to no commit. Errors are ignored, as the next ingest removes what is left.
    pub fn tidy(&self, generation: &Path, is_new: bool) {
        let in_use = current_generation(&self.folder).ok();
        let is_used = in_use.is_none_or(|one| one == Current::Generation(generation.into()));
        let _ = if is_new && !is_used {
            fs::remove_dir_all(generation)
        } else {
            Files::sweep(generation, self.rights())
        };
    }

    fn failed(&self, path: &Path, source: std::io::Error) -> Error {
        Error::System(unwritable(&self.folder, path, source, 0))
    }
}

/// Whether a folder without a mark holds an index: of an old version without marks, or whose mark is lost.
fn is_index(folder: &Path) -> bool {
    if matches!(current_generation(folder), Ok(Current::Generation(_))) {
        return true;
    }
    let generations = generations_newest_first(folder).unwrap_or_default();
    generations.iter().any(|generation| {
        let has_manifest = || {
            let text = manifest_text(generation);
            text.is_some_and(|text| Manifest::roots_of(Some(&text)).is_some())
        };
        IndexMark::read(generation).is_some() || has_manifest()
    })
}

/// Locks the file `LOCK`, and writes into it which process holds it since when.
fn locked(folder: &Path, waits: bool, rights: Rights) -> Result<File> {
    let path = folder.join(LOCK);
    let failed = |source| Error::System(unwritable(folder, &path, source, 0));
    if !path.exists() {
        match rights.create_file(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
    }
    let mut file = File::options().append(true).open(&path).map_err(failed)?;
    let mut tries = 0;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if waits => break file.lock().map_err(failed)?,
            // A child process that is being started holds all files of its parent for a moment, with their locks.
            Err(TryLockError::WouldBlock) if tries < LOCK_TRIES => {
                tries += 1;
                std::thread::sleep(LOCK_PAUSE);
            }
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Busy { path: folder.to_path_buf(), holder: holder(&path) });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
    }
    // The contents are only for messages, so errors such as a full disk are ignored here.
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let told = format!("{} {seconds}\n", std::process::id());
    let fits = check_file_size(told.len() as u64).and_then(|()| file.set_len(0));
    let _ = fits.and_then(|()| file.write_all(told.as_bytes()));
    Ok(file)
}

/// The process that holds the lock, and since when, for a message.
fn holder(path: &Path) -> String {
    let told = fs::read_to_string(path).unwrap_or_default();
    let parts = told.trim().split_once(' ');
    let begun = parts.and_then(|(id, begun)| Some((id, begun.parse::<u64>().ok()?)));
    match begun {
        Some((id, begun)) => format!("another ingest, process {id} begun {},", utc(begun)),
        None => "another ingest".to_owned(),
    }
}

/// Formats seconds since 1970 as date and time in UTC.
fn utc(seconds: u64) -> String {
    let (mut days, time) = (seconds / 86_400, seconds % 86_400);
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    format!("{year}-{month:02}-{:02} {hour:02}:{minute:02}:{second:02} UTC", days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_counts_only_after_the_switch() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = Lock::take(folder.path(), Access::default()).expect("free");
        let in_use = || current_generation(folder.path()).expect("readable");
        let first = lock.begin().expect("made");
        assert_eq!(in_use(), Current::Nothing);
        lock.switch(&first).expect("switched");
        let second = lock.begin().expect("made");
        assert_eq!(in_use(), Current::Generation(first.clone()));
        lock.switch(&second).expect("switched");
        assert_eq!(in_use(), Current::Generation(second));
        assert!(!first.exists());
    }

    #[test]
    fn only_one_may_write_and_says_who() {
        let folder = tempfile::tempdir().expect("a folder");
        let take = || Lock::take(folder.path(), Access::default());
        let lock = take().expect("free");
        let refused = take().expect_err("held").to_string();
        let me = format!("process {} begun 20", std::process::id());
        assert!(refused.contains(&me) && refused.contains(" UTC"), "{refused}");
        drop(lock);
        assert!(take().is_ok());
    }

    #[test]
    fn folders_of_others_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = Lock::take(folder.path(), Access::default()).expect("free");
        let others = ["gen-000009", "gen-data", "gen-00001"].map(|name| folder.path().join(name));
        for other in &others {
            fs::create_dir(other).expect("made");
        }
        let first = lock.begin().expect("made");
        assert!(first.ends_with("gen-000010"));
        lock.switch(&first).expect("switched");
        assert!(others.iter().all(|other| other.is_dir()));
    }

    #[test]
    fn times_are_told_as_dates() {
        assert_eq!(utc(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(utc(1_582_934_399), "2020-02-28 23:59:59 UTC");
        assert_eq!(utc(1_582_934_400), "2020-02-29 00:00:00 UTC");
        assert_eq!(utc(1_795_881_007), "2026-11-28 15:50:07 UTC");
    }
}
