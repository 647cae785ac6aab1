//! Letters with their places on a page, from a PDF or from an OCR.

use super::super::font::Legacy;

/// A letter on the page, or several that one glyph shows.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it says; U+FFFD where nothing is known of it, a blank where nothing is drawn.
    pub text: String,
    /// From the left edge of the page, in points.
    pub x: f64,
    /// Of the base line, from the upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// The size of its font.
    pub size: f64,
    /// Into which of four directions it is written: 0 for that of the page.
    pub turn: u8,
    /// Its font, where that is older than Unicode.
    pub font: Option<Legacy>,
    /// Whether the file has a blank before it; set by lines, where blanks go.
    pub after_blank: bool,
    /// How sure an OCR is of it, where it is a word that one read, from 0 to 100.
    pub sure: Option<f32>,
    /// The number of its shape among those of the file, where shapes may tell its letter.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "an OCR tells no shapes"))]
    pub shape: Option<usize>,
}
