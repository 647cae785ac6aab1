//! The order of the stages: file → extract → OCR of pages that need it → normalise → repair → structure. (Normalise and
//! repair are called together, by `vankien_text::mend_with`.) Letters that are known only from the shapes of PDF glyphs
//! are put in before normalise.
//! In: bytes of a file, or extracted text. Out: a [`Document`] whose spans refer to the extracted text.

mod mend;
mod scans;

use std::path::Path;

use vankien_papers::document::Document;
use vankien_papers::provenance::Scans;
use vankien_papers::{PageLayout, Provenance};
use vankien_system::budget::{Budgets, Limit};
use vankien_text::span::{Map, Span};
use vankien_text::{MendOptions, Quality};

use crate::error::Result;
use crate::extract;
use crate::extract::ocr::Ocr;
use crate::extract::source::Sources;
use crate::extracted::Extracted;

pub use self::mend::{mend_extracted, repair_limit}; // normalise and repair alone

/// The OCR and the limits with which a file is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'a> {
    /// If a PDF has unread scans or poor text as a whole, this reads its pages with few words or poor text. What it
    /// reads replaces the text of the file where it is better. `None` for no OCR, not even from its cache.
    pub ocr: Option<&'a Ocr>,
    /// The limits of a paper.
    pub budgets: Budgets,
}

/// Reads the file at `path`, which may lie inside a zip archive, without OCR and within the default limits. A file of
/// more than `limit` bytes is an error.
pub fn read(path: &Path, limit: u64) -> Result<Extracted> {
    read_with(path, limit, ReadOptions::default())
}

/// The same as [`read`], with an OCR and other limits.
pub fn read_with(path: &Path, limit: u64, options: ReadOptions<'_>) -> Result<Extracted> {
    extracted(path, Sources::default().read(path, limit)?, options)
}

/// Extracts the text from `bytes` of the file at `path`; OCR runs here too.
///
/// # Errors
/// If the format is not known, the file cannot be read or is empty, or its reader could not be started or was ended by
/// a guard. A file without text is not empty if it has unread pages or exceeded a budget. An exceeded budget is no
/// error: [`Extracted::provenance`] records it.
pub fn extracted(path: &Path, bytes: Vec<u8>, options: ReadOptions<'_>) -> Result<Extracted> {
    let ReadOptions { ocr, budgets } = options;
    let ocr = ocr.filter(|_| extract::has_pages(path, &bytes));
    // OCR needs the bytes again after the reader has taken them.
    let bytes_for_ocr = ocr.map(|_| bytes.clone());
    let mut extracted = extract::extract_within(path, bytes, &budgets)?;
    if let (Some(ocr), Some(bytes)) = (ocr, bytes_for_ocr) {
        extracted = scans::with_ocr_pages(&bytes, extracted, ocr, &budgets);
    }
    extracted.cut(&budgets);
    extracted.most_repair_work = Some(budgets.value(Limit::RepairWork));
    Ok(extracted)
}

/// Runs normalise, repair and structure over an extracted text.
pub fn document(extracted: &Extracted) -> Document {
    document_with(extracted, MendOptions::default())
}

/// The same as [`document`], with normalise and repair as `wish` says (restored marks; verdicts of a person, which
/// keep, undo or replace edits).
pub fn document_with(extracted: &Extracted, wish: MendOptions<'_>) -> Document {
    let mended = mend_extracted(extracted, wish);
    let repair_limit = repair_limit(extracted, &mended);
    let (extracted_len, mended_len) = (extracted.text.len(), mended.text.len());
    let page_starts =
        page_starts_in_mended(&mended.map, &extracted.page_starts, extracted_len, mended_len);
    let layout = PageLayout {
        page_starts: &page_starts,
        kind: extracted.lines,
        stamp_lines: &extracted.stamp_lines,
        outside_lines: &extracted.outside_lines,
    };
    let mut document = vankien_papers::structure_with(&mended.text, layout);
    if !extracted.tells_pages() {
        document.forget_pages();
    }
    for section in &mut document.sections {
        section.map = section.map.after(&mended.map);
    }
    document.edits = mended.edits;
    document.readings = mended.readings;
    document.text_quality = mended.quality;
    document.unread_pages = extracted.scans.len() as u32;
    document.ocr_pages = extracted.ocr_pages.len() as u32;
    // A paper with unread pages is poor, however good its text is: the text of those pages is missing.
    let is_whole = extracted.scans.is_empty();
    document.quality = if is_whole { mended.quality } else { Quality::Poor };
    let scans = Scans { unread: document.unread_pages, of: document.pages.len() as u32 };
    document.provenance =
        Provenance { scans: (!is_whole).then_some(scans), ..extracted.provenance.clone() };
    document.provenance.limits.extend(repair_limit);
    document
}

/// Page starts of the extracted text (bytes, ascending) as bytes of the mended text. A page whose first bytes were
/// dropped begins with the first of its bytes that were kept, and a page without any where the next one begins.
fn page_starts_in_mended(
    map: &Map,
    page_starts: &[usize],
    extracted_len: usize,
    mended_len: usize,
) -> Vec<usize> {
    let first_bytes: Vec<Span> =
        page_starts.iter().map(|start| Span::new(*start, start + 1)).collect();
    let mut begins: Vec<Option<usize>> =
        map.forward_all(&first_bytes).into_iter().map(|span| Some(span?.start)).collect();
    let ends = page_starts.iter().skip(1).copied().chain([extracted_len]);
    let pages: Vec<(usize, Span)> = page_starts
        .iter()
        .zip(ends)
        .enumerate()
        .filter(|(index, (start, end))| begins[*index].is_none() && *start < end)
        .map(|(index, (start, end))| (index, Span::new(*start, end)))
        .collect();
    let spans: Vec<Span> = pages.iter().map(|(_, span)| *span).collect();
    for ((index, _), span) in pages.iter().zip(map.forward_all(&spans)) {
        begins[*index] = span.map(|span| span.start);
    }
    let mut next = mended_len;
    for begin in begins.iter_mut().rev() {
        next = begin.map_or(next, |begin| begin.min(mended_len));
        *begin = Some(next);
    }
    begins.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each `|` begins a page.
    fn mended(pages: &str) -> String {
        let (mut text, mut page_starts) = (String::new(), Vec::new());
        for (index, page) in pages.split('|').enumerate() {
            if index > 0 {
                page_starts.push(text.len());
            }
            text += page;
        }
        let extracted = Extracted { text, page_starts, ..Extracted::default() };
        let mended = mend_extracted(&extracted, MendOptions::default());
        let (map, starts) = (&mended.map, &extracted.page_starts);
        let starts = page_starts_in_mended(map, starts, extracted.text.len(), mended.text.len());
        let mut text = mended.text.to_string();
        starts.iter().rev().for_each(|start| text.insert(*start, '|'));
        text
    }

    #[test]
    fn a_page_whose_first_bytes_are_dropped_begins_behind_them() {
        for (pages, wanted) in [
            ("mo\u{302}\u{323}t\n|hai\n", "một\n|hai\n"),
            ("mo\u{302}\u{323}t\n|\u{200b}hai\n", "một\n|hai\n"),
            ("mo\u{302}\u{323}t\n|\u{200b}\nhai\n", "một\n|\nhai\n"),
            ("mo\u{302}\u{323}t\n|\u{200b}|\u{200b}\n|hai\n", "một\n||\n|hai\n"),
            ("mo\u{302}\u{323}t\n|\u{200b}", "một\n|"),
        ] {
            assert_eq!(mended(pages), wanted, "{pages:?}");
        }
    }
}
