//! Reads pages that are images: `pdftoppm` draws them, `tesseract` reads them, both as processes.
//! In: the bytes of a PDF and numbers of pages. Out: the text of each, laid out as other pages are.
//! What was read is kept (`cache`) and taken from there, with or without the programs.
//! Never decides which pages are to be read or whether what was read is better: `pipeline` does.

mod cache;
mod engine;
mod table;

use std::cell::OnceCell;
use std::io::Write as _;

use twox_hash::XxHash3_128;
use vankien_system::budget::{Budgets, Limit, Met};
use vankien_text::Evidence;
use vankien_text::span::Span;

use self::cache::{Entry, Outcome};
use self::engine::{DPI, Engine};
use super::fault::{Fault, Read};
use super::pdf::lines::Printer;
use super::signs::Signs;
use crate::error::Error;
use crate::extracted::Extracted;

pub use self::cache::Cache;
pub use self::table::{Boxes, WordBox};

/// Words of which tesseract is less sure than this, in a hundred, are counted as doubtful.
const SURE: f32 = 60.0;

/// For which pages the programs are called. A page that was read before is taken from the cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// For none, and nothing is written.
    #[default]
    Kept,
    /// For those that nobody has read, or on which the programs failed.
    New,
    /// For those too that were read by other versions, or without the places of words.
    Outdated,
}

/// What reads pages, and where what was read is kept.
#[derive(Debug, Default)]
pub struct Ocr {
    /// The programs; `None` where they are not to be called.
    engine: Option<Engine>,
    /// Whether what other versions read is read again.
    is_anew: bool,
    cache: Cache,
}

/// A page that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its text, line by line.
    pub text: String,
    /// How sure the engine is of each word.
    pub evidence: Evidence,
    /// How many words it has.
    pub words: u32,
    /// Of how many of them the engine is not sure.
    pub doubtful: u32,
    /// What read it: `tesseract 5.3.0 vie`; empty where that is not known.
    pub by: String,
}

impl Ocr {
    /// Takes what is in the cache, calls no program and writes nothing.
    pub fn kept(cache: Cache) -> Ocr {
        Ocr { cache, ..Ocr::default() }
    }

    /// Reads pages as `mode` says; what was missing for that is told, and then only what is in the
    /// cache is taken.
    pub fn open(cache: Cache, mode: Mode) -> (Ocr, Option<Error>) {
        if mode == Mode::Kept {
            return (Ocr::kept(cache), None);
        }
        match Engine::find() {
            Ok(engine) => {
                (Ocr { engine: Some(engine), is_anew: mode == Mode::Outdated, cache }, None)
            }
            Err(missing) => (Ocr::kept(cache), Some(Error::NoOcr { missing })),
        }
    }

    /// Whether programs are called for pages that nobody has read.
    pub fn calls(&self) -> bool {
        self.engine.is_some()
    }

    /// When something was kept last of the file with this [`id`], in nanoseconds since 1970.
    pub fn changed(&self, file: u128) -> Option<i128> {
        self.cache.changed(file)
    }

    /// What went wrong with the cache since the last call.
    pub fn take_troubles(&self) -> Vec<Error> {
        self.cache.take_troubles()
    }

    /// Opens a PDF whose pages are to be read.
    pub fn file<'a>(&'a self, bytes: &'a [u8]) -> File<'a> {
        File { ocr: self, bytes, id: id(bytes), copy: OnceCell::new() }
    }
}

/// What calls of the programs for one file have cost so far.
#[derive(Clone, Debug)]
pub struct Spent {
    budgets: Budgets,
    pages: u64,
    stopped: u32,
    /// The first page for which no program was called, and why.
    pub met: Option<Met>,
}

/// So many pages of a file may take too long in one run: those behind them are hardly any better.
const STOPPED: u32 = 3;

impl Spent {
    /// Nothing yet.
    pub fn of(budgets: &Budgets) -> Spent {
        Spent { budgets: *budgets, pages: 0, stopped: 0, met: None }
    }

    /// Whether the programs may be called for the page with this number.
    fn takes_one_more(&mut self, number: u32) -> bool {
        let limit = match () {
            () if self.stopped >= STOPPED => Limit::OcrSeconds,
            () if self.pages >= self.budgets.of(Limit::OcrPages) => Limit::OcrPages,
            () => {
                self.pages += 1;
                return true;
            }
        };
        let here = self.budgets.met(limit).at_page(number);
        self.met.get_or_insert(here);
        false
    }

    fn ended(&mut self, read: &Read<String>) {
        let is_stopped = read.as_ref().is_err_and(|fault| fault.guard.is_some());
        self.stopped += u32::from(is_stopped);
    }
}

/// The name under which the cache keeps what was read of a file with these bytes.
pub fn id(bytes: &[u8]) -> u128 {
    XxHash3_128::oneshot(bytes)
}

/// A PDF whose pages are being read.
pub struct File<'a> {
    ocr: &'a Ocr,
    bytes: &'a [u8],
    id: u128,
    /// What the programs see: a copy of the very bytes that were hashed.
    copy: OnceCell<tempfile::NamedTempFile>,
}

impl File<'_> {
    /// Whether any page may be read: the programs are called, or something is in the cache.
    pub fn is_readable(&self) -> bool {
        self.ocr.calls() || self.ocr.cache.holds(self.id)
    }

    /// Reads the page with this number, from 1; `None` where nobody has and no program is called, or the budget
    /// of pages is spent.
    pub fn page(&self, number: u32, spent: &mut Spent) -> Read<Option<Page>> {
        let Ocr { engine, is_anew, cache } = self.ocr;
        let version = engine.as_ref().filter(|_| *is_anew).map(|engine| engine.version.as_str());
        let kept = cache.get(self.id, number, version);
        let Some(engine) = engine else { return kept.map(page_of).transpose() };
        let kept = kept.filter(|entry| matches!(entry.outcome, Outcome::Table(_)));
        if let Some(entry) = kept.clone().filter(|entry| !is_anew || is_current(entry, engine)) {
            if !cache.is_shared(self.id, number) {
                cache.put(self.id, number, &entry.version, &entry.outcome);
            }
            return page_of(entry).map(Some);
        }
        if !spent.takes_one_more(number) {
            return kept.map(page_of).transpose();
        }
        let read = self.copied();
        let read = read.and_then(|copy| engine.read(copy.path(), number, &spent.budgets));
        spent.ended(&read);
        let (outcome, entry) = match (read, kept) {
            (Ok(table), _) => (Outcome::Table(table), None),
            // What was read before is better than nothing.
            (Err(_), Some(before)) => (before.outcome.clone(), Some(before)),
            (Err(fault), None) => (Outcome::Failed(fault.what), None),
        };
        let entry = entry.unwrap_or_else(|| {
            cache.put(self.id, number, &engine.version, &outcome);
            Entry { version: engine.version.clone(), dpi: DPI, outcome }
        });
        page_of(entry).map(Some)
    }

    /// Whether the page was tried in an earlier run, and nothing was read of it.
    pub fn has_failed(&self, number: u32) -> bool {
        let entry = self.ocr.cache.get(self.id, number, None);
        entry.is_some_and(|entry| matches!(entry.outcome, Outcome::Failed(_)))
    }

    /// Where the words of a page stand, as far as the cache tells.
    pub fn boxes(&self, number: u32) -> Option<Boxes> {
        let entry = self.ocr.cache.get(self.id, number, None)?;
        entry.boxes()
    }

    fn copied(&self) -> Read<&tempfile::NamedTempFile> {
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

/// Whether reading the page again would tell nothing new.
fn is_current(entry: &Entry, engine: &Engine) -> bool {
    entry.version == engine.version && entry.dpi == DPI && entry.boxes().is_some()
}

fn page_of(entry: Entry) -> Read<Page> {
    match entry.outcome {
        Outcome::Table(table) => {
            let by = engine::name_of(&entry.version).to_owned();
            Ok(Page { by, ..laid_out(&table) })
        }
        Outcome::Failed(why) => Err(Fault::damaged(why)),
    }
}

/// The page of which a table of words (TSV) tells.
pub fn laid_out(table: &str) -> Page {
    let words = table::words(table);
    let count = |of: &dyn Fn(&table::Word) -> bool| words.iter().filter(|word| of(word)).count();
    let (all, doubtful) = (words.len(), count(&|word| word.confidence < SURE));
    let mut printer = Printer::default();
    printer.page(table::placed(&words));
    let printed = Extracted { text: printer.text, ..Extracted::default() };
    let Extracted { text, evidence, .. } = Signs::default().taken_out(printed);
    Page { text, evidence, words: all as u32, doubtful: doubtful as u32, by: String::new() }
}

/// The extracted text with other texts for some of its pages; numbers of pages from 1, in order.
pub fn with_pages(extracted: &Extracted, others: &[(u32, Page)]) -> Extracted {
    let mut text = String::with_capacity(extracted.text.len());
    let (mut page_starts, mut evidence) = (Vec::new(), Evidence::default());
    for (number, page) in (1..).zip(pages(extracted)) {
        let start = text.len();
        if number > 1 {
            page_starts.push(start);
        }
        match others.iter().find(|(one, _)| *one == number) {
            Some((_, other)) => {
                text.push_str(&other.text);
                evidence.add(other.evidence.clone().moved(0, start));
            }
            None => {
                text.push_str(page.of(&extracted.text));
                evidence.add(extracted.evidence.within(page).moved(page.start, start));
            }
        }
    }
    let ocr_pages = others.iter().map(|(number, _)| *number).collect();
    Extracted { text, page_starts, evidence, ocr_pages, ..extracted.clone() }
}

/// Where the pages stand in the text.
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
