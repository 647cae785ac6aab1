//! A section with the places of its terms.
//! In: a prepared section. Out: where each term stands, and what a row or word finds there.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::length;
use crate::near;
use crate::plan::{Row, TextField};
use crate::prepare::PreparedSection;
use crate::record::SectionRecord;
use crate::role::Role;
use crate::rows::Positions;
use crate::terms::{TermRange, Terms};
use crate::tokenizer::Positioned;

/// Where each term of a text stands.
pub type Postings = BTreeMap<String, Vec<u32>>;

/// A text as it is indexed.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub postings: Postings,
    /// How many tokens it has, as exactly as a store keeps that.
    pub length: f32,
}

/// A section with its indexed texts.
#[derive(Clone, Debug)]
pub struct Section {
    pub record: SectionRecord,
    pub role: Role,
    pub text: Text,
    pub second: Text,
    pub title: Text,
}

impl Text {
    fn of(text: &str) -> Text {
        let (mut postings, mut tokens, mut length) = (Postings::new(), Positioned::new(text), 0);
        while tokens.advance() {
            let places = postings.entry(tokens.token().term().to_owned()).or_default();
            places.push(tokens.position());
            length += 1;
        }
        Text { postings, length: length::coded(length) as f32 }
    }

    /// The terms that are meant, each with its places, whether it is as typed, and what it counts; those as typed first.
    pub fn of_terms<'t>(&'t self, terms: &'t Terms) -> Vec<(&'t [u32], bool, f32)> {
        let one = |term: &str| self.postings.get(term).map(Vec::as_slice);
        let mut found: Vec<(&[u32], bool, f32)> = match terms {
            Terms::Typed(term) => one(term).into_iter().map(|at| (at, true, 1.0)).collect(),
            Terms::AnyMarks(typed) => {
                let range = TermRange::of_letters(crate::analyse::folded(typed));
                let all = in_range(&self.postings, &range);
                all.filter_map(|(term, at)| Some((&at[..], terms.meets(term)?, 1.0))).collect()
            }
            Terms::Forms(forms) => {
                let forms = forms.iter();
                forms
                    .filter_map(|form| Some((one(&form.term)?, form.is_exact, form.weight)))
                    .collect()
            }
        };
        found.sort_by_key(|(_, is_exact, _)| !is_exact);
        found
    }

    /// How often terms stand there, where marks other than typed count less.
    pub fn count(&self, terms: &Terms, other_marks: f32, weight: f32) -> f32 {
        self.count_after(0.0, terms, other_marks, weight)
    }

    /// The same added to a sum, term by term, as a store adds it.
    pub fn count_after(&self, sum: f32, terms: &Terms, other_marks: f32, weight: f32) -> f32 {
        let found = self.of_terms(terms).into_iter();
        let count = |(at, is_exact, one): (&[u32], bool, f32)| {
            at.len() as f32 * (if is_exact { one } else { one * other_marks } * weight)
        };
        found.fold(sum, |sum, found| sum + count(found))
    }

    /// The places of terms in order, each with whether it is as typed.
    pub fn places(&self, terms: &Terms) -> Vec<(u32, bool)> {
        let found = self.of_terms(terms).into_iter();
        let mut places: Vec<(u32, bool)> =
            found.flat_map(|(at, is_exact, _)| at.iter().map(move |at| (*at, is_exact))).collect();
        places.sort_unstable();
        places
    }

    /// How often words stand side by side: as typed, and otherwise.
    pub fn row(&self, words: &[Terms]) -> (u32, u32) {
        let words: Vec<Vec<(u32, bool)>> = words.iter().map(|word| self.places(word)).collect();
        let order: Vec<usize> = (0..words.len()).collect();
        Positions { words: &words, order: &order }.count()
    }
}

/// The terms in a range.
pub fn in_range<'p>(
    postings: &'p Postings,
    range: &TermRange,
) -> impl Iterator<Item = (&'p String, &'p Vec<u32>)> {
    let to = range.to.clone().map_or(Bound::Unbounded, Bound::Excluded);
    postings.range::<String, _>((Bound::Included(range.from.clone()), to))
}

impl Section {
    /// Reads a prepared section.
    pub fn of(prepared: PreparedSection) -> Section {
        let record = SectionRecord::with_untold(&prepared.record).unwrap_or_default();
        Section {
            record: SectionRecord { text: prepared.body, ..record },
            role: prepared.role,
            text: Text::of(&prepared.text),
            second: Text::of(&prepared.second),
            title: Text::of(&prepared.title),
        }
    }

    /// A text of it.
    pub fn field(&self, field: TextField) -> &Text {
        match field {
            TextField::Text => &self.text,
            TextField::Second => &self.second,
        }
    }

    /// How often it holds a row: as typed, and otherwise.
    pub fn row(&self, row: &Row) -> (u32, u32) {
        if row.only.as_ref().is_some_and(|only| !only.contains(&self.record.path)) {
            return (0, 0);
        }
        self.field(row.field).row(&row.words)
    }

    /// How often it holds words near one another: as typed, and otherwise.
    pub fn near(&self, words: &[Terms], far: u32) -> (u32, u32) {
        let (different, need) = near::needed(words);
        let places: Vec<_> = different.iter().map(|word| self.text.places(word)).collect();
        if places.iter().any(Vec::is_empty) {
            return (0, 0);
        }
        let found = near::by_positions(&places, &need, near::steps(words.len(), far));
        let found = found.unwrap_or_else(|| near::in_text(words, far, &self.record.text));
        let exact = found.iter().filter(|one| one.is_exact).count() as u32;
        (exact, found.len() as u32 - exact)
    }
}
