//! Reads a PDF page by page.
//! In: the bytes of the file. Out: text, line by line as a person reads it.
//! Never reads an image or a drawing: a page that is one and holds no text is named as a scan.

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_papers::provenance::Format;
use vankien_system::budget::{Budgets, Limit, Met};

use super::super::fault::{Fault, Read};
use super::super::signs::Signs;
use super::glyphs::{Collector, within_budget};
use super::lines::Printer;
use super::placed::Placed;
use super::shapes::Shapes;
use crate::extracted::Extracted;

/// So many glyphs tell what letters look like.
const ENOUGH: usize = 200_000;
/// So many glyphs without a letter, on a page where other glyphs have one, may be bullets and rules.
const ORNAMENTS: usize = 20;

/// More curves than this, on a page without text, may be letters: one has ten or more. Rules and frames
/// have none.
const OUTLINES: usize = 200;

/// What stands for a glyph without a letter.
const UNREAD: &str = "\u{fffd}";

/// Reads the file in `bytes`. A budget that is met ends the page, or the file; what was read before stays.
pub fn read(bytes: Vec<u8>, budgets: &Budgets) -> Read<Extracted> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::locked(),
        LoadPdfError::Decryption(_) => Fault::foreign("is encrypted in a way that is not known"),
        LoadPdfError::Invalid => Fault::damaged("holds no pages that can be found"),
    })?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(Fault::damaged("holds no pages that can be found"));
    }
    let cache = InterpreterCache::new();
    let mut book = Book::default();
    let mut drawings = budgets.of(Limit::PdfDrawings);
    for (number, page) in (1_u32..).zip(pages.iter()) {
        let (width, height) = page.render_dimensions();
        let place = page.initial_transform(true).to_kurbo();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(place, area, &cache, pdf.xref(), settings);
        let mut collector = Collector::within(budgets.count(Limit::PageGlyphs), drawings);
        std::mem::swap(&mut collector.shapes, &mut book.shapes);
        within_budget(&mut collector, |collector| interpret_page(page, &mut context, collector));
        let Collector { glyphs, images, curves, shapes, drawings: left, met, .. } = collector;
        (book.shapes, drawings) = (shapes, left);
        book.met.extend(met.map(|limit| budgets.met(limit).at_page(number)));
        book.add(Drawn { glyphs, images, curves });
        // The text is cut to its budget later, at the end of a line.
        let is_full = book.printer.text.len() > budgets.count(Limit::TextBytes)
            || u64::from(number) > budgets.of(Limit::Pages);
        if is_full || met == Some(Limit::PdfDrawings) {
            break;
        }
    }
    Ok(book.finish())
}

/// What a page draws.
struct Drawn {
    glyphs: Vec<Placed>,
    images: usize,
    curves: usize,
}

/// The pages so far. The first ones wait until their glyphs can be compared with one another.
#[derive(Default)]
struct Book {
    shapes: Shapes,
    waiting: Vec<Drawn>,
    /// How many glyphs came.
    weight: usize,
    printer: Printer,
    signs: Signs,
    /// The pages that were not read, from 1.
    scans: Vec<u32>,
    /// How many glyphs have no letter.
    unread: usize,
    /// Of how many only the shape tells it.
    shown: usize,
    /// The budgets that pages met.
    met: Vec<Met>,
}

impl Book {
    fn add(&mut self, page: Drawn) {
        self.weight += page.glyphs.len();
        self.waiting.push(page);
        if self.weight > ENOUGH {
            self.print();
        }
    }

    /// Prints the pages that wait; those that follow need not wait for much any more.
    fn print(&mut self) {
        self.shapes.judge();
        for mut page in std::mem::take(&mut self.waiting) {
            for glyph in &mut page.glyphs {
                if let Some(letter) = glyph.shape.and_then(|shape| self.shapes.read(shape)) {
                    glyph.text = self.signs.letter(&glyph.text, letter).into();
                    self.shown += 1;
                }
            }
            let count = page.glyphs.iter().filter(|glyph| glyph.text == UNREAD).count();
            self.unread += count;
            // Where most letters are unknown, nothing was read.
            let is_lost = 2 * count > page.glyphs.len();
            if is_lost {
                let unread = page.glyphs.iter_mut().filter(|glyph| glyph.text == UNREAD);
                unread.for_each(|glyph| glyph.text = " ".into());
            }
            let has_text = self.printer.page(page.glyphs);
            let is_unread = if has_text {
                is_lost && count > ORNAMENTS
            } else {
                page.images > 0 || count > 0 || page.curves > OUTLINES
            };
            if is_unread {
                self.scans.push(self.printer.page_starts.len() as u32 + 1);
            }
        }
    }

    fn finish(mut self) -> Extracted {
        self.print();
        let Printer { text, page_starts, encodings, .. } = self.printer;
        let provenance = Provenance {
            fonts: encodings,
            glyphs_without_letter: self.unread as u32,
            letters_by_shape: self.shown as u32,
            limits: self.met,
            ..Provenance::of(Format::Pdf)
        };
        let lines = LineKind::Printed;
        let printed = Extracted { text, page_starts, provenance, lines, ..Extracted::default() };
        Extracted { scans: self.scans, ..self.signs.taken_out(printed) }
    }
}
