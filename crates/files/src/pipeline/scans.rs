//! Replaces pages of a poor PDF by what OCR reads on them.
//! In: the text extracted from a PDF, its bytes, an OCR. Out: the extracted text with other texts for some pages.
//! Never replaces the words of a text layer (the text that the PDF holds) unless the OCR text is worth more: see `worth`.
//! A page with an empty layer takes any OCR text. A page on which OCR fails stays as it was.

use vankien_papers::provenance::OcrPages;
use vankien_system::budget::Budgets;
use vankien_text::language::words::Tally;
use vankien_text::{MendOptions, Quality, normalise, repair};

use super::mend::mend_extracted;
use crate::extract::ocr::{self, Ocr, Page, Spent};
use crate::extracted::Extracted;

/// If a paper needs OCR (`is_poor`), OCR is tried for each page with fewer words (runs of letters), whatever
/// their quality: they may be a stamp over a scanned image, and `repair::quality` calls every text of fewer
/// than 50 words good (`LEAST_WORDS`). A judgement; `cargo test --test program ocr::` shows it.
const MIN_TRUSTED_WORDS: u32 = 50;

/// A page for which OCR is tried.
struct Candidate {
    /// The number of the page, from 1.
    number: u32,
    /// Whether the text layer is empty or white space.
    layer_is_empty: bool,
    /// Words and valid syllables of the text layer.
    layer: Tally,
}

/// `extracted` with the text of OCR on each page where that is better. `bytes` is the PDF from which `extracted` was
/// read.
///
/// OCR is tried only if the paper has unread scans or poor text as a whole, and then on each page with fewer than
/// `MIN_TRUSTED_WORDS` words or poor text. Its text replaces the text layer if the layer is empty, or if its
/// `worth` is higher. `budgets` limits the pages that are sent to the OCR programs and the time for each. The
/// provenance counts the pages that were replaced and those on which OCR failed; pages whose OCR text was not better are in
/// neither count. The stamp lines of the result are empty.
pub fn with_ocr_pages(
    bytes: &[u8],
    extracted: Extracted,
    ocr: &Ocr,
    budgets: &Budgets,
) -> Extracted {
    let file = ocr.file(bytes);
    if !file.is_readable() || !is_poor(&extracted) {
        return extracted;
    }
    let (page_count, mut candidates) = candidates(&extracted);
    let mut report = OcrPages { of: page_count, ..OcrPages::default() };
    let mut spent = Spent::new(budgets);
    let mut replacements = Vec::new();
    // Pages that failed in an earlier run come last, so that a run goes on where the last one exceeded a limit.
    candidates.sort_by_key(|page| file.has_failed(page.number));
    for candidate in candidates {
        let is_better = |page: &Page| {
            candidate.layer_is_empty || worth(tally(&page.text)) > worth(candidate.layer)
        };
        match file.page(candidate.number, &mut spent) {
            Ok(Some(page)) if is_better(&page) => {
                count_read(&mut report, &page);
                replacements.push((candidate.number, page));
            }
            Ok(_) => {}
            Err(fault) => count_failed(&mut report, fault.what),
        }
    }
    replacements.sort_by_key(|(number, _)| *number);
    let mut replaced = ocr::with_pages(&extracted, &replacements);
    // If the whole text is still empty, the pages count as unread.
    if replaced.text.trim().is_empty() {
        replaced.ocr_pages.clear();
    } else {
        replaced.scans.retain(|scan| !replaced.ocr_pages.contains(scan));
    }
    replaced.provenance.ocr = Some(report);
    replaced.provenance.limits.extend(spent.exceeded);
    replaced
}

/// The number of pages, and the pages for which OCR is tried: those with few words or a poor text layer.
fn candidates(extracted: &Extracted) -> (u32, Vec<Candidate>) {
    let mut page_count = 0;
    let mut candidates = Vec::new();
    for (number, page) in (1..).zip(ocr::pages(extracted)) {
        page_count += 1;
        let evidence = extracted.evidence.within(page).moved(page.start, 0);
        let layer = page.of(&extracted.text);
        // Letters known by the shapes of glyphs count as text.
        let mended = repair::letters_of_glyph_shapes(layer, &evidence);
        let normalised = normalise::normalise(&mended.text).text;
        let tally = repair::tally(&normalised);
        if tally.words >= MIN_TRUSTED_WORDS && repair::quality(&normalised) == Quality::Good {
            continue;
        }
        let layer_is_empty = layer.trim().is_empty();
        candidates.push(Candidate { number, layer_is_empty, layer: tally });
    }
    (page_count, candidates)
}

/// Whether the paper as a whole needs OCR: it has scans that nobody has read, or poor text after repair.
fn is_poor(extracted: &Extracted) -> bool {
    !extracted.scans.is_empty()
        || mend_extracted(extracted, MendOptions::default()).quality == Quality::Poor
}

/// The counts of words and valid syllables in `text` after normalisation.
fn tally(text: &str) -> Tally {
    repair::tally(&normalise::normalise(text).text)
}

/// The value by which two texts of one page are compared: words that are valid syllables minus words that are not. The
/// text with the higher value is better. A text with fewer valid syllables can win if it has far fewer other words.
fn worth(tally: Tally) -> i64 {
    2 * i64::from(tally.syllables) - i64::from(tally.words)
}

/// Counts a page whose OCR text replaces the text layer.
fn count_read(report: &mut OcrPages, page: &Page) {
    report.read += 1;
    report.words += page.words;
    report.doubtful += page.doubtful;
    if let Err(index) = report.engines.binary_search(&page.by) {
        report.engines.insert(index, page.by.clone());
    }
}

/// Counts a page on which OCR failed. The reason of the first failure is kept.
fn count_failed(report: &mut OcrPages, reason: String) {
    if report.failed == 0 {
        report.failure = reason;
    }
    report.failed += 1;
}
