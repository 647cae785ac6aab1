//! How much one paper may cost, and which limits a paper exceeded.
//! In: nothing. Out: plain values and their names. Never measures, never prints.
//!
//! A *budget* counts work (bytes, glyphs, pages). The same paper exceeds it at the same place on every machine, and the
//! text before that place is kept. A *guard* watches the seconds and the memory of a separate process and ends that
//! process. Where it ends the reader of a file, only the path of the file is kept; where it ends OCR, the page stays
//! unread. The next run tries either again.
//!
//! The default values are judgements about what real papers need, not results of a measurement. `benches/mutants.py`
//! and `.ci/slow` run damaged and hostile files against them.

use serde::{Deserialize, Serialize};

/// A limit on what one paper or one file may cost. `LIMITS` has one row for each, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Limit {
    /// Budget: bytes of text of one paper.
    TextBytes,
    /// Budget: lines of text of one paper.
    Lines,
    /// Budget: pages of one paper.
    Pages,
    /// Budget: glyphs on one page of a PDF.
    PageGlyphs,
    /// Budget: drawing operations (glyphs, paths and pictures) of all pages of one PDF.
    PdfDrawings,
    /// Budget: pages of one PDF for which one run calls the OCR programs.
    OcrPages,
    /// Guard of a page: seconds for which each of the OCR programs may work on it.
    OcrSeconds,
    /// Guard of a file that is not plain text: seconds for which its reader may run.
    ReaderSeconds,
    /// Guard of a file that is not plain text: bytes of memory that its reader may take.
    ReaderBytes,
    /// Budget: pairs of readings that repair weighs in one paper.
    RepairWork,
}

/// The key, the default value and the description of one limit.
struct LimitRow {
    /// The limit that the row describes.
    limit: Limit,
    /// The key in `vankien.toml` and in JSON.
    key: &'static str,
    /// The value where `vankien.toml` gives none.
    default: u64,
    /// What is limited, in one line, with its unit.
    description: &'static str,
}

/// All limits, in the order of [`Limit`].
const LIMITS: [LimitRow; 10] = [
    LimitRow {
        limit: Limit::TextBytes,
        key: "text_bytes",
        // 8 MiB. A law of 1,000 printed pages has about 3 MB. The stages take up to 100 bytes of memory for each
        // byte of the worst texts, so this bounds one paper to about 800 MB.
        default: 8 << 20,
        description: "bytes of text read of a paper; the rest is left out and said",
    },
    LimitRow {
        limit: Limit::Lines,
        key: "lines",
        // 8 MiB of printed lines are about 200,000 lines. Texts made of very short lines take the most memory.
        default: 500_000,
        description: "lines read of a paper",
    },
    LimitRow {
        limit: Limit::Pages,
        key: "pages",
        // 8 MiB of text are about 2,800 printed pages. The limit stops files that consist of page breaks.
        default: 100_000,
        description: "pages read of a paper",
    },
    LimitRow {
        limit: Limit::PageGlyphs,
        key: "page_glyphs",
        // A printed A4 page has a few thousand glyphs; an A0 sheet has sixteen times the area.
        default: 200_000,
        description: "glyphs read of a page of a PDF",
    },
    LimitRow {
        limit: Limit::PdfDrawings,
        key: "pdf_drawings",
        // A page with some thousand drawing operations is already a full one.
        default: 10_000_000,
        description: "glyphs, paths and pictures that the pages of a PDF may draw",
    },
    LimitRow {
        limit: Limit::OcrPages,
        key: "ocr_pages",
        default: 200,
        description: "pages of a PDF for which one run calls OCR; the next goes on",
    },
    LimitRow {
        limit: Limit::OcrSeconds,
        key: "ocr_seconds",
        // A page of noise takes 47 seconds, a page of running text a fraction of that.
        default: 30,
        description: "seconds of OCR for a page",
    },
    LimitRow {
        limit: Limit::ReaderSeconds,
        key: "reader_seconds",
        default: 20,
        description: "seconds for reading a file that is no plain text",
    },
    LimitRow {
        limit: Limit::ReaderBytes,
        key: "reader_bytes",
        // 512 MiB, so that two jobs side by side stay near 1 GB.
        default: 512 << 20,
        description: "memory for reading a file that is no plain text, in bytes",
    },
    LimitRow {
        limit: Limit::RepairWork,
        key: "repair_work",
        default: 100_000_000,
        description: "pairs of readings that repair weighs in a paper; the rest stays as it is",
    },
];

impl Limit {
    /// All limits, in the order of the enum.
    pub fn all() -> impl Iterator<Item = Limit> {
        LIMITS.iter().map(|row| row.limit)
    }

    /// The key of this limit in `vankien.toml` and in JSON: `text_bytes`.
    pub const fn name(self) -> &'static str {
        LIMITS[self as usize].key
    }

    /// What this limit limits, in one line of English, with its unit.
    pub const fn description(self) -> &'static str {
        LIMITS[self as usize].description
    }

    /// Whether this limit is a guard of the reader process ([`Limit::ReaderSeconds`], [`Limit::ReaderBytes`]). When
    /// such a guard ends the reader, no text of the file is kept. The guard of OCR is none of these: it ends one page.
    pub const fn ends_reader(self) -> bool {
        matches!(self, Limit::ReaderSeconds | Limit::ReaderBytes)
    }
}

/// The values of all limits for one paper: one for each [`Limit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets([u64; LIMITS.len()]);

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets::DEFAULT
    }
}

impl Budgets {
    /// The values that hold where `vankien.toml` gives none.
    pub const DEFAULT: Budgets = {
        let mut values = [0; LIMITS.len()];
        // A constant cannot use iterators.
        let mut index = 0;
        while index < LIMITS.len() {
            values[index] = LIMITS[index].default;
            index += 1;
        }
        Budgets(values)
    };

    /// The value of a limit.
    pub const fn value(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    /// The value of a limit as a `usize`; `usize::MAX` where the value is larger than that.
    pub fn value_usize(&self, limit: Limit) -> usize {
        usize::try_from(self.value(limit)).unwrap_or(usize::MAX)
    }

    /// The same limits with another value for `limit`. A value under 1 becomes 1.
    pub fn with(mut self, limit: Limit, value: u64) -> Budgets {
        self.0[limit as usize] = value.max(1);
        self
    }

    /// The record of a paper that exceeded this limit. [`ExceededLimit::at_page`] and [`ExceededLimit::at_line`] add
    /// the place.
    pub fn exceeded(&self, limit: Limit) -> ExceededLimit {
        ExceededLimit { limit, value: self.value(limit), page: None, line: None }
    }
}

/// A limit that a paper exceeded, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceededLimit {
    /// Which limit.
    pub limit: Limit,
    /// The value of the limit when the paper was read.
    pub value: u64,
    /// The page, from 1; `None` where it is not known.
    pub page: Option<u32>,
    /// The line of the extracted text, from 1; `None` where it is not known.
    pub line: Option<u32>,
}

impl ExceededLimit {
    /// Adds the page, from 1.
    pub fn at_page(self, page: u32) -> ExceededLimit {
        ExceededLimit { page: Some(page), ..self }
    }

    /// Adds the line of the extracted text, from 1.
    pub fn at_line(self, line: u32) -> ExceededLimit {
        ExceededLimit { line: Some(line), ..self }
    }

    /// What became of the paper and how to read more of it, as an English clause. The key of the limit stands in it.
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
            Limit::RepairWork => {
                format!(
                    "what follows is read as it stands; raise {name} in vankien.toml to repair more"
                )
            }
            _ => format!("what stands before is kept; raise {name} in vankien.toml to read more"),
        }
    }

    /// Which limit was exceeded and where, as messages say it: `line 1200: more than text_bytes = 8388608`. A page is
    /// named rather than a line; where neither is known, the place is left out.
    pub fn message(&self) -> String {
        let place = match (self.page, self.line) {
            (Some(page), _) => format!("page {page}: "),
            (None, Some(line)) => format!("line {line}: "),
            (None, None) => String::new(),
        };
        format!("{place}more than {} = {}", self.limit.name(), self.value)
    }
}

/// The records of `exceeded` in their order, of each limit the first alone.
pub fn first_of_each_limit(exceeded: &[ExceededLimit]) -> impl Iterator<Item = ExceededLimit> {
    exceeded.iter().enumerate().filter_map(|(index, record)| {
        let is_first = exceeded[..index].iter().all(|earlier| earlier.limit != record.limit);
        is_first.then_some(*record)
    })
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
            assert_eq!(budgets.value(limit), value, "{}", limit.name());
            assert_eq!(Limit::all().filter(|one| one.name() == limit.name()).count(), 1);
            assert_eq!(LIMITS[limit as usize].limit, limit, "rows stand in order");
        }
        assert_eq!(budgets.with(Limit::OcrPages, 0).value(Limit::OcrPages), 1);
    }
}
