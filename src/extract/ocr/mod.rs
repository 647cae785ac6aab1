//! Reads pages that are images: `pdftoppm` draws them, `tesseract` reads them, both as processes.
//! In: the bytes of a PDF and numbers of pages. Out: the text of each, laid out as other pages are.
//! Never decides which pages are to be read or whether what was read is better: `pipeline` does.

mod cache;
mod engine;
mod table;

use std::io::Write as _;
use std::path::Path;

use twox_hash::XxHash3_128;

use self::cache::Cache;
use self::engine::Engine;
use super::fault::{Fault, Read};
use super::pdf::lines::Printer;
use super::signs::Signs;
use crate::document::{Evidence, Extracted};
use crate::error::{Error, Result};
use crate::span::Span;

/// How finely pages are drawn, in dots per inch: what tesseract was trained on.
const DPI: u32 = 300;
/// Words of which tesseract is less sure than this, in a hundred, are counted as doubtful.
const SURE: f32 = 60.0;

/// What reads pages, and where what was read is kept.
#[derive(Debug)]
pub struct Ocr {
    engine: Engine,
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
}

impl Ocr {
    /// Finds the programs, and their data. What they read is kept in `folder`, if there is one.
    pub fn open(folder: Option<&Path>) -> Result<Ocr> {
        let engine = Engine::find().map_err(|missing| Error::NoOcr { missing })?;
        Ok(Ocr { engine, cache: Cache::of(folder) })
    }

    /// What reads: `tesseract 5.3.0 vie`.
    pub fn name(&self) -> &str {
        &self.engine.name
    }

    /// Opens a PDF whose pages are to be read.
    pub fn file(&self, bytes: &[u8]) -> Read<File<'_>> {
        let failed = |error| Fault::foreign(format!("cannot be handed to pdftoppm ({error})"));
        let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
        Ok(File { ocr: self, file, hash: XxHash3_128::oneshot(bytes) })
    }
}

/// A PDF whose pages are being read; the programs see a copy of the very bytes that were hashed.
pub struct File<'a> {
    ocr: &'a Ocr,
    file: tempfile::NamedTempFile,
    hash: u128,
}

impl File<'_> {
    /// Reads the page with this number, from 1.
    pub fn page(&self, number: u32) -> Read<Page> {
        let Ocr { engine, cache } = self.ocr;
        // Everything that decides what is read is part of the name it is kept under.
        let key = format!("{:032x} page {number} {DPI} dpi {}", self.hash, engine.version);
        let table = match cache.get(&key) {
            Some(table) => table,
            None => {
                let table = engine.read(self.file.path(), number)?;
                cache.put(&key, &table);
                table
            }
        };
        Ok(laid_out(&table))
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
    Page { text, evidence, words: all as u32, doubtful: doubtful as u32 }
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
    Extracted { text, page_starts, evidence, ..extracted.clone() }
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
    }
}
