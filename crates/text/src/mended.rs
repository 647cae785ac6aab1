//! What a letter stage gives: the mended text, the way back, and each change with its reason.
//! In: nothing. Out: plain values and how the changes of two stages become one list. Never reads, never prints.

use std::borrow::Cow;

use crate::quality::Quality;
use crate::span::{Map, Span};
use crate::verdict::Verdict;
use crate::why::Why;

/// What a letter stage (`normalise`, `repair`) made of the text that came in. It has as many lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended<'a> {
    /// The text that goes out; borrowed where nothing was changed.
    pub text: Cow<'a, str>,
    /// From `text` back to the text that came in.
    pub map: Map,
    /// What was changed, in order of place, without overlap. Spans are bytes of the text that came in.
    pub edits: Vec<Edit>,
}

impl<'a> Mended<'a> {
    /// The text as it came in: nothing to mend.
    pub fn untouched(text: &'a str) -> Mended<'a> {
        Mended { text: Cow::Borrowed(text), map: Map::identity(), edits: Vec::new() }
    }
}

/// A change of letters, one syllable each (law 1): what stood there, what stands there now, and why.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Edit {
    /// Bytes of the text that came into the stage; in a [`Document`], of the extracted text.
    pub span: Span,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The reason.
    pub why: Why,
    /// How sure, from 0 to 1.
    pub confidence: f32,
}

/// What the two letter stages made of a text.
pub struct MendedText<'a> {
    /// From [`normalise`](crate::normalise::normalise), with the letters that the file tells.
    pub normalised: Mended<'a>,
    /// The repaired text.
    pub text: String,
    /// From the repaired text back to the extracted text.
    pub map: Map,
    /// The edits of both stages in order; spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// What else may stand at places that were left alone; spans as those of the edits.
    pub readings: Vec<Edit>,
    /// Whether the text can be trusted to be Vietnamese.
    pub quality: Quality,
}

/// What a reader may ask of the letter stages beyond what they do by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish<'v> {
    /// Restore tones and marks of words that lost them, by likelihood.
    pub restore_marks: bool,
    /// How places of this very text are to be read, as a person said.
    pub verdicts: &'v [Verdict],
}

/// The edits of two turns over one text, both in order. `later` were made to what `earlier` left;
/// `map` leads them back to `source`, where the first turn began. A later edit on the place of an
/// earlier one is one change of the reader's text: they become one.
pub fn joined(source: &str, map: &Map, earlier: Vec<Edit>, later: Vec<Edit>) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::with_capacity(earlier.len() + later.len());
    let mut earlier = earlier.into_iter().peekable();
    for mut edit in later {
        let ranges = map.back(edit.span);
        if let (Some(first), Some(last)) = (ranges.first(), ranges.last()) {
            edit.span = Span::new(first.start, last.end);
            edit.from = edit.span.of(source).to_owned();
        }
        while let Some(before) = earlier.next_if(|one| one.span.start < edit.span.end) {
            all.push(before);
        }
        while all.last().is_some_and(|one| one.span.overlaps(edit.span)) {
            all.pop();
        }
        all.push(edit);
    }
    all.extend(earlier);
    all.sort_by_key(|edit| edit.span);
    all
}
