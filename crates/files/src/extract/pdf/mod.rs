//! PDF: pages of glyphs with their places, and the lines that they make. OCR uses the lines too.
//! In: the bytes of the file. Out: text page by page, line by line as a person reads it.
//! A build without the feature `pdf` holds only the line builder, for OCR.

mod columns; // columns of running text
#[cfg(feature = "pdf")]
mod glyphs; // collects the glyphs of a page
mod line; // a line of a page
pub mod lines; // puts glyphs into lines
#[cfg(feature = "pdf")]
mod pages; // reads a file page by page
pub mod placed_glyph; // a glyph with its place
#[cfg(feature = "pdf")]
mod shapes; // letters that the shape of a glyph shows
mod stamps; // sets watermarks and stamps apart

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
