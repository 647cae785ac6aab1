//! The states (generations) of the index from which answers come.
//! In: the folder of the index. Out: the newest state, or an older one with which a list began.
//! Never mixes two states in one answer; never waits for an ingest.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use vankien_engine::{Error as EngineError, PaperRecord};
use vankien_ingest::report::{Bounds, Report, report};
use vankien_search::{Facets, Scope, Searcher};

use super::cursor::parse_cursor;
use super::names::{Names, Suggestions};
use super::reply::Problem;
use crate::error::{Error, Result};

/// States that are kept open, for lists that began with them. A judgement, not measured: four commits while someone
/// pages through a list; each costs the memory of what is cached below.
const MAX_GENERATIONS: usize = 4;

/// Attempts to open the index while an ingest removes the files that it replaced.
const MAX_OPEN_ATTEMPTS: u32 = 5;

/// Pause between two attempts. Together they wait 80 ms, longer than the removal of some files takes. A judgement, not
/// measured; `.ci/slow` asks while papers are added.
const OPEN_PAUSE: Duration = Duration::from_millis(20);

/// One state of the index, with what is computed from all its papers once.
pub struct Generation {
    /// Answers questions from this state.
    pub searcher: Searcher,
    /// Identifies the state.
    pub version: String,
    names: OnceLock<Names>,
    suggestions: OnceLock<Suggestions>,
    facets: OnceLock<Facets>,
    report: OnceLock<Report>,
    /// For each file that is a copy of a paper, the path of that paper.
    duplicates: OnceLock<BTreeMap<String, String>>,
}

impl Generation {
    fn new(searcher: Searcher, version: String) -> Generation {
        let (names, suggestions) = (OnceLock::new(), OnceLock::new());
        let (facets, report, duplicates) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Generation { searcher, version, names, suggestions, facets, report, duplicates }
    }

    /// The papers by their ids.
    pub fn names(&self) -> Result<&Names> {
        once(&self.names, || Names::of(self.searcher.store()))
    }

    /// The paper at `path`, or the one of which that file is a copy.
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

    /// Completions of what a user types.
    pub fn suggestions(&self) -> Result<&Suggestions> {
        once(&self.suggestions, || Suggestions::of(self.searcher.store()))
    }

    /// The counts of all papers.
    pub fn facets(&self) -> Result<&Facets> {
        once(&self.facets, || Ok(self.searcher.facets("", Scope::Section)?))
    }

    /// The report on all papers, as long as [`DEFAULT_REPORT`] says.
    pub fn report(&self) -> Result<&Report> {
        once(&self.report, || Ok(report(self.searcher.store(), DEFAULT_REPORT)?))
    }
}

/// The length of a report without parameters, the same as for `vankien report`.
pub const DEFAULT_REPORT: Bounds = Bounds { names: 20, samples: 3 };

/// The value in `cell`, computed by the first request that needs it.
fn once<T>(cell: &OnceLock<T>, compute: impl FnOnce() -> Result<T>) -> Result<&T> {
    match cell.get() {
        Some(value) => Ok(value),
        None => {
            let value = compute()?;
            Ok(cell.get_or_init(|| value))
        }
    }
}

/// The open states.
#[derive(Default)]
struct Kept {
    /// The stamp of the index folder when it was last looked at; `Some(None)` if there was no index.
    stamp: Option<Option<Vec<u8>>>,
    /// The newest state last.
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

    /// The newest state; an empty one if there is no index yet.
    pub fn current(&self) -> Result<Arc<Generation>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The stamp is read before the index, so that a commit in between is noticed by the next request.
        let stamp = vankien_engine::folder::commit_stamp(&self.folder);
        if let Some(last) = kept.all.last().filter(|_| kept.stamp.as_ref() == Some(&stamp)) {
            return Ok(last.clone());
        }
        let searcher = match (self.open(kept.all.last()), kept.all.last()) {
            (Ok(searcher), _) => searcher,
            // The index is being replaced; the last state still gives right answers.
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
        if kept.all.len() > MAX_GENERATIONS {
            kept.all.remove(0);
        }
        Ok(opened)
    }

    /// The state with which a list began, which its cursor names; the newest without a cursor.
    pub fn for_cursor(
        &self,
        cursor: Option<&str>,
    ) -> std::result::Result<Arc<Generation>, Problem> {
        // The newest state is opened first, so that it is kept beside the older one.
        let current = self.current()?;
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else { return Ok(current) };
        let version = parse_cursor(cursor)?.version;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.all.iter().find(|one| one.version == version).cloned().ok_or_else(|| {
            Problem::new(410, "the index has changed since this list began; ask for the list again")
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
                    if attempt < MAX_OPEN_ATTEMPTS =>
                {
                    std::thread::sleep(OPEN_PAUSE);
                }
                opened => return opened,
            }
        }
        Ok(Searcher::empty(&self.folder)?)
    }
}
