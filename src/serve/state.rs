//! The states of the index from which answers come. Each commit of an ingest makes a new state.
//! In: the place of the index. Out: the newest state, or an older one with which a list began.
//! Never mixes two states in one answer. Never waits for an ingest to end.
//!
//! An [`OpenState`] is one such state. A generation of `vankien-engine` is a subfolder of the index: a rebuild makes a new
//! one, and other ingests commit into the one in use, so that a generation has many states.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use vankien_engine::{Error as EngineError, Location, PaperRecord};
use vankien_ingest::report::{Bounds, Report, report};
use vankien_search::{Facets, Scope, Searcher};

use super::cursor::parse_cursor;
use super::names::{Names, Suggestions};
use super::reply::Problem;
use crate::error::{Error, Result};

/// States that are kept open, the newest included. A list can be continued while its state is among them: for three
/// newer states. Each costs the memory of what [`OpenState`] caches. A judgement, not measured. `benches/load.py` adds
/// papers ten times while it asks, and prints the memory of the server.
const MAX_OPEN_STATES: usize = 4;

/// Attempts to open the index, the first included. An attempt fails if an ingest removes files that it replaced at that
/// moment. A judgement, not measured: see [`OPEN_PAUSE`].
const MAX_OPEN_ATTEMPTS: u32 = 5;

/// For so long what a store on other machines said of its newest commit counts, so that not every request asks it again.
/// A judgement, not measured.
const STAMP_AGE: Duration = Duration::from_secs(1);

/// For so long a store on other machines that did not answer is not asked again: callers get the fault at once, instead of
/// waiting one after the other. A judgement, not measured: as long as `Retry-After` says.
const FAULT_AGE: Duration = Duration::from_secs(5);

/// Pause between two attempts. The four pauses between [`MAX_OPEN_ATTEMPTS`] attempts take 80 ms together. A judgement,
/// not measured: the removal of some files should take less. `benches/load.py`, which `.ci/slow` runs, asks while
/// papers are added and fails if a question is not answered.
const OPEN_PAUSE: Duration = Duration::from_millis(20);

/// One state of the index. What must be computed from all its papers is computed on first use and kept.
pub struct OpenState {
    /// Answers questions from this state, whatever is committed later.
    pub searcher: Searcher,
    /// The identifier of the state, 16 hexadecimal digits. Each commit changes it. Cursors contain it.
    pub version: String,
    /// The name of this machine, if the store holds papers of several.
    origin: Option<String>,
    names: OnceLock<Names>,
    suggestions: OnceLock<Suggestions>,
    facets: OnceLock<Facets>,
    report: OnceLock<Report>,
    /// For each file that is a copy of a paper, the path of that paper.
    duplicates: OnceLock<BTreeMap<String, String>>,
}

impl OpenState {
    fn new(searcher: Searcher, version: String, origin: Option<String>) -> OpenState {
        let (names, suggestions) = (OnceLock::new(), OnceLock::new());
        let (facets, report, duplicates) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        OpenState { searcher, version, origin, names, suggestions, facets, report, duplicates }
    }

    /// Whether `origin` is the name of this machine.
    pub fn is_of(&self, origin: &str) -> bool {
        self.origin.as_deref() == Some(origin)
    }

    /// The path of each paper by its id, which stands in addresses of pages.
    pub fn names(&self) -> Result<&Names> {
        once(&self.names, || Names::of(self.searcher.store()))
    }

    /// The paper at `path`. If that file is a duplicate, the paper that represents it. `None` if there is neither.
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

    /// The numbers of papers by kind, issuer, place, year, signer and quality, over all papers.
    pub fn facets(&self) -> Result<&Facets> {
        once(&self.facets, || Ok(self.searcher.facets("", Scope::Section)?))
    }

    /// The report on problems of all papers, limited by [`DEFAULT_REPORT`]. Reports of other lengths are not kept.
    pub fn report(&self) -> Result<&Report> {
        once(&self.report, || Ok(report(self.searcher.store(), DEFAULT_REPORT)?))
    }
}

/// The length of a report if a request does not say. `names` is the number of papers that each group names, and of
/// entries in the lists of series and of numbers outside series. `samples` is the number of places of each kind that
/// are shown to be checked by eye: repairs of each reason and band of confidence, citations that could not be read,
/// suspect characters. A judgement, not measured. `vankien report` has the same defaults (`src/cli/report.rs`).
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
    /// What `commit_stamp` gave when the index was last opened. `None` if nothing was opened yet, `Some(None)` if
    /// there was no index.
    stamp: Option<Option<Vec<u8>>>,
    /// When a store on other machines was last asked for that.
    asked: Option<Instant>,
    /// When it last did not answer, and why.
    failed: Option<(Instant, EngineError)>,
    /// At most [`MAX_OPEN_STATES`] states, the newest last.
    all: Vec<Arc<OpenState>>,
}

/// Opens the states of one index when they are asked for, and keeps the last ones open.
pub struct OpenStates {
    index: Location,
    kept: Mutex<Kept>,
}

impl std::fmt::Debug for OpenStates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("OpenStates").field(&self.index).finish()
    }
}

impl OpenStates {
    /// The states of the index at `index`. Opens nothing yet.
    pub fn new(index: Location) -> OpenStates {
        OpenStates { index, kept: Mutex::new(Kept::default()) }
    }

    /// Bytes that differ after each commit; `None` if there is no index. Those of a store on other machines may be as
    /// old as [`STAMP_AGE`].
    fn stamp(&self, kept: &mut Kept) -> Result<Option<Vec<u8>>> {
        match &self.index {
            Location::Folder(folder) => Ok(vankien_engine::folder::commit_stamp(folder)),
            Location::Remote(remote) => {
                if let (Some(stamp), Some(asked)) = (&kept.stamp, kept.asked)
                    && asked.elapsed() < STAMP_AGE
                {
                    return Ok(stamp.clone());
                }
                if let Some((since, error)) = &kept.failed
                    && since.elapsed() < FAULT_AGE
                    && let Some(error) = error.repeated()
                {
                    return Err(error.into());
                }
                let asked = remote.commit_stamp();
                kept.failed = asked
                    .as_ref()
                    .err()
                    .and_then(|error| Some((Instant::now(), error.repeated()?)));
                kept.asked = Some(Instant::now());
                Ok(asked?.map(String::into_bytes))
            }
        }
    }

    fn origin(&self) -> Option<String> {
        match &self.index {
            Location::Folder(_) => None,
            Location::Remote(remote) => Some(remote.origin().to_owned()),
        }
    }

    /// A store without papers, where there is no index yet.
    fn empty(&self) -> Result<Searcher> {
        Ok(Searcher::empty(self.index.folder().unwrap_or(Path::new("")))?)
    }

    /// The newest state; one without papers if there is no index. If the index is damaged, or the library below it
    /// fails (as when an ingest replaces its files at this moment), the last state that was opened.
    ///
    /// # Errors
    /// Where the index cannot be opened and no state was opened before. Also with an earlier state, where the system
    /// refuses access to a file, or another version of the program made the index.
    pub fn current(&self) -> Result<Arc<OpenState>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The stamp is read before the index, so that a commit in between is noticed by the next request.
        let stamp = self.stamp(&mut kept)?;
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
        let opened = Arc::new(OpenState::new(searcher, version, self.origin()));
        kept.all.push(opened.clone());
        if kept.all.len() > MAX_OPEN_STATES {
            kept.all.remove(0);
        }
        Ok(opened)
    }

    /// The state that `cursor` names, with which its list began. The newest state if there is no cursor or an empty
    /// one. A cursor that cannot be parsed gives status 400, one of a state that is not kept any more status 410.
    pub fn for_cursor(&self, cursor: Option<&str>) -> std::result::Result<Arc<OpenState>, Problem> {
        // The newest state is opened first, so that it is kept beside the older one.
        let current = self.current()?;
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else { return Ok(current) };
        let version = parse_cursor(cursor)?.version;
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.all.iter().find(|one| one.version == version).cloned().ok_or_else(|| {
            Problem::new(410, "the index has changed since this list began; ask for the list again")
        })
    }

    /// Opens the newest state; `last` lets it reuse what has not changed. Tries [`MAX_OPEN_ATTEMPTS`] times.
    fn open(&self, last: Option<&Arc<OpenState>>) -> Result<Searcher> {
        let open = || match last {
            Some(last) => last.searcher.reopen(),
            None => Searcher::at(&self.index),
        };
        for attempt in 1.. {
            match open().map_err(Error::from) {
                Err(Error::Engine(EngineError::NoIndex { .. })) => {
                    return self.empty();
                }
                Err(Error::Engine(EngineError::Index { .. } | EngineError::Damaged { .. }))
                    if attempt < MAX_OPEN_ATTEMPTS =>
                {
                    std::thread::sleep(OPEN_PAUSE);
                }
                opened => return opened,
            }
        }
        self.empty()
    }
}
