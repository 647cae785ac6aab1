//! Turns the bytes of a file into text with page breaks.
//! In: a path and its bytes. Out: [`Extracted`], or an error that names the file and a way out.
//! Never changes a letter; never reads beyond the bytes it is given.

use std::path::Path;

use crate::document::Extracted;
use crate::error::{Error, Result};

mod encoding;
mod plain;

/// Reads `bytes` of the file at `path` (the name alone tells the format) as text.
pub fn extract(path: &Path, bytes: Vec<u8>) -> Result<Extracted> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "txt" | "md" | "text" => plain::read(path, bytes),
        _ => Err(foreign(path, ending)),
    }
}

/// Whether the name of the file says that it is of a kind this program reads.
pub fn reads(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["txt", "md", "text"].contains(&ending.to_ascii_lowercase().as_str())
}

/// The error for a format that is not read, with what to do about it.
pub fn foreign(path: &Path, ending: &str) -> Error {
    let (what, way_out) = match ending.to_ascii_lowercase().as_str() {
        "pdf" => ("a PDF".into(), "extract its text first (`pdftotext -layout FILE.pdf FILE.txt`)"),
        "doc" | "docx" | "odt" | "rtf" => {
            ("a word processor file".into(), "save it as plain text (UTF-8) first")
        }
        "htm" | "html" => ("a web page".into(), "save it as plain text (UTF-8) first"),
        "" => ("a file without an ending".into(), "rename it to .txt if it holds plain text"),
        other => (format!("a .{other} file"), "save its text as .txt or .md (UTF-8)"),
    };
    Error::Format { path: path.to_path_buf(), what, way_out }
}
