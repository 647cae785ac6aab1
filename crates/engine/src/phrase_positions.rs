//! Matches a phrase in one section by positions.
//! In: the positions of each word of the phrase. Out: its occurrences. Never reads a text.

use vankien_system::stop;

use crate::tokenizer::{BROKEN_STEP, PLAIN_STEP};

/// The positions of the words of a phrase in one section.
pub struct WordPositions<'p> {
    /// For each distinct word its positions, sorted, each with whether the marks are as typed.
    pub words: &'p [Vec<(u32, bool)>],
    /// The phrase, word by word, as indexes into `words`. A word that it has twice is listed twice.
    pub order: &'p [usize],
}

/// An occurrence of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The position of its first word.
    pub first: u32,
    /// The position of its last word.
    pub last: u32,
    /// Whether all words bear the typed marks.
    pub is_exact: bool,
}

impl<'p> WordPositions<'p> {
    /// The occurrences of the phrase, sorted; they may overlap. With `only_blanks` nothing but blanks may stand between
    /// its words, else also punctuation and line ends.
    pub fn occurrences(&self, only_blanks: bool) -> impl Iterator<Item = Occurrence> + 'p {
        let (words, order) = (self.words, self.order);
        let max_step = if only_blanks { PLAIN_STEP } else { BROKEN_STEP };
        let first = order.first().map_or(&[][..], |first| &words[*first][..]);
        first.iter().filter_map(move |(start, is_exact)| {
            stop::check();
            let (mut last, mut all_exact) = (*start, *is_exact);
            for word in order.iter().skip(1).map(|word| &words[*word]) {
                let next = word.partition_point(|(one, _)| *one < last + PLAIN_STEP);
                let (position, is_exact) = *word.get(next)?;
                if position > last + max_step {
                    return None;
                }
                all_exact &= is_exact;
                last = position;
            }
            Some(Occurrence { first: *start, last, is_exact: all_exact })
        })
    }

    /// How often the phrase occurs, whatever stands between its words: with the typed marks, and with others.
    pub fn count(&self) -> (u32, u32) {
        let (mut exact, mut other) = (0, 0);
        for occurrence in self.occurrences(false) {
            if occurrence.is_exact { exact += 1 } else { other += 1 }
        }
        (exact, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(positions: &[u32]) -> Vec<(u32, bool)> {
        positions.iter().map(|position| (*position, true)).collect()
    }

    #[test]
    fn counts_phrases() {
        let words =
            vec![vec![(1, true), (5, true), (9, false)], vec![(3, true), (7, false), (12, true)]];
        fn of(words: &[Vec<(u32, bool)>], order: &[usize]) -> (u32, u32) {
            WordPositions { words, order }.count()
        }
        assert_eq!(of(&words, &[0, 1]), (1, 2));
        assert_eq!(of(&[at(&[1]), at(&[5])], &[0, 1]), (0, 0));
        assert_eq!(of(&[at(&[0, 2, 4, 8])], &[0, 0]), (2, 0), "a word that follows itself");
    }
}
