//! PDF: pages of glyphs with their places, and the lines that they make. OCR uses the lines too.
//! In: the bytes of the file. Out: text page by page, line by line as a person reads it.
//! A build without the feature `pdf` holds only the line builder, for OCR.

mod columns;
#[cfg(feature = "pdf")]
mod glyphs;
mod line;
pub mod lines;
#[cfg(feature = "pdf")]
mod pages;
pub mod placed_glyph;
#[cfg(feature = "pdf")]
mod shapes;

#[cfg(feature = "pdf")]
pub use self::pages::parse;

/// Refuses PDF files, because this build has no reader for them.
#[cfg(not(feature = "pdf"))]
pub fn parse(
    _bytes: Vec<u8>,
    _budgets: &vankien_system::budget::Budgets,
) -> super::fault::ReaderResult<crate::extracted::Extracted> {
    Err(super::fault::Fault::new(
        "is a PDF file, which this build does not read",
        "build vankien with the feature `pdf`, or save the text of the file",
    ))
}
