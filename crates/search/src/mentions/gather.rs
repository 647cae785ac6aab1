//! Gathers the sections that may hold a mention, in the order in which they are listed.
//! In: what is asked. Out: sections; one that holds none may be among them.
//! Never reads stored text.

use std::collections::BTreeMap;

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::engine::MentionQuery as CandidateQuery;
use vankien_engine::filter::ChosenPapers;
use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, PaperId, SectionId};
use vankien_papers::document::Field;
use vankien_text::span;

use super::phrase_with_numbers::PhraseWithNumbers;
use super::query::MentionQuery;
use super::wanted::Sort;
use crate::error::Result;
use crate::question;

/// Ids of sections, one after the other; reading one may fail.
pub type Sections<'s> = Box<dyn Iterator<Item = vankien_engine::Result<SectionId>> + 's>;

/// The sections that may hold what is asked, in the papers that the filters chose, paper by paper in the order of
/// `sort`, and in order inside a paper.
pub fn gather<'s>(
    store: &'s dyn Engine,
    query: &MentionQuery,
    sort: Sort,
    chosen: &ChosenPapers,
) -> Result<Sections<'s>> {
    let mut rows = Vec::with_capacity(2 * query.patterns.len());
    for pattern in &query.patterns {
        let words = question::terms_of_words(&pattern.words, pattern.exact);
        rows.extend([Phrase::in_text(words.clone()), Phrase::in_second_reading(words)]);
    }
    for (_, name) in query.numbers.iter().flat_map(|asked| &asked.names) {
        let words = question::parse_words(name);
        rows.push(Phrase::in_text(question::terms_of_words(&words, true)));
    }
    let numbers = query.numbers.iter().flat_map(|asked| asked.keys.iter().chain(&asked.open));
    let keys = numbers.chain(query.phrases_with_numbers.iter().flat_map(PhraseWithNumbers::keys));
    let terms: Vec<String> = keys.map(|key| format!("{NUMBER_LEAD}{key}")).collect();
    let found =
        store.mention_candidates(&CandidateQuery { phrases: &rows, terms: &terms, chosen })?;
    match sort {
        Sort::Path => Ok(found),
        _ => sorted_by_paper(store, found.collect::<vankien_engine::Result<_>>()?, sort),
    }
}

/// The sections in the order of their papers by number or date.
fn sorted_by_paper<'s>(
    store: &dyn Engine,
    mut sections: Vec<SectionId>,
    sort: Sort,
) -> Result<Sections<'s>> {
    let paths = store.paths_of(&mut sections.iter().map(|id| id.paper))?;
    let mut keys: Vec<(SortKey, PaperId)> = Vec::with_capacity(paths.len());
    for (paper, path) in paths {
        keys.push((sort_key(store, path, sort)?, paper));
    }
    keys.sort();
    let ranks: BTreeMap<PaperId, usize> =
        keys.into_iter().enumerate().map(|(rank, (_, paper))| (paper, rank)).collect();
    sections.sort_by_cached_key(|id| (ranks[&id.paper], id.ordinal));
    Ok(Box::new(sections.into_iter().map(Ok)))
}

/// By what papers are sorted. The fields are compared in this order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SortKey {
    /// Papers without a number or date come last.
    is_missing: bool,
    /// The number, its serial padded with zeros, or the date.
    value: String,
    /// Decides among papers with the same number or date.
    path: String,
}

/// Digits to which a serial (`59` in `59-NQ/TW`) is padded with zeros, so that numbers sort as text: 9 before 10. A
/// judgement: longer serials sort as they are.
const SORT_DIGITS: usize = 5;

fn sort_key(store: &dyn Engine, path: String, sort: Sort) -> Result<SortKey> {
    let paper = store.paper(&path)?.unwrap_or_default();
    let value = |field: Option<Field<String>>| field.map(|field| field.value);
    let sorted_by = match sort {
        Sort::Date => value(paper.masthead.date),
        _ => value(paper.masthead.number).map(|number| {
            let digits = number.bytes().take_while(u8::is_ascii_digit).count();
            format!(
                "{:0>SORT_DIGITS$}{}",
                span::before(&number, digits),
                span::after(&number, digits)
            )
        }),
    };
    let is_missing = sorted_by.is_none();
    Ok(SortKey { is_missing, value: sorted_by.unwrap_or_default(), path })
}
