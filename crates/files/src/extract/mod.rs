//! Turns the bytes of a file into text with page breaks.
//! In: a path and its bytes. Out: [`Extracted`], or an error that names the file and a way out.
//! Never changes a letter. Extracting uses only the bytes that it is given; [`file_kind`], `bundle` and `source` open
//! files. OCR is a separate module (`ocr`), which `pipeline` calls.

use std::path::Path;

use vankien_system::budget::Budgets;

use self::sniff::{Format, sniff};
use crate::error::{Error, Result};
use crate::extracted::Extracted;

mod archive; // the parts of a document in a zip container
pub mod bundle; // the files inside a zip archive of papers
mod doc; // Word 97 to 2003
mod docx; // Word since 2007
mod encoding; // bytes in an encoding older than Unicode
mod fault; // why a file cannot be read, without its path
mod font; // fonts older than Unicode
mod formats; // calls the reader of a format
mod html; // web pages
mod list; // automatic numbers of lists
mod mail; // mail and saved web pages
mod markdown; // which bytes of Markdown are marks
mod markers; // private-use characters that carry evidence
mod number_format; // numbers of lists as they are printed
pub mod ocr; // pages that are images
mod odt; // OpenDocument text
mod pdf; // PDF, and the lines of its glyphs
mod plain; // plain text and Markdown
mod process; // another program, with a limit of time
mod rtf; // Rich Text Format
pub mod sandbox; // a reader in a limited process of its own
mod sniff; // the format of a file
pub mod source; // the bytes of a file, or of an entry of an archive
mod writing; // paragraphs and tables, laid out as lines
mod xml; // the XML of DOCX and ODT

/// Extracts the text of the file at `path`, given as `bytes`; does not open it. The signature of a binary format
/// decides the format; where there is none, the extension and the first letters do. The default budgets hold, but plain
/// text is not cut: `pipeline` does that.
pub fn extract(path: &Path, bytes: Vec<u8>) -> Result<Extracted> {
    extract_within(path, bytes, &Budgets::DEFAULT)
}

/// The same as [`extract`], within `budgets`. Plain text is not cut: callers call [`Extracted::cut`], as `pipeline`
/// does. Repair and OCR are not limited here.
///
/// # Errors
/// If the format is not known, the reader refuses the file, could not be started or was ended for its time or memory (a
/// guard), or a file that was read whole has no text. Unread scans or an exceeded budget are no error.
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
    /// A file whose extension is `zip`. It is not opened: the caller looks whether it holds papers or is one document.
    /// A zip container with another extension is a `Paper`, whose reader may then refuse it.
    Zip,
    /// A file of no known format.
    Foreign,
}

/// The kind of the file at `path`. The file is opened only if its extension is neither a known one nor `zip`; one that
/// cannot be opened is foreign.
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

/// The error for a file whose format is not read, by its extension, with what to do about it.
pub fn foreign(path: &Path) -> Error {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let (what, way_out) = match ending.to_ascii_lowercase().as_str() {
        "" => ("a file without an ending".into(), "rename it to .txt if it holds plain text"),
        other => (format!("a .{other} file"), "save its text as .txt or .md (UTF-8)"),
    };
    Error::Format { path: path.to_path_buf(), what, way_out }
}
