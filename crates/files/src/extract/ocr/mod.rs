//! OCR: reads pages that are images. Two programs do it, as separate processes: `pdftoppm` draws a page, `tesseract`
//! reads it. "The programs" in this file are these two.
//! In: the bytes of a PDF and page numbers. Out: the text of each page, laid out like other PDF pages.
//! Results are kept in a cache. They are taken from there even if the programs are missing.
//! Never decides which pages are read, or whether the result is better than the text layer: `pipeline` does.

mod cache;
mod engine;
mod second; // a page that was read twice
mod table;

use std::cell::OnceCell;
use std::io::Write as _;

use twox_hash::XxHash3_128;
use vankien_system::budget::{Budgets, ExceededLimit, Limit};
use vankien_text::Evidence;
use vankien_text::span::Span;

use self::cache::{Entry, Outcome};
use self::engine::{DPI, Engine, SECOND_DPI};
use super::fault::{Fault, ReaderResult};
use super::markers::Markers;
use super::pdf::lines::Printer;
use crate::error::Error;
use crate::extracted::Extracted;

pub use self::cache::Cache; // OCR results of earlier runs
pub use self::second::join as join_readings; // of a page that was read twice
pub use self::table::{Boxes, WordBox}; // where the words stand on a drawn page

/// Confidence of tesseract (0 to 100) below which a word is counted as doubtful in the provenance of the paper. A
/// judgement, not measured: the count is only shown (`vankien show --ocr FILE`) and changes no text.
const DOUBTFUL_BELOW: f32 = 60.0;

/// For which pages the programs are called. All other pages are taken from the cache. Each variant includes the pages
/// of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// For no page. Nothing is written into the cache.
    #[default]
    CacheOnly,
    /// For pages without a result in the cache, and for pages on which the programs failed.
    UnreadPages,
    /// Also for pages whose result in the cache is outdated. A result is outdated if it was made by other versions of
    /// the programs, with other Vietnamese data, in another layout mode (`--psm`) or at another resolution, or does not
    /// give width and height of the drawn page.
    Outdated,
}

/// The OCR programs and the cache of their results.
#[derive(Debug, Default)]
pub struct Ocr {
    /// The programs; `None` if they are not to be called.
    engine: Option<Engine>,
    /// Whether pages with an outdated result are read again ([`Mode::Outdated`]).
    rereads_outdated: bool,
    /// The results of earlier calls.
    cache: Cache,
}

/// A page that OCR read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its text, line by line.
    pub text: String,
    /// What tesseract says of each word, its confidence and a second reading, as the `words` of the evidence; spans are
    /// bytes of `text`.
    pub evidence: Evidence,
    /// How many words tesseract read on it. Left out are specks, and words with a confidence below 20 that are no
    /// syllable and hold no figure. Pen strokes are counted, although `text` leaves them out.
    pub words: u32,
    /// How many of these words tesseract is not sure of: their confidence is below 60 (`DOUBTFUL_BELOW`).
    pub doubtful: u32,
    /// Which program read it, with version and language: `tesseract 5.3.0 vie`; empty if it is not known.
    pub by: String,
}

impl Ocr {
    /// An OCR that only takes pages from the cache. It calls no program and writes nothing.
    pub fn cache_only(cache: Cache) -> Ocr {
        Ocr { cache, ..Ocr::default() }
    }

    /// An OCR that calls the programs as `mode` says. If a program or its Vietnamese data is missing, the OCR takes
    /// pages only from the cache, and the error names what is missing.
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

    /// Whether the programs may be called: `mode` allows it, and they were found.
    pub fn calls_programs(&self) -> bool {
        self.engine.is_some()
    }

    /// When the cache last changed for the file with this [`id`], in nanoseconds since 1970. `None` if it holds nothing
    /// for the file, or only entries of its first format. Ingest compares it with the last run to see whether OCR gave
    /// more.
    pub fn changed(&self, file: u128) -> Option<i128> {
        self.cache.changed(file)
    }

    /// The errors of the cache since the last call of this function: folders that cannot be written, damaged entries.
    pub fn take_errors(&self) -> Vec<Error> {
        self.cache.take_errors()
    }

    /// A PDF whose pages are to be read, given by its bytes. Nothing is read yet.
    pub fn file<'a>(&'a self, bytes: &'a [u8]) -> File<'a> {
        File { ocr: self, bytes, id: id(bytes), copy: OnceCell::new() }
    }
}

/// Counts the calls of the programs for one file in this run, and compares them with the budgets.
#[derive(Clone, Debug)]
pub struct Spent {
    budgets: Budgets,
    /// Pages for which the programs were called.
    pages: u64,
    /// Pages on which a program was stopped because it took too long at the first reading.
    timed_out: u32,
    /// Whether a second reading took too long: then no page of the file is read again.
    second_timed_out: bool,
    /// The first page for which a limit forbade the call, and that limit; `None` if no call was forbidden.
    pub exceeded: Option<ExceededLimit>,
}

/// From 3 timed-out pages of one file in one run on, the programs are not called for this file any more. A judgement,
/// not measured. Each of the two programs has [`Limit::OcrSeconds`] for a reading of a page (30 by default), and one second
/// reading may time out, so a file wastes at most (3 + 1) x 2 x 30 = 240 seconds in a run. `cargo test --test program
/// ocr::pages_that_take_too_long` shows it.
const MAX_TIMED_OUT_PAGES: u32 = 3;

impl Spent {
    /// No calls yet, with the budgets that will hold for them.
    pub fn new(budgets: &Budgets) -> Spent {
        Spent { budgets: *budgets, pages: 0, timed_out: 0, second_timed_out: false, exceeded: None }
    }

    /// Counts a call for the page with this number, from 1. `false`, and nothing is counted, if a limit forbids the
    /// call.
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

    /// Counts a timed-out page. Other results change nothing.
    fn count_result(&mut self, result: &ReaderResult<String>) {
        let is_timed_out = result.as_ref().is_err_and(|fault| fault.guard.is_some());
        self.timed_out += u32::from(is_timed_out);
    }
}

/// The key of a file in the cache: the 128-bit hash (XXH3) of its bytes. Copies of a file share their OCR results.
pub fn id(bytes: &[u8]) -> u128 {
    XxHash3_128::oneshot(bytes)
}

/// A PDF whose pages are being read.
pub struct File<'a> {
    ocr: &'a Ocr,
    bytes: &'a [u8],
    id: u128,
    /// A temporary copy that the programs read, made before their first call. It holds exactly the bytes that were
    /// hashed, even if the file changes meanwhile.
    copy: OnceCell<tempfile::NamedTempFile>,
}

impl File<'_> {
    /// Whether it makes sense to ask for pages: the programs may be called, or the cache may hold results of this file.
    pub(crate) fn is_readable(&self) -> bool {
        self.ocr.calls_programs() || self.ocr.cache.holds(self.id)
    }

    /// The page with this number, from 1: from the cache, or by calling the programs as [`Mode`] says. A new result is
    /// written into the cache. If a limit forbids the call, or the call fails, an outdated result from the cache is
    /// given. `None` if the cache has no result and the programs are not called.
    ///
    /// # Errors
    /// Where the programs fail on the page, and no earlier result exists. Without the programs: where they failed when
    /// the result in the cache was written.
    pub fn page(&self, number: u32, spent: &mut Spent) -> ReaderResult<Option<Page>> {
        let Ocr { engine, rereads_outdated, cache } = self.ocr;
        let wanted_version = match engine {
            Some(engine) if *rereads_outdated => Some(engine.version.as_str()),
            _ => None,
        };
        let cached = cache.get(self.id, number, wanted_version);
        let Some(engine) = engine else { return cached.map(page_of_entry).transpose() };
        // With the programs at hand, a failure in the cache is no result: the page is tried again.
        let cached = cached.filter(|entry| matches!(entry.outcome, Outcome::Table(_)));
        if let Some(entry) = &cached
            && (!rereads_outdated || is_current(entry, engine))
        {
            // A result that lies only in the folder of one index is copied into the folder that all indexes share.
            if !cache.is_shared(self.id, number) {
                cache.put(self.id, number, &entry.version, &entry.outcome);
            }
            return page_of_entry(entry.clone()).map(Some);
        }
        if !spent.count_call(number) {
            return cached.map(page_of_entry).transpose();
        }
        let copy = self.copy_for_programs();
        let table =
            copy.and_then(|copy| engine.read_page(copy.path(), number, DPI, &spent.budgets));
        spent.count_result(&table);
        let table = table.map(|table| self.read_again(engine, table, number, spent));
        let outcome = match (table, cached) {
            (Ok(table), _) => Outcome::Table(table),
            // The programs failed now, but an earlier call gave a result: it is used, and stays in the cache.
            (Err(_), Some(earlier)) => return page_of_entry(earlier).map(Some),
            (Err(fault), None) => Outcome::Failed(fault.what),
        };
        cache.put(self.id, number, &engine.version, &outcome);
        let entry = Entry { version: engine.version.clone(), dpi: DPI, outcome };
        page_of_entry(entry).map(Some)
    }

    /// The table of a page with that of a second reading, at [`SECOND_DPI`], where it is worth one and the programs can
    /// do it.
    fn read_again(&self, engine: &Engine, table: String, number: u32, spent: &mut Spent) -> String {
        if spent.second_timed_out || !second::is_worth_reading_again(&table) {
            return table;
        }
        let copy = self.copy_for_programs();
        let again =
            copy.and_then(|copy| engine.read_page(copy.path(), number, SECOND_DPI, &spent.budgets));
        spent.second_timed_out = again.as_ref().is_err_and(|fault| fault.guard.is_some());
        match again {
            Ok(again) => second::join(&table, &again),
            Err(_) => table,
        }
    }

    /// Whether the cache says that OCR failed on the page. Asked before the first call of a run, it tells whether an
    /// earlier run failed.
    pub(crate) fn has_failed(&self, number: u32) -> bool {
        let entry = self.ocr.cache.get(self.id, number, None);
        entry.is_some_and(|entry| matches!(entry.outcome, Outcome::Failed(_)))
    }

    /// Where the words of the page with this number (from 1) stand, in dots of the drawn page. Taken from the cache
    /// only. `None` if the cache has no result of the page, a failure, or a result without the size of the page. For a
    /// page on which no word was read the list is empty.
    pub fn boxes(&self, number: u32) -> Option<Boxes> {
        let entry = self.ocr.cache.get(self.id, number, None)?;
        entry.boxes()
    }

    /// The temporary copy; it is made at the first call.
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
    /// Where the words stand; `None` for a failure, or if the table does not give the size of the page.
    fn boxes(&self) -> Option<Boxes> {
        match &self.outcome {
            Outcome::Table(table) => table::boxes(second::split(table).0, self.dpi),
            Outcome::Failed(_) => None,
        }
    }
}

/// Whether the entry comes from the programs as they are installed, so that reading the page again would change
/// nothing.
fn is_current(entry: &Entry, engine: &Engine) -> bool {
    entry.version == engine.version && entry.dpi == DPI && entry.boxes().is_some()
}

/// The page that a cache entry holds, or its failure as an error.
fn page_of_entry(entry: Entry) -> ReaderResult<Page> {
    match entry.outcome {
        Outcome::Table(table) => {
            let by = engine::short_name(&entry.version).to_owned();
            Ok(Page { by, ..page_of_table(&table) })
        }
        Outcome::Failed(why) => Err(Fault::damaged(why)),
    }
}

/// Makes a page of a table of words: `table` is the TSV output of tesseract, with that of a second reading behind it
/// ([`join_readings`]) where the page was read twice. Its text is without specks, pen strokes,
/// and words with a confidence below 20 that are no syllable and hold no figure. The program that read the page
/// ([`Page::by`]) stays empty.
pub fn page_of_table(table: &str) -> Page {
    let words = second::words(table);
    let doubtful = words.iter().filter(|word| word.confidence < DOUBTFUL_BELOW).count();
    let mut printer = Printer::default();
    let mut markers = Markers::default();
    printer.page(table::glyphs_of_words(&words, &mut markers));
    let printed = Extracted { text: printer.text, ..Extracted::default() };
    let Extracted { text, evidence, .. } = markers.split_off_evidence(printed);
    let (words, doubtful) = (words.len() as u32, doubtful as u32);
    Page { text, evidence, words, doubtful, by: String::new() }
}

/// The extracted text with some pages replaced by pages that OCR read. `replacements` are page numbers (from 1,
/// ascending) with the new pages. [`Extracted::ocr_pages`] of the result lists these numbers, and
/// [`Extracted::stamp_lines`] is empty, also for pages that stay. The caller updates scans and provenance.
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

/// The byte ranges of the pages in the extracted text, in order; together they are the whole text.
pub fn pages(extracted: &Extracted) -> impl Iterator<Item = Span> {
    let starts = std::iter::once(0).chain(extracted.page_starts.iter().copied());
    let ends = extracted.page_starts.iter().copied().chain([extracted.text.len()]);
    starts.zip(ends).map(|(start, end)| Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use vankien_text::OcrWord;

    use super::*;

    #[test]
    fn pages_are_exchanged_in_place() {
        let extracted = Extracted {
            text: "một\nhai\n".into(),
            page_starts: vec!["một\n".len(), "một\nhai\n".len()],
            ..Extracted::default()
        };
        let words = vec![(Span::new(0, 1), OcrWord::read_once(40))];
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
