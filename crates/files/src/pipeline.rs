//! The order of the stages, known here alone: file → extract → normalise → repair → structure; letters that the file tells
//! by the shapes of its glyphs come before normalise.
//! In: bytes of a file, or extracted text. Out: a [`Document`] with spans of the extracted text.

mod letters;
mod scans;

use std::path::Path;

use vankien_papers::Provenance;
use vankien_papers::document::Document;
use vankien_papers::provenance::Scans;
use vankien_system::budget::Budgets;
use vankien_text::span::{Map, Span};
use vankien_text::{MendOptions, Quality};

use crate::error::Result;
use crate::extract;
use crate::extract::ocr::Ocr;
use crate::extract::source::Sources;
use crate::extracted::Extracted;

pub use self::letters::mend_of;

/// With what a file is read, and within which limits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'a> {
    /// What reads the pages of a PDF that hold no Vietnamese text, where there is such a thing.
    pub ocr: Option<&'a Ocr>,
    /// The limits of a paper.
    pub budgets: Budgets,
}

/// Reads the file at `path`, which may lie inside a zip archive, unless it is larger than `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Extracted> {
    read_on(path, limit, Terms::default())
}

/// The same on other terms.
pub fn read_on(path: &Path, limit: u64, terms: Terms<'_>) -> Result<Extracted> {
    extracted(path, Sources::default().read(path, limit)?, terms)
}

/// Reads `bytes` of the file at `path` as [`read_on`] does.
///
/// # Errors
/// Where the file cannot be read, or a guard ended its reader. A budget that was met is no error: it stands
/// in [`Extracted::provenance`].
pub fn extracted(path: &Path, bytes: Vec<u8>, terms: Terms<'_>) -> Result<Extracted> {
    let Terms { ocr, budgets } = terms;
    let ocr = ocr.filter(|_| extract::has_pages(path, &bytes));
    let kept = ocr.map(|_| bytes.clone());
    let mut extracted = extract::extract_within(path, bytes, &budgets)?;
    if let (Some(ocr), Some(bytes)) = (ocr, kept) {
        extracted = scans::read(&bytes, extracted, ocr, &budgets);
    }
    extracted.cut(&budgets);
    Ok(extracted)
}

/// Runs all stages over what was read from a file.
pub fn document(extracted: &Extracted) -> Document {
    document_as(extracted, MendOptions::default())
}

/// Runs all stages over what was read from a file, the letter stages as the reader wishes.
pub fn document_as(extracted: &Extracted, wish: MendOptions<'_>) -> Document {
    let letters = mend_of(extracted, wish);
    let starts = moved(&letters.map, &extracted.page_starts);
    let mut document = vankien_papers::structure(&letters.text, &starts, extracted.lines);
    if !extracted.tells_pages() {
        document.forget_pages();
    }
    for section in &mut document.sections {
        section.map = section.map.after(&letters.map);
    }
    document.edits = letters.edits;
    document.readings = letters.readings;
    document.text_quality = letters.quality;
    document.unread_pages = extracted.scans.len() as u32;
    document.ocr_pages = extracted.ocr_pages.len() as u32;
    // What stands on a page that nobody read is not in the text.
    let is_whole = extracted.scans.is_empty();
    document.quality = if is_whole { letters.quality } else { Quality::Poor };
    let scans = Scans { unread: document.unread_pages, of: document.pages.len() as u32 };
    document.provenance =
        Provenance { scans: (!is_whole).then_some(scans), ..extracted.provenance.clone() };
    document
}

/// Where the bytes at `offsets` of the extracted text, in order, stand in the repaired text.
fn moved(map: &Map, offsets: &[usize]) -> Vec<usize> {
    let spans: Vec<Span> = offsets.iter().map(|at| Span::new(*at, at + 1)).collect();
    let moved = map.forward_all(&spans).into_iter().zip(offsets);
    moved.map(|(span, at)| span.map_or(*at, |span| span.start)).collect()
}
