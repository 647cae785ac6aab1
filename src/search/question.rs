//! Reads a question: words, quoted phrases, document numbers.
//! In: what the reader typed. Out: its parts, and notes on what was taken literally.
//! Never looks into the index; fails only where nothing is asked.

use super::filter::Filters;
use super::number::{self, Number};
use crate::error::{Error, Result};
use crate::index::analyse::{self, Tokens};
use crate::normalise;

/// A syllable or word that was typed. Two are equal where their terms are.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its term, analysed like those of the papers.
    pub term: String,
    /// As typed, in small letters.
    pub typed: String,
    /// Whether it was typed in capitals alone.
    pub is_capital: bool,
    /// What stands between it and the word before, each run of blanks as one space.
    pub gap: String,
}

impl PartialEq for Word {
    fn eq(&self, other: &Word) -> bool {
        self.term == other.term
    }
}

impl Eq for Word {}

impl Word {
    /// Without tone and marks.
    pub fn folded(&self) -> &str {
        analyse::folded(&self.term)
    }

    /// Whether it was typed with marks; without, it stands for any.
    pub fn has_marks(&self) -> bool {
        analyse::has_marks(&self.term)
    }
}

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A word: more of them found is better.
    Word(Word),
    /// Words that count each for itself, but as one part.
    Words(Vec<Word>),
    /// Words that must stand side by side.
    Phrase(Vec<Word>),
    /// The number of a paper, with the words it was typed in.
    Number(Number, Vec<Word>),
}

/// The words of a number that no paper bears or cites: they must stand side by side, or, where it
/// may be no number at all, they are words like others.
pub fn fallback(number: &Number, words: &[Word]) -> Part {
    if number.is_whole {
        return Part::Phrase(number.words().iter().flat_map(|word| self::words(word)).collect());
    }
    Part::Words(words.to_vec())
}

/// A question as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// The words outside quotes as they were typed, one behind the other, each as often as it stands
    /// there; a phrase or number ends a run.
    pub runs: Vec<Vec<Word>>,
    /// Which papers are looked through.
    pub filters: Filters,
    /// What was taken otherwise than it might have been meant.
    pub notes: Vec<String>,
}

/// What opens or closes a phrase.
pub const QUOTES: [char; 7] = ['"', '“', '”', '„', '‟', '«', '»'];

/// Reads `question`.
pub fn read(question: &str) -> Result<Question> {
    let found = read_all(question)?;
    if found.parts.is_empty() {
        let what = match found.filters.is_empty() {
            true => "asks for nothing: type words, a \"phrase\" or the number of a paper",
            false => "only says which papers: add words, or use `vankien list` with it",
        };
        return Err(Error::Question { question: question.to_owned(), what: what.to_owned() });
    }
    Ok(found)
}

/// Reads `question`, which may hold filters alone.
pub fn read_all(question: &str) -> Result<Question> {
    let normalised = normalise::normalise(question);
    let (filters, rest) = Filters::read(&normalised.text)?;
    let mut found = Question { parts: Vec::new(), runs: Vec::new(), filters, notes: Vec::new() };
    let mut pieces: Vec<&str> = rest.split(QUOTES).collect();
    // Quotes part plain text and phrases by turns; an even number of pieces lacks a closing quote.
    let loose = if pieces.len().is_multiple_of(2) { pieces.pop() } else { None };
    for (at, piece) in pieces.iter().enumerate() {
        if at % 2 == 0 { found.plain(piece) } else { found.phrase(piece) }
    }
    if let Some(loose) = loose {
        found.notes.push("a quotation mark has no partner; it was left aside".into());
        found.plain(loose);
    }
    Ok(found)
}

impl Question {
    /// Adds words and numbers.
    fn plain(&mut self, text: &str) {
        let mut at = 0;
        for number in number::find(text) {
            self.words(&text[at..number.span.start]);
            at = number.span.end;
            let words = words(number.span.of(text));
            self.add(Part::Number(number, words));
        }
        self.words(&text[at..]);
    }

    fn words(&mut self, text: &str) {
        let words = words(text);
        words.iter().for_each(|word| self.add(Part::Word(word.clone())));
        self.runs.push(words);
    }

    fn phrase(&mut self, text: &str) {
        let words = words(text);
        if words.is_empty() {
            self.notes.push("a pair of quotation marks holds no word; it was left aside".into());
        } else {
            self.add(Part::Phrase(words));
        }
    }

    /// The same part twice says nothing more.
    fn add(&mut self, part: Part) {
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }
}

/// The words of `text`.
pub fn words(text: &str) -> Vec<Word> {
    let mut tokens = Tokens::new(text);
    let mut words: Vec<Word> = Vec::new();
    let mut end = 0;
    while tokens.advance() {
        let span = tokens.span();
        let written = span.of(text);
        words.push(Word {
            term: tokens.term().to_owned(),
            typed: written.to_lowercase(),
            is_capital: !written.contains(char::is_lowercase),
            gap: gap(&text[end..span.start]),
        });
        end = span.end;
    }
    words
}

/// What stands between two words, each run of blanks as one space, a line end as one.
pub fn gap(between: &str) -> String {
    let mut gap = String::new();
    for letter in between.chars() {
        match letter {
            '\n' => {
                gap.truncate(gap.trim_end().len());
                gap.push('\n');
            }
            _ if letter.is_whitespace() => {
                if !gap.ends_with(char::is_whitespace) {
                    gap.push(' ');
                }
            }
            _ => gap.push(letter),
        }
    }
    gap
}

impl std::fmt::Display for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let join = |words: &[Word]| {
            words.iter().map(|word| analyse::shown(&word.term)).collect::<Vec<_>>().join(" ")
        };
        match self {
            Part::Word(word) => write!(out, "{}", analyse::shown(&word.term)),
            Part::Phrase(words) => write!(out, "\"{}\"", join(words)),
            Part::Words(words) => write!(out, "{}", join(words)),
            Part::Number(_, words) => write!(out, "number {}", join(words)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(question: &str, wanted: &[&str]) {
        let read = read(question).expect("a question");
        assert_eq!(read.parts.iter().map(Part::to_string).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn reads_words_phrases_and_numbers() {
        check("Chuyển đổi số", &["chuyển", "đổi", "số"]);
        check("“phòng, chống” tham", &["\"phòng chống\"", "tham"]);
        check(
            "thực hiện Nghị quyết số 59-NQ/TW ở",
            &["thực", "hiện", "number nghị quyết số 59 nq tw", "ở"],
        );
        check("\"Nghị quyết số 59\"", &["\"nghị quyết số 59\""]);
    }

    #[test]
    fn a_quote_without_partner_is_left_aside() {
        check("phòng \"chống tham", &["phòng", "chống", "tham"]);
        assert_eq!(read("a \"b").expect("a question").notes.len(), 1);
    }

    #[test]
    fn nothing_asked_is_an_error() {
        assert!(read(" … \"\" ").is_err());
    }
}
