//! How much one paper may cost, and what of a paper met such a limit.
//! In: nothing. Out: plain values and their names. Never measures, never prints.
//!
//! A *budget* counts work (bytes, glyphs, pages): the same paper meets it at the same place on every machine, and
//! what was read up to there is kept. A *guard* watches a process of its own (its seconds, its memory) and ends it:
//! nothing of such a file is kept but its path, and the next run tries it again.

use serde::{Deserialize, Serialize};

/// Which limit. The table below has a row for each, in this order.
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
    /// Guard of a page: the seconds for which the programs of an OCR work on it.
    OcrSeconds,
    /// Guard of a file of a foreign format: the seconds for which it is read.
    ReaderSeconds,
    /// Guard of such a file: the bytes of memory with which it is read.
    ReaderBytes,
}

/// A limit: its key in `vankien.toml`, its value where nothing else is said, what it is in a line.
type Row = (Limit, &'static str, u64, &'static str);

const ROWS: [Row; 9] = [
    // A law of 1,000 printed pages has 3 MB. The stages take up to 100 bytes of memory for each byte of the worst texts.
    (
        Limit::TextBytes,
        "text_bytes",
        8 << 20,
        "bytes of text read of a paper; the rest is left out and said",
    ),
    // Lines of a few letters take most memory; eight megabytes of printed lines are 200,000.
    (Limit::Lines, "lines", 1_000_000, "lines read of a paper"),
    // Eight megabytes hold 4,000 printed pages; page breaks alone must not be what a paper is made of.
    (Limit::Pages, "pages", 100_000, "pages read of a paper"),
    // A printed page has a few thousand; a sheet of A0 has sixteen times the room.
    (Limit::PageGlyphs, "page_glyphs", 200_000, "glyphs read of a page of a PDF"),
    // Some thousands a page are many.
    (
        Limit::PdfDrawings,
        "pdf_drawings",
        10_000_000,
        "glyphs, paths and pictures that the pages of a PDF may draw",
    ),
    (
        Limit::OcrPages,
        "ocr_pages",
        200,
        "pages of a PDF for which one run calls OCR; the next goes on",
    ),
    // A page of noise takes 47 seconds, one of running text a fraction of that.
    (Limit::OcrSeconds, "ocr_seconds", 30, "seconds of OCR for a page"),
    (
        Limit::ReaderSeconds,
        "reader_seconds",
        20,
        "seconds for reading a file that is no plain text",
    ),
    // Two jobs, 1 GB in all.
    (
        Limit::ReaderBytes,
        "reader_bytes",
        512 << 20,
        "memory for reading a file that is no plain text, in bytes",
    ),
];

impl Limit {
    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Limit> {
        ROWS.iter().map(|row| row.0)
    }

    /// Its key in `vankien.toml`, which JSON uses too.
    pub const fn name(self) -> &'static str {
        ROWS[self as usize].1
    }

    /// What it is, in a line.
    pub const fn what(self) -> &'static str {
        ROWS[self as usize].3
    }

    /// Whether it ends the reader of a file, of which nothing is read then.
    pub const fn ends_reader(self) -> bool {
        matches!(self, Limit::ReaderSeconds | Limit::ReaderBytes)
    }
}

/// The limits of one paper: a value for each [`Limit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets([u64; ROWS.len()]);

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets::DEFAULT
    }
}

impl Budgets {
    /// What holds where nothing else is said.
    pub const DEFAULT: Budgets = {
        let (mut values, mut at) = ([0; ROWS.len()], 0);
        while at < ROWS.len() {
            values[at] = ROWS[at].2;
            at += 1;
        }
        Budgets(values)
    };

    /// The value of a limit.
    pub const fn of(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// The value of a limit of something that is counted in memory.
    pub fn count(&self, limit: Limit) -> usize {
        usize::try_from(self.of(limit)).unwrap_or(usize::MAX)
    }

    /// The same with another value of a limit; none is under 1.
    pub fn with(mut self, limit: Limit, value: u64) -> Budgets {
        self.0[limit as usize] = value.max(1);
        self
    }

    /// A paper met this limit, at a place that is told by [`Met::at_page`] and [`Met::at_line`].
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
            limit if limit.ends_reader() => {
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
        let numbered = || Limit::all().zip(1..);
        let budgets = numbered()
            .fold(Budgets::default(), |budgets, (limit, value)| budgets.with(limit, value));
        for (limit, value) in numbered() {
            assert_eq!(budgets.of(limit), value, "{}", limit.name());
            assert_eq!(Limit::all().filter(|one| one.name() == limit.name()).count(), 1);
            assert_eq!(ROWS[limit as usize].0, limit, "rows stand in order");
        }
        assert_eq!(budgets.with(Limit::OcrPages, 0).of(Limit::OcrPages), 1);
    }
}
