//! Damages clean papers on purpose, has them repaired, and counts what came back.
//! In: papers, a kind of damage, a seed. Out: a [`Row`] of the table; what became of one paper.
//! The repair is asked as `vankien repair` asks it, and is told nothing else.

use super::kind::{Kind, Reading};
use super::score::{Score, score};
use crate::document::Extracted;
use crate::pipeline::{self, Wish};

/// What came of one kind of damage.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The kind.
    pub kind: &'static str,
    /// How many papers.
    pub papers: usize,
    /// What was counted.
    pub score: Score,
}

/// One paper on its way through damage and repair.
pub struct Trial {
    /// The damaged text.
    pub damaged: String,
    /// What the repair made of it.
    pub repaired: String,
    /// What was counted.
    pub score: Score,
}

/// Damages all `papers` in one way and counts what the repair gives back.
pub fn row(kind: &Kind, papers: &[String], seed: u64) -> Row {
    let mut score = Score::default();
    for (at, paper) in papers.iter().enumerate() {
        score += trial(kind, paper, seed, at).score;
    }
    Row { kind: kind.name, papers: papers.len(), score }
}

/// Damages the paper with the number `at` and has it repaired.
pub fn trial(kind: &Kind, paper: &str, seed: u64, at: usize) -> Trial {
    let page = kind.damaged(paper, seed, at);
    let (damaged, hurt) = (page.text(), page.hurt());
    let repaired = match kind.reading {
        Reading::Reflow => reflowed(&damaged),
        Reading::Marks => {
            pipeline::letters_as(&damaged, Wish { restore_marks: true, ..Wish::default() }).repaired
        }
        Reading::Lines => pipeline::letters(&damaged).repaired,
    };
    let score = score(paper, &hurt, &repaired, kind.reading != Reading::Reflow);
    Trial { damaged, repaired, score }
}

fn reflowed(text: &str) -> String {
    let extracted = Extracted { text: text.to_owned(), ..Extracted::default() };
    let sections = pipeline::document(&extracted).sections;
    sections.iter().map(|section| format!("{}\n", section.text)).collect()
}
