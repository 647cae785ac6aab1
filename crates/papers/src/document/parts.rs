//! The parts of a paper that was read.
//! In: nothing. Out: plain values without behaviour beyond names. Never reads, never prints.

use serde::{Deserialize, Serialize};
use vankien_text::span::Map;
use vankien_text::{Edit, Quality};

use super::citation::Citation;
use crate::provenance::Provenance;

/// What a line of an extracted text is, where the format tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineKind {
    /// The format does not tell: a printed line or a paragraph.
    #[default]
    Open,
    /// A whole paragraph, a heading or a row of a table.
    Paragraph,
    /// A printed line.
    Printed,
}

/// A paper that was read to the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The lines (1-based) on which pages 1, 2, … begin, the first of them 1; empty where nothing tells
    /// of pages.
    pub pages: Vec<u32>,
    /// Whether the text can be trusted and holds all pages.
    pub quality: Quality,
    /// Whether the text that was read can be trusted, whatever other pages hold.
    pub text_quality: Quality,
    /// How many pages nobody has read.
    pub unread_pages: u32,
    /// How many pages an OCR has read.
    pub ocr_pages: u32,
    /// Where the text came from, and which limits it met.
    pub provenance: Provenance,
    /// Who wrote it, when, under which number.
    pub masthead: Masthead,
    /// The papers of the file, where it holds several: each with its own masthead. Empty where it holds one.
    pub parts: Vec<PaperPart>,
    /// All of its text, in order of the file, part by part.
    pub sections: Vec<Section>,
    /// Every change of letters; spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// What else may stand at places that were left alone; `to` is what `from` would become.
    pub readings: Vec<Edit>,
    /// The abbreviations that the paper defines: `GPMB`, `giải phóng mặt bằng`.
    pub abbreviations: Vec<(String, String)>,
}

/// One of several papers in a file: a decision and the regulation it promulgates, an issue of the Công báo (the
/// official gazette).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PaperPart {
    /// What it says of itself.
    pub masthead: Masthead,
    /// First and last line of the file, 1-based, inclusive.
    pub lines: (u32, u32),
}

/// What the paper says of itself. A field that is not there stays `None`: nothing is invented.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Masthead {
    /// Its number, canonical: `1023-CV/TU`.
    pub number: Option<Field<String>>,
    /// Its kind as printed in lower case with a capital: `Công văn`.
    pub kind: Option<Field<String>>,
    /// The body that issued it.
    pub issuer: Option<Field<String>>,
    /// Where it was signed: `Cần Thơ`.
    pub place: Option<Field<String>>,
    /// When, ISO: `2024-06-18`, or `2024-12` where only the month is printed.
    pub date: Option<Field<String>>,
    /// Its title or trích yếu, on one line.
    pub title: Option<Field<String>>,
    /// Who signed it.
    pub signer: Option<Field<Signer>>,
    /// `Kính gửi`, one each.
    pub addressees: Option<Field<Vec<String>>>,
    /// `Nơi nhận`, one each.
    pub recipients: Option<Field<Vec<String>>>,
    /// `Mật`, `Tối mật`, `Tuyệt mật`, `Lưu hành nội bộ`, as printed.
    pub secrecy: Option<Field<String>>,
    /// `Khẩn`, `Thượng khẩn`, `Hỏa tốc`, as printed.
    pub urgency: Option<Field<String>>,
}

impl Masthead {
    /// The fields that are one text each, with their names.
    pub fn texts(&self) -> [(&'static str, &Option<Field<String>>); 8] {
        [
            ("number", &self.number),
            ("kind", &self.kind),
            ("issuer", &self.issuer),
            ("place", &self.place),
            ("date", &self.date),
            ("title", &self.title),
            ("secrecy", &self.secrecy),
            ("urgency", &self.urgency),
        ]
    }

    /// The fields that are one text each, to be changed.
    pub(crate) fn texts_mut(&mut self) -> [Option<&mut Field<String>>; 8] {
        [
            self.number.as_mut(),
            self.kind.as_mut(),
            self.issuer.as_mut(),
            self.place.as_mut(),
            self.date.as_mut(),
            self.title.as_mut(),
            self.secrecy.as_mut(),
            self.urgency.as_mut(),
        ]
    }
}

/// A value of the masthead with the lines it was read from and how sure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// First and last line of the file, 1-based, inclusive.
    pub lines: (u32, u32),
    /// From 0 to 1.
    pub confidence: f32,
}

/// Who signed a paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Signer {
    /// The name as printed.
    pub name: String,
    /// The post, such as `PHÓ BÍ THƯ`; empty where none is printed.
    pub post: String,
    /// In whose name, such as `T/M BAN THƯỜNG VỤ`; empty where none is printed.
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
        }
    }
}

/// A part of a paper with its joined text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Item numbers from the outside in, such as `2/3`; empty outside the items.
    pub path: String,
    /// The heading, without its number; empty where the item has none of its own.
    pub title: String,
    /// Which part of the paper.
    pub place: Place,
    /// The page on which it begins, from 1, where that is known.
    pub page: Option<u32>,
    /// First and last line of the file, inclusive.
    pub lines: (u32, u32),
    /// Its text, printed lines joined, paragraphs parted by `\n`.
    pub text: String,
    /// From `text` back to the extracted text.
    pub map: Map,
    /// What it cites, in order; spans are bytes of `text`.
    pub citations: Vec<Citation>,
    /// The numbered items inside: an article (`Điều`) and a small item are one section with all that
    /// hangs below them.
    pub inner: Vec<SubSection>,
}

/// A numbered item inside a section. It reaches to the next one, or to the end of the section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SubSection {
    /// The byte of the section's text at which it begins.
    pub start: usize,
    /// Item numbers from the outside in.
    pub path: String,
    /// The heading, without its number; empty where the item has none of its own.
    pub title: String,
    /// The page on which it begins, where that is known.
    pub page: Option<u32>,
}

/// Which part of a paper a text stands in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The running text.
    #[default]
    Body,
    /// The title or trích yếu.
    Title,
    /// Number, party title, place and date.
    Masthead,
    /// Headline and kicker of an article.
    Headline,
    /// The words under a picture; byline, date line and page crumbs of an article.
    Caption,
    /// A note at the foot of a page.
    Footnote,
    /// `Nơi nhận`.
    Recipients,
    /// `Kính gửi`.
    Addressees,
    /// Authority, post and name.
    Signature,
    /// What stands before the masthead: the menu of a web page, the head of a mail, a digital signature. It gives
    /// no field and no ground.
    Front,
    /// What a web page prints behind the paper: lists of related papers, its footer.
    Back,
    /// A stamp or a watermark: what is drawn across a page.
    Stamp,
}

impl Place {
    /// Whether it is of the paper itself, not of the page that shows it.
    pub fn is_of_paper(self) -> bool {
        !matches!(self, Place::Front | Place::Back | Place::Stamp)
    }
}
