//! Finds the passage of a section that says most of the question.
//! In: the words and pairs of the question with their positions in the section. Out: what that passage is worth.
//! A long section holds most words somewhere; a section that answers holds them in one place.
//! Never reads the text: a window slides over positions.

use vankien_engine::observed::WordPosition;
use vankien_engine::tokenizer::PLAIN_STEP;

use super::features::PairPlace;
use super::prepared::Reranker;

/// Length of a passage in words: about one long sentence of a law. A judgement, not measured beside other lengths;
/// `vankien-lab evaluate` shows the effect of another.
const PASSAGE_WORDS: u32 = 40;

/// The same length in positions. Neighbouring words are `PLAIN_STEP` positions apart, and one more where punctuation
/// stands between; a fifth of all words is given room for that. An estimate, not measured.
const PASSAGE_POSITIONS: u32 = PASSAGE_WORDS * PLAIN_STEP + PASSAGE_WORDS / 5;

/// Finds the best passages of sections, one section after the other; its buffers serve for all of them.
pub struct PassageFinder<'c> {
    /// The words and pairs of the question.
    reranker: &'c Reranker<'c>,
    /// The worth of each pair, by its index.
    pair_worth: &'c [f32],
    /// The words inside the window.
    word_window: Window,
    /// The pairs inside the window.
    pair_window: Window,
    /// The word occurrences of the section at hand, by position.
    marks: Vec<WordPosition>,
    /// The pairs of the section at hand, by the position of their second word.
    by_end: Vec<PairPlace>,
    /// The same pairs, by the position of their first word; empty where the section is no longer than a passage.
    by_start: Vec<PairPlace>,
}

impl<'c> PassageFinder<'c> {
    /// A finder for the words and pairs of a question; `pair_worth` is the worth of each pair, by its index.
    pub fn new(reranker: &'c Reranker<'c>, pair_worth: &'c [f32]) -> PassageFinder<'c> {
        PassageFinder {
            reranker,
            pair_worth,
            word_window: Window::new(reranker.words.len()),
            pair_window: Window::new(pair_worth.len()),
            marks: Vec::new(),
            by_end: Vec::new(),
            by_start: Vec::new(),
        }
    }

    /// The worth of the best passage of a section: of all words and pairs in it, each counted once; 0 without words.
    /// `marks` (words) and `pairs` are those of the section, in any order.
    pub fn best_worth(&mut self, marks: &[WordPosition], pairs: &[PairPlace]) -> f32 {
        self.load(marks, pairs);
        let PassageFinder { reranker, pair_worth, word_window, pair_window, .. } = self;
        // What has not left or entered the window yet.
        let mut words_to_leave = &self.marks[..];
        let mut pairs_to_leave = &self.by_start[..];
        let mut pairs_to_enter = &self.by_end[..];
        let mut best: f64 = 0.0;
        // The window ends at each word in turn.
        for (position, word) in &self.marks[..] {
            let from = position.saturating_sub(PASSAGE_POSITIONS);
            while let [(start, other), later @ ..] = words_to_leave
                && *start < from
            {
                word_window.leave(*other, reranker.words[*other as usize].worth);
                words_to_leave = later;
            }
            while let [(start, _, pair), later @ ..] = pairs_to_leave
                && *start < from
            {
                pair_window.leave(*pair, pair_worth[*pair as usize]);
                pairs_to_leave = later;
            }
            word_window.enter(*word, reranker.words[*word as usize].worth);
            while let [(_, end, pair), later @ ..] = pairs_to_enter
                && end <= position
            {
                pair_window.enter(*pair, pair_worth[*pair as usize]);
                pairs_to_enter = later;
            }
            best = best.max(word_window.worth + pair_window.worth);
        }
        best as f32
    }

    /// Sorts the words and pairs of a section into the buffers.
    fn load(&mut self, marks: &[WordPosition], pairs: &[PairPlace]) {
        self.word_window.clear();
        self.pair_window.clear();
        self.marks.clear();
        self.marks.extend_from_slice(marks);
        self.marks.sort_unstable();
        self.by_end.clear();
        self.by_end.extend_from_slice(pairs);
        self.by_end.sort_unstable_by_key(|(_, end, _)| *end);
        self.by_start.clear();
        // In a shorter section no pair ever leaves the window.
        if let (Some((first, _)), Some((last, _))) = (self.marks.first(), self.marks.last())
            && last - first > PASSAGE_POSITIONS
        {
            self.by_start.extend_from_slice(pairs);
            self.by_start.sort_unstable_by_key(|(start, ..)| *start);
        }
    }
}

/// The words, or the pairs, inside the sliding window. In `f64`, so that what enters and leaves adds up to the same.
struct Window {
    /// How often each word or pair stands in the window, by its index.
    counts: Vec<u32>,
    /// The summed worth of the words or pairs in the window, each counted once.
    worth: f64,
}

impl Window {
    fn new(count: usize) -> Window {
        Window { counts: vec![0; count], worth: 0.0 }
    }

    fn clear(&mut self) {
        self.counts.fill(0);
        self.worth = 0.0;
    }

    fn enter(&mut self, number: u32, worth: f32) {
        let count = &mut self.counts[number as usize];
        *count += 1;
        if *count == 1 {
            self.worth += f64::from(worth);
        }
    }

    fn leave(&mut self, number: u32, worth: f32) {
        let count = &mut self.counts[number as usize];
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
            let places: Vec<PairPlace> = marks.windows(2).filter_map(row).collect();
            PassageFinder::new(&reranker, &pairs).best_worth(&marks, &places)
        };
        assert_eq!(best(&[]), 0.0);
        assert_eq!(best(&[(0, 0), (10, 0), (20, 1)]), 3.0, "apart they are no pair");
        assert_eq!(best(&[(0, 0), (2, 1), (5, 2)]), 59.0);
        assert_eq!(best(&[(0, 0), (2, 1), (40, 0), (42, 1)]), 11.0, "each counts once");
        assert_eq!(
            best(&[(0, 0), (2, 1), (2 + PASSAGE_POSITIONS, 2)]),
            34.0,
            "a pair that begins before it"
        );
        assert_eq!(
            best(&[(0, 0), (2, 1), (3 + PASSAGE_POSITIONS, 2)]),
            32.0,
            "too far for one passage"
        );
    }
}
