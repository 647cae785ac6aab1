//! Looks up the terms of a word in the dictionary.
//! In: the terms that a word stands for. Out: references to their posting lists, by segment. Never reads a posting
//! list.

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, Term};

use crate::analyse;
use crate::error::Result;
use crate::tantivy::store::Store;
use crate::terms::{Form, TermRange, Terms};

/// References to posting lists of one field, by segment, each with what an occurrence counts. A list holds deleted
/// documents too.
pub type WeightedPostings = Vec<Vec<(TermInfo, f32)>>;

/// The posting lists of a word.
pub struct WordPostings {
    /// Those of exact terms: with the typed marks, or all if the word was typed without marks.
    pub exact: WeightedPostings,
    /// Those of terms with other marks.
    pub other: WeightedPostings,
}

impl WordPostings {
    /// All lists, where an occurrence under other marks counts `other_marks`.
    pub fn joined(self, other_marks: f32) -> WeightedPostings {
        let mut entries = self.exact;
        for (entries, more) in entries.iter_mut().zip(weighed(self.other, other_marks)) {
            entries.extend(more);
        }
        entries
    }
}

/// The same lists with all weights multiplied by `weight`.
pub fn weighed(mut entries: WeightedPostings, weight: f32) -> WeightedPostings {
    for (_, one) in entries.iter_mut().flatten() {
        *one *= weight;
    }
    entries
}

/// The posting lists of a word in `field`, each with the weight of its term.
pub fn of_word(store: &Store, field: Field, terms: &Terms) -> Result<WordPostings> {
    match terms {
        Terms::Typed(term) => only_exact(of_term(store, field, term)?),
        Terms::AnyMarks(term) => of_letters(store, field, term),
        Terms::Forms(forms) => Ok(WordPostings {
            exact: of_forms(store, field, forms, true)?,
            other: of_forms(store, field, forms, false)?,
        }),
    }
}

/// The posting lists of exact terms, with none of other marks.
fn only_exact(exact: WeightedPostings) -> Result<WordPostings> {
    let other = exact.iter().map(|_| Vec::new()).collect();
    Ok(WordPostings { exact, other })
}

/// The posting lists of all terms with the folded form of `typed`.
fn of_letters(store: &Store, field: Field, typed: &str) -> Result<WordPostings> {
    let has_marks = analyse::has_marks(typed);
    let none = || store.segments().iter().map(|_| Vec::new()).collect::<WeightedPostings>();
    let mut found = WordPostings { exact: none(), other: none() };
    let range = TermRange::of_letters(analyse::folded(typed));
    store.each_entry(field, &range, |segment, term, info| {
        let is_same = !has_marks || term == typed.as_bytes();
        let all = if is_same { &mut found.exact } else { &mut found.other };
        all[segment].push((info.clone(), 1.0));
        Ok(true)
    })?;
    Ok(found)
}

/// The posting lists of the forms that are exact, or of those that are not.
fn of_forms(
    store: &Store,
    field: Field,
    forms: &[Form],
    is_exact: bool,
) -> Result<WeightedPostings> {
    let mut entries = WeightedPostings::new();
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

/// The posting lists of one term, none in a segment without it; an occurrence counts 1.
pub fn of_term(store: &Store, field: Field, term: &str) -> Result<WeightedPostings> {
    of_terms(store, field, [term.to_owned()].iter())
}

/// The posting lists of several terms, all different; an occurrence counts 1.
pub fn of_terms<'t>(
    store: &Store,
    field: Field,
    terms: impl Iterator<Item = &'t String> + Clone,
) -> Result<WeightedPostings> {
    let mut entries = WeightedPostings::new();
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
