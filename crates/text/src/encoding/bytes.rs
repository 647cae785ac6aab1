//! Decodes bytes that are no UTF-8: whole papers, or single lines of one.
//! In: the bytes of a file. Out: its text and its encodings, or `None` where no encodings make Vietnamese of nearly all
//! lines that are no UTF-8.
//! Never changes a line that is UTF-8, unless it is UTF-8 by coincidence.

use super::detect::{Input, detect};
use super::encode::as_windows_1252;
use super::line_spans::line_spans;
use crate::encoding::kind::Encoding;
use crate::span::{Rewriter, Span};

/// At most 4 characters beyond ASCII: such a line of valid UTF-8 may be bytes of an old encoding that happen to be
/// valid. With more, that is no coincidence, and the line is UTF-8. A judgement, not measured; `cargo test -p
/// vankien-text encoding` holds lines on both sides.
const MOST_COINCIDENT_CHARACTERS: usize = 4;
/// A text is decoded only if, of the bytes of its lines that are no UTF-8, at most 1 in 20 stand on lines that no
/// decoder could decode. A judgement, not measured.
const BYTES_PER_UNDECODED: usize = 20;

/// A text that was decoded from bytes.
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The encodings of its lines that are no UTF-8, each once, in order of first use.
    pub encodings: Vec<Encoding>,
    /// Whether some of its lines are UTF-8 with characters beyond ASCII.
    pub is_mixed: bool,
}

/// Decodes `bytes`, some lines of which are no UTF-8. `None` where no line could be decoded, or where more than one
/// byte in 20 of the lines that are no UTF-8 could not.
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut text = String::with_capacity(bytes.len());
    let mut foreign_lines = Vec::new();
    let mut is_mixed = false;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = text.len();
        match simdutf8::basic::from_utf8(line) {
            Ok(line) if !is_utf8_by_coincidence(line) => {
                is_mixed |= !line.is_ascii();
                text.push_str(line);
            }
            _ => {
                text.push_str(&as_windows_1252(line));
                foreign_lines.extend(line_spans(&text, Span::new(start, text.len())));
            }
        }
    }
    let (changes, undecoded) = detect(&text, &foreign_lines, Input::NotUtf8);
    let bytes_of = |lines: &[Span]| lines.iter().map(|line| line.len()).sum::<usize>();
    if changes.is_empty() || bytes_of(&undecoded) * BYTES_PER_UNDECODED > bytes_of(&foreign_lines) {
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
    Some(Decoded { text: rewriter.finish().0, encodings, is_mixed })
}

/// Whether a line among others that are no UTF-8 is valid UTF-8 by coincidence: it has few characters beyond ASCII, and
/// none of them is a letter of Europe or Vietnam or a common sign.
fn is_utf8_by_coincidence(line: &str) -> bool {
    let beyond_ascii = || line.chars().filter(|letter| !letter.is_ascii());
    let is_common = |letter: char| {
        matches!(letter, '\u{a0}'..='\u{17f}' | '\u{1a0}'..='\u{1b0}' | '\u{300}'..='\u{36f}')
            || matches!(letter, '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{2bff}' | '\u{e000}'..)
    };
    (1..=MOST_COINCIDENT_CHARACTERS).contains(&beyond_ascii().count())
        && !beyond_ascii().any(is_common)
}
