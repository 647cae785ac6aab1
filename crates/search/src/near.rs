//! Finds stretches in which words stand near one another, in any order.
//! In: where each word stands, and how far they may be apart. Out: the shortest such stretches.
//! Never counts a place twice: no stretch begins inside the one before.

use vankien_engine::Store;
use vankien_engine::tokenizer::{BROKEN, PLAIN};
use vankien_text::span::Span;

use super::phrase::{self, Holder};
use super::question::word::Word;
use super::vocabulary::{Seen, Vocabulary};
use crate::error::Result;

/// All live sections that hold `words` near one another, with at most `far` others between them.
pub fn find(store: &Store, words: &[Word], far: u32) -> Result<Vec<Holder>> {
    let (numbers, need) = grouped(words);
    let groups: Vec<Word> = (0..need.len()).map(|at| words[first(&numbers, at)].clone()).collect();
    let steps = (words.len() as u32).saturating_sub(1).saturating_add(far);
    let (mut holders, mut unclear) = (Vec::new(), Vec::new());
    let (sure, possible) = (steps.saturating_mul(PLAIN), steps.saturating_mul(BROKEN));
    phrase::together(store, &groups, |segment, doc, positions| {
        let mut marks: Vec<Mark> = Vec::new();
        for (word, places) in positions.iter().enumerate() {
            let mark = |(at, is_exact): &(u32, bool)| Mark { at: *at, word, is_exact: *is_exact };
            marks.extend(places.iter().map(mark));
        }
        marks.sort_unstable();
        let (within, at_most) =
            (stretches(&marks, &need, sure), stretches(&marks, &need, possible));
        // A sign between two words takes room as well: the text tells.
        match within == at_most {
            true => holders.extend(holder(segment, doc, &within)),
            false => unclear.push((segment, doc)),
        }
    })?;
    let seeker = Seeker::new(words, far);
    for (segment, doc) in unclear {
        let section = store.section(segment, doc)?;
        let found: Vec<Stretch> = seeker.stretches(&seeker.vocabulary.see(&section.text)).collect();
        holders.extend(holder(segment, doc, &found));
    }
    holders.sort_unstable_by_key(|one| (one.segment, one.doc));
    Ok(holders)
}

fn first(numbers: &[usize], wanted: usize) -> usize {
    numbers.iter().position(|one| *one == wanted).unwrap_or_default()
}

fn holder(segment: usize, doc: u32, found: &[Stretch]) -> Option<Holder> {
    let exact = found.iter().filter(|one| one.is_exact).count() as u32;
    let other = found.len() as u32 - exact;
    (!found.is_empty()).then_some(Holder { segment, doc, exact, other })
}

/// Looks for words near one another in a text.
struct Seeker {
    vocabulary: Vocabulary,
    near: Near,
}

impl Seeker {
    fn new(words: &[Word], far: u32) -> Seeker {
        let mut vocabulary = Vocabulary::default();
        let near = Near::new(words, far, &mut vocabulary);
        Seeker { vocabulary, near }
    }

    fn stretches(&self, seen: &[Seen]) -> impl Iterator<Item = Stretch> {
        self.near.stretches(seen).into_iter()
    }
}

/// Words that stand near one another, made ready to be found in many texts.
pub struct Near {
    /// The different words, each with its numbers in a vocabulary.
    words: Vec<(Word, Vec<usize>)>,
    need: Vec<u32>,
    reach: u32,
}

impl Near {
    /// Gets ready.
    pub fn new(words: &[Word], far: u32, vocabulary: &mut Vocabulary) -> Near {
        let (numbers, need) = grouped(words);
        let word = |at: usize| words[first(&numbers, at)].clone();
        let words_of = (0..need.len()).map(word);
        let known = words_of.map(|word| (word.clone(), vocabulary.learn(&word))).collect();
        let reach = (words.len() as u32).saturating_sub(1).saturating_add(far);
        Near { words: known, need, reach }
    }

    /// Where they stand, and whether with the typed marks.
    pub fn find(&self, seen: &[Seen]) -> Vec<(Span, bool)> {
        let at = |ordinal: u32| seen.partition_point(|one| one.ordinal < ordinal as usize);
        let spans = self.stretches(seen).into_iter().map(|one| {
            let (first, last) = (&seen[at(one.first)], &seen[at(one.last)]);
            (Span::new(first.span.start, last.span.end), one.is_exact)
        });
        spans.collect()
    }

    fn stretches(&self, seen: &[Seen]) -> Vec<Stretch> {
        let mut marks = Vec::new();
        for seen in seen {
            for (at, (word, numbers)) in self.words.iter().enumerate() {
                if numbers.contains(&seen.word)
                    && let Some(is_exact) = word.meets(&seen.term)
                {
                    // A word typed without marks is met by any.
                    let is_exact = is_exact || !word.has_marks();
                    marks.push(Mark { at: seen.ordinal as u32, word: at, is_exact });
                }
            }
        }
        stretches(&marks, &self.need, self.reach)
    }
}

/// A word at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Where.
    pub at: u32,
    /// Which word.
    pub word: usize,
    /// Whether it bears the typed marks.
    pub is_exact: bool,
}

/// A stretch that holds all words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The place of its first word.
    pub first: u32,
    /// The place of its last word.
    pub last: u32,
    /// Whether all of them bear the typed marks.
    pub is_exact: bool,
}

/// The stretches of `marks`, which are in order, that hold each word as often as `need` says and are
/// not longer than `reach` from the first place to the last.
pub fn stretches(marks: &[Mark], need: &[u32], reach: u32) -> Vec<Stretch> {
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
            found.push(Stretch { first, last, is_exact });
            held.fill(0);
            lacking = need.iter().sum();
            left = right + 1;
        }
    }
    found
}

/// Whether the words are all there with the typed marks.
fn exact(marks: &[Mark], need: &[u32]) -> bool {
    let mut held = vec![0_u32; need.len()];
    marks.iter().filter(|mark| mark.is_exact).for_each(|mark| held[mark.word] += 1);
    held.iter().zip(need).all(|(held, need)| held >= need)
}

/// Which words are one and the same, and how often each is needed: for each of `words` its number,
/// and for each number how often.
pub fn grouped<W: PartialEq>(words: &[W]) -> (Vec<usize>, Vec<u32>) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(places: &[(u32, usize)]) -> Vec<Mark> {
        places.iter().map(|(at, word)| Mark { at: *at, word: *word, is_exact: true }).collect()
    }

    #[test]
    fn any_order_and_no_farther() {
        let both = marks(&[(0, 0), (3, 1), (5, 0), (20, 1)]);
        let found = stretches(&both, &[1, 1], 2);
        assert_eq!(found.iter().map(|one| (one.first, one.last)).collect::<Vec<_>>(), [(3, 5)]);
        assert_eq!(stretches(&both, &[1, 1], 3).len(), 1);
        assert_eq!(stretches(&both, &[1, 1], 15).len(), 2);
    }

    #[test]
    fn a_word_typed_twice_is_needed_twice() {
        assert_eq!(grouped(&["a", "b", "a"]), (vec![0, 1, 0], vec![2, 1]));
        assert_eq!(stretches(&marks(&[(0, 0), (1, 1)]), &[2, 1], 9), []);
        assert_eq!(stretches(&marks(&[(0, 0), (1, 1), (4, 0)]), &[2, 1], 9).len(), 1);
    }
}
