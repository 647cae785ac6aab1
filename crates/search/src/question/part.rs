//! The parts of a question.
//! In: nothing. Out: plain values, and the words they hold. Never looks into the index.

use super::word::{QuestionWord, parse_words};
use crate::number::Number;

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word.
    Word(QuestionWord),
    /// Words that count each for itself, but were typed as one.
    Words(Vec<QuestionWord>),
    /// Words that must stand side by side.
    Phrase(Vec<QuestionWord>),
    /// Words that must stand near one another, in any order, with so many others between them at most.
    Near(Vec<QuestionWord>, u32),
    /// The number of a paper, with the words it was typed in.
    Number(Number, Vec<QuestionWord>),
}

impl Part {
    /// Whether it must be there wherever no operator says otherwise; of words enough must be there.
    pub fn is_required(&self) -> bool {
        !matches!(self, Part::Word(_) | Part::Words(_))
    }

    /// What it is, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Part::Word(_) | Part::Words(_) => "word",
            Part::Phrase(_) => "phrase",
            Part::Near(..) => "near",
            Part::Number(..) => "number",
        }
    }

    /// Its words.
    pub fn words(&self) -> &[QuestionWord] {
        match self {
            Part::Word(word) => std::slice::from_ref(word),
            Part::Words(words)
            | Part::Phrase(words)
            | Part::Near(words, _)
            | Part::Number(_, words) => words,
        }
    }

    /// The same, to be changed.
    pub fn words_mut(&mut self) -> &mut [QuestionWord] {
        match self {
            Part::Word(word) => std::slice::from_mut(word),
            Part::Words(words)
            | Part::Phrase(words)
            | Part::Near(words, _)
            | Part::Number(_, words) => words,
        }
    }
}

/// The words of a number that no paper bears or cites: they must stand side by side, or, where it
/// may be no number at all and no operator stands by it, they are words like others.
pub fn fallback(number: &Number, words: &[QuestionWord], is_loose: bool) -> Part {
    match (number.is_whole, is_loose) {
        (true, _) => {
            Part::Phrase(number.words().iter().flat_map(|word| parse_words(word)).collect())
        }
        (false, true) => Part::Words(words.to_vec()),
        (false, false) => Part::Phrase(words.to_vec()),
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let join = |words: &[QuestionWord]| {
            words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        match self {
            Part::Word(word) => write!(out, "{word}"),
            Part::Phrase(words) => write!(out, "\"{}\"", join(words)),
            Part::Near(words, far) => write!(out, "\"{}\"~{far}", join(words)),
            Part::Words(words) => write!(out, "{}", join(words)),
            Part::Number(_, words) => write!(out, "number {}", join(words)),
        }
    }
}
