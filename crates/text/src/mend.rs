//! The order of the letter stages: markup out, letters put in that only the shapes of glyphs tell, `normalise`,
//! `repair`, marks restored (if asked), second readings, verdicts of a person.
//! In: extracted text. Out: mended text, the map back, an edit for each change of letters (left out markup makes none).
//! Never fails.

mod verdicts;

use crate::evidence::Evidence;
use crate::mended::{Edit, MendOptions, Mended, MendedText, join_edits};
use crate::repair::Repaired;
use crate::span::{Map, Rewriter, Span};
use crate::{normalise, repair};

/// Normalises and repairs `text` with the default options and no evidence.
pub fn mend(text: &str) -> MendedText<'_> {
    mend_as(text, MendOptions::default())
}

/// Normalises and repairs `text` with options.
pub fn mend_as<'t>(text: &'t str, options: MendOptions<'_>) -> MendedText<'t> {
    mend_with(text, &Evidence::default(), options)
}

/// Normalises and repairs `text` with options and with evidence: what its file tells beyond the letters. The spans of
/// `evidence` are bytes of `text`. In the mended text, markup is left out or replaced by the character that stands for
/// it.
pub fn mend_with<'t>(
    text: &'t str,
    evidence: &Evidence,
    options: MendOptions<'_>,
) -> MendedText<'t> {
    let normalised = normalised(text, evidence);
    let ocr_words = Evidence { words: evidence.words.clone(), ..Evidence::default() };
    let ocr_words = ocr_words.forward(&normalised.map);
    let Repaired { mended: mut repaired, quality, ran_out_at_line } =
        repair::repair_and_rate(&normalised.text, ocr_words, options.most_repair_work);
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
    let mut mended = MendedText {
        normalised,
        text: repaired_text,
        map,
        edits,
        readings,
        quality,
        unrepaired_from_line: ran_out_at_line,
    };
    verdicts::apply(text, &mut mended, options.verdicts);
    mended
}

/// Normalises `text`, its markup left out, with the letters that shapes of glyphs tell put in before.
fn normalised<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    if !evidence.markup.is_empty() {
        let (plain, map) = without_markup(text, &evidence.markup);
        let of_plain = Evidence { markup: Vec::new(), ..evidence.clone() }.forward(&map);
        let after = normalised(&plain, &of_plain);
        let edits = join_edits(text, &map, Vec::new(), after.edits);
        return Mended { text: after.text.into_owned().into(), map: after.map.after(&map), edits };
    }
    let shaped = repair::letters_of_glyph_shapes(text, evidence);
    if shaped.edits.is_empty() {
        return normalise::normalise(text);
    }
    let Mended { text: after, map, edits } = normalise::normalise(&shaped.text);
    let edits = join_edits(text, &shaped.map, shaped.edits, edits);
    Mended { text: after.into_owned().into(), map: map.after(&shaped.map), edits }
}

/// `text` without its markup, and the way back. `markup` is in order and does not overlap.
fn without_markup(text: &str, markup: &[(Span, Option<char>)]) -> (String, Map) {
    let mut plain = Rewriter::with_room(text.len(), 2 * markup.len() + 1);
    let mut from = 0;
    for (span, stands_for) in markup {
        plain.copy(text, Span::new(from, span.start));
        let mut bytes = [0; 4];
        plain.replace(*span, stands_for.map_or("", |one| one.encode_utf8(&mut bytes)));
        from = span.end;
    }
    plain.copy(text, Span::new(from, text.len()));
    plain.finish()
}

/// A second reading of the repaired text, with its span moved to the extracted text; `None` where it was made from
/// nothing of the extracted text.
fn in_extracted_text(reading: Edit, map: &Map) -> Option<Edit> {
    let ranges = map.back(reading.span);
    let (first, last) = (ranges.first()?, ranges.last()?);
    Some(Edit { span: Span::new(first.start, last.end), ..reading })
}
