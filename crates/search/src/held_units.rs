//! Finds the sections of held papers that are the units asked for with a number: the article itself in
//! `Điều 5 Nghị định 100/2019/NĐ-CP` (article 5 of a decree).
//! In: a number with its units, the keys of the papers that bear it, and an index. Out: sections. Never a section that
//! only cites the unit.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::analyse::OWN_LEAD;
use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, PaperId, SectionId, SectionRecord};
use vankien_papers::citation::Provision;
use vankien_papers::document::SubSection;
use vankien_papers::unit_at;
use vankien_text::span::Span;

use super::error::Result;
use super::number::Number;
use super::question::{parse_words, terms_of_words};

/// Units of a number up to which (included) their sections are looked for; of more, none are. A judgement: each is
/// looked up.
const MOST_UNITS: usize = 50;

/// The sections that are, or hold, the units of `number` in the papers that bear one of the numbers `own` (keys), in
/// the order of the papers. Where a paper has the article but not the clause asked for, the article stands for it.
pub fn held_units(store: &dyn Engine, number: &Number, own: &[String]) -> Result<Vec<SectionId>> {
    // A long range asks for no article.
    if number.units.is_empty() || number.units.len() > MOST_UNITS {
        return Ok(Vec::new());
    }
    let mut papers = BTreeSet::new();
    for key in own {
        let sections = store.sections_with(&format!("{OWN_LEAD}{key}"), usize::MAX)?;
        papers.extend(sections.into_iter().map(|id| id.paper));
    }
    let paths: BTreeSet<String> = store.paths_of(&mut papers.into_iter())?.into_values().collect();
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for unit in &number.units {
        found.extend(sections_of_unit(store, &paths, unit)?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// For each paper the section in which `unit` begins; else that in which its article does.
fn sections_of_unit(
    store: &dyn Engine,
    paths: &BTreeSet<String>,
    unit: &Provision,
) -> Result<Vec<SectionId>> {
    let mut best: BTreeMap<PaperId, (Found, usize, SectionId)> = BTreeMap::new();
    for id in sections_naming(store, paths, unit)? {
        let section = store.section(id)?;
        let Some((at, found)) = start_of(&section, unit) else { continue };
        // A table of contents names the article as well: of several places the longest is the article itself.
        let length = length_of(&section, at);
        let is_better = best.get(&id.paper).is_none_or(|(other, longest, _)| {
            found < *other || found == *other && length > *longest
        });
        if is_better {
            best.insert(id.paper, (found, length, id));
        }
    }
    Ok(best.into_values().map(|(_, _, id)| id).collect())
}

/// The bytes of the item that begins at byte `at` of a section, those of the items below it included; those of the
/// whole section where `at` is its beginning.
fn length_of(section: &SectionRecord, at: usize) -> usize {
    let extents = SubSection::extents(&section.inner, section.text.len());
    let item = section.inner.iter().position(|item| item.start == at);
    item.map_or(section.text.len() - at, |item| extents[item].len())
}

/// The byte of the section's text at which a unit of `units` begins, the first of several; else the article of one of
/// them. `None` where it holds neither.
pub fn unit_start(section: &SectionRecord, units: &[Provision]) -> Option<usize> {
    let mut found: Vec<(usize, Found)> =
        units.iter().filter_map(|unit| start_of(section, unit)).collect();
    found.sort_by_key(|(at, what)| (*what, *at));
    found.first().map(|(at, _)| *at)
}

/// What of a unit begins in a section.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// The unit itself.
    Whole,
    /// The article that should hold it.
    Article,
}

/// Where `unit` begins in a section, or else its article.
fn start_of(section: &SectionRecord, unit: &Provision) -> Option<(usize, Found)> {
    let article = Provision { article: unit.article.clone(), ..Provision::default() };
    let starts = std::iter::once(0).chain(section.inner.iter().map(|item| item.start));
    let begun: Vec<(usize, Provision)> = starts
        .map(|at| (at, unit_at(&section.text, &section.inner, Span::new(at, at + 1))))
        .collect();
    let innermost = |one: &Provision| one.labels().iter().position(Option::is_some);
    let start = |wanted: &Provision| {
        let begins = |one: &Provision| innermost(one) == innermost(wanted) && one.is_within(wanted);
        begun.iter().find(|(_, one)| begins(one)).map(|(at, _)| *at)
    };
    if let Some(at) = start(unit) {
        return Some((at, Found::Whole));
    }
    article.article.as_ref()?;
    start(&article).map(|at| (at, Found::Article))
}

/// The sections of papers that may hold a unit: those that print the words `Điều 5`, or all where no article is named.
fn sections_naming(
    store: &dyn Engine,
    paths: &BTreeSet<String>,
    unit: &Provision,
) -> Result<Vec<SectionId>> {
    let mut found: Vec<SectionId> = Vec::new();
    let Some(article) = &unit.article else {
        for path in paths {
            found.extend(store.sections_at(path)?);
        }
        return Ok(found);
    };
    let words = terms_of_words(&parse_words(&format!("Điều {article}")), false);
    let phrase = Phrase { only: Some(paths.clone()), ..Phrase::in_text(words) };
    found.extend(store.phrase_sections(&phrase)?.into_iter().map(|one| one.id));
    found.sort_unstable();
    Ok(found)
}
