//! What a reader of a paper should know of its text.
//! In: where the text came from and whether it can be trusted. Out: plain values with a code each. Never a sentence.

use serde::Serialize;
use vankien_system::budget::{ExceededLimit, first_of_each_limit};
use vankien_text::Quality;

use crate::provenance::{Provenance, Scans};

/// Something that a reader of a paper should know. Its code and its fields stay as they are: other programs read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum PaperNote {
    /// Pages are scans that nobody has read.
    PagesWithoutText {
        /// How many.
        pages: u32,
        /// Pages of the file.
        of: u32,
    },
    /// The text that was read cannot be trusted.
    PoorText,
    /// The paper met a limit: what stands behind it was left out.
    OverBudget(Limited),
    /// A guard ended the reader: nothing of the paper was read.
    StoppedByGuard(Limited),
}

/// A limit that a paper met, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limited {
    /// Its key in `vankien.toml`.
    pub limit: &'static str,
    /// Its value then.
    pub value: u64,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// The 1-based line of the extracted text, where it is known.
    pub line: Option<u32>,
}

impl PaperNote {
    /// What a reader should know of a paper whose text is from there, and is so good.
    pub fn of(provenance: &Provenance, text_quality: Quality) -> Vec<PaperNote> {
        let scans = provenance.scans;
        let scans =
            scans.map(|Scans { unread, of }| PaperNote::PagesWithoutText { pages: unread, of });
        let poor = (text_quality == Quality::Poor).then_some(PaperNote::PoorText);
        let limits = first_of_each_limit(&provenance.limits).map(PaperNote::limit);
        scans.into_iter().chain(poor).chain(limits).collect()
    }

    /// That a paper met a limit.
    pub fn limit(met: ExceededLimit) -> PaperNote {
        let ExceededLimit { limit, value, page, line } = met;
        let limited = Limited { limit: limit.name(), value, page, line };
        match limit.ends_reader() {
            true => PaperNote::StoppedByGuard(limited),
            false => PaperNote::OverBudget(limited),
        }
    }
}
