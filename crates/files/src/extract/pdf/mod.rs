//! PDF: pages of glyphs with their places; and the lines they make, as on pages that an OCR read.
//! In: the bytes of the file. Out: text page by page, line by line as a person reads it.
//! A build without the feature `pdf` knows the lines alone.

#[cfg(feature = "pdf")]
mod glyphs;
pub mod lines;
#[cfg(feature = "pdf")]
mod pages;
pub mod placed;
#[cfg(feature = "pdf")]
mod shapes;

#[cfg(feature = "pdf")]
pub use self::pages::read;

/// Tells what this build lacks.
#[cfg(not(feature = "pdf"))]
pub fn read(
    _bytes: Vec<u8>,
    _budgets: &vankien_system::budget::Budgets,
) -> super::fault::Read<crate::extracted::Extracted> {
    Err(super::fault::Fault::new(
        "is a PDF file, which this build does not read",
        "build vankien with the feature `pdf`, or save the text of the file",
    ))
}
