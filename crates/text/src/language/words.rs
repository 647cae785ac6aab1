//! Cuts text into tokens (words, numbers, punctuation), the same way for the training of the model and for repair.
//! In: text. Out: its tokens with their places. White space makes no token.
//! Never changes a letter.

use super::letters;
use crate::span::Span;

/// How many words a text has, and how many of them have certain traits. One word may count in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All words.
    pub words: u32,
    /// Words that are in the vocabulary and look complete: mostly syllables.
    pub syllables: u32,
    /// Words with a letter beyond ASCII.
    pub marked: u32,
    /// Words of two or more letters that are not in the vocabulary as complete words and begin with no capital: `nh`,
    /// `ddi`, a foreign word. Besides, digits and signs other than common punctuation that stand alone between two
    /// letters: `h3i`.
    pub strange: u32,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters.
    Word,
    /// A run of ASCII digits.
    Number,
    /// A run of anything else, with the white space inside and behind it: `, (`.
    Punctuation,
}

/// A token and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text.
    pub span: Span,
    /// What it consists of.
    pub kind: Kind,
}

/// The tokens of `text` in order. Neighbouring punctuation, with or without white space between, is one token, and the
/// white space behind it belongs to it. Other white space belongs to no token.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.len() - rest.trim_start().len();
        let first = text[start..].chars().next()?;
        let kind = kind(first);
        let end = match kind {
            Kind::Punctuation => start + punctuation_length(&text[start..]),
            _ => start + run_length(&text[start..], kind),
        };
        at = end;
        Some(Token { span: Span::new(start, end), kind })
    })
}

fn kind(character: char) -> Kind {
    if letters::is_letter(character) {
        Kind::Word
    } else if character.is_ascii_digit() {
        Kind::Number
    } else {
        Kind::Punctuation
    }
}

/// Length in bytes of the run of characters of one kind at the beginning of `text`.
fn run_length(text: &str, wanted: Kind) -> usize {
    // The fast path: most runs are ASCII to their end.
    let of_run = |byte: &&u8| byte.is_ascii() && kind(char::from(**byte)) == wanted;
    let ascii = text.as_bytes().iter().take_while(of_run).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let rest = text[ascii..].find(|character: char| kind(character) != wanted);
    rest.map_or(text.len(), |rest| ascii + rest)
}

/// Length in bytes of the punctuation at the beginning of `text`, white space inside and behind it included.
fn punctuation_length(text: &str) -> usize {
    text.find(|character: char| kind(character) != Kind::Punctuation && !character.is_whitespace())
        .unwrap_or(text.len())
}

/// Whether the word begins with an upper-case letter.
pub fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_words_numbers_and_punctuation() {
        let text = "Số 59-NQ/TW, (ngày  5…";
        let found: Vec<&str> = tokens(text).map(|token| token.span.of(text)).collect();
        assert_eq!(found, ["Số", "59", "-", "NQ", "/", "TW", ", (", "ngày", "5", "…"]);
    }
}
