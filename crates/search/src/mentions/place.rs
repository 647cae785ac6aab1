//! The place of a mention, and how it differs from what was typed.
//! In: nothing. Out: plain values. Never looks for mentions; `find` does.

use serde::Serialize;
use vankien_text::span::Span;

/// How a mention differs from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// As typed; case does not count. For a number: printed in its canonical form.
    Verbatim,
    /// With other punctuation between the words, or a line end in place of a blank.
    Punctuation,
    /// With other marks.
    Folded,
    /// In another correct spelling: `hoà` for `hòa`, `kĩ` for `kỹ`, a number in another form.
    Variant,
    /// An abbreviation of what was typed, or what a typed abbreviation stands for.
    Abbreviation,
    /// A letter of it was repaired.
    Repaired,
    /// Only in a second reading: what the text may say where repair was not sure enough to change it.
    SecondReading,
}

/// A place that mentions what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionPlace {
    /// Where it stands, in bytes of the section's text.
    pub span: Span,
    /// How it differs from what was typed; at least one way.
    pub how: Vec<How>,
    /// For a number, the index of the citation in the section; `None` for words.
    pub citation: Option<usize>,
    /// What it mentions: the index in `MentionQuery::numbers`, for words in `MentionQuery::patterns`.
    pub asked: usize,
}
