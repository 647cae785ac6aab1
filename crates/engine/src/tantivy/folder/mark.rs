//! The mark (file `VANKIEN`) that identifies a folder as an index of this program.
//! In: a folder. Out: the mark in it, or why the folder must not be written into.
//! Never lets a folder be written into that is neither an index nor empty, but for README files, names with a dot in
//! front and a lock.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use vankien_system::rights::{Rights, unreadable};

use crate::error::{Error, Result};
use crate::manifest::Root;
use crate::tantivy::folder::seal;

/// The name of the mark, in the folder of the index and in each generation.
pub(crate) const MARK: &str = "VANKIEN";

/// The first word of the file: its kind and the number of its format.
const KIND: &str = "vankien-index-1";

/// The mark of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexMark {
    /// A random id of the index, 32 hexadecimal digits. The marks of its generations have the same.
    pub id: String,
    /// Whether the group of the folder may read and write.
    #[serde(default)]
    pub is_shared: bool,
    /// A second copy of the roots and their patterns, used if no manifest can be read. Empty in the mark of a
    /// generation.
    #[serde(default)]
    pub roots: Vec<Root>,
}

/// Who owns a folder: whether an index may be written into it.
#[derive(Debug)]
pub enum Owner {
    /// It has a valid mark.
    Own(IndexMark),
    /// It holds an index without a valid mark: of an old version without marks, or the mark is damaged.
    Unmarked,
    /// No index, and room for one: it does not exist, or holds only README files, names with a dot in front, and a
    /// lock.
    Nobody,
}

impl IndexMark {
    /// A mark with a new random id.
    pub fn new() -> IndexMark {
        use std::hash::{BuildHasher as _, RandomState};
        // The random keys of hash maps are the only source of randomness in the standard library.
        let random = || RandomState::new().hash_one(std::process::id());
        IndexMark { id: format!("{:016x}{:016x}", random(), random()), ..IndexMark::default() }
    }

    /// The mark in `folder`; `None` if there is none, or its checksum does not match.
    pub fn read(folder: &Path) -> Option<IndexMark> {
        seal::unsealed(KIND, &fs::read(folder.join(MARK)).ok()?)
    }

    /// Writes the mark into `folder`.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        seal::replace(&folder.join(MARK), &seal::sealed(KIND, self), self.rights())
    }

    /// The mark of one generation of the index.
    pub(crate) fn of_generation(&self) -> IndexMark {
        IndexMark { roots: Vec::new(), ..self.clone() }
    }

    /// The access rights of the files of the index.
    pub fn rights(&self) -> Rights {
        Rights::of(self.is_shared)
    }
}

/// Whether an index may be written into `folder`. `is_index` is asked if it has no valid mark but other files.
///
/// # Errors
/// Where the folder cannot be read, or holds something that is none of the program's own ([`Error::Foreign`]).
pub(crate) fn owner(folder: &Path, is_index: impl Fn() -> bool) -> Result<Owner> {
    if let Some(mark) = IndexMark::read(folder) {
        return Ok(Owner::Own(mark));
    }
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Owner::Nobody),
        entries => entries.map_err(|source| Error::System(unreadable(folder, source)))?,
    };
    let mut foreign: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| Error::System(unreadable(folder, source)))?;
        if !is_ignored(&entry.file_name().to_string_lossy()) {
            foreign.push(entry.path());
        }
    }
    foreign.sort();
    match foreign.into_iter().next() {
        None => Ok(Owner::Nobody),
        Some(_) if is_index() => Ok(Owner::Unmarked),
        Some(holds) => {
            let example = folder.join("index");
            Err(Error::Foreign { path: folder.to_path_buf(), holds, example })
        }
    }
}

/// Whether a file of this name may be in the folder of a new index: what a clone of a repository holds, and an old
/// lock.
fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name == "README" || name.starts_with("README.") || name == "LOCK"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_other_files_is_nobodys_index() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str| fs::write(folder.path().join(name), "x").expect("written");
        ["README.md", "README.vi.md", ".gitignore", "LOCK"].into_iter().for_each(write);
        assert!(matches!(owner(folder.path(), || false), Ok(Owner::Nobody)));
        write("thesis.txt");
        let refused = owner(folder.path(), || false).expect_err("foreign");
        assert!(refused.to_string().contains("thesis.txt"), "{refused}");
        assert!(matches!(owner(folder.path(), || true), Ok(Owner::Unmarked)));
        let mark = IndexMark::new();
        mark.write(folder.path()).expect("written");
        assert!(matches!(owner(folder.path(), || false), Ok(Owner::Own(found)) if found == mark));
        assert_ne!(IndexMark::new().id, mark.id);
    }
}
