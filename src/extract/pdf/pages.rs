//! Reads a PDF page by page.
//! In: the bytes of the file. Out: text, line by line as a person reads it.
//! Never reads an image: a page that is one and holds no text is counted as a scan.

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};

use super::super::fault::{Fault, Read};
use super::glyphs::Collector;
use super::lines::Printer;
use crate::document::{Extracted, LineKind};

/// No paper holds more text than this, in bytes.
const LARGEST: usize = 256 << 20;

/// Reads the file in `bytes`.
pub fn read(bytes: Vec<u8>) -> Read<Extracted> {
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
    let mut printer = Printer::default();
    let (mut scans, mut unread) = (0, 0);
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let place = page.initial_transform(true).to_kurbo();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(place, area, &cache, pdf.xref(), settings);
        let mut collector = Collector::default();
        interpret_page(page, &mut context, &mut collector);
        unread += collector.unread;
        if !printer.page(collector.glyphs) && collector.images > 0 {
            scans += 1;
        }
        if printer.text.len() > LARGEST {
            return Err(Fault::too_much(format!("holds more than {LARGEST} bytes of text")));
        }
    }
    let obtained = obtained(unread, &printer);
    let Printer { text, page_starts, .. } = printer;
    Ok(Extracted { text, page_starts, obtained, lines: LineKind::Printed, scans })
}

fn obtained(unread: usize, printer: &Printer) -> String {
    let mut obtained = "pdf".to_owned();
    let fonts: Vec<&str> = printer.encodings.iter().map(|encoding| encoding.name()).collect();
    if !fonts.is_empty() {
        obtained += &format!(", fonts in {}", fonts.join(" and "));
    }
    if unread > 0 {
        obtained += &format!(", {unread} glyphs that the file gives no letter for");
    }
    obtained
}
