//! Cuts text into words, numbers and marks, the same way for training and for repair.
//! In: text. Out: its tokens with their places. White space makes no token.
//! Never changes a letter.

use super::letters;
use crate::span::Span;

/// How many words of a text are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All words.
    pub words: u32,
    /// Those in the vocabulary.
    pub syllables: u32,
    /// Those with a letter beyond ASCII.
    pub marked: u32,
    /// Those without a capital that are no whole word: `nh`, `ddi`, a foreign word.
    pub strange: u32,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters.
    Word,
    /// A run of digits.
    Number,
    /// A run of anything else that is not white space, such as `, ` or ` - `.
    Mark,
}

/// A token and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// The tokens of `text` in order. Neighbouring marks are one token.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.len() - rest.trim_start().len();
        let first = text[start..].chars().next()?;
        let kind = kind(first);
        let end = match kind {
            Kind::Mark => start + end_of_marks(&text[start..]),
            _ => start + end_of_run(&text[start..], kind),
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
        Kind::Mark
    }
}

fn end_of_run(text: &str, wanted: Kind) -> usize {
    // Most runs are ASCII to their end.
    let of_run = |byte: &&u8| byte.is_ascii() && kind(char::from(**byte)) == wanted;
    let ascii = text.as_bytes().iter().take_while(of_run).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let rest = text[ascii..].find(|character: char| kind(character) != wanted);
    rest.map_or(text.len(), |rest| ascii + rest)
}

fn end_of_marks(text: &str) -> usize {
    text.find(|character: char| kind(character) != Kind::Mark && !character.is_whitespace())
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
    fn cuts_words_numbers_and_marks() {
        let text = "Số 59-NQ/TW, (ngày  5…";
        let found: Vec<&str> = tokens(text).map(|token| token.span.of(text)).collect();
        assert_eq!(found, ["Số", "59", "-", "NQ", "/", "TW", ", (", "ngày", "5", "…"]);
    }
}
