//! What a held paper says of itself: from when it has effect, what it rests on, what it does to others.
//! In: the record of a paper and an index. Out: states and citations, added to an entry. Never what the paper only
//! mentions.

use std::cell::OnceCell;
use std::collections::HashSet;

use vankien_engine::{Engine, PaperRecord, SectionRecord};
use vankien_papers::citation::{Provision, is_possible, provisions};
use vankien_papers::document::{Masthead, Place};
use vankien_papers::effect::{Change, effects, is_of_itself};

use super::evidence::one_line;
use super::model::{Cited, Entry, State, Status};
use crate::error::Result;
use crate::part_of_paper::concerns_part;
use crate::{excerpt, mentions};

/// Relations in which a paper acts on another.
const ACTS: [&str; 6] = ["amends", "replaces", "repeals", "suspends", "corrects", "consolidates"];

/// Adds from when to when the paper of `entry` has effect, as the file of `record` says; and, where `with_citations`,
/// what the paper rests on and does. A paper is named once for each relation and list of its units.
pub fn add(
    store: &dyn Engine,
    record: &PaperRecord,
    entry: &mut Entry,
    with_citations: bool,
) -> Result<()> {
    let mut known = HashSet::new();
    for id in store.sections_at(&record.path)? {
        let section = store.section(id)?;
        entry.status.extend(own_effects(record, &section));
        if with_citations && !section.citations.is_empty() {
            add_citations(&section, &record.masthead, entry, &mut known);
        }
    }
    Ok(())
}

fn add_citations(
    section: &SectionRecord,
    own: &Masthead,
    entry: &mut Entry,
    known: &mut HashSet<Key>,
) {
    let relations = section.relations();
    for (at, citation) in section.citations.iter().enumerate() {
        let Some(relation) = relations.to(at) else { continue };
        if !is_possible(relation, citation, own) {
            continue;
        }
        let provisions = provisions(&section.text, citation);
        let ends = matches!(relation, "replaces" | "repeals") && provisions.is_empty();
        let is_part = ends && concerns_part(section, at, relations.lead_of(at));
        let relation = if is_part { "amends" } else { relation };
        let list = match relation {
            "based_on" => &mut entry.grounds,
            act if ACTS.contains(&act) => &mut entry.acts,
            _ => continue,
        };
        let lines = section.lines_of(citation.span);
        let surface = citation.surface(&section.text);
        let number = citation.canonical.clone();
        let name = number.clone().unwrap_or_else(|| surface.clone());
        if known.insert((name, relation, provisions.clone())) {
            let page = section.page_of(lines.0);
            let path = section.path.clone();
            list.push(Cited { number, surface, relation, provisions, path, page, lines });
        }
    }
}

/// What is named once: number or words, relation, units.
type Key = (String, &'static str, Vec<Provision>);

/// From when the paper of `record` has effect, and when it ends or is suspended, where the body says so in `section` of
/// the paper as a whole.
fn own_effects(record: &PaperRecord, section: &SectionRecord) -> Vec<Status> {
    if section.place != Place::Body {
        return Vec::new();
    }
    let effective = record.masthead.effective.as_ref();
    let kind = record.masthead.kind.as_ref().map(|field| field.value.as_str());
    let signed = record.masthead.date.as_ref().map(|field| field.value.as_str());
    let sentences = OnceCell::new();
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
                if day.is_none() || !is_of_itself(&section.text, effect.span.start, kind) {
                    continue;
                }
                let is_end = effect.change == Change::Ends;
                (if is_end { State::Expired } else { State::Suspended }, day)
            }
        };
        let sentences = sentences.get_or_init(|| excerpt::sentences(&section.text));
        let quote = mentions::quote(&section.text, sentences, effect.span);
        found.push(Status {
            state,
            by: None,
            from,
            provisions: Vec::new(),
            sentence: one_line(quote.of(&section.text)),
            path: section.path.clone(),
            page: section.page_of(lines.0),
            lines,
            places: 1,
            in_effect: None,
        });
    }
    found
}
