//! The words of an index, to look for spellings among them.
//! In: an index. Out: terms, with how many live sections hold each.
//! Never a term that only deleted sections hold, once it was chosen (law 6).

use std::collections::BTreeMap;

use tantivy::postings::TermInfo;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use vankien_engine::Store;
use vankien_engine::analyse::{END, NUMBER, SPLIT};

use crate::error::Result;

/// All terms of words, each once, in order; `prefix` chooses those whose folded form begins so.
pub fn terms(store: &Store, prefix: &str) -> Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    for segment in store.segments() {
        let inverted =
            segment.inverted_index(store.fields.text).map_err(|error| store.failed(error))?;
        let mut range = inverted.terms().range().ge(prefix);
        if prefix.is_empty() {
            // Inlays sort before all words.
            range = range.gt([END as u8]);
        }
        let mut stream = range.into_stream().map_err(|error| store.failed(error))?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if !term.starts_with(prefix) {
                break;
            }
            if term.contains(SPLIT) {
                all.push(term.to_owned());
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// How many live sections hold a term.
pub fn sections(store: &Store, term: &str) -> Result<u64> {
    let term = Term::from_field_text(store.fields.text, term);
    let mut sections = 0;
    for segment in store.segments() {
        let inverted =
            segment.inverted_index(store.fields.text).map_err(|error| store.failed(error))?;
        if let Some(info) = inverted.get_term_info(&term).map_err(|error| store.failed(error))? {
            sections += live(store, segment, &inverted, &info)?;
        }
    }
    Ok(sections)
}

/// The terms of which `folded` is the form without marks, in order, with how many live sections hold each;
/// terms that none holds are left out.
pub fn forms(store: &Store, folded: &str) -> Result<Vec<(String, u64)>> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let (from, to) = (format!("{folded}{SPLIT}"), format!("{folded}{NUMBER}"));
    for segment in store.segments() {
        let inverted =
            segment.inverted_index(store.fields.text).map_err(|error| store.failed(error))?;
        let range = inverted.terms().range().ge(&from).lt(&to).into_stream();
        let mut range = range.map_err(|error| store.failed(error))?;
        while range.advance() {
            let Ok(term) = std::str::from_utf8(range.key()) else { continue };
            let sections = live(store, segment, &inverted, range.value())?;
            match found.get_mut(term) {
                Some(sum) => *sum += sections,
                None => {
                    found.insert(term.to_owned(), sections);
                }
            }
        }
    }
    Ok(found.into_iter().filter(|(_, sections)| *sections > 0).collect())
}

/// How many live sections of a segment hold a term of it.
fn live(
    store: &Store,
    segment: &SegmentReader,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
) -> Result<u64> {
    let Some(alive) = segment.alive_bitset() else { return Ok(u64::from(info.doc_freq)) };
    let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
    let mut postings = postings.map_err(|error| store.failed(error))?;
    let mut sections = 0;
    while postings.doc() != TERMINATED {
        sections += u64::from(alive.is_alive(postings.doc()));
        postings.advance();
    }
    Ok(sections)
}
