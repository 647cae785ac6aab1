//! The tokens of a question that may be read otherwise.
//! In: the text of a question. Out: words with their places. Never says how one is meant.

use vankien_engine::analyse::Tokens;
use vankien_text::language::keyboard::{self, Method};
use vankien_text::language::syllable;
use vankien_text::span::{self, Span};

use crate::number;

/// A token of the question.
pub struct Token {
    pub span: Span,
    /// In small letters.
    pub word: String,
    pub term: String,
    /// Whether it may be read otherwise at all: it stands where words may be, is no part of a number and
    /// bears no sign of the language.
    pub is_free: bool,
    /// The same, and not all in capitals, which may be an abbreviation.
    pub is_open: bool,
}

/// Tokens that are read as one word.
pub struct Correction {
    pub first: usize,
    pub last: usize,
    pub word: String,
}

/// Whether a word is part of a web or mail address: a dot or `@` joins it to letters.
fn is_in_address(text: &str, span: Span) -> bool {
    let joins = |sign: Option<char>, next: Option<char>| {
        sign.is_some_and(|sign| ".@".contains(sign)) && next.is_some_and(char::is_alphanumeric)
    };
    let mut before = span::before(text, span.start).chars().rev();
    let mut behind = span::after(text, span.end).chars();
    joins(before.next(), before.next()) || joins(behind.next(), behind.next())
}

pub fn tokens(text: &str, open: &[Span]) -> Vec<Token> {
    let numbers = number::find_numbers(text).into_iter().map(|number| number.span);
    // `da6n` is typed with the keys of VNI, and no project of number 6n.
    let is_typed = |span: &Span| keyboard::syllable_of(span.of(text), Method::Vni).is_some();
    let numbers: Vec<Span> = numbers.filter(|span| !is_typed(span)).collect();
    let mut found = Vec::new();
    let mut tokens = Tokens::new(text);
    while tokens.advance() {
        let span = tokens.span();
        let (written, behind) = (span.of(text), span::after(text, span.end));
        let ends = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
        let is_sign = behind.starts_with('~')
            || behind.strip_prefix('*').is_some_and(ends)
            || span::before(text, span.start).ends_with('=');
        let is_inside = open.iter().any(|open| open.start <= span.start && span.end <= open.end);
        let is_number = numbers.iter().any(|number| number.overlaps(span));
        let is_free = is_inside && !is_sign && !is_number && !is_in_address(text, span);
        let (word, term) = (written.to_lowercase(), tokens.term().to_owned());
        // `AN NINH` is a word in capitals, `UBND` can be none.
        let is_open =
            is_free && (written.contains(char::is_lowercase) || syllable::is_valid(&word));
        found.push(Token { span, word, term, is_free, is_open });
    }
    found
}
