//! Sees to it that of a paper that is there more than once the first by path stands for all.
//! In: a run that has read all files. Out: papers raised or lowered, and told whom they stand for.
//! Reads only papers that were duplicates and are now the first.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::duplicates::DuplicateChanges;
use vankien_engine::parallel::{Permit, in_order};
use vankien_engine::prepare::Prepared;
use vankien_engine::record::PaperRecord;
use vankien_files::pipeline;
use vankien_system::error::Error as SystemError;

use super::reading::{Means, caught, prepared};
use super::roots::is_below_vanished;
use super::run::Run;
use crate::error::{Error, Result};

impl Run {
    /// Settles who stands for whom.
    pub(super) fn settle(&mut self, means: Means<'_>) -> Result<()> {
        // Duplicates that must stand for themselves, but whose root vanished: they wait until it is back.
        let mut waiting = BTreeSet::new();
        loop {
            let mut order = DuplicateChanges::of(&self.known);
            order.raise.retain(|origin| !waiting.contains(origin));
            self.touched |= order != DuplicateChanges::default();
            for origin in &order.lower {
                self.lower(origin)?;
            }
            if !order.raise.is_empty() {
                // Its file may hold another paper by now, or none: then the order is another.
                waiting.extend(self.raise(&order.raise, means)?);
                continue;
            }
            for (origin, also_in) in order.tell {
                if let Some(paper) = self.known.get_mut(&origin) {
                    paper.also_in = also_in;
                    self.batch.replace_record(paper)?;
                }
            }
            return Ok(());
        }
    }

    fn lower(&mut self, origin: &str) -> Result<()> {
        let Some(paper) = self.known.get_mut(origin) else { return Ok(()) };
        self.batch.remove(&paper.path)?;
        paper.is_duplicate = true;
        paper.also_in.clear();
        Ok(self.batch.put_record(paper)?)
    }

    /// Has duplicates stand for themselves; gives the origins of those that cannot be read for now.
    fn raise(&mut self, origins: &[String], means: Means<'_>) -> Result<Vec<String>> {
        let known = std::mem::take(&mut self.known);
        let papers: Vec<&PaperRecord> = origins.iter().map(|origin| &known[origin]).collect();
        let weights: Vec<u64> = papers.iter().map(|paper| paper.size).collect();
        let work = |task: usize| {
            let path = Path::new(&papers[task].path);
            caught(path, || read(papers[task], means)).and_then(|read| read)
        };
        let (mut news, mut waiting) = (Vec::new(), Vec::new());
        let take = |task: usize, read: Result<Prepared>, permit| {
            let old = papers[task];
            if matches!(read, Err(Error::System(SystemError::Read { .. })))
                && is_below_vanished(&old.origin, means.roots)
            {
                waiting.push(old.origin.clone());
                news.push(Some(old.clone()));
            } else {
                news.push(self.raised(old, read, permit)?);
            }
            Ok::<(), Error>(())
        };
        in_order(&weights, means.options.jobs, work, take)?;
        self.known = known;
        for (origin, paper) in origins.iter().zip(news) {
            match paper {
                Some(paper) => self.known.insert(origin.clone(), paper),
                None => self.known.remove(origin),
            };
        }
        Ok(waiting)
    }

    /// Writes a paper that was a duplicate; gives the record that now stands for its file.
    fn raised(
        &mut self,
        old: &PaperRecord,
        read: Result<Prepared>,
        permit: Permit,
    ) -> Result<Option<PaperRecord>> {
        self.batch.remove(&old.path)?;
        match read {
            Ok(prepared) => {
                let paper = prepared.paper.clone();
                self.batch.put(prepared, permit)?;
                Ok(Some(paper))
            }
            Err(error) => {
                self.summary.skipped.push((old.path.clone().into(), error));
                self.summary.removed += 1;
                self.summary.unchanged = self.summary.unchanged.saturating_sub(1);
                Ok(None)
            }
        }
    }
}

fn read(paper: &PaperRecord, means: Means<'_>) -> Result<Prepared> {
    let bytes = means.sources.read(Path::new(&paper.origin), u64::MAX)?;
    let extracted = pipeline::extracted(Path::new(&paper.origin), bytes, means.terms())?;
    // What the bytes share was kept where it counts.
    let prepare = || prepared(&extracted, paper, paper.same);
    Ok(means.room.with(extracted.text.len() as u64, prepare))
}
