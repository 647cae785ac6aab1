//! Chooses the generation to use: the one that `CURRENT` names, or another one if `CURRENT` or that generation is
//! damaged.
//! In: the folder of an index. Out: the folder of a generation, and the damage to report.
//! Chooses another generation only if that one is whole; never changes a file.

use std::path::{Path, PathBuf};

use crate::error::{Error, Remedy, Result};

use crate::tantivy::folder::check::{self, Damage, Depth};
use crate::tantivy::folder::faults;
use crate::tantivy::folder::generations::{self, CURRENT, Current};

/// The generation to use.
#[derive(Debug)]
pub struct ChosenGeneration {
    /// Its folder.
    pub generation: PathBuf,
    /// The damage to report that does not keep the generation from being used.
    pub troubles: Vec<Error>,
}

/// The generation to read from: the one that `CURRENT` names, whose files are not verified here; if `CURRENT` is
/// damaged, the newest whole one.
///
/// # Errors
/// Where there is no index, it may not be read, or no generation can be used.
pub fn generation_to_read(folder: &Path) -> Result<ChosenGeneration> {
    let what = match generations::current_generation(folder)? {
        Current::Generation(generation) => {
            return Ok(ChosenGeneration { generation, troubles: Vec::new() });
        }
        Current::Nothing => return Err(Error::NoIndex { path: folder.to_path_buf() }),
        Current::Damaged(what) => what,
    };
    let path = folder.join(CURRENT);
    match whole(folder, None)? {
        Some(generation) => {
            let trouble = instead(path, what, &generation);
            Ok(ChosenGeneration { generation, troubles: vec![trouble] })
        }
        None => Err(faults::damaged(path, what)),
    }
}

/// The generation to write into: as [`generation_to_read`], but its files are verified as [`Depth::Changed`] says (of a
/// large index only sizes, and checksums of files whose time changed), and another whole one is taken if data of it is
/// lost. The version of the index is not checked: the caller does so before.
///
/// # Errors
/// As [`generation_to_read`].
pub(crate) fn generation_to_write(folder: &Path) -> Result<ChosenGeneration> {
    let ChosenGeneration { generation, mut troubles } = generation_to_read(folder)?;
    let damage = check::of_generation(&generation, Depth::Changed)?;
    let Some(error) = check::as_error(&damage) else {
        troubles.extend(damage.iter().map(Damage::error));
        return Ok(ChosenGeneration { generation, troubles });
    };
    match replaced(folder, &generation, &error)? {
        Some(chosen) => Ok(chosen),
        None => Err(error),
    }
}

/// The newest other generation that is whole, to use instead of `generation`, in which `error` was found. `None` if
/// there is none, or the error is neither damage nor a failure of the library below the store ([`Error::Index`]).
pub(crate) fn replaced(
    folder: &Path,
    generation: &Path,
    error: &Error,
) -> Result<Option<ChosenGeneration>> {
    let (path, what) = match error {
        Error::Damaged { path, what, .. } | Error::Index { path, what } => {
            (path.clone(), what.clone())
        }
        _ => return Ok(None),
    };
    let other = whole(folder, Some(generation))?;
    Ok(other.map(|generation| {
        let trouble = instead(path, what, &generation);
        ChosenGeneration { generation, troubles: vec![trouble] }
    }))
}

/// The newest generation that is whole, other than `except`.
fn whole(folder: &Path, except: Option<&Path>) -> Result<Option<PathBuf>> {
    let all = generations::generations_newest_first(folder)?.into_iter();
    let others = all.filter(|one| Some(one.as_path()) != except);
    Ok({ others }.find(|generation| check::is_whole(generation)))
}

/// The report that `generation` is used because the file at `path` is damaged.
fn instead(path: PathBuf, what: String, generation: &Path) -> Error {
    let name = generation.file_name().unwrap_or_default().to_string_lossy();
    Error::Damaged { path, what, remedy: Remedy::OlderUsed(name.into_owned()) }
}
