//! The text of a file as it was extracted, before any letter was mended.
//! In: nothing. Out: plain values. Never reads, never prints.

mod cut;

use serde::{Deserialize, Serialize};
use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_text::Evidence;

/// The text of a file, untouched, with what its format told of pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// The text; for plain text that of the file, without a byte order mark.
    pub text: String,
    /// Bytes of `text` at which pages 2, 3, … begin, where the format tells. Empty where it does not.
    pub page_starts: Vec<usize>,
    /// Where the text came from, and the limits that the file met, in the order in which it did. Scans
    /// are counted by [`crate::pipeline::document`], which knows the pages.
    pub provenance: Provenance,
    /// What a line of `text` is.
    pub lines: LineKind,
    /// Whether a text without page breaks has pages.
    pub paging: Paging,
    /// The pages, from 1 and in order, that nobody has read yet: they hold an image and no text, or
    /// glyphs most of which have no letter.
    pub scans: Vec<u32>,
    /// The pages, from 1 and in order, whose text an OCR read.
    pub ocr_pages: Vec<u32>,
    /// What the file tells of its letters beyond the text.
    pub evidence: Evidence,
}

impl Extracted {
    /// Whether anything tells on which page a place of the text stands.
    pub fn tells_pages(&self) -> bool {
        self.paging == Paging::Fixed || !self.page_starts.is_empty()
    }
}

/// What a format says of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paging {
    /// Text as it was printed: all that stands before the first page break is page 1.
    #[default]
    Fixed,
    /// The program that shows the text decides where pages end (word processors, web pages, mails,
    /// Markdown): pages are known only where page breaks stand in the file.
    Flowing,
}
