//! Which paper is meant: a file, the end of the path of an ingested paper, or its number; how it is read.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Context, say};
use crate::document::Extracted;
use crate::error::Error;
use crate::extract::ocr::Ocr;
use crate::extract::source::is_paper;
use crate::index::open_ocr;
use crate::pipeline;
use crate::search::Searcher;

/// A file that was not ingested has no limit of its own; this one keeps memory bounded.
pub const LARGEST: u64 = 1 << 30;

/// How a paper is read that is one file.
#[derive(Debug, Args)]
pub struct Reading {
    /// Read pages that hold no Vietnamese text by OCR (tesseract and pdftoppm).
    #[arg(long, overrides_with = "no_ocr")]
    ocr: bool,
    /// Read no page by OCR, though the file of defaults says so.
    #[arg(long, overrides_with = "ocr")]
    no_ocr: bool,
}

impl Reading {
    /// Reads the file at `path`.
    pub fn read(&self, path: &Path, context: &Context) -> Result<Extracted, Error> {
        pipeline::read_with(path, LARGEST, self.ocr(context).as_ref())
    }

    /// The OCR, where it was asked for; what is missing is said, and the paper read without.
    pub fn ocr(&self, context: &Context) -> Option<Ocr> {
        let wanted = self.ocr || context.config.ocr() && !self.no_ocr;
        let ocr = wanted.then(|| open_ocr(&context.index))?;
        ocr.inspect_err(|error| say(&error.to_string())).ok()
    }
}

/// The file of the paper that `question` names. A file that is there needs no index.
pub fn resolve(question: &str, context: &Context) -> Result<PathBuf, Error> {
    let path = PathBuf::from(question);
    if is_paper(&path) {
        return Ok(path);
    }
    match Searcher::open(&context.index) {
        Ok(searcher) => searcher.resolve(question).map(PathBuf::from),
        Err(Error::NoIndex { .. }) => {
            let what = "no such file, and no index to look it up in; name a file, or run \
                        `vankien ingest` first"
                .into();
            Err(Error::Paper { question: question.to_owned(), what })
        }
        Err(error) => Err(error),
    }
}
