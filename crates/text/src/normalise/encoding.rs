//! Applies what `encoding` finds in a text that was decoded in a wrong encoding.
//! In: text. Out: the same lines, with an [`Edit`] for each syllable or sign that became another. Never decides what is
//! wrong.

use crate::encoding::changes;
use crate::mended::{Edit, Mended};
use crate::span::{Rewriter, Span};
use crate::why::Why;

/// `text` with its wrongly decoded lines as they were written, and an edit for each changed syllable or sign; `None`
/// where nothing shows that a line was wrongly decoded.
pub fn mend(text: &str) -> Option<Mended<'static>> {
    let changes = changes(text);
    if changes.is_empty() {
        return None;
    }
    let (mut rewriter, mut edits, mut done) = (Rewriter::new(), Vec::new(), 0);
    for change in changes {
        rewriter.copy(text, Span::new(done, change.span.start));
        rewriter.replace(change.span, &change.to);
        done = change.span.end;
        let from = change.span.of(text).to_owned();
        let (span, why) = (change.span, Why::Encoding(change.encoding));
        edits.push(Edit { span, from, to: change.to, why, confidence: change.confidence });
    }
    rewriter.copy(text, Span::new(done, text.len()));
    let (text, map) = rewriter.finish();
    Some(Mended { text: text.into(), map, edits })
}
