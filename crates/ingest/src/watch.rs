//! Keeps an index current while its folders change.
//! In: what to ingest, how long a change must have settled. Out: one ingest after the other, each told.
//! Never reads while files are being written, nor waits for ever where they always are; what the system
//! does not tell is found by looking at all files from time to time.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use vankien_engine::manifest::Root;
use vankien_engine::{Papers, Store};

use super::ingest::ingest;
use super::options::IngestOptions;
use super::roots::is_at;
use super::summary::{Progress, Summary};
use crate::error::{Error, Result};

/// So many times as long as changes must have settled they may go on before they are read all the same.
const PATIENCE: u32 = 30;

/// How to keep an index current.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// What to bring into which index.
    pub ingest: IngestOptions,
    /// How long nothing must have changed before it is read.
    pub settle: Duration,
    /// After how long all files are looked at though nothing was told.
    pub rescan: Duration,
}

/// What happened.
#[derive(Debug)]
pub enum WatchEvent<'t> {
    /// An ingest was done.
    Done(&'t Summary),
    /// An ingest failed; it will be tried again.
    Failed(&'t Error),
    /// Changes below a folder are not told by the system, and why.
    Unwatched(&'t Path, String),
}

enum Signal {
    Changed,
    End,
}

/// Ends a watch from another thread.
#[derive(Clone, Default)]
pub struct StopHandle {
    is_told: Arc<AtomicBool>,
    sender: Arc<Mutex<Option<Sender<Signal>>>>,
}

impl StopHandle {
    /// Ends the watch: at once where it waits, before the next commit where it reads.
    pub fn now(&self) {
        self.is_told.store(true, Ordering::Relaxed);
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        // Where nobody listens any more, it has ended.
        sender.iter().for_each(|sender| drop(sender.send(Signal::End)));
    }

    fn is_told(&self) -> bool {
        self.is_told.load(Ordering::Relaxed)
    }
}

/// Hears nothing of a run, but can end it.
struct Endable<'e>(&'e StopHandle);

impl Progress for Endable<'_> {
    fn goes_on(&self) -> bool {
        !self.0.is_told()
    }
}

/// Ingests once, and then whenever something changed, until `ending` is told.
///
/// # Errors
/// Where the first ingest fails.
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
    // What changed between the first look and the watch was told by nobody.
    let mut is_due = true;
    while !ending.is_told() {
        let changed = match is_due {
            true => settled(&events, options.settle),
            false => wait(&events, options),
        };
        match changed {
            Some(Waited::Settled) => {}
            Some(Waited::LongEnough) => watcher = watched(options, &sender, tell),
            None => break,
        }
        is_due = match run(options, ending, tell) {
            Ok(()) => {
                // A folder that vanished, or is back, is told of by another folder than before. What changed
                // until that one was watched was told by nobody.
                let now = present(&options.ingest);
                let is_other = now != there;
                if is_other {
                    watcher = watched(options, &sender, tell);
                    there = now;
                }
                is_other
            }
            Err(Error::Stopped) => break,
            Err(error) => {
                tell(WatchEvent::Failed(&error));
                // Another run will be done soon; other troubles can wait for the next change.
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

/// Why waiting is over.
enum Waited {
    /// Something changed, and then nothing for as long as asked.
    Settled,
    /// Nothing was told for long.
    LongEnough,
}

/// Waits for changes that have settled; `None` at the end.
fn wait(events: &Receiver<Signal>, options: &WatchOptions) -> Option<Waited> {
    match events.recv_timeout(options.rescan) {
        Ok(Signal::Changed) => settled(events, options.settle),
        Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => Some(Waited::LongEnough),
    }
}

fn settled(events: &Receiver<Signal>, settle: Duration) -> Option<Waited> {
    let latest = Instant::now() + settle * PATIENCE;
    while Instant::now() < latest {
        match events.recv_timeout(settle) {
            Ok(Signal::Changed) => {}
            Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Some(Waited::Settled)
}

/// Has the system tell of changes below the roots; what it cannot tell is said.
fn watched(
    options: &WatchOptions,
    sender: &Sender<Signal>,
    tell: &mut dyn FnMut(WatchEvent<'_>),
) -> Option<RecommendedWatcher> {
    let index =
        options.ingest.index.canonicalize().unwrap_or_else(|_| options.ingest.index.clone());
    let roots = roots(&options.ingest);
    let heard = {
        let (sender, index) = (sender.clone(), index.clone());
        move |event: notify::Result<notify::Event>| {
            if event.is_err() || event.is_ok_and(|event| is_change(&event, &index)) {
                // Where nobody listens any more, the watch has ended.
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
        // A file is replaced by another of its name; its folder tells of that.
        let (place, mode) = match root.canonical.is_dir() {
            true => (root.canonical.as_path(), RecursiveMode::Recursive),
            false => match root.canonical.parent() {
                Some(folder) => (folder, RecursiveMode::NonRecursive),
                None => continue,
            },
        };
        if let Err(error) = watcher.watch(place, mode) {
            tell(WatchEvent::Unwatched(&root.given, error.to_string()));
        }
    }
    Some(watcher)
}

/// The roots that are ingested.
fn roots(options: &IngestOptions) -> Vec<Root> {
    let known = Store::open(&options.index).map(|store| store.manifest().roots.clone());
    let mut roots = known.unwrap_or_default();
    let is_given = |root: &Root| options.paths.iter().any(|path| is_at(root, path));
    roots.retain(|root| options.paths.is_empty() || is_given(root));
    roots
}

/// Which of the roots are folders that are there.
fn present(options: &IngestOptions) -> Vec<PathBuf> {
    let folders = roots(options).into_iter().map(|root| root.canonical);
    folders.filter(|folder| folder.is_dir()).collect()
}

/// Whether something may have changed for the index, whose own folder may lie among what is watched.
fn is_change(event: &notify::Event, index: &Path) -> bool {
    let is_read = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    };
    let is_own = !event.paths.is_empty() && event.paths.iter().all(|path| path.starts_with(index));
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
        assert!(matches!(settled(&events, Duration::from_millis(5)), Some(Waited::Settled)));
        drop(events);
        busy.join().expect("it ends");
    }
}
