//! Keeps an index up to date while its folders change.
//! In: the options of an ingest, and times. Out: one ingest after the other, each reported.
//! Waits until changes have settled, but only for a limited time. Changes that the system does not report are found by
//! the next ingest; without any reported change one begins after the rescan time.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use vankien_engine::manifest::Root;

use super::ingest::ingest;
use super::options::IngestOptions;
use super::roots::is_at;
use super::summary::{Progress, Summary};
use crate::error::{Error, Result};

/// If files keep changing, an ingest begins all the same after this many settle times ([`WatchOptions::settle`]). A
/// judgement, not measured: with the default settle time long enough for large copies. Test
/// `changes_that_never_settle_are_read_all_the_same`.
const MAX_SETTLE_TIMES: u32 = 30;

/// The options of a watch.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// The options of each ingest.
    pub ingest: IngestOptions,
    /// How long nothing must have changed before an ingest begins (but see `MAX_SETTLE_TIMES`). The first ingest begins
    /// at once.
    pub settle: Duration,
    /// After how long without any change an ingest begins all the same.
    pub rescan: Duration,
}

/// What a watch reports.
#[derive(Debug)]
pub enum WatchEvent<'t> {
    /// An ingest succeeded.
    Done(&'t Summary),
    /// An ingest after the first failed; the next change or rescan starts another one. If another process held the
    /// lock, it is tried again as soon as nothing changes for the settle time.
    Failed(&'t Error),
    /// The system does not report changes of this root (a folder or a file), and why; a rescan finds them. If no
    /// watcher can be started at all, the path is the folder of the index.
    Unwatched(&'t Path, String),
}

/// What the thread of a watch waits for.
enum Signal {
    /// A file may have changed.
    Changed,
    /// The watch shall end.
    End,
}

/// Stops a watch from another thread.
#[derive(Clone, Default)]
pub struct StopHandle {
    /// Whether the watch was told to end.
    is_told: Arc<AtomicBool>,
    /// Wakes the thread of the watch; `None` until it begins.
    sender: Arc<Mutex<Option<Sender<Signal>>>>,
}

impl StopHandle {
    /// Ends the watch: at once while it waits; while it ingests, before the next file is written, without a commit. An
    /// ingest that has no further file to write still commits. It may be called before the watch begins.
    pub fn now(&self) {
        self.is_told.store(true, Ordering::Relaxed);
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        // Sending fails if the watch has ended already.
        sender.iter().for_each(|sender| drop(sender.send(Signal::End)));
    }

    fn is_told(&self) -> bool {
        self.is_told.load(Ordering::Relaxed)
    }
}

/// Lets a [`StopHandle`] end an ingest.
struct Endable<'e>(&'e StopHandle);

impl Progress for Endable<'_> {
    fn goes_on(&self) -> bool {
        !self.0.is_told()
    }
}

/// Ingests twice, and then after each change and after each rescan time without one, until `ending` is stopped. Calls
/// `tell` with each event.
///
/// # Errors
/// Where the first ingest fails, unless it was stopped. Later failures are reported by `tell`, and the watch goes on.
pub fn watch(
    options: &WatchOptions,
    ending: &StopHandle,
    tell: &mut dyn FnMut(WatchEvent<'_>),
) -> Result<()> {
    let (sender, events) = channel();
    *ending.sender.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender.clone());
    match run(options, ending, tell) {
        Ok(()) => {}
        Err(Error::Stopped) => return Ok(()),
        Err(error) => return Err(error),
    }
    let mut watcher = watched(options, &sender, tell);
    let mut there = present(&options.ingest);
    // Changes between the first ingest and the start of the watcher were not reported, so a second ingest is due.
    let mut is_due = true;
    while !ending.is_told() {
        let waited = if is_due {
            wait_until_settled(&events, options.settle)
        } else {
            wait_for_change(&events, options)
        };
        match waited {
            Some(Waited::Settled) => {}
            Some(Waited::RescanDue) => watcher = watched(options, &sender, tell),
            None => break,
        }
        is_due = match run(options, ending, tell) {
            Ok(()) => {
                // A root that vanished or is back needs a new watcher. Changes before it started were not reported.
                let now = present(&options.ingest);
                let roots_changed = now != there;
                if roots_changed {
                    watcher = watched(options, &sender, tell);
                    there = now;
                }
                roots_changed
            }
            Err(Error::Stopped) => break,
            Err(error) => {
                tell(WatchEvent::Failed(&error));
                // If another process holds the lock, try again soon. After other errors wait for the next change.
                matches!(error, Error::Engine(vankien_engine::Error::Busy { .. }))
            }
        };
    }
    drop(watcher);
    Ok(())
}

fn run(
    options: &WatchOptions,
    ending: &StopHandle,
    tell: &mut dyn FnMut(WatchEvent<'_>),
) -> Result<()> {
    let summary = ingest(&options.ingest, &mut Endable(ending))?;
    tell(WatchEvent::Done(&summary));
    Ok(())
}

/// Why waiting ended.
enum Waited {
    /// The changes have settled, or went on for [`MAX_SETTLE_TIMES`] settle times.
    Settled,
    /// Nothing changed for the rescan time.
    RescanDue,
}

/// Waits for a change and until it has settled; `None` if the watch shall end.
fn wait_for_change(events: &Receiver<Signal>, options: &WatchOptions) -> Option<Waited> {
    match events.recv_timeout(options.rescan) {
        Ok(Signal::Changed) => wait_until_settled(events, options.settle),
        Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => Some(Waited::RescanDue),
    }
}

/// Waits until nothing changed for the settle time, or [`MAX_SETTLE_TIMES`] of them are over; `None` if the watch shall
/// end.
fn wait_until_settled(events: &Receiver<Signal>, settle: Duration) -> Option<Waited> {
    let latest = Instant::now() + settle * MAX_SETTLE_TIMES;
    while Instant::now() < latest {
        match events.recv_timeout(settle) {
            Ok(Signal::Changed) => {}
            Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Some(Waited::Settled)
}

/// Starts a watcher of the system for all roots. Reports the roots that cannot be watched; reports the folder of the
/// index and gives `None` if no watcher can be started.
fn watched(
    options: &WatchOptions,
    sender: &Sender<Signal>,
    tell: &mut dyn FnMut(WatchEvent<'_>),
) -> Option<RecommendedWatcher> {
    // The folder of the index; nothing lies in that of a cluster.
    let index = options.ingest.index.folder().unwrap_or(Path::new(""));
    let index = index.canonicalize().unwrap_or_else(|_| index.to_path_buf());
    let roots = roots(&options.ingest);
    let heard = {
        let (sender, index) = (sender.clone(), index.clone());
        move |event: notify::Result<notify::Event>| {
            if event.is_err() || event.is_ok_and(|event| is_change(&event, &index)) {
                // Sending fails if the watch has ended.
                let _ = sender.send(Signal::Changed);
            }
        }
    };
    let mut watcher = match notify::recommended_watcher(heard) {
        Ok(watcher) => watcher,
        Err(error) => {
            tell(WatchEvent::Unwatched(&index, error.to_string()));
            return None;
        }
    };
    for root in roots {
        let (place, mode) = if root.canonical.is_dir() {
            (root.canonical.as_path(), RecursiveMode::Recursive)
        } else {
            // For a file its folder is watched: programs replace a file by another one of the same name.
            let Some(folder) = root.canonical.parent() else { continue };
            (folder, RecursiveMode::NonRecursive)
        };
        if let Err(error) = watcher.watch(place, mode) {
            tell(WatchEvent::Unwatched(&root.given, error.to_string()));
        }
    }
    Some(watcher)
}

/// The remembered roots that this watch ingests; none if the index cannot be opened.
fn roots(options: &IngestOptions) -> Vec<Root> {
    let mut roots = options.index.own_roots().unwrap_or_default();
    let is_given = |root: &Root| options.paths.iter().any(|path| is_at(root, path));
    roots.retain(|root| options.paths.is_empty() || is_given(root));
    roots
}

/// The roots that are existing folders.
fn present(options: &IngestOptions) -> Vec<PathBuf> {
    let folders = roots(options).into_iter().map(|root| root.canonical);
    folders.filter(|folder| folder.is_dir()).collect()
}

/// Whether an event may mean a changed paper. Reading a file is no change, and neither is a change in the folder
/// `index` of the index, which may lie below a root. An event with which the system asks for a rescan always counts.
fn is_change(event: &notify::Event, index: &Path) -> bool {
    let is_read = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    };
    let is_inside = |path: &PathBuf| index.is_absolute() && path.starts_with(index);
    let is_own = !event.paths.is_empty() && event.paths.iter().all(is_inside);
    event.need_rescan() || !is_read && !is_own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_no_change_and_neither_is_the_index() {
        let event = |kind, path: &str| notify::Event::new(kind).add_path(path.into());
        let index = Path::new("/k/index");
        let is_change = |kind, path| is_change(&event(kind, path), index);
        assert!(!is_change(EventKind::Access(AccessKind::Open(AccessMode::Read)), "/k/a.txt"));
        assert!(is_change(EventKind::Access(AccessKind::Close(AccessMode::Write)), "/k/a.txt"));
        assert!(is_change(EventKind::Any, "/k/a.txt"));
        assert!(!is_change(EventKind::Any, "/k/index/CURRENT"));
    }

    #[test]
    fn changes_that_never_settle_are_read_all_the_same() {
        let (sender, events) = channel();
        let busy = std::thread::spawn(move || {
            while sender.send(Signal::Changed).is_ok() {
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        assert!(matches!(
            wait_until_settled(&events, Duration::from_millis(5)),
            Some(Waited::Settled)
        ));
        drop(events);
        busy.join().expect("it ends");
    }
}
