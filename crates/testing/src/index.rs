//! Indexes of papers in folders that go away: of papers written by a test, of the sample papers, of the real ones.
//! In: texts by file name, or folders. Out: the index, what it answers. Never touches the papers it reads.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;
use vankien_ingest::{IngestOptions, ingest};
use vankien_search::{Answer, Error, SearchOptions, Searcher};

use crate::places::{project, shared};

/// Brings the index in a folder up to date with these folders of papers.
fn read(index: PathBuf, paths: Vec<PathBuf>) {
    let options = IngestOptions { index, paths, jobs: 2, ..Default::default() };
    ingest(&options, &mut ()).expect("ingested");
}

/// Papers written by hand and their index, in a folder that goes away.
pub struct World {
    folder: TempDir,
}

impl World {
    /// Papers by file name.
    pub fn new(files: &[(&str, &str)]) -> World {
        let world = World { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(world.corpus()).expect("made");
        files.iter().for_each(|(path, text)| world.write(path, text));
        world.ingest();
        world
    }

    /// The folder of the papers.
    pub fn corpus(&self) -> PathBuf {
        self.folder.path().join("corpus")
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Writes a paper; [`World::ingest`] reads it.
    pub fn write(&self, path: &str, text: &str) {
        std::fs::write(self.corpus().join(path), text).expect("written");
    }

    /// Brings the index up to date.
    pub fn ingest(&self) {
        read(self.index(), vec![self.corpus()]);
    }

    /// What asks the index.
    pub fn searcher(&self) -> Searcher {
        Searcher::open(&self.index()).expect("an index")
    }

    /// All that answers a question.
    pub fn search(&self, question: &str) -> Answer {
        let options = SearchOptions { limit: 0, ..SearchOptions::default() };
        self.try_search(question, options).unwrap_or_else(|error| panic!("{question}: {error}"))
    }

    /// What answers a question, or why it is refused.
    pub fn try_search(&self, question: &str, options: SearchOptions) -> Result<Answer, Error> {
        self.searcher().search(question, options)
    }
}

/// The names of the papers found, in order.
pub fn names(answer: &Answer) -> Vec<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".txt").into();
    answer.hits.iter().map(|hit| name(&hit.path)).collect()
}

/// An index of papers that lie elsewhere, in a folder that goes away.
pub struct Indexed {
    folder: TempDir,
}

impl Indexed {
    /// Of all papers in some folders.
    pub fn of(paths: Vec<PathBuf>) -> Indexed {
        let folder = tempfile::tempdir().expect("a folder");
        read(folder.path().join("index"), paths);
        Indexed { folder }
    }

    /// Of the sample papers. It is made once for all tests that hold it at the same time.
    pub fn samples() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, || vec![project("corpus")])
    }

    /// Of the five real papers beside the project, made once in the same way.
    pub fn seeds() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, || vec![shared("seeds")])
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// What asks the index.
    pub fn searcher(&self) -> Searcher {
        Searcher::open(&self.index()).expect("an index")
    }
}

/// The index that somebody holds, or a new one. The last who holds it takes its folder away: a value of the whole process
/// would leave it behind.
fn kept(kept: &Mutex<Weak<Indexed>>, paths: impl Fn() -> Vec<PathBuf>) -> Arc<Indexed> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(index) = kept.upgrade() {
        return index;
    }
    let index = Arc::new(Indexed::of(paths()));
    *kept = Arc::downgrade(&index);
    index
}
