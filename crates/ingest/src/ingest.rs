//! The ingest: brings an index up to date with its folders. Also forgets a folder.
//! In: options. Out: a commit, and a [`Summary`] of what was done and skipped.
//! Papers below other roots stay as they are, except that another file may represent a group of duplicates now; if that
//! file is gone or damaged, its paper is removed. A rebuild reads all roots. Never writes into the folders it reads,
//! unless the index, the OCR cache or the file of verdicts lies in one.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::folder::{Access, Current, Lock, LockedTarget, Target, current_generation};
use vankien_engine::manifest::Root;
use vankien_engine::parallel::ByteSemaphore;
use vankien_engine::record::{KnownPapers, PaperRecord};
use vankien_engine::{Location, Rebuild, RunTarget};
use vankien_files::extract::ocr::{Cache, Ocr};
use vankien_files::extract::source::Sources;
use vankien_system::budget::Limit;
use vankien_text::Quality;

use super::options::IngestOptions;
use super::plan::Plan;
use super::reading::{ReadContext, met_other_limits};
use super::rebuild::OldIndex;
use super::roots::{RootRequest, Roots, Vanished, is_at};
use super::run::carry_out;
use super::summary::{Progress, Summary};
use super::verdicts::Verdicts;
use super::walk::walk;
use crate::error::{Error, Result};

/// Reads the files below the paths that changed, or whose text, verdicts or limits may be others now; removes the
/// papers whose files are gone, but those of a vanished root only with [`IngestOptions::prune`]; and commits all of it
/// together, if anything changed or the index is new or outdated.
///
/// # Errors
/// Where the index cannot be used or written, a pattern is invalid, the file of verdicts cannot be read, a rebuild
/// would lose papers or does not know the roots, or the caller ended the ingest. The index is then as it was before,
/// unless the failure came after the commit. A file that cannot be read is no error: it is skipped
/// ([`Summary::skipped`]), and its paper is removed, unless its reader was killed by a guard, its reader could not be
/// started, or its root vanished.
pub fn ingest(options: &IngestOptions, progress: &mut dyn Progress) -> Result<Summary> {
    let access = Access { waits: options.waits, is_shared: options.shared };
    match &options.index {
        Location::Folder(folder) => {
            let lock = Lock::take(folder, access)?;
            let mut old = None;
            if options.rebuild {
                let read = OldIndex::read(folder, &lock)?;
                read.check_roots(folder, &options.paths)?;
                old = Some(read);
            }
            let rebuild_roots = old.as_ref().map(|old| old.roots.clone().unwrap_or_default());
            let target = Target::open(folder, &lock, rebuild_roots)?;
            run(options, progress, Box::new(LockedTarget::new(lock, target)), old.as_ref())
        }
        Location::Remote(remote) => {
            let rebuild = Rebuild { is_wanted: options.rebuild, switches: options.switch };
            let opened = remote.target(access, rebuild)?;
            let old = opened
                .in_use
                .map(|(roots, known)| OldIndex { roots: Some(roots), known: Some(known) });
            run(options, progress, opened.target, old.as_ref())
        }
    }
}

fn run(
    options: &IngestOptions,
    progress: &mut dyn Progress,
    mut target: Box<dyn RunTarget>,
    old: Option<&OldIndex>,
) -> Result<Summary> {
    let done = update(options, progress, &mut *target, old);
    done.inspect_err(|_| target.abandon())
}

fn update(
    options: &IngestOptions,
    progress: &mut dyn Progress,
    target: &mut dyn RunTarget,
    old: Option<&OldIndex>,
) -> Result<Summary> {
    let known = target.known_papers()?;
    let RunRoots { roots, kept } = RunRoots::of(options, target, &known, old)?;
    // If the OCR program is missing, papers are read without it, and the summary says so.
    let cache = ocr_cache(&options.index, options.ocr_cache.as_deref());
    let (ocr, no_ocr) = Ocr::open(cache.with_rights(target.rights()), options.ocr);
    let mut verdicts = Verdicts::open(options.verdicts.as_deref(), &options.index)?;
    if options.shared {
        verdicts.share()?;
    }
    let found = walk(&roots.present, options.index.folder())?;
    let ignored = found.ignored;
    let must_reread = |paper: &PaperRecord| {
        options.check
            || may_read_more(paper, &ocr)
            || met_other_limits(paper, &options.budgets)
            || paper.verdicts != verdicts.on_hash(paper.hash)
    };
    let mut plan = Plan::of(&known, found, &roots.present, &kept, &must_reread);
    if options.prune {
        plan.gone.extend(kept);
    } else {
        plan.kept = kept.len() as u64;
        plan.skipped.extend(roots.vanished.iter().map(Vanished::warning));
    }
    plan.skipped.extend(roots.unknown);
    for root in roots.present {
        target.manifest().remember(root);
    }
    let (sources, all) = (Sources::default(), target.manifest().roots.clone());
    let room = ByteSemaphore::of(options.budgets.value(Limit::TextBytes));
    let context = ReadContext {
        options,
        ocr: &ocr,
        verdicts: &verdicts,
        sources: &sources,
        room: &room,
        roots: &all,
    };
    let mut summary = carry_out(target, known, plan, context, progress)?;
    summary.no_ocr = no_ocr.map(Error::from);
    summary.ocr_troubles = ocr.take_errors().into_iter().map(Error::from).collect();
    summary.troubles.extend(verdicts.take_trouble());
    summary.ignored = ignored;
    summary.skipped.sort_by(|one, other| one.0.cmp(&other.0));
    summary.limited.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(summary)
}

/// The roots of an ingest.
struct RunRoots {
    /// The roots to walk, and those that vanished.
    roots: Roots,
    /// The origins of papers that stay because their root vanished.
    kept: BTreeSet<String>,
}

impl RunRoots {
    /// Finds the roots of an ingest.
    ///
    /// # Errors
    /// Where a rebuild would lose the papers of a vanished root, and [`IngestOptions::prune`] does not allow it.
    fn of(
        options: &IngestOptions,
        target: &mut dyn RunTarget,
        known: &KnownPapers,
        old: Option<&OldIndex>,
    ) -> Result<RunRoots> {
        let IngestOptions { paths, globs, follow, .. } = options;
        let wanted = RootRequest { paths, globs: globs.as_ref(), follow: *follow };
        let is_new = target.is_new();
        let remembered = &target.manifest().roots;
        let mut roots = Roots::of(remembered, is_new, wanted);
        // A new generation is empty: the papers that may be lost are those of the generation in use.
        let in_use = match old {
            Some(old) => old.known.as_ref(),
            None => Some(known),
        };
        let kept = roots.find_vanished(remembered, in_use, options.index.folder());
        if !is_new {
            return Ok(RunRoots { roots, kept });
        }
        if !options.prune {
            roots.refuse_rebuild(in_use)?;
        }
        Ok(RunRoots { roots, kept: BTreeSet::new() })
    }
}

/// Whether reading a paper again may give more text: a poor one by calling an OCR, any scan if its OCR cache changed.
/// An empty cache is no reason: reading with it would lose pages. False for a paper without a scan.
fn may_read_more(paper: &PaperRecord, ocr: &Ocr) -> bool {
    let Some(scan) = paper.scan else { return false };
    ocr.calls_programs() && paper.quality == Quality::Poor
        || ocr.changed(scan.file).is_some_and(|changed| changed != scan.kept)
}

/// The OCR cache of an index: first the folder `shared` by all indexes, if one is given, then the folder `ocr` in the
/// folder of the index, if it has one. Whether an index lies in it is not looked at. A cluster keeps no OCR results.
pub fn ocr_cache(index: &Location, shared: Option<&Path>) -> Cache {
    let own = index.folder().filter(|folder| folder.is_dir()).map(|folder| folder.join("ocr"));
    Cache::new(shared, own.as_deref())
}

/// Removes a root from the index, and the papers that lie below it and below no other root. Of duplicates that lose
/// their representative the first by path is read again and represents the others. If it cannot be read, the next one
/// is tried; it is removed ([`Summary::skipped`]), or stays as it is if its root vanished or its reader did not run to
/// the end. `shared` is the folder of an OCR cache that all indexes share.
///
/// # Errors
/// Where there is no index, `root` is no root of it, or it cannot be written.
pub fn forget(index: &Location, root: &Path, shared: Option<&Path>) -> Result<Summary> {
    match index {
        Location::Folder(folder) => {
            if current_generation(folder)? == Current::Nothing {
                return Err(Error::Engine(vankien_engine::Error::NoIndex { path: folder.clone() }));
            }
            let lock = Lock::take(folder, Access::default())?;
            let target = Target::open(folder, &lock, None)?;
            forget_in(Box::new(LockedTarget::new(lock, target)), index, root, shared)
        }
        Location::Remote(remote) => {
            // Only a store that exists is opened to be written.
            remote.open()?;
            let opened = remote.target(Access::default(), Rebuild::default())?;
            forget_in(opened.target, index, root, shared)
        }
    }
}

fn forget_in(
    mut target: Box<dyn RunTarget>,
    index: &Location,
    root: &Path,
    shared: Option<&Path>,
) -> Result<Summary> {
    let done = remove_root(&mut *target, index, root, shared);
    done.inspect_err(|_| target.abandon())
}

fn remove_root(
    target: &mut dyn RunTarget,
    index: &Location,
    root: &Path,
    shared: Option<&Path>,
) -> Result<Summary> {
    let is_named = |known: &Root| known.given == root || is_at(known, root);
    let (removed, kept): (Vec<Root>, Vec<Root>) =
        target.manifest().roots.drain(..).partition(is_named);
    if removed.is_empty() {
        let known: Vec<String> =
            kept.iter().map(|known| known.given.display().to_string()).collect();
        return Err(Error::UnknownRoot { root: root.to_path_buf(), known });
    }
    let known = target.known_papers()?;
    let plan = Plan::without(&known, &removed, &kept);
    let all = kept.clone();
    target.manifest().roots = kept;
    let (options, verdicts) = (IngestOptions::default(), Verdicts::default());
    let sources = Sources::default();
    let ocr = Ocr::cache_only(ocr_cache(index, shared));
    let (options, verdicts, sources) = (&options, &verdicts, &sources);
    let room = ByteSemaphore::of(options.budgets.value(Limit::TextBytes));
    let context = ReadContext { options, ocr: &ocr, verdicts, sources, room: &room, roots: &all };
    let mut summary = carry_out(target, known, plan, context, &mut ())?;
    summary.ocr_troubles = ocr.take_errors().into_iter().map(Error::from).collect();
    Ok(summary)
}
