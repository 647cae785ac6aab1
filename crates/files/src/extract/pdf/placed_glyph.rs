//! Glyphs with their places on a page, from a PDF or from OCR. Plain values only.

use super::super::font::LegacyFont;

/// A glyph on the page: a letter, several letters that are drawn as one, or a word that OCR read. Lengths are in points
/// for a PDF and in dots for OCR. Places are those of the page turned so that this text runs from left to right; for
/// turned and slanted text they may be negative.
#[derive(Clone, Debug)]
pub struct PlacedGlyph {
    /// Its text; U+FFFD for a glyph whose letter is not known, a blank for one that draws nothing.
    pub text: String,
    /// Distance of its left edge from the left edge of the page.
    pub x: f64,
    /// Distance of its base line from the upper edge of the page.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// The size of its font.
    pub size: f64,
    /// The writing direction in quarter turns: 0 for the direction of the page, 1 to 3 for turned text, 4 for slanted
    /// text.
    pub turn: u8,
    /// Its font if it is older than Unicode.
    pub font: Option<LegacyFont>,
    /// Whether a blank stands before it on its line. The line builder sets it when it removes the blanks.
    pub after_blank: bool,
    /// The marker of an OCR word, which tells what the OCR says of it; `None` for glyphs of a PDF and for blanks.
    pub ocr_word: Option<char>,
    /// The number of its shape in the module `shapes`; `None` if it is not compared with other shapes.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "an OCR tells no shapes"))]
    pub shape: Option<usize>,
    /// The colour in which it is filled: red, green, blue and opacity, eight bits each, red highest; 0 for OCR and for
    /// a pattern.
    pub color: u32,
}
