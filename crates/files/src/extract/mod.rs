//! Turns the bytes of a file into text with page breaks.
//! In: a path and its bytes. Out: [`Extracted`], or an error that names the file and a way out.
//! Never changes a letter; never reads anything but the bytes it is given. OCR is a separate module (`ocr`), which
//! `pipeline` calls.

use std::path::Path;

use vankien_system::budget::Budgets;

use self::sniff::{Format, sniff};
use crate::error::{Error, Result};
use crate::extracted::Extracted;

mod archive;
pub mod bundle;
mod doc;
mod docx;
mod encoding;
mod fault;
mod font;
mod formats;
mod html;
mod list;
mod mail;
mod markdown;
mod markers;
mod number_format;
pub mod ocr;
mod odt;
mod pdf;
mod plain;
mod process;
mod rtf;
pub mod sandbox;
mod sniff;
pub mod source;
mod writing;
mod xml;

/// Extracts the text from `bytes` of the file at `path`, within the default limits. The first bytes decide the format;
/// the file extension counts only where they do not.
pub fn extract(path: &Path, bytes: Vec<u8>) -> Result<Extracted> {
    extract_within(path, bytes, &Budgets::DEFAULT)
}

/// The same within other limits.
///
/// # Errors
/// If the file cannot be read, or a guard ended its reader.
pub fn extract_within(path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> Result<Extracted> {
    match sniff(path, &bytes) {
        Some(Format::Plain) => plain::parse(path, bytes),
        Some(_) => {
            let extracted =
                sandbox::extract(path, bytes, budgets).map_err(|fault| fault.into_error(path))?;
            // Only a whole file without text is empty: the text may stand on unread pages or beyond a limit.
            let is_whole = extracted.scans.is_empty() && extracted.provenance.limits.is_empty();
            if extracted.text.trim().is_empty() && is_whole {
                return Err(Error::Empty { path: path.to_path_buf() });
            }
            Ok(extracted)
        }
        None => Err(foreign(path)),
    }
}

/// Whether `ocr` can draw and read the pages of this file: whether it is a PDF.
pub fn has_pages(path: &Path, bytes: &[u8]) -> bool {
    sniff(path, bytes) == Some(Format::Pdf)
}

/// What a file in a folder of papers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A paper, by its file extension or its first bytes.
    Paper,
    /// A zip archive, unless its contents show that it is a document in a zip container.
    Zip,
    /// A file of no known format.
    Foreign,
}

/// The kind of the file at `path`. The file is opened only if its extension is not a known one.
pub fn file_kind(path: &Path) -> FileKind {
    if sniff::has_known_extension(path) {
        return FileKind::Paper;
    }
    // Only the extension makes a zip archive. Programs and e-books are zip containers too, and their parts are no
    // papers.
    if sniff::extension(path) == "zip" {
        return FileKind::Zip;
    }
    match sniff::first_bytes(path).and_then(|head| sniff(path, &head)) {
        Some(_) => FileKind::Paper,
        None => FileKind::Foreign,
    }
}

/// The error for a format that is not read, with what to do about it.
pub fn foreign(path: &Path) -> Error {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let (what, way_out) = match ending.to_ascii_lowercase().as_str() {
        "" => ("a file without an ending".into(), "rename it to .txt if it holds plain text"),
        other => (format!("a .{other} file"), "save its text as .txt or .md (UTF-8)"),
    };
    Error::Format { path: path.to_path_buf(), what, way_out }
}
