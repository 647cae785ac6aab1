//! How much one paper may cost, and what of a paper met such a limit.
//! In: nothing. Out: plain values and their names. Never measures, never prints.
//!
//! A *budget* counts work (bytes, glyphs, pages): the same paper meets it at the same place on every machine, and
//! what was read up to there is kept. A *guard* watches a process of its own (its seconds, its memory) and ends it:
//! nothing of such a file is kept but its path, and the next run tries it again.

use serde::{Deserialize, Serialize};

/// The limits of one paper. [`Limit`] names each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// See [`Limit::TextBytes`].
    pub text_bytes: u64,
    /// See [`Limit::Lines`].
    pub lines: u64,
    /// See [`Limit::Pages`].
    pub pages: u64,
    /// See [`Limit::PageGlyphs`].
    pub page_glyphs: u64,
    /// See [`Limit::PdfDrawings`].
    pub pdf_drawings: u64,
    /// See [`Limit::OcrPages`].
    pub ocr_pages: u64,
    /// See [`Limit::OcrSeconds`].
    pub ocr_seconds: u64,
    /// See [`Limit::ReaderSeconds`].
    pub reader_seconds: u64,
    /// See [`Limit::ReaderBytes`].
    pub reader_bytes: u64,
}

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets::DEFAULT
    }
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    /// Budget: the bytes of text of a paper.
    TextBytes,
    /// Budget: the lines of text of a paper.
    Lines,
    /// Budget: the pages of a paper.
    Pages,
    /// Budget: the glyphs of a page of a PDF.
    PageGlyphs,
    /// Budget: how often the pages of a PDF draw something, be it a glyph, a path or a picture.
    PdfDrawings,
    /// Budget: the pages of a PDF for which one run calls an OCR.
    OcrPages,
    /// Guard: the seconds for which the programs of an OCR work on a page.
    OcrSeconds,
    /// Guard: the seconds for which a file of a foreign format is read.
    ReaderSeconds,
    /// Guard: the bytes of memory with which it is read.
    ReaderBytes,
}

impl Limit {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Limit; 9] = [
        Limit::TextBytes,
        Limit::Lines,
        Limit::Pages,
        Limit::PageGlyphs,
        Limit::PdfDrawings,
        Limit::OcrPages,
        Limit::OcrSeconds,
        Limit::ReaderSeconds,
        Limit::ReaderBytes,
    ];

    /// Its key in `vankien.toml`, which JSON uses too.
    pub const fn name(self) -> &'static str {
        match self {
            Limit::TextBytes => "text_bytes",
            Limit::Lines => "lines",
            Limit::Pages => "pages",
            Limit::PageGlyphs => "page_glyphs",
            Limit::PdfDrawings => "pdf_drawings",
            Limit::OcrPages => "ocr_pages",
            Limit::OcrSeconds => "ocr_seconds",
            Limit::ReaderSeconds => "reader_seconds",
            Limit::ReaderBytes => "reader_bytes",
        }
    }

    /// What it is, in a line.
    pub const fn what(self) -> &'static str {
        match self {
            Limit::TextBytes => "bytes of text read of a paper; the rest is left out and said",
            Limit::Lines => "lines read of a paper",
            Limit::Pages => "pages read of a paper",
            Limit::PageGlyphs => "glyphs read of a page of a PDF",
            Limit::PdfDrawings => "glyphs, paths and pictures that the pages of a PDF may draw",
            Limit::OcrPages => "pages of a PDF for which one run calls OCR; the next goes on",
            Limit::OcrSeconds => "seconds of OCR for a page",
            Limit::ReaderSeconds => "seconds for reading a file that is no plain text",
            Limit::ReaderBytes => "memory for reading a file that is no plain text, in bytes",
        }
    }

    /// Whether it is a guard: the file was not read, and is tried again.
    pub const fn is_guard(self) -> bool {
        matches!(self, Limit::ReaderSeconds | Limit::ReaderBytes)
    }
}

impl Budgets {
    /// What holds where nothing else is said.
    pub const DEFAULT: Budgets = Budgets {
        // A law of 1,000 printed pages has 3 MB. The stages take up to 100 bytes of memory for each byte of the worst texts.
        text_bytes: 8 << 20,
        // Lines of a few letters take most memory; eight megabytes of printed lines are 200,000.
        lines: 1_000_000,
        // Eight megabytes hold 4,000 printed pages; page breaks alone must not be what a paper is made of.
        pages: 100_000,
        // The densest page of the real papers has 9,000; a sheet of A0 has sixteen times the room.
        page_glyphs: 200_000,
        // Ten million are drawn in about eight seconds; the real papers draw 100 to 5,000 a page.
        pdf_drawings: 10_000_000,
        ocr_pages: 200,
        // A page of running text takes three to eight seconds of a slow processor.
        ocr_seconds: 30,
        reader_seconds: 20,
        // Two jobs, 1 GB in all.
        reader_bytes: 512 << 20,
    };

    /// The value of a limit.
    pub const fn of(&self, limit: Limit) -> u64 {
        match limit {
            Limit::TextBytes => self.text_bytes,
            Limit::Lines => self.lines,
            Limit::Pages => self.pages,
            Limit::PageGlyphs => self.page_glyphs,
            Limit::PdfDrawings => self.pdf_drawings,
            Limit::OcrPages => self.ocr_pages,
            Limit::OcrSeconds => self.ocr_seconds,
            Limit::ReaderSeconds => self.reader_seconds,
            Limit::ReaderBytes => self.reader_bytes,
        }
    }

    /// Sets the value of a limit; none is under 1.
    pub fn set(&mut self, limit: Limit, value: u64) {
        let place = match limit {
            Limit::TextBytes => &mut self.text_bytes,
            Limit::Lines => &mut self.lines,
            Limit::Pages => &mut self.pages,
            Limit::PageGlyphs => &mut self.page_glyphs,
            Limit::PdfDrawings => &mut self.pdf_drawings,
            Limit::OcrPages => &mut self.ocr_pages,
            Limit::OcrSeconds => &mut self.ocr_seconds,
            Limit::ReaderSeconds => &mut self.reader_seconds,
            Limit::ReaderBytes => &mut self.reader_bytes,
        };
        *place = value.max(1);
    }

    /// A value met this limit, at a place that is told by [`Met::at_page`] and [`Met::at_line`].
    pub fn met(&self, limit: Limit) -> Met {
        Met { limit, value: self.of(limit), page: None, line: None }
    }
}

/// A limit that a paper met, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// Which limit.
    pub limit: Limit,
    /// Its value then.
    pub value: u64,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// The 1-based line of the extracted text, where it is known.
    pub line: Option<u32>,
}

impl Met {
    /// The same on a page, from 1.
    pub fn at_page(self, page: u32) -> Met {
        Met { page: Some(page), ..self }
    }

    /// The same on a line of the extracted text, from 1.
    pub fn at_line(self, line: u32) -> Met {
        Met { line: Some(line), ..self }
    }

    /// What follows of it, and what to do.
    pub fn consequence(&self) -> String {
        let name = self.limit.name();
        match self.limit {
            Limit::OcrPages | Limit::OcrSeconds => {
                format!(
                    "pages read so far are kept, and the next run goes on; raise {name} in vankien.toml to read more at once"
                )
            }
            limit if limit.is_guard() => {
                format!(
                    "its path alone is known, and the next run tries it again; raise {name} in vankien.toml if it is a real paper"
                )
            }
            _ => format!("what stands before is kept; raise {name} in vankien.toml to read more"),
        }
    }

    /// What happened, as messages say it: `line 1200: more than text_bytes = 16777216`.
    pub fn words(&self) -> String {
        let place = match (self.page, self.line) {
            (Some(page), _) => format!("page {page}: "),
            (None, Some(line)) => format!("line {line}: "),
            (None, None) => String::new(),
        };
        format!("{place}more than {} = {}", self.limit.name(), self.value)
    }
}

/// Of each limit that was met the first place.
pub fn first_of_each(met: &[Met]) -> impl Iterator<Item = Met> {
    let is_first =
        |(at, one): &(usize, &Met)| met[..*at].iter().all(|other| other.limit != one.limit);
    met.iter().enumerate().filter(is_first).map(|(_, one)| *one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_its_own_place_and_name() {
        let mut budgets = Budgets::default();
        for (at, limit) in Limit::ALL.into_iter().enumerate() {
            budgets.set(limit, at as u64 + 1);
        }
        for (at, limit) in Limit::ALL.into_iter().enumerate() {
            assert_eq!(budgets.of(limit), at as u64 + 1, "{}", limit.name());
            assert_eq!(Limit::ALL.iter().filter(|one| one.name() == limit.name()).count(), 1);
        }
        budgets.set(Limit::OcrPages, 0);
        assert_eq!(budgets.ocr_pages, 1);
    }
}
