//! Reads one file for a run, and makes of it what is written.
//! In: a file, what the index knows of it, with what papers are read. Out: a paper, that it is as it was, or why there is
//! none. Never touches the index; a file on which the program fails costs no other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use vankien_engine::duplicates;
use vankien_engine::manifest::Root;
use vankien_engine::parallel::{ByteSemaphore, Weigh};
use vankien_engine::prepare::{Prepared, prepare};
use vankien_engine::record::{Known, PaperRecord, Scan};
use vankien_files::Extracted;
use vankien_files::extract;
use vankien_files::extract::ocr::{self, Ocr};
use vankien_files::extract::source::Sources;
use vankien_files::pipeline::{self, ReadOptions};
use vankien_papers::Provenance;
use vankien_papers::provenance::Format;
use vankien_system::budget::ExceededLimit;
use vankien_system::error::Error as SystemError;
use vankien_text::{Quality, Wish};

use super::fingerprint::hash;
use super::options::IngestOptions;
use super::plan::is_as_it_was;
use super::roots::is_below_vanished;
use super::verdicts::Verdicts;
use super::walk::Found;
use crate::error::{Error, Result};

/// With what papers are read.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// What the caller wishes.
    pub options: &'a IngestOptions,
    /// What reads pages that are images, or knows what was read of them before.
    pub ocr: &'a Ocr,
    /// What people said of repairs.
    pub verdicts: &'a Verdicts,
    /// Where their bytes come from.
    pub sources: &'a Sources,
    /// The room for texts that the stages work on.
    pub room: &'a ByteSemaphore,
    /// The roots of the index: where one of them vanishes, its papers stay.
    pub roots: &'a [Root],
}

impl<'a> Means<'a> {
    /// On which terms files are read.
    pub fn terms(&self) -> ReadOptions<'a> {
        ReadOptions { ocr: Some(self.ocr), budgets: self.options.budgets }
    }
}

/// What reading a file led to.
pub(super) enum Reading {
    Same(Box<PaperRecord>),
    Paper(Box<Prepared>),
    Failed(Error),
    /// Nobody could read the file in this run, which says nothing of the paper that is known of it: its root is away, its
    /// reader could not be started, or a guard ended it.
    Kept(Error),
}

impl Weigh for Reading {
    fn weight(&self) -> u64 {
        match self {
            Reading::Paper(prepared) => prepared.weight(),
            Reading::Same(_) | Reading::Failed(_) | Reading::Kept(_) => 0,
        }
    }
}

/// Reads one file.
pub(super) fn reading(file: &Found, known: &Known, means: Means<'_>) -> Reading {
    let read = || read_file(file, known.get(&file.origin), means);
    caught(&file.path, read).unwrap_or_else(Reading::Failed)
}

/// A file that cannot be read because its root vanished meanwhile says nothing of its paper.
pub(super) fn as_far_as_known(
    reading: Reading,
    old: Option<&PaperRecord>,
    means: Means<'_>,
) -> Reading {
    match (reading, old) {
        (Reading::Failed(error @ Error::System(SystemError::Read { .. })), Some(old))
            if is_below_vanished(&old.origin, means.roots) =>
        {
            Reading::Kept(error)
        }
        (reading, _) => reading,
    }
}

/// A paper on which the program fails must not cost all the others.
pub(super) fn caught<T>(path: &Path, read: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| {
        let what = "the program failed on it; please report it".to_owned();
        Error::Walk { path: path.to_path_buf(), what }
    })
}

fn read_file(file: &Found, old: Option<&PaperRecord>, means: Means<'_>) -> Reading {
    let Means { options, ocr, verdicts, sources, .. } = means;
    let bytes = sources.read(&file.path, options.max_file_size);
    let read = bytes.map_err(Error::from).and_then(|bytes| {
        let same = duplicates::of_bytes(&bytes);
        let scan = extract::has_pages(&file.path, &bytes).then(|| scan(ocr::id(&bytes), ocr));
        let extracted = pipeline::extracted(&file.path, bytes, means.terms())?;
        // What this run kept itself is no news to the next one.
        let scan = scan
            .map(|before| if ocr.calls_programs() { self::scan(before.file, ocr) } else { before });
        Ok((extracted, same, scan))
    });
    let (extracted, same, scan) = match read {
        Ok(read) => read,
        Err(error @ Error::Files(vankien_files::Error::NotStarted { .. })) => {
            return Reading::Kept(error);
        }
        Err(error @ Error::Files(vankien_files::Error::Guarded { .. }))
            if old.is_some_and(|old| is_as_it_was(old, file)) =>
        {
            return Reading::Kept(error);
        }
        Err(Error::Files(vankien_files::Error::Guarded { guard, .. })) => {
            return stopped(file, guard);
        }
        Err(error) => return Reading::Failed(error),
    };
    let (path, hash) = (name(&file.path), hash(&extracted));
    let is_same = |old: &&PaperRecord| {
        let is_text = old.hash == hash || scan.is_some_and(|scan| is_lost(old, scan, &extracted));
        is_text && old.path == path && old.verdicts == verdicts.on(old.hash)
    };
    if let Some(old) = old.filter(is_same) {
        return Reading::Same(Box::new(PaperRecord {
            size: file.size,
            changed: file.changed,
            scan: old.scan.and(scan),
            ..old.clone()
        }));
    }
    let known = PaperRecord { path, origin: file.origin.clone(), ..PaperRecord::default() };
    let verdicts = verdicts.on(hash);
    let known = PaperRecord { size: file.size, changed: file.changed, verdicts, scan, ..known };
    let prepare = || prepared(&extracted, &known, same);
    Reading::Paper(Box::new(means.room.with(extracted.text.len() as u64, prepare)))
}

/// What is known of a file whose reader a guard ended: its path alone.
fn stopped(file: &Found, guard: ExceededLimit) -> Reading {
    let paper = PaperRecord {
        path: name(&file.path),
        origin: file.origin.clone(),
        size: file.size,
        changed: file.changed,
        quality: Quality::Poor,
        provenance: Provenance { limits: vec![guard], ..Provenance::of(Format::NotRead) },
        apart: Some(Vec::new()),
        ..PaperRecord::default()
    };
    Reading::Paper(Box::new(Prepared { paper, sections: Vec::new() }))
}

/// Makes of a text what is written of it; `known` tells where its file is. `same` is what files with
/// the same bytes share.
pub(super) fn prepared(extracted: &Extracted, known: &PaperRecord, same: u128) -> Prepared {
    let wish = Wish { verdicts: &known.verdicts, ..Wish::default() };
    let document = pipeline::document_with(extracted, wish);
    let mut prepared = prepare(&known.path, &extracted.text, document);
    let paper = &mut prepared.paper;
    paper.origin.clone_from(&known.origin);
    paper.size = known.size;
    paper.verdicts.clone_from(&known.verdicts);
    paper.changed = known.changed;
    paper.hash = hash(extracted);
    // Of a text that is good as it stands no page is read by OCR.
    paper.scan = known.scan.filter(|_| paper.ocr_pages > 0 || paper.quality == Quality::Poor);
    // What stands on a page that nobody read, or behind a budget, is not in the text.
    if !extracted.scans.is_empty() || !paper.provenance.limits.is_empty() || paper.same == 0 {
        paper.same = same;
    }
    prepared
}

/// Whether pages of a paper are missing only because nothing is kept any more of what OCR read: the
/// bytes of the file are as they were.
pub(super) fn is_lost(paper: &PaperRecord, now: Scan, extracted: &Extracted) -> bool {
    paper.scan.is_some_and(|scan| scan.file == now.file)
        && now.kept == 0
        && extracted.ocr_pages.len() < paper.ocr_pages as usize
}

/// What the cache holds of a PDF, by now.
pub(super) fn scan(file: u128, ocr: &Ocr) -> Scan {
    Scan { file, kept: ocr.changed(file).unwrap_or_default() }
}

/// How a path is kept.
pub(super) fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
