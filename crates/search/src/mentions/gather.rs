//! Gathers the sections that may hold a mention, in the order in which they are listed.
//! In: what is asked. Out: sections; one that holds none may be among them.
//! Never reads stored text.

use std::collections::BTreeMap;

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::engine::MentionQuery;
use vankien_engine::filter::ChosenPapers;
use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, PaperId, SectionId};
use vankien_papers::document::Field;
use vankien_text::span;

use super::ask::Ask;
use super::frame::Frame;
use super::wanted::Sort;
use crate::error::Result;
use crate::question;

/// Sections, one after the other.
pub type Sections<'s> = Box<dyn Iterator<Item = vankien_engine::Result<SectionId>> + 's>;

/// The sections that may hold what is asked, in papers that the filters chose, paper by paper.
pub fn gather<'s>(
    store: &'s dyn Engine,
    ask: &Ask,
    sort: Sort,
    chosen: &ChosenPapers,
) -> Result<Sections<'s>> {
    let mut rows = Vec::with_capacity(2 * ask.patterns.len());
    for pattern in &ask.patterns {
        let words = question::row(&pattern.words, pattern.exact);
        rows.extend([Phrase::in_text(words.clone()), Phrase::in_second_reading(words)]);
    }
    let numbers = ask.numbers.iter().flat_map(|asked| asked.keys.iter().chain(&asked.open));
    let keys = numbers.chain(ask.frames.iter().flat_map(Frame::keys));
    let terms: Vec<String> = keys.map(|key| format!("{NUMBER_LEAD}{key}")).collect();
    let found =
        store.mention_candidates(&MentionQuery { phrases: &rows, terms: &terms, chosen })?;
    match sort {
        Sort::Path => Ok(found),
        _ => in_order(store, found.collect::<vankien_engine::Result<_>>()?, sort),
    }
}

/// The sections in the order of their papers.
fn in_order<'s>(
    store: &dyn Engine,
    mut sections: Vec<SectionId>,
    sort: Sort,
) -> Result<Sections<'s>> {
    let paths = store.paths_of(&mut sections.iter().map(|id| id.paper))?;
    let mut keys: Vec<(Key, PaperId)> = Vec::with_capacity(paths.len());
    for (paper, path) in paths {
        keys.push((key(store, path, sort)?, paper));
    }
    keys.sort();
    let ranks: BTreeMap<PaperId, usize> =
        keys.into_iter().enumerate().map(|(rank, (_, paper))| (paper, rank)).collect();
    sections.sort_by_cached_key(|id| (ranks[&id.paper], id.ordinal));
    Ok(Box::new(sections.into_iter().map(Ok)))
}

/// Whether what decides is missing, what decides, the path.
type Key = (bool, String, String);

/// By what a paper is put in order; those without it come last.
fn key(store: &dyn Engine, path: String, sort: Sort) -> Result<Key> {
    let paper = store.paper(&path)?.unwrap_or_default();
    let value = |field: Option<Field<String>>| field.map(|field| field.value);
    let by = match sort {
        Sort::Date => value(paper.masthead.date),
        _ => value(paper.masthead.number).map(|number| {
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            format!("{:0>5}{}", span::before(&number, digits), span::after(&number, digits))
        }),
    };
    Ok((by.is_none(), by.unwrap_or_default(), path))
}
