//! Finds stretches in which words stand near one another, in any order.
//! In: where each word stands, and how far they may be apart. Out: the shortest such stretches.
//! Never counts a place twice: no stretch begins inside the one before.

use crate::analyse::Tokens;
use crate::terms::Terms;
use crate::tokenizer::{BROKEN_STEP, PLAIN_STEP};

/// A word at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearWord {
    /// Where.
    pub at: u32,
    /// Which word.
    pub word: usize,
    /// Whether it bears the typed marks.
    pub is_exact: bool,
}

/// A stretch that holds all words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMatch {
    /// The place of its first word.
    pub first: u32,
    /// The place of its last word.
    pub last: u32,
    /// Whether all of them bear the typed marks.
    pub is_exact: bool,
}

/// The stretches of `marks`, which are in order, that hold each word as often as `need` says and are
/// not longer than `reach` from the first place to the last.
pub fn shortest_matches(marks: &[NearWord], need: &[u32], reach: u32) -> Vec<NearMatch> {
    let mut found = Vec::new();
    let mut held = vec![0_u32; need.len()];
    let mut lacking: u32 = need.iter().sum();
    let mut left = 0;
    for (right, mark) in marks.iter().enumerate() {
        if held[mark.word] < need[mark.word] {
            lacking -= 1;
        }
        held[mark.word] += 1;
        while held[marks[left].word] > need[marks[left].word] {
            held[marks[left].word] -= 1;
            left += 1;
        }
        let (first, last) = (marks[left].at, mark.at);
        if lacking == 0 && last - first <= reach {
            let is_exact = exact(&marks[left..=right], need);
            found.push(NearMatch { first, last, is_exact });
            held.fill(0);
            lacking = need.iter().sum();
            left = right + 1;
        }
    }
    found
}

/// Whether the words are all there with the typed marks.
fn exact(marks: &[NearWord], need: &[u32]) -> bool {
    let mut held = vec![0_u32; need.len()];
    marks.iter().filter(|mark| mark.is_exact).for_each(|mark| held[mark.word] += 1);
    held.iter().zip(need).all(|(held, need)| held >= need)
}

/// Which words are one and the same, and how often each is needed: for each of `words` its number,
/// and for each number how often.
fn grouped<W: PartialEq>(words: &[W]) -> (Vec<usize>, Vec<u32>) {
    let (mut known, mut need): (Vec<&W>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut number = |word| match known.iter().position(|one| *one == word) {
        Some(at) => {
            need[at] += 1;
            at
        }
        None => {
            known.push(word);
            need.push(1);
            known.len() - 1
        }
    };
    let numbers = words.iter().map(&mut number).collect();
    (numbers, need)
}

/// The stretches of a text that hold `words`, with at most `far` others between them, counted in tokens.
pub fn matches_in_text(words: &[Terms], far: u32, text: &str) -> Vec<NearMatch> {
    let steps = max_steps(words.len(), far);
    let (words, need) = distinct_words(words);
    let (mut tokens, mut marks, mut at) = (Tokens::new(text), Vec::new(), 0);
    while tokens.advance() {
        for (word, terms) in words.iter().enumerate() {
            if let Some(is_exact) = terms.meets(tokens.term()) {
                marks.push(NearWord { at, word, is_exact });
            }
        }
        at += 1;
    }
    shortest_matches(&marks, &need, steps)
}

/// The stretches by positions alone, where each word stands in one section; `None` where only the text tells: a sign
/// between two words takes room as well.
pub fn matches_by_positions(
    positions: &[Vec<(u32, bool)>],
    need: &[u32],
    steps: u32,
) -> Option<Vec<NearMatch>> {
    let mut marks: Vec<NearWord> = Vec::new();
    for (word, places) in positions.iter().enumerate() {
        let mark = |(at, is_exact): &(u32, bool)| NearWord { at: *at, word, is_exact: *is_exact };
        marks.extend(places.iter().map(mark));
    }
    marks.sort_unstable();
    let within = shortest_matches(&marks, need, steps.saturating_mul(PLAIN_STEP));
    let at_most = shortest_matches(&marks, need, steps.saturating_mul(BROKEN_STEP));
    (within == at_most).then_some(within)
}

/// The words of a row that differ, and how often each is needed.
pub fn distinct_words<W: PartialEq + Clone>(words: &[W]) -> (Vec<W>, Vec<u32>) {
    let (numbers, need) = grouped(words);
    let first = |wanted: usize| numbers.iter().position(|one| *one == wanted).unwrap_or_default();
    let words = (0..need.len()).map(|at| words[first(at)].clone()).collect();
    (words, need)
}

/// How many steps from token to token a stretch of so many words takes at most.
pub fn max_steps(words: usize, far: u32) -> u32 {
    (words as u32).saturating_sub(1).saturating_add(far)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(places: &[(u32, usize)]) -> Vec<NearWord> {
        places.iter().map(|(at, word)| NearWord { at: *at, word: *word, is_exact: true }).collect()
    }

    #[test]
    fn any_order_and_no_farther() {
        let both = marks(&[(0, 0), (3, 1), (5, 0), (20, 1)]);
        let found = shortest_matches(&both, &[1, 1], 2);
        assert_eq!(found.iter().map(|one| (one.first, one.last)).collect::<Vec<_>>(), [(3, 5)]);
        assert_eq!(shortest_matches(&both, &[1, 1], 3).len(), 1);
        assert_eq!(shortest_matches(&both, &[1, 1], 15).len(), 2);
    }

    #[test]
    fn a_word_typed_twice_is_needed_twice() {
        assert_eq!(grouped(&["a", "b", "a"]), (vec![0, 1, 0], vec![2, 1]));
        assert_eq!(shortest_matches(&marks(&[(0, 0), (1, 1)]), &[2, 1], 9), []);
        assert_eq!(shortest_matches(&marks(&[(0, 0), (1, 1), (4, 0)]), &[2, 1], 9).len(), 1);
    }
}
