//! Damages clean papers on purpose, has them repaired, and counts what came back.
//! In: papers, a kind of damage, a seed. Out: a [`Row`] of the table; what became of one paper.
//! The repair is asked as `vankien repair` asks it, and is told nothing else.

use vankien_files::{Extracted, pipeline};
use vankien_text::MendOptions;

use super::kind::{Kind, Reading};
use super::reliability::Reliability;
use super::score::{Score, score};

/// What came of one kind of damage.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The kind.
    pub kind: &'static str,
    /// How many papers.
    pub papers: usize,
    /// What was counted.
    pub score: Score,
    /// How often edits were right, where lines stay as they were.
    pub reliability: Reliability,
}

/// One paper on its way through damage and repair.
pub struct Trial {
    /// The damaged text.
    pub damaged: String,
    /// What the repair made of it.
    pub repaired: String,
    /// What was counted.
    pub score: Score,
    /// How often its edits were right, where lines stay as they were.
    pub reliability: Reliability,
}

/// Damages all `papers` in one way and counts what the repair gives back.
pub fn row(kind: &Kind, papers: &[String], seed: u64) -> Row {
    let (mut score, mut reliability) = (Score::default(), Reliability::default());
    for (at, paper) in papers.iter().enumerate() {
        let trial = trial(kind, paper, seed, at);
        score += trial.score;
        reliability += trial.reliability;
    }
    Row { kind: kind.name, papers: papers.len(), score, reliability }
}

/// Damages the paper with the number `at` and has it repaired.
pub fn trial(kind: &Kind, paper: &str, seed: u64, at: usize) -> Trial {
    let page = kind.damaged(paper, seed, at);
    let (damaged, hurt) = (page.text(), page.hurt());
    let wish =
        MendOptions { restore_marks: kind.reading == Reading::Marks, ..MendOptions::default() };
    let (repaired, reliability) = match kind.reading {
        Reading::Reflow => (reflowed(&damaged), Reliability::default()),
        Reading::Marks | Reading::Lines => {
            let letters = vankien_text::mend_as(&damaged, wish);
            let reliability = Reliability::of(&page, &letters.edits);
            (letters.text, reliability)
        }
    };
    let score = score(paper, &hurt, &repaired, kind.reading != Reading::Reflow);
    Trial { damaged, repaired, score, reliability }
}

fn reflowed(text: &str) -> String {
    let extracted = Extracted { text: text.to_owned(), ..Extracted::default() };
    let sections = pipeline::document(&extracted).sections;
    sections.iter().map(|section| format!("{}\n", section.text)).collect()
}
