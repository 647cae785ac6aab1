//! The order of the letter stages: letters by the shapes of glyphs, `normalise`, `repair`, verdicts of a person.
//! In: text as it was extracted. Out: mended text, the map back, every change. Never fails.

mod verdicts;

use crate::evidence::Evidence;
use crate::mended::{Edit, MendOptions, Mended, MendedText, join_edits};
use crate::span::{Map, Span};
use crate::{normalise, repair};

/// Normalises and repairs `text`.
pub fn mend(text: &str) -> MendedText<'_> {
    mend_as(text, MendOptions::default())
}

/// Normalises and repairs `text` with options.
pub fn mend_as<'t>(text: &'t str, options: MendOptions<'_>) -> MendedText<'t> {
    mend_with(text, &Evidence::default(), options)
}

/// Normalises and repairs `text` with options, and with what its file tells beyond the text.
pub fn mend_with<'t>(
    text: &'t str,
    evidence: &Evidence,
    options: MendOptions<'_>,
) -> MendedText<'t> {
    let normalised = normalised(text, evidence);
    let ocr_words = Evidence { words: evidence.words.clone(), ..Evidence::default() };
    let ocr_words = ocr_words.forward(&normalised.map);
    let (mut repaired, quality) = repair::repair_and_rate(&normalised.text, ocr_words);
    if options.restore_marks {
        repaired = repair::with_marks(&normalised.text, repaired);
    }
    let map = repaired.map.after(&normalised.map);
    let mut readings = Vec::new();
    for reading in repair::second_readings(&repaired.text) {
        readings.extend(in_extracted_text(reading, &map));
    }
    let edits = join_edits(text, &normalised.map, normalised.edits.clone(), repaired.edits);
    let repaired_text = repaired.text.into_owned();
    let mut mended = MendedText { normalised, text: repaired_text, map, edits, readings, quality };
    verdicts::apply(text, &mut mended, options.verdicts);
    mended
}

/// Normalises `text`, with the letters that shapes of glyphs tell put in before.
fn normalised<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    let shaped = repair::letters_of_glyph_shapes(text, evidence);
    if shaped.edits.is_empty() {
        return normalise::normalise(text);
    }
    let Mended { text: after, map, edits } = normalise::normalise(&shaped.text);
    let edits = join_edits(text, &shaped.map, shaped.edits, edits);
    Mended { text: after.into_owned().into(), map: map.after(&shaped.map), edits }
}

/// A reading of the repaired text, with its span in the extracted text; `None` where nothing of that stands behind it.
fn in_extracted_text(reading: Edit, map: &Map) -> Option<Edit> {
    let ranges = map.back(reading.span);
    let (first, last) = (ranges.first()?, ranges.last()?);
    Some(Edit { span: Span::new(first.start, last.end), ..reading })
}
