//! The order of the stages, known here alone: file → extract → normalise → repair → structure; letters that the file tells
//! by the shapes of its glyphs come before normalise.
//! In: bytes of a file, or extracted text. Out: a [`Document`] with spans of the extracted text.

mod scans;
mod verdicts;

use std::path::Path;

use crate::budget::{self, Budgets};
use crate::document::{Document, Edit, Evidence, Extracted, Mended, Quality, Verdict, joined};
use crate::error::Result;
use crate::extract::ocr::Ocr;
use crate::extract::source::Sources;
use crate::span::{Map, Span};
use crate::{extract, normalise, repair, structure};

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
/// in [`Extracted::met`].
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

/// What the two letter stages made of a text.
pub struct Letters<'a> {
    /// From [`normalise::normalise`], with the letters that the file tells.
    pub normalised: Mended<'a>,
    /// The repaired text.
    pub repaired: String,
    /// From the repaired text back to the extracted text.
    pub map: Map,
    /// The edits of both stages in order; spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// What else may stand at places that were left alone; spans as those of the edits.
    pub readings: Vec<Edit>,
    /// Whether the text can be trusted to be Vietnamese.
    pub quality: Quality,
}

/// What a reader may ask of the letter stages beyond what they do by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish<'v> {
    /// Restore tones and marks of words that lost them, by likelihood.
    pub restore_marks: bool,
    /// How places of this very text are to be read, as a person said.
    pub verdicts: &'v [Verdict],
}

/// Normalises and repairs `text`.
pub fn letters(text: &str) -> Letters<'_> {
    letters_as(text, Wish::default())
}

/// Normalises and repairs `text` as the reader wishes.
pub fn letters_as<'t>(text: &'t str, wish: Wish<'_>) -> Letters<'t> {
    letters_by(text, &Evidence::default(), wish)
}

/// Normalises and repairs what was read from a file as the reader wishes.
pub fn letters_of<'t>(extracted: &'t Extracted, wish: Wish<'_>) -> Letters<'t> {
    letters_by(&extracted.text, &extracted.evidence, wish)
}

fn letters_by<'t>(text: &'t str, evidence: &Evidence, wish: Wish<'_>) -> Letters<'t> {
    let normalised = normalised(text, evidence);
    let read = Evidence { words: evidence.words.clone(), ..Evidence::default() };
    let (mut repaired, quality) = repair::judged(&normalised.text, read.forward(&normalised.map));
    if wish.restore_marks {
        repaired = repair::with_marks(&normalised.text, repaired);
    }
    let map = repaired.map.after(&normalised.map);
    let readings = repair::readings(&repaired.text).into_iter();
    let readings = readings.filter_map(|reading| led_back(reading, &map)).collect();
    let edits = joined(text, &normalised.map, normalised.edits.clone(), repaired.edits);
    let repaired = repaired.text.into_owned();
    let mut letters = Letters { normalised, repaired, map, edits, readings, quality };
    verdicts::apply(text, &mut letters, wish.verdicts);
    letters
}

/// Normalises `text` with the letters that the file tells.
fn normalised<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    let told = repair::told(text, evidence);
    if told.edits.is_empty() {
        return normalise::normalise(text);
    }
    let Mended { text: after, map, edits } = normalise::normalise(&told.text);
    let edits = joined(text, &told.map, told.edits, edits);
    Mended { text: after.into_owned().into(), map: map.after(&told.map), edits }
}

/// Runs all stages over what was read from a file.
pub fn document(extracted: &Extracted) -> Document {
    document_as(extracted, Wish::default())
}

/// Runs all stages over what was read from a file, the letter stages as the reader wishes.
pub fn document_as(extracted: &Extracted, wish: Wish<'_>) -> Document {
    let letters = letters_of(extracted, wish);
    let starts = moved(&letters.map, &extracted.page_starts);
    let mut document = structure::structure(&letters.repaired, &starts, extracted.lines);
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
    document.obtained = obtained(extracted, document.pages.len());
    document.met.clone_from(&extracted.met);
    document
}

/// How the text was obtained, of how many of the `pages` there is none, and which limits ended it.
fn obtained(extracted: &Extracted, pages: usize) -> String {
    let mut obtained = match extracted.scans.len() {
        0 => extracted.obtained.clone(),
        scans => {
            format!("{}, {scans} of {pages} pages scanned and without text", extracted.obtained)
        }
    };
    for met in budget::first_of_each(&extracted.met) {
        obtained += &format!(", {}", met.words());
    }
    obtained
}

/// A reading of the repaired text, with the place of the extracted text that it is of.
fn led_back(reading: Edit, map: &Map) -> Option<Edit> {
    let ranges = map.back(reading.span);
    let (first, last) = (ranges.first()?, ranges.last()?);
    Some(Edit { span: Span::new(first.start, last.end), ..reading })
}

/// Where the bytes at `offsets` of the extracted text, in order, stand in the repaired text.
fn moved(map: &Map, offsets: &[usize]) -> Vec<usize> {
    let spans: Vec<Span> = offsets.iter().map(|at| Span::new(*at, at + 1)).collect();
    let moved = map.forward_all(&spans).into_iter().zip(offsets);
    moved.map(|(span, at)| span.map_or(*at, |span| span.start)).collect()
}
