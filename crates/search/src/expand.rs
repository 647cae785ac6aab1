//! Finds the terms of the index that `prefix*` and `word~1` stand for.
//! In: a question and an index. Out: the same with the forms of such words, and what was expanded.
//! Never more than some: where there are more, the reader is told.

use std::sync::Arc;

use serde::Serialize;
use vankien_engine::{Engine, analyse};

use super::dictionary;
use super::distance::Spelt;
use super::note::Note;
use super::question::{Form, Question, Wants, Word};
use super::weights::NEARLY;
use crate::error::Result;

/// So many forms of one word are looked for.
const MOST_FORMS: usize = 128;

/// So many words of a question are expanded.
const MOST_EXPANDED: usize = 12;

/// So many forms are named.
const NAMED: usize = 12;

/// What stands for a word of the question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expanded {
    /// The word as typed.
    pub word: String,
    /// The first of the words looked for, those that most sections hold.
    pub to: Vec<String>,
    /// How many were looked for.
    pub count: usize,
    /// How many there are.
    pub of: usize,
}

/// Finds the forms of all words that need some; what there is to tell goes to the notes.
pub fn expand(store: &dyn Engine, question: &mut Question) -> Result<Vec<Expanded>> {
    let mut told: Vec<(Word, Expanded, Arc<[Form]>)> = Vec::new();
    let mut left = Vec::new();
    let mut all: Option<Vec<String>> = None;
    let runs = question.runs.iter_mut().flatten();
    for word in question.parts.iter_mut().flat_map(|part| part.words_mut()).chain(runs) {
        if !matches!(word.wants, Wants::Prefix | Wants::Near(_)) {
            continue;
        }
        if let Some((.., forms)) = told.iter().find(|(known, ..)| known == word) {
            word.forms = Some(Arc::clone(forms));
            continue;
        }
        if told.len() == MOST_EXPANDED {
            left.push(word.to_string());
            word.wants = Wants::Itself;
            continue;
        }
        let (forms, of) = match word.wants {
            Wants::Near(far) => {
                if all.is_none() {
                    all = Some(dictionary::terms(store, "")?);
                }
                near(store, word, far, all.as_deref().unwrap_or_default())?
            }
            _ => beginning(store, word)?,
        };
        let named = forms.iter().take(NAMED);
        let expanded = Expanded {
            word: word.to_string(),
            to: named.map(|form| analyse::shown(&form.term).to_owned()).collect(),
            count: forms.len(),
            of,
        };
        let forms = in_order(forms);
        word.forms = Some(Arc::clone(&forms));
        told.push((word.clone(), expanded, forms));
    }
    let told: Vec<Expanded> = told.into_iter().map(|(_, told, _)| told).collect();
    question.notes.extend(notes(&told, left));
    Ok(told)
}

impl Expanded {
    /// What the reader should know of it.
    fn note(&self) -> Note {
        let Expanded { word, to, count, of } = self.clone();
        match (of, of == count) {
            (0, _) => Note::ExpandedToNothing { word },
            (_, true) if to.len() == count => Note::Expanded { word, to },
            (_, true) => Note::ExpandedToMany { word, count, to },
            _ => Note::ExpandedInPart { word, of, count },
        }
    }
}

/// What the reader should know.
fn notes(told: &[Expanded], mut left: Vec<String>) -> Vec<Note> {
    let mut notes: Vec<Note> = told.iter().map(Expanded::note).collect();
    left.sort();
    left.dedup();
    if let Some(word) = left.first().cloned() {
        let (most, others) = (MOST_EXPANDED, left.len() - 1);
        notes.push(Note::TooManyExpansions { most, word, others });
    }
    notes
}

fn in_order(mut forms: Vec<Form>) -> Arc<[Form]> {
    forms.sort_by(|one, other| one.term.cmp(&other.term));
    forms.into()
}

/// The terms that begin like `word`.
fn beginning(store: &dyn Engine, word: &Word) -> Result<(Vec<Form>, usize)> {
    let typed = analyse::shown(&word.term);
    let form = |term: String| {
        let is_exact = !word.has_marks() || analyse::shown(&term).starts_with(typed);
        Form { term, is_exact, weight: 1.0 }
    };
    let found = dictionary::terms(store, word.folded())?.into_iter().map(form);
    capped(store, found.collect(), |form| f32::from(u8::from(!form.is_exact)))
}

/// The terms that are spelt nearly like `word`.
fn near(store: &dyn Engine, word: &Word, far: u8, all: &[String]) -> Result<(Vec<Form>, usize)> {
    let typed = Spelt::new(analyse::shown(&word.term));
    let most = f32::from(far);
    let form = |term: &String| {
        let shown = analyse::shown(term);
        let length = analyse::folded(term).chars().count();
        if length.abs_diff(typed.len()) > usize::from(far) + 1 {
            return None;
        }
        let distance = typed.distance(&Spelt::new(shown));
        let weight = NEARLY.powf(distance);
        (distance <= most).then(|| Form { term: term.clone(), is_exact: true, weight })
    };
    capped(store, all.iter().filter_map(form).collect(), |form| -form.weight)
}

/// The forms that live sections hold, the nearest of them first, then those that most hold; how many
/// there are without a limit.
fn capped(
    store: &dyn Engine,
    forms: Vec<Form>,
    far: impl Fn(&Form) -> f32,
) -> Result<(Vec<Form>, usize)> {
    let mut held: Vec<(f32, u64, Form)> = Vec::with_capacity(forms.len());
    for form in forms {
        let sections = store.sections_holding(&form.term)?;
        if sections > 0 {
            held.push((far(&form), sections, form));
        }
    }
    let of = held.len();
    held.sort_by(|one, other| {
        let nearer = one.0.total_cmp(&other.0).then(other.1.cmp(&one.1));
        nearer.then_with(|| one.2.term.cmp(&other.2.term))
    });
    held.truncate(MOST_FORMS);
    Ok((held.into_iter().map(|(.., form)| form).collect(), of))
}
