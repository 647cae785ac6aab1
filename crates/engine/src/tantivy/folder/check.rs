//! Whether the files of an index are as they were written.
//! In: the folder of an index or of a generation. Out: the files that are not, with what is wrong.
//! Never trusts what a damaged file says, and never writes.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use vankien_system::rights::unreadable;

use crate::error::{Error, Remedy, Result};
use crate::manifest::Manifest;
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::{META, live_files};
use crate::tantivy::folder::generations::{self, Current};
use crate::tantivy::folder::mark::{IndexMark, MARK};
use crate::tantivy::folder::sums::{SUMS, Sums, not_whole};
use crate::tantivy::schema;

/// How much of the files is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All of it.
    All,
    /// All of it in an index of up to `READ_AT_ONCE` bytes; else the files alone whose size or time is
    /// another than when they were written.
    Changed,
}

/// The bytes of an index that are read before each ingest. Both cores of a small machine check about
/// 1 GB in half a second, and an ingest of one paper may take one second.
const READ_AT_ONCE: u64 = 256 << 20;

/// A file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: String,
    /// Whether another file holds the same, so that nothing is lost and the next ingest writes it again.
    pub is_held_twice: bool,
}

impl Damage {
    fn new(path: PathBuf, what: impl Into<String>, is_held_twice: bool) -> Damage {
        Damage { path, what: what.into(), is_held_twice }
    }

    /// The damage as an error or a warning.
    pub fn error(&self) -> Error {
        if !self.is_held_twice {
            return faults::damaged(self.path.clone(), self.what.clone());
        }
        let remedy = Remedy::HeldTwice;
        Error::Damaged { path: self.path.clone(), what: self.what.clone(), remedy }
    }
}

/// The damage as one error: its first file, and how many more there are.
pub(crate) fn as_error(damage: &[Damage]) -> Option<Error> {
    let first = damage.iter().find(|one| !one.is_held_twice)?;
    let more = damage.iter().filter(|one| !one.is_held_twice).count() - 1;
    let also = if more > 0 { format!(", and {more} file(s) more") } else { String::new() };
    Some(faults::damaged(first.path.clone(), format!("{}{also}", first.what)))
}

/// What is damaged in the index in `folder` though nothing of it is lost.
///
/// # Errors
/// Where something is lost.
pub fn sound(folder: &Path) -> Result<Vec<Error>> {
    let damage = of_index(folder)?;
    match as_error(&damage) {
        Some(error) => Err(error),
        None => Ok(damage.iter().map(Damage::error).collect()),
    }
}

/// All damage in the index in `folder`, in order of the files. An index that is not there has none.
///
/// # Errors
/// Where a file may not be read.
pub fn of_index(folder: &Path) -> Result<Vec<Damage>> {
    let mut found = Vec::new();
    let generation = match generations::current(folder)? {
        Current::Nothing => return Ok(found),
        Current::Generation(generation) => Some(generation),
        Current::Damaged(what) => {
            let whole = generations::newest_first(folder)?.into_iter().find(|one| is_whole(one));
            found.push(Damage::new(folder.join(generations::CURRENT), what, whole.is_some()));
            whole
        }
    };
    if folder.join(MARK).exists() && IndexMark::read(folder).is_none() {
        found.push(Damage::new(folder.join(MARK), "is damaged", true));
    }
    if let Some(generation) = generation {
        found.extend(of_generation(&generation, Depth::All)?);
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// Whether a generation holds a commit of this version, and its sums hold.
pub(crate) fn is_whole(generation: &Path) -> bool {
    let opened = || {
        let (index, ..) = schema::open(generation).ok()?;
        let payload = index.load_metas().ok()?.payload;
        Manifest::parse(generation, payload.as_deref()).ok()
    };
    let damage = || of_generation(generation, Depth::All);
    opened().is_some() && damage().is_ok_and(|found| found.iter().all(|one| one.is_held_twice))
}

/// The damage in one generation.
pub(crate) fn of_generation(generation: &Path, depth: Depth) -> Result<Vec<Damage>> {
    let mut found = Vec::new();
    let mark_is_there = generation.join(MARK).exists();
    let sums = match Sums::read(generation) {
        Ok(sums) => sums,
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            found.push(Damage::new(generation.join(SUMS), "is damaged", true));
            None
        }
        Err(error) => return Err(Error::System(unreadable(&generation.join(SUMS), error))),
    };
    // A version before marks wrote neither of the two.
    if sums.is_none() && mark_is_there && found.is_empty() {
        found.push(Damage::new(generation.join(SUMS), "is missing", true));
    }
    if IndexMark::read(generation).is_none() && (mark_is_there || sums.is_some()) {
        let what = if mark_is_there { "is damaged" } else { "is missing" };
        found.push(Damage::new(generation.join(MARK), what, true));
    }
    let meta = match fs::read(generation.join(META)) {
        Ok(meta) => Some(meta),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Error::System(unreadable(&generation.join(META), error))),
    };
    let what = if meta.is_some() { "is not as it was written" } else { "is missing" };
    let live = match (meta, &sums) {
        (Some(meta), Some(sums)) if sums.knows(&meta) => live_files(&meta),
        (_, Some(sums)) => {
            found.push(Damage::new(generation.join(META), what, true));
            live_files(sums.meta.as_bytes())
        }
        (meta, None) => {
            let live = meta.and_then(|meta| live_files(&meta));
            if live.is_none() {
                found.push(Damage::new(generation.join(META), what, false));
            }
            live
        }
    };
    let names: Vec<String> = live.unwrap_or_default().into_iter().collect();
    let damaged = of_files(generation, &names, &sums.unwrap_or_default(), depth)?;
    found.extend(damaged.into_iter().map(|(path, what)| Damage::new(path, what, false)));
    Ok(found)
}

/// Which of the files `names` are not as they were written, and why.
pub(crate) fn of_files(
    generation: &Path,
    names: &[String],
    sums: &Sums,
    depth: Depth,
) -> Result<Vec<(PathBuf, String)>> {
    let paths: Vec<PathBuf> = names.iter().map(|name| generation.join(name)).collect();
    let size = paths.iter().filter_map(|path| path.metadata().ok()).map(|data| data.len());
    let content = depth == Depth::All || size.sum::<u64>() <= READ_AT_ONCE;
    // Files without a sum here are of a version before sums; they bear a checksum of the engine's own.
    let engine = schema::open(generation).ok();
    let found = not_whole(&paths, |path| {
        let name = path.file_name().unwrap_or_default();
        match (sums.files.get(&*name.to_string_lossy()), &engine) {
            (Some(sums), _) => sums.hold(path, content),
            (None, Some((index, ..))) => {
                fs::File::open(path)?;
                Ok(index.directory().validate_checksum(Path::new(name)).unwrap_or(false))
            }
            (None, None) => Ok(false),
        }
    });
    let mut damaged = Vec::new();
    for (path, why) in found {
        let what = match why {
            None => "is not as it was written".to_owned(),
            Some(error) if error.kind() == ErrorKind::NotFound => "is missing".to_owned(),
            Some(error) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(Error::System(unreadable(&path, error)));
            }
            Some(error) => format!("cannot be read ({error})"),
        };
        damaged.push((path, what));
    }
    Ok(damaged)
}
