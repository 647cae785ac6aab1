//! Brings the index up to date with the folders it was given.
//! In: files and folders. Out: a new commit and a [`Summary`] of what was done and left out.
//! Never touches papers below other roots; never writes into the folders it reads.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::generations::{self, Access, Current, Lock};
use vankien_engine::manifest::Root;
use vankien_engine::parallel::ByteSemaphore;
use vankien_engine::record::{Known, PaperRecord};
use vankien_engine::target::Target;
use vankien_files::extract::ocr::{Cache, Ocr};
use vankien_files::extract::source::Sources;
use vankien_system::budget::{Budgets, ExceededLimit, Limit};
use vankien_text::Quality;

use super::options::IngestOptions;
use super::plan::Plan;
use super::reading::Means;
use super::rebuild::Old;
use super::roots::{Roots, Vanished, Wanted, is_at};
use super::run::carry_out;
use super::summary::{Progress, Summary};
use super::verdicts::{self, Verdicts};
use super::walk::walk;
use crate::error::{Error, Result};

/// Reads what changed below the paths and commits it in one step.
///
/// # Errors
/// Where the index cannot be used or written. It is then as it was before.
pub fn ingest(options: &IngestOptions, progress: &mut dyn Progress) -> Result<Summary> {
    let access = Access { waits: options.waits, is_shared: options.shared };
    let mut lock = Lock::take(&options.index, access)?;
    let old = match options.rebuild {
        true => Some(Old::read(&options.index, &lock)?),
        false => None,
    };
    if let Some(old) = &old {
        old.check_roots(&options.index, &options.paths)?;
    }
    let roots = old.as_ref().map(|old| old.roots.clone().unwrap_or_default());
    let target = Target::open(&options.index, &lock, roots)?;
    let (generation, is_new) = (target.generation.clone(), target.is_new);
    let done = bring(options, progress, target, old.as_ref(), &mut lock);
    done.inspect_err(|_| lock.tidy(&generation, is_new))
}

fn bring(
    options: &IngestOptions,
    progress: &mut dyn Progress,
    mut target: Target,
    old: Option<&Old>,
    lock: &mut Lock,
) -> Result<Summary> {
    let known = target.known()?;
    let Asked { roots, kept } = Asked::of(options, &target, &known, old)?;
    // Without the programs the papers are read as far as they can be.
    let cache = ocr_cache(&options.index, options.ocr_cache.as_deref());
    let (ocr, no_ocr) = Ocr::open(cache.with_rights(lock.rights()), options.ocr);
    let beside = || verdicts::beside(&options.index);
    let mut verdicts = Verdicts::read(&options.verdicts.clone().unwrap_or_else(beside))?;
    if options.shared {
        verdicts.share()?;
    }
    let found = walk(&roots.present, &options.index)?;
    let ignored = found.ignored;
    // A paper of which something else was said since reads otherwise.
    let again = |paper: &PaperRecord| {
        options.check
            || may_read_more(paper, &ocr)
            || is_limited_otherwise(paper, &options.budgets)
            || paper.verdicts != verdicts.on(paper.hash)
    };
    let mut plan = Plan::of(&known, found, &roots.present, &kept, &again);
    if options.prune {
        plan.gone.extend(kept);
    } else {
        plan.kept = kept.len() as u64;
        plan.skipped.extend(roots.vanished.iter().map(Vanished::warning));
    }
    plan.skipped.extend(roots.unknown);
    for root in roots.present {
        target.manifest.remember(root);
    }
    let (sources, all) = (Sources::default(), target.manifest.roots.clone());
    let room = ByteSemaphore::of(options.budgets.value(Limit::TextBytes));
    let means = Means {
        options,
        ocr: &ocr,
        verdicts: &verdicts,
        sources: &sources,
        room: &room,
        roots: &all,
    };
    let mut summary = carry_out(target, known, plan, means, progress, lock)?;
    summary.no_ocr = no_ocr.map(Error::from);
    summary.ocr_troubles = ocr.take_errors().into_iter().map(Error::from).collect();
    summary.troubles.extend(verdicts.take_trouble());
    summary.ignored = ignored;
    summary.skipped.sort_by(|one, other| one.0.cmp(&other.0));
    summary.limited.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(summary)
}

/// What a run was asked to read.
struct Asked {
    roots: Roots,
    /// The origins of papers that stay because their root vanished.
    kept: BTreeSet<String>,
}

impl Asked {
    /// The roots of a run, those that vanished apart; refuses a rebuild that would lose their papers.
    fn of(
        options: &IngestOptions,
        target: &Target,
        known: &Known,
        old: Option<&Old>,
    ) -> Result<Asked> {
        let IngestOptions { paths, globs, follow, .. } = options;
        let wanted = Wanted { paths, globs: globs.as_ref(), follow: *follow };
        let remembered = &target.manifest.roots;
        let mut roots = Roots::of(remembered, target.is_new, wanted);
        // A new generation holds nothing yet; what may be lost is in the one that is still in use.
        let in_use = match old {
            Some(old) => old.known.as_ref(),
            None => Some(known),
        };
        let kept = roots.find_vanished(remembered, in_use, &options.index);
        if !target.is_new {
            return Ok(Asked { roots, kept });
        }
        if !options.prune {
            roots.refuse_rebuild(in_use)?;
        }
        Ok(Asked { roots, kept: BTreeSet::new() })
    }
}

/// Whether more of a paper may be read than when it came into the index: a poor one by OCR, any scan by
/// what was kept since. A cache that holds nothing of it takes nothing from the index.
fn may_read_more(paper: &PaperRecord, ocr: &Ocr) -> bool {
    let Some(scan) = paper.scan else { return false };
    ocr.calls_programs() && paper.quality == Quality::Poor
        || ocr.changed(scan.file).is_some_and(|changed| changed != scan.kept)
}

/// Whether a paper met a guard, which may be another's fault, or a limit that is another now.
fn is_limited_otherwise(paper: &PaperRecord, budgets: &Budgets) -> bool {
    let is_otherwise =
        |met: &ExceededLimit| met.limit.ends_reader() || budgets.value(met.limit) != met.value;
    paper.provenance.limits.iter().any(is_otherwise)
}

/// What OCR read of the papers of the index in `index`: in the folder that all indexes share, where
/// there is one, and in the folder of the index, where there is an index.
pub fn ocr_cache(index: &Path, shared: Option<&Path>) -> Cache {
    Cache::new(shared, index.is_dir().then(|| index.join("ocr")).as_deref())
}

/// Forgets a root and the papers that lie below it and below no other root. A duplicate that stands for
/// itself then is read again: `shared` is the folder in which what OCR read is kept for all indexes.
pub fn forget(index: &Path, root: &Path, shared: Option<&Path>) -> Result<Summary> {
    if generations::current(index)? == Current::Nothing {
        return Err(Error::Engine(vankien_engine::Error::NoIndex { path: index.to_path_buf() }));
    }
    let mut lock = Lock::take(index, Access::default())?;
    let target = Target::open(index, &lock, None)?;
    let generation = target.generation.clone();
    let done = take_out(target, root, shared, &mut lock);
    done.inspect_err(|_| lock.tidy(&generation, false))
}

fn take_out(
    mut target: Target,
    root: &Path,
    shared: Option<&Path>,
    lock: &mut Lock,
) -> Result<Summary> {
    let is_meant = |known: &Root| known.given == root || is_at(known, root);
    let (meant, kept): (Vec<Root>, Vec<Root>) = target.manifest.roots.drain(..).partition(is_meant);
    if meant.is_empty() {
        let known: Vec<String> =
            kept.iter().map(|known| known.given.display().to_string()).collect();
        return Err(Error::UnknownRoot { root: root.to_path_buf(), known });
    }
    let known = target.known()?;
    let plan = Plan::without(&known, &meant, &kept);
    target.manifest.roots = kept;
    let (options, verdicts) = (IngestOptions::default(), Verdicts::default());
    let (sources, all) = (Sources::default(), target.manifest.roots.clone());
    let ocr = Ocr::cache_only(ocr_cache(&target.folder, shared));
    let (options, verdicts, sources) = (&options, &verdicts, &sources);
    let room = ByteSemaphore::of(options.budgets.value(Limit::TextBytes));
    let means = Means { options, ocr: &ocr, verdicts, sources, room: &room, roots: &all };
    let mut summary = carry_out(target, known, plan, means, &mut (), lock)?;
    summary.ocr_troubles = ocr.take_errors().into_iter().map(Error::from).collect();
    Ok(summary)
}
