//! The text of a file as it was extracted, before any letter was repaired.
//! In: nothing. Out: plain values. Never reads, never prints.

mod cut;

use serde::{Deserialize, Serialize};
use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_text::Evidence;

/// The unchanged text of a file, with its pages and its provenance.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// The text. For plain text it is the text of the file without its byte order mark.
    pub text: String,
    /// Byte offsets in `text` at which pages 2, 3, … begin. Empty for one page, or where the file has no page breaks.
    pub page_starts: Vec<usize>,
    /// Where the text came from, and the limits that were exceeded until the text was extracted, in order. Its field
    /// `scans` is always `None` here: [`crate::pipeline::document`] sets it in the provenance of the document, and adds
    /// the limit of repair there if that is exceeded.
    pub provenance: Provenance,
    /// Whether a line of `text` is a printed line, a whole paragraph, or one of which that is not known.
    pub lines: LineKind,
    /// Whether a text without page breaks counts as page 1 or as having no pages.
    pub paging: Paging,
    /// Unread pages, from 1, ascending: pages without text but with an image, with outlines or with glyphs that have no
    /// letter, and pages on which most glyphs have no letter.
    pub scans: Vec<u32>,
    /// Pages, from 1, ascending, whose text comes from OCR.
    pub ocr_pages: Vec<u32>,
    /// Lines of `text`, from 1, ascending, that are stamps and watermarks of a PDF. Empty if OCR was tried, even if it
    /// replaced no page.
    pub stamp_lines: Vec<u32>,
    /// Lines of `text`, from 1, ascending, that a web page marks as menu, aside or footer.
    pub outside_lines: Vec<u32>,
    /// What is known of `text` beyond its letters: letters told by glyph shapes, the confidence of OCR words, and the
    /// bytes that are markup (Markdown) and no text.
    pub evidence: Evidence,
    /// How much repair may work on the text; see [`vankien_text::MendOptions::most_repair_work`].
    pub most_repair_work: Option<u64>,
}

impl Extracted {
    /// Whether the page of a place in the text is known. `false` only for a flowing text without page breaks.
    pub fn tells_pages(&self) -> bool {
        self.paging == Paging::Fixed || !self.page_starts.is_empty()
    }
}

/// Whether a format has fixed pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paging {
    /// Pages as printed: the text before the first page break is page 1.
    #[default]
    Fixed,
    /// The program that shows the text decides where pages end (word processors, web pages, mails, Markdown). Pages
    /// are known only if the file holds page breaks.
    Flowing,
}
