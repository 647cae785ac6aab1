//! Remarks on syntax that was ignored or taken literally, with their places.
//! In: a place in the question as parsed. Out: the same place in the question as typed.
//! Never an error: such a question is answered, and a note tells the reader.

use vankien_text::Mended;
use vankien_text::span::Span;

use crate::note::{Aside, Note, Oddity};

/// A remark on a span of the question as it was parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands, in bytes of the parsed text.
    pub span: Span,
    /// What is wrong there.
    pub oddity: Oddity,
}

/// Syntax of a question that was ignored or taken literally.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What stands there, as it was parsed: at most `SHOWN_CHARS` (24) characters of it, and `…` where it is longer.
    pub text: String,
    /// What is wrong there, and so what was done with it.
    pub oddity: Oddity,
}

impl Remark {
    /// A remark on a span.
    pub fn new(span: Span, oddity: Oddity) -> Remark {
        Remark { span, oddity }
    }

    /// The remark with its place in the question as typed; `parsed` is the text that was parsed, with the way back.
    pub fn in_typed(&self, typed: &str, parsed: &Mended<'_>) -> Literal {
        let (position, text) = place_in_typed(self.span, typed, parsed);
        Literal { position, text, oddity: self.oddity }
    }
}

impl Literal {
    /// The note that tells a reader of it.
    pub fn note(&self) -> Note {
        let Literal { position, text, oddity } = self.clone();
        Note::LeftAside(Aside { position, typed: text, oddity })
    }
}

/// Characters of a place that a remark quotes, at most. A judgement: enough to find the place.
const SHOWN_CHARS: usize = 24;

/// Where a span of the parsed text begins in the question as typed (in Unicode scalar values), and the parsed text of
/// the span, cut to [`SHOWN_CHARS`].
pub fn place_in_typed(span: Span, typed: &str, parsed: &Mended<'_>) -> (usize, String) {
    let start = if parsed.map.is_identity() {
        span.start
    } else {
        parsed.map.back(span).first().map_or(0, |span| span.start)
    };
    let position = typed.get(..start).map_or(0, |before| before.chars().count());
    let whole = parsed.text.get(span.start..span.end).unwrap_or_default();
    let mut text: String = whole.chars().take(SHOWN_CHARS).collect();
    if text.len() < whole.len() {
        text.push('…');
    }
    (position, text)
}
