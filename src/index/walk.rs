//! Finds the files below the roots.
//! In: files and folders as given. Out: files in order of their paths, and what had to be left out.
//! Never reads a file; passes over names that begin with a dot, unless they were given themselves.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use super::manifest::Root;
use crate::error::Error;

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As walked: the root as given, and on from there.
    pub path: PathBuf,
    /// From the canonical path of the root on.
    pub origin: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub changed: i128,
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, sorted by path; one file once, whatever roots it lies under.
    pub files: Vec<Found>,
    /// What had to be left out, with the reason.
    pub skipped: Vec<(PathBuf, Error)>,
    /// Origins below which nothing is known to be gone, because they could not be looked into.
    pub unseen: Vec<String>,
}

/// Looks below `roots`, but not into the folder `index`, which may lie below one of them.
pub fn walk(roots: &[Root], index: &Path) -> Walk {
    let index = index.canonicalize().ok();
    let mut walk = Walk::default();
    for root in roots {
        walk.enter(root, index.as_deref());
    }
    // A file below two roots is one paper; which spelling it keeps must not depend on their order.
    walk.files.sort_by(|one, other| one.origin.cmp(&other.origin).then(one.path.cmp(&other.path)));
    walk.files.dedup_by(|one, other| one.origin == other.origin);
    walk.files.sort_by(|one, other| one.path.cmp(&other.path));
    walk
}

/// The name that a file has in the index whatever way its root was spelt.
pub fn origin(root: &Root, path: &Path) -> String {
    let inner = path.strip_prefix(&root.given).unwrap_or(Path::new(""));
    let whole = if inner.as_os_str().is_empty() {
        root.canonical.clone()
    } else {
        root.canonical.join(inner)
    };
    whole.to_string_lossy().into_owned()
}

/// Whether the origin lies at or below a folder.
pub fn lies_below(origin: &str, folder: &str) -> bool {
    Path::new(origin).starts_with(folder)
}

impl Walk {
    fn enter(&mut self, root: &Root, index: Option<&Path>) {
        let entries = WalkDir::new(&root.given).follow_links(true).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(|entry| is_wanted(entry, index)) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => self.file(root, &entry),
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => self.skip(entry.path(), "is neither a file nor a folder"),
                Err(error) => self.stumble(root, &error),
            }
        }
    }

    fn file(&mut self, root: &Root, entry: &DirEntry) {
        let path = entry.path();
        let Some(name) = path.to_str() else {
            return self.skip(path, "its name is not UTF-8; rename it");
        };
        match entry.metadata() {
            Ok(data) => {
                let changed = data.modified().ok().map(|time| time.duration_since(UNIX_EPOCH));
                let changed = changed.map_or(0, |time| match time {
                    Ok(after) => after.as_nanos() as i128,
                    Err(before) => -(before.duration().as_nanos() as i128),
                });
                let origin = origin(root, Path::new(name));
                self.files.push(Found {
                    path: path.to_path_buf(),
                    origin,
                    size: data.len(),
                    changed,
                });
            }
            Err(error) => self.stumble(root, &error),
        }
    }

    fn stumble(&mut self, root: &Root, error: &walkdir::Error) {
        let path = error.path().unwrap_or(&root.given);
        if error.loop_ancestor().is_some() {
            return self.skip(path, "is a link back to a folder above it");
        }
        let is_broken = path.is_symlink() && !path.exists();
        let what = match error.io_error() {
            Some(_) if is_broken => "is a link to nothing".to_owned(),
            Some(cause) => format!("cannot be entered ({cause})"),
            None => error.to_string(),
        };
        if !is_broken {
            self.unseen.push(origin(root, path));
        }
        self.skip(path, &what);
    }

    fn skip(&mut self, path: &Path, what: &str) {
        let error = Error::Walk { path: path.to_path_buf(), what: what.to_owned() };
        self.skipped.push((path.to_path_buf(), error));
    }
}

fn is_wanted(entry: &DirEntry, index: Option<&Path>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
    let is_index =
        || entry.file_type().is_dir() && entry.path().canonicalize().ok().as_deref() == index;
    !is_hidden && !is_index()
}
