//! Cuts a text into the stretches that are decoded one by one.
//! In: text and a range. Out: its lines, very long ones in parts. Never cuts inside a word.

use crate::span::Span;

/// A line longer than this many bytes is cut behind the next blank. It bounds the memory for one line; hardly a line is
/// as long. A judgement, not measured.
const LONG_LINE_BYTES: usize = 1 << 14;

/// The lines of `span`, without their line breaks, as bytes of `text`. A line longer than [`LONG_LINE_BYTES`] comes in
/// parts, each but the last ending behind a blank.
pub fn line_spans(text: &str, span: Span) -> Vec<Span> {
    let (bytes, mut all, mut start) = (text.as_bytes(), Vec::new(), span.start);
    while start < span.end {
        let end = memchr::memchr(b'\n', &bytes[start..span.end]);
        let end = end.map_or(span.end, |end| start + end);
        while end - start > LONG_LINE_BYTES {
            let blank = memchr::memchr(b' ', &bytes[start + LONG_LINE_BYTES..end]);
            let Some(blank) = blank else { break };
            let cut = start + LONG_LINE_BYTES + blank + 1;
            all.push(Span::new(start, cut));
            start = cut;
        }
        all.push(Span::new(start, end));
        start = end + 1;
    }
    all
}
