//! Puts candidates in order: the best of them after a rerank.
//! In: the candidates of the first pass. Out: the best, in order. Ties are broken by path and section.

use vankien_engine::Engine;
use vankien_engine::engine::{Candidate, Candidates};

use crate::error::Result;
use crate::plan::Planned;
use crate::rerank::{RerankedWord, Reranker, Statistics};
use crate::weights::{RERANKED, Recipe};

/// The better comes first.
pub fn compare(one: &Candidate, other: &Candidate) -> std::cmp::Ordering {
    other.bears.cmp(&one.bears).then(other.score.total_cmp(&one.score))
}

/// How many of `candidates`, which are in order, are reranked: all that equal the last of them, too.
pub fn reranked(candidates: &[Candidate]) -> usize {
    let last = candidates.get(candidates.len().min(RERANKED).saturating_sub(1));
    last.map_or(0, |last| candidates.partition_point(|one| compare(one, last).is_le()))
}

/// How many candidates the first pass is asked for where `limit` sections are wanted; 0 for all.
pub fn most(limit: usize) -> usize {
    if limit == 0 { 0 } else { limit.max(RERANKED) }
}

/// The best of the candidates, in order, after a rerank of those that promise most; `limit` of them, 0 for all.
pub fn best(
    store: &dyn Engine,
    recipe: &Recipe,
    planned: &Planned,
    found: &mut Candidates,
    limit: usize,
) -> Result<Vec<Candidate>> {
    let mut candidates = std::mem::take(&mut found.best);
    rerank(store, recipe, planned, found, &mut candidates)?;
    candidates.sort_by(compare);
    if limit > 0 && candidates.len() > limit {
        // All that equal the last: their paths decide.
        let last = candidates[limit - 1];
        candidates.retain(|one| compare(one, &last).is_le());
    }
    for equal in candidates.chunk_by_mut(|one, other| compare(one, other).is_eq()) {
        if equal.len() > 1 {
            in_order(store, equal)?;
        }
    }
    if limit > 0 {
        candidates.truncate(limit);
    }
    Ok(candidates)
}

/// The words that are worth a rerank, as the first pass found them.
pub fn words<'p>(
    store: &dyn Engine,
    planned: &'p Planned,
    found: &Candidates,
) -> Vec<RerankedWord<'p>> {
    let sections = Statistics::of(store).sections;
    let words = found.words.iter();
    words.filter_map(|word| RerankedWord::of(planned, word, sections)).collect()
}

/// Gives the candidates that promise most the score of the rerank; the others stay in their
/// order behind them.
fn rerank(
    store: &dyn Engine,
    recipe: &Recipe,
    planned: &Planned,
    found: &Candidates,
    candidates: &mut [Candidate],
) -> Result<()> {
    let words = words(store, planned, found);
    let Some(weights) = recipe.rerank.filter(|_| words.len() > 1 && !candidates.is_empty()) else {
        return Ok(());
    };
    candidates.sort_by(compare);
    let (first, rest) = candidates.split_at_mut(reranked(candidates));
    let Some(last) = first.last().copied() else { return Ok(()) };
    let scores = Reranker::new(planned, &words, weights).scores(store, first)?;
    let mut floor = f32::MAX;
    for (candidate, score) in first.iter_mut().zip(scores) {
        candidate.score = score + candidate.required;
        floor = floor.min(candidate.score);
    }
    rest.iter_mut().for_each(|one| one.score *= floor / last.score);
    Ok(())
}

/// Orders sections by path, and by their order in the paper.
fn in_order(store: &dyn Engine, equal: &mut [Candidate]) -> Result<()> {
    let paths = store.paths_of(&mut equal.iter().map(|one| one.id.paper))?;
    equal.sort_by(|one, other| {
        let by_path = paths[&one.id.paper].cmp(&paths[&other.id.paper]);
        by_path.then(one.id.ordinal.cmp(&other.id.ordinal))
    });
    Ok(())
}
