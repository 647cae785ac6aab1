//! What a letter stage (`normalise`, `repair`) gives: the mended text, the map back, each change with its reason.
//! In: nothing. Out: plain values; the edits of two stages as one list. Never reads a file, never prints.

use std::borrow::Cow;

use crate::quality::Quality;
use crate::span::{Map, Span};
use crate::verdict::Verdict;
use crate::why::Why;

/// What a letter stage made of the text that came in. Both have the same number of lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Mended<'a> {
    /// The text that goes out; borrowed only where nothing was changed.
    pub text: Cow<'a, str>,
    /// The map from `text` back to the text that came in.
    pub map: Map,
    /// The changes, in order and without overlap. Spans are bytes of the text that came in.
    pub edits: Vec<Edit>,
}

impl<'a> Mended<'a> {
    /// The result of a stage that changed nothing.
    pub fn untouched(text: &'a str) -> Mended<'a> {
        Mended { text: Cow::Borrowed(text), map: Map::identity(), edits: Vec::new() }
    }
}

/// A change of the letters of one syllable (law 1 of ARCHITECTURE.md): what stood there, what stands there now, and
/// why.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Edit {
    /// The replaced bytes of the text that came into the stage; in a document, of the extracted text.
    pub span: Span,
    /// The text that stood there.
    pub from: String,
    /// The text that stands there now.
    pub to: String,
    /// The reason.
    pub why: Why,
    /// The probability that the change is right, from 0 to 1. `vankien-lab evaluate-repair --reliability` compares it
    /// with how often changes are right.
    pub confidence: f32,
}

/// What both letter stages made of an extracted text.
pub struct MendedText<'a> {
    /// The result of [`normalise`](crate::normalise::normalise), run on the extracted text without its markup and with
    /// the letters that shapes of glyphs tell. Map and edits lead back to the extracted text.
    pub normalised: Mended<'a>,
    /// The mended text, as it comes out of the last stage.
    pub text: String,
    /// The map from `text` back to the extracted text.
    pub map: Map,
    /// The edits of all stages and of verdicts, sorted by span, without overlap. Spans are bytes of the extracted text.
    pub edits: Vec<Edit>,
    /// Second readings: what may have stood at places that were not changed, because it was not sure enough. Spans are
    /// bytes of the extracted text.
    pub readings: Vec<Edit>,
    /// Whether the text can be trusted to be Vietnamese.
    pub quality: Quality,
    /// The line, from 1, from which on the text may still hold damage because [`MendOptions::most_repair_work`] was
    /// used up; `None` where it sufficed.
    pub unrepaired_from_line: Option<u32>,
}

/// What a caller asks of the letter stages beyond what they do by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MendOptions<'v> {
    /// Whether to restore the tones and marks of words that lost them, by likelihood. By default not.
    pub restore_marks: bool,
    /// What a person said about places of this text; by default nothing. The places are lines and columns of the
    /// extracted text.
    pub verdicts: &'v [Verdict],
    /// How many pairs of readings that follow one another repair may weigh, and characters beside; `None` for any
    /// number. Ten million take about a second.
    pub most_repair_work: Option<u64>,
}

/// The edits of two stages over one text, both in order, as one list. `earlier` were made to `source`, `later` to the
/// text that came of it; `map` leads from that text back to `source`. A later edit at the place of earlier ones
/// replaces them, because both are one change of the source.
pub fn join_edits(source: &str, map: &Map, earlier: Vec<Edit>, later: Vec<Edit>) -> Vec<Edit> {
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
