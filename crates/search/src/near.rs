//! Finds words near one another in the text of a section.
//! In: words, and the tokens of a text that are such words. Out: the shortest stretches that hold them.

use vankien_engine::near::{NearMatch, NearWord, distinct_words, max_steps, shortest_matches};
use vankien_engine::terms::Terms;
use vankien_text::span::Span;

use super::question::word::Word;
use super::vocabulary::{Seen, Vocabulary};

/// Words that stand near one another, made ready to be found in many texts.
pub struct Near {
    /// The different words, each with its numbers in a vocabulary.
    words: Vec<(Terms, Vec<usize>)>,
    need: Vec<u32>,
    reach: u32,
}

impl Near {
    /// Gets ready.
    pub fn new(words: &[Word], far: u32, vocabulary: &mut Vocabulary) -> Near {
        let (different, need) = distinct_words(words);
        let known = different.iter().map(|word| (word.terms(), vocabulary.learn(word))).collect();
        Near { words: known, need, reach: max_steps(words.len(), far) }
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

    fn stretches(&self, seen: &[Seen]) -> Vec<NearMatch> {
        let mut marks = Vec::new();
        for seen in seen {
            for (at, (terms, numbers)) in self.words.iter().enumerate() {
                if numbers.contains(&seen.word)
                    && let Some(is_exact) = terms.meets(&seen.term)
                {
                    marks.push(NearWord { at: seen.ordinal as u32, word: at, is_exact });
                }
            }
        }
        shortest_matches(&marks, &self.need, self.reach)
    }
}
