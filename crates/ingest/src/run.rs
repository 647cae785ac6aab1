//! Carries out the plan of an ingest: reads and prepares files, writes papers, commits.
//! In: an open target (of a folder: one version of the index on disk) and a plan. Out: a commit, and a [`Summary`].
//! Never commits a part of a plan: an ingest that fails or is killed leaves the index in a folder as it was.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::duplicates::{Elsewhere, FirstPaths};
use vankien_engine::manifest::{Manifest, StateTotals, Totals};
use vankien_engine::parallel::{Permit, in_order};
use vankien_engine::record::{KnownPapers, PaperRecord};
use vankien_engine::unread::Unread;
use vankien_engine::{Batch, RunTarget};
use vankien_system::budget;

use super::plan::Plan;
use super::reading::{Outcome, ReadContext, has_no_reader, reading, unless_root_vanished};
use super::summary::{Progress, Summary};
use super::walk::FoundFile;
use crate::error::{Error, Result};

/// Carries out `plan` in `target`: removes papers, reads files, updates duplicates, commits. Then puts the result into
/// use. There is no commit if no paper and nothing in the manifest changed, and no damaged file must be written again.
/// `known` are the papers in the target, by origin (the absolute path of their file).
///
/// # Errors
/// Where the store cannot be written, or [`Progress::goes_on`] ended the ingest. The index in a folder is then as it
/// was, unless the failure came after the commit.
pub fn carry_out(
    target: &mut dyn RunTarget,
    known: KnownPapers,
    plan: Plan,
    context: ReadContext<'_>,
    progress: &mut dyn Progress,
) -> Result<Summary> {
    let bytes: u64 = plan.read.iter().map(|file| file.size).sum();
    let batch = target.batch(bytes.saturating_mul(DISK_BYTES_PER_BYTE))?;
    let Plan { unchanged, kept, skipped, .. } = plan;
    let summary = Summary { unchanged, kept, skipped, ..Summary::default() };
    let firsts = FirstPaths::default();
    let elsewhere = Elsewhere::default();
    let mut run = Run { batch, known, summary, touched: false, firsts, elsewhere };
    run.remove_papers(&plan.gone)?;
    run.read_files(&plan.read, context, progress)?;
    run.elsewhere = target.elsewhere(&run.duplicate_keys())?;
    run.settle_duplicates(context)?;
    run.sum_up(target.manifest());
    let Run { batch, mut summary, touched, .. } = run;
    let mut troubles = target.take_troubles();
    summary.committed = touched || target.is_new() || target.is_outdated()? || !troubles.is_empty();
    if summary.committed {
        troubles.extend(batch.commit(target.manifest())?);
    } else {
        drop(batch);
    }
    troubles.extend(target.put_into_use()?);
    summary.troubles = troubles.into_iter().map(Error::from).collect();
    Ok(summary)
}

/// Bytes of disk that an ingest needs for each byte of the files that it reads. Used only for the number of bytes in
/// the message about a full disk. The index of 8.5 MB of web pages took 7.1 MB, and records exist twice while it is
/// written. `du` on a folder and on its index measures it again.
const DISK_BYTES_PER_BYTE: u64 = 2;

/// An ingest in progress.
pub(super) struct Run {
    /// The transaction. Nothing of it can be seen before the commit.
    pub(super) batch: Box<dyn Batch>,
    /// The papers and duplicates of the index, by origin: at first those in the generation, at the end those that it
    /// will hold. Empty while files are read, because the tasks borrow them.
    pub(super) known: KnownPapers,
    /// What was done so far.
    pub(super) summary: Summary,
    /// Whether any paper or record changed, so that a commit is needed.
    pub(super) touched: bool,
    /// The first path of each group of duplicates seen so far. [`FirstPaths::has_earlier`] also adds the paper; some
    /// calls below are made for that alone.
    firsts: FirstPaths,
    /// The papers of other machines in the same store that may be duplicates of papers here.
    pub(super) elsewhere: Elsewhere,
}

impl Run {
    /// The keys that duplicates of the papers would share.
    fn duplicate_keys(&self) -> BTreeSet<u128> {
        self.known.values().map(|paper| paper.duplicate_key).collect()
    }

    /// Removes the papers with these origins.
    fn remove_papers(&mut self, origins: &[String]) -> Result<()> {
        for origin in origins {
            if let Some(paper) = self.known.remove(origin) {
                self.batch.remove(&paper.path)?;
                self.summary.removed += 1;
                self.touched = true;
            }
        }
        Ok(())
    }

    /// Reads files in parallel, and writes their papers one after the other, in the order of `files`. `task` below is
    /// an index into `files`. Bytes of files are the weights by which the work in progress is bounded.
    fn read_files(
        &mut self,
        files: &[FoundFile],
        context: ReadContext<'_>,
        progress: &mut dyn Progress,
    ) -> Result<()> {
        progress.begin(files.len() as u64, files.iter().map(|file| file.size).sum());
        let weights: Vec<u64> = files.iter().map(|file| file.size).collect();
        if !files.is_empty() {
            let reread: BTreeSet<&str> = files.iter().map(|file| file.origin.as_str()).collect();
            for paper in self.known.values().filter(|paper| !reread.contains(&*paper.origin)) {
                self.firsts.has_earlier(paper);
            }
        }
        let known = std::mem::take(&mut self.known);
        let work = |task: usize| reading(&files[task], &known, context);
        let mut news = Vec::new();
        let take = |task: usize, reading, permit| {
            if !progress.goes_on() {
                return Err(Error::Stopped);
            }
            progress.file(&files[task].path, files[task].size);
            let file = &files[task];
            let old = known.get(&file.origin);
            news.push((
                task,
                self.apply(file, old, unless_root_vanished(reading, old, context), permit)?,
            ));
            Ok(())
        };
        in_order(&weights, context.options.jobs, work, take)?;
        self.known = known;
        for (task, paper) in news {
            match paper {
                Some(paper) => self.known.insert(files[task].origin.clone(), paper),
                None => self.known.remove(&files[task].origin),
            };
        }
        Ok(())
    }

    /// Writes the outcome of reading `file` to the index. `old` is its record before. Returns its record now; `None` if
    /// it has none. `permit` stands for the memory that a prepared paper takes up; the batch releases it.
    fn apply(
        &mut self,
        file: &FoundFile,
        old: Option<&PaperRecord>,
        reading: Outcome,
        permit: Permit,
    ) -> Result<Option<PaperRecord>> {
        self.report_limits(&reading);
        match (reading, old) {
            (Outcome::Same(paper), old) => {
                self.firsts.has_earlier(&paper);
                if old != Some(&*paper) {
                    self.touched = true;
                    self.batch.replace_record(&paper)?;
                }
                self.summary.unchanged += 1;
                Ok(Some(*paper))
            }
            (Outcome::Kept(error), old) => {
                self.keep(file, old, error);
                Ok(old.cloned())
            }
            (Outcome::Failed(error), old) => {
                self.touched |= old.is_some();
                self.summary.skipped.push((file.path.clone(), error));
                if let Some(old) = old {
                    self.batch.remove(&old.path)?;
                    self.summary.removed += 1;
                }
                Ok(None)
            }
            (Outcome::Paper(mut prepared), old) => {
                self.touched = true;
                if let Some(old) = old {
                    self.batch.remove(&old.path)?;
                }
                if old.is_some() {
                    self.summary.changed += 1;
                } else {
                    self.summary.added += 1;
                }
                prepared.paper.is_duplicate = self.firsts.has_earlier(&prepared.paper);
                let paper = prepared.paper.clone();
                if paper.is_duplicate {
                    self.batch.put_record(&paper)?;
                } else {
                    self.batch.put(*prepared, permit)?;
                }
                Ok(Some(paper))
            }
        }
    }

    /// Reports why a file could not be read now. Its paper, if it has one, stays as it is. It counts as kept if its
    /// root vanished, else as unchanged.
    fn keep(&mut self, file: &FoundFile, old: Option<&PaperRecord>, error: Error) {
        if let Some(old) = old {
            self.firsts.has_earlier(old);
            let Summary { unchanged, kept, .. } = &mut self.summary;
            *(if has_no_reader(&error) { unchanged } else { kept }) += 1;
        }
        self.report_unread(&file.path, error);
    }

    /// Reports a file that could not be read now: among the limits if a guard (a limit of time or memory) ended its
    /// reader, else among the skipped files.
    pub(super) fn report_unread(&mut self, path: &Path, error: Error) {
        let list = match error {
            Error::Files(vankien_files::Error::Guarded { .. }) => &mut self.summary.limited,
            _ => &mut self.summary.skipped,
        };
        list.push((path.to_path_buf(), error));
    }

    /// Reports the limits that a paper met: of each limit the first place where it was met.
    fn report_limits(&mut self, reading: &Outcome) {
        let paper = match reading {
            Outcome::Same(paper) => paper,
            Outcome::Paper(prepared) => &prepared.paper,
            Outcome::Failed(_) | Outcome::Kept(_) => return,
        };
        let path = std::path::PathBuf::from(&paper.path);
        let errors = budget::first_of_each_limit(&paper.provenance.limits);
        let errors = errors.map(|met| {
            (
                path.clone(),
                Error::Files(vankien_files::Error::Limited { path: path.clone(), exceeded: met }),
            )
        });
        self.summary.limited.extend(errors);
    }

    /// Computes the sums over all papers for the manifest and the summary.
    fn sum_up(&mut self, manifest: &mut Manifest) {
        let mut totals = Totals::default();
        let mut unread = Unread::default();
        let mut shown = StateTotals::default();
        for paper in self.known.values() {
            totals.add(paper);
            unread.add(paper);
            shown.add(paper);
        }
        self.summary.poor = shown.poor;
        self.summary.edits = shown.edits.clone();
        self.summary.totals = totals;
        manifest.totals = totals;
        manifest.unread = unread;
        manifest.shown = shown;
    }
}
