//! The records of papers and sections: all that is stored to show them without reading their files again.
//! In: nothing. Out: plain values and their bytes (postcard). Never holds a type of the library below a store.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vankien_papers::Provenance;
use vankien_papers::citation::Relations;
use vankien_papers::document::{
    Citation, Masthead, PaperPart, Place, Row, SubSection, leads, rows,
};
use vankien_text::span::Span;
use vankien_text::{Quality, Verdict, Why};

use crate::health::Health;

/// All papers and duplicates of an index, by their origins ([`PaperRecord::origin`]).
pub type KnownPapers = BTreeMap<String, PaperRecord>;

/// A section as stored: its text, and a map from the text to the lines of its file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionRecord {
    /// The path of the paper, as walked.
    pub path: String,
    /// The index of the section in its paper, from 0.
    pub ordinal: u32,
    /// Its numbers in the outline, outermost first, such as `2/3`; empty outside the outline (see
    /// [`Section::path`](vankien_papers::document::Section::path)).
    pub section: String,
    /// The heading; empty if it has none. Of a footnote: its number.
    pub title: String,
    /// The words of another section that announce the list in which it is an item
    /// ([`Section::lead`](vankien_papers::document::Section::lead)).
    pub lead: String,
    /// What it is in the paper, such as masthead, title or body.
    pub place: Place,
    /// The page on which it begins, from 1; `None` if the format has no pages.
    pub page: Option<u32>,
    /// Its first and last line in the extracted text, from 1, both inclusive.
    pub lines: (u32, u32),
    /// For each line of the extracted text that it comes from, where that line begins in `text`; sorted by
    /// [`LineStart::at`].
    pub starts: Vec<LineStart>,
    /// The lines (1-based) on which a new page begins, behind its first line up to its last; sorted.
    pub page_lines: Vec<u32>,
    /// The numbered items inside it, at all depths: of an article (*Điều*), or of a small item.
    pub inner: Vec<SubSection>,
    /// Its citations; spans are bytes of `text`.
    pub citations: Vec<Citation>,
    /// The edits inside it, sorted; spans are bytes of `text`.
    pub edits: Vec<PlacedEdit>,
    /// Its second readings, sorted: places that repair left unchanged, with another likely reading (see
    /// [`crate::second`]).
    pub readings: Vec<PlacedEdit>,
    /// Corrections to what is computed from this record; stored behind it. A
    /// [`SectionReader`](crate::engine::SectionReader) fills them in; elsewhere they may be empty.
    #[serde(skip)]
    pub exceptions: ViewExceptions,
    /// Its text, repaired, with lines joined; stored beside the record.
    #[serde(skip)]
    pub text: String,
}

/// Corrections for the view of a paper (`show --json`). Lines and pages of rows and citations are computed from
/// [`SectionRecord::starts`]; rarely that differs from the exact map that ingest had, and the exact value is kept here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ViewExceptions {
    /// Rows (see [`SectionRecord::rows`]) with other lines than computed: the index of the row, and its first and last
    /// line.
    pub rows: Vec<(u32, (u32, u32))>,
    /// Citations with another place than computed: the index in [`SectionRecord::citations`], first and last line,
    /// page.
    pub citations: Vec<(u32, (u32, u32), Option<u32>)>,
    /// Edits that lie in no section, such as in a page header; kept with a section near them.
    pub edits: Vec<PlacedEdit>,
}

/// The place in the text of a section from which on it comes from a certain line of the extracted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineStart {
    /// The byte of the section's text.
    pub at: u32,
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column in that line, in Unicode scalar values.
    pub column: u32,
}

/// An edit with its place both in the section and in the extracted text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacedEdit {
    /// Bytes of the section's text; empty at 0 for an edit that lies in no section.
    pub span: Span,
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column in that line, in Unicode scalar values.
    pub column: u32,
    /// The letters as extracted.
    pub from: String,
    /// The letters that replace them; for a second reading those that may stand there.
    pub to: String,
    /// The reason.
    pub why: Why,
    /// The confidence, from 0 to 1.
    pub confidence: f32,
}

/// A paper as stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PaperRecord {
    /// Its path as walked: the root as given, then the path below it. Its origin, if another file has that path
    /// already.
    pub path: String,
    /// Its path with the canonical path of its root (absolute, links resolved). It identifies the paper however the
    /// root was written.
    pub origin: String,
    /// The size of the file in bytes.
    pub size: u64,
    /// When the file was last changed, in nanoseconds since 1970.
    pub changed: i128,
    /// The hash of the extracted text, with its layout and evidence, by which ingest tells whether the file gives
    /// another text. Not of the bytes of the file. 0 if a guard ended its reader.
    pub hash: u128,
    /// The hash of what was made of the text: sections, masthead, quality, edits, parts, limits; it is for the digest.
    /// It depends on the path, but neither on times nor on the file's bytes.
    pub content: u128,
    /// Its masthead: issuer, number, place, date, kind, title, signer.
    pub masthead: Masthead,
    /// The papers that the file holds, where it holds several. The first one has the masthead above.
    pub parts: Vec<PaperPart>,
    /// The abbreviations it defines: short form and long form, as written.
    pub abbreviations: Vec<(String, String)>,
    /// How many pages it has; `None` if the format has no pages.
    pub pages: Option<u32>,
    /// How many pages have no text, or hardly any: scans that no OCR has read, or glyphs most of which stand for no
    /// letter. Any such page makes `quality` poor.
    pub unread_pages: u32,
    /// How many pages an OCR has read.
    pub ocr_pages: u32,
    /// If it has pages that an OCR has read or may read, which file they are in; else `None`.
    pub scan: Option<Scan>,
    /// How many lines the extracted text has.
    pub lines: u32,
    /// Whether the text can be trusted and no page lacks text: poor if either is not so.
    pub quality: Quality,
    /// Whether the text that was read can be trusted, whatever pages are missing.
    pub text_quality: Quality,
    /// How its text was obtained, and which limits were met.
    pub provenance: Provenance,
    /// The number of edits by reason, in the order of [`Why::ALL`]. Reasons that do not occur are left out.
    pub edits: Vec<(Why, u32)>,
    /// Its quality indicators.
    pub health: Health,
    /// The verdicts of a person on its repair with which its text was made, sorted by line and column.
    pub verdicts: Vec<Verdict>,
    /// How many sections it has.
    pub sections: u32,
    /// How many paragraphs (lines of section text that are not blank) it has.
    pub passages: u32,
    /// How many tokens it has, as [`crate::analyse::estimate_tokens`] counts them, plus its document numbers.
    pub tokens: u64,
    /// The key that it shares with its duplicates (see [`crate::duplicates`]); 0 if it has none, so that it is never a
    /// duplicate.
    pub duplicate_key: u128,
    /// Whether another paper represents it. Its sections are not in the index then.
    pub is_duplicate: bool,
    /// The paths of the duplicates that it represents, sorted; empty in the record of a duplicate.
    pub also_in: Vec<String>,
    /// The edits of a paper without sections; empty if it has sections. `None` if they are not known; ingest always
    /// fills them in.
    pub edits_outside_sections: Option<Vec<PlacedEdit>>,
}

/// A PDF with pages that an OCR has read or may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The hash of the bytes of the file, its key in the OCR cache.
    pub file: u128,
    /// When the OCR cache of the file was last written, as of the end of reading the file (pages that this reading
    /// added count), in nanoseconds since 1970; 0 if the cache held nothing for it. A newer cache means that the paper
    /// must be read again.
    pub kept: i128,
}

impl SectionRecord {
    /// The rows in which the section is shown: one for its text before the first item, then one for each item of
    /// [`SectionRecord::inner`].
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        rows((&self.section, &self.title, self.page), &self.inner, &self.text)
    }

    /// Decodes a record together with the exceptions stored behind it; its text stays empty. `None` if the bytes are
    /// damaged.
    pub(crate) fn with_exceptions(bytes: &[u8]) -> Option<SectionRecord> {
        let (record, rest) = postcard::take_from_bytes::<SectionRecord>(bytes).ok()?;
        let exceptions =
            if rest.is_empty() { ViewExceptions::default() } else { from_bytes(rest)? };
        Some(SectionRecord { exceptions, ..record })
    }

    /// The first and last line (1-based) of the extracted text that a byte range of the text comes from.
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

    /// The outline numbers of the smallest item that contains all of a range of the text; those of the section if no
    /// item does.
    pub fn path_of(&self, span: Span) -> &str {
        SubSection::holding(&self.inner, span).map_or(&self.section, |item| &item.path)
    }

    /// What the paper does to the papers that this section cites, such as amending them. The words that announce a list
    /// count for the items of the list.
    pub fn relations(&self) -> Relations<'_> {
        let leads = leads(&self.section, &self.lead, &self.inner, &self.text);
        Relations::of(&self.text, &self.citations, self.place).with_leads(leads)
    }

    /// The provision that contains a range of the text, as an office cites it: `khoản 2 Điều 5` (clause 2 of article
    /// 5). `None` outside articles.
    pub fn provision_of(&self, span: Span) -> Option<String> {
        vankien_papers::provision(&self.text, &self.inner, span)
    }

    /// A range of the text with the extracted letters in place of the edits. An edit that the range touches is given
    /// whole.
    pub fn printed(&self, span: Span) -> String {
        let mut printed = String::new();
        let mut at = span.start;
        for edit in self.edits.iter().filter(|edit| edit.span.overlaps(span)) {
            printed.push_str(Span::new(at, edit.span.start.max(at)).of(&self.text));
            printed.push_str(&edit.from);
            at = edit.span.end.max(at);
        }
        printed.push_str(Span::new(at, span.end).of(&self.text));
        printed
    }

    /// The page (from 1) of a line (1-based) of the section; `None` if the format has no pages.
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
    /// The bytes that are stored behind the record of a section; empty if there are no exceptions.
    pub fn to_bytes(&self) -> Vec<u8> {
        if *self == ViewExceptions::default() { Vec::new() } else { to_bytes(self) }
    }
}

impl PaperRecord {
    /// Whether a guard (a limit of time or memory) killed its reader, so that nothing but its path is known.
    pub fn is_stopped(&self) -> bool {
        self.provenance.limits.iter().any(|met| met.limit.ends_reader())
    }

    /// Encodes the record as it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// Decodes what [`PaperRecord::to_bytes`] encoded; `None` if the bytes are damaged.
    pub fn of_bytes(bytes: &[u8]) -> Option<PaperRecord> {
        from_bytes(bytes)
    }
}

/// Encodes a value as it is stored.
pub fn to_bytes<T: Serialize>(record: &T) -> Vec<u8> {
    to_bytes_with_capacity(record, 0)
}

/// Encodes a value into a buffer with this capacity in bytes, about what it takes.
pub(crate) fn to_bytes_with_capacity<T: Serialize>(record: &T, capacity: usize) -> Vec<u8> {
    postcard::to_extend(record, Vec::with_capacity(capacity))
        .expect("a plain value can always be written to memory")
}

/// Decodes what [`to_bytes`] encoded; `None` if the bytes are damaged.
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
