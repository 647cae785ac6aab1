//! Finds and reads the paper that an argument names: a file, the end of the path of a paper in the index, or a number.
//! In: the argument. Out: a path, extracted text, its mended text or document. A file need not be in the index.

use std::path::{Path, PathBuf};

use clap::Args;
use vankien_engine::PaperRecord;
use vankien_files::Extracted;
use vankien_files::extract::ocr::{Mode, Ocr};
use vankien_files::extract::source::{Sources, is_paper};
use vankien_files::pipeline::{self, ReadOptions};
use vankien_ingest::ocr_cache;
use vankien_papers::document::Document;
use vankien_search::Searcher;
use vankien_system::budget::ExceededLimit;
use vankien_text::{MendOptions, MendedText};

use super::context::Context;
use super::output::print_message;
use crate::error::{Error, WayOut as _};

/// `show`, `citations` and `cites` read a file of at most 1 GiB; a larger one is an error. The user named the file, so
/// `max_file_size` does not hold; this only keeps memory bounded. A judgement, not measured.
pub const MAX_NAMED_FILE_BYTES: u64 = 1 << 30;

/// The OCR flags of commands that read one file.
#[derive(Debug, Args)]
pub struct OcrFlags {
    /// Read pages without Vietnamese text by OCR (tesseract and pdftoppm).
    #[arg(long, conflicts_with = "no_ocr")]
    ocr: bool,
    /// Do not run OCR, even if the file of settings asks for it; pages read before keep their text.
    #[arg(long)]
    no_ocr: bool,
}

impl OcrFlags {
    /// Reads the file at `path`, which may lie inside a zip archive.
    pub fn read(&self, path: &Path, context: &Context) -> Result<Extracted, Error> {
        self.read_bytes(path, Sources::default().read(path, MAX_NAMED_FILE_BYTES)?, context)
    }

    /// Reads `bytes` of the file at `path`. Pages that OCR read before come from the cache. Limits that the paper
    /// exceeds, and errors of OCR, are reported on stderr; if an OCR program is missing, only the cache is used.
    pub fn read_bytes(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        context: &Context,
    ) -> Result<Extracted, Error> {
        let mode = if self.ocr {
            Mode::UnreadPages
        } else if self.no_ocr {
            Mode::CacheOnly
        } else {
            context.config.ocr()
        };
        let shared = context.config.ocr_cache();
        let (ocr, missing) = Ocr::open(ocr_cache(&context.index, shared.as_deref()), mode);
        let options = ReadOptions { ocr: Some(&ocr), budgets: context.config.budgets() };
        let extracted = pipeline::extracted(path, bytes, options);
        let limits = extracted.iter().flat_map(|extracted| &extracted.provenance.limits);
        print_limits(path, limits.copied());
        let ocr_errors = missing.into_iter().chain(ocr.take_errors());
        ocr_errors.for_each(|error| print_message(&error.full_message()));
        Ok(extracted?)
    }
}

/// Normalises and repairs the extracted text of the file at `path`. If repair exceeds its limit, says on stderr from
/// which line on the text is not repaired.
pub fn mended<'t>(path: &Path, extracted: &'t Extracted, wish: MendOptions<'_>) -> MendedText<'t> {
    let mended = pipeline::mend_extracted(extracted, wish);
    print_limits(path, pipeline::repair_limit(extracted, &mended));
    mended
}

/// Makes a document of the extracted text of the file at `path`. If repair exceeds its limit, says on stderr from which
/// line on the text is not repaired.
pub fn document(path: &Path, extracted: &Extracted, wish: MendOptions<'_>) -> Document {
    let document = pipeline::document_with(extracted, wish);
    // The limits that reading exceeded come first in the list, and were reported when the file was read.
    let limits = &document.provenance.limits[extracted.provenance.limits.len()..];
    print_limits(path, limits.iter().copied());
    document
}

/// Says on stderr which limits the paper at `path` exceeded.
fn print_limits(path: &Path, limits: impl IntoIterator<Item = ExceededLimit>) {
    for exceeded in limits {
        let path = path.to_path_buf();
        let limited = vankien_files::Error::Limited { path, exceeded };
        print_message(&Error::Files(limited).to_string());
    }
}

/// The paper of a store on other machines that `question` names, with the store; `None` if it is the path of a file, or
/// if the index lies in a folder. Such a paper is shown as it is stored: its file may lie on another machine.
pub fn in_remote_store(
    question: &str,
    context: &Context,
) -> Result<Option<(Searcher, PaperRecord)>, Error> {
    if context.index.folder().is_some() || is_paper(Path::new(question)) {
        return Ok(None);
    }
    let searcher = Searcher::at(&context.index)?;
    let path = searcher.resolve(question)?;
    let paper = searcher.store().representative(&path)?;
    let left = || vankien_search::Error::Paper {
        question: question.to_owned(),
        what: "this paper left the index".to_owned(),
    };
    let paper = paper.ok_or_else(left)?;
    Ok(Some((searcher, paper)))
}

/// The path of the paper that `question` names. If it is the path of a file, or of a file inside a zip archive, no
/// index is needed. An error if it names no paper, or more than one, or if the index cannot be read.
pub fn resolve(question: &str, context: &Context) -> Result<PathBuf, Error> {
    let path = PathBuf::from(question);
    if is_paper(&path) {
        return Ok(path);
    }
    match Searcher::at(&context.index).map_err(Error::from) {
        Ok(searcher) => Ok(PathBuf::from(searcher.resolve(question)?)),
        Err(Error::Engine(vankien_engine::Error::NoIndex { .. })) => {
            let what = "there is no such file, and no index to look for a paper; name a file, or \
                        run `vankien ingest` first"
                .into();
            Err(vankien_search::Error::Paper { question: question.to_owned(), what }.into())
        }
        Err(error) => Err(error),
    }
}
