//! Indexes of papers in folders that go away: of papers written by a test, of the sample papers, of the real ones.
//! In: texts by file name, or folders. Out: the index, what it answers. Never touches the papers it reads.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;
use vankien_ingest::{IngestOptions, ingest};
use vankien_search::{Answer, Error, SearchOptions, Searcher};

use crate::places::{project, shared, unpack};

/// An index in a folder that goes away.
pub struct Indexed {
    folder: TempDir,
}

impl Indexed {
    /// Of all papers in some folders.
    pub fn of(paths: Vec<PathBuf>) -> Indexed {
        Indexed::made(|_| paths)
    }

    /// Of the sample papers. It is made once for all tests that hold it at the same time.
    pub fn samples() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, |_| vec![project("corpus")])
    }

    /// Of the five real papers beside the project, made once in the same way.
    pub fn seeds() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, |_| vec![shared("seeds")])
    }

    /// Of the papers beside the project as strangers' tools left them, made once in the same way.
    pub fn wild() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, |folder| {
            let (papers, web) = (shared("data/wild/papers"), folder.join("web"));
            std::fs::create_dir(&web).expect("made");
            unpack(&shared("data/wild/web.tar.zst"), &web);
            vec![papers, web]
        })
    }

    /// Of the folders that `paths` gives; it may fill the folder it is given, which goes away with the index.
    fn made(paths: impl FnOnce(&Path) -> Vec<PathBuf>) -> Indexed {
        let indexed = Indexed { folder: tempfile::tempdir().expect("a folder") };
        let paths = paths(indexed.folder.path());
        indexed.ingest(paths);
        indexed
    }

    /// Brings the index up to date with these folders.
    fn ingest(&self, paths: Vec<PathBuf>) {
        let options = IngestOptions { index: self.index(), paths, jobs: 2, ..Default::default() };
        ingest(&options, &mut ()).expect("ingested");
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
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

/// The index that somebody holds, or a new one. The last who holds it takes its folder away: a value of the whole process
/// would leave it behind.
fn kept(kept: &Mutex<Weak<Indexed>>, paths: impl FnOnce(&Path) -> Vec<PathBuf>) -> Arc<Indexed> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(indexed) = kept.upgrade() {
        return indexed;
    }
    let indexed = Arc::new(Indexed::made(paths));
    *kept = Arc::downgrade(&indexed);
    indexed
}

/// Papers written by hand and their index.
pub struct World(Indexed);

impl World {
    /// Papers by file name.
    pub fn new(files: &[(&str, &str)]) -> World {
        World(Indexed::made(|folder| {
            let corpus = folder.join("corpus");
            std::fs::create_dir(&corpus).expect("made");
            for (path, text) in files {
                std::fs::write(corpus.join(path), text).expect("written");
            }
            vec![corpus]
        }))
    }

    /// The folder of the papers.
    pub fn corpus(&self) -> PathBuf {
        self.folder.path().join("corpus")
    }

    /// Writes a paper; [`World::ingest`] reads it.
    pub fn write(&self, path: &str, text: &str) {
        std::fs::write(self.corpus().join(path), text).expect("written");
    }

    /// Brings the index up to date.
    pub fn ingest(&self) {
        self.0.ingest(vec![self.corpus()]);
    }

    /// The names of the papers that answer a question, in order.
    pub fn finds(&self, question: &str) -> Vec<String> {
        names(&self.search(question))
    }
}

impl Deref for World {
    type Target = Indexed;

    fn deref(&self) -> &Indexed {
        &self.0
    }
}

/// The names of the papers found, in order.
pub fn names(answer: &Answer) -> Vec<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".txt").into();
    answer.hits.iter().map(|hit| name(&hit.path)).collect()
}
