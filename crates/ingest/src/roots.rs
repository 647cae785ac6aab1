//! Which roots a run reads, and which of them vanished.
//! In: the roots that an index remembers, the paths given, the papers of the index. Out: roots to look into; roots that
//! are missing or empty though papers came from them, and those papers. Never opens a paper, takes none out.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use vankien_engine::Globs;
use vankien_engine::manifest::Root;
use vankien_engine::record::KnownPapers;
use vankien_system::error::Error as SystemError;
use walkdir::{DirEntry, WalkDir};

use super::rules::is_about_its_folder;
use crate::error::{Error, Result};

/// The folder that is read where none was given and none is remembered.
const DEFAULT_ROOT: &str = "corpus";

/// What a caller wishes to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct RootRequest<'w> {
    /// Files and folders; none for those that are remembered.
    pub paths: &'w [PathBuf],
    /// What of them is read; `None` for what is remembered.
    pub globs: Option<&'w Globs>,
    /// Whether links that lead out of them are followed; `None` for what is remembered.
    pub follow: Option<bool>,
}

/// The roots of one run.
#[derive(Debug, Default)]
pub struct Roots {
    /// Those to look into.
    pub present: Vec<Root>,
    /// Those that were read before and are missing or empty now.
    pub vanished: Vec<Vanished>,
    /// Paths that are not there and never were roots.
    pub unknown: Vec<(PathBuf, Error)>,
}

/// A root of which nothing is there.
#[derive(Debug)]
pub struct Vanished {
    /// The root, as it is remembered.
    pub root: Root,
    /// What was found in its place.
    pub what: String,
    /// How many papers of the index came from it.
    pub papers: u64,
}

impl Vanished {
    /// The warning, with the ways out.
    pub fn warning(&self) -> (PathBuf, Error) {
        let path = self.root.given.clone();
        let (what, papers) = (self.what.clone(), self.papers);
        (path.clone(), Error::Vanished { path, what, papers })
    }
}

impl Roots {
    /// The paths given, or else all roots that are `remembered`; both for a run that reads everything anew. Globs and
    /// `follow` hold for the paths given, or else for all; a path that is given without any keeps those it has.
    pub fn of(remembered: &[Root], anew: bool, wanted: RootRequest<'_>) -> Roots {
        let default = [PathBuf::from(DEFAULT_ROOT)];
        let is_first = wanted.paths.is_empty() && remembered.is_empty();
        let given = if is_first { &default[..] } else { wanted.paths };
        let mut roots = Roots::default();
        if anew || given.is_empty() {
            for root in remembered {
                match found_again(root) {
                    Ok(root) if given.is_empty() => roots.add(wished(root, wanted)),
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
                self.add(wished(Root { given: path.to_path_buf(), canonical, ..known }, wanted));
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

    /// Adds the remembered roots that lie below one of these: the nearest root says what is read of a folder.
    fn add_inner(&mut self, remembered: &[Root], wanted: RootRequest<'_>) {
        let outer: Vec<PathBuf> = self.present.iter().map(|root| root.canonical.clone()).collect();
        let is_inner = |root: &&Root| {
            !outer.contains(&root.canonical)
                && outer.iter().any(|outer| root.canonical.starts_with(outer))
        };
        for root in remembered.iter().filter(is_inner) {
            match found_again(root) {
                Ok(root) => self.add(wished(root, wanted)),
                Err(source) => self.add_vanished(root, &source),
            }
        }
    }

    /// Moves the roots that hold no file to those that vanished, where papers of `known` came from them. Gives the
    /// origins of all papers whose root vanished. Where nobody can tell what the index held, every remembered root
    /// without a file counts as vanished. The folder `index` may lie below a root and is none of its files.
    pub fn find_vanished(
        &mut self,
        remembered: &[Root],
        known: Option<&KnownPapers>,
        index: &Path,
    ) -> BTreeSet<String> {
        let index = index.canonicalize().ok();
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
            if self.tells_of_file(root, known) {
                kept.remove(&*root.canonical.to_string_lossy());
            } else if one.papers > 0 || known.is_none() && is_remembered || !root.canonical.exists()
            {
                self.vanished.push(one);
                continue;
            }
            // A folder that never held a paper is like any other.
            if one.root.canonical.exists() {
                self.present.push(one.root);
            }
        }
        kept
    }

    /// Whether the root is one file of a folder that is a root too and there: that it is missing is no
    /// more than any file of the folder missing.
    fn tells_of_file(&self, root: &Root, known: Option<&KnownPapers>) -> bool {
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

    /// Refuses to read everything anew where papers would be lost by it.
    ///
    /// # Errors
    /// Where the papers of a root that vanished are in no other index.
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

/// The root with what the caller wishes of it.
fn wished(root: Root, wanted: RootRequest<'_>) -> Root {
    let globs = wanted.globs.map_or_else(|| root.globs.clone(), |globs| globs.below(&root.given));
    Root { globs, follow: wanted.follow.unwrap_or(root.follow), ..root }
}

/// A remembered root under a name that leads to it from here.
fn found_again(root: &Root) -> io::Result<Root> {
    if root.given.canonicalize().is_ok_and(|canonical| canonical == root.canonical) {
        return Ok(root.clone());
    }
    // It was given from another folder, or it is gone.
    root.canonical.canonicalize()?;
    Ok(Root { given: root.canonical.clone(), ..root.clone() })
}

/// Whether `path`, at which nothing may be any more, is that of the root.
pub fn is_at(root: &Root, path: &Path) -> bool {
    resolved(path).is_some_and(|path| path == root.canonical)
        || path == root.given && path.is_symlink()
}

/// The absolute path, with the links resolved in as much of it as exists.
fn resolved(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let (folder, real) =
        path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)))?;
    Some(real.join(path.strip_prefix(folder).ok()?))
}

/// Whether the root nearest to `origin` vanished by now: a file that cannot be read is no news of its own then.
pub fn is_below_vanished(origin: &str, roots: &[Root]) -> bool {
    let above = roots.iter().filter(|root| Path::new(origin).starts_with(&root.canonical));
    let nearest = above.max_by_key(|root| root.canonical.as_os_str().len());
    nearest.is_some_and(|root| absence(root, None).is_some())
}

/// What is found in the place of a root of which nothing is there; `None` where it holds any file. Names that a walk
/// passes over, folders, and files that tell of their folder do not count: a mount point may hold them.
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
            Ok(entry) if is_about_its_folder(Path::new(entry.file_name())) => {}
            Err(error) if error.depth() == 0 => {
                return Some(format!("cannot be entered ({error})"));
            }
            // What cannot be looked into may hold anything.
            Ok(_) | Err(_) => return None,
        }
    }
    Some("holds no file now".into())
}
