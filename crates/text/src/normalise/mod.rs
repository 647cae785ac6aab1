//! Gives every letter its one code point: composition, look-alikes, unusual spaces, wrong encodings.
//! In: extracted text. Out: the same lines in composed, unambiguous Unicode, with an [`Edit`] for every word or sign
//! that changed otherwise than by composition.
//! Never fails. The lexicon is asked only where a character may stand for several letters, or where only the word tells
//! that it stands for one.

mod compose;
mod encoding;
mod exchanged;
mod lookalike;
mod place;
mod scan;
mod space;
mod spacing_marks;

use self::place::{Place, Shown};
use crate::encoding::{holds_suspect, looks_wrongly_decoded, may_be_viqr};
use crate::language::letters;
use crate::mended::{Edit, Mended, join_edits};
use crate::span::{Rewriter, Span};
use crate::why::Why;

/// A step that changes one word.
struct Step {
    /// The reason of the edit.
    why: Why,
    /// Gives the word after the step, from the word before it and the place of the word in the text; `None` where the
    /// step changes nothing.
    apply: fn(&str, Place<'_>) -> Option<String>,
}

/// All steps, in the order in which they are taken. Composition comes last, so that the marks on a look-alike compose
/// with the letter that replaces it.
const STEPS: [Step; 5] = [
    Step { why: Why::Space, apply: |word, _| space::mend(word) },
    Step { why: Why::Lookalike, apply: lookalike::mend },
    Step { why: Why::Lookalike, apply: exchanged::mend },
    Step { why: Why::MarkOrder, apply: spacing_marks::mend },
    Step { why: Why::MarkOrder, apply: |word, _| compose::mend(word) },
];

/// Confidence of a change of code points: the right letter is known, and only whether it is meant here is judged. A
/// judgement; `vankien-lab evaluate-repair --kind look-alikes-high --reliability` shows how often such edits are right.
const CONFIDENCE: f32 = 0.99;

/// At most 4 times a text is decoded again, one wrong decoding upon the other. Twice occurs. A bound, not measured.
const MOST_WRONG_DECODINGS: usize = 4;

/// At most 4 rounds of all steps are taken on one word. A step can make work for one before it: once a look-alike is
/// gone, its accent composes. Each step takes odd characters away, so a few rounds end it. A bound, not measured.
const MOST_ROUNDS: usize = 4;

/// At most 3 more passes follow one that changed letters: what it changed may prove what other words are. A bound, not
/// measured.
const MOST_MORE_PASSES: usize = 3;

/// So many words of a paper show that it was damaged in one way. A judgement.
const LEAST_SHOWN: usize = 3;
/// Letters in numbers are shown only by one more place for so many bytes of the paper: of the numbers of a long one some
/// have a letter of their own. A judgement.
const BYTES_PER_LETTER_IN_NUMBER: usize = 20_000;

/// Brings `text` into composed Unicode with one code point for each letter. Lines that were decoded in a wrong encoding
/// are decoded again. The map and the edits of the result lead back to `text`.
pub fn normalise(text: &str) -> Mended<'_> {
    let mended = match normalise_letters(text, EncodingCheck::Check, Shown::default()) {
        Ok(mended) if !may_be_viqr(text) => mended,
        Ok(mended) => match encoding::mend(text) {
            Some(decoded) => normalise_decoded(text, decoded),
            None => mended,
        },
        Err(WronglyDecoded(decoded)) => normalise_decoded(text, decoded),
    };
    until_unchanged(text, mended)
}

/// `mended`, which was made of `text`, with all that its own changes prove.
fn until_unchanged<'t>(text: &'t str, mut mended: Mended<'t>) -> Mended<'t> {
    if !mended.edits.iter().any(|edit| matches!(edit.why, Why::Lookalike | Why::MarkOrder)) {
        return mended;
    }
    for _ in 0..MOST_MORE_PASSES {
        let shown = shown_by(text, &mended.edits);
        let Ok(next) = normalise_letters(&mended.text, EncodingCheck::Skip, shown) else { break };
        if next.map.is_identity() {
            break;
        }
        mended = followed_by(text, &mended, next);
    }
    mended
}

/// What the edits of a paper, which is `text`, show of its other words.
fn shown_by(text: &str, edits: &[Edit]) -> Shown {
    let count = |is_such: fn(&Edit) -> bool| edits.iter().filter(|edit| is_such(edit)).count();
    Shown {
        digits_in_words: count(|edit| {
            edit.why == Why::Lookalike
                && edit.from.contains(|one: char| one.is_ascii_digit())
                && !edit.to.contains(|one: char| one.is_ascii_digit())
        }) >= LEAST_SHOWN,
        letters_in_numbers: count(|edit| {
            edit.why == Why::Lookalike
                && edit.from.contains(|one: char| one.is_ascii_alphabetic())
                && edit.to.bytes().all(|byte| byte.is_ascii_digit())
        }) >= LEAST_SHOWN + text.len() / BYTES_PER_LETTER_IN_NUMBER,
        spacing_marks: count(|edit| {
            edit.why == Why::MarkOrder
                && edit.from.contains(|one| letters::mark_of_sign(one).is_some())
        }) >= LEAST_SHOWN,
    }
}

/// [`normalise`] for a text that was wrongly decoded; `decoded` is that text decoded once as it was written.
fn normalise_decoded<'t>(text: &'t str, decoded: Mended<'_>) -> Mended<'t> {
    let mut mended = Mended::untouched(text);
    let mut next = Some(decoded);
    for _ in 0..MOST_WRONG_DECODINGS {
        let Some(decoded) = next.or_else(|| encoding::mend(&mended.text)) else { break };
        mended = followed_by(text, &mended, decoded);
        if let Ok(composed) = normalise_letters(&mended.text, EncodingCheck::Skip, Shown::default())
            && !composed.map.is_identity()
        {
            mended = followed_by(text, &mended, composed);
        }
        next = None;
    }
    mended
}

/// What two stages made of `text`, one after the other.
fn followed_by<'t>(text: &'t str, earlier: &Mended<'_>, later: Mended<'_>) -> Mended<'t> {
    let map = later.map.after(&earlier.map);
    let edits = join_edits(text, &earlier.map, earlier.edits.clone(), later.edits);
    Mended { text: later.text.into_owned().into(), map, edits }
}

/// Whether to look for a wrong encoding on the way.
#[derive(Clone, Copy, PartialEq)]
enum EncodingCheck {
    /// Look for it.
    Check,
    /// Do not look for it: the text was checked or decoded again before.
    Skip,
}

/// The text was wrongly decoded. It holds the text as it was written.
struct WronglyDecoded(Mended<'static>);

/// Takes the steps on every word with an odd character. With [`EncodingCheck::Check`], the first line with many
/// suspects makes it check the encoding of the whole text; where that was wrong, it stops. `shown` is what other places
/// of the paper show.
fn normalise_letters(
    text: &str,
    check: EncodingCheck,
    shown: Shown,
) -> Result<Mended<'_>, WronglyDecoded> {
    let Some(mut odd) = scan::next_odd(text, 0) else {
        return Ok(Mended::untouched(text));
    };
    let (mut rewriter, mut edits, mut done) = (Rewriter::new(), Vec::new(), 0);
    let mut is_checking = check == EncodingCheck::Check;
    // The end of the last line whose suspects were counted.
    let mut counted_to = 0;
    loop {
        let span = scan::word_around(text, odd, done);
        if is_checking && span.start >= counted_to && holds_suspect(span.of(text)) {
            let (line_end, is_suspicious) = looks_wrongly_decoded(text, span.start);
            counted_to = line_end;
            if is_suspicious {
                is_checking = false;
                if let Some(decoded) = encoding::mend(text) {
                    return Err(WronglyDecoded(decoded));
                }
            }
        }
        if let Some((to, why)) = mend_at(Place { text, span, shown }) {
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

/// The word or sign at `place` after all steps, and the reason of the first step that changed it; `None` where nothing
/// changes. Composition in the usual order alone has no reason, because the letter stays what it was.
fn mend_at(place: Place<'_>) -> Option<(String, Option<Why>)> {
    let word = place.span.of(place.text);
    if word == "\u{a0}" {
        // The fast path: the no-break space is by far the most frequent odd character, and always alone.
        return Some((" ".into(), Some(Why::Space)));
    }
    if let Some(sign) = lookalike::mend_sign(word, place) {
        return Some((sign.into(), Some(Why::Lookalike)));
    }
    if word.is_ascii() && !word.contains(|sign| letters::mark_of_sign(sign).is_some()) {
        // The fast path: a code of letters and digits.
        return exchanged::mend(word, place).map(|word| (word, Some(Why::Lookalike)));
    }
    let composed = compose::nfc(word);
    let (mut now, mut why) = (composed.clone(), None);
    for _ in 0..MOST_ROUNDS {
        let before = now.clone();
        for step in &STEPS {
            if let Some(after) = (step.apply)(&now, place) {
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
