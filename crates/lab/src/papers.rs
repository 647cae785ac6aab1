//! Cuts clean text into papers of a usual length.
//! In: text, one paragraph a line. Out: papers of ten to about twenty thousand bytes (the last may be shorter), one
//! paragraph a line. A paragraph of more than ten thousand bytes is cut between words. Never breaks a word.

use unicode_normalization::UnicodeNormalization;

/// Bytes from which on a paper is full; it ends with the paragraph that reaches them. A judgement: another length
/// changes the figures of `vankien-lab evaluate-repair`.
const PAPER_BYTES: usize = 10_000;

/// The papers of `text` in order, in composed Unicode (NFC). Blank lines are dropped, and each run of white space in a
/// line becomes one space.
pub fn papers(text: &str) -> Vec<String> {
    let mut papers = vec![String::new()];
    for paragraph in text.lines().flat_map(pieces).filter(|piece| !piece.is_empty()) {
        if papers.last().is_some_and(|paper| paper.len() >= PAPER_BYTES) {
            papers.push(String::new());
        }
        if let Some(paper) = papers.last_mut() {
            paper.extend((!paper.is_empty()).then_some('\n'));
            paper.push_str(&paragraph);
        }
    }
    papers.retain(|paper| !paper.is_empty());
    papers
}

/// A paragraph in pieces; each but the last ends with the word that reaches [`PAPER_BYTES`]. One empty piece for a
/// blank line.
fn pieces(paragraph: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in paragraph.split_whitespace() {
        if pieces.last().is_some_and(|piece| piece.len() >= PAPER_BYTES) {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.extend((!piece.is_empty()).then_some(' '));
            piece.extend(word.nfc());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_of_about_one_length() {
        let text = "một  hai\n\n\u{323}ba \n".repeat(4000) + &"dài ".repeat(9000);
        let papers = papers(&text);
        assert!(papers.len() > 5);
        assert!(papers[..papers.len() - 1].iter().all(|paper| paper.len() >= PAPER_BYTES));
        assert!(papers.iter().all(|paper| paper.len() < 3 * PAPER_BYTES && !paper.contains("  ")));
    }
}
