//! Bytes that are no UTF-8, whole papers or single lines of one.
//! In: the bytes of a file. Out: its text and the encodings it was written in, or `None` where no
//! encoding makes Vietnamese of all of it. Lines that are UTF-8 stay what they are.

use super::detect::{Demand, detect};
use super::encode::misread;
use crate::document::Encoding;
use crate::span::{Rewriter, Span};

/// How much of what is no UTF-8 may be left unread, one part in so many.
const LEFT: usize = 20;

/// A text that was read from bytes.
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What it was written in, each once.
    pub encodings: Vec<Encoding>,
    /// Whether some of its lines are UTF-8.
    pub mixed: bool,
}

/// Reads `bytes`, some of which are no UTF-8.
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    let (mut text, mut foreign, mut mixed) = (String::with_capacity(bytes.len()), Vec::new(), false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = text.len();
        match simdutf8::basic::from_utf8(line) {
            Ok(line) => {
                mixed |= !line.is_ascii();
                text.push_str(line);
            }
            Err(_) => {
                text.push_str(&misread(line));
                foreign.push(Span::new(start, text.trim_end_matches('\n').len()));
            }
        }
    }
    let (changes, left) = detect(&text, &foreign, Demand::Bytes);
    let sum = |lines: &[Span]| lines.iter().map(|line| line.len()).sum::<usize>();
    if changes.is_empty() || sum(&left) * LEFT > sum(&foreign) {
        return None;
    }
    let (mut rewriter, mut done, mut encodings) = (Rewriter::new(), 0, Vec::new());
    for change in changes {
        rewriter.copy(&text, Span::new(done, change.span.start));
        rewriter.replace(change.span, &change.to);
        done = change.span.end;
        if !encodings.contains(&change.encoding) {
            encodings.push(change.encoding);
        }
    }
    rewriter.copy(&text, Span::new(done, text.len()));
    Some(Decoded { text: rewriter.finish().0, encodings, mixed })
}
