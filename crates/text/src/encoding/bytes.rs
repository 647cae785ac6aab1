//! Bytes that are no UTF-8, whole papers or single lines of one.
//! In: the bytes of a file. Out: its text and the encodings it was written in, or `None` where no
//! encoding makes Vietnamese of all of it. Lines that are UTF-8 stay what they are.

use super::detect::{Demand, detect};
use super::encode::misread;
use super::pieces;
use crate::encoding::kind::Encoding;
use crate::span::{Rewriter, Span};

/// So many letters of other scripts may be bytes of an old encoding that happen to be UTF-8.
const CHANCE: usize = 4;
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
    let (mut text, mut foreign, mut mixed) =
        (String::with_capacity(bytes.len()), Vec::new(), false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = text.len();
        match simdutf8::basic::from_utf8(line) {
            Ok(line) if !is_chance(line) => {
                mixed |= !line.is_ascii();
                text.push_str(line);
            }
            _ => {
                text.push_str(&misread(line));
                foreign.extend(pieces(&text, Span::new(start, text.len())));
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

/// Whether a line among others that are no UTF-8 is UTF-8 by chance: beyond ASCII it holds little, and
/// none of it is a letter of Europe or a usual sign.
fn is_chance(line: &str) -> bool {
    let beyond = line.chars().filter(|letter| !letter.is_ascii());
    let usual = |letter: char| {
        matches!(letter, '\u{a0}'..='\u{17f}' | '\u{1a0}'..='\u{1b0}' | '\u{300}'..='\u{36f}')
            || matches!(letter, '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{2bff}' | '\u{e000}'..)
    };
    (1..=CHANCE).contains(&beyond.clone().count()) && !beyond.clone().any(usual)
}
