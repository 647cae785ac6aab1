//! What a reader of a paper should know of its text: scans without text, poor text, limits met.
//! In: where the text came from and whether it can be trusted. Out: plain values with a code each. Never a sentence.

use serde::Serialize;
use vankien_system::budget::{ExceededLimit, first_of_each_limit};
use vankien_text::Quality;

use crate::provenance::{Provenance, Scans};

/// Something that a reader of a paper should know. Its code and its fields stay as they are: other programs read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum PaperNote {
    /// Some pages are scans without text that no OCR has read.
    PagesWithoutText {
        /// How many pages; at least 1.
        pages: u32,
        /// Pages of the file.
        of: u32,
    },
    /// The text that was read cannot be trusted.
    PoorText,
    /// The paper met a limit of work: text or pages behind that place were left out.
    OverBudget(Limited),
    /// A guard (a limit of time or memory) ended the reader process: nothing of the paper was read.
    StoppedByGuard(Limited),
}

/// A limit that a paper met, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limited {
    /// Its key in `vankien.toml`.
    pub limit: &'static str,
    /// The value of the limit when the paper was read.
    pub value: u64,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// The 1-based line of the extracted text, where it is known.
    pub line: Option<u32>,
}

impl PaperNote {
    /// What a reader should know of a paper with this provenance and this quality of the text that was read: scans,
    /// then poor text, then limits, each limit once. Empty where there is nothing to say.
    pub fn of(provenance: &Provenance, text_quality: Quality) -> Vec<PaperNote> {
        let scans = provenance.scans;
        let scans =
            scans.map(|Scans { unread, of }| PaperNote::PagesWithoutText { pages: unread, of });
        let poor = (text_quality == Quality::Poor).then_some(PaperNote::PoorText);
        let limits = first_of_each_limit(&provenance.limits).map(PaperNote::limit);
        scans.into_iter().chain(poor).chain(limits).collect()
    }

    /// The note that a paper met a limit: `StoppedByGuard` for a guard of the reader process, else `OverBudget`.
    pub fn limit(met: ExceededLimit) -> PaperNote {
        let ExceededLimit { limit, value, page, line } = met;
        let limited = Limited { limit: limit.name(), value, page, line };
        match limit.ends_reader() {
            true => PaperNote::StoppedByGuard(limited),
            false => PaperNote::OverBudget(limited),
        }
    }
}
