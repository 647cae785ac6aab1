//! What the index says of itself; it commits together with the papers.
//! In: the bytes of a commit. Out: version, fingerprint, roots and totals.
//! Never lies beside the index: it is the payload of the engine's own commit.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;
use vankien_text::{Quality, Why};

use crate::error::{Error, Result};
use crate::globs::Globs;
use crate::record::PaperRecord;
use crate::unread::Unread;

/// The format of schema and records; raised with every change of them.
const FORMAT: u32 = 11;

/// A hash of what all stages and the analysis give for a fixed set of papers, clean and damaged. The test
/// `crates/lab/tests/fingerprint.rs` computes it and fails where it differs, so that no change of a stage lands without a
/// new fingerprint.
pub const STAGES: u128 = 0xbee94dc358f4ff9bd5e9bca28eea8836;

/// Raised by hand with a change of what the stages give that shows in none of those papers.
const ANALYSIS: u32 = 6;

/// The hash of the embedded model of repair; a test holds it to the file.
const MODEL: u128 = 0xa94f5a8e0ce904d55b3db1b9447b3dca;

/// What the index was made with, the model of repair too: two programs with one fingerprint make the
/// same of a paper.
pub fn fingerprint() -> String {
    let made_with = format!("{ANALYSIS} {STAGES:032x} {MODEL:032x}");
    format!("{:032x}", XxHash3_128::oneshot(made_with.as_bytes()))
}

/// The payload of a commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of schema and records.
    pub format: u32,
    /// [`fingerprint`] of the program that made it.
    pub fingerprint: String,
    /// What was ingested, in order of their canonical paths.
    pub roots: Vec<Root>,
    /// What the index holds in all.
    pub totals: Totals,
    /// What of all papers nobody could read.
    pub unread: Unread,
    /// What the papers show of themselves in all, so that `stats` reads no record.
    pub shown: StateTotals,
}

/// A file or folder that was ingested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// As the caller wrote it.
    pub given: PathBuf,
    /// Absolute, links resolved.
    pub canonical: PathBuf,
    /// What of it is read, as it was asked for last.
    #[serde(default)]
    pub globs: Globs,
    /// Whether links that lead out of it are followed.
    #[serde(default)]
    pub follow: bool,
}

/// Sums over all papers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Papers.
    pub papers: u64,
    /// Sections.
    pub sections: u64,
    /// Paragraphs.
    pub passages: u64,
    /// Tokens.
    pub tokens: u64,
    /// Pages that an OCR has read.
    pub ocr_pages: u64,
    /// Bytes of the files.
    pub bytes: u64,
    /// Files that hold a paper that another file holds too, beside the one that counts.
    #[serde(rename = "twins")]
    pub duplicates: u64,
}

impl Totals {
    /// Counts a paper in.
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
}

/// Sums over what papers show of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateTotals {
    /// Papers whose text cannot be trusted.
    pub poor: u64,
    /// Papers that bear a number.
    pub numbered: u64,
    /// The changes of letters by reason, in the order of [`Why::ALL`]; only reasons that occur.
    pub edits: Vec<(Why, u64)>,
}

impl StateTotals {
    /// Counts a paper in; one that another stands for is the same paper.
    pub fn add(&mut self, paper: &PaperRecord) {
        if paper.is_duplicate {
            return;
        }
        self.poor += u64::from(paper.quality == Quality::Poor);
        self.numbered += u64::from(paper.masthead.number.is_some());
        let place = |why: Why| Why::ALL.iter().position(|one| *one == why);
        for (why, count) in &paper.edits {
            match self.edits.binary_search_by_key(&place(*why), |(one, _)| place(*one)) {
                Ok(at) => self.edits[at].1 += u64::from(*count),
                Err(at) => self.edits.insert(at, (*why, u64::from(*count))),
            }
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
    /// Reads the payload of a commit in `folder`; refuses one this program did not make.
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
                wanted: version(wanted.format, &wanted.fingerprint),
            }),
        }
    }

    /// The roots of a payload of whatever version, to read them again under this one; `None` where they
    /// cannot be read.
    pub fn roots_of(payload: Option<&str>) -> Option<Vec<Root>> {
        #[derive(Deserialize)]
        struct Roots {
            roots: Vec<Root>,
        }
        let read = payload.and_then(|payload| serde_json::from_str::<Roots>(payload).ok());
        read.map(|read| read.roots)
    }

    /// The payload of a commit.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a plain value can always be written to memory")
    }

    /// Adds `root`, or gives a root that is known its new spelling.
    pub fn remember(&mut self, root: Root) {
        self.roots.retain(|known| known.canonical != root.canonical);
        self.roots.push(root);
        self.roots.sort_by(|one, other| one.canonical.cmp(&other.canonical));
    }
}

/// Which version made a payload, whatever else it holds.
fn version_of(payload: Option<&str>) -> Option<String> {
    #[derive(Deserialize)]
    struct Made {
        format: u32,
        fingerprint: String,
    }
    let made: Made = serde_json::from_str(payload?).ok()?;
    Some(version(made.format, &made.fingerprint))
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
