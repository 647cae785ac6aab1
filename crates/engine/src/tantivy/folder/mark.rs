//! The mark that says that a folder is the program's own, and what it keeps beside the engine's files.
//! In: a folder. Out: the mark in it, or why the folder must not be written into.
//! Never writes into a folder before it is known to be empty or an index.

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

/// What the file says it is, with the number of its format.
const KIND: &str = "vankien-index-1";

/// The mark of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexMark {
    /// Tells this index from all others; its generations bear it too.
    pub id: String,
    /// Whether the group may read and write.
    #[serde(default)]
    pub is_shared: bool,
    /// The roots and their patterns once more, for where no manifest can be read; empty in a generation.
    #[serde(default)]
    pub roots: Vec<Root>,
}

/// What a folder is to the program.
#[derive(Debug)]
pub enum Owner {
    /// It bears a mark.
    Own(IndexMark),
    /// It holds an index without a whole mark: of a version before marks, or the mark was damaged.
    Unmarked,
    /// It is not there, or holds nothing but README files, names with a dot, and a lock.
    Nobody,
}

impl IndexMark {
    /// A mark that no other index bears.
    pub fn new() -> IndexMark {
        use std::hash::{BuildHasher as _, RandomState};
        // The keys of a hash map are the chance that the standard library has.
        let chance = || RandomState::new().hash_one(std::process::id());
        IndexMark { id: format!("{:016x}{:016x}", chance(), chance()), ..IndexMark::default() }
    }

    /// The mark in `folder`, if there is one and it is whole.
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

    /// Who may read and write the index.
    pub fn rights(&self) -> Rights {
        Rights::of(self.is_shared)
    }
}

/// What `folder` is; `is_index` says whether a folder in it, or the file `CURRENT`, makes it an index.
///
/// # Errors
/// Where the folder cannot be read, or holds something that is none of the program's own.
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
        if !counts_as_nothing(&entry.file_name().to_string_lossy()) {
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

/// Whether a name is no reason against an index in its folder: what a clone holds, and a lock that was left.
fn counts_as_nothing(name: &str) -> bool {
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
