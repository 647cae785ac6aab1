//! One code point for one letter; never words.
//! In: extracted text. Out: the same lines in composed, unambiguous Unicode, with an [`Edit`] for
//! every letter that changed. Never fails, never looks at the meaning of a word.

mod compose;
mod encoding;
mod lookalike;
mod scan;
mod space;

use crate::encoding::{holds_suspect, looks_wrongly_decoded, may_be_viqr};
use crate::mended::{Edit, Mended, joined};
use crate::span::{Rewriter, Span};
use crate::why::Why;

/// Something done to one word, with the reason that an edit then gives.
struct Step {
    why: Why,
    /// The word after the step; `None` where the step has nothing to do.
    apply: fn(&str) -> Option<String>,
}

/// All steps, in the order in which they are taken. Letters come apart into base and marks first,
/// so that a look-alike under an accent is found, and are put together last.
const STEPS: [Step; 3] = [
    Step { why: Why::Space, apply: space::mend },
    Step { why: Why::Lookalike, apply: lookalike::mend },
    Step { why: Why::MarkOrder, apply: compose::mend },
];

/// How sure a change of code points is: the right letter is known, only its place is judged.
const CONFIDENCE: f32 = 0.99;

/// A text may have been misread more than once, but never so often.
const TURNS: usize = 4;

/// Brings `text` into composed Unicode with one code point for each letter.
pub fn normalise(text: &str) -> Mended<'_> {
    match letters(text, true) {
        Ok(mended) if !may_be_viqr(text) => mended,
        Ok(mended) => encoding::mend(text).map_or(mended, |read| misread(text, read)),
        Err(read) => misread(text, read),
    }
}

/// The same for a text that was misread, and for the first time `read` as it was written.
fn misread<'t>(text: &'t str, read: Mended<'_>) -> Mended<'t> {
    let mut mended = Mended::untouched(text);
    let mut read = Some(read);
    for _ in 0..TURNS {
        let Some(again) = read.or_else(|| encoding::mend(&mended.text)) else { break };
        mended = then(text, &mended, again);
        let composed = letters(&mended.text, false);
        if let Ok(composed) = composed
            && !composed.map.is_identity()
        {
            mended = then(text, &mended, composed);
        }
        read = None;
    }
    mended
}

/// What two stages made of `text`, one after the other.
fn then<'t>(text: &'t str, earlier: &Mended<'_>, later: Mended<'_>) -> Mended<'t> {
    let map = later.map.after(&earlier.map);
    let edits = joined(text, &earlier.map, earlier.edits.clone(), later.edits);
    Mended { text: later.text.into_owned().into(), map, edits }
}

/// Takes the steps. With `look`, a line with much that Vietnamese hardly ever holds makes it look at the
/// whole text; where that was misread, it gives up, with what was written.
fn letters(text: &str, mut look: bool) -> Result<Mended<'_>, Mended<'static>> {
    let Some(mut odd) = scan::next_odd(text, 0) else {
        return Ok(Mended::untouched(text));
    };
    let (mut rewriter, mut edits, mut done, mut looked) = (Rewriter::new(), Vec::new(), 0, 0);
    loop {
        let span = scan::word_around(text, odd, done);
        if look && span.start >= looked && holds_suspect(span.of(text)) {
            let (end, odd) = looks_wrongly_decoded(text, span.start);
            (looked, look) = (end, !odd);
            if let Some(read) = odd.then(|| encoding::mend(text)).flatten() {
                return Err(read);
            }
        }
        let twins = || lookalike::mend_among(text, span).map(|to| (to, Some(Why::Lookalike)));
        if let Some((to, why)) = mend(span.of(text)).or_else(twins) {
            if done == 0 {
                rewriter = Rewriter::with_room(text.len() + to.len(), 2);
            }
            rewriter.copy(text, Span::new(done, span.start));
            rewriter.replace(span, &to);
            done = span.end;
            let from = span.of(text).to_owned();
            edits.extend(why.map(|why| Edit { span, from, to, why, confidence: CONFIDENCE }));
        }
        match scan::next_odd(text, span.end) {
            Some(next) => odd = next,
            None => break,
        }
    }
    if done == 0 {
        return Ok(Mended::untouched(text));
    }
    rewriter.copy(text, Span::new(done, text.len()));
    let (text, map) = rewriter.finish();
    Ok(Mended { text: text.into(), map, edits })
}

/// The word after all steps, and the reason of the first that changed a letter. Composition alone
/// is no edit: the letter stays what it was.
fn mend(word: &str) -> Option<(String, Option<Why>)> {
    if word == "\u{a0}" {
        // By far the most frequent odd character, and always alone.
        return Some((" ".into(), Some(Why::Space)));
    }
    let composed = compose::nfc(word);
    let (mut now, mut why) = (composed.clone(), None);
    // A step can make work for one before it (a look-alike gone, its accent composes), so the
    // steps are taken again until they rest; each only takes odd characters away.
    for _ in 0..4 {
        let before = now.clone();
        for step in &STEPS {
            if let Some(after) = (step.apply)(&now) {
                why = why.or(Some(step.why));
                now = after;
            }
        }
        if now == before {
            break;
        }
    }
    (now != word).then_some((now, why))
}

#[cfg(test)]
mod tests;
