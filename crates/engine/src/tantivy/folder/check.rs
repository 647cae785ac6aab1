//! Verifies the files of an index by their checksums.
//! In: the folder of an index or of a generation. Out: the damaged files, with what is wrong.
//! Never trusts the contents of a damaged file, and never writes.

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

/// How much is read to verify files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All bytes of all files.
    All,
    /// All bytes of an index of up to [`FULL_CHECK_BYTES`] (inclusive); of a larger one only the bytes of the files
    /// whose time differs from when they were written. The size of each file is compared in any case.
    Changed,
}

/// An index of up to this many bytes is read in full before each ingest. An ingest of one paper shall take at most one
/// second, and two cores check about 1 GB in half a second; the limit leaves room for a slower disk. A judgement on
/// that basis. `time vankien ingest` on an unchanged folder shows the effect of a change.
const FULL_CHECK_BYTES: u64 = 256 << 20;

/// A file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it, for a message.
    pub what: String,
    /// Whether another file holds the same data. Nothing is lost then, and the next ingest writes the file again.
    pub is_held_twice: bool,
}

impl Damage {
    fn new(path: PathBuf, what: impl Into<String>, is_held_twice: bool) -> Damage {
        Damage { path, what: what.into(), is_held_twice }
    }

    /// The damage as an error; one with [`Remedy::HeldTwice`] if nothing is lost.
    pub fn error(&self) -> Error {
        if !self.is_held_twice {
            return faults::damaged(self.path.clone(), self.what.clone());
        }
        let remedy = Remedy::HeldTwice;
        Error::Damaged { path: self.path.clone(), what: self.what.clone(), remedy }
    }
}

/// The damage that loses data, as one error: the first file, and how many more there are. `None` if nothing is lost.
pub(crate) fn as_error(damage: &[Damage]) -> Option<Error> {
    let first = damage.iter().find(|one| !one.is_held_twice)?;
    let more = damage.iter().filter(|one| !one.is_held_twice).count() - 1;
    let also = if more > 0 { format!(", and {more} file(s) more") } else { String::new() };
    Some(faults::damaged(first.path.clone(), format!("{}{also}", first.what)))
}

/// Verifies the index in `folder`. Returns the damage by which nothing is lost, as warnings; none if there is no index.
///
/// # Errors
/// Where a file is damaged whose data is lost, or may not be read.
pub fn check_index(folder: &Path) -> Result<Vec<Error>> {
    let damage = find_damage(folder)?;
    match as_error(&damage) {
        Some(error) => Err(error),
        None => Ok(damage.iter().map(Damage::error).collect()),
    }
}

/// All damage in the index in `folder`, sorted by path: in its `CURRENT` and mark, and in the files of the generation
/// in use (if `CURRENT` is damaged, of the newest whole one). Empty if there is no index.
///
/// # Errors
/// Where a file may not be read.
pub fn find_damage(folder: &Path) -> Result<Vec<Damage>> {
    let mut found = Vec::new();
    let generation = match generations::current_generation(folder)? {
        Current::Nothing => return Ok(found),
        Current::Generation(generation) => Some(generation),
        Current::Damaged(what) => {
            let whole = generations::generations_newest_first(folder)?
                .into_iter()
                .find(|one| is_whole(one));
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

/// Whether a generation holds a commit of this version of the program, and no file whose data would be lost is damaged.
pub(crate) fn is_whole(generation: &Path) -> bool {
    let manifest = || {
        let (index, ..) = schema::open(generation).ok()?;
        let payload = index.load_metas().ok()?.payload;
        Manifest::parse(generation, payload.as_deref()).ok()
    };
    if manifest().is_none() {
        return false;
    }
    let damage = of_generation(generation, Depth::All);
    damage.is_ok_and(|found| found.iter().all(|one| one.is_held_twice))
}

/// The damage in one generation, in no defined order.
pub(crate) fn of_generation(generation: &Path, depth: Depth) -> Result<Vec<Damage>> {
    let mut found = Vec::new();
    let has_mark = generation.join(MARK).exists();
    let sums = match Sums::read(generation) {
        Ok(sums) => sums,
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            found.push(Damage::new(generation.join(SUMS), "is damaged", true));
            None
        }
        Err(error) => return Err(Error::System(unreadable(&generation.join(SUMS), error))),
    };
    // Old versions of the program wrote neither marks nor sums, so one without the other is damage.
    if sums.is_none() && has_mark && found.is_empty() {
        found.push(Damage::new(generation.join(SUMS), "is missing", true));
    }
    if IndexMark::read(generation).is_none() && (has_mark || sums.is_some()) {
        let what = if has_mark { "is damaged" } else { "is missing" };
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

/// The files of a generation among `names` that are damaged or missing, each with what is wrong; sorted by path. A file
/// without a checksum in `sums` is checked by the CRC-32 of tantivy.
pub(crate) fn of_files(
    generation: &Path,
    names: &[String],
    sums: &Sums,
    depth: Depth,
) -> Result<Vec<(PathBuf, String)>> {
    let paths: Vec<PathBuf> = names.iter().map(|name| generation.join(name)).collect();
    let size = paths.iter().filter_map(|path| path.metadata().ok()).map(|data| data.len());
    let reads_content = depth == Depth::All || size.sum::<u64>() <= FULL_CHECK_BYTES;
    // Files that an old version wrote have no sum here, only the CRC-32 of tantivy.
    let engine = schema::open(generation).ok();
    let found = not_whole(&paths, |path| {
        let name = path.file_name().unwrap_or_default();
        match (sums.files.get(&*name.to_string_lossy()), &engine) {
            (Some(sums), _) => sums.match_file(path, reads_content),
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
