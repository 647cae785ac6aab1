//! The order of the letter stages: letters that a file tells by the shapes of its glyphs, normalise, repair, and what a
//! person said of single places.
//! In: text as it was extracted. Out: mended text, the way back, every change. Never fails.

mod verdicts;

use crate::span::{Map, Span};
use crate::{Edit, Evidence, Mended, Quality, Verdict, joined, normalise, repair};

/// What the two letter stages made of a text.
pub struct Letters<'a> {
    /// From [`normalise::normalise`], with the letters that the file tells.
    pub normalised: Mended<'a>,
    /// The repaired text.
    pub repaired: String,
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

/// Normalises and repairs `text`.
pub fn letters(text: &str) -> Letters<'_> {
    letters_as(text, Wish::default())
}

/// Normalises and repairs `text` as the reader wishes.
pub fn letters_as<'t>(text: &'t str, wish: Wish<'_>) -> Letters<'t> {
    letters_by(text, &Evidence::default(), wish)
}

/// Normalises and repairs a text of which a file told more than its letters, as the reader wishes.
pub fn letters_by<'t>(text: &'t str, evidence: &Evidence, wish: Wish<'_>) -> Letters<'t> {
    let normalised = normalised(text, evidence);
    let read = Evidence { words: evidence.words.clone(), ..Evidence::default() };
    let (mut repaired, quality) = repair::judged(&normalised.text, read.forward(&normalised.map));
    if wish.restore_marks {
        repaired = repair::with_marks(&normalised.text, repaired);
    }
    let map = repaired.map.after(&normalised.map);
    let readings = repair::readings(&repaired.text).into_iter();
    let readings = readings.filter_map(|reading| led_back(reading, &map)).collect();
    let edits = joined(text, &normalised.map, normalised.edits.clone(), repaired.edits);
    let repaired = repaired.text.into_owned();
    let mut letters = Letters { normalised, repaired, map, edits, readings, quality };
    verdicts::apply(text, &mut letters, wish.verdicts);
    letters
}

/// Normalises `text` with the letters that the file tells.
fn normalised<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    let told = repair::told(text, evidence);
    if told.edits.is_empty() {
        return normalise::normalise(text);
    }
    let Mended { text: after, map, edits } = normalise::normalise(&told.text);
    let edits = joined(text, &told.map, told.edits, edits);
    Mended { text: after.into_owned().into(), map: map.after(&told.map), edits }
}

/// A reading of the repaired text, with the place of the extracted text that it is of.
fn led_back(reading: Edit, map: &Map) -> Option<Edit> {
    let ranges = map.back(reading.span);
    let (first, last) = (ranges.first()?, ranges.last()?);
    Some(Edit { span: Span::new(first.start, last.end), ..reading })
}
