//! Finds the dictionary entries of terms.
//! In: what a word stands for. Out: entries by segment, those as typed apart from the others. Never reads postings.

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, Term};

use crate::analyse;
use crate::error::Result;
use crate::tantivy::store::Store;
use crate::terms::{Form, TermRange, Terms};

/// Which dictionary entries of one field stand for a word, by segment, each with what it counts.
pub type Entries = Vec<Vec<(TermInfo, f32)>>;

/// The entries of a word.
pub struct Found {
    /// With the marks that were typed; all, where none were.
    pub exact: Entries,
    /// The same letters under other marks, where the word stands for any.
    pub other: Entries,
}

impl Found {
    /// The entries of both, segment by segment, where marks other than typed count `other_marks`.
    pub fn joined(self, other_marks: f32) -> Entries {
        let mut entries = self.exact;
        for (entries, more) in entries.iter_mut().zip(weighed(self.other, other_marks)) {
            entries.extend(more);
        }
        entries
    }
}

/// The same entries, each counting `weight` times as much.
pub fn weighed(mut entries: Entries, weight: f32) -> Entries {
    for (_, one) in entries.iter_mut().flatten() {
        *one *= weight;
    }
    entries
}

/// Looks up in `field` what a word stands for.
pub fn of(store: &Store, field: Field, terms: &Terms) -> Result<Found> {
    match terms {
        Terms::Typed(term) => exactly(of_term(store, field, term)?),
        Terms::AnyMarks(term) => of_letters(store, field, term),
        Terms::Forms(forms) => Ok(Found {
            exact: of_forms(store, field, forms, true)?,
            other: of_forms(store, field, forms, false)?,
        }),
    }
}

/// Entries of a word, and nothing under other marks.
fn exactly(exact: Entries) -> Result<Found> {
    let other = exact.iter().map(|_| Vec::new()).collect();
    Ok(Found { exact, other })
}

/// The terms with the letters of `typed` under any marks, in order.
fn of_letters(store: &Store, field: Field, typed: &str) -> Result<Found> {
    let has_marks = analyse::has_marks(typed);
    let none = || store.segments().iter().map(|_| Vec::new()).collect::<Entries>();
    let mut found = Found { exact: none(), other: none() };
    let range = TermRange::of_letters(analyse::folded(typed));
    store.each_entry(field, &range, |segment, term, info| {
        let is_same = !has_marks || term == typed.as_bytes();
        let all = if is_same { &mut found.exact } else { &mut found.other };
        all[segment].push((info.clone(), 1.0));
        Ok(true)
    })?;
    Ok(found)
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

/// The entries of one term.
pub fn of_term(store: &Store, field: Field, term: &str) -> Result<Entries> {
    of_terms(store, field, [term.to_owned()].iter())
}

/// The entries of some terms, which differ.
pub fn of_terms<'t>(
    store: &Store,
    field: Field,
    terms: impl Iterator<Item = &'t String> + Clone,
) -> Result<Entries> {
    let mut entries = Entries::new();
    for segment in store.segments() {
        let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
        let mut found = Vec::new();
        for term in terms.clone() {
            let term = Term::from_field_text(field, term);
            let info = inverted.get_term_info(&term).map_err(|error| store.failed(error))?;
            found.extend(info.map(|info| (info, 1.0)));
        }
        entries.push(found);
    }
    Ok(entries)
}
