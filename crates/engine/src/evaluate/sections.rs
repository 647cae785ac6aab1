//! An inverted index over given sections.
//! In: prepared sections. Out: the positions of each term, and which sections hold words, phrases, numbers.
//! Never deletes: each commit builds it anew.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Bound;

use crate::analyse;
use crate::length;
use crate::near;
use crate::observed::{ObservationRequest, Observations, SECOND_POSITIONS};
use crate::phrase_positions::WordPositions;
use crate::plan::{Phrase, TextField};
#[cfg(any(test, feature = "fixture"))]
use crate::prepare::PreparedSection;
use crate::record::SectionRecord;
use crate::role::Role;
use crate::section::SectionId;
use crate::terms::{TermRange, Terms};
use crate::tokenizer::Positioned;

/// A section with the texts to index.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its record, with its text and exceptions.
    pub record: SectionRecord,
    /// Its role in the paper.
    pub role: Role,
    /// The indexed text, second readings, and title.
    texts: [String; 3],
}

impl Section {
    /// A section with its indexed text, its second readings and its title.
    pub fn of_texts(record: SectionRecord, role: Role, texts: [String; 3]) -> Section {
        Section { record, role, texts }
    }

    /// Decodes a prepared section; a record that cannot be decoded gives the default one.
    #[cfg(any(test, feature = "fixture"))]
    pub fn of(prepared: PreparedSection) -> Section {
        let record = SectionRecord::with_exceptions(&prepared.record).unwrap_or_default();
        Section {
            record: SectionRecord { text: prepared.body, ..record },
            role: prepared.role,
            texts: [prepared.text, prepared.second, prepared.title],
        }
    }
}

/// The posting list of a term: sections by number, with its positions in each.
type Postings = Vec<(usize, Vec<u32>)>;

/// A term that a word stands for: its postings, whether it is exact, and what an occurrence counts.
type MatchingTerm<'t> = (&'t Postings, bool, f32);

/// One field of all sections.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// The posting lists by term.
    pub terms: BTreeMap<String, Postings>,
    /// The length of each section in tokens, rounded as a store keeps it (see `length.rs`).
    pub lengths: Vec<f32>,
}

/// The index over all sections. A section is known by its number: its index in `ids`, from 0.
#[derive(Clone, Debug, Default)]
pub struct SectionIndex {
    /// The ids of the sections, sorted.
    pub ids: Vec<SectionId>,
    /// The role of each section.
    pub roles: Vec<Role>,
    /// The path of the paper and the text of each section.
    shown: Vec<(String, String)>,
    /// The text with its inlays.
    pub text: Field,
    /// The second readings.
    pub second: Field,
    /// The heading.
    pub title: Field,
}

impl Field {
    fn add(&mut self, section: usize, text: &str) {
        let (mut tokens, mut length) = (Positioned::new(text), 0);
        while tokens.advance() {
            let postings = match self.terms.get_mut(tokens.token().term()) {
                Some(postings) => postings,
                None => self.terms.entry(tokens.token().term().to_owned()).or_default(),
            };
            match postings.last_mut() {
                Some((last, places)) if *last == section => places.push(tokens.position()),
                _ => postings.push((section, vec![tokens.position()])),
            }
            length += 1;
        }
        self.lengths.push(length::stored_length(length) as f32);
    }

    /// The terms in a range with their postings, sorted.
    pub fn in_range(&self, range: &TermRange) -> impl Iterator<Item = (&String, &Postings)> {
        let to = range.to.clone().map_or(Bound::Unbounded, Bound::Excluded);
        self.terms.range::<String, _>((Bound::Included(range.from.clone()), to))
    }

    /// The terms of the field that a word stands for, exact ones first.
    pub fn matching_terms(&self, terms: &Terms) -> Vec<MatchingTerm<'_>> {
        let mut meant: Vec<MatchingTerm<'_>> = match terms {
            Terms::Typed(term) => {
                self.terms.get(term).map(|at| (at, true, 1.0)).into_iter().collect()
            }
            Terms::AnyMarks(typed) => {
                let range = TermRange::of_letters(analyse::folded(typed));
                let all = self.in_range(&range);
                all.filter_map(|(term, at)| Some((at, terms.meets(term)?, 1.0))).collect()
            }
            Terms::Forms(forms) => {
                let known = |form: &crate::terms::Form| {
                    Some((self.terms.get(&form.term)?, form.is_exact, form.weight))
                };
                forms.iter().filter_map(known).collect()
            }
        };
        meant.sort_by_key(|(_, is_exact, _)| !is_exact);
        meant
    }

    /// Adds the weighted count of a word to the sum of each section. Terms with other marks than typed count
    /// `other_marks`.
    pub fn count(&self, terms: &Terms, other_marks: f32, weight: f32, sums: &mut [f32]) {
        for (postings, is_exact, one) in self.matching_terms(terms) {
            let one = if is_exact { one } else { one * other_marks } * weight;
            for (section, places) in postings {
                sums[*section] += places.len() as f32 * one;
            }
        }
    }

    /// Adds `weight` to the sum of a section for each occurrence of one of the terms.
    pub fn count_terms(&self, terms: impl Iterator<Item = String>, weight: f32, sums: &mut [f32]) {
        for (section, places) in terms.filter_map(|term| self.terms.get(&term)).flatten() {
            sums[*section] += places.len() as f32 * weight;
        }
    }

    /// The positions of a word by section, sorted, each with whether its term is exact.
    fn places(&self, terms: &Terms) -> BTreeMap<usize, Vec<(u32, bool)>> {
        let mut places: BTreeMap<usize, Vec<(u32, bool)>> = BTreeMap::new();
        for (postings, is_exact, _) in self.matching_terms(terms) {
            for (section, at) in postings {
                let here = places.entry(*section).or_default();
                here.extend(at.iter().map(|at| (*at, is_exact)));
            }
        }
        places.values_mut().for_each(|places| places.sort_unstable());
        places
    }

    /// Calls `hold` for each section that holds all words, with the positions of each word.
    fn together(&self, words: &[Terms], mut hold: impl FnMut(usize, &[Vec<(u32, bool)>])) {
        let mut words: Vec<_> = words.iter().map(|word| self.places(word)).collect();
        let Some(first) = words.first() else { return };
        for section in first.keys().copied().collect::<Vec<usize>>() {
            if words.iter().all(|word| word.contains_key(&section)) {
                let here = words.iter_mut().map(|word| word.remove(&section).unwrap_or_default());
                hold(section, &here.collect::<Vec<_>>());
            }
        }
    }
}

impl SectionIndex {
    /// Counts and positions of words in the sections `ids`, which are sorted and without duplicates. A section that is
    /// not in the index holds nothing.
    pub fn observe(&self, ids: Vec<SectionId>, request: &ObservationRequest<'_>) -> Observations {
        let mut observations = Observations::empty(ids, request);
        let counted: std::result::Result<(), Infallible> =
            observations.each(|id, mut observing| {
                let Some(number) = self.number_of(id) else { return Ok((0.0, 0.0)) };
                let other_marks = request.other_marks;
                for (at, word) in request.words.iter().enumerate() {
                    let fields =
                        [(&self.text, 1.0, 0), (&self.second, word.second, SECOND_POSITIONS)];
                    for (field, weight, behind) in
                        fields.into_iter().filter(|(_, weight, _)| *weight > 0.0)
                    {
                        for (postings, is_exact, one) in field.matching_terms(word.terms) {
                            let weight = if is_exact { one } else { one * other_marks } * weight;
                            let places = places_in(postings, number);
                            observing.counts[at] += weight * places.len() as f32;
                            if request.with_places && !places.is_empty() {
                                observing.add_run(
                                    at,
                                    weight,
                                    places.iter().map(|place| place + behind),
                                );
                            }
                        }
                    }
                    let heading = at + request.words.len();
                    for (postings, is_exact, one) in self.title.matching_terms(word.terms) {
                        let weight = if is_exact { one } else { one * other_marks };
                        observing.counts[heading] +=
                            weight * places_in(postings, number).len() as f32;
                    }
                    for phrase in
                        word.spellings.iter().filter_map(|one| request.spellings.get(*one))
                    {
                        let mut counts = self.count_phrase(phrase);
                        let (exact, _) = counts.remove(&number).unwrap_or_default();
                        observing.spelled[at] += request.spelling * exact as f32;
                    }
                }
                let spelled = observing.counts.iter_mut().zip(&*observing.spelled);
                spelled.for_each(|(sum, count)| *sum += count);
                Ok((self.text.lengths[number], self.title.lengths[number]))
            });
        match counted {
            Ok(()) => observations,
            Err(never) => match never {},
        }
    }

    /// The number of a section; `None` if the store has no such section.
    pub fn number_of(&self, id: SectionId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// Adds the next section; ids must come in sorted order.
    pub fn add(&mut self, id: SectionId, section: &Section) {
        let number = self.ids.len();
        self.ids.push(id);
        self.roles.push(section.role);
        self.shown.push((section.record.path.clone(), section.record.text.clone()));
        let texts = [&mut self.text, &mut self.second, &mut self.title];
        texts.into_iter().zip(&section.texts).for_each(|(all, text)| all.add(number, text));
    }

    /// The numbers of the sections that hold a phrase, with how often: exact, and with other marks.
    pub fn count_phrase(&self, phrase: &Phrase) -> BTreeMap<usize, (u32, u32)> {
        let text = match phrase.field {
            TextField::Text => &self.text,
            TextField::Second => &self.second,
        };
        let order: Vec<usize> = (0..phrase.words.len()).collect();
        let mut found = BTreeMap::new();
        text.together(&phrase.words, |section, words| {
            let count = WordPositions { words, order: &order }.count();
            let is_in_scope =
                phrase.only.as_ref().is_none_or(|only| only.contains(&self.shown[section].0));
            if count != (0, 0) && is_in_scope {
                found.insert(section, count);
            }
        });
        found
    }

    /// The numbers of the sections that hold `words` in any order with at most `far` others between the first and the
    /// last of them, with how often: exact, and with other marks.
    pub fn count_near(&self, words: &[Terms], far: u32) -> BTreeMap<usize, (u32, u32)> {
        let (different, need) = near::distinct_words(words);
        let mut found = BTreeMap::new();
        self.text.together(&different, |section, places| {
            let by_places =
                near::matches_by_positions(places, &need, near::max_steps(words.len(), far));
            let here = by_places
                .unwrap_or_else(|| near::matches_in_text(words, far, &self.shown[section].1));
            let exact = here.iter().filter(|one| one.is_exact).count() as u32;
            if !here.is_empty() {
                found.insert(section, (exact, here.len() as u32 - exact));
            }
        });
        found
    }
}

/// The positions of a term in one section; empty if it does not hold the term.
fn places_in(postings: &[(usize, Vec<u32>)], section: usize) -> &[u32] {
    let found = postings.binary_search_by_key(&section, |(section, _)| *section);
    found.map_or(&[], |at| &postings[at].1)
}
