//! What is stored beside each section and each paper, to show it without reading the file again.
//! In: nothing. Out: plain values and their bytes. Never holds the engine's types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vankien_papers::Provenance;
use vankien_papers::document::{Citation, Masthead, Place, Row, SubSection, rows};
use vankien_text::span::Span;
use vankien_text::{Quality, Verdict, Why};

use crate::health::Health;

/// The papers in the index by their origins.
pub type KnownPapers = BTreeMap<String, PaperRecord>;

/// A section as stored: its text and the way back to the lines of its file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionRecord {
    /// The path of the paper, as walked.
    pub path: String,
    /// Which section of the paper, from 0.
    pub ordinal: u32,
    /// Item numbers from the outside in, such as `2/3`.
    pub section: String,
    /// The heading.
    pub title: String,
    /// Which part of the paper.
    pub place: Place,
    /// The page on which it begins, where that is known.
    pub page: Option<u32>,
    /// First and last line of the file.
    pub lines: (u32, u32),
    /// Where each printed line begins in `text`, in order of the text.
    pub starts: Vec<LineStart>,
    /// The lines, inside the section, on which a new page begins.
    pub page_lines: Vec<u32>,
    /// The numbered items inside it, where it is an article (`Điều`).
    pub inner: Vec<SubSection>,
    /// What it cites; spans are bytes of `text`.
    pub citations: Vec<Citation>,
    /// The changes of letters that fall in it.
    pub edits: Vec<PlacedEdit>,
    /// What else may stand at places that were left alone, in order; see [`crate::second`].
    pub readings: Vec<PlacedEdit>,
    /// What the record leaves open of the view of its paper; stored behind it.
    #[serde(skip)]
    pub exceptions: ViewExceptions,
    /// Its text, repaired and joined; stored beside the record.
    #[serde(skip)]
    pub text: String,
}

/// What the view of a paper shows and the records of its sections do not tell: hardly any section has some of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ViewExceptions {
    /// The rows of the section, by number, whose lines are others than [`SectionRecord::lines_of`] tells.
    pub rows: Vec<(u32, (u32, u32))>,
    /// The citations, by number, whose lines or page are others than the record tells.
    pub citations: Vec<(u32, (u32, u32), Option<u32>)>,
    /// Changes of letters near the section that fall in none, such as those in the head of a page.
    pub edits: Vec<PlacedEdit>,
}

/// From here on, the text of a section comes from this line of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineStart {
    /// The byte of the section's text.
    pub at: u32,
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column in that line, in Unicode scalar values.
    pub column: u32,
}

/// A change of letters with its place both in the section and in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedEdit {
    /// Bytes of the section's text.
    pub span: Span,
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column in that line, in Unicode scalar values.
    pub column: u32,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The reason.
    pub why: Why,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

/// A paper as stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PaperRecord {
    /// Its path as walked.
    pub path: String,
    /// The same file from the canonical path of its root on: two spellings of a root share it.
    pub origin: String,
    /// The size of the file in bytes.
    pub size: u64,
    /// When the file was changed, in nanoseconds since 1970.
    pub changed: i128,
    /// The hash of the bytes of the file.
    pub hash: u128,
    /// The hash of all that was made of it; no times, no hash of the file itself.
    pub content: u128,
    /// What it says of itself.
    pub masthead: Masthead,
    /// The abbreviations it defines, with what they stand for.
    pub abbreviations: Vec<(String, String)>,
    /// How many pages, where that is known.
    pub pages: Option<u32>,
    /// How many of them nobody has read.
    pub unread_pages: u32,
    /// How many of them an OCR has read.
    pub ocr_pages: u32,
    /// Where an OCR may read more of it; `None` where its text needs none.
    pub scan: Option<Scan>,
    /// How many lines.
    pub lines: u32,
    /// Whether the text can be trusted and holds all pages.
    pub quality: Quality,
    /// Whether the text that was read can be trusted.
    pub text_quality: Quality,
    /// Where the text came from, and which limits it met.
    pub provenance: Provenance,
    /// How many letters were changed, by reason; only reasons that occur, in their order.
    pub edits: Vec<(Why, u32)>,
    /// What its state is told by.
    pub health: Health,
    /// How a person said that places of it are to be read, in order.
    pub verdicts: Vec<Verdict>,
    /// How many sections.
    pub sections: u32,
    /// How many paragraphs.
    pub passages: u32,
    /// How many tokens.
    pub tokens: u64,
    /// What it shares with other files that hold the same paper; 0 where nothing tells.
    pub same: u128,
    /// Whether another stands for it: its sections are not in the index.
    pub is_duplicate: bool,
    /// The paths of those it stands for, in order.
    pub also_in: Vec<String>,
    /// Changes of letters of a paper without sections. `None` where what falls in no section was not kept.
    pub apart: Option<Vec<PlacedEdit>>,
}

/// A PDF some pages of which an OCR has read, or may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The hash of the bytes of the file, under which the cache keeps its pages.
    pub file: u128,
    /// When something was kept last of the file before it was read, in nanoseconds since 1970; 0 where
    /// nothing was.
    pub kept: i128,
}

impl SectionRecord {
    /// The section for itself and each of its items.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        rows((&self.section, &self.title, self.page), &self.inner, &self.text)
    }

    /// Reads a record with what stands behind it.
    pub(crate) fn with_exceptions(bytes: &[u8]) -> Option<SectionRecord> {
        let (record, rest) = postcard::take_from_bytes::<SectionRecord>(bytes).ok()?;
        let exceptions =
            if rest.is_empty() { ViewExceptions::default() } else { from_bytes(rest)? };
        Some(SectionRecord { exceptions, ..record })
    }

    /// First and last line of the file behind a range of the text.
    pub fn lines_of(&self, span: Span) -> (u32, u32) {
        let first = self.line_at(span.start);
        let mut last = first;
        let after = self.starts.partition_point(|start| (start.at as usize) <= span.start);
        let inside = self.starts[after..].iter().take_while(|start| (start.at as usize) < span.end);
        let mut low = first;
        for start in inside {
            low = low.min(start.line);
            last = last.max(start.line);
        }
        (low, last)
    }

    /// Item numbers of the smallest item that holds all of a range of the text.
    pub fn path_of(&self, span: Span) -> &str {
        SubSection::holding(&self.inner, span).map_or(&self.section, |item| &item.path)
    }

    /// The article, clause or point that holds a range of the text, as an office cites it:
    /// `khoản 2 Điều 5`; `None` outside of articles.
    pub fn provision_of(&self, span: Span) -> Option<String> {
        vankien_papers::provision(&self.text, &self.inner, span)
    }

    /// A range of the text with the letters that the file has there: without what was mended.
    pub fn printed(&self, span: Span) -> String {
        let mut printed = String::new();
        let mut at = span.start;
        for edit in self.edits.iter().filter(|edit| edit.span.overlaps(span)) {
            printed.push_str(&self.text[at..edit.span.start.max(at)]);
            printed.push_str(&edit.from);
            at = edit.span.end.max(at);
        }
        printed.push_str(self.text.get(at..span.end).unwrap_or_default());
        printed
    }

    /// The page on which a line of the section stands, where that is known.
    pub fn page_of(&self, line: u32) -> Option<u32> {
        let later = self.page_lines.partition_point(|start| *start <= line) as u32;
        self.page.map(|first| first + later)
    }

    fn line_at(&self, offset: usize) -> u32 {
        let after = self.starts.partition_point(|start| (start.at as usize) <= offset);
        after.checked_sub(1).and_then(|at| self.starts.get(at)).map_or(self.lines.0, |at| at.line)
    }
}

impl ViewExceptions {
    /// The bytes that are stored behind the record of a section; none where nothing is left open.
    pub fn to_bytes(&self) -> Vec<u8> {
        if *self == ViewExceptions::default() { Vec::new() } else { to_bytes(self) }
    }
}

impl PaperRecord {
    /// Whether a guard ended its reader, so that nothing but its path is known.
    pub fn is_stopped(&self) -> bool {
        self.provenance.limits.iter().any(|met| met.limit.ends_reader())
    }

    /// The bytes that are stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// Reads what [`PaperRecord::to_bytes`] wrote; `None` where the bytes are damaged.
    pub fn of_bytes(bytes: &[u8]) -> Option<PaperRecord> {
        from_bytes(bytes)
    }
}

/// The bytes that are stored.
pub fn to_bytes<T: Serialize>(record: &T) -> Vec<u8> {
    to_bytes_with_room(record, 0)
}

/// The same, with room made at once for about so many bytes.
pub(crate) fn to_bytes_with_room<T: Serialize>(record: &T, room: usize) -> Vec<u8> {
    postcard::to_extend(record, Vec::with_capacity(room))
        .expect("a plain value can always be written to memory")
}

/// Reads what [`to_bytes`] wrote; `None` where the bytes are damaged.
pub(crate) fn from_bytes<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_back_to_lines_and_pages() {
        let starts = [(0, 3), (10, 5), (20, 9)];
        let starts = starts.map(|(at, line)| LineStart { at, line, column: 0 }).to_vec();
        let record = SectionRecord {
            starts,
            page: Some(2),
            page_lines: vec![9],
            lines: (3, 9),
            ..Default::default()
        };
        assert_eq!(record.lines_of(Span::new(2, 4)), (3, 3));
        assert_eq!(record.lines_of(Span::new(2, 10)), (3, 3));
        assert_eq!(record.lines_of(Span::new(2, 11)), (3, 5));
        assert_eq!(record.lines_of(Span::new(12, 30)), (5, 9));
        assert_eq!((record.page_of(5), record.page_of(9)), (Some(2), Some(3)));
        let bytes = to_bytes(&record);
        assert_eq!(from_bytes::<SectionRecord>(&bytes), Some(record));
    }
}
