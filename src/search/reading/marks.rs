//! Gives a question that was typed without marks those that the papers and the language model find
//! likeliest: `tham nhung` is `tham nhũng`.
//! In: the words of a question and an index. Out: each word as it is read.
//! Never a form that no section holds; a word of which the index holds no form stays as it was typed.

use super::{Reading, Token};
use crate::error::Result;
use crate::index::Store;
use crate::index::analyse;
use crate::language::model::{Id, Model, model};
use crate::search::dictionary;
use crate::search::weights::{READINGS, TRUST_IN_PAPERS};

/// One way to read a word.
struct Form {
    word: String,
    id: Id,
    /// What the papers say against it, in nats: how rare it is among the forms of these letters.
    cost: f32,
}

/// A word of the question: the tokens it stands for and the ways to read it.
struct Place {
    first: usize,
    last: usize,
    forms: Vec<Form>,
}

/// The words as they are read; those that `known` names are read so already.
pub(super) fn read(store: &Store, tokens: &[Token], known: Vec<Reading>) -> Result<Vec<Reading>> {
    let mut known = known.into_iter().peekable();
    let mut read = Vec::new();
    // What is no word parts the question: nothing is told across it.
    let mut row: Vec<Place> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(one) = known.next_if(|one| one.first == at) {
            at = one.last + 1;
            let forms = vec![Form { id: id(model(), &one.word), cost: 0.0, word: one.word }];
            row.push(Place { first: one.first, last: one.last, forms });
            continue;
        }
        if tokens[at].is_open {
            row.push(Place { first: at, last: at, forms: forms(store, &tokens[at])? });
        } else {
            settle(std::mem::take(&mut row), &mut read);
        }
        at += 1;
    }
    settle(row, &mut read);
    Ok(read)
}

fn id(model: &Model, word: &str) -> Id {
    model.find(word).unwrap_or(model.unknown())
}

/// The forms of the index that have the letters of a token, the most frequent first.
fn forms(store: &Store, token: &Token) -> Result<Vec<Form>> {
    let mut found = dictionary::forms(store, analyse::folded(&token.term))?;
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found.truncate(READINGS);
    let all: u64 = found.iter().map(|(_, sections)| sections).sum();
    let model = model();
    let form = |(term, sections): (String, u64)| {
        let word = analyse::shown(&term).to_owned();
        let share = sections as f32 / all as f32;
        Form { id: id(model, &word), cost: -TRUST_IN_PAPERS * share.ln(), word }
    };
    let forms: Vec<Form> = found.into_iter().map(form).collect();
    if forms.is_empty() {
        let word = token.word.clone();
        return Ok(vec![Form { id: id(model, &word), cost: 0.0, word }]);
    }
    Ok(forms)
}

/// The likeliest way through a row of words (Viterbi over pairs of words).
fn settle(row: Vec<Place>, read: &mut Vec<Reading>) {
    let model = model();
    // For each form of a place: the least cost up to it, and which form of the place before leads there.
    let mut ways: Vec<Vec<(f32, usize)>> = Vec::with_capacity(row.len());
    for (at, place) in row.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| (&row[before].forms, &ways[before]));
        let way = |form: &Form| match before {
            None => (form.cost + model.single(form.id), 0),
            Some((forms, costs)) => {
                let steps = forms.iter().zip(costs).enumerate();
                let steps =
                    steps.map(|(at, (one, (cost, _)))| (cost + model.cost(one.id, form.id), at));
                let (cost, from) =
                    steps.min_by(|one, other| one.0.total_cmp(&other.0)).unwrap_or_default();
                (cost + form.cost, from)
            }
        };
        ways.push(place.forms.iter().map(way).collect());
    }
    let Some(last) = ways.last() else { return };
    let best = last.iter().enumerate().min_by(|one, other| one.1.0.total_cmp(&other.1.0));
    let mut chosen = best.map_or(0, |(at, _)| at);
    let mut found = Vec::with_capacity(row.len());
    for (place, ways) in row.into_iter().zip(&ways).rev() {
        let (_, from) = ways[chosen];
        if let Some(form) = place.forms.into_iter().nth(chosen) {
            found.push(Reading { first: place.first, last: place.last, word: form.word });
        }
        chosen = from;
    }
    read.extend(found.into_iter().rev());
}
