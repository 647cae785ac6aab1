//! Finds the files below the roots.
//! In: roots. Out: files sorted by path, also those inside zip archives; what was skipped, and why.
//! Reads at most the first bytes of a paper, and only if its extension does not tell the format; opens archives. Never
//! opens a pipe, a socket or a device. Skips hidden names (with a dot in front) and what rules exclude, unless they are
//! roots themselves. Follows a link out of a root only if the root allows it.

use std::collections::BTreeSet;
use std::fs::FileType;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use vankien_engine::manifest::Root;
use vankien_files::extract::bundle::Bundle;
use vankien_files::extract::{self, FileKind};
use vankien_system::error::Error as SystemError;
use vankien_system::times;
use walkdir::{DirEntry, WalkDir};

use super::rules::{self, Rules};
use crate::error::{Error, Result};

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Its path as walked: the root as given, then the path below it.
    pub path: PathBuf,
    /// The canonical path of the root, then the path below it. It identifies the file however the root was given.
    pub origin: String,
    /// Its size in bytes; of a file inside an archive, the size when unpacked.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; for a file inside an archive, when the archive was.
    pub changed: i128,
}

/// The result of a walk.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, sorted by path. A file below two roots is listed once.
    pub files: Vec<FoundFile>,
    /// The files and folders that were skipped, with the reason; sorted by path.
    pub skipped: Vec<(PathBuf, Error)>,
    /// How many files and folders a rule excluded, and files that no include pattern matches. What lies in such a
    /// folder is not counted.
    pub ignored: u64,
    /// The origins of files and folders that could not be read. Papers there or below are not known to be gone.
    pub unseen: Vec<String>,
}

/// Walks `roots`, but not the folder `index` of an index, which may lie below one of them.
///
/// # Errors
/// Where a pattern of a root is invalid.
pub fn walk(roots: &[Root], index: Option<&Path>) -> Result<Walk> {
    let index = index.and_then(|index| index.canonicalize().ok());
    let mut walk = Walk::default();
    let others: BTreeSet<String> =
        roots.iter().map(|root| root.canonical.to_string_lossy().into_owned()).collect();
    for root in roots {
        let rules = Rules::of(&root.globs)?;
        let mut visit = Visit { root, others: &others, rules, walk: &mut walk };
        visit.all(index.as_deref());
    }
    // A file below two roots is one paper. Its path must not depend on the order of the roots.
    walk.files.sort_by(|one, other| one.origin.cmp(&other.origin).then(one.path.cmp(&other.path)));
    walk.files.dedup_by(|one, other| one.origin == other.origin);
    walk.files.sort_by(|one, other| one.path.cmp(&other.path));
    walk.skipped.sort_by(|one, other| one.0.cmp(&other.0));
    walk.skipped.dedup_by(|one, other| one.0 == other.0);
    Ok(walk)
}

/// The origin of a file: see [`FoundFile::origin`].
pub fn origin(root: &Root, path: &Path) -> String {
    let inner = path.strip_prefix(&root.given).unwrap_or(Path::new(""));
    let whole = if inner.as_os_str().is_empty() {
        root.canonical.clone()
    } else {
        root.canonical.join(inner)
    };
    whole.to_string_lossy().into_owned()
}

/// Whether `origin` is `folder` itself or lies below it.
pub fn lies_below(origin: &str, folder: &str) -> bool {
    Path::new(origin).starts_with(folder)
}

/// The walk of one root.
struct Visit<'w> {
    root: &'w Root,
    /// The origins of all roots. A root inside this one is not entered: it is walked by itself, with its own rules.
    others: &'w BTreeSet<String>,
    rules: Rules,
    walk: &'w mut Walk,
}

impl Visit<'_> {
    fn all(&mut self, index: Option<&Path>) {
        let entries = WalkDir::new(&self.root.given).follow_links(true).sort_by_file_name();
        let mut entries = entries.into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    self.rules.leave(entry.depth());
                    let is_folder = entry.file_type().is_dir();
                    let goes_on = is_visible(&entry, index) && self.entry(&entry);
                    if is_folder && !goes_on {
                        entries.skip_current_dir();
                    }
                }
                Err(error) => self.report_error(&error),
            }
        }
    }

    /// Adds a file, or enters a folder. Returns whether to walk below it.
    fn entry(&mut self, entry: &DirEntry) -> bool {
        let is_folder = entry.file_type().is_dir();
        let inner = entry.path().strip_prefix(&self.root.given).unwrap_or(Path::new(""));
        if entry.depth() > 0 && self.others.contains(&origin(self.root, entry.path())) {
            return false;
        }
        if entry.depth() > 0 && self.rules.excludes(inner, is_folder) {
            self.walk.ignored += 1;
            return false;
        }
        let is_wanted = is_folder || self.rules.include(inner);
        if is_wanted && entry.depth() > 0 && entry.path_is_symlink() && self.leads_out(entry) {
            let path = entry.path().to_path_buf();
            self.walk.skipped.push((path.clone(), Error::LinkOut { path }));
            return false;
        }
        if is_folder {
            return self.folder(entry, inner);
        }
        if entry.file_type().is_file() {
            self.file(entry, inner);
        } else {
            self.skip(entry.path(), special(entry.file_type()));
        }
        true
    }

    /// Whether a link leads out of the root and the root does not allow that.
    fn leads_out(&self, link: &DirEntry) -> bool {
        let target = || link.path().canonicalize();
        !self.root.follow && !target().is_ok_and(|place| place.starts_with(&self.root.canonical))
    }

    /// Enters a folder and reads its file of rules. If that cannot be read, the folder is skipped: it is unknown what
    /// is wanted of it.
    fn folder(&mut self, entry: &DirEntry, inner: &Path) -> bool {
        let file = || entry.path().join(rules::RULES_FILE);
        match self.rules.enter(entry.depth(), entry.path(), inner) {
            Ok(bad) if bad.is_empty() => true,
            Ok(bad) => {
                let error = Error::Rules { path: file(), what: bad.join(", ") };
                self.walk.skipped.push((file(), error));
                true
            }
            Err(source) => {
                self.walk.unseen.push(origin(self.root, entry.path()));
                self.walk
                    .skipped
                    .push((file(), Error::System(SystemError::Read { path: file(), source })));
                false
            }
        }
    }

    fn file(&mut self, entry: &DirEntry, inner: &Path) {
        let path = entry.path();
        if path.to_str().is_none() {
            return self.skip(path, "its name is not UTF-8; rename it");
        }
        // A root that is a file is always wanted. Include patterns apply to the files inside an archive, not to the
        // archive.
        let wanted = entry.depth() == 0 || self.rules.include(inner);
        let found = match entry.metadata() {
            Ok(data) => FoundFile {
                path: path.to_path_buf(),
                origin: origin(self.root, path),
                size: data.len(),
                changed: times::modified_nanos(&data),
            },
            Err(error) => return self.report_error(&error),
        };
        match extract::file_kind(path) {
            FileKind::Zip => self.archive(found, inner, wanted),
            _ if !wanted => self.walk.ignored += 1,
            FileKind::Paper => self.walk.files.push(found),
            FileKind::Foreign => {
                self.walk.skipped.push((found.path, extract::foreign(path).into()));
            }
        }
    }

    /// Adds the papers inside a zip archive, each as a file. A zip file that is a paper itself (such as DOCX) is one
    /// file.
    fn archive(&mut self, archive: FoundFile, inner: &Path, wanted: bool) {
        let mut bundle = match Bundle::open(&archive.path) {
            Ok(bundle) if !bundle.is_paper() => bundle,
            Ok(_) if wanted => return self.walk.files.push(archive),
            Ok(_) => return self.walk.ignored += 1,
            Err(fault) => {
                let error = fault.into_error(&archive.path);
                return self.walk.skipped.push((archive.path, error.into()));
            }
        };
        let is_wanted = |rules: &Rules, name: &str| {
            let inner = inner.join(name);
            !rules.excludes(&inner, false) && rules.include(&inner)
        };
        for (name, fault) in bundle.refused() {
            if is_wanted(&self.rules, name) {
                let path = archive.path.join(name);
                self.walk.skipped.push((path.clone(), fault.clone().into_error(&path).into()));
            }
        }
        let entries: Vec<(String, u64)> =
            bundle.entries().map(|(name, size)| (name.to_owned(), size)).collect();
        for (name, size) in entries {
            let path = archive.path.join(&name);
            if !is_wanted(&self.rules, &name) {
                self.walk.ignored += 1;
            } else if bundle.reads(&name) {
                let origin = format!("{}/{name}", archive.origin);
                self.walk.files.push(FoundFile { path, origin, size, changed: archive.changed });
            } else {
                let error = extract::foreign(&path);
                self.walk.skipped.push((path, error.into()));
            }
        }
    }

    /// Reports an error of the walk.
    fn report_error(&mut self, error: &walkdir::Error) {
        let path = error.path().unwrap_or(&self.root.given);
        if error.loop_ancestor().is_some() {
            return self.skip(path, "is a link back to a folder above it");
        }
        let is_broken = path.is_symlink() && !path.exists();
        let is_nowhere =
            || error.io_error().is_some_and(|cause| cause.kind() == ErrorKind::NotFound);
        let what = match error.io_error() {
            Some(_) if is_broken && is_nowhere() => "is a link to nothing".to_owned(),
            Some(cause) if is_broken => {
                format!("is a link that leads in a circle, or that cannot be followed ({cause})")
            }
            Some(cause) => format!("cannot be entered ({cause})"),
            None => error.to_string(),
        };
        if !is_broken {
            self.walk.unseen.push(origin(self.root, path));
        }
        self.skip(path, &what);
    }

    fn skip(&mut self, path: &Path, what: &str) {
        let error = Error::Walk { path: path.to_path_buf(), what: what.to_owned() };
        self.walk.skipped.push((path.to_path_buf(), error));
    }
}

/// What kind of special file it is, for a message.
#[cfg_attr(not(unix), expect(unused_variables, reason = "only Unix tells them apart"))]
fn special(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "is a pipe";
        }
        if kind.is_socket() {
            return "is a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "is a device";
        }
    }
    "is neither a file nor a folder"
}

/// Whether an entry is neither hidden nor the folder of the index; `None` where there is no such folder.
fn is_visible(entry: &DirEntry, index: Option<&Path>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
    // A folder that cannot be resolved is entered, so that the reason is reported.
    let is_at = |index: &Path| entry.path().canonicalize().is_ok_and(|place| place == index);
    let is_index = || entry.file_type().is_dir() && index.is_some_and(is_at);
    !is_hidden && !is_index()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_resolved_is_not_the_index() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("a");
        std::fs::create_dir(&folder).expect("made");
        let mut entries = WalkDir::new(root.path()).into_iter().flatten();
        let entry = entries.find(|entry| entry.depth() == 1).expect("listed");
        let place = folder.canonicalize().expect("there");
        assert!(is_visible(&entry, None) && !is_visible(&entry, Some(&place)));
        // It vanished since it was listed.
        std::fs::remove_dir(&folder).expect("removed");
        assert!(is_visible(&entry, None) && is_visible(&entry, Some(root.path())));
    }
}
