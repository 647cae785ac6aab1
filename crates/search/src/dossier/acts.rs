//! The units that a paper amends in its items, where its heading only says `một số điều` (some articles).
//! In: the section with the citation of the amended paper. Out: the units. Never reads beyond the items below that
//! section, or, for a title, beyond the paper.

use vankien_engine::{Engine, SectionRecord};
use vankien_papers::citation::{ChangedUnit, ChangedUnits};
use vankien_papers::document::{Citation, Form, Place, SubSection};
use vankien_text::span::{Cover, Span};

use crate::error::Result;

/// The units that the items behind `citation` in its own item, and the sections below that, change. For a citation in a
/// title that cites no other paper: those that the whole body changes. Lines that cite another paper are about that
/// one.
pub fn changed_units_below(
    store: &dyn Engine,
    section: &SectionRecord,
    citation: &Citation,
) -> Result<Vec<ChangedUnit>> {
    let mut changed = ChangedUnits::default();
    if section.place == Place::Title {
        if names_one_paper(section, citation) {
            for id in store.sections_at(&section.path)? {
                read_whole(&mut changed, &store.section(id)?, citation);
            }
        }
        return Ok(changed.finish());
    }
    let extents = SubSection::extents(&section.inner, section.text.len());
    let holds = |extent: &&Span| extent.contains(citation.span);
    let end = extents.iter().rev().find(holds).map_or(section.text.len(), |item| item.end);
    read(&mut changed, section, Span::new(citation.span.end, end), citation);
    if !section.section.is_empty() && end == section.text.len() {
        let below = format!("{}/", section.path_of(citation.span));
        let ids = store.sections_at(&section.path)?;
        for id in ids.into_iter().skip(section.ordinal as usize + 1) {
            let next = store.section(id)?;
            // Notes at the foot stand between the items.
            if next.place == Place::Body && !next.section.starts_with(&below) {
                break;
            }
            read_whole(&mut changed, &next, citation);
        }
    }
    Ok(changed.finish())
}

/// Whether the title cites no other paper than `citation` does.
fn names_one_paper(title: &SectionRecord, citation: &Citation) -> bool {
    let mut cited = title.citations.iter().filter(|one| one.form != Form::Own);
    cited.all(|one| one.canonical == citation.canonical)
}

/// Reads all of a section, if it is of the body.
fn read_whole(changed: &mut ChangedUnits, section: &SectionRecord, citation: &Citation) {
    if section.place == Place::Body {
        read(changed, section, Span::new(0, section.text.len()), citation);
    }
}

/// Reads the lines in a range of a section that cite no other paper than `citation` by its number.
fn read(changed: &mut ChangedUnits, section: &SectionRecord, range: Span, citation: &Citation) {
    let others = section
        .citations
        .iter()
        .filter(|one| one.canonical.is_some() && one.canonical != citation.canonical)
        .filter(|one| !one.form.is_of_itself());
    let cited = Cover::of(others.map(|one| one.span));
    changed.read(&section.text, range, |line| cited.overlaps(line));
}
