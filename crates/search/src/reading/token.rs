//! The tokens of a question, and which of them may be read otherwise.
//! In: the text of a question. Out: tokens with their places. Never says how one is meant.

use vankien_engine::analyse::Tokens;
use vankien_text::language::keyboard::{self, Method};
use vankien_text::language::syllable;
use vankien_text::span::{self, Span};

use crate::number;

/// A token of the question.
pub struct Token {
    /// Where it stands, in bytes of the question.
    pub span: Span,
    /// As typed, in small letters.
    pub word: String,
    /// Its term, analysed like the words of papers.
    pub term: String,
    /// Whether it may be read otherwise at all: it stands in a replaceable span, outside numbers and addresses, and
    /// bears no sign (`=`, `*`, `~`).
    pub is_free: bool,
    /// Whether it is free and no abbreviation: not all in capitals, or a syllable.
    pub is_open: bool,
}

/// Tokens of a question that are read as one word.
pub struct Correction {
    /// The index of the first token.
    pub first: usize,
    /// The index of the last token (included); another one where a word was torn apart.
    pub last: usize,
    /// The word, in small letters.
    pub word: String,
}

/// Whether a token is part of a web or mail address: a dot or `@` joins it to a letter or digit.
fn is_in_address(text: &str, span: Span) -> bool {
    let joins = |sign: Option<char>, next: Option<char>| {
        sign.is_some_and(|sign| ".@".contains(sign)) && next.is_some_and(char::is_alphanumeric)
    };
    let mut before = span::before(text, span.start).chars().rev();
    let mut behind = span::after(text, span.end).chars();
    joins(before.next(), before.next()) || joins(behind.next(), behind.next())
}

/// The tokens of `text`; those within the spans `replaceable` may be read otherwise.
pub fn tokens(text: &str, replaceable: &[Span]) -> Vec<Token> {
    let numbers = number::find_numbers(text).into_iter().map(|number| number.span);
    // `da6n` is `dân` typed with the keys of VNI, not the project (`DA`) of number 6n.
    let is_vni = |span: &Span| keyboard::syllable_of(span.of(text), Method::Vni).is_some();
    let numbers: Vec<Span> = numbers.filter(|span| !is_vni(span)).collect();
    let mut found = Vec::new();
    let mut tokens = Tokens::new(text);
    while tokens.advance() {
        let span = tokens.span();
        let (written, behind) = (span.of(text), span::after(text, span.end));
        let ends = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
        let is_sign = behind.starts_with('~')
            || behind.strip_prefix('*').is_some_and(ends)
            || span::before(text, span.start).ends_with('=');
        let is_inside = replaceable.iter().any(|part| part.contains(span));
        let is_number = numbers.iter().any(|number| number.overlaps(span));
        let is_free = is_inside && !is_sign && !is_number && !is_in_address(text, span);
        let word = written.to_lowercase();
        let term = tokens.term().to_owned();
        // `AN NINH` (security) is words in capitals, `UBND` can be no syllable.
        let is_open =
            is_free && (written.contains(char::is_lowercase) || syllable::is_valid(&word));
        found.push(Token { span, word, term, is_free, is_open });
    }
    found
}
