//! Damages clean papers on purpose, has them repaired, and compares the result with the clean text.
//! In: papers, a kind of damage, a seed. Out: the result for a kind; what became of one paper.
//! Repair runs as in `vankien repair`, and is never told what was done.

use vankien_files::{Extracted, pipeline};
use vankien_text::MendOptions;
use vankien_text::span::Lines;

use super::kind::{Kind, RepairMode};
use super::reliability::Reliability;
use super::score::{Score, score};

/// The result for one kind of damage: a row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct KindResult {
    /// The name of the kind.
    pub kind: &'static str,
    /// The number of papers that were damaged and repaired.
    pub papers: usize,
    /// The counts over all these papers.
    pub score: Score,
    /// How often edits were right, by confidence; all zero for kinds that reflow lines.
    pub reliability: Reliability,
}

/// One paper that was damaged and repaired.
pub struct Trial {
    /// The damaged text.
    pub damaged: String,
    /// The repaired text.
    pub repaired: String,
    /// What became of the syllables and numbers of the paper.
    pub score: Score,
    /// How often its edits were right, by confidence; all zero for kinds that reflow lines.
    pub reliability: Reliability,
}

/// Damages all `papers` with one kind, repairs them, and counts. The same seed gives the same damage.
pub fn run_kind(kind: &Kind, papers: &[String], seed: u64) -> KindResult {
    let (mut score, mut reliability) = (Score::default(), Reliability::default());
    for (at, paper) in papers.iter().enumerate() {
        let trial = run_trial(kind, paper, seed, at);
        score += trial.score;
        reliability += trial.reliability;
    }
    KindResult { kind: kind.name, papers: papers.len(), score, reliability }
}

/// Damages one paper, repairs it, and counts. `at` is the index of the paper: another index gives other damage.
pub fn run_trial(kind: &Kind, paper: &str, seed: u64, at: usize) -> Trial {
    let page = kind.damaged(paper, seed, at);
    let damaged = page.text();
    let options =
        MendOptions { restore_marks: kind.mode == RepairMode::Marks, ..MendOptions::default() };
    let (repaired, reliability) = match kind.mode {
        RepairMode::Reflow => (reflowed(&damaged), Reliability::default()),
        RepairMode::Marks | RepairMode::Lines => {
            let letters = vankien_text::mend_as(&damaged, options);
            let reliability = Reliability::of(&page, &letters.edits);
            (letters.text, reliability)
        }
    };
    let has_same_lines = kind.mode != RepairMode::Reflow;
    let score = score(&page.clean_text(), &page.damaged_syllables(), &repaired, has_same_lines);
    Trial { damaged, repaired, score, reliability }
}

/// The text in paragraphs that the whole pipeline makes of a text, as `vankien repair --reflow` prints it.
fn reflowed(text: &str) -> String {
    let extracted = Extracted { text: text.to_owned(), ..Extracted::default() };
    pipeline::document(&extracted).reflowed(&Lines::of(text))
}
