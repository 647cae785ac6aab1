//! The parts of a question: words, phrases, numbers.
//! In: nothing. Out: plain values, and the words they hold. Never looks into the index.

use super::word::{QuestionWord, parse_words};
use crate::number::Number;

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A single word.
    Word(QuestionWord),
    /// Words that are scored one by one, though they were typed as one thing: a number that no paper bears or cites.
    Words(Vec<QuestionWord>),
    /// Words that must stand side by side.
    Phrase(Vec<QuestionWord>),
    /// Words that must stand near one another in any order, with at most this many other words among them.
    Near(Vec<QuestionWord>, u32),
    /// The number of a paper, with the words it was typed in.
    Number(Number, Vec<QuestionWord>),
}

impl Part {
    /// Whether a section must hold it where there are no operators. Single words are not required one by one: a section
    /// must hold enough of them.
    pub fn is_required(&self) -> bool {
        !matches!(self, Part::Word(_) | Part::Words(_))
    }

    /// The word for it in explanations and JSON: `word`, `phrase`, `near` or `number`.
    pub fn kind(&self) -> &'static str {
        match self {
            Part::Word(_) | Part::Words(_) => "word",
            Part::Phrase(_) => "phrase",
            Part::Near(..) => "near",
            Part::Number(..) => "number",
        }
    }

    /// Its words; of a number those it was typed in.
    pub fn words(&self) -> &[QuestionWord] {
        match self {
            Part::Word(word) => std::slice::from_ref(word),
            Part::Words(words)
            | Part::Phrase(words)
            | Part::Near(words, _)
            | Part::Number(_, words) => words,
        }
    }

    /// Its words, to be changed.
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

/// What is looked for instead of a number that no paper bears or cites. A whole number is a phrase of its printed
/// parts. A partial one, which may be no number at all, is the `words` typed: single words where it stands in no
/// condition (`is_loose`), else a phrase.
pub fn unknown_number_as_words(number: &Number, words: &[QuestionWord], is_loose: bool) -> Part {
    if number.is_whole {
        Part::Phrase(number.words().iter().flat_map(|word| parse_words(word)).collect())
    } else if is_loose {
        Part::Words(words.to_vec())
    } else {
        Part::Phrase(words.to_vec())
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
