//! Gives a question that was typed without marks those that the papers and the language model find
//! likeliest: `tham nhung` is `tham nhũng`.
//! In: the words of a question and an index. Out: each word as it is read.
//! Never a form that no section holds; a word of which the index holds no form stays as it was typed.

use std::collections::BTreeMap;

use vankien_engine::plan::Row;
use vankien_engine::terms::TermRange;
use vankien_engine::{Engine, analyse};
use vankien_text::language::model::{Id, Model, model};

use super::token::{Reading, Token};
use crate::error::Result;
use crate::question::word;
use crate::weights::{READINGS, TRUST_IN_PAIRS, TRUST_IN_PAPERS};

/// In a row of more words the words themselves tell enough of each other's marks.
const SHORT: usize = 6;

/// More sections with two words side by side tell no more.
const MANY: usize = 32;

/// One way to read a word.
struct Form {
    word: String,
    term: Option<String>,
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
pub(super) fn read(
    store: &dyn Engine,
    tokens: &[Token],
    known: Vec<Reading>,
) -> Result<Vec<Reading>> {
    let mut known = known.into_iter().peekable();
    let mut read = Vec::new();
    // What is no word parts the question: nothing is told across it.
    let mut row: Vec<Place> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(one) = known.next_if(|one| one.first == at) {
            at = one.last + 1;
            let forms = vec![Form::alone(one.word)];
            row.push(Place { first: one.first, last: one.last, forms });
            continue;
        }
        if tokens[at].is_open {
            row.push(Place { first: at, last: at, forms: forms(store, &tokens[at])? });
        } else {
            settle(store, std::mem::take(&mut row), &mut read)?;
        }
        at += 1;
    }
    settle(store, row, &mut read)?;
    Ok(read)
}

impl Form {
    /// A word that is read in one way only.
    fn alone(word: String) -> Form {
        let term = word::words(&word).pop().map(|word| word.term);
        Form { id: id(model(), &word), cost: 0.0, word, term }
    }
}

fn id(model: &Model, word: &str) -> Id {
    model.find(word).unwrap_or(model.unknown())
}

/// The forms of the index that have the letters of a token, the most frequent first.
fn forms(store: &dyn Engine, token: &Token) -> Result<Vec<Form>> {
    let mut found = store.counted_terms(&TermRange::of_letters(analyse::folded(&token.term)))?;
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found.truncate(READINGS);
    let all: u64 = found.iter().map(|(_, sections)| sections).sum();
    let model = model();
    let form = |(term, sections): (String, u64)| {
        let word = analyse::shown(&term).to_owned();
        let share = sections as f32 / all as f32;
        Form { id: id(model, &word), cost: -TRUST_IN_PAPERS * share.ln(), word, term: Some(term) }
    };
    let forms: Vec<Form> = found.into_iter().map(form).collect();
    if forms.is_empty() {
        return Ok(vec![Form::alone(token.word.clone())]);
    }
    Ok(forms)
}

/// A way to read the words up to a place.
#[derive(Clone, Copy)]
struct Way {
    cost: f32,
    /// Which form of the place it reads.
    form: usize,
    /// Which way of the place before it goes on from.
    from: usize,
}

/// So many ways are kept at each place, the likeliest.
const BEAM: usize = 12;

/// The same in a short row, where the papers choose among them.
const WIDE_BEAM: usize = 48;

/// The likeliest way through a row of words: a beam search over triples of words.
fn settle(store: &dyn Engine, row: Vec<Place>, read: &mut Vec<Reading>) -> Result<()> {
    let model = model();
    let beam = if row.len() <= SHORT { WIDE_BEAM } else { BEAM };
    let mut ways: Vec<Vec<Way>> = Vec::with_capacity(row.len());
    for (at, place) in row.iter().enumerate() {
        let next = match at.checked_sub(1) {
            None => first(model, place, beam),
            Some(before) => {
                let earlier = before.checked_sub(1).map(|at| (&row[at], &ways[at]));
                next(model, earlier, (&row[before], &ways[before]), place, beam)
            }
        };
        ways.push(next);
    }
    let mut chosen = last(store, &row, &ways)?;
    let mut found = Vec::with_capacity(row.len());
    for (place, ways) in row.into_iter().zip(&ways).rev() {
        let Some(way) = ways.get(chosen) else { break };
        if let Some(form) = place.forms.into_iter().nth(way.form) {
            found.push(Reading { first: place.first, last: place.last, word: form.word });
        }
        chosen = way.from;
    }
    read.extend(found.into_iter().rev());
    Ok(())
}

/// The ways to read the first word, the likeliest first.
fn first(model: &Model, place: &Place, beam: usize) -> Vec<Way> {
    let forms = place.forms.iter().enumerate();
    let ways =
        forms.map(|(form, one)| Way { cost: one.cost + model.unigram_cost(one.id), form, from: 0 });
    likeliest(ways.collect(), beam)
}

/// The way that ends best: the last word stands before a mark, or before nothing, and where few words
/// tell each other's marks, the papers hold them side by side.
fn last(store: &dyn Engine, row: &[Place], ways: &[Vec<Way>]) -> Result<usize> {
    let (Some(place), Some(ends)) = (row.last(), ways.last()) else { return Ok(0) };
    let model = model();
    let mut pairs = Pairs { store, known: BTreeMap::new() };
    let mut best = (f32::MAX, 0);
    for (at, way) in ends.iter().enumerate() {
        let mut cost = way.cost + model.cost(place.forms[way.form].id, model.punctuation());
        if row.len() <= SHORT {
            cost -= pairs.gain(row, ways, at)?;
        }
        if cost < best.0 {
            best = (cost, at);
        }
    }
    Ok(best.1)
}

/// In how many sections two forms stand side by side, looked up once.
struct Pairs<'s> {
    store: &'s dyn Engine,
    known: BTreeMap<(usize, usize, usize), f32>,
}

impl Pairs<'_> {
    /// What the pairs of words on the way that ends at `at` tell for it, in nats.
    fn gain(&mut self, row: &[Place], ways: &[Vec<Way>], at: usize) -> Result<f32> {
        let (mut at, mut gain) = (at, 0.0);
        for place in (1..row.len()).rev() {
            let way = ways[place][at];
            let before = ways[place - 1][way.from].form;
            gain += self.of(row, place, before, way.form)?;
            at = way.from;
        }
        Ok(gain)
    }

    fn of(&mut self, row: &[Place], place: usize, before: usize, form: usize) -> Result<f32> {
        let key = (place, before, form);
        if let Some(gain) = self.known.get(&key) {
            return Ok(*gain);
        }
        let gain = match (&row[place - 1].forms[before].term, &row[place].forms[form].term) {
            (Some(first), Some(second)) => {
                let mut words = word::words(analyse::shown(first));
                words.extend(word::words(analyse::shown(second)));
                let sections =
                    self.store.count_up_to(&Row::of_text(word::row(&words, true)), MANY)?;
                TRUST_IN_PAIRS * (sections as f32).ln_1p()
            }
            _ => 0.0,
        };
        self.known.insert(key, gain);
        Ok(gain)
    }
}

/// The ways that go on to `place`, the likeliest first.
fn next(
    model: &Model,
    earlier: Option<(&Place, &Vec<Way>)>,
    (before, ways): (&Place, &Vec<Way>),
    place: &Place,
    beam: usize,
) -> Vec<Way> {
    let mut found: Vec<(usize, Way)> = Vec::with_capacity(ways.len() * place.forms.len());
    for (from, way) in ways.iter().enumerate() {
        let last = before.forms[way.form].id;
        let two_before = earlier.map(|(place, ways)| place.forms[ways[way.from].form].id);
        for (form, one) in place.forms.iter().enumerate() {
            let step = match two_before {
                Some(first) => model.cost_after(first, last, one.id),
                None => model.cost(last, one.id),
            };
            let way = Way { cost: way.cost + step + one.cost, form, from };
            found.push((ways[from].form, way));
        }
    }
    // Of two ways that end with the same two words, the likelier one stays the likelier.
    found.sort_by(|one, other| one.1.cost.total_cmp(&other.1.cost));
    let mut kept: Vec<(usize, Way)> = Vec::with_capacity(beam);
    for (last, way) in found {
        if kept.len() == beam {
            break;
        }
        if !kept.iter().any(|(known, one)| *known == last && one.form == way.form) {
            kept.push((last, way));
        }
    }
    kept.into_iter().map(|(_, way)| way).collect()
}

fn likeliest(mut ways: Vec<Way>, beam: usize) -> Vec<Way> {
    ways.sort_by(|one, other| one.cost.total_cmp(&other.cost));
    ways.truncate(beam);
    ways
}
