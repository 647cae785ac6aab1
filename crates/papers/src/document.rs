//! The values that the stages hand on: what a paper is once it was read.
//! In: nothing. Out: plain values without behaviour beyond names. Never reads, never prints.

mod citation;
mod cut;
mod encoding;
mod evidence;
mod items;
mod quality;
mod verdict;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::citation::{Basis, Citation, Form};
pub use self::encoding::Encoding;
pub use self::evidence::Evidence;
pub use self::items::{Row, page_at, rows};
pub use self::quality::Quality;
pub use self::verdict::{Judgement, Verdict};
use crate::budget::Met;
use crate::span::{Map, Span};

/// The text of a file, untouched, with what its format told of pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// The text; for plain text that of the file, without a byte order mark.
    pub text: String,
    /// Bytes of `text` at which pages 2, 3, … begin, where the format tells. Empty where it does not.
    pub page_starts: Vec<usize>,
    /// How the text was obtained, such as `utf-8` or `docx`.
    pub obtained: String,
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
    /// The limits that the file met, in the order in which it did.
    pub met: Vec<Met>,
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

/// What a letter stage (`normalise`, `repair`) made of the text that came in. It has as many lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended<'a> {
    /// The text that goes out; borrowed where nothing was changed.
    pub text: Cow<'a, str>,
    /// From `text` back to the text that came in.
    pub map: Map,
    /// What was changed, in order of place, without overlap. Spans are bytes of the text that came in.
    pub edits: Vec<Edit>,
}

impl<'a> Mended<'a> {
    /// The text as it came in: nothing to mend.
    pub fn untouched(text: &'a str) -> Mended<'a> {
        Mended { text: Cow::Borrowed(text), map: Map::identity(), edits: Vec::new() }
    }
}

/// A change of letters, one syllable each (law 1): what stood there, what stands there now, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Bytes of the text that came into the stage; in a [`Document`], of the extracted text.
    pub span: Span,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The reason.
    pub why: Why,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

/// The edits of two turns over one text, both in order. `later` were made to what `earlier` left;
/// `map` leads them back to `source`, where the first turn began. A later edit on the place of an
/// earlier one is one change of the reader's text: they become one.
pub fn joined(source: &str, map: &Map, earlier: Vec<Edit>, later: Vec<Edit>) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::with_capacity(earlier.len() + later.len());
    let mut earlier = earlier.into_iter().peekable();
    for mut edit in later {
        let ranges = map.back(edit.span);
        if let (Some(first), Some(last)) = (ranges.first(), ranges.last()) {
            edit.span = Span::new(first.start, last.end);
            edit.from = edit.span.of(source).to_owned();
        }
        while let Some(before) = earlier.next_if(|one| one.span.start < edit.span.end) {
            all.push(before);
        }
        while all.last().is_some_and(|one| one.span.overlaps(edit.span)) {
            all.pop();
        }
        all.push(edit);
    }
    all.extend(earlier);
    all.sort_by_key(|edit| edit.span);
    all
}

/// Why letters were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// A code point that looks like the right letter (`ƣ` for `ư`, `Ð` for `Đ`).
    Lookalike,
    /// A no-break, zero-width or other odd space.
    Space,
    /// A tone or mark written twice or in an order that Unicode does not compose.
    MarkOrder,
    /// A letter that the font of the paper lost.
    LetterLost,
    /// A letter that an OCR took for another.
    Misread,
    /// The author's slip: a word written twice.
    DoubledWord,
    /// The author's slip: a wrong word in a set phrase.
    WrongWord,
    /// A tone or mark that was gone, restored on request.
    MarksRestored,
    /// Words that were run together.
    WordsJoined,
    /// A word that was torn in two.
    WordSplit,
    /// A word whose letters were set apart.
    LettersApart,
    /// A repair, whatever it was for, that a person looked at and found right.
    Confirmed,
    /// A person wrote what is to stand there.
    SetByPerson,
    /// The paper or a paragraph of it was written in this encoding and read in another.
    Encoding(Encoding),
}

impl Why {
    /// All reasons, in the order in which summaries list them.
    pub const ALL: [Why; 21] = [
        Why::Lookalike,
        Why::Space,
        Why::MarkOrder,
        Why::LetterLost,
        Why::Misread,
        Why::DoubledWord,
        Why::WrongWord,
        Why::MarksRestored,
        Why::WordsJoined,
        Why::WordSplit,
        Why::LettersApart,
        Why::Confirmed,
        Why::SetByPerson,
        Why::Encoding(Encoding::Tcvn3),
        Why::Encoding(Encoding::Vni),
        Why::Encoding(Encoding::Vps),
        Why::Encoding(Encoding::Viscii),
        Why::Encoding(Encoding::Viqr),
        Why::Encoding(Encoding::Windows1258),
        Why::Encoding(Encoding::Utf8),
        Why::Encoding(Encoding::Utf8Twice),
    ];

    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Why::Lookalike => "lookalike",
            Why::Space => "space",
            Why::MarkOrder => "mark-order",
            Why::LetterLost => "letter-lost",
            Why::Misread => "misread",
            Why::DoubledWord => "doubled-word",
            Why::WrongWord => "wrong-word",
            Why::MarksRestored => "marks-restored",
            Why::WordsJoined => "words-joined",
            Why::WordSplit => "word-split",
            Why::LettersApart => "letters-apart",
            Why::Confirmed => "confirmed",
            Why::SetByPerson => "set-by-person",
            Why::Encoding(encoding) => encoding.misread(),
        }
    }

    /// The channel that did the damage, where it is known by name: the encoding.
    pub fn channel(self) -> Option<&'static str> {
        match self {
            Why::Encoding(encoding) => Some(encoding.name()),
            _ => None,
        }
    }

    /// The reason with this name.
    pub fn named(name: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.name() == name)
    }

    /// Whether a person decided.
    pub fn is_settled(self) -> bool {
        matches!(self, Why::Confirmed | Why::SetByPerson)
    }

    /// Whether the mistake is the author's, not the extraction's: a passage then shows the text as
    /// printed, with the correction beside it.
    pub fn is_slip(self) -> bool {
        matches!(self, Why::DoubledWord | Why::WrongWord)
    }
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
    /// How the text was obtained.
    pub obtained: String,
    /// Who wrote it, when, under which number.
    pub masthead: Masthead,
    /// All of its text, in order of the file, part by part.
    pub sections: Vec<Section>,
    /// Every change of letters; spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// What else may stand at places that were left alone; `to` is what `from` would become.
    pub readings: Vec<Edit>,
    /// The abbreviations that the paper defines: `GPMB`, `giải phóng mặt bằng`.
    pub abbreviations: Vec<(String, String)>,
    /// The limits that the paper met.
    pub met: Vec<Met>,
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
