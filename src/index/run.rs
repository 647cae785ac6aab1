//! Does what a plan says: reads, prepares, writes, commits.
//! In: an open generation and a plan. Out: a commit, and a [`Summary`].
//! Never commits half a plan: a run that fails or is killed leaves the index as it was.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use twox_hash::XxHash3_128;

use super::generations::Lock;
use super::ingest::{IngestOptions, Progress, Summary};
use super::manifest::Totals;
use super::parallel::{Permit, in_order};
use super::plan::{Known, Plan};
use super::prepare::{Prepared, prepare};
use super::record::PaperRecord;
use super::target::Target;
use super::twins::{self, Firsts};
use super::unread::Unread;
use super::verdicts::Verdicts;
use super::walk::Found;
use super::writer::Writer;
use crate::document::{Extracted, Quality, Why};
use crate::error::{Error, Result};
use crate::extract::ocr::Ocr;
use crate::extract::source::Sources;
use crate::pipeline::{self, Wish};

/// With what papers are read.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// What the caller wishes.
    pub options: &'a IngestOptions,
    /// What reads pages that are images, where that was asked for and is there.
    pub ocr: Option<&'a Ocr>,
    /// What people said of repairs.
    pub verdicts: &'a Verdicts,
    /// Where their bytes come from.
    pub sources: &'a Sources,
}

/// Carries out `plan` and puts the generation to use.
pub fn carry_out(
    mut target: Target,
    known: Known,
    plan: Plan,
    means: Means<'_>,
    progress: &mut dyn Progress,
    lock: &Lock,
) -> Result<Summary> {
    let writer = Writer::new(&target.folder, &target.index, target.fields)?;
    let summary =
        Summary { unchanged: plan.unchanged, skipped: plan.skipped, ..Summary::default() };
    let firsts = Firsts::default();
    let mut run = Run { writer, known, summary, touched: false, firsts };
    run.take_out(&plan.gone)?;
    run.read(&plan.read, means, progress)?;
    run.settle(&target.folder, means.options.jobs)?;
    (target.manifest.totals, target.manifest.unread) = run.totals();
    let Run { writer, mut summary, touched, .. } = run;
    summary.committed = touched || target.is_new || target.is_outdated()?;
    if summary.committed {
        writer.commit(&target.manifest)?;
    }
    if target.is_new {
        lock.switch(&target.generation)?;
    }
    Ok(summary)
}

/// A run under way.
pub(super) struct Run {
    pub(super) writer: Writer,
    pub(super) known: Known,
    pub(super) summary: Summary,
    pub(super) touched: bool,
    /// Which papers have come before those that are read.
    firsts: Firsts,
}

/// What reading a file led to.
enum Reading {
    Same(Box<PaperRecord>),
    Paper(Box<Prepared>),
    Failed(Error),
}

impl Run {
    fn take_out(&mut self, origins: &[String]) -> Result<()> {
        for origin in origins {
            if let Some(paper) = self.known.remove(origin) {
                self.writer.remove(&paper.path)?;
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
            news.push((
                task,
                self.apply(&files[task], known.get(&files[task].origin), reading, permit)?,
            ));
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
        self.touched |= old.is_some() || !matches!(reading, Reading::Failed(_));
        match (reading, old) {
            (Reading::Same(paper), _) => {
                self.firsts.has_earlier(&paper);
                self.writer.touch(&paper)?;
                self.summary.unchanged += 1;
                Ok(Some(*paper))
            }
            (Reading::Failed(error), old) => {
                self.summary.skipped.push((file.path.clone(), error));
                if let Some(old) = old {
                    self.writer.remove(&old.path)?;
                    self.summary.removed += 1;
                }
                Ok(None)
            }
            (Reading::Paper(mut prepared), old) => {
                if let Some(old) = old {
                    self.writer.remove(&old.path)?;
                }
                *(if old.is_some() {
                    &mut self.summary.changed
                } else {
                    &mut self.summary.added
                }) += 1;
                prepared.paper.is_twin = self.firsts.has_earlier(&prepared.paper);
                let paper = prepared.paper.clone();
                match paper.is_twin {
                    true => self.writer.add_record(&paper)?,
                    false => self.writer.add(*prepared, permit)?,
                }
                Ok(Some(paper))
            }
        }
    }

    fn totals(&mut self) -> (Totals, Unread) {
        let (mut totals, mut unread) = (Totals::default(), Unread::default());
        let mut edits = Why::ALL.map(|why| (why, 0));
        for paper in self.known.values() {
            totals.add(paper);
            unread.add(paper);
            if paper.is_twin {
                continue;
            }
            self.summary.poor += u64::from(paper.quality == Quality::Poor);
            for (why, count) in &paper.edits {
                edits
                    .iter_mut()
                    .filter(|(one, _)| one == why)
                    .for_each(|(_, sum)| *sum += u64::from(*count));
            }
        }
        self.summary.edits = edits.into_iter().filter(|(_, count)| *count > 0).collect();
        self.summary.totals = totals;
        (totals, unread)
    }
}

/// Reads one file.
fn reading(file: &Found, known: &Known, means: Means<'_>) -> Reading {
    let read = || read_file(file, known.get(&file.origin), means);
    caught(&file.path, read).unwrap_or_else(Reading::Failed)
}

/// A paper on which the program fails must not cost all the others.
pub(super) fn caught<T>(path: &Path, read: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| {
        let what = "the program failed on it; please report it".to_owned();
        Error::Walk { path: path.to_path_buf(), what }
    })
}

fn read_file(file: &Found, old: Option<&PaperRecord>, means: Means<'_>) -> Reading {
    let Means { options, ocr, verdicts, sources } = means;
    let bytes = sources.read(&file.path, options.max_file_size);
    let read = bytes.and_then(|bytes| {
        let same = twins::of_bytes(&bytes);
        Ok((pipeline::extracted(&file.path, bytes, ocr)?, same))
    });
    let (extracted, same) = match read {
        Ok(read) => read,
        Err(error) => return Reading::Failed(error),
    };
    let (path, hash) = (name(&file.path), hash(&extracted));
    let verdicts = verdicts.on(hash);
    let is_same =
        |old: &&PaperRecord| old.hash == hash && old.path == path && old.verdicts == verdicts;
    if let Some(old) = old.filter(is_same) {
        return Reading::Same(Box::new(PaperRecord {
            size: file.size,
            changed: file.changed,
            ..old.clone()
        }));
    }
    let known = PaperRecord { path, origin: file.origin.clone(), ..PaperRecord::default() };
    let known = PaperRecord { size: file.size, changed: file.changed, verdicts, ..known };
    Reading::Paper(Box::new(prepared(&extracted, &known, same)))
}

/// Makes of a text what is written of it; `known` tells where its file is. `same` is what files with
/// the same bytes share.
pub(super) fn prepared(extracted: &Extracted, known: &PaperRecord, same: u128) -> Prepared {
    let wish = Wish { verdicts: &known.verdicts, ..Wish::default() };
    let document = pipeline::document_as(extracted, wish);
    let mut prepared = prepare(&known.path, &extracted.text, document);
    let paper = &mut prepared.paper;
    paper.origin.clone_from(&known.origin);
    paper.size = known.size;
    paper.verdicts.clone_from(&known.verdicts);
    paper.changed = known.changed;
    paper.hash = hash(extracted);
    // What stands on a page that nobody read is not in the text.
    if !extracted.scans.is_empty() || paper.same == 0 {
        paper.same = same;
    }
    prepared
}

/// How a path is kept.
pub(super) fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// All that the stages make of a file depends on this.
pub(super) fn hash(extracted: &Extracted) -> u128 {
    let mut hasher = XxHash3_128::new();
    hasher.write(extracted.obtained.as_bytes());
    hasher.write(&[extracted.lines as u8, extracted.paging as u8]);
    hasher.write(&(extracted.scans.len() as u64).to_le_bytes());
    for page in &extracted.scans {
        hasher.write(&page.to_le_bytes());
    }
    for start in &extracted.page_starts {
        hasher.write(&start.to_le_bytes());
    }
    for (span, letter) in &extracted.evidence.letters {
        hasher.write(&span.start.to_le_bytes());
        hasher.write(&u32::from(*letter).to_le_bytes());
    }
    for (span, sure) in &extracted.evidence.words {
        hasher.write(&span.start.to_le_bytes());
        hasher.write(&[*sure]);
    }
    hasher.write(extracted.text.as_bytes());
    hasher.finish_128()
}
