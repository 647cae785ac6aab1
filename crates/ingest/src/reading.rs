//! Reads and prepares one file for an ingest.
//! In: a file, and the record that the index has of it. Out: a prepared paper, or that nothing changed, or an error.
//! Never touches the index. A panic on one file is an error of that file alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use vankien_engine::duplicates;
use vankien_engine::manifest::Root;
use vankien_engine::parallel::{ByteSemaphore, Weigh};
use vankien_engine::prepare::{Prepared, prepare};
use vankien_engine::record::{KnownPapers, PaperRecord, Scan};
use vankien_files::Extracted;
use vankien_files::extract;
use vankien_files::extract::ocr::{self, Ocr};
use vankien_files::extract::source::Sources;
use vankien_files::pipeline::{self, ReadOptions};
use vankien_papers::Provenance;
use vankien_papers::provenance::Format;
use vankien_system::budget::{Budgets, ExceededLimit};
use vankien_system::error::Error as SystemError;
use vankien_text::{MendOptions, Quality};

use super::fingerprint::hash;
use super::options::IngestOptions;
use super::plan::is_unchanged;
use super::roots::is_below_vanished;
use super::verdicts::Verdicts;
use super::walk::FoundFile;
use crate::error::{Error, Result};

/// What reading files needs.
#[derive(Clone, Copy)]
pub struct ReadContext<'a> {
    /// The options of the ingest.
    pub options: &'a IngestOptions,
    /// The OCR, or its cache only.
    pub ocr: &'a Ocr,
    /// The verdicts on repairs.
    pub verdicts: &'a Verdicts,
    /// Reads the bytes of files, also inside archives.
    pub sources: &'a Sources,
    /// Bounds the bytes of the extracted texts that are prepared at one time.
    pub room: &'a ByteSemaphore,
    /// The roots of the index. The papers of a root that vanishes during the ingest stay.
    pub roots: &'a [Root],
}

impl<'a> ReadContext<'a> {
    /// The options for reading one file: OCR and limits.
    pub fn terms(&self) -> ReadOptions<'a> {
        ReadOptions { ocr: Some(self.ocr), budgets: self.options.budgets }
    }
}

/// The outcome of reading a file.
pub(super) enum Outcome {
    /// The file gives the text that was indexed, or one that lacks only pages which the OCR cache has lost, under the
    /// same path and verdicts, and may not be read further now. With the record, which may have a new size, time and
    /// scan.
    Same(Box<PaperRecord>),
    /// The file is new, gives another text, has another path or other verdicts, or met a limit that may not be met now.
    /// Also a file whose reader was killed by a guard, if the file is new or changed: then only its path is known.
    Paper(Box<Prepared>),
    /// The file cannot be read.
    Failed(Error),
    /// The file could not be read now, but that says nothing about it, so its paper stays: its root vanished, its
    /// reader process could not be started, or a guard (a limit of time or memory) killed the reader of a file that did
    /// not change.
    Kept(Error),
}

impl Weigh for Outcome {
    fn weight(&self) -> u64 {
        match self {
            Outcome::Paper(prepared) => prepared.weight(),
            Outcome::Same(_) | Outcome::Failed(_) | Outcome::Kept(_) => 0,
        }
    }
}

/// Reads one file. `known` are the papers of the index, by origin.
pub(super) fn reading(file: &FoundFile, known: &KnownPapers, context: ReadContext<'_>) -> Outcome {
    let read = || read_file(file, known.get(&file.origin), context);
    catch_panics(&file.path, read).unwrap_or_else(Outcome::Failed)
}

/// Turns the failure to read a known file into [`Outcome::Kept`] if its root vanished meanwhile; else returns `reading`
/// as it is.
pub(super) fn unless_root_vanished(
    reading: Outcome,
    old: Option<&PaperRecord>,
    context: ReadContext<'_>,
) -> Outcome {
    match (reading, old) {
        (Outcome::Failed(error @ Error::System(SystemError::Read { .. })), Some(old))
            if is_below_vanished(&old.origin, context.roots) =>
        {
            Outcome::Kept(error)
        }
        (reading, _) => reading,
    }
}

/// Whether a guard (a limit of time or memory) ended the reader of a file, or the reader could not be started: then
/// nothing is known of the file.
pub(super) fn has_no_reader(error: &Error) -> bool {
    use vankien_files::Error::{Guarded, NotStarted};
    matches!(error, Error::Files(Guarded { .. } | NotStarted { .. }))
}

/// Runs `read`, and turns a panic into an error about the file at `path`, so that it does not end the ingest.
pub(super) fn catch_panics<T>(path: &Path, read: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| {
        let what = "the program failed on it; please report it".to_owned();
        Error::Walk { path: path.to_path_buf(), what }
    })
}

/// Whether a paper met a budget that has another value now, or a guard, which may not be met again on an idle machine.
pub(super) fn met_other_limits(paper: &PaperRecord, budgets: &Budgets) -> bool {
    let is_worth_a_try =
        |met: &ExceededLimit| met.limit.ends_reader() || budgets.value(met.limit) != met.value;
    paper.provenance.limits.iter().any(is_worth_a_try)
}

fn read_file(file: &FoundFile, old: Option<&PaperRecord>, context: ReadContext<'_>) -> Outcome {
    let ReadContext { options, ocr, verdicts, sources, .. } = context;
    let bytes = sources.read(&file.path, options.max_file_size);
    let read = bytes.map_err(Error::from).and_then(|bytes| {
        let same = duplicates::bytes_key(&bytes);
        let mut scan = extract::has_pages(&file.path, &bytes).then(|| scan(ocr::id(&bytes), ocr));
        let extracted = pipeline::extracted(&file.path, bytes, context.terms())?;
        // If this ingest called the OCR, the cache is newer now. That must not make the next ingest read the file
        // again.
        if ocr.calls_programs() {
            scan = scan.map(|before| self::scan(before.file, ocr));
        }
        Ok((extracted, same, scan))
    });
    let (extracted, same, scan) = match read {
        Ok(read) => read,
        Err(error @ Error::Files(vankien_files::Error::NotStarted { .. })) => {
            return Outcome::Kept(error);
        }
        Err(error @ Error::Files(vankien_files::Error::Guarded { .. }))
            if old.is_some_and(|old| is_unchanged(old, file)) =>
        {
            return Outcome::Kept(error);
        }
        Err(Error::Files(vankien_files::Error::Guarded { guard, .. })) => {
            return stopped_paper(file, guard);
        }
        Err(error) => return Outcome::Failed(error),
    };
    let path = path_text(&file.path);
    let hash = hash(&extracted);
    let is_same = |old: &&PaperRecord| {
        let has_same_text =
            old.hash == hash || scan.is_some_and(|scan| lacks_cached_pages(old, scan, &extracted));
        // The same text may be repaired further now.
        let may_give_more = met_other_limits(old, &options.budgets);
        let has_same_verdicts = old.verdicts == verdicts.on_hash(old.hash);
        has_same_text && !may_give_more && old.path == path && has_same_verdicts
    };
    if let Some(old) = old.filter(is_same) {
        return Outcome::Same(Box::new(PaperRecord {
            size: file.size,
            changed: file.changed,
            scan: old.scan.and(scan),
            ..old.clone()
        }));
    }
    let known = PaperRecord {
        path,
        origin: file.origin.clone(),
        size: file.size,
        changed: file.changed,
        verdicts: verdicts.on_hash(hash),
        scan,
        ..PaperRecord::default()
    };
    let prepare = || prepared(&extracted, &known, same);
    Outcome::Paper(Box::new(context.room.with(extracted.text.len() as u64, prepare)))
}

/// The paper for a file whose reader was killed by a guard: only its path is known, and its quality is poor.
fn stopped_paper(file: &FoundFile, guard: ExceededLimit) -> Outcome {
    let paper = PaperRecord {
        path: path_text(&file.path),
        origin: file.origin.clone(),
        size: file.size,
        changed: file.changed,
        quality: Quality::Poor,
        provenance: Provenance { limits: vec![guard], ..Provenance::of(Format::NotRead) },
        edits_outside_sections: Some(Vec::new()),
        ..PaperRecord::default()
    };
    Outcome::Paper(Box::new(Prepared { paper, sections: Vec::new() }))
}

/// Prepares an extracted text. `known` holds path, origin, size, time, verdicts and scan of its file. `same` is the key
/// of the file by its bytes (see [`duplicates::bytes_key`]).
pub(super) fn prepared(extracted: &Extracted, known: &PaperRecord, same: u128) -> Prepared {
    let wish = MendOptions { verdicts: &known.verdicts, ..MendOptions::default() };
    let document = pipeline::document_with(extracted, wish);
    let mut prepared = prepare(&known.path, &extracted.text, document);
    let paper = &mut prepared.paper;
    paper.origin.clone_from(&known.origin);
    paper.size = known.size;
    paper.verdicts.clone_from(&known.verdicts);
    paper.changed = known.changed;
    paper.hash = hash(extracted);
    // A good text needs no OCR.
    paper.scan = known.scan.filter(|_| paper.ocr_pages > 0 || paper.quality == Quality::Poor);
    // If pages without text or a limit hide a part of the paper, or it has no words, its text cannot tell duplicates.
    if !extracted.scans.is_empty()
        || !paper.provenance.limits.is_empty()
        || paper.duplicate_key == 0
    {
        paper.duplicate_key = same;
    }
    prepared
}

/// Whether the text of a file with the same bytes lacks pages only because the OCR cache does not hold them any more.
/// `now` is the state of the cache.
pub(super) fn lacks_cached_pages(paper: &PaperRecord, now: Scan, extracted: &Extracted) -> bool {
    paper.scan.is_some_and(|scan| scan.file == now.file)
        && now.kept == 0
        && extracted.ocr_pages.len() < paper.ocr_pages as usize
}

/// The state of the OCR cache now for the file with this hash of its bytes.
pub(super) fn scan(file: u128, ocr: &Ocr) -> Scan {
    Scan { file, kept: ocr.changed(file).unwrap_or_default() }
}

/// A path as records hold it; what is not UTF-8 in it is replaced.
pub(super) fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
