//! The terms of the dictionary that a word of a question stands for, and ranges of the dictionary.
//! In: nothing. Out: plain values; whether a term matches. Never reads a dictionary; a store does.

use std::sync::Arc;

use crate::analyse::{self, HALVES_SEPARATOR, NUMBER_LEAD};

/// One of several terms that a word stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The term.
    pub term: String,
    /// Whether it counts as a term with the typed marks. Always true if the word was typed without marks, or with `~`.
    pub is_exact: bool,
    /// What an occurrence counts, where one of a term as typed counts 1.
    pub weight: f32,
}

/// The terms that a word stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Terms {
    /// Only this term. It is exact.
    Typed(String),
    /// All terms with the same folded form as this one, whatever their marks. If this term bears marks, only it is
    /// exact.
    AnyMarks(String),
    /// These terms, sorted by bytes, each at most once.
    Forms(Arc<[Form]>),
}

impl Terms {
    /// `None` if the word does not stand for `term`; else whether `term` is exact (bears the typed marks).
    pub fn meets(&self, term: &str) -> Option<bool> {
        match self {
            Terms::Typed(typed) => (typed == term).then_some(true),
            Terms::AnyMarks(typed) if typed == term => Some(true),
            Terms::AnyMarks(typed) => {
                let has_same_letters = analyse::folded(term) == analyse::folded(typed);
                has_same_letters.then(|| !analyse::has_marks(typed))
            }
            Terms::Forms(forms) => {
                let found = forms.binary_search_by(|form| form.term.as_str().cmp(term)).ok()?;
                Some(forms[found].is_exact)
            }
        }
    }
}

/// A range of the term dictionary, which is sorted by bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRange {
    /// The first term (inclusive).
    pub from: String,
    /// The end (exclusive); `None`: to the end of the dictionary.
    pub to: Option<String>,
}

impl TermRange {
    /// The terms from `from` (inclusive) to `to` (exclusive).
    pub fn between(from: impl Into<String>, to: impl Into<String>) -> TermRange {
        TermRange { from: from.into(), to: Some(to.into()) }
    }

    /// The range that holds only this term.
    pub fn only(term: &str) -> TermRange {
        TermRange::between(term, format!("{term}\0"))
    }

    /// All terms with this prefix. The end of the range is the prefix with its last character replaced by the next one.
    pub fn beginning(prefix: &str) -> TermRange {
        let mut rest = prefix.to_owned();
        let mut to = None;
        // The last possible character has no next one: it is dropped, and the one before it counts up.
        while let Some(last) = rest.pop() {
            if let Some(next) = (last..=char::MAX).nth(1) {
                rest.push(next);
                to = Some(rest);
                break;
            }
        }
        TermRange { from: prefix.to_owned(), to }
    }

    /// All terms with this folded form, whatever their marks.
    pub fn of_letters(folded: &str) -> TermRange {
        TermRange::between(format!("{folded}{HALVES_SEPARATOR}"), format!("{folded}{NUMBER_LEAD}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_its_own_marks_or_for_any() {
        let term = |text: &str| {
            let mut tokens = analyse::Tokens::new(text);
            assert!(tokens.advance());
            tokens.term().to_owned()
        };
        let (typed, other, bare) = (term("nghị"), term("nghỉ"), term("nghi"));
        assert_eq!(Terms::Typed(typed.clone()).meets(&other), None);
        assert_eq!(Terms::AnyMarks(typed.clone()).meets(&other), Some(false));
        assert_eq!(Terms::AnyMarks(bare).meets(&other), Some(true));
        assert_eq!(Terms::AnyMarks(typed).meets(&term("quyết")), None);
    }

    #[test]
    fn a_range_ends_behind_all_that_begins_so() {
        let range = TermRange::beginning("ab");
        assert_eq!((range.from.as_str(), range.to.as_deref()), ("ab", Some("ac")));
        assert_eq!(TermRange::beginning("a\u{10FFFF}").to.as_deref(), Some("b"));
        assert_eq!(TermRange::beginning("a\u{D7FF}").to.as_deref(), Some("a\u{E000}"));
        assert_eq!(TermRange::beginning("").to, None);
    }
}
