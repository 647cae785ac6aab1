//! The order of the letter stages: letters that a file tells by the shapes of its glyphs, normalise, repair, and what a
//! person said of single places.
//! In: text as it was extracted. Out: mended text, the way back, every change. Never fails.

mod verdicts;

use crate::evidence::Evidence;
use crate::mended::{Edit, Mended, MendedText, Wish, joined};
use crate::span::{Map, Span};
use crate::{normalise, repair};

/// Normalises and repairs `text`.
pub fn mend(text: &str) -> MendedText<'_> {
    mend_as(text, Wish::default())
}

/// Normalises and repairs `text` as the reader wishes.
pub fn mend_as<'t>(text: &'t str, wish: Wish<'_>) -> MendedText<'t> {
    mend_with(text, &Evidence::default(), wish)
}

/// Normalises and repairs a text of which a file told more than its letters, as the reader wishes.
pub fn mend_with<'t>(text: &'t str, evidence: &Evidence, wish: Wish<'_>) -> MendedText<'t> {
    let normalised = normalised(text, evidence);
    let read = Evidence { words: evidence.words.clone(), ..Evidence::default() };
    let (mut repaired, quality) =
        repair::repair_and_rate(&normalised.text, read.forward(&normalised.map));
    if wish.restore_marks {
        repaired = repair::with_marks(&normalised.text, repaired);
    }
    let map = repaired.map.after(&normalised.map);
    let readings = repair::second_readings(&repaired.text).into_iter();
    let readings = readings.filter_map(|reading| led_back(reading, &map)).collect();
    let edits = joined(text, &normalised.map, normalised.edits.clone(), repaired.edits);
    let text_now = repaired.text.into_owned();
    let mut mended = MendedText { normalised, text: text_now, map, edits, readings, quality };
    verdicts::apply(text, &mut mended, wish.verdicts);
    mended
}

/// Normalises `text` with the letters that the file tells.
fn normalised<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    let told = repair::letters_of_glyph_shapes(text, evidence);
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
