//! Gathers the sections that may hold a mention, in the order in which they are listed.
//! In: what is asked. Out: addresses of sections; a section that holds none may be among them.
//! Never reads stored text.

use std::collections::BTreeMap;

use tantivy::schema::Term;
use vankien_engine::Store;
use vankien_engine::analyse::NUMBER;
use vankien_papers::document::Field;
use vankien_text::span;

use super::ask::Ask;
use super::frame::Frame;
use super::wanted::Sort;
use crate::error::Result;
use crate::filter::Selection;
use crate::phrase;

/// The sections that may hold what is asked, in papers that the filters chose, paper by paper.
pub fn gather(
    store: &Store,
    ask: &Ask,
    sort: Sort,
    selection: &Selection,
) -> Result<Vec<(usize, u32)>> {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for pattern in &ask.patterns {
        let holders = phrase::find(store, &pattern.words, pattern.exact)?;
        found.extend(holders.iter().map(|holder| (holder.segment, holder.doc)));
        let second = phrase::find_second(store, &pattern.words, pattern.exact)?;
        found.extend(second.iter().map(|holder| (holder.segment, holder.doc)));
    }
    let numbers = ask.numbers.iter().flat_map(|asked| asked.keys.iter().chain(&asked.open));
    for key in numbers.chain(ask.frames.iter().flat_map(Frame::keys)) {
        let term = Term::from_field_text(store.fields.text, &format!("{NUMBER}{key}"));
        found.extend(store.docs(term)?);
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|(segment, doc)| selection.admits(*segment, *doc));
    in_order(store, found, sort)
}

/// The sections by paper, then by their place in it.
fn in_order(store: &Store, found: Vec<(usize, u32)>, sort: Sort) -> Result<Vec<(usize, u32)>> {
    let mut addresses: Vec<(usize, u64, u64, u32)> = Vec::with_capacity(found.len());
    let places = store.places()?;
    for (segment, doc) in found {
        let (ord, ordinal) = (places.paper(segment, doc), places.place(segment, doc).0);
        addresses.push((segment, ord, ordinal, doc));
    }
    let names = places.paths(addresses.iter().map(|(segment, ord, ..)| (*segment, *ord)))?;
    let mut keys: Vec<(Key, (usize, u64))> = Vec::with_capacity(names.len());
    for (at, path) in names {
        keys.push((key(store, path, sort)?, at));
    }
    keys.sort();
    let ranks: BTreeMap<(usize, u64), usize> =
        keys.into_iter().enumerate().map(|(rank, (_, at))| (at, rank)).collect();
    addresses.sort_by_cached_key(|(segment, ord, ordinal, _)| (ranks[&(*segment, *ord)], *ordinal));
    Ok(addresses.into_iter().map(|(segment, _, _, doc)| (segment, doc)).collect())
}

/// Whether what decides is missing, what decides, the path.
type Key = (bool, String, String);

/// By what a paper is put in order; those without it come last.
fn key(store: &Store, path: String, sort: Sort) -> Result<Key> {
    if sort == Sort::Path {
        return Ok((false, String::new(), path));
    }
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
