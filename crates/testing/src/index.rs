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
    /// An index of all papers in these folders.
    pub fn of(paths: Vec<PathBuf>) -> Indexed {
        Indexed::made(|_| paths)
    }

    /// The index of the sample papers (`corpus`). It is made once for all tests that hold it at the same time.
    pub fn samples() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, |_| vec![project("corpus")])
    }

    /// The index of the five real papers beside the project (`shared("seeds")`), made once in the same way.
    pub fn seeds() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, |_| vec![shared("seeds")])
    }

    /// The index of the papers beside the project that tools of others made (`shared("data/wild")`), made once in the
    /// same way.
    pub fn wild() -> Arc<Indexed> {
        static KEPT: Mutex<Weak<Indexed>> = Mutex::new(Weak::new());
        kept(&KEPT, |folder| {
            let (papers, web) = (shared("data/wild/papers"), folder.join("web"));
            std::fs::create_dir(&web).expect("made");
            unpack(&shared("data/wild/web.tar.zst"), &web);
            vec![papers, web]
        })
    }

    /// An index of the folders that `paths` returns. It is given a folder that goes away with the index, and may fill
    /// it.
    fn made(paths: impl FnOnce(&Path) -> Vec<PathBuf>) -> Indexed {
        let indexed = Indexed { folder: tempfile::tempdir().expect("a folder") };
        let paths = paths(indexed.folder.path());
        indexed.ingest(paths);
        indexed
    }

    /// Brings the index up to date with these folders, with two threads.
    fn ingest(&self, paths: Vec<PathBuf>) {
        let options =
            IngestOptions { index: self.index().into(), paths, jobs: 2, ..Default::default() };
        ingest(&options, &mut ()).expect("ingested");
    }

    /// The folder of the index.
    pub fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Opens the index to be searched.
    pub fn searcher(&self) -> Searcher {
        Searcher::open(&self.index()).expect("an index")
    }

    /// All that answers a question, without a limit. Panics if the question is refused.
    pub fn search(&self, question: &str) -> Answer {
        let options = SearchOptions { limit: 0, ..SearchOptions::default() };
        self.try_search(question, options).unwrap_or_else(|error| panic!("{question}: {error}"))
    }

    /// What answers a question with these options, or why it is refused.
    pub fn try_search(&self, question: &str, options: SearchOptions) -> Result<Answer, Error> {
        self.searcher().search(question, options)
    }
}

/// The index in `kept` if a test still holds it, else a new one. The last who holds it removes its folder when it drops
/// it: a value of the whole process would leave the folder behind.
fn kept(kept: &Mutex<Weak<Indexed>>, paths: impl FnOnce(&Path) -> Vec<PathBuf>) -> Arc<Indexed> {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(indexed) = kept.upgrade() {
        return indexed;
    }
    let indexed = Arc::new(Indexed::made(paths));
    *kept = Arc::downgrade(&indexed);
    indexed
}

/// Papers written by a test, and their index.
pub struct World(Indexed);

impl World {
    /// Writes papers, each a file name and its text, and ingests them.
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

    /// Writes a paper, or replaces it; [`World::ingest`] reads it.
    pub fn write(&self, path: &str, text: &str) {
        std::fs::write(self.corpus().join(path), text).expect("written");
    }

    /// Brings the index up to date.
    pub fn ingest(&self) {
        self.0.ingest(vec![self.corpus()]);
    }

    /// The file names, without `.txt`, of the papers of all hits of a question, in the order of the hits.
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

/// The file names, without `.txt`, of the papers of all hits, in the order of the hits.
pub fn names(answer: &Answer) -> Vec<String> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".txt").into();
    answer.hits.iter().map(|hit| name(&hit.path)).collect()
}
