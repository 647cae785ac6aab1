//! Brings the index up to date with the folders it was given.
//! In: files and folders. Out: a new commit and a [`Summary`] of what was done and left out.
//! Never touches papers below other roots; never writes into the folders it reads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use vankien_engine::Globs;
use vankien_engine::generations::{self, Access, Current, Lock};
use vankien_engine::manifest::{Root, Totals};
use vankien_engine::parallel::Room;
use vankien_engine::record::{Known, PaperRecord};
use vankien_engine::target::Target;
use vankien_files::extract::ocr::{Cache, Mode, Ocr};
use vankien_files::extract::source::Sources;
use vankien_system::budget::{Budgets, Limit, Met};
use vankien_system::error::{Error, Result};
use vankien_text::{Quality, Why};

use super::plan::Plan;
use super::reading::Means;
use super::rebuild::Old;
use super::roots::{Roots, Vanished, Wanted, is_at};
use super::run::carry_out;
use super::verdicts::{self, Verdicts};
use super::walk::walk;

/// The size in bytes above which a file is left out, where nothing else is asked.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// What to bring into which index.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// The folder of the index.
    pub index: PathBuf,
    /// Files and folders; none for those that are remembered, or `corpus`.
    pub paths: Vec<PathBuf>,
    /// How many papers are read at once.
    pub jobs: usize,
    /// Whether to read everything anew, into a new generation.
    pub rebuild: bool,
    /// The size in bytes above which a file is left out.
    pub max_file_size: u64,
    /// The limits of each paper.
    pub budgets: Budgets,
    /// Which pages without Vietnamese text are read by OCR.
    pub ocr: Mode,
    /// The folder in which what OCR read is kept for all indexes; `None` for the `ocr` folder of the index.
    pub ocr_cache: Option<PathBuf>,
    /// The file that holds what people said of repairs; `None` for the one beside the index.
    pub verdicts: Option<PathBuf>,
    /// What of the paths is read, from now on; without it, what is remembered of them.
    pub globs: Option<Globs>,
    /// Whether links that lead out of the paths are followed, from now on; without it, what is remembered of them.
    pub follow: Option<bool>,
    /// Whether files are read again whose size and time are as they were.
    pub check: bool,
    /// Whether the papers of roots that vanished are taken out.
    pub prune: bool,
    /// Whether the index, what OCR reads and the verdicts are given to the group, from now on.
    pub shared: bool,
    /// Whether to wait where another run is at work on the index.
    pub waits: bool,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions {
            index: PathBuf::from("index"),
            paths: Vec::new(),
            jobs: std::thread::available_parallelism().map_or(1, |cores| cores.get()),
            rebuild: false,
            max_file_size: MAX_FILE_SIZE,
            budgets: Budgets::default(),
            ocr: Mode::Kept,
            ocr_cache: None,
            verdicts: None,
            globs: None,
            follow: None,
            check: false,
            prune: false,
            shared: false,
            waits: false,
        }
    }
}

/// Hears how far a run is. `()` hears nothing.
pub trait Progress {
    /// So many files of so many bytes in all are to be read.
    fn begin(&mut self, _files: u64, _bytes: u64) {}
    /// A file of so many bytes was read, or could not be.
    fn file(&mut self, _path: &Path, _bytes: u64) {}
    /// Whether to go on; a run that does not leaves the index as it was.
    fn goes_on(&self) -> bool {
        true
    }
}

impl Progress for () {}

/// What a run did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Papers that were not in the index before.
    pub added: u64,
    /// Papers whose text is another now.
    pub changed: u64,
    /// Papers that are as they were.
    pub unchanged: u64,
    /// Papers whose file is gone, or can no longer be read.
    pub removed: u64,
    /// Papers that stay though nothing is there of the root they came from.
    pub kept: u64,
    /// What the index holds now.
    pub totals: Totals,
    /// The changes of letters in all papers, by reason; only reasons that occur.
    pub edits: Vec<(Why, u64)>,
    /// What was left out and why, in order of the paths.
    pub skipped: Vec<(PathBuf, Error)>,
    /// The papers that met a limit, in order of the paths: what was read of them is kept, or their path alone.
    pub limited: Vec<(PathBuf, Error)>,
    /// How many files and folders a rule left out; what lies in such a folder is not counted.
    pub ignored: u64,
    /// Whether there was anything to commit.
    pub committed: bool,
    /// How many papers of the index hold poor text.
    pub poor: u64,
    /// Why there was no OCR, where it was asked for.
    pub no_ocr: Option<Error>,
    /// What of the pages that OCR read could not be kept, or not be taken from where they are kept.
    pub ocr_troubles: Vec<Error>,
    /// What of the index and the verdicts was damaged, and did not keep the run from its end.
    pub troubles: Vec<Error>,
}

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
    let room = Room::of(options.budgets.of(Limit::TextBytes));
    let means = Means {
        options,
        ocr: &ocr,
        verdicts: &verdicts,
        sources: &sources,
        room: &room,
        roots: &all,
    };
    let mut summary = carry_out(target, known, plan, means, progress, lock)?;
    summary.no_ocr = no_ocr;
    summary.ocr_troubles = ocr.take_troubles();
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
    ocr.calls() && paper.quality == Quality::Poor
        || ocr.changed(scan.file).is_some_and(|changed| changed != scan.kept)
}

/// Whether a paper met a guard, which may be another's fault, or a limit that is another now.
fn is_limited_otherwise(paper: &PaperRecord, budgets: &Budgets) -> bool {
    let is_otherwise = |met: &Met| met.limit.ends_reader() || budgets.of(met.limit) != met.value;
    paper.provenance.limits.iter().any(is_otherwise)
}

/// What OCR read of the papers of the index in `index`: in the folder that all indexes share, where
/// there is one, and in the folder of the index, where there is an index.
pub fn ocr_cache(index: &Path, shared: Option<&Path>) -> Cache {
    Cache::new(shared, index.is_dir().then(|| index.join("ocr")).as_deref())
}

/// Forgets a root and the papers that lie below it and below no other root. A twin that stands for
/// itself then is read again: `shared` is the folder in which what OCR read is kept for all indexes.
pub fn forget(index: &Path, root: &Path, shared: Option<&Path>) -> Result<Summary> {
    if generations::current(index)? == Current::Nothing {
        return Err(Error::NoIndex { path: index.to_path_buf() });
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
        let what = format!("is not among the roots of the index: {}", known.join(", "));
        return Err(Error::Paper { question: root.display().to_string(), what });
    }
    let known = target.known()?;
    let plan = Plan::without(&known, &meant, &kept);
    target.manifest.roots = kept;
    let (options, verdicts) = (IngestOptions::default(), Verdicts::default());
    let (sources, all) = (Sources::default(), target.manifest.roots.clone());
    let ocr = Ocr::kept(ocr_cache(&target.folder, shared));
    let (options, verdicts, sources) = (&options, &verdicts, &sources);
    let room = Room::of(options.budgets.of(Limit::TextBytes));
    let means = Means { options, ocr: &ocr, verdicts, sources, room: &room, roots: &all };
    let mut summary = carry_out(target, known, plan, means, &mut (), lock)?;
    summary.ocr_troubles = ocr.take_troubles();
    Ok(summary)
}
