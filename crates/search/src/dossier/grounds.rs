//! What a held paper says of itself: from when it has effect, what it rests on, what it does to others.
//! In: the record of a paper and an index. Out: citations. Never what the paper only mentions.

use vankien_engine::{Engine, PaperRecord, SectionRecord};
use vankien_papers::citation::provisions;
use vankien_papers::document::Place;
use vankien_papers::effect::{Change, effects, is_of_itself};

use super::model::{Cited, Entry, State, Status};
use crate::error::Result;
use crate::{excerpt, mentions};

/// Relations in which a paper acts on another.
const ACTS: [&str; 6] = ["amends", "replaces", "repeals", "suspends", "corrects", "consolidates"];

/// Adds from when the paper of `entry` has effect, as the file of `record` says; and, where `with_citations`, what the
/// paper rests on and does. Each paper is named once for each relation.
pub fn add(
    store: &dyn Engine,
    record: &PaperRecord,
    entry: &mut Entry,
    with_citations: bool,
) -> Result<()> {
    for id in store.sections_at(&record.path)? {
        let section = store.section(id)?;
        entry.status.extend(own_effects(record, &section));
        if with_citations && !section.citations.is_empty() {
            add_citations(&section, entry);
        }
    }
    Ok(())
}

fn add_citations(section: &SectionRecord, entry: &mut Entry) {
    let relations = section.relations();
    for (at, citation) in section.citations.iter().enumerate() {
        let Some(relation) = relations.to(at) else { continue };
        let list = match relation {
            "based_on" => &mut entry.grounds,
            act if ACTS.contains(&act) => &mut entry.acts,
            _ => continue,
        };
        let lines = section.lines_of(citation.span);
        let surface = citation.surface(&section.text);
        let number = citation.canonical.clone();
        let provisions = provisions(&section.text, citation);
        let is_known = list.iter().any(|one: &Cited| {
            one.number == number
                && one.relation == relation
                && one.provisions == provisions
                && (number.is_some() || one.surface == surface)
        });
        if !is_known {
            let page = section.page_of(lines.0);
            let path = section.path.clone();
            list.push(Cited { number, surface, relation, provisions, path, page, lines });
        }
    }
}

/// From when the paper of `record` has effect, and when it ends, where `section` says so of the paper as a whole.
fn own_effects(record: &PaperRecord, section: &SectionRecord) -> Vec<Status> {
    if section.place != Place::Body {
        return Vec::new();
    }
    let effective = record.masthead.effective.as_ref();
    let signed = record.masthead.date.as_ref().map(|field| field.value.as_str());
    let mut found = Vec::new();
    for effect in effects(&section.text) {
        let lines = section.lines_of(effect.span);
        let (state, from) = match effect.change {
            Change::Begins => match effective.filter(|field| field.lines == lines) {
                Some(field) => (State::InForceFrom, Some(field.value.clone())),
                None => continue,
            },
            Change::Ends | Change::Pauses => {
                let day = effect.day.as_ref().and_then(|day| day.iso(signed));
                if day.is_none() || !is_of_itself(&section.text, effect.span.start) {
                    continue;
                }
                let is_end = effect.change == Change::Ends;
                (if is_end { State::Expired } else { State::Suspended }, day)
            }
        };
        let quote = mentions::quote(&section.text, &excerpt::sentences(&section.text), effect.span);
        found.push(Status {
            state,
            by: None,
            from,
            provisions: Vec::new(),
            sentence: quote.of(&section.text).split_whitespace().collect::<Vec<_>>().join(" "),
            path: section.path.clone(),
            page: section.page_of(lines.0),
            lines,
            places: 1,
            in_effect: None,
        });
    }
    found
}
