//! Puts candidates in order: reranks the most promising and cuts the list.
//! In: the candidates of the first pass. Out: the best, in order.
//! Never breaks a tie by the address of a section in the store: the path of the paper decides, then the order of its
//! sections.

use vankien_engine::Engine;
use vankien_engine::engine::{Candidate, Candidates};

use crate::error::Result;
use crate::plan::Planned;
use crate::rerank::{RerankedWord, Reranker, Statistics};
use crate::weights::{RERANKED_SECTIONS, RUNNING_HEADS, Recipe};

/// Orders candidates: first those that state the number asked for, or are the article asked for with it; then by
/// falling score.
pub fn compare(one: &Candidate, other: &Candidate) -> std::cmp::Ordering {
    other.bears.cmp(&one.bears).then(other.score.total_cmp(&one.score))
}

/// How many of `candidates`, which are in order, are reranked: the first [`RERANKED_SECTIONS`], and all that equal the
/// last of these in [`compare`].
pub fn reranked_count(candidates: &[Candidate]) -> usize {
    let last = candidates.get(candidates.len().min(RERANKED_SECTIONS).saturating_sub(1));
    last.map_or(0, |last| candidates.partition_point(|one| compare(one, last).is_le()))
}

/// How many candidates the first pass is asked for where `limit` sections are wanted; 0 for all.
pub fn first_pass_limit(limit: usize) -> usize {
    if limit == 0 { 0 } else { limit.max(RERANKED_SECTIONS) }
}

/// The best candidates in order, after the rerank; at most `limit` of them, 0 for all. Takes them out of `found`.
pub fn best_candidates(
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
        // Keeps all that equal the last one: their paths decide below.
        let last = candidates[limit - 1];
        candidates.retain(|one| compare(one, &last).is_le());
    }
    for equal in candidates.chunk_by_mut(|one, other| compare(one, other).is_eq()) {
        if equal.len() > 1 {
            sort_by_path(store, equal)?;
        }
    }
    if limit > 0 {
        candidates.truncate(limit);
    }
    Ok(candidates)
}

/// The words of the question that take part in the rerank, with what the first pass counted of them.
pub fn reranked_words<'p>(
    store: &dyn Engine,
    planned: &'p Planned,
    found: &Candidates,
) -> Vec<RerankedWord<'p>> {
    let sections = Statistics::of(store).sections;
    let words = found.words.iter();
    words.filter_map(|word| RerankedWord::of(planned, word, sections)).collect()
}

/// Gives the most promising candidates the score of the rerank, and those of running heads a share of theirs
/// ([`RUNNING_HEADS`]). The scores of the others are scaled, so that they keep their order and stay behind. Without a
/// rerank (the recipe has none, or fewer than two words of the question take part in it) scores stay those of the first
/// pass.
fn rerank(
    store: &dyn Engine,
    recipe: &Recipe,
    planned: &Planned,
    found: &Candidates,
    candidates: &mut [Candidate],
) -> Result<()> {
    let words = reranked_words(store, planned, found);
    let weights = recipe.rerank.filter(|_| words.len() > 1);
    candidates.sort_by(compare);
    let (first, rest) = candidates.split_at_mut(reranked_count(candidates));
    let Some(last) = first.last().copied() else { return Ok(()) };
    if let Some(weights) = weights {
        let scores = Reranker::new(planned, &words, weights).scores(store, first)?;
        for (candidate, score) in first.iter_mut().zip(scores) {
            candidate.score = score + candidate.required;
        }
    }
    let mut is_changed = weights.is_some();
    for running in first.iter_mut().filter(|candidate| candidate.is_running) {
        running.score *= RUNNING_HEADS;
        is_changed = true;
    }
    if !is_changed {
        return Ok(());
    }
    let lowest = first.iter().map(|candidate| candidate.score).fold(f32::MAX, f32::min);
    for candidate in rest {
        candidate.score *= lowest / last.score;
    }
    Ok(())
}

/// Sorts sections of equal score by path, and by their order in the paper.
fn sort_by_path(store: &dyn Engine, equal: &mut [Candidate]) -> Result<()> {
    let paths = store.paths_of(&mut equal.iter().map(|one| one.id.paper))?;
    equal.sort_by(|one, other| {
        let by_path = paths[&one.id.paper].cmp(&paths[&other.id.paper]);
        by_path.then(one.id.ordinal.cmp(&other.id.ordinal))
    });
    Ok(())
}
