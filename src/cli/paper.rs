//! Which paper is meant: a file, the end of the path of an ingested paper, or its number; how it is read.

use std::path::{Path, PathBuf};

use clap::Args;
use vankien_files::Extracted;
use vankien_files::extract::ocr::{Mode, Ocr};
use vankien_files::extract::source::{Sources, is_paper};
use vankien_files::pipeline::{self, ReadOptions};
use vankien_ingest::ocr_cache;
use vankien_search::Searcher;

use super::context::Context;
use super::output::say;
use crate::error::{Error, WayOut as _};

/// A file that was not ingested has no limit of its own; this one keeps memory bounded.
pub const LARGEST: u64 = 1 << 30;

/// How a paper is read that is one file.
#[derive(Debug, Args)]
pub struct Reading {
    /// Read pages that hold no Vietnamese text by OCR (tesseract and pdftoppm).
    #[arg(long, conflicts_with = "no_ocr")]
    ocr: bool,
    /// Call no OCR, though the file of defaults says so; pages read before keep their text.
    #[arg(long)]
    no_ocr: bool,
}

impl Reading {
    /// Reads the file at `path`.
    pub fn read(&self, path: &Path, context: &Context) -> Result<Extracted, Error> {
        self.read_bytes(path, Sources::default().read(path, LARGEST)?, context)
    }

    /// Reads `bytes` of the file at `path`. Pages that OCR read before are taken from where they are
    /// kept; what is missing for OCR is said, and the paper read without.
    pub fn read_bytes(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        context: &Context,
    ) -> Result<Extracted, Error> {
        let mode = match (self.ocr, self.no_ocr) {
            (true, _) => Mode::UnreadPages,
            (_, true) => Mode::CacheOnly,
            _ => context.config.ocr(),
        };
        let shared = context.config.ocr_cache();
        let (ocr, missing) = Ocr::open(ocr_cache(&context.index, shared.as_deref()), mode);
        let terms = ReadOptions { ocr: Some(&ocr), budgets: context.config.budgets() };
        let extracted = pipeline::extracted(path, bytes, terms);
        let limits = extracted.iter().flat_map(|extracted| &extracted.provenance.limits);
        limits.for_each(|exceeded| {
            say(&Error::Files(vankien_files::Error::Limited {
                path: path.to_path_buf(),
                exceeded: *exceeded,
            })
            .to_string())
        });
        let troubles = missing.into_iter().chain(ocr.take_errors());
        troubles.for_each(|error| say(&error.told()));
        Ok(extracted?)
    }
}

/// The file of the paper that `question` names. A file that is there needs no index.
pub fn resolve(question: &str, context: &Context) -> Result<PathBuf, Error> {
    let path = PathBuf::from(question);
    if is_paper(&path) {
        return Ok(path);
    }
    match Searcher::open(&context.index).map_err(Error::from) {
        Ok(searcher) => Ok(PathBuf::from(searcher.resolve(question)?)),
        Err(Error::Engine(vankien_engine::Error::NoIndex { .. })) => {
            let what = "no such file, and no index to look it up in; name a file, or run \
                        `vankien ingest` first"
                .into();
            Err(vankien_search::Error::Paper { question: question.to_owned(), what }.into())
        }
        Err(error) => Err(error),
    }
}
