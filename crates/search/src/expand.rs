//! Expands `prefix*` and `word~1` to the terms of the index that they stand for, called forms.
//! In: a question and an index. Out: the same question with the forms of such words, and what was expanded.
//! Never cuts silently: where there are more forms or words than the limits below, a note says so.

use std::sync::Arc;

use serde::Serialize;
use vankien_engine::{Engine, analyse};

use super::dictionary;
use super::distance::SpelledWord;
use super::note::Note;
use super::question::{Form, Question, QuestionWord, Wants};
use super::weights::NEAR_SPELLING;
use crate::error::Result;

/// Forms of one word that are looked for, at most: each one's postings are read. A judgement, not measured;
/// docs/questions.md states it.
const MAX_FORMS: usize = 128;

/// Different words of one question that are expanded, at most; further ones are looked for without their sign, and
/// under exactly the marks typed (`quyet~1` finds `quyet`, not `quyết`). A judgement, not measured; docs/questions.md
/// states it.
const MAX_EXPANDED_WORDS: usize = 12;

/// Forms of one word that the answer names, at most. A judgement: about one printed line.
const SHOWN_FORMS: usize = 12;

/// What a word of the question was expanded to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Expanded {
    /// The word with its sign, in small letters and in the spelling of the index: `hòa*` for `HOÀ*`.
    pub word: String,
    /// The first of the forms that were looked for, at most 12. For `word~1` the nearest come first, for `prefix*`
    /// those that begin with the marks typed; among equals those that most sections hold.
    pub to: Vec<String>,
    /// How many forms were looked for.
    pub count: usize,
    /// How many forms there are that sections of the index hold.
    pub of: usize,
}

/// The forms of one word.
struct Forms {
    /// Those that are looked for, the best first.
    forms: Vec<Form>,
    /// How many forms there are that sections of the index hold.
    total: usize,
}

/// A word that was expanded already; it is not looked up again where it stands in the question twice.
struct Done {
    /// The word, with its forms.
    word: QuestionWord,
    /// What is told of it.
    expanded: Expanded,
    /// Its forms, sorted by term.
    forms: Arc<[Form]>,
}

/// Finds the forms of all words typed with `*` or `~`, and sets them in the question; adds notes to it. Gives what each
/// of these words, once, was expanded to.
pub fn expand(store: &dyn Engine, question: &mut Question) -> Result<Vec<Expanded>> {
    let mut done: Vec<Done> = Vec::new();
    let mut not_expanded = Vec::new();
    let mut all_terms: Option<Vec<String>> = None;
    let runs = question.runs.iter_mut().flatten();
    for word in question.parts.iter_mut().flat_map(|part| part.words_mut()).chain(runs) {
        if !matches!(word.wants, Wants::Prefix | Wants::Near(_)) {
            continue;
        }
        if let Some(known) = done.iter().find(|known| known.word == *word) {
            word.forms = Some(Arc::clone(&known.forms));
            continue;
        }
        if done.len() == MAX_EXPANDED_WORDS {
            not_expanded.push(word.to_string());
            word.wants = Wants::Itself;
            continue;
        }
        let found = match word.wants {
            Wants::Near(far) => {
                if all_terms.is_none() {
                    all_terms = Some(dictionary::word_terms(store, "")?);
                }
                forms_near(store, word, far, all_terms.as_deref().unwrap_or_default())?
            }
            _ => forms_beginning(store, word)?,
        };
        let shown = found.forms.iter().take(SHOWN_FORMS);
        let expanded = Expanded {
            word: word.to_string(),
            to: shown.map(|form| analyse::shown(&form.term).to_owned()).collect(),
            count: found.forms.len(),
            of: found.total,
        };
        let forms = sorted_by_term(found.forms);
        word.forms = Some(Arc::clone(&forms));
        done.push(Done { word: word.clone(), expanded, forms });
    }
    let expanded: Vec<Expanded> = done.into_iter().map(|one| one.expanded).collect();
    question.notes.extend(notes(&expanded, not_expanded));
    Ok(expanded)
}

impl Expanded {
    /// The note that tells a reader of it.
    fn note(&self) -> Note {
        let Expanded { word, to, count, of } = self.clone();
        if of == 0 {
            Note::ExpandedToNothing { word }
        } else if of > count {
            Note::ExpandedInPart { word, of, count }
        } else if to.len() == count {
            Note::Expanded { word, to }
        } else {
            Note::ExpandedToMany { word, count, to }
        }
    }
}

/// The notes on all expanded words, and one on the words that were not expanded.
fn notes(expanded: &[Expanded], mut not_expanded: Vec<String>) -> Vec<Note> {
    let mut notes: Vec<Note> = expanded.iter().map(Expanded::note).collect();
    not_expanded.sort();
    not_expanded.dedup();
    if let Some(word) = not_expanded.first().cloned() {
        let others = not_expanded.len() - 1;
        notes.push(Note::TooManyExpansions { most: MAX_EXPANDED_WORDS, word, others });
    }
    notes
}

fn sorted_by_term(mut forms: Vec<Form>) -> Arc<[Form]> {
    forms.sort_by(|one, other| one.term.cmp(&other.term));
    forms.into()
}

/// The terms that begin with `word`; typed with marks, those with the same marks come first.
fn forms_beginning(store: &dyn Engine, word: &QuestionWord) -> Result<Forms> {
    let typed = analyse::shown(&word.term);
    let form = |term: String| {
        let is_exact = !word.has_marks() || analyse::shown(&term).starts_with(typed);
        Form { term, is_exact, weight: 1.0 }
    };
    let found = dictionary::word_terms(store, word.folded())?.into_iter().map(form);
    best_forms(store, found.collect(), |form| if form.is_exact { 0.0 } else { 1.0 })
}

/// The terms of `all` within an edit distance of `far` from `word`.
fn forms_near(store: &dyn Engine, word: &QuestionWord, far: u8, all: &[String]) -> Result<Forms> {
    let typed = SpelledWord::new(analyse::shown(&word.term));
    let most = f32::from(far);
    let form = |term: &String| {
        let shown = analyse::shown(term);
        let length = analyse::folded(term).chars().count();
        if length.abs_diff(typed.len()) > usize::from(far) + 1 {
            return None;
        }
        let distance = typed.distance(&SpelledWord::new(shown));
        let weight = NEAR_SPELLING.powf(distance);
        (distance <= most).then(|| Form { term: term.clone(), is_exact: true, weight })
    };
    best_forms(store, all.iter().filter_map(form).collect(), |form| -form.weight)
}

/// The forms that sections hold (deleted ones do not count): the nearest by `distance` first, then those that most
/// sections hold; at most [`MAX_FORMS`].
fn best_forms(
    store: &dyn Engine,
    forms: Vec<Form>,
    distance: impl Fn(&Form) -> f32,
) -> Result<Forms> {
    let mut held: Vec<(f32, u64, Form)> = Vec::with_capacity(forms.len());
    for form in forms {
        let sections = store.sections_holding(&form.term)?;
        if sections > 0 {
            held.push((distance(&form), sections, form));
        }
    }
    let total = held.len();
    held.sort_by(|one, other| {
        let nearer = one.0.total_cmp(&other.0).then(other.1.cmp(&one.1));
        nearer.then_with(|| one.2.term.cmp(&other.2.term))
    });
    held.truncate(MAX_FORMS);
    Ok(Forms { forms: held.into_iter().map(|(.., form)| form).collect(), total })
}
