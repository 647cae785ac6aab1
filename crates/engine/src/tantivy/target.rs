//! The generation that a run writes into.
//! In: the folder of the index. Out: an open index with its manifest and its papers.
//! Never puts a new generation to use: the run does, when it is complete.

use std::path::{Path, PathBuf};

use tantivy::Index;
use vankien_system::error::Error as SystemError;

use crate::batch::Batch;
use crate::engine::Papers;
use crate::error::{Error, Result};
use crate::manifest::{Manifest, Root};
use crate::record::Known;
use crate::tantivy::folder::choose;
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::Files;
use crate::tantivy::folder::generations::Lock;
use crate::tantivy::schema::{self, Fields};
use crate::tantivy::store::{Store, payload};
use crate::tantivy::writer::Writer;

/// The generation that a run writes into.
pub struct Target {
    /// The folder of the index.
    pub folder: PathBuf,
    /// The folder of the generation.
    pub generation: PathBuf,
    /// Whether the generation is still to be put to use.
    pub is_new: bool,
    /// The engine's index.
    pub(super) index: Index,
    /// Its fields.
    pub(super) fields: Fields,
    /// What the index says of itself; the run brings it up to date.
    pub manifest: Manifest,
    /// The files below the engine.
    pub(super) files: Files,
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
        if let Err(
            error @ (Error::IndexVersion { .. } | Error::System(SystemError::Rights { .. })),
        ) = version
        {
            return Err(error);
        }
        let choose::Chosen { generation, mut troubles } = choose::to_write(folder)?;
        let failed = |error| faults::named(&generation, &error);
        let files = Files::open(&generation, lock.rights()).map_err(failed)?;
        let (index, fields) = schema::open_files(files.clone()).map_err(failed)?;
        let manifest = Manifest::read(folder, payload(&index).map_err(failed)?.as_deref())?;
        // What is damaged below the engine was told by the check already.
        let more = files.take_errors();
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

    /// Begins to write, about so many bytes as are `needed`.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn batch(&self, needed: u64) -> Result<Box<dyn Batch>> {
        let (generation, files) = (self.generation.clone(), self.files.clone());
        let engine = (&self.index, self.fields);
        Ok(Box::new(Writer::new(generation, engine, files, needed)?))
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
}

fn read_manifest(folder: &Path, generation: &Path) -> Result<Manifest> {
    let failed = |error| faults::named(generation, &error);
    let (index, ..) = schema::open(generation).map_err(failed)?;
    Manifest::read(folder, payload(&index).map_err(failed)?.as_deref())
}

/// All papers of an index by their origins, those too that others stand for.
pub fn known(store: &dyn Papers) -> Result<Known> {
    let all = store.papers()?.into_iter().chain(store.duplicates()?);
    Ok(all.map(|paper| (paper.origin.clone(), paper)).collect())
}
