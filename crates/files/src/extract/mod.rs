//! Turns the bytes of a file into text with page breaks.
//! In: a path and its bytes. Out: [`Extracted`], or an error that names the file and a way out.
//! Never changes a letter; never reads beyond the bytes it is given. `ocr` reads pages that are images.

use std::path::Path;

use vankien_system::budget::Budgets;

use self::sniff::{Format, sniff};
use crate::error::{Error, Result};
use crate::extracted::Extracted;

mod archive;
pub mod bundle;
mod count;
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
pub mod ocr;
mod odt;
mod pdf;
mod plain;
mod process;
mod rtf;
pub mod sandbox;
mod signs;
mod sniff;
pub mod source;
mod writing;
mod xml;

/// Reads `bytes` of the file at `path` as text. The bytes tell the format; the ending of the name
/// counts where they say nothing.
pub fn extract(path: &Path, bytes: Vec<u8>) -> Result<Extracted> {
    extract_within(path, bytes, &Budgets::DEFAULT)
}

/// The same within other limits.
///
/// # Errors
/// Where the file cannot be read, or a guard ended its reader.
pub fn extract_within(path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> Result<Extracted> {
    match sniff(path, &bytes) {
        Some(Format::Plain) => plain::read(path, bytes),
        Some(_) => {
            let extracted = sandbox::read(path, bytes, budgets).map_err(|fault| fault.of(path))?;
            // What a limit left out may hold the text.
            let is_whole = extracted.scans.is_empty() && extracted.provenance.limits.is_empty();
            if extracted.text.trim().is_empty() && is_whole {
                return Err(Error::Empty { path: path.to_path_buf() });
            }
            Ok(extracted)
        }
        None => Err(foreign(path)),
    }
}

/// Whether pages of this file can be drawn and read by `ocr`.
pub fn has_pages(path: &Path, bytes: &[u8]) -> bool {
    sniff(path, bytes) == Some(Format::Pdf)
}

/// What a walk does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is read: its name says so, or its first bytes do.
    Paper,
    /// It is looked into, unless it turns out to be a paper in a zip container.
    Zip,
    /// It is of no kind that is read.
    Foreign,
}

/// What the file at `path` is. It is opened only where its name does not tell.
pub fn kind(path: &Path) -> Kind {
    if sniff::is_known(path) {
        return Kind::Paper;
    }
    // Programs and books lie in zip containers too; nobody means their parts by a folder of papers.
    if sniff::ending(path) == "zip" {
        return Kind::Zip;
    }
    match sniff::head(path).and_then(|head| sniff(path, &head)) {
        Some(_) => Kind::Paper,
        None => Kind::Foreign,
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
