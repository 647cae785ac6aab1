//! The generation that a run writes into, and what it is to read.
//! In: the folder of the index and the paths given. Out: an open index with its manifest; roots.
//! Never puts a new generation to use: the run does, when it is complete.

use std::path::{Path, PathBuf};

use tantivy::Index;

use super::choose;
use super::faults;
use super::files::Files;
use super::generations::Lock;
use super::manifest::{Manifest, Root};
use super::plan::Known;
use super::rules::Globs;
use super::schema::{self, Fields};
use super::store::{Store, payload};
use crate::error::{Error, Result};

/// The folder that is read where none was given and none is remembered.
const DEFAULT_ROOT: &str = "corpus";

/// The generation that a run writes into.
pub struct Target {
    /// The folder of the index.
    pub folder: PathBuf,
    /// The folder of the generation.
    pub generation: PathBuf,
    /// Whether the generation is still to be put to use.
    pub is_new: bool,
    /// The engine's index.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
    /// What the index says of itself; the run brings it up to date.
    pub manifest: Manifest,
    /// The files below the engine.
    pub files: Files,
    /// What is damaged, though the index can be used; a commit writes it again.
    pub troubles: Vec<Error>,
}

impl Target {
    /// The generation in use; a new one with the roots `old` where one is asked for by them, or where there
    /// is none.
    pub fn open(folder: &Path, lock: &Lock, old: Option<Vec<Root>>) -> Result<Target> {
        if let Some(roots) = old {
            return Target::begin(folder, lock, roots);
        }
        match Target::reopen(folder, lock) {
            Err(Error::NoIndex { .. }) => Target::begin(folder, lock, lock.roots().to_vec()),
            opened => opened,
        }
    }

    fn reopen(folder: &Path, lock: &Lock) -> Result<Target> {
        // An index of another version is refused as such, not as a damaged one.
        let version =
            choose::to_read(folder).and_then(|chosen| read_manifest(folder, &chosen.generation));
        if let Err(error @ (Error::IndexVersion { .. } | Error::Rights { .. })) = version {
            return Err(error);
        }
        let choose::Chosen { generation, mut troubles } = choose::to_write(folder)?;
        let failed = |error| faults::named(&generation, &error);
        let files = Files::open(&generation, lock.rights()).map_err(failed)?;
        let (index, fields) = schema::open_files(files.clone()).map_err(failed)?;
        let manifest = Manifest::read(folder, payload(&index).map_err(failed)?.as_deref())?;
        // What is damaged below the engine was told by the check already.
        let more = files.take_troubles();
        if troubles.is_empty() {
            troubles = more;
        }
        let folder = folder.to_path_buf();
        Ok(Target { folder, generation, is_new: false, index, fields, manifest, files, troubles })
    }

    fn begin(folder: &Path, lock: &Lock, roots: Vec<Root>) -> Result<Target> {
        let manifest = Manifest { roots, ..Manifest::default() };
        let generation = lock.begin()?;
        let made = Files::open(&generation, lock.rights())
            .map(|files| (schema::create(files.clone()), files));
        let failed = |error| faults::named(&generation, &error);
        let made = made.map_err(failed).and_then(|(made, files)| match made {
            Ok((index, fields)) => Ok((index, fields, files)),
            Err(error) => Err(files.take_failure(0).unwrap_or_else(|| failed(error))),
        });
        let (index, fields, files) = made.inspect_err(|_| lock.tidy(&generation, true))?;
        let (folder, troubles) = (folder.to_path_buf(), Vec::new());
        Ok(Target { folder, generation, is_new: true, index, fields, manifest, files, troubles })
    }

    /// The papers that are in it.
    pub fn known(&self) -> Result<Known> {
        let place = (self.folder.as_path(), self.generation.as_path());
        let store = Store::of(place, &self.index, self.fields, self.manifest.clone())?;
        known(&store)
    }

    /// Whether the manifest is another than the one that was committed last, or a file has to be written
    /// again.
    pub fn is_outdated(&self) -> Result<bool> {
        let committed =
            payload(&self.index).map_err(|error| faults::named(&self.generation, &error))?;
        Ok(!self.troubles.is_empty() || committed.as_deref() != Some(&self.manifest.write()))
    }

    /// What to read: the paths given, or else all that is remembered; in a new generation both.
    /// Beside it what is missing. Where `globs` are given they hold for the paths given, or else for
    /// all; a root that is given without any keeps those it has.
    pub fn roots(
        &self,
        given: &[PathBuf],
        globs: Option<&Globs>,
    ) -> (Vec<Root>, Vec<(PathBuf, Error)>) {
        let remembered =
            if self.is_new || given.is_empty() { &self.manifest.roots[..] } else { &[] };
        let for_all = globs.filter(|_| given.is_empty());
        let default = [PathBuf::from(DEFAULT_ROOT)];
        let is_first = given.is_empty() && remembered.is_empty();
        let given = if is_first { &default[..] } else { given };
        let named = given.iter().map(|path| match path.canonicalize() {
            Ok(canonical) => {
                let mut known = self.manifest.roots.iter();
                let known = known.find(|known| known.canonical == canonical);
                let kept = || known.map_or_else(Globs::default, |known| known.globs.clone());
                let globs = globs.map_or_else(kept, |globs| globs.below(path));
                Ok(Root { given: path.clone(), canonical, globs })
            }
            Err(source) => Err(unreadable(path, source)),
        });
        let again = |root: &Root| {
            let mut root = found_again(root)?;
            root.globs = for_all.map_or(root.globs, |globs| globs.below(&root.given));
            Ok(root)
        };
        let (mut roots, mut missing) = (Vec::<Root>::new(), Vec::new());
        for root in remembered.iter().map(again).chain(named) {
            match root {
                Ok(root) => {
                    roots.retain(|known| known.canonical != root.canonical);
                    roots.push(root);
                }
                Err(skip) => missing.push(skip),
            }
        }
        self.add_inner(&mut roots, globs);
        (roots, missing)
    }

    /// Adds the remembered roots that lie below one of `roots`: the nearest root says what is read of a
    /// folder. Globs that are given hold for these too.
    fn add_inner(&self, roots: &mut Vec<Root>, globs: Option<&Globs>) {
        let outer: Vec<PathBuf> = roots.iter().map(|root| root.canonical.clone()).collect();
        let is_inner = |root: &&Root| {
            !outer.contains(&root.canonical)
                && outer.iter().any(|outer| root.canonical.starts_with(outer))
        };
        let inner = self.manifest.roots.iter().filter(is_inner);
        roots.extend(inner.filter_map(|root| found_again(root).ok()).map(|root| Root {
            globs: globs.map_or_else(|| root.globs.clone(), |globs| globs.below(&root.given)),
            ..root
        }));
    }
}

fn read_manifest(folder: &Path, generation: &Path) -> Result<Manifest> {
    let failed = |error| faults::named(generation, &error);
    let (index, ..) = schema::open(generation).map_err(failed)?;
    Manifest::read(folder, payload(&index).map_err(failed)?.as_deref())
}

/// All papers of an index by their origins, those too that others stand for.
pub(super) fn known(store: &Store) -> Result<Known> {
    let all = store.papers()?.into_iter().chain(store.twins()?);
    Ok(all.map(|paper| (paper.origin.clone(), paper)).collect())
}

/// A remembered root under a name that leads to it from here.
pub(super) fn found_again(root: &Root) -> std::result::Result<Root, (PathBuf, Error)> {
    if root.given.canonicalize().is_ok_and(|canonical| canonical == root.canonical) {
        return Ok(root.clone());
    }
    // It was given from another folder, or it is gone.
    match root.canonical.canonicalize() {
        Ok(_) => Ok(Root { given: root.canonical.clone(), ..root.clone() }),
        Err(source) => Err(unreadable(&root.given, source)),
    }
}

fn unreadable(path: &Path, source: std::io::Error) -> (PathBuf, Error) {
    (path.to_path_buf(), Error::Read { path: path.to_path_buf(), source })
}
