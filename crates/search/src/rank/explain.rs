//! Says what a score is made of, and why a paper is not among the hits.
//! In: a question, and sections that answer it or do not. Out: gains by name that add up to the score; the first clause
//! that fails.
//! Ranks again with tracing on. Never part of an ordinary search: nothing is kept for this while nobody asks.

use std::collections::BTreeMap;

use vankien_engine::engine::Candidate;
use vankien_engine::{Engine, SectionId};

use super::choose;
use crate::error::Result;
use crate::plan::{Planned, Which};
use crate::question::{Part, Question, bit, unknown_number_as_words};
use crate::rerank::{Gains, RerankedWord, Reranker};
use crate::scope::Scope;
use crate::synonym::Synonyms;
use crate::weights::Recipe;

/// A score and the sum of its gains are equal where they differ by no more than this share: floats are added in another
/// order.
const EQUAL: f32 = 1e-5;

/// What a score is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    /// The gains; their sum times `factor` is the score. First the parts in the order of the question, then what the
    /// rerank adds: words, pairs, heading, passage, paper.
    pub gains: Vec<Gain>,
    /// What the sum of the gains is multiplied by: 1, except for sections behind the reranked ones, for running heads, and
    /// for sections that are shown below the answers.
    pub factor: f32,
}

/// What one thing gives to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// `word`, `pair`, `heading`, `passage`, `paper`, `phrase`, `near` or `number`.
    pub kind: &'static str,
    /// The word, pair, phrase or number; empty for the heading, the passage and the paper.
    pub what: String,
    /// What it adds to the sum, above 0.
    pub gives: f32,
    /// How often it was counted; `None` for what the rerank did not count.
    pub counted: Option<Occurrences>,
}

/// How often a word or pair was counted. Not whole numbers: other marks and second readings count less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occurrences {
    /// In the text of the section.
    pub text: f32,
    /// In its heading.
    pub heading: f32,
    /// What the heading and the paper around the section add to the count in the text, weighted.
    pub around: f32,
}

/// What the scores of `best` are made of, in their order. `best` is what `rank` gave for the same question and `which`.
pub fn explain_scores(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    best: &[Candidate],
    which: Which<'_>,
) -> Result<Vec<Explained>> {
    let planned = Planned::of(store, recipe, question, synonyms, which)?;
    let required = required_parts(question, &planned.keys);
    let ids: Vec<SectionId> = best.iter().map(|one| one.id).collect();
    let first_pass = store.gains(&planned.plan, &ids)?;
    let reranked = rerank_gains(store, recipe, &planned)?;
    let mut explained = Vec::with_capacity(best.len());
    for (one, part_gains) in best.iter().zip(&first_pass) {
        let of_rerank = reranked.as_ref().and_then(|reranked| reranked.get(&one.id));
        let gains = match of_rerank {
            // The rerank scores words anew; only required parts keep what the first pass gave.
            Some(of_rerank) => {
                let mut gains = first_pass_gains(question, part_gains, |part| required[part]);
                gains.extend(of_rerank.iter().cloned());
                gains
            }
            None => first_pass_gains(question, part_gains, |_| true),
        };
        let sum: f32 = gains.iter().map(|gain| gain.gives).sum();
        let is_scaled = one.is_running || of_rerank.is_none();
        let is_equal = (one.score - sum).abs() <= sum * EQUAL;
        let factor = if is_scaled && !is_equal && sum > 0.0 { one.score / sum } else { 1.0 };
        explained.push(Explained { gains, factor });
    }
    Ok(explained)
}

/// For each part of the question, whether a section must hold it. A number that no paper bears or cites is what it is
/// looked up as: single words, which are not required, or a phrase.
fn required_parts(question: &Question, keys: &[Vec<String>]) -> Vec<bool> {
    let mut required = Vec::with_capacity(question.parts.len());
    for (at, (part, keys)) in question.parts.iter().zip(keys).enumerate() {
        required.push(match part {
            _ if !question.seeks(at) => false,
            Part::Number(number, words) if keys.is_empty() => {
                let is_loose = question.loose.contains(&at);
                unknown_number_as_words(number, words, is_loose).is_required()
            }
            _ => part.is_required(),
        });
    }
    required
}

/// What parts of the question gave to a section in the first pass: those that `wanted` names. `part_gains` holds the
/// index of each part with what it gives.
fn first_pass_gains(
    question: &Question,
    part_gains: &[(usize, f32)],
    wanted: impl Fn(usize) -> bool,
) -> Vec<Gain> {
    let given = part_gains.iter().filter(|(part, gives)| *gives > 0.0 && wanted(*part));
    let gain = |(part, gives): &(usize, f32)| {
        let part = &question.parts[*part];
        Gain { kind: part.kind(), what: part.to_string(), gives: *gives, counted: None }
    };
    given.map(gain).collect()
}

/// What the rerank gave to each section that it looked at; `None` where nothing was reranked.
fn rerank_gains(
    store: &dyn Engine,
    recipe: &Recipe,
    planned: &Planned,
) -> Result<Option<BTreeMap<SectionId, Vec<Gain>>>> {
    let mut found = store.candidates(&planned.plan, choose::first_pass_limit(1))?;
    let words = choose::reranked_words(store, planned, &found);
    let mut candidates = std::mem::take(&mut found.best);
    let Some(weights) = recipe.rerank.filter(|_| words.len() > 1 && !candidates.is_empty()) else {
        return Ok(None);
    };
    candidates.sort_by(choose::compare);
    candidates.truncate(choose::reranked_count(&candidates));
    let reranker = Reranker::new(planned, &words, weights);
    let gains = reranker.gains(store, &candidates)?;
    let named = candidates.iter().zip(gains);
    Ok(Some(named.map(|(one, gains)| (one.id, named_gains(&reranker, &words, gains))).collect()))
}

/// The gains of one section with the names of the words and pairs that give them.
fn named_gains(reranker: &Reranker<'_>, words: &[RerankedWord<'_>], gains: Gains) -> Vec<Gain> {
    let shown = |term: &str| vankien_engine::analyse::shown(term).to_owned();
    let mut names: Vec<(&'static str, String)> =
        words.iter().map(|word| ("word", shown(word.term))).collect();
    for (first, second) in reranker.pairs() {
        names.push(("pair", format!("{} {}", shown(first), shown(second))));
    }
    let mut named = Vec::with_capacity(names.len());
    for ((kind, what), one) in names.into_iter().zip(gains.words.iter().chain(&gains.pairs)) {
        if one.gain > 0.0 {
            let counted = Occurrences {
                text: one.in_text,
                heading: one.in_heading,
                around: one.weighted - one.in_text,
            };
            named.push(Gain { kind, what, gives: one.gain, counted: Some(counted) });
        }
    }
    let Gains { heading, passage, paper, .. } = gains;
    for (kind, gives) in [("heading", heading), ("passage", passage), ("paper", paper)] {
        if gives > 0.0 {
            named.push(Gain { kind, what: String::new(), gives, counted: None });
        }
    }
    named
}

/// Why no section of a paper answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The section that holds most parts of the question, the first of equals; `None` where none holds any.
    pub nearest: Option<SectionId>,
    /// The parts, as text, that no section of the paper holds.
    pub lacking: Vec<String>,
    /// The first clause, as text, that fails in the nearest section, or in the whole paper where whole papers are
    /// asked; `None` where none fails or no section is near.
    pub clause: Option<String>,
}

/// Why none of `sections`, all of one paper, answers. Filters are left out of account.
pub fn explain_refusal(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    sections: &[SectionId],
) -> Result<Refusal> {
    let planned = Planned::of(store, recipe, question, synonyms, Which::Any)?;
    let required = required_parts(question, &planned.keys);
    let gains = store.gains(&planned.plan, sections)?;
    let gains: BTreeMap<SectionId, Vec<(usize, f32)>> =
        sections.iter().copied().zip(gains).collect();
    let holds = |id: SectionId, part: usize| gains[&id].iter().any(|(held, _)| *held == part);
    let all_parts = 0..question.parts.len();
    let sought: Vec<usize> = all_parts.clone().filter(|part| question.seeks(*part)).collect();
    let mut refusal = Refusal::default();
    for part in &sought {
        if !sections.iter().any(|id| holds(*id, *part)) {
            refusal.lacking.push(question.parts[*part].to_string());
        }
    }
    let held_parts = |id: &&SectionId| sought.iter().filter(|part| holds(**id, **part)).count();
    // Reversed, so that the first of equals is taken.
    let nearest = sections.iter().rev().max_by_key(held_parts).filter(|id| held_parts(id) > 0);
    let Some(nearest) = nearest.copied() else { return Ok(refusal) };
    refusal.nearest = Some(nearest);
    let name = |part: usize| question.parts[part].to_string();
    refusal.clause = match &question.tree {
        Some(tree) => {
            let mut held_bits = 0;
            for part in all_parts {
                let is_held = match question.scope {
                    Scope::Section => holds(nearest, part),
                    Scope::Paper => sections.iter().any(|id| holds(*id, part)),
                };
                if is_held {
                    held_bits |= bit(part);
                }
            }
            tree.first_failure(held_bits).map(|node| node.to_text(&name))
        }
        None => all_parts.into_iter().find(|at| required[*at] && !holds(nearest, *at)).map(name),
    };
    Ok(refusal)
}
