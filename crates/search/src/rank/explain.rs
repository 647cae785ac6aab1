//! Says what a score is made of, and why a paper is not among the hits.
//! In: a question, and sections that answer it or do not. Out: gains by name that add up to the score;
//! the first clause that fails.
//! Ranks again with its eyes open: nothing is kept for this while nobody asks.

use std::collections::BTreeMap;

use vankien_engine::engine::Candidate;
use vankien_engine::{Engine, SectionId};

use super::choose;
use crate::error::Result;
use crate::plan::{Planned, Which};
use crate::question::{Part, Question, bit};
use crate::rerank::{Gains, RerankedWord, Reranker};
use crate::scope::Scope;
use crate::synonym::Synonyms;
use crate::weights::Recipe;

/// What a score is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explained {
    /// The gains, in the order of the question; with `factor`, they add up to the score.
    pub gains: Vec<Gain>,
    /// By what their sum is multiplied: 1, but for sections behind those that were reranked, and
    /// for those that are shown below the ones that answer.
    pub factor: f32,
}

/// What one thing gives to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// `word`, `pair`, `heading`, `passage`, `paper`, `phrase`, `near` or `number`.
    pub kind: &'static str,
    /// The word, pair, phrase or number; empty for the heading, the passage and the paper.
    pub what: String,
    /// What it gives.
    pub gives: f32,
    /// How often it was counted, where a rerank told.
    pub counted: Option<Counted>,
}

/// How often a word or pair was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// In the text of the section.
    pub text: f32,
    /// In its heading.
    pub heading: f32,
    /// What the heading and the paper around it add to that, as they are weighed.
    pub around: f32,
}

/// What the scores of `best`, which `rank` gave for the same question, are made of, in their order.
pub fn explained(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    best: &[Candidate],
    which: Which<'_>,
) -> Result<Vec<Explained>> {
    let planned = Planned::of(store, recipe, question, synonyms, which)?;
    let required = required(question, &planned.keys);
    let ids: Vec<SectionId> = best.iter().map(|one| one.id).collect();
    let kept = store.gains(&planned.plan, &ids)?;
    let reranked = rerank_gains(store, recipe, &planned)?;
    let explain = |(one, kept): (&Candidate, &Vec<(usize, f32)>)| {
        let gains = match &reranked {
            Some(reranked) if reranked.contains_key(&one.id) => {
                let mut gains = kept_gains(question, kept, |part| required[part]);
                gains.extend(reranked[&one.id].iter().cloned());
                gains
            }
            _ => kept_gains(question, kept, |_| true),
        };
        let sum: f32 = gains.iter().map(|gain| gain.gives).sum();
        let is_scaled = reranked.as_ref().is_some_and(|reranked| !reranked.contains_key(&one.id));
        let factor = if is_scaled && sum > 0.0 { one.score / sum } else { 1.0 };
        Explained { gains, factor }
    };
    Ok(best.iter().zip(&kept).map(explain).collect())
}

/// What a rerank gave, by section.
type Reranked = BTreeMap<SectionId, Vec<Gain>>;

/// Which parts must be there; a number that is none after all is words that rank.
fn required(question: &Question, keys: &[Vec<String>]) -> Vec<bool> {
    let parts = question.parts.iter().zip(keys).enumerate();
    let required = parts.map(|(at, (part, keys))| match part {
        _ if !question.seeks(at) => false,
        Part::Number(number, _) => number.is_whole || !keys.is_empty(),
        _ => part.is_required(),
    });
    required.collect()
}

/// What parts gave to a section in the first pass.
fn kept_gains(
    question: &Question,
    kept: &[(usize, f32)],
    wanted: impl Fn(usize) -> bool,
) -> Vec<Gain> {
    let kept = kept.iter().filter(|(part, gives)| *gives > 0.0 && wanted(*part));
    let gain = |(part, gives): &(usize, f32)| {
        let part = &question.parts[*part];
        Gain { kind: part.kind(), what: part.to_string(), gives: *gives, counted: None }
    };
    kept.map(gain).collect()
}

/// What a rerank gave to each section that had one; `None` where none was taken.
fn rerank_gains(
    store: &dyn Engine,
    recipe: &Recipe,
    planned: &Planned,
) -> Result<Option<Reranked>> {
    let mut found = store.candidates(&planned.plan, choose::most(1))?;
    let words = choose::words(store, planned, &found);
    let mut candidates = std::mem::take(&mut found.best);
    let Some(weights) = recipe.rerank.filter(|_| words.len() > 1 && !candidates.is_empty()) else {
        return Ok(None);
    };
    candidates.sort_by(choose::compare);
    candidates.truncate(choose::reranked(&candidates));
    let reranker = Reranker::new(planned, &words, weights);
    let gains = reranker.gains(store, &candidates)?;
    let named = candidates.iter().zip(gains);
    Ok(Some(named.map(|(one, gains)| (one.id, named_gains(&reranker, &words, gains))).collect()))
}

fn named_gains(reranker: &Reranker<'_>, words: &[RerankedWord<'_>], gains: Gains) -> Vec<Gain> {
    let shown = |term: &str| vankien_engine::analyse::shown(term).to_owned();
    let words = words.iter().map(|word| ("word", shown(word.term)));
    let pairs =
        reranker.pairs().map(|(one, other)| ("pair", format!("{} {}", shown(one), shown(other))));
    let counts = gains.words.iter().chain(&gains.pairs);
    let mut named: Vec<Gain> = words
        .chain(pairs)
        .zip(counts)
        .filter(|(_, (gives, ..))| *gives > 0.0)
        .map(|((kind, what), (gives, text, heading, all))| {
            let around = all - text;
            let (text, heading) = (*text, *heading);
            Gain { kind, what, gives: *gives, counted: Some(Counted { text, heading, around }) }
        })
        .collect();
    let Gains { heading, passage, paper, .. } = gains;
    for (kind, gives) in [("heading", heading), ("passage", passage), ("paper", paper)] {
        if gives > 0.0 {
            named.push(Gain { kind, what: String::new(), gives, counted: None });
        }
    }
    named
}

/// Why no section of a paper answers: what the section that holds most of the question lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// That section; `None` where none holds anything.
    pub nearest: Option<SectionId>,
    /// The parts that no section of the paper holds.
    pub lacking: Vec<String>,
    /// The first clause that fails there.
    pub clause: Option<String>,
}

/// Why none of `sections`, all of one paper, answers, whatever filters say.
pub fn refused(
    store: &dyn Engine,
    recipe: &Recipe,
    question: &Question,
    synonyms: &Synonyms,
    sections: &[SectionId],
) -> Result<Refused> {
    let planned = Planned::of(store, recipe, question, synonyms, Which::Any)?;
    let required = required(question, &planned.keys);
    let gains = store.gains(&planned.plan, sections)?;
    let gains: BTreeMap<SectionId, Vec<(usize, f32)>> =
        sections.iter().copied().zip(gains).collect();
    let holds = |id: SectionId, part: usize| gains[&id].iter().any(|(one, _)| *one == part);
    let mut refused = Refused::default();
    for (at, part) in question.parts.iter().enumerate().filter(|(at, _)| question.seeks(*at)) {
        if !sections.iter().any(|place| holds(*place, at)) {
            refused.lacking.push(part.to_string());
        }
    }
    let count = |place: &&SectionId| {
        let sought = (0..question.parts.len()).filter(|at| question.seeks(*at));
        sought.filter(|at| holds(**place, *at)).count()
    };
    let nearest = sections.iter().rev().max_by_key(count).filter(|place| count(place) > 0);
    refused.nearest = nearest.copied();
    let Some(nearest) = nearest else { return Ok(refused) };
    let name = |part: usize| question.parts[part].to_string();
    refused.clause = match &question.tree {
        Some(tree) => {
            let in_paper = |at: usize| sections.iter().any(|place| holds(*place, at));
            let held = (0..question.parts.len()).filter(|at| match question.scope {
                Scope::Section => holds(*nearest, *at),
                Scope::Paper => in_paper(*at),
            });
            tree.first_failure(held.fold(0, |mask, at| mask | bit(at)))
                .map(|node| node.to_text(&name))
        }
        None => {
            let mut parts = 0..question.parts.len();
            parts.find(|at| required[*at] && !holds(*nearest, *at)).map(name)
        }
    };
    Ok(refused)
}
