//! Options of a list of mentions: which are wanted, and in which order.
//! In: nothing. Out: plain values. Never looks for mentions.

use crate::scope::Scope;

/// Options of a list of mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whether marks and punctuation must be as typed, without other spellings.
    pub verbatim: bool,
    /// Whether only the running text counts, without masthead, captions, footnotes, lists and signature.
    pub body: bool,
    /// Whether abbreviations also find what they stand for, and the reverse.
    pub expand: bool,
    /// In which order papers come.
    pub sort: Sort,
    /// With [`Scope::Paper`] only papers count that mention all phrases and numbers of the question.
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

/// The order of papers; those that are equal in it come by path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By path of the file.
    #[default]
    Path,
    /// By number of the paper; papers without one come last.
    Paper,
    /// By date, the oldest first; papers without one come last.
    Date,
}
