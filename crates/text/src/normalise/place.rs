//! The place of a word in a paper: what stands around it, and what the paper shows elsewhere.
//! In: a text and the bytes of a word. Out: the text near the word. Never looks farther than a bounded stretch.

use unicode_normalization::char::is_combining_mark;

use crate::language::letters;
use crate::language::model::{Id, model};
use crate::span::Span;

/// How many Unicode scalar values before and how many behind a word are looked at to tell the alphabet and language of
/// its line: about five words on each side. A judgement, not measured. `cargo test -p vankien-text normalise` has the
/// cases.
const CONTEXT_CHARACTERS: usize = 24;
/// At most so many bytes before and behind a word are looked at, so that the work does not grow with the line. They
/// hold [`CONTEXT_CHARACTERS`] letters of three bytes, or a date and the words before a number.
const NEAR_BYTES: usize = 96;

/// A place in a text: where a word stands, for what stands around it.
#[derive(Clone, Copy)]
pub struct Place<'t> {
    /// The text.
    pub text: &'t str,
    /// The word as it stands in the text.
    pub span: Span,
    /// What other places of the paper show.
    pub shown: Shown,
}

/// What a paper shows at several places, so that a place that tells nothing by itself is read in the same way.
#[derive(Clone, Copy, Default)]
pub struct Shown {
    /// Digits stand for letters in words.
    pub digits_in_words: bool,
    /// Letters stand for digits in numbers.
    pub letters_in_numbers: bool,
    /// Marks stand behind their vowels.
    pub spacing_marks: bool,
}

impl<'t> Place<'t> {
    /// The text before the word, at most [`NEAR_BYTES`] of it.
    pub fn before(&self) -> &'t str {
        let from = self.text.ceil_char_boundary(self.span.start.saturating_sub(NEAR_BYTES));
        &self.text[from..self.span.start]
    }

    /// The text behind the word, at most [`NEAR_BYTES`] of it.
    pub fn behind(&self) -> &'t str {
        &self.text[self.span.end..self.text.floor_char_boundary(self.span.end + NEAR_BYTES)]
    }

    /// The words of the vocabulary that stand one space before the word and one behind it.
    pub fn neighbours(&self) -> (Option<Id>, Option<Id>) {
        let is_letter = |one: char| letters::is_letter(one) || is_combining_mark(one);
        let find = |word: &str| model().find(&letters::lower_word(word));
        let before = self.before().strip_suffix(' ').unwrap_or_default();
        let behind = self.behind().strip_prefix(' ').unwrap_or_default();
        let last = &before[before.trim_end_matches(is_letter).len()..];
        let next = &behind[..behind.len() - behind.trim_start_matches(is_letter).len()];
        (find(last), find(next))
    }

    /// Whether the word is part of the symbol of a document number: it touches a hyphen or slash behind a number.
    pub fn is_in_number(&self) -> bool {
        let before = self.before().trim_end_matches(['-', '/']);
        let joins = before.len() < self.before().len();
        let token = |one: char| one.is_alphanumeric() || matches!(one, '-' | '/');
        let earlier = &before[before.trim_end_matches(token).len()..];
        joins && earlier.contains(|one: char| one.is_ascii_digit())
    }

    /// The characters of the line before the word, backwards, and behind it, at most [`CONTEXT_CHARACTERS`] and
    /// [`NEAR_BYTES`] each.
    pub fn around(&self) -> (impl Iterator<Item = char>, impl Iterator<Item = char>) {
        let is_on_line = |letter: &char| !matches!(letter, '\n' | '\r');
        let before = self.before().chars().rev();
        let behind = self.behind().chars();
        (
            before.take_while(is_on_line).take(CONTEXT_CHARACTERS),
            behind.take_while(is_on_line).take(CONTEXT_CHARACTERS),
        )
    }
}
