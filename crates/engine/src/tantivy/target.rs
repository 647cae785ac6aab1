//! The generation that an ingest writes into.
//! In: the folder of the index. Out: an open index with its manifest and its papers.
//! Never puts a new generation into use: the caller does ([`Lock::switch`]), when it is complete.

use std::path::{Path, PathBuf};

use tantivy::Index;
use vankien_system::error::Error as SystemError;
use vankien_system::rights::Rights;

use crate::batch::Batch;
use crate::engine::Papers;
use crate::error::{Error, Result};
use crate::manifest::{Manifest, Root};
use crate::record::KnownPapers;
use crate::tantivy::folder::choose;
use crate::tantivy::folder::faults;
use crate::tantivy::folder::files::Files;
use crate::tantivy::folder::generations::Lock;
use crate::tantivy::schema::{self, Fields};
use crate::tantivy::store::{Store, payload};
use crate::tantivy::writer::Writer;
use crate::target::RunTarget;

/// The generation that an ingest writes into.
pub struct Target {
    /// The folder of the index.
    pub folder: PathBuf,
    /// The folder of the generation.
    pub generation: PathBuf,
    /// Whether the generation is new and not in use yet.
    pub is_new: bool,
    /// The index of tantivy.
    pub(super) index: Index,
    /// The fields of its schema.
    pub(super) fields: Fields,
    /// The manifest. The caller updates it before a commit.
    pub manifest: Manifest,
    /// The directory that tantivy writes into.
    pub(super) files: Files,
    /// The damage found that did not keep the index from being used. The next commit repairs it.
    pub troubles: Vec<Error>,
}

impl Target {
    /// Opens the generation in use (if it is damaged, another one that is whole), or creates a new one, with the roots
    /// of the mark, if there is no index. With `rebuild_roots` always creates a new one, with these roots.
    ///
    /// # Errors
    /// Where the index is damaged and no generation is whole, is of another version, or cannot be written.
    pub fn open(folder: &Path, lock: &Lock, rebuild_roots: Option<Vec<Root>>) -> Result<Target> {
        if let Some(roots) = rebuild_roots {
            return Target::create(folder, lock, roots);
        }
        match Target::reopen(folder, lock) {
            Err(Error::NoIndex { .. }) => Target::create(folder, lock, lock.roots().to_vec()),
            opened => opened,
        }
    }

    fn reopen(folder: &Path, lock: &Lock) -> Result<Target> {
        // An index of another version must be refused as such before its checksums are checked.
        let version = choose::generation_to_read(folder)
            .and_then(|chosen| read_manifest(folder, &chosen.generation));
        if let Err(
            error @ (Error::IndexVersion { .. } | Error::System(SystemError::Rights { .. })),
        ) = version
        {
            return Err(error);
        }
        let choose::ChosenGeneration { generation, mut troubles } =
            choose::generation_to_write(folder)?;
        let failed = |error| faults::named(&generation, &error);
        let files = Files::open(&generation, lock.rights()).map_err(failed)?;
        let (index, fields) = schema::open_files(files.clone()).map_err(failed)?;
        let manifest = Manifest::parse(folder, payload(&index).map_err(failed)?.as_deref())?;
        // The check reports the same damage as the directory; it must not be reported twice.
        let found_by_files = files.take_errors();
        if troubles.is_empty() {
            troubles = found_by_files;
        }
        let folder = folder.to_path_buf();
        Ok(Target { folder, generation, is_new: false, index, fields, manifest, files, troubles })
    }

    fn create(folder: &Path, lock: &Lock, roots: Vec<Root>) -> Result<Target> {
        let generation = lock.begin()?;
        let failed = |error| faults::named(&generation, &error);
        let create_in = || {
            let files = Files::open(&generation, lock.rights()).map_err(failed)?;
            match schema::create(files.clone()) {
                Ok((index, fields)) => Ok((index, fields, files)),
                // What the system refused says more than what tantivy made of it.
                Err(error) => Err(files.take_failure(0).unwrap_or_else(|| failed(error))),
            }
        };
        let (index, fields, files) = create_in().inspect_err(|_| lock.tidy(&generation, true))?;
        Ok(Target {
            folder: folder.to_path_buf(),
            is_new: true,
            index,
            fields,
            manifest: Manifest { roots, ..Manifest::default() },
            files,
            troubles: Vec::new(),
            generation,
        })
    }

    /// Begins a transaction. `needed` is about how many bytes it will write, for the message about a full disk.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn batch(&self, needed: u64) -> Result<Box<dyn Batch>> {
        let (generation, files) = (self.generation.clone(), self.files.clone());
        Ok(Box::new(Writer::new(generation, &self.index, self.fields, files, needed)?))
    }

    /// The papers and duplicates in the generation, by their origins.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub fn known_papers(&self) -> Result<KnownPapers> {
        let manifest = self.manifest.clone();
        let store = Store::of(&self.folder, &self.generation, &self.index, self.fields, manifest)?;
        known_papers(&store)
    }

    /// Whether a commit is needed even without changed papers: the manifest changed, or a damaged file must be written
    /// again.
    ///
    /// # Errors
    /// Where the last commit cannot be read.
    pub fn is_outdated(&self) -> Result<bool> {
        let committed =
            payload(&self.index).map_err(|error| faults::named(&self.generation, &error))?;
        Ok(!self.troubles.is_empty() || committed.as_deref() != Some(&self.manifest.write()))
    }
}

/// The generation that an ingest writes into, with the lock on its index.
pub struct LockedTarget {
    lock: Lock,
    target: Target,
}

impl LockedTarget {
    /// A target that was opened under `lock`.
    pub fn new(lock: Lock, target: Target) -> LockedTarget {
        LockedTarget { lock, target }
    }
}

impl RunTarget for LockedTarget {
    fn manifest(&mut self) -> &mut Manifest {
        &mut self.target.manifest
    }

    fn is_new(&self) -> bool {
        self.target.is_new
    }

    fn known_papers(&self) -> Result<KnownPapers> {
        self.target.known_papers()
    }

    fn batch(&self, needed: u64) -> Result<Box<dyn Batch>> {
        self.target.batch(needed)
    }

    fn is_outdated(&self) -> Result<bool> {
        self.target.is_outdated()
    }

    fn put_into_use(&mut self) -> Result<Option<Error>> {
        self.lock.switch(&self.target.generation)?;
        // A failure to write the second copy of the roots does not undo the commit: the next ingest writes it.
        Ok(self.lock.keep_roots(&self.target.manifest.roots).err())
    }

    fn take_troubles(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.target.troubles)
    }

    fn abandon(&mut self) {
        self.lock.tidy(&self.target.generation, self.target.is_new);
    }

    fn rights(&self) -> Rights {
        self.lock.rights()
    }
}

fn read_manifest(folder: &Path, generation: &Path) -> Result<Manifest> {
    let failed = |error| faults::named(generation, &error);
    let (index, ..) = schema::open(generation).map_err(failed)?;
    Manifest::parse(folder, payload(&index).map_err(failed)?.as_deref())
}

/// All papers and duplicates of a store, by their origins.
///
/// # Errors
/// Where a record cannot be read.
pub fn known_papers(store: &dyn Papers) -> Result<KnownPapers> {
    let all = store.papers()?.into_iter().chain(store.duplicates()?);
    Ok(all.map(|paper| (paper.origin.clone(), paper)).collect())
}
