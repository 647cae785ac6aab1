//! The units that a paper amends in its items, where its heading only says `một số điều` (some articles).
//! In: the section with the citation of the amended paper. Out: the units. Never reads beyond the items below that
//! section.

use vankien_engine::{Engine, SectionRecord};
use vankien_papers::citation::{Provision, changed_units};
use vankien_papers::document::Citation;
use vankien_text::span;

use crate::error::Result;

/// Sections below the heading that are read, at most. A judgement: an amending law has some hundred items.
const MOST_SECTIONS: usize = 1_000;

/// The units that the items behind `citation` in its section, and the sections below it, change.
pub fn changed_units_below(
    store: &dyn Engine,
    section: &SectionRecord,
    citation: &Citation,
) -> Result<Vec<Provision>> {
    let heading = span::after(&section.text, citation.span.end);
    let mut text = heading.to_owned();
    if !section.section.is_empty() {
        let below = format!("{}/", section.section);
        let behind = store.sections_at(&section.path)?.into_iter();
        for id in behind.skip(section.ordinal as usize + 1).take(MOST_SECTIONS) {
            let next = store.section(id)?;
            if !next.section.starts_with(&below) {
                break;
            }
            text.push('\n');
            text.push_str(&next.text);
        }
    }
    Ok(changed_units(&text))
}
