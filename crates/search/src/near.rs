//! Finds words that stand near one another in the text of a section: `"chống lãng phí"~3` (against waste).
//! In: words, and the tokens of a text that are such words. Out: spans that hold all of them, and no shorter such span.
//! The words may stand in any order. Two spans overlap at most in one token, which stands for several of the words.

use vankien_engine::near::{NearMatch, NearWord, distinct_words, max_steps, shortest_matches};
use vankien_engine::terms::Terms;
use vankien_text::span::Span;

use super::question::word::QuestionWord;
use super::vocabulary::{KnownToken, Vocabulary};

/// Words that must stand near one another, made ready to be found in many texts.
pub struct NearMatcher {
    /// The different words, each with its terms and its numbers in a vocabulary.
    words: Vec<(Terms, Vec<usize>)>,
    /// How often each of `words` must stand there: as often as it was typed.
    need: Vec<u32>,
    /// How many tokens the first and the last word may stand apart, at most.
    reach: u32,
}

impl NearMatcher {
    /// Prepares words that may have at most `far` others among them; adds them to `vocabulary`, which must recognise
    /// the tokens to come.
    pub fn new(words: &[QuestionWord], far: u32, vocabulary: &mut Vocabulary) -> NearMatcher {
        let (different, need) = distinct_words(words);
        let known = different.iter().map(|word| (word.terms(), vocabulary.add(word))).collect();
        NearMatcher { words: known, need, reach: max_steps(words.len(), far) }
    }

    /// The spans of the text, in bytes, in which they stand, each with whether all words bear the marks typed.
    pub fn spans(&self, tokens: &[KnownToken]) -> Vec<(Span, bool)> {
        let at = |ordinal: u32| tokens.partition_point(|one| one.ordinal < ordinal as usize);
        let spans = self.stretches(tokens).into_iter().map(|one| {
            let (first, last) = (&tokens[at(one.first)], &tokens[at(one.last)]);
            (Span::new(first.span.start, last.span.end), one.is_exact)
        });
        spans.collect()
    }

    /// The shortest runs of tokens that hold all words, each as often as it was typed, and are no longer than `reach`.
    fn stretches(&self, tokens: &[KnownToken]) -> Vec<NearMatch> {
        let mut marks = Vec::new();
        for token in tokens {
            for (at, (terms, numbers)) in self.words.iter().enumerate() {
                if numbers.contains(&token.word)
                    && let Some(is_exact) = terms.meets(&token.term)
                {
                    marks.push(NearWord { at: token.ordinal as u32, word: at, is_exact });
                }
            }
        }
        shortest_matches(&marks, &self.need, self.reach)
    }
}
