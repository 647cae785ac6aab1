//! Has pages read that are images, where a paper cannot be trusted as it is.
//! In: what was read from a PDF, its bytes, an OCR. Out: the same with other texts for some pages.
//! Never gives up a text layer for a text with fewer syllables; a page that fails stays as it was.

use vankien_papers::provenance::OcrPages;
use vankien_system::budget::Budgets;
use vankien_text::language::words::Tally;
use vankien_text::{MendOptions, Quality, normalise, repair};

use super::letters::mend_of;
use crate::extract::ocr::{self, Ocr, Page, Spent};
use crate::extracted::Extracted;

/// A page with fewer words is read too: they may be a stamp on an image.
const FEW: u32 = 50;

/// Reads the pages of `extracted`, which was read from the PDF in `bytes`, again that hold no
/// Vietnamese text.
pub fn read(bytes: &[u8], extracted: Extracted, ocr: &Ocr, budgets: &Budgets) -> Extracted {
    let file = ocr.file(bytes);
    if !file.is_readable() || !is_poor(&extracted) {
        return extracted;
    }
    let (mut done, mut spent) = (OcrPages::default(), Spent::of(budgets));
    let (mut others, mut wanted) = (Vec::new(), Vec::new());
    for (number, page) in (1..).zip(ocr::pages(&extracted)) {
        done.of += 1;
        let evidence = extracted.evidence.within(page).moved(page.start, 0);
        let layer = page.of(&extracted.text);
        // What shapes tell is as good as text.
        let mended = repair::letters_of_glyph_shapes(layer, &evidence);
        let read = normalise::normalise(&mended.text).text;
        let was = repair::tally(&read);
        if was.words >= FEW && repair::quality(&read) == Quality::Good {
            continue;
        }
        wanted.push((number, layer.trim().is_empty(), was));
    }
    // Pages that nobody has tried come before those that failed in an earlier run: each run goes on where one met a limit.
    wanted.sort_by_key(|(number, ..)| file.has_failed(*number));
    for (number, is_empty, was) in wanted {
        let is_better = |page: &Page| is_empty || worth(tally(&page.text)) > worth(was);
        match file.page(number, &mut spent) {
            Ok(Some(page)) if is_better(&page) => {
                count(&mut done, &page);
                others.push((number, page));
            }
            Ok(_) => {}
            Err(fault) => failed(&mut done, fault.what),
        }
    }
    others.sort_by_key(|(number, _)| *number);
    let mut read = ocr::with_pages(&extracted, &others);
    // Where nothing was found on any page, the images still hold what nobody has read.
    if read.text.trim().is_empty() {
        read.ocr_pages.clear();
    } else {
        read.scans.retain(|scan| !read.ocr_pages.contains(scan));
    }
    read.provenance.ocr = Some(done);
    read.provenance.limits.extend(spent.met);
    read
}

fn is_poor(extracted: &Extracted) -> bool {
    !extracted.scans.is_empty()
        || mend_of(extracted, MendOptions::default()).quality == Quality::Poor
}

fn tally(text: &str) -> Tally {
    repair::tally(&normalise::normalise(text).text)
}

/// How many more words are syllables than are none.
fn worth(tally: Tally) -> i64 {
    2 * i64::from(tally.syllables) - i64::from(tally.words)
}

/// Counts a page whose text is taken.
fn count(done: &mut OcrPages, page: &Page) {
    done.read += 1;
    done.words += page.words;
    done.doubtful += page.doubtful;
    if let Err(at) = done.engines.binary_search(&page.by) {
        done.engines.insert(at, page.by.clone());
    }
}

/// Counts a page that could not be read.
fn failed(done: &mut OcrPages, why: String) {
    if done.failed == 0 {
        done.failure = why;
    }
    done.failed += 1;
}
