//! Reads a PDF page by page.
//! In: the bytes of the file. Out: text, line by line as a person reads it.
//! Never reads images or drawings: a page without text that has an image, more than a few curves, or glyphs without a
//! letter is listed as a scan.

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_papers::provenance::Format;
use vankien_system::budget::{Budgets, ExceededLimit, Limit};

use super::super::fault::{Fault, ReaderResult};
use super::super::markers::Markers;
use super::glyphs::{Collector, within_budget};
use super::lines::Printer;
use super::placed_glyph::PlacedGlyph;
use super::shapes::Shapes;
use crate::extracted::Extracted;

/// After more than 200,000 glyphs the shapes of the letters count as learnt. The pages before wait until then; the
/// bound keeps memory small. A judgement, not measured: about 80 printed pages, with far more examples of each letter
/// than shapes need.
const GLYPHS_TO_LEARN_SHAPES: usize = 200_000;
/// A page with text on which more than half of the glyphs have no letter still counts as read with at most 20 such
/// glyphs: they may be bullets and rules. A judgement, not measured; `cargo test -p vankien-files
/// formats::a_page_on_which_most` shows the effect.
const MAX_ORNAMENTS: usize = 20;

/// Curves above which a page without text counts as a scan, because its letters may be drawn as outlines. A letter has
/// ten or more curves; rules and frames have none. A judgement, not measured;
/// `cargo test -p vankien-files formats::a_page_of_outlines` shows the effect.
const MAX_CURVES_WITHOUT_TEXT: usize = 200;

/// The text of a glyph for which the file gives no letter (U+FFFD).
const UNKNOWN_LETTER: &str = "\u{fffd}";

/// Reads the file in `bytes`. Too many glyphs end a page; too many drawings, pages or bytes of text end the file. What
/// was read before stays. An error if the file is encrypted, damaged, or has no pages.
pub fn parse(bytes: Vec<u8>, budgets: &Budgets) -> ReaderResult<Extracted> {
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
    let mut drawings_left = budgets.value(Limit::PdfDrawings);
    for (number, page) in (1_u32..).zip(pages.iter()) {
        let (width, height) = page.render_dimensions();
        let place = page.initial_transform(true).to_kurbo();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(place, area, &cache, pdf.xref(), settings);
        let mut collector =
            Collector::within(budgets.value_usize(Limit::PageGlyphs), drawings_left);
        std::mem::swap(&mut collector.shapes, &mut book.shapes);
        within_budget(&mut collector, |collector| interpret_page(page, &mut context, collector));
        drawings_left = collector.drawings_left;
        let Collector { glyphs, images, curves, shapes, exceeded, .. } = collector;
        book.shapes = shapes;
        book.exceeded.extend(exceeded.map(|limit| budgets.exceeded(limit).at_page(number)));
        book.add(DrawnPage { glyphs, images, curves });
        // One page more than the budget is read, or several, because waiting pages have no text yet; `Extracted::cut`
        // cuts the text later, at the end of a page or a line.
        let is_full = book.printer.text.len() > budgets.value_usize(Limit::TextBytes)
            || u64::from(number) > budgets.value(Limit::Pages);
        if is_full || exceeded == Some(Limit::PdfDrawings) {
            break;
        }
    }
    Ok(book.finish())
}

/// What a page draws.
struct DrawnPage {
    glyphs: Vec<PlacedGlyph>,
    images: usize,
    curves: usize,
}

/// The pages so far. The first ones wait until the shapes of enough glyphs are known.
#[derive(Default)]
struct Book {
    shapes: Shapes,
    waiting: Vec<DrawnPage>,
    /// How many glyphs the pages so far have.
    glyph_count: usize,
    printer: Printer,
    markers: Markers,
    /// The numbers, from 1, of the pages that count as not read, ascending.
    scans: Vec<u32>,
    /// How many glyphs have no letter.
    unknown_letters: usize,
    /// How many glyphs got a letter that the file does not give for them, because their shape shows it.
    letters_by_shape: usize,
    /// The budgets that pages exceeded.
    exceeded: Vec<ExceededLimit>,
}

impl Book {
    fn add(&mut self, page: DrawnPage) {
        self.glyph_count += page.glyphs.len();
        self.waiting.push(page);
        if self.glyph_count > GLYPHS_TO_LEARN_SHAPES {
            self.print_waiting();
        }
    }

    /// Lays out the waiting pages as text. Once enough glyphs have come, each page is laid out at once.
    fn print_waiting(&mut self) {
        self.shapes.judge();
        for mut page in std::mem::take(&mut self.waiting) {
            for glyph in &mut page.glyphs {
                let letter = glyph.shape.and_then(|shape| self.shapes.letter_by_shape(shape));
                if let Some(letter) = letter {
                    glyph.text = self.markers.letter(&glyph.text, letter).into();
                    self.letters_by_shape += 1;
                }
            }
            let is_unknown = |glyph: &PlacedGlyph| glyph.text == UNKNOWN_LETTER;
            let unknown = page.glyphs.iter().filter(|glyph| is_unknown(glyph)).count();
            self.unknown_letters += unknown;
            // On a page on which most letters are unknown U+FFFD would only be noise.
            let is_mostly_unknown = 2 * unknown > page.glyphs.len();
            if is_mostly_unknown {
                for glyph in page.glyphs.iter_mut().filter(|glyph| is_unknown(glyph)) {
                    glyph.text = " ".into();
                }
            }
            let has_text = self.printer.page(page.glyphs);
            let is_unread = if has_text {
                is_mostly_unknown && unknown > MAX_ORNAMENTS
            } else {
                page.images > 0 || unknown > 0 || page.curves > MAX_CURVES_WITHOUT_TEXT
            };
            if is_unread {
                self.scans.push(self.printer.page_starts.len() as u32 + 1);
            }
        }
    }

    fn finish(mut self) -> Extracted {
        self.print_waiting();
        let stamp_lines = self.printer.stamp_lines();
        let Printer { text, page_starts, encodings, .. } = self.printer;
        let provenance = Provenance {
            fonts: encodings,
            glyphs_without_letter: self.unknown_letters as u32,
            letters_by_shape: self.letters_by_shape as u32,
            limits: self.exceeded,
            ..Provenance::of(Format::Pdf)
        };
        let lines = LineKind::Printed;
        let printed =
            Extracted { text, page_starts, provenance, lines, stamp_lines, ..Extracted::default() };
        Extracted { scans: self.scans, ..self.markers.split_off_evidence(printed) }
    }
}
