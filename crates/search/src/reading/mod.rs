//! Reads a question as it was meant: typed with the input method off, damaged, or without marks.
//! In: the text of a question, where words may be read otherwise, and an index. Out: which stretches are
//! read as which words.
//! Never inside quotation marks, numbers, filters and what must not be there; never a word that the index
//! does not hold.

mod damage;
mod marks;
mod token;
mod typing;

use serde::Serialize;
use vankien_engine::{Engine, analyse};
use vankien_text::Mended;
use vankien_text::span::{Rewriter, Span};

use self::token::{Token, tokens};
use crate::error::Result;
use crate::question::remark::place_in_typed;

/// A stretch of a question that was read otherwise than it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadAs {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What stands there.
    pub text: String,
    /// What it was read as.
    pub read: String,
}

impl ReadAs {
    /// The same with its place in the question as typed.
    pub fn in_typed(span: Span, read: &str, typed: &str, before: &Mended<'_>) -> ReadAs {
        let (position, text) = place_in_typed(span, typed, before);
        ReadAs { position, text, read: read.to_owned() }
    }
}

/// How a question is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interpretation {
    /// The stretches (bytes of the text) that are read otherwise, in order, with what they are read as.
    pub replaced: Vec<(Span, String)>,
    /// Whether the question was typed without marks, so that it may be read in other ways too.
    pub is_unmarked: bool,
}

impl Interpretation {
    /// The text as it is read.
    pub fn apply<'t>(&self, text: &'t str) -> Mended<'t> {
        if self.replaced.is_empty() {
            return Mended::untouched(text);
        }
        let (mut rewriter, mut at) = (Rewriter::new(), 0);
        for (span, word) in &self.replaced {
            rewriter.copy(text, Span::new(at, span.start));
            rewriter.replace(*span, word);
            at = span.end;
        }
        rewriter.copy(text, Span::new(at, text.len()));
        let (text, map) = rewriter.finish();
        Mended { text: text.into(), map, edits: Vec::new() }
    }
}

/// How `text` is read, of which words in the stretches `open` alone may be read otherwise.
pub fn read(store: &dyn Engine, text: &str, open: &[Span]) -> Result<Interpretation> {
    let tokens = tokens(text, open);
    let is_unmarked = is_unmarked(&tokens);
    let typed = if is_unmarked { typing::read(store, &tokens)? } else { None };
    let (read, is_unmarked) = match typed {
        Some(read) => {
            // What the keys leave bare may lack its marks altogether.
            let free = tokens.iter().filter(|token| token.is_free).count();
            let is_open = read.len() < free;
            (marks::read(store, &tokens, read)?, is_open)
        }
        None => {
            let read = damage::read(store, text, &tokens)?;
            match is_unmarked {
                true => (marks::read(store, &tokens, read)?, true),
                false => (read, false),
            }
        }
    };
    let replaced = read.into_iter().filter_map(|one| {
        let span = Span::new(tokens[one.first].span.start, tokens[one.last].span.end);
        let typed = span.of(text);
        (typed.to_lowercase() != one.word).then(|| (span, in_case_of(typed, &one.word)))
    });
    Ok(Interpretation { replaced: replaced.collect(), is_unmarked })
}

/// Whether words were typed, and none of them with marks.
fn is_unmarked(tokens: &[Token]) -> bool {
    let mut free = tokens.iter().filter(|token| token.is_free).peekable();
    free.peek().is_some() && free.all(|token| !analyse::has_marks(&token.term))
}

/// A word in capitals where what was typed is.
fn in_case_of(typed: &str, word: &str) -> String {
    let mut letters = typed.chars().filter(|letter| letter.is_alphabetic());
    let is_capital = letters.next().is_some_and(char::is_uppercase);
    let is_small = letters.clone().any(char::is_lowercase);
    let is_long = letters.next().is_some();
    let mut word_letters = word.chars();
    match (is_capital, is_small) {
        (true, false) if is_long => word.to_uppercase(),
        (true, _) => word_letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(word_letters).collect()),
        _ => word.to_owned(),
    }
}
