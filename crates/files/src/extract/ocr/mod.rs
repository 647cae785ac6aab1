//! OCR: reads pages that are images. `pdftoppm` draws them and `tesseract` reads them, as separate processes.
//! In: the bytes of a PDF and page numbers. Out: the text of each page, laid out like other PDF pages.
//! Results are kept in a cache and taken from there, with or without the programs.
//! Never decides which pages are read, or whether the result is better than the text layer: `pipeline` does.

mod cache;
mod engine;
mod table;

use std::cell::OnceCell;
use std::io::Write as _;

use twox_hash::XxHash3_128;
use vankien_system::budget::{Budgets, ExceededLimit, Limit};
use vankien_text::Evidence;
use vankien_text::span::Span;

use self::cache::{Entry, Outcome};
use self::engine::{DPI, Engine};
use super::fault::{Fault, ReaderResult};
use super::markers::Markers;
use super::pdf::lines::Printer;
use crate::error::Error;
use crate::extracted::Extracted;

pub use self::cache::Cache;
pub use self::table::{Boxes, WordBox};

/// Confidence of tesseract (0 to 100) below which a word is counted as doubtful in the provenance of the paper. A
/// judgement, not measured: the count is only shown and changes no text.
const DOUBTFUL_BELOW: f32 = 60.0;

/// For which pages the programs are called. All other pages are taken from the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// For no page. Nothing is written.
    #[default]
    CacheOnly,
    /// For pages that were never read, or on which the programs failed.
    UnreadPages,
    /// Also for pages that other versions of the programs read, or whose entry lacks the size of the page.
    Outdated,
}

/// The OCR programs and the cache of their results.
#[derive(Debug, Default)]
pub struct Ocr {
    /// The programs; `None` if they are not to be called.
    engine: Option<Engine>,
    /// Whether pages that other versions read are read again ([`Mode::Outdated`]).
    rereads_outdated: bool,
    cache: Cache,
}

/// A page that OCR read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its text, line by line.
    pub text: String,
    /// The confidence of each word.
    pub evidence: Evidence,
    /// The number of its words.
    pub words: u32,
    /// The number of its words with low confidence.
    pub doubtful: u32,
    /// The program: `tesseract 5.3.0 vie`; empty if it is not known.
    pub by: String,
}

impl Ocr {
    /// An OCR that only takes pages from the cache. It calls no program and writes nothing.
    pub fn cache_only(cache: Cache) -> Ocr {
        Ocr { cache, ..Ocr::default() }
    }

    /// An OCR that calls the programs as `mode` says. If a program is missing, it takes pages only from the cache, and
    /// the error says what is missing.
    pub fn open(cache: Cache, mode: Mode) -> (Ocr, Option<Error>) {
        if mode == Mode::CacheOnly {
            return (Ocr::cache_only(cache), None);
        }
        match Engine::find() {
            Ok(engine) => {
                let rereads_outdated = mode == Mode::Outdated;
                (Ocr { engine: Some(engine), rereads_outdated, cache }, None)
            }
            Err(missing) => (Ocr::cache_only(cache), Some(Error::NoOcr { missing })),
        }
    }

    /// Whether the programs are called for pages that are not in the cache.
    pub fn calls_programs(&self) -> bool {
        self.engine.is_some()
    }

    /// When the cache last changed for the file with this [`id`], in nanoseconds since 1970.
    pub fn changed(&self, file: u128) -> Option<i128> {
        self.cache.changed(file)
    }

    /// The errors of the cache since the last call.
    pub fn take_errors(&self) -> Vec<Error> {
        self.cache.take_errors()
    }

    /// A PDF, given by its bytes, whose pages are to be read.
    pub fn file<'a>(&'a self, bytes: &'a [u8]) -> File<'a> {
        File { ocr: self, bytes, id: id(bytes), copy: OnceCell::new() }
    }
}

/// The calls of the programs for one file in this run, held against the budgets.
#[derive(Clone, Debug)]
pub struct Spent {
    budgets: Budgets,
    /// Pages for which the programs were called.
    pages: u64,
    /// Pages on which a program took too long.
    timed_out: u32,
    /// The first page for which no program was called, and the limit that forbade it.
    pub exceeded: Option<ExceededLimit>,
}

/// Pages of one file that may time out in one run; then the programs are not called for the file again. A judgement,
/// not measured: with the default of 30 seconds a page it bounds the waste to 90 seconds a file.
/// `cargo test --test program ocr::pages_that_take_too_long` shows it.
const MAX_TIMED_OUT_PAGES: u32 = 3;

impl Spent {
    /// No calls yet.
    pub fn new(budgets: &Budgets) -> Spent {
        Spent { budgets: *budgets, pages: 0, timed_out: 0, exceeded: None }
    }

    /// Counts a call for the page with this number; `false` if a limit forbids it.
    fn count_call(&mut self, number: u32) -> bool {
        let limit = if self.timed_out >= MAX_TIMED_OUT_PAGES {
            Limit::OcrSeconds
        } else if self.pages >= self.budgets.value(Limit::OcrPages) {
            Limit::OcrPages
        } else {
            self.pages += 1;
            return true;
        };
        let exceeded = self.budgets.exceeded(limit).at_page(number);
        self.exceeded.get_or_insert(exceeded);
        false
    }

    fn count_result(&mut self, result: &ReaderResult<String>) {
        let is_timed_out = result.as_ref().is_err_and(|fault| fault.guard.is_some());
        self.timed_out += u32::from(is_timed_out);
    }
}

/// The hash by which the cache knows a file with these bytes.
pub fn id(bytes: &[u8]) -> u128 {
    XxHash3_128::oneshot(bytes)
}

/// A PDF whose pages are being read.
pub struct File<'a> {
    ocr: &'a Ocr,
    bytes: &'a [u8],
    id: u128,
    /// A copy for the programs, made when the first one is called. It holds exactly the bytes that were hashed, even if
    /// the file changes meanwhile.
    copy: OnceCell<tempfile::NamedTempFile>,
}

impl File<'_> {
    /// Whether any page can be read: by the programs, or from the cache.
    pub(crate) fn is_readable(&self) -> bool {
        self.ocr.calls_programs() || self.ocr.cache.holds(self.id)
    }

    /// The page with this number, from 1. `None` if it is not in the cache and the programs are not called, or a limit
    /// forbids it.
    pub fn page(&self, number: u32, spent: &mut Spent) -> ReaderResult<Option<Page>> {
        let Ocr { engine, rereads_outdated, cache } = self.ocr;
        let wanted_version = match engine {
            Some(engine) if *rereads_outdated => Some(engine.version.as_str()),
            _ => None,
        };
        let cached = cache.get(self.id, number, wanted_version);
        let Some(engine) = engine else { return cached.map(page_of_entry).transpose() };
        // Failures are tried again.
        let cached = cached.filter(|entry| matches!(entry.outcome, Outcome::Table(_)));
        if let Some(entry) = &cached
            && (!rereads_outdated || is_current(entry, engine))
        {
            if !cache.is_shared(self.id, number) {
                cache.put(self.id, number, &entry.version, &entry.outcome);
            }
            return page_of_entry(entry.clone()).map(Some);
        }
        if !spent.count_call(number) {
            return cached.map(page_of_entry).transpose();
        }
        let copy = self.copy_for_programs();
        let table = copy.and_then(|copy| engine.read_page(copy.path(), number, &spent.budgets));
        spent.count_result(&table);
        let outcome = match (table, cached) {
            (Ok(table), _) => Outcome::Table(table),
            // The programs failed now: an earlier result stays, and the cache is not changed.
            (Err(_), Some(earlier)) => return page_of_entry(earlier).map(Some),
            (Err(fault), None) => Outcome::Failed(fault.what),
        };
        cache.put(self.id, number, &engine.version, &outcome);
        let entry = Entry { version: engine.version.clone(), dpi: DPI, outcome };
        page_of_entry(entry).map(Some)
    }

    /// Whether OCR of the page failed in an earlier run.
    pub(crate) fn has_failed(&self, number: u32) -> bool {
        let entry = self.ocr.cache.get(self.id, number, None);
        entry.is_some_and(|entry| matches!(entry.outcome, Outcome::Failed(_)))
    }

    /// The boxes of the words of a page, from the cache.
    pub fn boxes(&self, number: u32) -> Option<Boxes> {
        let entry = self.ocr.cache.get(self.id, number, None)?;
        entry.boxes()
    }

    fn copy_for_programs(&self) -> ReaderResult<&tempfile::NamedTempFile> {
        if let Some(copy) = self.copy.get() {
            return Ok(copy);
        }
        let failed = |error| Fault::foreign(format!("cannot be handed to pdftoppm ({error})"));
        let mut copy = tempfile::NamedTempFile::new().map_err(failed)?;
        copy.write_all(self.bytes).and_then(|()| copy.flush()).map_err(failed)?;
        Ok(self.copy.get_or_init(|| copy))
    }
}

impl Entry {
    fn boxes(&self) -> Option<Boxes> {
        match &self.outcome {
            Outcome::Table(table) => table::boxes(table, self.dpi),
            Outcome::Failed(_) => None,
        }
    }
}

/// Whether the entry comes from the programs as they are installed, so that reading the page again would change nothing.
fn is_current(entry: &Entry, engine: &Engine) -> bool {
    entry.version == engine.version && entry.dpi == DPI && entry.boxes().is_some()
}

fn page_of_entry(entry: Entry) -> ReaderResult<Page> {
    match entry.outcome {
        Outcome::Table(table) => {
            let by = engine::short_name(&entry.version).to_owned();
            Ok(Page { by, ..page_of_table(&table) })
        }
        Outcome::Failed(why) => Err(Fault::damaged(why)),
    }
}

/// Lays out the words of a table (TSV) as a page.
pub fn page_of_table(table: &str) -> Page {
    let words = table::parse_words(table);
    let doubtful = words.iter().filter(|word| word.confidence < DOUBTFUL_BELOW).count();
    let mut printer = Printer::default();
    printer.page(table::glyphs_of_words(&words));
    let printed = Extracted { text: printer.text, ..Extracted::default() };
    let Extracted { text, evidence, .. } = Markers::default().split_off_evidence(printed);
    let (words, doubtful) = (words.len() as u32, doubtful as u32);
    Page { text, evidence, words, doubtful, by: String::new() }
}

/// The extracted text with some pages replaced. `replacements` are sorted by page number, from 1.
pub(crate) fn with_pages(extracted: &Extracted, replacements: &[(u32, Page)]) -> Extracted {
    let mut text = String::with_capacity(extracted.text.len());
    let (mut page_starts, mut evidence) = (Vec::new(), Evidence::default());
    for (number, page) in (1..).zip(pages(extracted)) {
        let start = text.len();
        if number > 1 {
            page_starts.push(start);
        }
        match replacements.iter().find(|(replaced, _)| *replaced == number) {
            Some((_, replacement)) => {
                text.push_str(&replacement.text);
                evidence.add(replacement.evidence.clone().moved(0, start));
            }
            None => {
                text.push_str(page.of(&extracted.text));
                evidence.add(extracted.evidence.within(page).moved(page.start, start));
            }
        }
    }
    let ocr_pages = replacements.iter().map(|(number, _)| *number).collect();
    // The lines of the other pages have moved; an OCR tells no stamps.
    let stamp_lines = Vec::new();
    Extracted { text, page_starts, evidence, ocr_pages, stamp_lines, ..extracted.clone() }
}

/// The byte ranges of the pages in the text.
pub fn pages(extracted: &Extracted) -> impl Iterator<Item = Span> {
    let starts = std::iter::once(0).chain(extracted.page_starts.iter().copied());
    let ends = extracted.page_starts.iter().copied().chain([extracted.text.len()]);
    starts.zip(ends).map(|(start, end)| Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_exchanged_in_place() {
        let extracted = Extracted {
            text: "một\nhai\n".into(),
            page_starts: vec!["một\n".len(), "một\nhai\n".len()],
            ..Extracted::default()
        };
        let words = vec![(Span::new(0, 1), 40)];
        let evidence = Evidence { words, ..Evidence::default() };
        let page =
            |text: &str| Page { text: text.into(), evidence: evidence.clone(), ..Page::default() };
        let read = with_pages(&extracted, &[(1, page("x\n")), (3, page("ba\n"))]);
        let texts: Vec<&str> = pages(&read).map(|page| page.of(&read.text)).collect();
        assert_eq!(texts, ["x\n", "hai\n", "ba\n"]);
        let words: Vec<&str> =
            read.evidence.words.iter().map(|(at, _)| at.of(&read.text)).collect();
        assert_eq!(words, ["x", "b"]);
        assert_eq!(read.ocr_pages, [1, 3]);
    }
}
