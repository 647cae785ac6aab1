//! The papers of a text that train the model, and those that are kept out for measurements.
//! In: a text, an empty line between papers. Out: papers of one of both sets. Never puts a paper in both.

/// Of each so many papers of a text the last is kept out of training: one in 20, 5 %. A judgement.
pub const KEPT_OUT: usize = 20;

/// The papers of a text (parted by empty lines) that are kept out of training, or all others.
pub fn papers(text: &str, kept_out: bool) -> impl Iterator<Item = &str> {
    let papers = text.split("\n\n").map(|paper| paper.trim_matches('\n'));
    let papers = papers.filter(|paper| !paper.is_empty()).enumerate();
    papers
        .filter(move |(at, _)| (at % KEPT_OUT == KEPT_OUT - 1) == kept_out)
        .map(|(_, paper)| paper)
}
