//! Interprets the words of a question: typed with the input method off, damaged, or without marks.
//! In: the text of a question, the spans in which words may be replaced, and an index. Out: which spans are read as
//! which words.
//! Never replaces anything inside quotation marks, numbers, filters, or behind `NOT`. Never gives a word that the index
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

/// A word of a question that was read otherwise than typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadAs {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What was typed there, normalised: at most 24 characters, and `…` where it is longer.
    pub text: String,
    /// The word that it was read as.
    pub read: String,
}

impl ReadAs {
    /// The word at `span` of the normalised question `before`, with its place in the question as typed. `read` is what
    /// it was read as.
    pub fn in_typed(span: Span, read: &str, typed: &str, before: &Mended<'_>) -> ReadAs {
        let (position, text) = place_in_typed(span, typed, before);
        ReadAs { position, text, read: read.to_owned() }
    }
}

/// How the words of a question are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interpretation {
    /// The spans (bytes of the text) that are read otherwise, in order, with the word each is read as.
    pub replaced: Vec<(Span, String)>,
    /// Whether, of the words that may be replaced, some were typed without marks and none with, so that other marks may
    /// be meant too.
    pub is_unmarked: bool,
}

impl Interpretation {
    /// The text with all these words replaced, and the map back.
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

/// Interprets `text`, in which words may be replaced within the spans `replaceable` (bytes) alone.
pub fn interpret(store: &dyn Engine, text: &str, replaceable: &[Span]) -> Result<Interpretation> {
    let tokens = tokens(text, replaceable);
    let no_word_has_marks = has_only_unmarked_words(&tokens);
    let typed_by_keys = if no_word_has_marks { typing::corrections(store, &tokens)? } else { None };
    let (corrections, is_unmarked) = if let Some(by_keys) = typed_by_keys {
        // Words without keys for marks may have been typed without marks.
        let words = tokens.iter().filter(|token| token.is_free).count();
        let some_are_unmarked = by_keys.len() < words;
        (marks::restore_marks(store, &tokens, by_keys)?, some_are_unmarked)
    } else {
        let of_damage = damage::corrections(store, text, &tokens)?;
        if no_word_has_marks {
            (marks::restore_marks(store, &tokens, of_damage)?, true)
        } else {
            (of_damage, false)
        }
    };
    let mut replaced = Vec::new();
    for one in corrections {
        let span = Span::new(tokens[one.first].span.start, tokens[one.last].span.end);
        let typed = span.of(text);
        if typed.to_lowercase() != one.word {
            replaced.push((span, in_case_of(typed, &one.word)));
        }
    }
    Ok(Interpretation { replaced, is_unmarked })
}

/// Whether there are words that may be replaced, and none of them has marks.
fn has_only_unmarked_words(tokens: &[Token]) -> bool {
    let mut free = tokens.iter().filter(|token| token.is_free).peekable();
    free.peek().is_some() && free.all(|token| !analyse::has_marks(&token.term))
}

/// `word` (in small letters) with the capitals of what was typed: all, the first, or none.
fn in_case_of(typed: &str, word: &str) -> String {
    let letters: Vec<char> = typed.chars().filter(|letter| letter.is_alphabetic()).collect();
    let Some((first, others)) = letters.split_first() else { return word.to_owned() };
    if !first.is_uppercase() {
        return word.to_owned();
    }
    let all_capitals = !others.is_empty() && !others.iter().any(|letter| letter.is_lowercase());
    if all_capitals {
        return word.to_uppercase();
    }
    let mut word_letters = word.chars();
    match word_letters.next() {
        Some(first) => first.to_uppercase().chain(word_letters).collect(),
        None => String::new(),
    }
}
