//! Where a store lies: in a folder, or on other machines.
//! In: what a caller names. Out: an open store; the papers of this machine. Never creates one.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{Engine, Papers as _};
use crate::error::Result;
use crate::manifest::{Manifest, Root};
use crate::record::KnownPapers;
use crate::tantivy::folder::generations::Access;
use crate::tantivy::store::Store;
use crate::tantivy::target::known_papers;
use crate::target::{Rebuild, RunTarget};

/// Where a store lies.
#[derive(Clone, Debug)]
pub enum Location {
    /// The folder of an index.
    Folder(PathBuf),
    /// A store on other machines.
    Remote(Arc<dyn RemoteStore>),
}

/// A store on other machines, which holds papers of several. An *origin* is a machine that ingests.
pub trait RemoteStore: fmt::Debug + fmt::Display + Send + Sync {
    /// Opens the store to read it.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    fn open(&self) -> Result<Box<dyn Engine>>;

    /// The name of this machine, under which its papers are kept.
    fn origin(&self) -> &str;

    /// A text that differs after each commit, cheap to read; `None` if there is no store.
    ///
    /// # Errors
    /// Where the store does not answer.
    fn commit_stamp(&self) -> Result<Option<String>>;

    /// The manifest of this origin: an empty one if it never ingested.
    ///
    /// # Errors
    /// Where there is no store, or it cannot be read.
    fn own_manifest(&self) -> Result<Manifest>;

    /// The papers and duplicates of this origin by the origins of their files, with paths as walked.
    ///
    /// # Errors
    /// Where there is no store, or it cannot be read.
    fn own_papers(&self) -> Result<KnownPapers>;

    /// Opens the store to write the papers of this origin; it is created if there is none.
    ///
    /// # Errors
    /// Where another process writes the papers of this origin, or the store cannot be read or written.
    fn target(&self, access: Access, rebuild: Rebuild) -> Result<RemoteTarget>;

    /// The verdicts of people, as they were added; none where there is no store.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn verdicts(&self) -> Result<Vec<String>>;

    /// Adds verdicts: names, and texts. Of two with one name the last counts.
    ///
    /// # Errors
    /// Where they cannot be written.
    fn add_verdicts(&self, verdicts: &[(String, String)]) -> Result<()>;
}

/// The papers of an origin in a store on other machines, open for one run.
pub struct RemoteTarget {
    /// What the run writes into.
    pub target: Box<dyn RunTarget>,
    /// For a rebuild: the roots and papers of the origin in the generation in use. `None` if there is none.
    pub in_use: Option<(Vec<Root>, KnownPapers)>,
}

impl Location {
    /// Opens the store.
    ///
    /// # Errors
    /// Where there is none, or it cannot be read.
    pub fn open(&self) -> Result<Box<dyn Engine>> {
        match self {
            Location::Folder(folder) => Ok(Box::new(Store::open(folder)?)),
            Location::Remote(remote) => remote.open(),
        }
    }

    /// The manifest of the papers that this machine put there, and these papers and duplicates, by their origins.
    ///
    /// # Errors
    /// Where there is no store, or it cannot be read.
    pub fn own_papers(&self) -> Result<(Manifest, KnownPapers)> {
        match self {
            Location::Folder(folder) => {
                let store = Store::open(folder)?;
                Ok((store.manifest().clone(), known_papers(&store)?))
            }
            Location::Remote(remote) => Ok((remote.own_manifest()?, remote.own_papers()?)),
        }
    }

    /// The folders and files that this machine ingested.
    ///
    /// # Errors
    /// Where there is no store, or it cannot be read.
    pub fn own_roots(&self) -> Result<Vec<Root>> {
        match self {
            Location::Folder(folder) => Ok(Store::open(folder)?.manifest().roots.clone()),
            Location::Remote(remote) => Ok(remote.own_manifest()?.roots),
        }
    }

    /// The folder of the index; `None` for a store on other machines.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Location::Folder(folder) => Some(folder),
            Location::Remote(_) => None,
        }
    }
}

impl From<PathBuf> for Location {
    fn from(folder: PathBuf) -> Location {
        Location::Folder(folder)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Folder(folder) => folder.display().fmt(out),
            Location::Remote(remote) => remote.fmt(out),
        }
    }
}
