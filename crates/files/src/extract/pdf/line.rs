//! A line of a page: glyphs on one base line. Plain values only.

use super::placed_glyph::PlacedGlyph;

/// Glyphs on one base line, from left to right.
pub struct Line {
    /// The distance of the base line from the upper edge of the page.
    pub y: f64,
    /// The font size of its largest glyphs.
    pub size: f64,
    /// Its glyphs that draw something, from left to right.
    pub glyphs: Vec<PlacedGlyph>,
}

impl Line {
    /// The glyphs whose middle lies left of `x`, and the others, as lines of their own. Either may be without glyphs.
    pub fn split_at(&self, x: f64) -> (Line, Line) {
        let at = self.glyphs.partition_point(|glyph| glyph.x + 0.5 * glyph.width < x);
        let part =
            |glyphs: &[PlacedGlyph]| Line { y: self.y, size: self.size, glyphs: glyphs.to_vec() };
        (part(&self.glyphs[..at]), part(&self.glyphs[at..]))
    }
}
