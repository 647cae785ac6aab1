//! Finds the passage of a section that says most of the question.
//! In: the words of the question where they stand in the section. Out: what that passage is worth.
//! A long section holds most words somewhere; one that answers holds them in one place.

use vankien_engine::tokenizer::PLAIN_STEP;

use vankien_engine::observed::WordPosition;

use super::features::Row;
use super::prepared::Reranker;

/// About how many words a passage has: one long sentence of a law.
const WORDS: u32 = 40;

/// The same in positions; a tenth of the words are parted by more than a blank.
const REACH: u32 = WORDS * PLAIN_STEP + WORDS / 5;

/// Finds the best passages of sections, one after the other.
pub struct Passages<'c> {
    reranker: &'c Reranker<'c>,
    /// What each pair is worth.
    pairs: &'c [f32],
    words: Window,
    together: Window,
    /// The marks of the section at hand in order, and its rows in that of their ends and of their beginnings.
    marks: Vec<WordPosition>,
    by_end: Vec<Row>,
    by_start: Vec<Row>,
}

impl<'c> Passages<'c> {
    /// `pairs` is what each pair is worth.
    pub fn new(reranker: &'c Reranker<'c>, pairs: &'c [f32]) -> Passages<'c> {
        let (words, together) = (Window::new(reranker.words.len()), Window::new(pairs.len()));
        let (marks, by_end, by_start) = <(Vec<_>, Vec<_>, Vec<_>)>::default();
        Passages { reranker, pairs, words, together, marks, by_end, by_start }
    }

    /// The worth of all words and pairs that stand in the best passage, each once. `marks` and `rows` are those of a
    /// section, in any order.
    pub fn best(&mut self, marks: &[WordPosition], rows: &[Row]) -> f32 {
        self.take(marks, rows);
        let Passages { reranker, pairs, words, together, marks, by_end, by_start } = self;
        let (mut leaving, mut coming, mut going) = (&marks[..], &by_end[..], &by_start[..]);
        let mut best: f64 = 0.0;
        for (position, word) in &marks[..] {
            let from = position.saturating_sub(REACH);
            while let [(start, other), later @ ..] = leaving
                && *start < from
            {
                words.leave(*other, reranker.words[*other as usize].worth);
                leaving = later;
            }
            while let [(start, _, pair), later @ ..] = going
                && *start < from
            {
                together.leave(*pair, pairs[*pair as usize]);
                going = later;
            }
            words.enter(*word, reranker.words[*word as usize].worth);
            while let [(_, end, pair), later @ ..] = coming
                && end <= position
            {
                together.enter(*pair, pairs[*pair as usize]);
                coming = later;
            }
            best = best.max(words.worth + together.worth);
        }
        best as f32
    }

    /// Takes up a section.
    fn take(&mut self, marks: &[WordPosition], rows: &[Row]) {
        self.words.clear();
        self.together.clear();
        self.marks.clear();
        self.marks.extend_from_slice(marks);
        self.marks.sort_unstable();
        self.by_end.clear();
        self.by_end.extend_from_slice(rows);
        self.by_end.sort_unstable_by_key(|(_, end, _)| *end);
        self.by_start.clear();
        let (first, last) = (self.marks.first(), self.marks.last());
        if let (Some((first, _)), Some((last, _))) = (first, last)
            && last - first > REACH
        {
            self.by_start.extend_from_slice(rows);
            self.by_start.sort_unstable_by_key(|(start, ..)| *start);
        }
    }
}

/// What stands in the passage at hand.
struct Window {
    /// How often each stands there.
    counts: Vec<u32>,
    /// The worth of all that stand there, each once.
    worth: f64,
}

impl Window {
    fn new(kinds: usize) -> Window {
        Window { counts: vec![0; kinds], worth: 0.0 }
    }

    fn clear(&mut self) {
        self.counts.fill(0);
        self.worth = 0.0;
    }

    fn enter(&mut self, kind: u32, worth: f32) {
        let count = &mut self.counts[kind as usize];
        *count += 1;
        if *count == 1 {
            self.worth += f64::from(worth);
        }
    }

    fn leave(&mut self, kind: u32, worth: f32) {
        let count = &mut self.counts[kind as usize];
        *count -= 1;
        if *count == 0 {
            self.worth -= f64::from(worth);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rerank::prepared::RerankedWord;
    use crate::weights::USUAL;
    use vankien_engine::terms::Terms;
    use vankien_engine::tokenizer::BROKEN_STEP;

    fn word<'a>(terms: &'a Terms, term: &'a str, worth: f32) -> RerankedWord<'a> {
        RerankedWord { term, terms, second: 0.0, spellings: &[], worth }
    }

    #[test]
    fn is_worth_what_stands_together_in_it_each_once() {
        let terms = Terms::Typed(String::new());
        let words = [("a", 1.0), ("b", 2.0), ("c", 32.0)];
        let words = words.map(|(term, worth)| word(&terms, term, worth));
        let runs = [["a", "b", "c"].map(str::to_owned).to_vec()];
        let reranker = Reranker::of(&words, &runs, USUAL);
        let pairs = [8.0, 16.0];
        let best = |marks: &[(u32, u32)]| {
            let marks: Vec<WordPosition> = marks.to_vec();
            let row = |two: &[WordPosition]| {
                let words = (two[0].1 as usize, two[1].1 as usize);
                let pair = reranker.pairs.iter().position(|pair| *pair == words)?;
                (two[1].0 <= two[0].0 + BROKEN_STEP).then_some((two[0].0, two[1].0, pair as u32))
            };
            let rows: Vec<Row> = marks.windows(2).filter_map(row).collect();
            Passages::new(&reranker, &pairs).best(&marks, &rows)
        };
        assert_eq!(best(&[]), 0.0);
        assert_eq!(best(&[(0, 0), (10, 0), (20, 1)]), 3.0, "apart they are no pair");
        assert_eq!(best(&[(0, 0), (2, 1), (5, 2)]), 59.0);
        assert_eq!(best(&[(0, 0), (2, 1), (40, 0), (42, 1)]), 11.0, "each counts once");
        assert_eq!(best(&[(0, 0), (2, 1), (2 + REACH, 2)]), 34.0, "a pair that begins before it");
        assert_eq!(best(&[(0, 0), (2, 1), (3 + REACH, 2)]), 32.0, "too far for one passage");
    }
}
