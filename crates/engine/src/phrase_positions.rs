//! Finds words that stand side by side, by their positions.
//! In: where each word of a row stands in one section. Out: the places of the row. Never reads a text.

use vankien_system::stop;

use crate::tokenizer::{BROKEN_STEP, PLAIN_STEP};

/// Where the words of a row stand in one section.
pub struct WordPositions<'p> {
    /// For each different word its positions in order, each with whether the marks are as typed.
    pub words: &'p [Vec<(u32, bool)>],
    /// Which of them stand in the row, in order.
    pub order: &'p [usize],
}

impl<'p> WordPositions<'p> {
    /// The rows of words: where each begins and ends, and whether all marks are as typed; `plain` demands
    /// that nothing but blanks stands between them.
    pub fn rows(&self, plain: bool) -> impl Iterator<Item = (u32, u32, bool)> + 'p {
        let (words, order) = (self.words, self.order);
        let first = order.first().map_or(&[][..], |first| &words[*first][..]);
        first.iter().filter_map(move |(start, is_exact)| {
            stop::check();
            let (mut at, mut all_exact) = (*start, *is_exact);
            for word in order.iter().skip(1).map(|word| &words[*word]) {
                let next = word.partition_point(|(one, _)| *one < at + PLAIN_STEP);
                let (position, is_exact) = *word.get(next)?;
                if position > at + if plain { PLAIN_STEP } else { BROKEN_STEP } {
                    return None;
                }
                all_exact &= is_exact;
                at = position;
            }
            Some((*start, at, all_exact))
        })
    }

    /// How often the words stand in a row: with the typed marks, and otherwise.
    pub fn count(&self) -> (u32, u32) {
        let (mut exact, mut other) = (0, 0);
        for (_, _, is_exact) in self.rows(false) {
            if is_exact { exact += 1 } else { other += 1 }
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
    fn counts_rows() {
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
