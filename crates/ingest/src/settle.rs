//! Updates which paper represents its duplicates: the first by path. If its root vanished, the group waits as it is.
//! In: an ingest that has read all files. Out: papers that became representatives (*raised*) or duplicates (*lowered*),
//! and updated lists of duplicates. Reads only the files of papers that are raised.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::duplicates::DuplicateChanges;
use vankien_engine::parallel::{Permit, in_order};
use vankien_engine::prepare::Prepared;
use vankien_engine::record::PaperRecord;
use vankien_files::pipeline;
use vankien_system::error::Error as SystemError;

use super::reading::{ReadContext, catch_panics, prepared};
use super::roots::is_below_vanished;
use super::run::Run;
use crate::error::{Error, Result};

impl Run {
    /// Updates which papers represent which duplicates.
    pub(super) fn settle_duplicates(&mut self, context: ReadContext<'_>) -> Result<()> {
        // Duplicates that should be raised, but whose root vanished: they stay as they are until it is back.
        let mut waiting = BTreeSet::new();
        loop {
            let mut changes = DuplicateChanges::of(&self.known);
            changes.raise.retain(|origin| !waiting.contains(origin));
            self.touched |= changes != DuplicateChanges::default();
            for origin in &changes.lower {
                self.lower(origin)?;
            }
            if !changes.raise.is_empty() {
                // A file that is read again may give another paper now, or none. So the changes are computed anew.
                waiting.extend(self.raise(&changes.raise, context)?);
                continue;
            }
            for (origin, also_in) in changes.update {
                if let Some(paper) = self.known.get_mut(&origin) {
                    paper.also_in = also_in;
                    self.batch.replace_record(paper)?;
                }
            }
            return Ok(());
        }
    }

    /// Makes a paper a duplicate: removes its sections.
    fn lower(&mut self, origin: &str) -> Result<()> {
        let Some(paper) = self.known.get_mut(origin) else { return Ok(()) };
        self.batch.remove(&paper.path)?;
        paper.is_duplicate = true;
        paper.also_in.clear();
        Ok(self.batch.put_record(paper)?)
    }

    /// Makes duplicates representatives: reads their files and indexes their sections. Returns the origins of those
    /// whose root vanished.
    fn raise(&mut self, origins: &[String], context: ReadContext<'_>) -> Result<Vec<String>> {
        let known = std::mem::take(&mut self.known);
        let papers: Vec<&PaperRecord> = origins.iter().map(|origin| &known[origin]).collect();
        let weights: Vec<u64> = papers.iter().map(|paper| paper.size).collect();
        let work = |task: usize| {
            let path = Path::new(&papers[task].path);
            catch_panics(path, || read_paper(papers[task], context)).and_then(|read| read)
        };
        let (mut news, mut waiting) = (Vec::new(), Vec::new());
        let take = |task: usize, read: Result<Prepared>, permit| {
            let old = papers[task];
            if matches!(read, Err(Error::System(SystemError::Read { .. })))
                && is_below_vanished(&old.origin, context.roots)
            {
                waiting.push(old.origin.clone());
                news.push(Some(old.clone()));
            } else {
                news.push(self.write_raised(old, read, permit)?);
            }
            Ok::<(), Error>(())
        };
        in_order(&weights, context.options.jobs, work, take)?;
        self.known = known;
        for (origin, paper) in origins.iter().zip(news) {
            match paper {
                Some(paper) => self.known.insert(origin.clone(), paper),
                None => self.known.remove(origin),
            };
        }
        Ok(waiting)
    }

    /// Writes a paper that was a duplicate. Returns its new record; `None` if it could not be read for any reason: then
    /// it is removed from the index and reported as skipped.
    fn write_raised(
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

/// Reads and prepares the file of a known paper.
fn read_paper(paper: &PaperRecord, context: ReadContext<'_>) -> Result<Prepared> {
    let bytes = context.sources.read(Path::new(&paper.origin), u64::MAX)?;
    let extracted = pipeline::extracted(Path::new(&paper.origin), bytes, context.terms())?;
    // If the key of the bytes counts for this paper, it is its key already.
    let prepare = || prepared(&extracted, paper, paper.duplicate_key);
    Ok(context.room.with(extracted.text.len() as u64, prepare))
}
