//! What was typed and says nothing in its place, and where.
//! In: a place in the question as read. Out: the same in the question as typed.
//! Never an error: such a question is answered, and the reader is told.

use vankien_text::Mended;
use vankien_text::span::Span;

use crate::note::{Aside, Note, Oddity};

/// A remark on a stretch of the question as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Bytes of the question as read.
    pub span: Span,
    /// What is odd about it.
    pub oddity: Oddity,
}

/// Something that was left aside or taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Where it begins in the question as typed, in Unicode scalar values from 0.
    pub position: usize,
    /// What stands there.
    pub text: String,
    /// What was done with it, and why.
    pub oddity: Oddity,
}

impl Remark {
    /// A remark.
    pub fn new(span: Span, oddity: Oddity) -> Remark {
        Remark { span, oddity }
    }

    /// The same in the question as typed.
    pub fn at(&self, typed: &str, read: &Mended<'_>) -> Literal {
        let (position, text) = place(self.span, typed, read);
        Literal { position, text, oddity: self.oddity }
    }
}

impl Literal {
    /// What the reader should know of it.
    pub fn note(&self) -> Note {
        let Literal { position, text, oddity } = self.clone();
        Note::LeftAside(Aside { position, typed: text, oddity })
    }
}

/// Where bytes of the question as read begin in the question as typed, in Unicode scalar values, and what stands there.
pub fn place(span: Span, typed: &str, read: &Mended<'_>) -> (usize, String) {
    let start = match read.map.is_identity() {
        true => span.start,
        false => read.map.back(span).first().map_or(0, |span| span.start),
    };
    let position = typed.get(..start).map_or(0, |before| before.chars().count());
    let shown = read.text.get(span.start..span.end).unwrap_or_default();
    let mut text: String = shown.chars().take(SHOWN).collect();
    if text.len() < shown.len() {
        text.push('…');
    }
    (position, text)
}

/// So many characters of a place are shown.
const SHOWN: usize = 24;
