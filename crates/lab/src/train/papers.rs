//! Which papers of a text train the model.
//! In: a text, an empty line between papers. Out: the papers for training, or those kept out of it.

/// Every paper whose number this divides is kept out of training.
pub const KEPT_OUT: usize = 20;

/// The papers of a text for training, or those kept out of it.
pub fn papers(text: &str, kept_out: bool) -> impl Iterator<Item = &str> {
    let papers = text.split("\n\n").map(|paper| paper.trim_matches('\n'));
    let papers = papers.filter(|paper| !paper.is_empty()).enumerate();
    papers
        .filter(move |(at, _)| (at % KEPT_OUT == KEPT_OUT - 1) == kept_out)
        .map(|(_, paper)| paper)
}
