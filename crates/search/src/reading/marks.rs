//! Restores the marks of a question typed without them: `tham nhung` is `tham nhũng` (corruption).
//! In: the tokens of a question and an index. Out: each word with the likeliest marks, by a beam search over the forms
//! in the index, with the trigrams of the language model and the frequencies of the papers.
//! Never gives a form that no section holds; a word of which the index holds no form stays as typed.

use std::collections::BTreeMap;

use vankien_engine::plan::Phrase;
use vankien_engine::terms::TermRange;
use vankien_engine::{Engine, analyse};
use vankien_text::language::model::{Id, Model, model};

use super::token::{Correction, Token};
use crate::error::Result;
use crate::question::word;
use crate::weights::{MARKED_FORMS, TRUST_IN_PAIRS, TRUST_IN_PAPERS};

/// Words of a run up to which (included) the papers are asked for neighbouring words too ([`TRUST_IN_PAIRS`]). In a
/// longer run the language model has context enough. A judgement, not measured; `vankien-lab evaluate --strip-marks`
/// shows the effect.
const SHORT_RUN: usize = 6;

/// Sections up to which those that hold two neighbouring words are counted: more tell no more, and counting stops
/// there. A judgement, not measured.
const MAX_PAIR_SECTIONS: usize = 32;

/// Hypotheses kept at each word, at most (width of the beam). A judgement, not measured;
/// `vankien-lab evaluate --strip-marks` shows the effect.
const BEAM: usize = 12;

/// Width of the beam in a short run, where the papers choose among the last hypotheses. A judgement, not measured.
const WIDE_BEAM: usize = 48;

/// One marked form of a word.
struct MarkedForm {
    /// The form, in small letters.
    word: String,
    /// Its term; `None` where it has none. The index may not hold the term of a word's only form.
    term: Option<String>,
    /// Its number in the language model.
    id: Id,
    /// Its cost by the papers, in nats: how rare it is among the forms with these letters.
    cost: f32,
}

/// A word of the question with its possible forms.
struct WordForms {
    /// The index of its first token.
    first: usize,
    /// The index of its last token (included).
    last: usize,
    /// Its forms, the most frequent first; at least one.
    forms: Vec<MarkedForm>,
}

/// Reads all words that may be read otherwise with their likeliest marks; gives them in order, also those that are read
/// as typed. The words in `known` (in order) are read already and stay; they are context for the others.
pub(super) fn restore_marks(
    store: &dyn Engine,
    tokens: &[Token],
    known: Vec<Correction>,
) -> Result<Vec<Correction>> {
    let mut known = known.into_iter().peekable();
    let mut corrections = Vec::new();
    // A token that may not be read otherwise ends the run: no context reaches across it.
    let mut run: Vec<WordForms> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(one) = known.next_if(|one| one.first == at) {
            at = one.last + 1;
            let forms = vec![MarkedForm::only(one.word)];
            run.push(WordForms { first: one.first, last: one.last, forms });
            continue;
        }
        if tokens[at].is_open {
            let forms = marked_forms(store, &tokens[at])?;
            run.push(WordForms { first: at, last: at, forms });
        } else {
            restore_run(store, std::mem::take(&mut run), &mut corrections)?;
        }
        at += 1;
    }
    restore_run(store, run, &mut corrections)?;
    Ok(corrections)
}

impl MarkedForm {
    /// The form of a word that can be read in one way only.
    fn only(word: String) -> MarkedForm {
        let term = word::parse_words(&word).pop().map(|word| word.term);
        MarkedForm { id: id(model(), &word), cost: 0.0, word, term }
    }
}

fn id(model: &Model, word: &str) -> Id {
    model.find(word).unwrap_or(model.unknown())
}

/// The forms of the index with the letters of a token, the most frequent first, at most [`MARKED_FORMS`]; the token as
/// typed where there are none.
fn marked_forms(store: &dyn Engine, token: &Token) -> Result<Vec<MarkedForm>> {
    let mut found = store.counted_terms(&TermRange::of_letters(analyse::folded(&token.term)))?;
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found.truncate(MARKED_FORMS);
    let all: u64 = found.iter().map(|(_, sections)| sections).sum();
    let model = model();
    let form = |(term, sections): (String, u64)| {
        let word = analyse::shown(&term).to_owned();
        let share = sections as f32 / all as f32;
        MarkedForm {
            id: id(model, &word),
            cost: -TRUST_IN_PAPERS * share.ln(),
            word,
            term: Some(term),
        }
    };
    let forms: Vec<MarkedForm> = found.into_iter().map(form).collect();
    if forms.is_empty() {
        return Ok(vec![MarkedForm::only(token.word.clone())]);
    }
    Ok(forms)
}

/// A partial reading: one form for each word up to the word at hand.
#[derive(Clone, Copy)]
struct Hypothesis {
    /// Its cost in nats: negative log-likelihood by the language model and the papers.
    cost: f32,
    /// The index of the form of the word at hand.
    form: usize,
    /// The index of the hypothesis of the word before that it goes on from.
    previous: usize,
}

/// Reads a run of words: a beam search with the trigrams of the language model.
fn restore_run(
    store: &dyn Engine,
    run: Vec<WordForms>,
    corrections: &mut Vec<Correction>,
) -> Result<()> {
    let model = model();
    let beam = if run.len() <= SHORT_RUN { WIDE_BEAM } else { BEAM };
    // For each word its hypotheses, the likeliest first.
    let mut hypotheses: Vec<Vec<Hypothesis>> = Vec::with_capacity(run.len());
    for (at, word) in run.iter().enumerate() {
        let next = if at == 0 {
            first_hypotheses(model, word, beam)
        } else {
            let two_before = at.checked_sub(2).map(|at| (&run[at], &hypotheses[at]));
            let before = (&run[at - 1], &hypotheses[at - 1]);
            next_hypotheses(model, two_before, before, word, beam)
        };
        hypotheses.push(next);
    }
    // Follows the best hypothesis back to the first word.
    let mut chosen = best_last(store, &run, &hypotheses)?;
    let mut found = Vec::with_capacity(run.len());
    for (word, hypotheses) in run.into_iter().zip(&hypotheses).rev() {
        let Some(hypothesis) = hypotheses.get(chosen) else { break };
        if let Some(form) = word.forms.into_iter().nth(hypothesis.form) {
            found.push(Correction { first: word.first, last: word.last, word: form.word });
        }
        chosen = hypothesis.previous;
    }
    corrections.extend(found.into_iter().rev());
    Ok(())
}

/// The hypotheses of the first word, the likeliest first.
fn first_hypotheses(model: &Model, word: &WordForms, beam: usize) -> Vec<Hypothesis> {
    let hypothesis = |(form, one): (usize, &MarkedForm)| Hypothesis {
        cost: one.cost + model.unigram_cost(one.id),
        form,
        previous: 0,
    };
    let mut hypotheses: Vec<Hypothesis> = word.forms.iter().enumerate().map(hypothesis).collect();
    hypotheses.sort_by(|one, other| one.cost.total_cmp(&other.cost));
    hypotheses.truncate(beam);
    hypotheses
}

/// The hypotheses that go on to `word`, the likeliest first. `before` and `two_before` are the words before it with
/// their hypotheses.
fn next_hypotheses(
    model: &Model,
    two_before: Option<(&WordForms, &Vec<Hypothesis>)>,
    (before, before_hypotheses): (&WordForms, &Vec<Hypothesis>),
    word: &WordForms,
    beam: usize,
) -> Vec<Hypothesis> {
    // Each with the form of the word before.
    let mut found: Vec<(usize, Hypothesis)> =
        Vec::with_capacity(before_hypotheses.len() * word.forms.len());
    for (previous, hypothesis) in before_hypotheses.iter().enumerate() {
        let id_before = before.forms[hypothesis.form].id;
        let id_two_before = two_before
            .map(|(word, hypotheses)| word.forms[hypotheses[hypothesis.previous].form].id);
        for (form, one) in word.forms.iter().enumerate() {
            let step = match id_two_before {
                Some(id) => model.cost_after(id, id_before, one.id),
                None => model.cost(id_before, one.id),
            };
            let cost = hypothesis.cost + step + one.cost;
            found.push((hypothesis.form, Hypothesis { cost, form, previous }));
        }
    }
    found.sort_by(|one, other| one.1.cost.total_cmp(&other.1.cost));
    // Trigrams look two words back: of two hypotheses that end with the same two words the cheaper one stays cheaper.
    let mut kept: Vec<(usize, Hypothesis)> = Vec::with_capacity(beam);
    for (form_before, hypothesis) in found {
        if kept.len() == beam {
            break;
        }
        let is_known =
            kept.iter().any(|(known, one)| *known == form_before && one.form == hypothesis.form);
        if !is_known {
            kept.push((form_before, hypothesis));
        }
    }
    kept.into_iter().map(|(_, hypothesis)| hypothesis).collect()
}

/// The index of the best hypothesis of the last word: by its cost, the cost that the text ends behind this word, and in
/// a short run by how often papers hold its words side by side.
fn best_last(
    store: &dyn Engine,
    run: &[WordForms],
    hypotheses: &[Vec<Hypothesis>],
) -> Result<usize> {
    let (Some(word), Some(ends)) = (run.last(), hypotheses.last()) else { return Ok(0) };
    let model = model();
    let mut pairs = PairGains { store, known: BTreeMap::new() };
    let mut best = (f32::MAX, 0);
    for (at, hypothesis) in ends.iter().enumerate() {
        let mut cost =
            hypothesis.cost + model.cost(word.forms[hypothesis.form].id, model.punctuation());
        if run.len() <= SHORT_RUN {
            cost -= pairs.gain_of_hypothesis(run, hypotheses, at)?;
        }
        if cost < best.0 {
            best = (cost, at);
        }
    }
    Ok(best.1)
}

/// What papers that hold two forms side by side count for a hypothesis; each pair is looked up once.
struct PairGains<'s> {
    /// Where the pairs are counted.
    store: &'s dyn Engine,
    /// By index of the second word, form of the first word, form of the second word: the gain in nats.
    known: BTreeMap<(usize, usize, usize), f32>,
}

impl PairGains<'_> {
    /// The gain of all neighbouring words in the hypothesis of the last word with the index `last`, in nats.
    fn gain_of_hypothesis(
        &mut self,
        run: &[WordForms],
        hypotheses: &[Vec<Hypothesis>],
        last: usize,
    ) -> Result<f32> {
        let mut at = last;
        let mut gain = 0.0;
        for word in (1..run.len()).rev() {
            let hypothesis = hypotheses[word][at];
            let form_before = hypotheses[word - 1][hypothesis.previous].form;
            gain += self.gain_of_pair(run, word, form_before, hypothesis.form)?;
            at = hypothesis.previous;
        }
        Ok(gain)
    }

    /// The gain of the word with the index `word` in one form behind the word before in another, in nats.
    fn gain_of_pair(
        &mut self,
        run: &[WordForms],
        word: usize,
        form_before: usize,
        form: usize,
    ) -> Result<f32> {
        let key = (word, form_before, form);
        if let Some(gain) = self.known.get(&key) {
            return Ok(*gain);
        }
        let terms = (&run[word - 1].forms[form_before].term, &run[word].forms[form].term);
        let gain = if let (Some(first), Some(second)) = terms {
            let mut words = word::parse_words(analyse::shown(first));
            words.extend(word::parse_words(analyse::shown(second)));
            let pair = Phrase::in_text(word::terms_of_words(&words, true));
            let sections = self.store.count_phrase_up_to(&pair, MAX_PAIR_SECTIONS)?;
            TRUST_IN_PAIRS * (sections as f32).ln_1p()
        } else {
            0.0
        };
        self.known.insert(key, gain);
        Ok(gain)
    }
}
