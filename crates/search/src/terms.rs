//! Finds the dictionary entries that a word or number of a question stands for.
//! In: a word as typed. Out: entries by segment, those with the typed marks apart from the others.
//! Never reads postings.

use std::collections::BTreeMap;

use tantivy::schema::{Field, Term};
use vankien_engine::analyse::{NUMBER, OWN, SPLIT};
use vankien_engine::{Store, keys};

use super::number::Number;
use super::question::word::{Form, Word};
use super::score::entries::Entries;
use crate::error::Result;

/// The entries of a word.
pub struct Found {
    /// With the marks that were typed; all, where none were.
    pub exact: Entries,
    /// The same letters under other marks, where the word stands for any.
    pub other: Entries,
}

impl Found {
    /// Entries of a word, and nothing under other marks.
    pub fn exactly(exact: Entries) -> Found {
        let other = exact.iter().map(|_| Vec::new()).collect();
        Found { exact, other }
    }
}

/// Looks `word` up in `field`: with its own marks, under any where it stands for any, or in all its forms.
pub fn word(store: &Store, field: Field, word: &Word) -> Result<Found> {
    if let Some(forms) = &word.forms {
        return Ok(Found {
            exact: of_forms(store, field, forms, true)?,
            other: of_forms(store, field, forms, false)?,
        });
    }
    if !word.any_marks {
        return Ok(Found::exactly(as_typed(store, field, word)?));
    }
    let none = || store.segments().iter().map(|_| Vec::new()).collect::<Entries>();
    let mut found = Found { exact: none(), other: none() };
    for (term, entries) in same_letters(store, field, word)? {
        let is_same = !word.has_marks() || term == word.term.as_bytes();
        let all = if is_same { &mut found.exact } else { &mut found.other };
        all.iter_mut().zip(entries).for_each(|(all, entries)| all.extend(entries));
    }
    Ok(found)
}

/// Whether the index holds the letters of `word` under any marks, or one of its forms.
pub fn knows(store: &Store, word: &Word) -> Result<bool> {
    let found = self::word(store, store.fields.text, &word.clone().with_any_marks())?;
    Ok(!is_empty(&found.exact) || !is_empty(&found.other))
}

/// The terms with the letters of `word` under any marks.
fn same_letters(store: &Store, field: Field, word: &Word) -> Result<BTreeMap<Vec<u8>, Entries>> {
    let segments = store.segments();
    let mut found: BTreeMap<Vec<u8>, Entries> = BTreeMap::new();
    for (at, segment) in segments.iter().enumerate() {
        let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
        let from = format!("{}{SPLIT}", word.folded());
        let to = format!("{}{NUMBER}", word.folded());
        let range = inverted.terms().range().ge(&from).lt(&to).into_stream();
        let mut range = range.map_err(|error| store.failed(error))?;
        while range.advance() {
            let entries = found.entry(range.key().to_vec());
            let entries = entries.or_insert_with(|| segments.iter().map(|_| Vec::new()).collect());
            entries[at].push((range.value().clone(), 1.0));
        }
    }
    Ok(found)
}

/// Looks `word` up in `field` with the marks that were typed.
pub fn as_typed(store: &Store, field: Field, word: &Word) -> Result<Entries> {
    if let Some(forms) = &word.forms {
        return of_forms(store, field, forms, true);
    }
    exactly(store, field, &Term::from_field_text(field, &word.term))
}

/// The entries of those forms that bear the typed marks, or of those that do not.
fn of_forms(store: &Store, field: Field, forms: &[Form], is_exact: bool) -> Result<Entries> {
    let mut entries = Entries::new();
    for segment in store.segments() {
        let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
        let mut found = Vec::new();
        for form in forms.iter().filter(|form| form.is_exact == is_exact) {
            let term = Term::from_field_text(field, &form.term);
            let info = inverted.get_term_info(&term).map_err(|error| store.failed(error))?;
            found.extend(info.map(|info| (info, form.weight)));
        }
        entries.push(found);
    }
    Ok(entries)
}

/// The entries of one key of a mention.
pub fn key(store: &Store, key: &str) -> Result<Entries> {
    let term = Term::from_field_text(store.fields.text, &format!("{NUMBER}{key}"));
    exactly(store, store.fields.text, &term)
}

fn exactly(store: &Store, field: Field, term: &Term) -> Result<Entries> {
    let mut entries = Entries::new();
    for segment in store.segments() {
        let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
        let found = inverted.get_term_info(term).map_err(|error| store.failed(error))?;
        entries.push(found.into_iter().map(|info| (info, 1.0)).collect());
    }
    Ok(entries)
}

/// The keys of mentions, or of papers' own numbers, that fit `number`: their entries, and the keys.
pub fn number(store: &Store, number: &Number, own: bool) -> Result<(Entries, Vec<String>)> {
    let field = store.fields.text;
    let lead = if own { OWN } else { NUMBER };
    let (mut entries, mut known) = (Entries::new(), Vec::new());
    for segment in store.segments() {
        let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
        let from = format!("{lead}{}", number.digits());
        // Behind its digits a key goes on with a sign that sorts before all digits.
        let to = format!("{from}0");
        let range = inverted.terms().range().ge(&from).lt(&to).into_stream();
        let mut range = range.map_err(|error| store.failed(error))?;
        let mut found = Vec::new();
        while range.advance() {
            let Ok(key) = std::str::from_utf8(&range.key()[1..]) else { continue };
            if keys::is_plain(key) && number.fits(key) {
                found.push((range.value().clone(), 1.0));
                known.push(key.to_owned());
            }
        }
        entries.push(found);
    }
    known.sort();
    known.dedup();
    Ok((entries, known))
}

/// Whether there are no entries in any segment.
fn is_empty(entries: &Entries) -> bool {
    entries.iter().all(Vec::is_empty)
}
