//! Updates which paper represents its duplicates: the first by path. One that cannot be read now, because its root
//! vanished or its reader had no chance, stays a duplicate, and the next one represents the group until it can.
//! In: an ingest that has read all files. Out: papers that became representatives (*raised*) or duplicates (*lowered*),
//! and updated lists of duplicates. Reads only the files of papers that are raised.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use vankien_engine::duplicates::DuplicateChanges;
use vankien_engine::parallel::{Permit, in_order};
use vankien_engine::prepare::Prepared;
use vankien_engine::record::PaperRecord;
use vankien_files::pipeline;
use vankien_system::error::Error as SystemError;

use super::reading::{ReadContext, catch_panics, has_no_reader, prepared};
use super::roots::is_below_vanished;
use super::run::Run;
use crate::error::{Error, Result};

impl Run {
    /// Updates which papers represent which duplicates.
    pub(super) fn settle_duplicates(&mut self, context: ReadContext<'_>) -> Result<()> {
        // Duplicates that should be raised and cannot be read now.
        let mut waiting = BTreeSet::new();
        loop {
            let changes = self.changes_without(&waiting);
            if !changes.raise.is_empty() {
                // A file that is read again may give another paper now, or none. So the changes are computed anew, and
                // nothing is lowered before.
                waiting.extend(self.raise(&changes.raise, context)?);
                continue;
            }
            for origin in &changes.lower {
                self.lower(origin)?;
            }
            for (origin, also_in) in changes.update {
                if let Some(paper) = self.known.get_mut(&origin) {
                    paper.also_in = also_in;
                    self.batch.replace_record(paper)?;
                    self.touched = true;
                }
            }
            return Ok(());
        }
    }

    /// The changes that the papers of the index need, but for those with the origins in `waiting`.
    fn changes_without(&mut self, waiting: &BTreeSet<String>) -> DuplicateChanges {
        let apart: Vec<(String, PaperRecord)> =
            waiting.iter().filter_map(|origin| self.known.remove_entry(origin)).collect();
        let changes = DuplicateChanges::of(&self.known, &self.elsewhere);
        self.known.extend(apart);
        changes
    }

    /// Makes a paper a duplicate: removes its sections.
    fn lower(&mut self, origin: &str) -> Result<()> {
        let Some(paper) = self.known.get_mut(origin) else { return Ok(()) };
        self.touched = true;
        self.batch.remove(&paper.path)?;
        paper.is_duplicate = true;
        paper.also_in.clear();
        Ok(self.batch.put_record(paper)?)
    }

    /// Makes duplicates representatives: reads their files and indexes their sections. Returns the origins of those that
    /// cannot be read now and stay as they are: their root vanished, or they had no reader, which is reported.
    fn raise(&mut self, origins: &[String], context: ReadContext<'_>) -> Result<Vec<String>> {
        // A file that was read in this ingest may have been reported then.
        let unread = self.summary.limited.iter().chain(&self.summary.skipped);
        let reported: BTreeSet<PathBuf> = unread.map(|(path, _)| path.clone()).collect();
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
            let is_away = matches!(read, Err(Error::System(SystemError::Read { .. })))
                && is_below_vanished(&old.origin, context.roots);
            match read {
                Err(error) if is_away || has_no_reader(&error) => {
                    let path = Path::new(&old.path);
                    if !is_away && !reported.contains(path) {
                        self.report_unread(path, error);
                    }
                    waiting.push(old.origin.clone());
                    news.push(Some(old.clone()));
                }
                read => news.push(self.write_raised(old, read, permit)?),
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

    /// Writes a paper that was a duplicate. Returns its new record; `None` if it could not be read: then it is removed
    /// from the index and reported as skipped.
    fn write_raised(
        &mut self,
        old: &PaperRecord,
        read: Result<Prepared>,
        permit: Permit,
    ) -> Result<Option<PaperRecord>> {
        self.batch.remove(&old.path)?;
        self.touched = true;
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

#[cfg(test)]
mod tests {
    use vankien_files::extract::sandbox;

    use super::*;
    use crate::{IngestOptions, ingest};

    /// The paper that represented them is gone, and the reader of the next one cannot be started.
    #[test]
    fn a_duplicate_that_has_no_reader_now_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.path().join("papers").join(name), bytes).expect("written");
        };
        std::fs::create_dir(folder.path().join("papers")).expect("made");
        let text = "Quy hoạch rừng";
        let rich = b"{\\rtf1 Quy ho\\u7841?ch r\\u7915?ng\\par}";
        ["a.rtf", "b.rtf"].iter().for_each(|name| write(name, rich));
        let options = IngestOptions {
            index: folder.path().join("index").into(),
            paths: vec![folder.path().join("papers")],
            ..IngestOptions::default()
        };
        let represent = || -> Vec<String> {
            let store = options.index.open().expect("an index");
            let papers = store.papers().expect("papers").into_iter();
            papers.map(|paper| paper.path.rsplit('/').next().unwrap_or_default().into()).collect()
        };
        let first = ingest(&options, &mut ()).expect("an ingest");
        assert_eq!((first.totals.papers, first.totals.duplicates), (1, 1));

        // From here on no reader can be started.
        sandbox::set_program(folder.path().join("nowhere"));
        std::fs::remove_file(folder.path().join("papers/a.rtf")).expect("removed");
        let second = ingest(&options, &mut ()).expect("an ingest");
        assert_eq!((second.removed, second.unchanged, second.skipped.len()), (1, 1, 1));
        assert!(matches!(
            second.skipped[0].1,
            Error::Files(vankien_files::Error::NotStarted { .. })
        ));
        assert_eq!((second.totals.papers, second.totals.duplicates), (0, 1));

        // It is read twice here, and told once.
        let checked = ingest(&IngestOptions { check: true, ..options.clone() }, &mut ());
        assert_eq!(checked.expect("an ingest").skipped.len(), 1);

        // A file that can be read represents it, and nothing is written as long as nothing changes.
        write("c.txt", text.as_bytes());
        let third = ingest(&options, &mut ()).expect("an ingest");
        assert_eq!((third.added, third.removed, represent()), (1, 0, vec!["c.txt".to_owned()]));
        let fourth = ingest(&options, &mut ()).expect("an ingest");
        assert_eq!((fourth.unchanged, fourth.committed, represent()), (2, false, represent()));
    }
}
