//! Finds the passage of a section that says most of the question.
//! In: the words of the question where they stand in the section. Out: what that passage is worth.
//! A long section holds most words somewhere; one that answers holds them in one place.

use super::Closer;
use super::features::Mark;
use crate::index::tokenizer::{BROKEN, PLAIN};

/// About how many words a passage has: one long sentence of a law.
const WORDS: u32 = 40;

/// The same in positions; a tenth of the words are parted by more than a blank.
const REACH: u32 = WORDS * PLAIN + WORDS / 5;

/// The worth of all words and pairs that stand in the best passage, each once. `marks` are in order;
/// `pairs` is what each pair is worth.
pub fn best(closer: &Closer<'_>, marks: &[Mark], pairs: &[f32]) -> f32 {
    // Where each was last seen, and the worth of all that may be seen.
    let mut words: Vec<Option<u32>> = vec![None; closer.words.len()];
    let mut rows: Vec<Option<u32>> = vec![None; pairs.len()];
    let mut best: f32 = 0.0;
    for (at, (position, word, _)) in marks.iter().enumerate() {
        let from = position.saturating_sub(REACH);
        let mut is_richer = see(&mut words[*word], *position, from);
        let before = marks[..at].iter().rev();
        for (start, other, _) in before.take_while(|(start, ..)| start + BROKEN >= *position) {
            if let Some(pair) = closer.pair(*other, *word).filter(|_| start < position) {
                is_richer |= see(&mut rows[pair], *start, from);
            }
        }
        // Where nothing came that was not there already, no passage that ends here is a better one.
        if is_richer {
            let worth = |(last, worth): (&Option<u32>, f32)| {
                if last.is_some_and(|last| last >= from) { worth } else { 0.0 }
            };
            let of_words = words.iter().zip(closer.words.iter().map(|word| word.worth));
            let of_pairs = rows.iter().zip(pairs.iter().copied());
            best = best.max(of_words.map(worth).sum::<f32>() + of_pairs.map(worth).sum::<f32>());
        }
    }
    best
}

/// Notes that something stands at `place`; whether nothing of its kind stood there from `from` on.
fn see(last: &mut Option<u32>, place: u32, from: u32) -> bool {
    let is_new = last.is_none_or(|last| last < from);
    *last = (*last).max(Some(place));
    is_new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::closer::Looked;
    use crate::search::weights::USUAL;

    fn word(term: &str, worth: f32) -> Looked {
        let (text, title, second, others) = <(Vec<_>, Vec<_>, Vec<_>, Vec<_>)>::default();
        Looked { term: term.into(), text, title, second, worth, others }
    }

    #[test]
    fn is_worth_what_stands_together_in_it_each_once() {
        let words = [word("a", 1.0), word("b", 2.0), word("c", 32.0)];
        let runs = [["a", "b", "c"].map(str::to_owned).to_vec()];
        let closer = Closer::new(&words, &runs, USUAL);
        let pairs = [8.0, 16.0];
        let best = |marks: &[(u32, usize)]| {
            let marks: Vec<Mark> = marks.iter().map(|(at, word)| (*at, *word, 1.0)).collect();
            best(&closer, &marks, &pairs)
        };
        assert_eq!(best(&[]), 0.0);
        assert_eq!(best(&[(0, 0), (10, 0), (20, 1)]), 3.0, "apart they are no pair");
        assert_eq!(best(&[(0, 0), (2, 1), (5, 2)]), 59.0);
        assert_eq!(best(&[(0, 0), (2, 1), (40, 0), (42, 1)]), 11.0, "each counts once");
        assert_eq!(best(&[(0, 0), (2, 1), (2 + REACH, 2)]), 34.0, "a pair that begins before it");
        assert_eq!(best(&[(0, 0), (2, 1), (3 + REACH, 2)]), 32.0, "too far for one passage");
    }
}
