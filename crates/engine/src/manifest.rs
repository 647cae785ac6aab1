//! The manifest of an index: format, fingerprint, roots, and sums over all papers.
//! In: the payload of a commit (JSON). Out: the manifest, if this version of the program can read the index.
//! Never a file of its own: it is the payload of the commit, so that it always fits the papers.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;
use vankien_text::{Quality, Why};

use crate::error::{Error, Result};
use crate::globs::Globs;
use crate::record::PaperRecord;
use crate::unread::Unread;

/// The version of the schema and the records: a number that only counts changes. Raise it by one with every change of
/// either: an index with another number is refused.
const FORMAT: u32 = 13;

/// The hash of what all stages of ingest and the analysis give for a fixed set of clean and damaged papers. Computed by
/// `cargo test -p vankien-lab fingerprint`, which fails and prints the new value if a stage gives anything else.
pub const STAGES: u128 = 0x7cef0d70968d5e26ddc2ab857a2de780;

/// A version of the stages: a number that only counts changes. Raise it by one if a stage changes in a way that shows
/// in none of those papers (of [`STAGES`]).
const ANALYSIS: u32 = 10;

/// The hash of the language model of repair, `crates/text/src/language/model.bin`. Test
/// `the_model_is_the_one_that_is_named` fails and prints the new value if the file changes.
const MODEL: u128 = 0x04f553c4f0745f44fedae9826bab6244;

/// The fingerprint of this program, 32 hexadecimal digits: two programs with the same fingerprint make the same of
/// every paper. A hash of `ANALYSIS`, [`STAGES`] and `MODEL`.
pub fn fingerprint() -> String {
    let made_with = format!("{ANALYSIS} {STAGES:032x} {MODEL:032x}");
    format!("{:032x}", XxHash3_128::oneshot(made_with.as_bytes()))
}

/// The manifest of an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the schema and the records.
    pub format: u32,
    /// The [`fingerprint`] of the program that made the index.
    pub fingerprint: String,
    /// The ingested files and folders, sorted by canonical path.
    pub roots: Vec<Root>,
    /// Sums over all papers.
    pub totals: Totals,
    /// The papers that could not be read in full.
    pub unread: Unread,
    /// Further sums over all papers, so that `stats` reads no record.
    pub shown: StateTotals,
}

/// An ingested file or folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its path as the caller wrote it. Once an ingest ran in a working folder from which that path does not lead to
    /// the root: its canonical path.
    pub given: PathBuf,
    /// Its absolute path, with links resolved.
    pub canonical: PathBuf,
    /// Which of its files are read, as last requested.
    #[serde(default)]
    pub globs: Globs,
    /// Whether symbolic links that lead out of it are followed.
    #[serde(default)]
    pub follow: bool,
}

/// Sums over all papers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// How many papers, without duplicates.
    pub papers: u64,
    /// How many sections.
    pub sections: u64,
    /// How many paragraphs (lines of section text that are not blank).
    pub passages: u64,
    /// How many tokens, with document numbers ([`PaperRecord::tokens`]).
    pub tokens: u64,
    /// How many pages an OCR has read.
    pub ocr_pages: u64,
    /// The size of the files of all papers, in bytes, without duplicates.
    pub bytes: u64,
    /// How many duplicates: files that hold the same paper as another file. No other sum counts them.
    #[serde(rename = "twins")]
    pub duplicates: u64,
}

impl Totals {
    /// Adds a paper or duplicate; a duplicate raises only [`Totals::duplicates`].
    pub fn add(&mut self, paper: &PaperRecord) {
        if paper.is_duplicate {
            self.duplicates += 1;
            return;
        }
        self.papers += 1;
        self.sections += u64::from(paper.sections);
        self.passages += u64::from(paper.passages);
        self.tokens += paper.tokens;
        self.ocr_pages += u64::from(paper.ocr_pages);
        self.bytes += paper.size;
    }

    /// Adds the sums over other papers.
    pub fn merge(&mut self, other: &Totals) {
        self.papers += other.papers;
        self.sections += other.sections;
        self.passages += other.passages;
        self.tokens += other.tokens;
        self.ocr_pages += other.ocr_pages;
        self.bytes += other.bytes;
        self.duplicates += other.duplicates;
    }
}

/// Sums over all papers for `stats`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateTotals {
    /// How many papers are of poor quality ([`PaperRecord::quality`]): text that cannot be trusted, or pages without
    /// text.
    pub poor: u64,
    /// How many papers have a document number of their own in the masthead.
    pub numbered: u64,
    /// The number of edits by reason, in the order of [`Why::ALL`]. Reasons that do not occur are left out.
    pub edits: Vec<(Why, u64)>,
}

impl StateTotals {
    /// Adds a paper; a duplicate adds nothing.
    pub fn add(&mut self, paper: &PaperRecord) {
        if paper.is_duplicate {
            return;
        }
        self.poor += u64::from(paper.quality == Quality::Poor);
        self.numbered += u64::from(paper.masthead.number.is_some());
        paper.edits.iter().for_each(|(why, count)| self.add_edits(*why, u64::from(*count)));
    }

    /// Adds the sums over other papers.
    pub fn merge(&mut self, other: &StateTotals) {
        self.poor += other.poor;
        self.numbered += other.numbered;
        other.edits.iter().for_each(|(why, count)| self.add_edits(*why, *count));
    }

    fn add_edits(&mut self, why: Why, count: u64) {
        let place = |why: Why| Why::ALL.iter().position(|one| *one == why);
        match self.edits.binary_search_by_key(&place(why), |(one, _)| place(*one)) {
            Ok(at) => self.edits[at].1 += count,
            Err(at) => self.edits.insert(at, (why, count)),
        }
    }
}

impl Default for Manifest {
    fn default() -> Manifest {
        Manifest {
            format: FORMAT,
            fingerprint: fingerprint(),
            roots: Vec::new(),
            totals: Totals::default(),
            unread: Unread::default(),
            shown: StateTotals::default(),
        }
    }
}

impl Manifest {
    /// Parses the payload of a commit of the index in `folder`, if this program can read that index.
    ///
    /// # Errors
    /// Where the format or the fingerprint is another than that of this program, or the payload is missing or no
    /// manifest.
    pub fn parse(folder: &Path, payload: Option<&str>) -> Result<Manifest> {
        let found: Option<Manifest> =
            payload.and_then(|payload| serde_json::from_str(payload).ok());
        let wanted = Manifest::default();
        match found {
            Some(found) if found.format == FORMAT && found.fingerprint == wanted.fingerprint => {
                Ok(found)
            }
            _ => Err(Error::IndexVersion {
                path: folder.to_path_buf(),
                found: version_of(payload).unwrap_or_else(|| "an unknown format".into()),
                wanted: wanted_version(),
            }),
        }
    }

    /// The roots in the payload of any version of the program, to ingest them again; `None` if there is no payload or
    /// they cannot be parsed.
    pub fn roots_of(payload: Option<&str>) -> Option<Vec<Root>> {
        #[derive(Deserialize)]
        struct Roots {
            roots: Vec<Root>,
        }
        let parsed: Roots = serde_json::from_str(payload?).ok()?;
        Some(parsed.roots)
    }

    /// The payload to commit, as JSON.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a plain value can always be written to memory")
    }

    /// Adds the roots and the sums of another manifest: of other papers, in the same store.
    pub fn merge(&mut self, other: Manifest) {
        other.roots.into_iter().for_each(|root| self.remember(root));
        self.totals.merge(&other.totals);
        self.unread.merge(other.unread);
        self.shown.merge(&other.shown);
    }

    /// Adds `root`, or replaces the root with the same canonical path.
    pub fn remember(&mut self, root: Root) {
        self.roots.retain(|known| known.canonical != root.canonical);
        self.roots.push(root);
        self.roots.sort_by(|one, other| one.canonical.cmp(&other.canonical));
    }
}

/// The version of the program that made a payload, for a message.
fn version_of(payload: Option<&str>) -> Option<String> {
    #[derive(Deserialize)]
    struct Made {
        format: u32,
        fingerprint: String,
    }
    let made: Made = serde_json::from_str(payload?).ok()?;
    Some(version(made.format, &made.fingerprint))
}

/// The version that this program needs, for a message.
pub(crate) fn wanted_version() -> String {
    version(FORMAT, &fingerprint())
}

fn version(format: u32, fingerprint: &str) -> String {
    format!("format {format} and analysis {fingerprint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_the_one_that_is_named() {
        let hash = XxHash3_128::oneshot(include_bytes!("../../text/src/language/model.bin"));
        assert_eq!(hash, MODEL, "write {hash:#034x} above");
    }

    #[test]
    fn refuses_what_another_program_made() {
        let manifest = Manifest::default();
        let folder = Path::new("index");
        assert_eq!(Manifest::parse(folder, Some(&manifest.write())).expect("our own"), manifest);
        let other = Manifest { fingerprint: "0".into(), ..manifest };
        let error = Manifest::parse(folder, Some(&other.write())).expect_err("foreign");
        assert!(matches!(error, Error::IndexVersion { .. }), "{error}");
        assert!(Manifest::parse(folder, None).is_err());
        let older = r#"{"format": 9, "fingerprint": "ab", "roots": []}"#;
        let error = Manifest::parse(folder, Some(older)).expect_err("older").to_string();
        assert!(error.contains("format 9 and analysis ab"), "{error}");
    }
}
