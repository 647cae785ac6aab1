//! Cuts a text into the stretches that are read one by one.
//! In: text and a range. Out: its lines, very long ones in pieces. Never cuts inside a word.

use crate::span::Span;

/// A longer line is read piece by piece.
const PIECE: usize = 1 << 14;

/// The lines of `span` without their ends; a very long one in pieces, cut behind a blank.
pub fn pieces(text: &str, span: Span) -> Vec<Span> {
    let (bytes, mut all, mut start) = (text.as_bytes(), Vec::new(), span.start);
    while start < span.end {
        let end = memchr::memchr(b'\n', &bytes[start..span.end]);
        let end = end.map_or(span.end, |end| start + end);
        while end - start > PIECE {
            let Some(blank) = memchr::memchr(b' ', &bytes[start + PIECE..end]) else { break };
            all.push(Span::new(start, start + PIECE + blank + 1));
            start += PIECE + blank + 1;
        }
        all.push(Span::new(start, end));
        start = end + 1;
    }
    all
}
