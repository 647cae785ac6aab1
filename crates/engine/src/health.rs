//! Quality indicators of a paper: the confidence of its edits, unresolved numbers, suspect characters.
//! In: a paper after all stages. Out: counts, kept in its record so that `vankien report` counts without reading texts.
//! Never judges the counts: the report ranks papers by them.

use serde::{Deserialize, Serialize};
use vankien_papers::document::{Citation, Document, Form};
use vankien_text::encoding::suspect;
use vankien_text::span::Span;
use vankien_text::{Edit, Why};

/// The lower bounds (inclusive) of the bands of confidence that edits are counted by; the last band ends at 1. A
/// judgement, not measured: only for display, finer near 1, where most edits are. `vankien report` shows the bands.
pub const BANDS: [f32; 5] = [0.0, 0.5, 0.7, 0.9, 0.99];

/// The quality indicators of one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The number of edits by reason and band of confidence. Reasons that do not occur are left out.
    pub bands: Vec<(Why, [u32; BANDS.len()])>,
    /// How many citations in the paper's own text (not in front or back matter or stamps) look like a document number
    /// but could not be read as one ([`is_unread_number`]).
    pub unread_numbers: u32,
    /// How many characters of all sections, front and back matter included, hardly ever occur in Vietnamese (see
    /// [`suspects`]).
    pub suspects: u32,
}

impl Health {
    /// The indicators of a paper, from its edits and sections.
    pub fn of(document: &Document) -> Health {
        let sections = &document.sections;
        let ours = sections.iter().filter(|section| section.place.is_of_paper());
        let citations = ours.flat_map(|section| &section.citations);
        let suspects = sections.iter().map(|section| suspects(&section.text).len() as u32);
        Health {
            bands: bands(&document.edits),
            unread_numbers: citations.filter(|citation| is_unread_number(citation)).count() as u32,
            suspects: suspects.sum(),
        }
    }
}

/// The index in [`BANDS`] of the band that a confidence falls into: the last band whose lower bound it reaches; 0 below
/// all bounds and for NaN.
pub fn band(confidence: f32) -> usize {
    BANDS.partition_point(|start| *start <= confidence).saturating_sub(1)
}

fn bands(edits: &[Edit]) -> Vec<(Why, [u32; BANDS.len()])> {
    let count = |why: Why| {
        let mut counts = [0; BANDS.len()];
        let edits = edits.iter().filter(|edit| edit.why == why);
        edits.for_each(|edit| counts[band(edit.confidence)] += 1);
        (why, counts)
    };
    let counted = Why::ALL.into_iter().map(count);
    counted.filter(|(_, counts)| counts.iter().any(|count| *count > 0)).collect()
}

/// Whether a citation looks like a document number (the forms `Full`, `Number` and `Short`), but no canonical number
/// could be told.
pub fn is_unread_number(citation: &Citation) -> bool {
    let is_number = matches!(citation.form, Form::Full | Form::Number | Form::Short);
    is_number && citation.canonical.is_none()
}

/// The characters of `text` that hardly ever occur in Vietnamese, one span each, sorted: remains of a wrong encoding,
/// replacement characters, codes of private fonts, combining marks (U+0300 to U+036F) that did not join a letter.
pub fn suspects(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    // The possible first bytes of a suspect character. All but 0xc3 are rare in Vietnamese text.
    let leads = memchr::memchr3_iter(0xc2, 0xc3, 0xcc, bytes);
    let leads = leads.chain(memchr::memchr3_iter(0xcd, 0xee, 0xef, bytes));
    let mut found: Vec<Span> = leads.filter_map(|at| suspect_at(bytes, at)).collect();
    found.sort_unstable();
    found
}

/// The suspect character whose first byte is `bytes[at]`; `None` if that character is not suspect.
fn suspect_at(bytes: &[u8], at: usize) -> Option<Span> {
    let second = *bytes.get(at + 1)?;
    let length = match (bytes[at], second, bytes.get(at + 2).copied().unwrap_or_default()) {
        (first @ (0xc2 | 0xc3), second, _) if suspect::is_suspect(first, second) => 2,
        // U+0300 to U+036F
        (0xcc, _, _) | (0xcd, 0x80..=0xaf, _) => 2,
        // U+E000 to U+F8FF, U+FFFD
        (0xee, _, _) | (0xef, 0x80..=0xa3, _) | (0xef, 0xbf, 0xbd) => 3,
        _ => return None,
    };
    Some(Span::new(at, at + length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_confidence_has_its_band() {
        let bands = [0.0, 0.3, 0.5, 0.69, 0.7, 0.9, 0.98, 0.99, 1.0].map(band);
        assert_eq!(bands, [0, 0, 1, 1, 2, 3, 3, 4, 4]);
        assert_eq!((band(-1.0), band(f32::NAN), band(2.0)), (0, 0, 4));
    }

    #[test]
    fn tells_what_vietnamese_hardly_ever_holds() {
        let found = |text: &str| {
            suspects(text).iter().map(|span| span.of(text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("Điều 1. Ủy ban nhân dân các cấp, 25 m², 30 °C – “đã” ký…"), [""; 0]);
        assert_eq!(
            found("Céng hoµ \u{fffd} \u{f0b7} a\u{301}"),
            ["µ", "\u{fffd}", "\u{f0b7}", "\u{301}"]
        );
    }

    proptest! {
        #[test]
        fn suspects_are_characters_of_any_text(text: String) {
            for span in suspects(&text) {
                prop_assert_eq!(span.of(&text).chars().count(), 1);
            }
        }
    }
}
