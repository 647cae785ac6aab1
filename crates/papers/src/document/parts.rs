//! What a paper that was read holds: masthead with its fields, sections, the several papers of one file.
//! In: nothing. Out: plain values without behaviour beyond names. Never parses, never prints.

use serde::{Deserialize, Serialize};
use vankien_text::span::Map;
use vankien_text::{Edit, Quality};

use super::citation::Citation;
use crate::provenance::Provenance;

/// What the lines of an extracted text are, as far as the file format tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    /// The format does not tell: a line is a printed line or a paragraph. The widths of the lines decide.
    #[default]
    Open,
    /// Each line is a whole paragraph, a heading or a row of a table.
    Paragraph,
    /// Each line is a printed line; a paragraph may take several.
    Printed,
}

/// What one file holds: a paper, or several one behind the other, with all that was read of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The lines (of the extracted text, 1-based) on which pages 1, 2, … begin; the first entry is 1. A page
    /// without text has the line of the next page that has text. Empty after [`Document::forget_pages`].
    pub pages: Vec<u32>,
    /// As [`Document::text_quality`], but poor as soon as one page is unread: its text is missing.
    pub quality: Quality,
    /// Whether the text that was read can be trusted; unread pages do not count.
    pub text_quality: Quality,
    /// How many pages are unread: no OCR has read them, and they have an image, outlines or glyphs without a
    /// letter in place of text. A page on which most glyphs have no letter counts too, though some of its text is
    /// read.
    pub unread_pages: u32,
    /// How many pages have the text of an OCR.
    pub ocr_pages: u32,
    /// Where the text came from, and which limits it met.
    pub provenance: Provenance,
    /// Who wrote it, when, under which number. Of several papers in the file: that of the first.
    pub masthead: Masthead,
    /// The papers of the file, where it holds several: each with its own masthead, the first included. Empty where it
    /// holds one.
    pub parts: Vec<PaperPart>,
    /// All of its text in order of the file. A footnote stands behind the section above it, back matter and stamps
    /// stand at the end. Page numbers, running heads and drawn rules are left out.
    pub sections: Vec<Section>,
    /// Every change of letters that normalise and repair made; spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// Second readings: what may stand at places that repair was not sure enough to change; `to` is what `from` would
    /// become. The text still has `from`.
    pub readings: Vec<Edit>,
    /// The abbreviations that the paper defines, each with the words it stands for: `GPMB`, `giải phóng mặt bằng` (site
    /// clearance). Sorted by abbreviation, each once.
    pub abbreviations: Vec<(String, String)>,
}

/// One of several papers in a file: a decision and the regulation it promulgates, an issue of the Công báo (the
/// official gazette).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PaperPart {
    /// Its own masthead.
    pub masthead: Masthead,
    /// Its first and last line, as lines of the extracted text: 1-based, inclusive. The first paper begins with
    /// the front matter; footnotes, running heads and back matter at an end are not counted.
    pub lines: (u32, u32),
}

/// What the paper says of itself: in its head and signature, and for `effective` and the day it was passed in
/// its running text. A field that the paper does not tell is `None`: nothing is invented.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Masthead {
    /// Its number, canonical: `1023-CV/TU`; as printed where no table knows its form.
    pub number: Option<Field<String>>,
    /// The name of its kind, as the table of kinds writes it: `Công văn` (official letter). Printed, or told by the
    /// symbol in the number.
    pub kind: Option<Field<String>>,
    /// The body that issued it, on one line: the body first, its superior behind it where the name needs one.
    pub issuer: Option<Field<String>>,
    /// Where it was signed: `Cần Thơ`.
    pub place: Option<Field<String>>,
    /// When it was signed or passed, in ISO form: `2024-06-18`, or `2024-12` where only the month is printed. Of an
    /// article: when it appeared.
    pub date: Option<Field<String>>,
    /// From when it has effect, in ISO form, as it says of itself as a whole.
    pub effective: Option<Field<String>>,
    /// Its title or trích yếu (the subject below the kind), on one line; the headline of an article.
    pub title: Option<Field<String>>,
    /// Who signed it.
    pub signer: Option<Field<Signer>>,
    /// Whom it is written to (`Kính gửi`), one entry a name.
    pub addressees: Option<Field<Vec<String>>>,
    /// Who gets a copy (`Nơi nhận`), one entry a name.
    pub recipients: Option<Field<Vec<String>>>,
    /// Its mark of secrecy as printed: `Mật` (secret), `Tối mật` (top secret), `Tuyệt mật` (most secret), or
    /// `Lưu hành nội bộ` (internal).
    pub secrecy: Option<Field<String>>,
    /// Its mark of urgency as printed: `Khẩn` (urgent), `Thượng khẩn` (very urgent), `Hỏa tốc` (express).
    pub urgency: Option<Field<String>>,
}

impl Masthead {
    /// The nine fields that are one text each, with their names; those that are `None`, too.
    pub fn texts(&self) -> [(&'static str, &Option<Field<String>>); 9] {
        [
            ("number", &self.number),
            ("kind", &self.kind),
            ("issuer", &self.issuer),
            ("place", &self.place),
            ("date", &self.date),
            ("effective", &self.effective),
            ("title", &self.title),
            ("secrecy", &self.secrecy),
            ("urgency", &self.urgency),
        ]
    }

    /// The same nine fields in the same order, to be changed.
    pub(crate) fn texts_mut(&mut self) -> [Option<&mut Field<String>>; 9] {
        [
            self.number.as_mut(),
            self.kind.as_mut(),
            self.issuer.as_mut(),
            self.place.as_mut(),
            self.date.as_mut(),
            self.effective.as_mut(),
            self.title.as_mut(),
            self.secrecy.as_mut(),
            self.urgency.as_mut(),
        ]
    }
}

/// A value of the masthead, with the lines it was read from and how sure the reading is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// First and last line from which the value was read, as lines of the extracted text: 1-based, inclusive.
    pub lines: (u32, u32),
    /// How sure the reading is, from 0 to 1. The values are judgements, no measured shares.
    pub confidence: f32,
}

/// Who signed a paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signer {
    /// The name as printed, with a rank or degree before it.
    pub name: String,
    /// The post, such as `PHÓ BÍ THƯ` (deputy secretary); several lines have `, ` between. Empty where none is printed.
    pub post: String,
    /// In whose name, such as `T/M BAN THƯỜNG VỤ` (for the standing committee); several have `, ` between. Empty where
    /// none is printed.
    pub authority: String,
}

impl Place {
    /// The word that JSON uses.
    pub fn name(self) -> &'static str {
        match self {
            Place::Body => "body",
            Place::Title => "title",
            Place::Masthead => "masthead",
            Place::Headline => "headline",
            Place::Caption => "caption",
            Place::Footnote => "footnote",
            Place::Recipients => "recipients",
            Place::Addressees => "addressees",
            Place::Signature => "signature",
            Place::Front => "front",
            Place::Back => "back",
            Place::Stamp => "stamp",
            Place::Running => "running",
        }
    }
}

/// A piece of a paper with its joined text: the unit that is indexed and ranked. A numbered item with what hangs below
/// it, or the lines of one other place (masthead, signature, footnote).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Item numbers from the outside in, such as `2/3`; empty outside the items. Unique in the body: a repeated
    /// `1` is `1~2`, and in the second paper of a file paths begin with `P2/`. Of a footnote: the path of the
    /// item that holds its anchor, or of the item before it.
    pub path: String,
    /// The heading, without its number; empty where the item has none of its own. Of a footnote: its number.
    pub title: String,
    /// The words of another section that announce the list in which it is an item: the line that ends with a colon above it,
    /// `Bãi bỏ các thông tư sau đây:`, or a heading: `Điều 1. Bãi bỏ 43 văn bản`. Empty for most sections.
    pub lead: String,
    /// Where it stands in the paper.
    pub place: Place,
    /// The page on which it begins, from 1; `None` where nothing tells of pages ([`Document::forget_pages`]).
    pub page: Option<u32>,
    /// Its first and last line, as lines of the extracted text: 1-based, inclusive. Footnotes and page numbers
    /// may lie between.
    pub lines: (u32, u32),
    /// Its text, printed lines joined, paragraphs parted by `\n`.
    pub text: String,
    /// From `text` back to the repaired text, as [`structure`](crate::structure) returns it; `vankien-files` makes it
    /// lead back to the extracted text.
    pub map: Map,
    /// What it cites, in order of `text`; spans are bytes of `text`.
    pub citations: Vec<Citation>,
    /// The numbered items inside, ascending by where they begin, at all depths: an article (`Điều`) and a small item
    /// are one section with all that hangs below them.
    pub inner: Vec<SubSection>,
}

/// A numbered item inside a section. Its own text reaches to the next item, or to the end of the section; with the
/// items below it, it reaches as far as [`SubSection::extents`] tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SubSection {
    /// The byte of the section's text at which it begins.
    pub start: usize,
    /// Item numbers from the outside in, those of the section included, in the form of [`Section::path`] (`1~2`
    /// for a repeated number, `P2/` before the paths of a second paper).
    pub path: String,
    /// The heading, without its number; empty where the item has none of its own.
    pub title: String,
    /// The page on which it begins, from 1; `None` where nothing tells of pages.
    pub page: Option<u32>,
}

/// Where in a paper a text stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The running text: numbered items and what stands between them.
    #[default]
    Body,
    /// The kind, and the title or trích yếu (subject).
    Title,
    /// Issuer, name of the State or Party, motto, number, place and date.
    Masthead,
    /// Headline of an article, and its kicker (the line above it).
    Headline,
    /// The words under a picture; byline, date line and page crumbs of an article.
    Caption,
    /// A note at the foot of a page.
    Footnote,
    /// The list of recipients (`Nơi nhận`).
    Recipients,
    /// The list of addressees (`Kính gửi`).
    Addressees,
    /// Authority, post and name of the signer, and stamps beside them.
    Signature,
    /// Front matter, before the masthead: the menu of a web page, the head of a mail, a digital signature. No field of
    /// the masthead is read from it, and what it cites is not what the paper rests on.
    Front,
    /// Back matter, behind the paper: what a web page prints there, such as lists of related papers and a footer.
    Back,
    /// A stamp or a watermark: what is drawn across a page.
    Stamp,
    /// What the printer puts on every page: running heads and feet, page numbers. One section holds all of a file, a
    /// line each.
    Running,
}

impl Place {
    /// Whether the text is the paper's own: all but front matter, back matter, stamps and what runs on every page.
    pub fn is_of_paper(self) -> bool {
        !matches!(self, Place::Front | Place::Back | Place::Stamp | Place::Running)
    }
}
