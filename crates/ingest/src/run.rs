//! Does what a plan says: reads, prepares, writes, commits.
//! In: an open generation and a plan. Out: a commit, and a [`Summary`].
//! Never commits half a plan: a run that fails or is killed leaves the index as it was.

use std::collections::BTreeSet;

use vankien_engine::Batch;
use vankien_engine::duplicates::Firsts;
use vankien_engine::generations::Lock;
use vankien_engine::manifest::{Manifest, Shown, Totals};
use vankien_engine::parallel::{Permit, in_order};
use vankien_engine::record::{Known, PaperRecord};
use vankien_engine::target::Target;
use vankien_engine::unread::Unread;
use vankien_system::budget;

use super::plan::Plan;
use super::reading::{Means, Reading, as_far_as_known, reading};
use super::summary::{Progress, Summary};
use super::walk::Found;
use crate::error::{Error, Result};

/// Carries out `plan` and puts the generation to use.
pub fn carry_out(
    mut target: Target,
    known: Known,
    plan: Plan,
    means: Means<'_>,
    progress: &mut dyn Progress,
    lock: &mut Lock,
) -> Result<Summary> {
    let bytes: u64 = plan.read.iter().map(|file| file.size).sum();
    let batch = target.batch(bytes.saturating_mul(ROOM))?;
    let Plan { unchanged, kept, skipped, .. } = plan;
    let summary = Summary { unchanged, kept, skipped, ..Summary::default() };
    let firsts = Firsts::default();
    let mut run = Run { batch, known, summary, touched: false, firsts };
    run.take_out(&plan.gone)?;
    run.read(&plan.read, means, progress)?;
    run.settle(means)?;
    run.sum_up(&mut target.manifest);
    let Run { batch, mut summary, touched, .. } = run;
    summary.committed = touched || target.is_new || target.is_outdated()?;
    if summary.committed {
        target.troubles.extend(batch.commit(&target.manifest)?);
    }
    lock.switch(&target.generation)?;
    // The commit counts without the second copy of its roots; the next run writes it.
    target.troubles.extend(lock.keep_roots(&target.manifest.roots).err());
    summary.troubles = target.troubles.into_iter().map(Error::from).collect();
    Ok(summary)
}

/// How much room a run needs for each byte that it reads, for the message where there is none. The index of 8.5 MB of
/// web pages takes 7.1 MB; while it is written, records lie there twice.
const ROOM: u64 = 2;

/// A run under way.
pub(super) struct Run {
    pub(super) batch: Box<dyn Batch>,
    pub(super) known: Known,
    pub(super) summary: Summary,
    pub(super) touched: bool,
    /// Which papers have come before those that are read.
    firsts: Firsts,
}

impl Run {
    fn take_out(&mut self, origins: &[String]) -> Result<()> {
        for origin in origins {
            if let Some(paper) = self.known.remove(origin) {
                self.batch.remove(&paper.path)?;
                self.summary.removed += 1;
                self.touched = true;
            }
        }
        Ok(())
    }

    fn read(
        &mut self,
        files: &[Found],
        means: Means<'_>,
        progress: &mut dyn Progress,
    ) -> Result<()> {
        progress.begin(files.len() as u64, files.iter().map(|file| file.size).sum());
        let weights: Vec<u64> = files.iter().map(|file| file.size).collect();
        if !files.is_empty() {
            let again: BTreeSet<&str> = files.iter().map(|file| file.origin.as_str()).collect();
            for paper in self.known.values().filter(|paper| !again.contains(&*paper.origin)) {
                self.firsts.has_earlier(paper);
            }
        }
        let known = std::mem::take(&mut self.known);
        let work = |task: usize| reading(&files[task], &known, means);
        let mut news = Vec::new();
        let take = |task: usize, reading, permit| {
            if !progress.goes_on() {
                return Err(Error::Stopped);
            }
            progress.file(&files[task].path, files[task].size);
            let file = &files[task];
            let old = known.get(&file.origin);
            news.push((task, self.apply(file, old, as_far_as_known(reading, old, means), permit)?));
            Ok(())
        };
        in_order(&weights, means.options.jobs, work, take)?;
        self.known = known;
        for (task, paper) in news {
            match paper {
                Some(paper) => self.known.insert(files[task].origin.clone(), paper),
                None => self.known.remove(&files[task].origin),
            };
        }
        Ok(())
    }

    /// Brings what was read into the index; gives the record that now stands for the file.
    fn apply(
        &mut self,
        file: &Found,
        old: Option<&PaperRecord>,
        reading: Reading,
        permit: Permit,
    ) -> Result<Option<PaperRecord>> {
        self.tell_limits(&reading);
        match (reading, old) {
            (Reading::Same(paper), old) => {
                self.firsts.has_earlier(&paper);
                if old != Some(&*paper) {
                    self.touched = true;
                    self.batch.touch(&paper)?;
                }
                self.summary.unchanged += 1;
                Ok(Some(*paper))
            }
            (Reading::Kept(error), old) => {
                self.keep(file, old, error);
                Ok(old.cloned())
            }
            (Reading::Failed(error), old) => {
                self.touched |= old.is_some();
                self.summary.skipped.push((file.path.clone(), error));
                if let Some(old) = old {
                    self.batch.remove(&old.path)?;
                    self.summary.removed += 1;
                }
                Ok(None)
            }
            (Reading::Paper(mut prepared), old) => {
                self.touched = true;
                if let Some(old) = old {
                    self.batch.remove(&old.path)?;
                }
                *(if old.is_some() {
                    &mut self.summary.changed
                } else {
                    &mut self.summary.added
                }) += 1;
                prepared.paper.is_duplicate = self.firsts.has_earlier(&prepared.paper);
                let paper = prepared.paper.clone();
                match paper.is_duplicate {
                    true => self.batch.put_record(&paper)?,
                    false => self.batch.put(*prepared, permit)?,
                }
                Ok(Some(paper))
            }
        }
    }

    /// Tells why nobody could read a file in this run; what is known of it stays.
    fn keep(&mut self, file: &Found, old: Option<&PaperRecord>, error: Error) {
        let Summary { limited, skipped, unchanged, kept, .. } = &mut self.summary;
        let (told, counted) = match error {
            Error::Files(vankien_files::Error::Guarded { .. }) => (limited, unchanged),
            Error::Files(vankien_files::Error::NotStarted { .. }) => (skipped, unchanged),
            _ => (skipped, kept),
        };
        told.push((file.path.clone(), error));
        if let Some(old) = old {
            self.firsts.has_earlier(old);
            *counted += 1;
        }
    }

    /// Tells of papers that met a limit in this run.
    fn tell_limits(&mut self, reading: &Reading) {
        let paper = match reading {
            Reading::Same(paper) => paper,
            Reading::Paper(prepared) => &prepared.paper,
            Reading::Failed(_) | Reading::Kept(_) => return,
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

    /// Sums up all papers.
    fn sum_up(&mut self, manifest: &mut Manifest) {
        let (mut totals, mut unread, mut shown) =
            (Totals::default(), Unread::default(), Shown::default());
        for paper in self.known.values() {
            totals.add(paper);
            unread.add(paper);
            shown.add(paper);
        }
        (self.summary.poor, self.summary.edits) = (shown.poor, shown.edits.clone());
        self.summary.totals = totals;
        (manifest.totals, manifest.unread, manifest.shown) = (totals, unread, shown);
    }
}
