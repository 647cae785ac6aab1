//! Where a mention stands, and how it differs from what was typed.
//! In: nothing. Out: plain values. Never looks for mentions; `find` does.

use serde::Serialize;
use vankien_text::span::Span;

/// How a mention differs from what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// As typed, whatever the case.
    Verbatim,
    /// Other punctuation between the words.
    Punctuation,
    /// Other marks than typed.
    Folded,
    /// Another spelling that is right as well: `hoà` for `hòa`, `kĩ` for `kỹ`, a number in another form.
    Variant,
    /// An abbreviation, or what it stands for.
    Abbreviation,
    /// A letter of it was mended.
    Repaired,
    /// The text may read so; it was left as it stands.
    SecondReading,
}

/// A place that mentions what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionPlace {
    /// Bytes of the section's text.
    pub span: Span,
    /// How it matches.
    pub how: Vec<How>,
    /// For a number, which citation of the section it is.
    pub citation: Option<usize>,
    /// For a number, which one of those asked; for words, which pattern.
    pub asked: usize,
}
