//! What a held paper says of itself: from when it has effect, what it rests on, what it does to others.
//! In: the record of a paper and an index. Out: citations. Never what the paper only mentions.

use serde::Serialize;
use vankien_engine::{Engine, PaperRecord, SectionRecord};
use vankien_papers::citation::{Provision, Relations, provisions};
use vankien_papers::document::Place;
use vankien_papers::effect::{Change, Effect, effects};

use super::{Entry, State, Status};
use crate::error::Result;
use crate::{excerpt, mentions};

/// A paper that a held paper rests on, or acts on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its number; `None` where it is named without one.
    pub number: Option<String>,
    /// The words of the citation.
    pub surface: String,
    /// What the held paper does to it.
    pub relation: &'static str,
    /// The articles, clauses, … that are cited; empty for the paper as a whole.
    pub provisions: Vec<Provision>,
    /// The file that says so.
    pub path: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line, from 1, both inclusive.
    pub lines: (u32, u32),
}

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
        entry.status.extend(own_effect(record, &section));
        if with_citations && !section.citations.is_empty() {
            add_citations(&section, entry);
        }
    }
    Ok(())
}

fn add_citations(section: &SectionRecord, entry: &mut Entry) {
    let relations = Relations::of(&section.text, &section.citations, section.place);
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

/// From when the paper of `record` has effect, where `section` holds the sentence that says so.
fn own_effect(record: &PaperRecord, section: &SectionRecord) -> Option<Status> {
    let effective = record.masthead.effective.as_ref()?;
    if section.place != Place::Body || !overlap(section.lines, effective.lines) {
        return None;
    }
    let says = |effect: &Effect| {
        effect.change == Change::Begins && section.lines_of(effect.span) == effective.lines
    };
    let effect = effects(&section.text).into_iter().find(says)?;
    let quote = mentions::quote(&section.text, &excerpt::sentences(&section.text), effect.span);
    Some(Status {
        state: State::InForceFrom,
        by: None,
        from: Some(effective.value.clone()),
        provisions: Vec::new(),
        sentence: quote.of(&section.text).split_whitespace().collect::<Vec<_>>().join(" "),
        path: section.path.clone(),
        page: section.page_of(effective.lines.0),
        lines: effective.lines,
        places: 1,
        in_effect: None,
    })
}

fn overlap(one: (u32, u32), other: (u32, u32)) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}
