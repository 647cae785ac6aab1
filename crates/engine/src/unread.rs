//! Which papers could not be read in full. Answers show it, so that a person knows whether an answer is complete.
//! In: the records of papers, one by one; duplicates are ignored. Out: counts, and the first of these papers by path.
//! Never fetches records from a store: the caller passes them in. The result for a whole index is stored in its
//! manifest.

use serde::{Deserialize, Serialize};
use vankien_text::Quality;

use crate::record::PaperRecord;

/// How many papers [`Unread::named`] lists at most; the counts include all. A judgement, not measured: it bounds the
/// size of the manifest. `cargo test -p vankien-engine names_are_bounded_and_counts_are_not` holds the bound.
const MAX_NAMED: usize = 100;

/// The papers that could not be read in full. A paper with several reasons counts once in `papers`, and once for each
/// reason in `scanned`, `poor` and `limited`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// How many papers have at least one of the reasons: pages without text, text of poor quality, a limit that was
    /// met.
    pub papers: u64,
    /// How many of them have unread pages: scans without OCR text, and pages whose glyphs, most or all, stand for no
    /// letter.
    pub scanned: u64,
    /// How many such pages there are.
    pub pages: u64,
    /// How many of the papers have text of poor quality: too few words are Vietnamese ([`Quality::Poor`]).
    pub poor: u64,
    /// How many of the papers met a limit: those of which a part was not read or not repaired
    /// ([`UnreadPaper::is_limited`]), and those of which nothing was read ([`UnreadPaper::is_stopped`]).
    #[serde(default)]
    pub limited: u64,
    /// The papers, sorted by path; only the first 100 (`MAX_NAMED`).
    pub named: Vec<UnreadPaper>,
}

/// A paper that could not be read in full.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadPaper {
    /// Its path: the root as the user gave it, then the path below that root.
    pub path: String,
    /// How many of its pages are unread, as in [`Unread::scanned`].
    pub pages: u32,
    /// Whether the text that was read is of poor quality ([`Quality::Poor`]).
    pub is_poor: bool,
    /// Whether a limit left a part of it unread (for instance bytes of text, pages for OCR) or unrepaired (work of
    /// repair: then the text is whole). `false` if `is_stopped`.
    #[serde(default)]
    pub is_limited: bool,
    /// Whether a guard (a limit of time or memory) killed its reader, so that nothing of it was read and only its path
    /// is known.
    #[serde(default)]
    pub is_stopped: bool,
}

impl UnreadPaper {
    /// The reasons as codes of the JSON output, separated by a blank: `pages-without-text`, `poor-text`, `over-budget`
    /// (`is_limited`), `stopped-by-guard`.
    pub fn why(&self) -> String {
        let reasons = [
            (self.pages > 0, "pages-without-text"),
            (self.is_poor, "poor-text"),
            (self.is_limited, "over-budget"),
            (self.is_stopped, "stopped-by-guard"),
        ];
        let holding = reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, code)| code);
        holding.collect::<Vec<_>>().join(" ")
    }
}

impl Unread {
    /// Whether all papers were read in full.
    pub fn is_empty(&self) -> bool {
        self.papers == 0
    }

    /// Counts a paper. A duplicate, and a paper that was read in full, change nothing.
    pub fn add(&mut self, paper: &PaperRecord) {
        let (pages, is_poor) = (paper.unread_pages, paper.text_quality == Quality::Poor);
        let is_stopped = paper.is_stopped();
        let is_limited = !is_stopped && !paper.provenance.limits.is_empty();
        if paper.is_duplicate || pages == 0 && !is_poor && !is_limited && !is_stopped {
            return;
        }
        self.papers += 1;
        self.scanned += u64::from(pages > 0);
        self.pages += u64::from(pages);
        self.poor += u64::from(is_poor);
        self.limited += u64::from(is_limited || is_stopped);
        let at = self.named.partition_point(|named| named.path < paper.path);
        if at < MAX_NAMED {
            self.named.insert(
                at,
                UnreadPaper { path: paper.path.clone(), pages, is_poor, is_limited, is_stopped },
            );
            self.named.truncate(MAX_NAMED);
        }
    }

    /// Adds the counts and the first names of other papers.
    pub fn merge(&mut self, other: Unread) {
        self.papers += other.papers;
        self.scanned += other.scanned;
        self.pages += other.pages;
        self.poor += other.poor;
        self.limited += other.limited;
        self.named.extend(other.named);
        self.named.sort_by(|one, other| one.path.cmp(&other.path));
        self.named.truncate(MAX_NAMED);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_papers::Provenance;
    use vankien_system::budget::{Budgets, Limit};

    fn limited(path: &str, limit: Limit, text_quality: Quality) -> PaperRecord {
        let limits = vec![Budgets::DEFAULT.exceeded(limit)];
        let provenance = Provenance { limits, ..Provenance::default() };
        PaperRecord { provenance, ..paper(path, 0, text_quality) }
    }

    fn paper(path: &str, unread_pages: u32, text_quality: Quality) -> PaperRecord {
        PaperRecord { path: path.into(), unread_pages, text_quality, ..PaperRecord::default() }
    }

    #[test]
    fn each_paper_counts_once_and_twins_do_not() {
        let duplicate = PaperRecord { is_duplicate: true, ..paper("e.pdf", 3, Quality::Poor) };
        let papers = [
            paper("c.pdf", 2, Quality::Good),
            paper("a.txt", 0, Quality::Poor),
            paper("d.txt", 0, Quality::Good),
            duplicate,
            paper("b.pdf", 5, Quality::Poor),
            limited("f.txt", Limit::TextBytes, Quality::Good),
            limited("g.pdf", Limit::ReaderSeconds, Quality::Good),
        ];
        let mut unread = Unread::default();
        papers.iter().for_each(|paper| unread.add(paper));
        let counts = (unread.papers, unread.scanned, unread.pages, unread.poor, unread.limited);
        assert_eq!((counts, unread.is_empty()), ((5, 2, 7, 2, 2), false));
        let named = unread.named.iter().map(|named| (named.path.as_str(), named.why()));
        let named: Vec<(&str, String)> = named.collect();
        let wanted = [
            ("a.txt", "poor-text"),
            ("b.pdf", "pages-without-text poor-text"),
            ("c.pdf", "pages-without-text"),
            ("f.txt", "over-budget"),
            ("g.pdf", "stopped-by-guard"),
        ];
        assert_eq!(named, wanted.map(|(path, why)| (path, why.to_owned())));
    }

    #[test]
    fn merged_counts_are_those_of_all_papers() {
        let papers: Vec<PaperRecord> =
            (0..150).map(|at| paper(&format!("{at:03}.pdf"), at % 3, Quality::Good)).collect();
        let of = |some: &[PaperRecord]| {
            let mut unread = Unread::default();
            some.iter().for_each(|paper| unread.add(paper));
            unread
        };
        let mut merged = of(&papers[90..]);
        merged.merge(of(&papers[..90]));
        assert_eq!(merged, of(&papers));
    }

    #[test]
    fn names_are_bounded_and_counts_are_not() {
        let mut unread = Unread::default();
        for at in (0..250).rev() {
            unread.add(&paper(&format!("{at:03}.pdf"), 1, Quality::Good));
        }
        assert_eq!((unread.papers, unread.pages, unread.named.len()), (250, 250, MAX_NAMED));
        assert_eq!(
            (&*unread.named[0].path, &*unread.named[MAX_NAMED - 1].path),
            ("000.pdf", "099.pdf")
        );
    }
}
