//! Which mentions are wanted, and in which order.
//! In: nothing. Out: plain values. Never looks for them.

use crate::scope::Scope;

/// What a reader wants of a list of mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Marks and punctuation as typed, no other spellings.
    pub verbatim: bool,
    /// Only the running text, without head, captions, notes, lists and signature.
    pub body: bool,
    /// Whether abbreviations stand for what they mean, and the reverse.
    pub expand: bool,
    /// In which order papers come.
    pub sort: Sort,
    /// Whether only papers count that mention all phrases and numbers of the question.
    pub scope: Scope,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted {
            verbatim: false,
            body: false,
            expand: true,
            sort: Sort::Path,
            scope: Scope::Section,
        }
    }
}

/// In which order papers come; those that are equal come by path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By path.
    #[default]
    Path,
    /// By number, those without one last.
    Paper,
    /// By date, those without one last.
    Date,
}
