//! The generation that a run writes into.
//! In: the folder of the index. Out: an open index with its manifest and its papers.
//! Never puts a new generation to use: the run does, when it is complete.

use std::path::{Path, PathBuf};

use tantivy::Index;

use super::generations::{self, Lock};
use super::manifest::Manifest;
use super::plan::Known;
use super::schema::{self, Fields};
use super::store::{Store, failed_in, payload};
use crate::error::Result;

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
}

impl Target {
    /// The generation in use; a new one where there is none, or where one is asked for.
    pub fn open(folder: &Path, lock: &Lock, rebuild: bool) -> Result<Target> {
        let current = generations::current(folder);
        match &current {
            Some(generation) if !rebuild => Target::reopen(folder, generation),
            _ => Target::begin(folder, lock, current.as_deref()),
        }
    }

    fn reopen(folder: &Path, generation: &Path) -> Result<Target> {
        let failed = failed_in(folder);
        let (index, fields) = schema::open(generation).map_err(&failed)?;
        let manifest = Manifest::read(folder, payload(&index).map_err(&failed)?.as_deref())?;
        let (folder, generation) = (folder.to_path_buf(), generation.to_path_buf());
        Ok(Target { folder, generation, is_new: false, index, fields, manifest })
    }

    fn begin(folder: &Path, lock: &Lock, old: Option<&Path>) -> Result<Target> {
        // What cannot be opened any more has no roots to remember; the caller names them again.
        let old = old.and_then(|generation| schema::open(generation).ok());
        let old = old.and_then(|(index, _)| payload(&index).ok()).flatten();
        let manifest =
            Manifest { roots: Manifest::roots_of(old.as_deref()), ..Manifest::default() };
        let generation = lock.begin()?;
        let (index, fields) = schema::create(&generation).map_err(failed_in(folder))?;
        Ok(Target {
            folder: folder.to_path_buf(),
            generation,
            is_new: true,
            index,
            fields,
            manifest,
        })
    }

    /// The papers that are in it.
    pub fn known(&self) -> Result<Known> {
        let store = Store::of(&self.folder, &self.index, self.fields, self.manifest.clone())?;
        known(&store)
    }

    /// Whether the manifest is another than the one that was committed last.
    pub fn is_outdated(&self) -> Result<bool> {
        let committed = payload(&self.index).map_err(failed_in(&self.folder))?;
        Ok(committed.as_deref() != Some(&self.manifest.write()))
    }
}

/// All papers of an index by their origins, those too that others stand for.
pub(super) fn known(store: &Store) -> Result<Known> {
    let all = store.papers()?.into_iter().chain(store.twins()?);
    Ok(all.map(|paper| (paper.origin.clone(), paper)).collect())
}
