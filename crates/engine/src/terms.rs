//! Which terms of the dictionary a word of a question stands for.
//! In: nothing. Out: plain values; whether a term of a text is meant. Never looks into a dictionary; a store does.

use std::sync::Arc;

use crate::analyse::{self, HALVES_SEPARATOR, NUMBER_LEAD};

/// One of the terms that a word stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The term.
    pub term: String,
    /// Whether it bears the marks that were typed, where any were.
    pub is_exact: bool,
    /// What it counts.
    pub weight: f32,
}

/// The terms that a word stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Terms {
    /// This term alone.
    Typed(String),
    /// All terms with the letters of this one, whatever their marks. Where it bears marks, the others are not as typed.
    AnyMarks(String),
    /// These, in order.
    Forms(Arc<[Form]>),
}

impl Terms {
    /// Whether a term of a text is meant, and if so whether it is as typed.
    pub fn meets(&self, term: &str) -> Option<bool> {
        match self {
            Terms::Typed(typed) => (typed == term).then_some(true),
            Terms::AnyMarks(typed) if typed == term => Some(true),
            Terms::AnyMarks(typed) => {
                let is_same = analyse::folded(term) == analyse::folded(typed);
                is_same.then(|| !analyse::has_marks(typed))
            }
            Terms::Forms(forms) => {
                let found = forms.binary_search_by(|form| form.term.as_str().cmp(term)).ok()?;
                Some(forms[found].is_exact)
            }
        }
    }
}

/// A stretch of the dictionary, in order of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRange {
    /// The first term.
    pub from: String,
    /// The first term behind the stretch; `None` where it goes on to the end.
    pub to: Option<String>,
}

impl TermRange {
    /// From one term to before another.
    pub fn between(from: impl Into<String>, to: impl Into<String>) -> TermRange {
        TermRange { from: from.into(), to: Some(to.into()) }
    }

    /// One term.
    pub fn only(term: &str) -> TermRange {
        TermRange::between(term, format!("{term}\0"))
    }

    /// All terms that begin so.
    pub fn beginning(prefix: &str) -> TermRange {
        let mut to = prefix.to_owned();
        let next = loop {
            let Some(last) = to.pop() else { break None };
            let mut above = last..=char::MAX;
            above.next();
            if let Some(next) = above.next() {
                to.push(next);
                break Some(to);
            }
        };
        TermRange { from: prefix.to_owned(), to: next }
    }

    /// All terms of these letters, whatever their marks.
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
