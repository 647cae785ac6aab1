//! What was typed and says nothing in its place, and where.
//! In: a place in the question as read. Out: the same in the question as typed.
//! Never an error: such a question is answered, and the reader is told.

use serde::Serialize;
use vankien_text::Mended;
use vankien_text::span::Span;

/// A remark on a stretch of the question as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Bytes of the question as read.
    pub span: Span,
    why: String,
}

/// Something that was left aside or taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Literal {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What stands there.
    pub text: String,
    /// What was done with it.
    pub why: String,
}

impl Remark {
    /// A remark.
    pub fn new(span: Span, why: impl Into<String>) -> Remark {
        Remark { span, why: why.into() }
    }

    /// Whether it says that an operator lacks what it joins.
    pub fn lacks_operand(&self) -> bool {
        self.why.starts_with("has nothing")
    }

    /// The same in the question as typed.
    pub fn at(&self, typed: &str, read: &Mended<'_>) -> Literal {
        let start = match read.map.is_identity() {
            true => self.span.start,
            false => read.map.back(self.span).first().map_or(0, |span| span.start),
        };
        let position = typed.get(..start).map_or(0, |before| before.chars().count());
        let shown = read.text.get(self.span.start..self.span.end).unwrap_or_default();
        let mut text: String = shown.chars().take(SHOWN).collect();
        if text.len() < shown.len() {
            text.push('…');
        }
        Literal { position, text, why: self.why.clone() }
    }
}

/// So many characters of a place are shown.
const SHOWN: usize = 24;

impl std::fmt::Display for Literal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "character {} (`{}`): {}", self.position, self.text, self.why)
    }
}
