//! Damage done on purpose. In: clean text, dice. Out: text with letters lost. The same dice give the same damage on every
//! machine.

use vankien_testing::Dice;
use vankien_text::repair::letters;

/// Loses `count` letters of the alphabet, each in the case in which it was drawn, out of those
/// that stand in `text`; a space stands in place of each. Gives the damaged text and the letters.
pub fn damage(text: &str, count: usize, dice: &mut Dice) -> (String, Vec<char>) {
    let mut present: Vec<char> = text.chars().filter(|l| letters::number(*l).is_some()).collect();
    present.sort_unstable();
    present.dedup();
    let mut lost = Vec::new();
    while lost.len() < count && !present.is_empty() {
        lost.push(present.swap_remove(dice.roll(present.len())));
    }
    let damaged = text.chars().map(|letter| if lost.contains(&letter) { ' ' } else { letter });
    (damaged.collect(), lost)
}

/// Papers of about ten thousand bytes, cut at line ends.
pub fn papers(text: &str) -> Vec<String> {
    let mut papers = vec![String::new()];
    for line in text.lines() {
        if papers.last().is_some_and(|paper| paper.len() > 10_000) {
            papers.push(String::new());
        }
        if let Some(paper) = papers.last_mut() {
            paper.push_str(line);
            paper.push('\n');
        }
    }
    papers
}
