//! Where the text of a paper came from: the format, the encodings, what an OCR read, what nobody read.
//! In: nothing. Out: plain values, a code for programs, and the English text that is made of them. Never reads a file.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};
use vankien_system::budget::{ExceededLimit, first_of_each_limit};
use vankien_text::Encoding;

/// Where the text of a paper came from. [`Display`] makes the English text that people read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The format of the file.
    pub format: Format,
    /// The encodings of plain text, of a web page or of the texts of a mail, in the order in which they were
    /// found; empty where the format has one of its own, and for a mail without text.
    pub encodings: Vec<TextEncoding>,
    /// The encodings of the old Vietnamese fonts in which runs of the text were written; empty for most files.
    pub fonts: Vec<Encoding>,
    /// How many glyphs of a PDF have no letter, neither by the file nor by their shape.
    pub glyphs_without_letter: u32,
    /// How many glyphs of a PDF have a letter that only their shape tells.
    pub letters_by_shape: u32,
    /// What an OCR read; `None` where no OCR was asked to read the file.
    pub ocr: Option<OcrPages>,
    /// The scanned pages whose text is still missing; `None` where there are none.
    pub scans: Option<Scans>,
    /// The limits that the file met, in the order in which it did; one limit may occur several times.
    pub limits: Vec<ExceededLimit>,
}

/// The format of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Plain text or Markdown.
    #[default]
    Plain,
    /// Word since 2007.
    Docx,
    /// Word 97 to 2003.
    Doc,
    /// OpenDocument.
    Odt,
    /// Rich text.
    Rtf,
    /// A web page.
    Html,
    /// A mail.
    Eml,
    /// A web page saved as a mail.
    Mhtml,
    /// PDF.
    Pdf,
    /// No file: rows of a table from which `vankien-lab` makes papers.
    Rows,
    /// A guard (a limit of time or memory) ended the reader process: nothing is known but the path.
    NotRead,
}

/// In what encoding the bytes of a text were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextEncoding {
    /// One that `vankien-text` decodes: UTF-8, UTF-8 encoded twice, or an old Vietnamese encoding.
    Known(Encoding),
    /// UTF-8 behind a byte order mark.
    Utf8WithMark,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// The code page of western Windows.
    Windows1252,
}

/// The pages of a PDF that an OCR was asked to read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OcrPages {
    /// Pages whose text is that of the OCR.
    pub read: u32,
    /// Pages of the file.
    pub of: u32,
    /// What read them, each name once, sorted: `tesseract 5.3.0 vie`; an empty name where it is not known.
    pub engines: Vec<String>,
    /// How many words the OCR read on those pages.
    pub words: u32,
    /// How many of them the OCR is not sure of.
    pub doubtful: u32,
    /// Pages that the OCR could not read.
    pub failed: u32,
    /// Why it could not read the first of them, as its programs say it; empty where none failed.
    pub failure: String,
}

/// The count of scanned pages without text, and of all pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scans {
    /// How many pages are scans that no OCR has read; at least 1.
    pub unread: u32,
    /// Pages of the file.
    pub of: u32,
}

impl Provenance {
    /// The provenance of text from a format that has an encoding of its own: nothing but the format is set.
    pub fn of(format: Format) -> Provenance {
        Provenance { format, ..Provenance::default() }
    }

    /// The provenance of text from a format whose texts were written in these encodings.
    pub fn encoded(format: Format, encodings: Vec<TextEncoding>) -> Provenance {
        Provenance { encodings, ..Provenance::of(format) }
    }

    /// Whether at least one page has the text of an OCR.
    pub fn is_ocr(&self) -> bool {
        self.ocr.as_ref().is_some_and(|ocr| ocr.read > 0)
    }

    /// Whether an OCR may still help: the file is a PDF, and no page has the text of an OCR.
    pub fn may_need_ocr(&self) -> bool {
        self.format == Format::Pdf && !self.is_ocr()
    }

    /// A short code for programs that never changes: of plain text its encoding (`mixed-encodings` for none or
    /// several), `pdf-ocr` for a PDF with a page read by an OCR, else the format.
    pub fn code(&self) -> &'static str {
        match (self.format, self.encodings.as_slice()) {
            (Format::Plain, [one]) => one.code(),
            (Format::Plain, _) => "mixed-encodings",
            (Format::Pdf, _) if self.is_ocr() => "pdf-ocr",
            (Format::NotRead, _) => "not-read",
            (format, _) => format.name(),
        }
    }

    /// The group in which reports count the paper: the encodings of plain text (`utf-8 and tcvn3`), else the format
    /// (`pdf`).
    pub fn group(&self) -> String {
        match self.format {
            Format::Plain => names(&self.encodings, |one| one.name()),
            format => format.name().to_owned(),
        }
    }

    /// The old Vietnamese encodings (and UTF-8 encoded twice) in which some of the text was written: first those of
    /// texts, then those of fonts. UTF-8, UTF-16 and Windows-1252 are left out. One may come twice.
    pub fn legacy_encodings(&self) -> impl Iterator<Item = Encoding> {
        let known = self.encodings.iter().filter_map(|one| match one {
            TextEncoding::Known(Encoding::Utf8) => None,
            TextEncoding::Known(encoding) => Some(*encoding),
            _ => None,
        });
        known.chain(self.fonts.iter().copied())
    }

    /// Where the text that was read came from, in English: `pdf, fonts in vni`. Unread scans and limits are left out;
    /// they stand in the text of [`Display`].
    pub fn text_source(&self) -> String {
        let mut text = self.group();
        match self.format {
            Format::Eml | Format::Mhtml if self.encodings.is_empty() => text += ", no text",
            Format::Eml | Format::Mhtml | Format::Html => {
                text += &format!(", {}", names(&self.encodings, |one| one.name()));
            }
            _ => {}
        }
        if !self.fonts.is_empty() {
            text += &format!(", fonts in {}", names(&self.fonts, |one| one.name()));
        }
        if self.glyphs_without_letter > 0 {
            text += &format!(
                ", {} glyphs that the file gives no letter for",
                self.glyphs_without_letter
            );
        }
        if self.letters_by_shape > 0 {
            text += &format!(", {} letters that only their shapes tell", self.letters_by_shape);
        }
        if let Some(ocr) = &self.ocr {
            text += &ocr.to_string();
        }
        text
    }
}

impl Display for Provenance {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.text_source())?;
        if let Some(Scans { unread, of }) = self.scans {
            write!(out, ", {unread} of {of} pages scanned and without text")?;
        }
        // Of a file that was not read the limit says why, where its path is named.
        if self.format != Format::NotRead {
            for met in first_of_each_limit(&self.limits) {
                write!(out, ", {}", met.message())?;
            }
        }
        Ok(())
    }
}

impl Format {
    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "text",
            Format::Docx => "docx",
            Format::Doc => "doc",
            Format::Odt => "odt",
            Format::Rtf => "rtf",
            Format::Html => "html",
            Format::Eml => "eml",
            Format::Mhtml => "mhtml",
            Format::Pdf => "pdf",
            Format::Rows => "rows",
            Format::NotRead => "not read",
        }
    }
}

impl TextEncoding {
    /// UTF-8 without a byte order mark.
    pub const UTF8: TextEncoding = TextEncoding::Known(Encoding::Utf8);

    /// The word that messages use.
    pub fn name(self) -> &'static str {
        match self {
            TextEncoding::Known(encoding) => encoding.name(),
            TextEncoding::Utf8WithMark => "utf-8 with byte order mark",
            TextEncoding::Utf16Le => "utf-16le",
            TextEncoding::Utf16Be => "utf-16be",
            TextEncoding::Windows1252 => "windows-1252",
        }
    }

    /// The code that JSON uses.
    pub fn code(self) -> &'static str {
        match self {
            TextEncoding::Utf8WithMark => "utf-8-bom",
            other => other.name(),
        }
    }
}

impl Display for OcrPages {
    /// `, 2 of 2 pages by tesseract 5.3.0 vie, 31 of 512 words doubtful`, then how many pages the OCR could not read
    /// and why. A part whose count is 0 is left out.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.read > 0 {
            let engines = self.engines.join(" and ");
            write!(out, ", {} of {} pages by {engines}", self.read, self.of)?;
        }
        if self.doubtful > 0 {
            write!(out, ", {} of {} words doubtful", self.doubtful, self.words)?;
        }
        if self.failed > 0 {
            write!(out, ", {} pages not read: {}", self.failed, self.failure)?;
        }
        Ok(())
    }
}

/// The names of all, with ` and ` between.
fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_system::budget::{Budgets, Limit};

    fn known(encoding: Encoding) -> TextEncoding {
        TextEncoding::Known(encoding)
    }

    #[test]
    fn text_group_and_code_are_made_of_the_fields() {
        let ocr = OcrPages {
            read: 2,
            of: 3,
            engines: vec!["tesseract 5.3.0 vie".into()],
            words: 512,
            doubtful: 31,
            failed: 1,
            failure: "tesseract took longer than 30 seconds".into(),
        };
        let scanned = Provenance {
            ocr: Some(ocr.clone()),
            scans: Some(Scans { unread: 1, of: 3 }),
            limits: vec![Budgets::DEFAULT.exceeded(Limit::OcrPages).at_page(3)],
            ..Provenance::of(Format::Pdf)
        };
        let drawn = Provenance {
            fonts: vec![Encoding::Vni, Encoding::Tcvn3],
            glyphs_without_letter: 7,
            letters_by_shape: 9,
            ocr: Some(OcrPages { of: 3, ..OcrPages::default() }),
            ..Provenance::of(Format::Pdf)
        };
        let stopped = Provenance {
            limits: vec![Budgets::DEFAULT.exceeded(Limit::ReaderSeconds)],
            ..Provenance::of(Format::NotRead)
        };
        let plain =
            |encodings: &[TextEncoding]| Provenance::encoded(Format::Plain, encodings.into());
        let page = |encodings: &[TextEncoding]| Provenance::encoded(Format::Html, encodings.into());
        for (provenance, text, group, code) in [
            (plain(&[TextEncoding::UTF8]), "utf-8", "utf-8", "utf-8"),
            (
                plain(&[TextEncoding::Utf8WithMark]),
                "utf-8 with byte order mark",
                "utf-8 with byte order mark",
                "utf-8-bom",
            ),
            (plain(&[TextEncoding::Utf16Be]), "utf-16be", "utf-16be", "utf-16be"),
            (
                plain(&[TextEncoding::UTF8, known(Encoding::Tcvn3)]),
                "utf-8 and tcvn3",
                "utf-8 and tcvn3",
                "mixed-encodings",
            ),
            (page(&[TextEncoding::Windows1252]), "html, windows-1252", "html", "html"),
            (Provenance::of(Format::Eml), "eml, no text", "eml", "eml"),
            (
                Provenance::encoded(
                    Format::Mhtml,
                    vec![TextEncoding::UTF8, known(Encoding::Windows1258)],
                ),
                "mhtml, utf-8 and windows-1258",
                "mhtml",
                "mhtml",
            ),
            (
                Provenance { fonts: vec![Encoding::Tcvn3], ..Provenance::of(Format::Docx) },
                "docx, fonts in tcvn3",
                "docx",
                "docx",
            ),
            (
                drawn,
                "pdf, fonts in vni and tcvn3, 7 glyphs that the file gives no letter for, 9 letters that only their shapes tell",
                "pdf",
                "pdf",
            ),
            (
                scanned,
                "pdf, 2 of 3 pages by tesseract 5.3.0 vie, 31 of 512 words doubtful, 1 pages not read: tesseract took longer than 30 seconds, 1 of 3 pages scanned and without text, page 3: more than ocr_pages = 200",
                "pdf",
                "pdf-ocr",
            ),
            (stopped, "not read", "not read", "not-read"),
        ] {
            assert_eq!(
                (provenance.to_string().as_str(), provenance.group().as_str(), provenance.code()),
                (text, group, code)
            );
        }
    }

    #[test]
    fn only_a_pdf_whose_pages_no_ocr_read_may_need_one() {
        let pdf = |read| Provenance {
            ocr: Some(OcrPages { read, of: 2, failed: 2 - read, ..OcrPages::default() }),
            ..Provenance::of(Format::Pdf)
        };
        assert!(Provenance::of(Format::Pdf).may_need_ocr() && pdf(0).may_need_ocr());
        assert!(!pdf(1).may_need_ocr() && !Provenance::of(Format::Docx).may_need_ocr());
    }

    #[test]
    fn what_is_older_than_unicode_is_told() {
        let encodings = vec![TextEncoding::UTF8, known(Encoding::Tcvn3), TextEncoding::Windows1252];
        let fonts = vec![Encoding::Vni];
        let mixed = Provenance { fonts, ..Provenance::encoded(Format::Plain, encodings) };
        assert!(mixed.legacy_encodings().eq([Encoding::Tcvn3, Encoding::Vni]));
    }
}
