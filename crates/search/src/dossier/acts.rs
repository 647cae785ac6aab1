//! The units that a paper amends in its items, where its heading only says `một số điều` (some articles).
//! In: the section with the citation of the amended paper. Out: the units. Never reads beyond the items below that
//! section.

use vankien_engine::{Engine, SectionRecord};
use vankien_papers::citation::{ChangedUnit, changed_units};
use vankien_papers::document::{Citation, Form, Place, SubSection};
use vankien_text::span::{Cover, Span};

use crate::error::Result;

/// Sections below the heading that are read, at most. A judgement: an amending law has some hundred items.
const MOST_SECTIONS: usize = 1_000;

/// The units that the items behind `citation` in its own item, and the sections below that, change. Lines that cite
/// another paper are about that one.
pub fn changed_units_below(
    store: &dyn Engine,
    section: &SectionRecord,
    citation: &Citation,
) -> Result<Vec<ChangedUnit>> {
    if section.place == Place::Title {
        return units_of_paper(store, section, citation);
    }
    let extents = SubSection::extents(&section.inner, section.text.len());
    let holds = |extent: &&Span| extent.contains(citation.span);
    let end = extents.iter().rev().find(holds).map_or(section.text.len(), |item| item.end);
    let mut text = lines_about(section, Span::new(citation.span.end, end), citation);
    if !section.section.is_empty() && end == section.text.len() {
        let below = format!("{}/", section.path_of(citation.span));
        let behind = store.sections_at(&section.path)?.into_iter();
        for id in behind.skip(section.ordinal as usize + 1).take(MOST_SECTIONS) {
            let next = store.section(id)?;
            if !next.section.starts_with(&below) {
                break;
            }
            text.push('\n');
            text.push_str(&lines_about(&next, Span::new(0, next.text.len()), citation));
        }
    }
    Ok(changed_units(&text))
}

/// The units that the whole paper changes, whose title says that it amends the one that `citation` means, and no other.
fn units_of_paper(
    store: &dyn Engine,
    title: &SectionRecord,
    citation: &Citation,
) -> Result<Vec<ChangedUnit>> {
    let mut numbers = title.citations.iter().filter(|one| one.form != Form::Own);
    if numbers.any(|one| one.canonical != citation.canonical) {
        return Ok(Vec::new());
    }
    let mut text = String::new();
    for id in store.sections_at(&title.path)?.into_iter().take(MOST_SECTIONS) {
        let section = store.section(id)?;
        if section.place == Place::Body {
            let whole = Span::new(0, section.text.len());
            text.push_str(&lines_about(&section, whole, citation));
            text.push('\n');
        }
    }
    Ok(changed_units(&text))
}

/// The lines in a range of a section that cite no other paper than `citation` by its number.
fn lines_about(section: &SectionRecord, range: Span, citation: &Citation) -> String {
    let others = section
        .citations
        .iter()
        .filter(|one| one.canonical.is_some() && one.canonical != citation.canonical)
        .filter(|one| !matches!(one.form, Form::Itself | Form::Own))
        .map(|one| one.span);
    let cited = Cover::of(others);
    let mut kept = String::new();
    let mut at = range.start;
    for line in range.of(&section.text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        if !cited.overlaps(span) {
            kept.push_str(line);
        }
        at = span.end;
    }
    kept
}
