//! The laws that an index holds, by name, and which of them is meant where a paper names a law without its number:
//! `Luật Đất đai` (the land law).
//! In: an index; then a citation and the masthead of the citing paper. Out: a decision. Never decides for a law without
//! a date, nor for one that is dated after the citing paper, as far as their dates tell. Where the citation prints no
//! year or date, never decides for a law that a held law had ended by the date of the citing paper.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::column::Column;
use vankien_engine::filter::ColumnFilter;
use vankien_engine::names::Name;
use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, PaperRecord, keys};
use vankien_papers::citation::{LAW_KINDS, law_name, provisions};
use vankien_papers::document::{Citation, Masthead};

use super::error::Result;
use super::identity::{Candidate, Decision, Identity, dates_agree, field_value, is_later};
use super::part_of_paper::concerns_part;
use super::question::{parse_words, terms_of_words};
use super::reason::Reason;

/// The laws that an index holds.
#[derive(Clone, Debug, Default)]
pub struct Laws {
    /// The laws of each name, by date.
    by_name: BTreeMap<String, Vec<Law>>,
    /// The day on which a law ended, as a held law says, by the key of its number.
    ended: BTreeMap<String, String>,
}

/// A law that an index holds.
#[derive(Clone, Debug)]
struct Law {
    identity: Identity,
    /// Its kind and title.
    name: String,
}

impl Laws {
    /// The laws that `store` holds: papers whose kind is one of [`LAW_KINDS`], with a number in the masthead and a
    /// name. Others are left out, even if they are laws.
    pub fn held(store: &dyn Engine) -> Result<Laws> {
        let values = LAW_KINDS.iter().filter_map(|kind| Some(Name::of(kind)?.to_column()));
        let kinds = ColumnFilter {
            column: Column::Kind,
            values: values.collect::<BTreeSet<String>>(),
            accepts_missing: false,
        };
        let chosen = store.choose_papers(vec![kinds])?;
        let (_, papers) = store.chosen_papers(&chosen, 0..usize::MAX)?;
        let mut laws = Laws::default();
        for paper in &papers {
            laws.add(paper);
        }
        for held in laws.by_name.values_mut() {
            held.sort_by(|one, other| {
                let order = |law: &Law| (law.identity.date.clone(), law.identity.path.clone());
                order(one).cmp(&order(other))
            });
        }
        laws.add_ends(store, &papers)?;
        Ok(laws)
    }

    /// Whether no law is known.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    fn add(&mut self, paper: &PaperRecord) {
        let masthead = &paper.masthead;
        let (Some(kind), Some(_)) = (field_value(&masthead.kind), &masthead.number) else { return };
        let title = field_value(&masthead.title).unwrap_or_default();
        let is_whole = title.to_lowercase().starts_with(&kind.to_lowercase());
        let name = if is_whole { title } else { format!("{kind} {title}") };
        let Some(key) = law_name(&name) else { return };
        let law = Law { identity: Identity::of_paper(paper), name };
        self.by_name.entry(key.words).or_default().push(law);
    }

    /// Adds which laws the held ones ended: what they replace or repeal as a whole, in a section about effect.
    fn add_ends(&mut self, store: &dyn Engine, papers: &[PaperRecord]) -> Result<()> {
        let paths: BTreeSet<String> = papers.iter().map(|paper| paper.path.clone()).collect();
        if paths.is_empty() {
            return Ok(());
        }
        let words = terms_of_words(&parse_words("hiệu lực"), true);
        let phrase = Phrase { only: Some(paths), ..Phrase::in_text(words) };
        let papers: BTreeMap<&str, &PaperRecord> =
            papers.iter().map(|paper| (paper.path.as_str(), paper)).collect();
        for found in store.phrase_sections(&phrase)? {
            let section = store.section(found.id)?;
            let masthead = papers.get(section.path.as_str()).map(|paper| &paper.masthead);
            let day = masthead.and_then(|one| one.effective.as_ref().or(one.date.as_ref()));
            let Some(day) = day.map(|field| &field.value) else { continue };
            let relations = section.relations();
            for (at, citation) in section.citations.iter().enumerate() {
                let ends = matches!(relations.to(at), Some("replaces" | "repeals"));
                let Some(number) = citation.canonical.as_deref().filter(|_| ends) else { continue };
                let is_part = !provisions(&section.text, citation).is_empty()
                    || concerns_part(&section, at, relations.lead_of(at));
                if is_part {
                    continue;
                }
                // Sections come in no order: the first day counts.
                let end = self.ended.entry(keys::number_key(number)).or_insert_with(|| day.clone());
                if *day < *end {
                    end.clone_from(day);
                }
            }
        }
        Ok(())
    }

    /// The names, as [`law_name`] gives them and as printed, of the held laws that bear one of the numbers with these keys.
    pub fn names_of(&self, numbers: &[String]) -> Vec<(String, String)> {
        let of_name = |(key, laws): (&String, &Vec<Law>)| {
            let bears = |law: &&Law| numbers.contains(&keys::number_key(&law.identity.canonical));
            laws.iter().find(bears).map(|law| (key.clone(), law.name.clone()))
        };
        self.by_name.iter().filter_map(of_name).collect()
    }

    /// Which held law the `citation` of a law by name means, in a section with this `text` of a paper with the masthead
    /// `citing`.
    pub fn decide(&self, text: &str, citation: &Citation, citing: &Masthead) -> Decision {
        let Some(name) = law_name(citation.span.of(text)) else { return Decision::default() };
        let Some(held) = self.by_name.get(&name.words) else { return Decision::default() };
        let printed = citation.date.as_deref().or(name.year.as_deref());
        let day = citing.date.as_ref().map(|field| field.value.as_str());
        let is_possible = |law: &&Law| {
            let Some(date) = &law.identity.date else { return false };
            printed.is_none_or(|printed| dates_agree(printed, date))
                && day.is_none_or(|day| !is_later(date, day))
        };
        let mut possible: Vec<&Law> = held.iter().filter(is_possible).collect();
        // Several files may hold one law.
        possible.dedup_by_key(|law| keys::number_key(&law.identity.canonical));
        let Some(latest) = possible.last() else { return Decision::default() };
        let number = keys::number_key(&latest.identity.canonical);
        let is_ended = self
            .ended
            .get(&number)
            .is_some_and(|end| day.is_some_and(|day| !is_later(end, day)) && printed.is_none());
        let reason = match (printed, day) {
            (Some(_), _) if possible.len() == 1 => Some(Reason::OnlyOne),
            (None, Some(day)) if !is_ended => Some(Reason::LatestBefore { date: day.to_owned() }),
            _ => None,
        };
        if reason.is_some() {
            return Decision {
                number: Some(latest.identity.canonical.clone()),
                date: latest.identity.date.clone(),
                reason,
                ..Decision::default()
            };
        }
        let why = match day {
            Some(day) => Reason::Before { date: day.to_owned() },
            None => Reason::CitingUndated,
        };
        let candidate = |law: &&Law| Candidate::of_identity(&law.identity, Some(why.clone()));
        Decision::undecided(possible.iter().rev().map(candidate).collect())
    }
}
