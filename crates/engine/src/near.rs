//! Proximity search: the places where all words of a NEAR clause stand close together, in any order.
//! In: the positions of each word, or a text, and how far apart they may be. Out: matches that hold no shorter one. A
//! match never begins before the one before it ends. Only a token that stands for several of the words counts for each:
//! it may end one match and begin the next, or be a match by itself.

use crate::analyse::Tokens;
use crate::terms::Terms;
use crate::tokenizer::{BROKEN_STEP, PLAIN_STEP};

/// An occurrence of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearWord {
    /// Its position: the number of the token, or a position of [`crate::tokenizer`]. All of one call use the same unit.
    pub at: u32,
    /// The index of the word among the distinct words.
    pub word: usize,
    /// Whether it bears the typed marks.
    pub is_exact: bool,
}

/// A match: a stretch of the text that holds all words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMatch {
    /// The position of its first word.
    pub first: u32,
    /// The position of its last word.
    pub last: u32,
    /// Whether the stretch holds all words with the typed marks, each as often as it was typed.
    pub is_exact: bool,
}

/// Matches in `marks` (sorted by position), sorted: each holds word `i` at least `need[i]` times, and its last position
/// is at most `reach` greater than its first. No match holds a shorter one; of two that overlap the one that ends first
/// is taken, even if the other is shorter. No mark is in two matches, but two marks may have one position: there one
/// match may end and the next begin. A sliding window over the occurrences.
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
            let is_exact = is_exact_match(&marks[left..=right], need);
            found.push(NearMatch { first, last, is_exact });
            held.fill(0);
            lacking = need.iter().sum();
            left = right + 1;
        }
    }
    found
}

/// Whether each word occurs often enough with the typed marks.
fn is_exact_match(marks: &[NearWord], need: &[u32]) -> bool {
    let mut held = vec![0_u32; need.len()];
    marks.iter().filter(|mark| mark.is_exact).for_each(|mark| held[mark.word] += 1);
    held.iter().zip(need).all(|(held, need)| held >= need)
}

/// The matches in a text that hold `words` in any order with at most `far` other tokens between the first and the last
/// of them. Positions are token numbers, from 0.
pub fn matches_in_text(words: &[Terms], far: u32, text: &str) -> Vec<NearMatch> {
    let reach = max_steps(words.len(), far);
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
    shortest_matches(&marks, &need, reach)
}

/// The matches by the positions of each distinct word in one section (positions of [`crate::tokenizer`], each with
/// whether it is exact). `need` is as in [`shortest_matches`], `steps` is what [`max_steps`] gives. `None` if positions
/// cannot decide: a step from token to token is [`PLAIN_STEP`] or [`BROKEN_STEP`] long, and here the answer depends on
/// which. The caller then reads the text.
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

/// The distinct words, in the order in which they are first typed, and how often each was typed.
pub fn distinct_words<W: PartialEq + Clone>(words: &[W]) -> (Vec<W>, Vec<u32>) {
    let (mut distinct, mut need): (Vec<W>, Vec<u32>) = (Vec::new(), Vec::new());
    for word in words {
        match distinct.iter().position(|known| known == word) {
            Some(at) => need[at] += 1,
            None => {
                distinct.push(word.clone());
                need.push(1);
            }
        }
    }
    (distinct, need)
}

/// The greatest number of steps from token to token, from the first to the last word of a match, in a match of this
/// many words with at most `far` others between.
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
        assert_eq!(distinct_words(&["a", "b", "a"]), (vec!["a", "b"], vec![2, 1]));
        assert_eq!(shortest_matches(&marks(&[(0, 0), (1, 1)]), &[2, 1], 9), []);
        assert_eq!(shortest_matches(&marks(&[(0, 0), (1, 1), (4, 0)]), &[2, 1], 9).len(), 1);
    }
}
