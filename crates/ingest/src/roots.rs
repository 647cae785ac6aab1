//! The roots of an ingest, and which of them vanished.
//!
//! A root is an ingested file or folder; the index remembers all its roots. A root has *vanished* if it is missing, or
//! empty although papers of the index came from it: a disk that is not mounted must not remove its papers.
//!
//! In: the remembered roots, the given paths, the papers of the index. Out: roots to walk; vanished roots, and the
//! papers that came from them. Never opens a paper, never removes one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use vankien_engine::Globs;
use vankien_engine::manifest::Root;
use vankien_engine::record::KnownPapers;
use vankien_system::error::Error as SystemError;
use walkdir::{DirEntry, WalkDir};

use super::rules::is_readme;
use crate::error::{Error, Result};

/// The folder that is read if no path is given and the index has no root.
const DEFAULT_ROOT: &str = "corpus";

/// What the caller wants to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct RootRequest<'w> {
    /// Files and folders; empty: all remembered roots.
    pub paths: &'w [PathBuf],
    /// The patterns that choose files; `None`: as remembered with each root.
    pub globs: Option<&'w Globs>,
    /// Whether symbolic links that lead out of a root are followed; `None`: as remembered with each root.
    pub follow: Option<bool>,
}

/// The roots of one ingest.
#[derive(Debug, Default)]
pub struct Roots {
    /// The roots to walk.
    pub present: Vec<Root>,
    /// The roots that vanished.
    pub vanished: Vec<Vanished>,
    /// Given paths that do not exist and are no roots, with the error.
    pub unknown: Vec<(PathBuf, Error)>,
}

/// A root that vanished.
#[derive(Debug)]
pub struct Vanished {
    /// The root, with its patterns.
    pub root: Root,
    /// What is wrong with it, for a message.
    pub what: String,
    /// How many papers and duplicates of the index came from it. One below several roots counts for the nearest.
    pub papers: u64,
}

impl Vanished {
    /// The warning about it, with its path.
    pub fn warning(&self) -> (PathBuf, Error) {
        let path = self.root.given.clone();
        let (what, papers) = (self.what.clone(), self.papers);
        (path.clone(), Error::Vanished { path, what, papers })
    }
}

impl Roots {
    /// The given paths, or all `remembered` roots if no path is given; both if `reads_all` (a new generation). Roots
    /// inside one of these are added. Patterns and `follow` of the request apply to the given paths and to the roots
    /// inside, or to all roots if no path is given. Without paths and roots: the folder `corpus`.
    pub fn of(remembered: &[Root], reads_all: bool, wanted: RootRequest<'_>) -> Roots {
        let default = [PathBuf::from(DEFAULT_ROOT)];
        let is_first = wanted.paths.is_empty() && remembered.is_empty();
        let given = if is_first { &default[..] } else { wanted.paths };
        let places: Vec<PathBuf> =
            given.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let is_wanted = |root: &Root| {
            given.is_empty() || places.iter().any(|place| root.canonical.starts_with(place))
        };
        let mut roots = Roots::default();
        if reads_all || given.is_empty() {
            for root in remembered {
                match reachable(root) {
                    Ok(root) if is_wanted(&root) => roots.add(with_request(root, wanted)),
                    Ok(root) => roots.add(root),
                    Err(source) => roots.add_vanished(root, &source),
                }
            }
        }
        for path in given {
            roots.add_given(path, remembered, wanted);
        }
        roots.add_inner(remembered, wanted);
        roots
    }

    fn add(&mut self, root: Root) {
        self.present.retain(|known| known.canonical != root.canonical);
        self.present.push(root);
    }

    fn add_vanished(&mut self, root: &Root, source: &io::Error) {
        if self.vanished.iter().all(|known| known.root.canonical != root.canonical) {
            let what = format!("is not there ({source})");
            self.vanished.push(Vanished { root: root.clone(), what, papers: 0 });
        }
    }

    fn add_given(&mut self, path: &Path, remembered: &[Root], wanted: RootRequest<'_>) {
        match path.canonicalize() {
            Ok(canonical) => {
                let known = remembered.iter().find(|known| known.canonical == canonical);
                let known = known.cloned().unwrap_or_default();
                let root = Root { given: path.to_path_buf(), canonical, ..known };
                self.add(with_request(root, wanted));
            }
            Err(source) => match remembered.iter().find(|known| is_at(known, path)) {
                Some(known) => self.add_vanished(known, &source),
                None => {
                    let path = path.to_path_buf();
                    self.unknown
                        .push((path.clone(), Error::System(SystemError::Read { path, source })));
                }
            },
        }
    }

    /// Adds the remembered roots that lie below one of these roots. The nearest root above a file decides whether it is
    /// read.
    fn add_inner(&mut self, remembered: &[Root], wanted: RootRequest<'_>) {
        let outer: Vec<PathBuf> = self.present.iter().map(|root| root.canonical.clone()).collect();
        let is_inner = |root: &&Root| {
            !outer.contains(&root.canonical)
                && outer.iter().any(|outer| root.canonical.starts_with(outer))
        };
        for root in remembered.iter().filter(is_inner) {
            match reachable(root) {
                Ok(root) => self.add(with_request(root, wanted)),
                Err(source) => self.add_vanished(root, &source),
            }
        }
    }

    /// Moves the roots without any file to `vanished`, if papers of `known` came from them or they are missing. Leaves
    /// in `present` empty folders from which no paper came, and drops files that were deleted inside another present
    /// root. Returns the origins of all papers whose root vanished. If `known` is `None` (the papers cannot be read),
    /// every remembered root without a file counts as vanished. The folder `index` may lie below a root; its files do
    /// not count.
    pub fn find_vanished(
        &mut self,
        remembered: &[Root],
        known: Option<&KnownPapers>,
        index: Option<&Path>,
    ) -> BTreeSet<String> {
        let index = index.and_then(|index| index.canonicalize().ok());
        let absent = |root: &Root| absence(root, index.as_deref());
        let all: BTreeSet<PathBuf> =
            remembered.iter().chain(&self.present).map(canonical).collect();
        for root in std::mem::take(&mut self.present) {
            match absent(&root) {
                Some(what) => self.vanished.push(Vanished { root, what, papers: 0 }),
                None => self.present.push(root),
            }
        }
        let mut kept = BTreeSet::new();
        let mut papers: BTreeMap<PathBuf, u64> = BTreeMap::new();
        let gone: BTreeSet<PathBuf> =
            self.vanished.iter().map(|one| canonical(&one.root)).collect();
        if !gone.is_empty() {
            for origin in known.into_iter().flat_map(KnownPapers::keys) {
                let nearest = Path::new(origin).ancestors().find(|folder| all.contains(*folder));
                if let Some(root) = nearest.filter(|root| gone.contains(*root)) {
                    *papers.entry(root.to_path_buf()).or_default() += 1;
                    kept.insert(origin.clone());
                }
            }
        }
        for mut one in std::mem::take(&mut self.vanished) {
            let root = &one.root;
            let is_remembered = remembered.iter().any(|known| known.canonical == root.canonical);
            one.papers = papers.get(&root.canonical).copied().unwrap_or_default();
            if self.is_deleted_file(root, known) {
                kept.remove(&*root.canonical.to_string_lossy());
            } else if one.papers > 0 || known.is_none() && is_remembered || !root.canonical.exists()
            {
                self.vanished.push(one);
                continue;
            }
            // An empty folder from which no paper came has not vanished.
            if one.root.canonical.exists() {
                self.present.push(one.root);
            }
        }
        kept
    }

    /// Whether the root lies inside another root that is present, and is a paper of `known`, or no paper came from it.
    /// If it is missing, it was deleted like any other file of that root; it has not vanished.
    fn is_deleted_file(&self, root: &Root, known: Option<&KnownPapers>) -> bool {
        let is_file =
            known.is_some_and(|known| known.contains_key(&*root.canonical.to_string_lossy()));
        let outer = |other: &Root| root.canonical.starts_with(&other.canonical);
        let held_any = || {
            known.is_none_or(|known| {
                known.keys().any(|origin| Path::new(origin).starts_with(&root.canonical))
            })
        };
        self.present.iter().any(outer) && (is_file || !held_any())
    }

    /// Refuses a rebuild that would lose papers: a new generation cannot hold the papers of a vanished root. `known`
    /// are the papers of the generation in use; `None` if they cannot be read: then any vanished root is refused.
    ///
    /// # Errors
    /// Where a root with papers vanished.
    pub fn refuse_rebuild(&self, known: Option<&KnownPapers>) -> Result<()> {
        let lost = self.vanished.iter().find(|one| one.papers > 0 || known.is_none());
        lost.map_or(Ok(()), |one| {
            let (path, what) = (one.root.given.clone(), one.what.clone());
            Err(Error::WouldLose { path, what })
        })
    }
}

fn canonical(root: &Root) -> PathBuf {
    root.canonical.clone()
}

/// The root with the patterns and `follow` of the request.
fn with_request(root: Root, wanted: RootRequest<'_>) -> Root {
    let globs = wanted.globs.map_or_else(|| root.globs.clone(), |globs| globs.below(&root.given));
    Root { globs, follow: wanted.follow.unwrap_or(root.follow), ..root }
}

/// A remembered root with a path that leads to it from the current folder.
///
/// # Errors
/// Where it does not exist.
fn reachable(root: &Root) -> io::Result<Root> {
    if root.given.canonicalize().is_ok_and(|canonical| canonical == root.canonical) {
        return Ok(root.clone());
    }
    // It was given as a relative path from another folder, or it does not exist.
    root.canonical.canonicalize()?;
    Ok(Root { given: root.canonical.clone(), ..root.clone() })
}

/// Whether `path`, which need not exist any more, is the path of the root.
pub fn is_at(root: &Root, path: &Path) -> bool {
    resolved(path).is_some_and(|path| path == root.canonical)
        || path == root.given && path.is_symlink()
}

/// The absolute path, with links resolved in the part of it that exists.
fn resolved(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let (folder, real) =
        path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)))?;
    Some(real.join(path.strip_prefix(folder).ok()?))
}

/// Whether the nearest root above `origin` is missing or empty now; false if there is none. If it is, a file below it
/// that cannot be read was not necessarily deleted.
pub fn is_below_vanished(origin: &str, roots: &[Root]) -> bool {
    let above = roots.iter().filter(|root| Path::new(origin).starts_with(&root.canonical));
    let nearest = above.max_by_key(|root| root.canonical.as_os_str().len());
    nearest.is_some_and(|root| absence(root, None).is_some())
}

/// Why a root counts as missing or empty; `None` if it holds any file, or a folder inside that cannot be read. Hidden
/// files and folders, README files and the folder `index` do not count, as the folder of a disk that is not mounted may
/// hold them.
fn absence(root: &Root, index: Option<&Path>) -> Option<String> {
    let data = match root.canonical.metadata() {
        Ok(data) => data,
        Err(source) => return Some(format!("is not there ({source})")),
    };
    if !data.is_dir() {
        return (data.is_file() && data.len() == 0).then(|| "is an empty file now".into());
    }
    let is_wanted = |entry: &DirEntry| {
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        entry.depth() == 0 || !is_hidden && Some(entry.path()) != index
    };
    for entry in WalkDir::new(&root.canonical).into_iter().filter_entry(is_wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if is_readme(Path::new(entry.file_name())) => {}
            Err(error) if error.depth() == 0 => {
                return Some(format!("cannot be entered ({error})"));
            }
            // A file. A folder that cannot be read may hold files as well.
            Ok(_) | Err(_) => return None,
        }
    }
    Some("holds no file now".into())
}
