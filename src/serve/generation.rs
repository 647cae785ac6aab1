//! The states of the index that answers come from.
//! In: the folder of the index. Out: the newest state, or an older one that a list was begun with.
//! Never answers from two states at once; never waits for an ingest.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use vankien_engine::{Error as EngineError, PaperRecord};
use vankien_ingest::report::{Bounds, Report, report};
use vankien_search::{Facets, Scope, Searcher};

use super::cursor::cursor_of;
use super::names::{Names, Suggestions};
use super::reply::Problem;
use crate::error::{Error, Result};

/// How many states are kept for lists that were begun with them.
const KEPT: usize = 4;

/// How often opening is tried while an ingest clears away what it replaced.
const TRIES: u32 = 5;

/// One state of the index.
pub struct Generation {
    /// Answers from it.
    pub searcher: Searcher,
    /// Tells it from all others.
    pub version: String,
    names: OnceLock<Names>,
    suggestions: OnceLock<Suggestions>,
    facets: OnceLock<Facets>,
    report: OnceLock<Report>,
    /// For each file that another paper stands for, the path of that paper.
    duplicates: OnceLock<BTreeMap<String, String>>,
}

impl Generation {
    fn new(searcher: Searcher, version: String) -> Generation {
        let (names, suggestions) = (OnceLock::new(), OnceLock::new());
        let (facets, report, duplicates) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Generation { searcher, version, names, suggestions, facets, report, duplicates }
    }

    /// The papers by their names in addresses.
    pub fn names(&self) -> Result<&Names> {
        once(&self.names, || Names::of(self.searcher.store()))
    }

    /// The paper at `path`, or the one that stands for it.
    pub fn paper(&self, path: &str) -> Result<Option<PaperRecord>> {
        let store = self.searcher.store();
        if let Some(paper) = store.paper(path)? {
            return Ok(Some(paper));
        }
        let duplicates = once(&self.duplicates, || {
            let mut duplicates = BTreeMap::new();
            store.each_paper(&mut |paper| {
                let PaperRecord { path, also_in, .. } = paper;
                duplicates.extend(also_in.into_iter().map(|duplicate| (duplicate, path.clone())));
            })?;
            Ok(duplicates)
        })?;
        duplicates.get(path).map_or(Ok(None), |path| Ok(store.paper(path)?))
    }

    /// What a reader may be about to type.
    pub fn suggestions(&self) -> Result<&Suggestions> {
        once(&self.suggestions, || Suggestions::of(self.searcher.store()))
    }

    /// The counts of all papers.
    pub fn facets(&self) -> Result<&Facets> {
        once(&self.facets, || Ok(self.searcher.facets("", Scope::Section)?))
    }

    /// The state of all papers, as much of it as [`REPORTED`] says.
    pub fn report(&self) -> Result<&Report> {
        once(&self.report, || Ok(report(self.searcher.store(), REPORTED)?))
    }
}

/// How much of the state of the papers is told where nothing else is asked.
pub const REPORTED: Bounds = Bounds { names: 20, samples: 3 };

/// What is read from all papers is read once, with the first request that needs it.
fn once<T>(kept: &OnceLock<T>, read: impl FnOnce() -> Result<T>) -> Result<&T> {
    match kept.get() {
        Some(kept) => Ok(kept),
        None => {
            let read = read()?;
            Ok(kept.get_or_init(|| read))
        }
    }
}

/// The states that are kept, the newest last, and what told of it.
#[derive(Default)]
struct Kept {
    stamp: Option<Option<Vec<u8>>>,
    all: Vec<Arc<Generation>>,
}

/// The states of one index.
pub struct Generations {
    folder: PathBuf,
    kept: Mutex<Kept>,
}

impl std::fmt::Debug for Generations {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Generations").field(&self.folder).finish()
    }
}

impl Generations {
    /// The states of the index in `folder`; nothing is opened yet.
    pub fn new(folder: PathBuf) -> Generations {
        Generations { folder, kept: Mutex::new(Kept::default()) }
    }

    /// The newest state; no papers where there is no index yet.
    pub fn current(&self) -> Result<Arc<Generation>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The stamp is read before the index: a commit in between is seen with the next request.
        let stamp = vankien_engine::folder::commit_stamp(&self.folder);
        if let Some(last) = kept.all.last().filter(|_| kept.stamp.as_ref() == Some(&stamp)) {
            return Ok(last.clone());
        }
        let searcher = match (self.open(kept.all.last()), kept.all.last()) {
            (Ok(searcher), _) => searcher,
            // The index was replaced while it was opened; the last answer is still a true one.
            (
                Err(Error::Engine(EngineError::Index { .. } | EngineError::Damaged { .. })),
                Some(last),
            ) => {
                return Ok(last.clone());
            }
            (Err(error), _) => return Err(error),
        };
        let version = searcher.store().version();
        kept.stamp = Some(stamp);
        if let Some(last) = kept.all.last().filter(|last| last.version == version) {
            return Ok(last.clone());
        }
        let opened = Arc::new(Generation::new(searcher, version));
        kept.all.push(opened.clone());
        if kept.all.len() > KEPT {
            kept.all.remove(0);
        }
        Ok(opened)
    }

    /// The state that a list was begun with, as its cursor names it; the newest without one.
    pub fn for_cursor(
        &self,
        cursor: Option<&str>,
    ) -> std::result::Result<Arc<Generation>, Problem> {
        // The newest state is looked at first, so that it is kept beside the older one.
        let current = self.current()?;
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else { return Ok(current) };
        let version = cursor_of(cursor)?.version;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.all.iter().find(|one| one.version == version).cloned().ok_or_else(|| {
            Problem::new(410, "the index changed since this list was begun; begin again")
        })
    }

    fn open(&self, last: Option<&Arc<Generation>>) -> Result<Searcher> {
        let open = || match last {
            Some(last) => last.searcher.reopen(),
            None => Searcher::open(&self.folder),
        };
        for attempt in 1.. {
            match open().map_err(Error::from) {
                Err(Error::Engine(EngineError::NoIndex { .. })) => {
                    return Ok(Searcher::empty(&self.folder)?);
                }
                Err(Error::Engine(EngineError::Index { .. } | EngineError::Damaged { .. }))
                    if attempt < TRIES =>
                {
                    std::thread::sleep(Duration::from_millis(20));
                }
                opened => return opened,
            }
        }
        Ok(Searcher::empty(&self.folder)?)
    }
}
