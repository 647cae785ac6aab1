//! The posteriors of a lattice by trigrams: each word after the two words before it, instead of one.
//! In: a lattice and its posteriors by pairs of words. Out: posteriors. Never brings back a reading that pairs ruled
//! out. The states of the forward-backward algorithm are links, because a link knows a word and the one before it.

use super::channel::Channel;
use super::lattice::{Lattice, Link, MODEL_WEIGHT, Posteriors};
use crate::language::model::model;

/// A reading whose posterior by pairs is lower than this is not rescored and gets 0. It bounds the number of paths. A
/// judgement, no measurement recorded; `cargo bench --bench stages` shows its cost, `vankien-lab evaluate-repair --kind
/// all` its effect.
const LEAST_POSTERIOR: f32 = 1e-3;

/// The posteriors by trigrams, by edge. `pairs` are the posteriors by pairs of words; readings that are unlikely by
/// pairs get 0.
pub fn posteriors(lattice: &Lattice, pairs: &Posteriors, channel: &Channel) -> Posteriors {
    let kept = |edge: u32| pairs.edges[edge as usize] >= LEAST_POSTERIOR;
    let links = lattice.links.iter().filter(|link| kept(link.from) && kept(link.to));
    let links: Vec<&Link> = links.collect();
    let edge_count = lattice.edges.len();
    let own = |edge: u32| {
        let edge = &lattice.edges[edge as usize];
        -f64::from(edge.base + channel.cost(edge))
    };
    let started =
        |edge: u32| lattice.start_costs[edge as usize].map(|cost| own(edge) - f64::from(cost));
    let ended = |edge: u32| lattice.may_end[edge as usize].then_some(0.0);
    let trigram = |one: &Link, next: &Link| f64::from(trigram_correction(lattice, one, next));

    // Forward: the links are in order of their later edge, and none leads back.
    let mut forward: Vec<f64> = Vec::with_capacity(links.len());
    let into = links_into(&links, edge_count);
    for link in &links {
        let before = into[link.from as usize].clone();
        let ways = before.map(|at| forward[at] - trigram(links[at], link));
        let sum = log_sum(ways.chain(started(link.from)).collect());
        forward.push(sum - f64::from(link.cost) + own(link.to));
    }

    // Backward: `backward` by link, `after` by edge as the first of a path.
    let mut backward = vec![f64::NEG_INFINITY; links.len()];
    let mut after = vec![f64::NEG_INFINITY; edge_count];
    let mut out_of: Vec<Vec<usize>> = vec![Vec::new(); edge_count];
    links.iter().enumerate().for_each(|(at, link)| out_of[link.from as usize].push(at));
    for edge in (0..edge_count as u32).rev().filter(|edge| kept(*edge)) {
        let behind = |at: usize| backward[at] - f64::from(links[at].cost) + own(links[at].to);
        let ways: Vec<(usize, f64)> =
            out_of[edge as usize].iter().map(|at| (*at, behind(*at))).collect();
        let sums = ways.iter().map(|(_, sum)| *sum);
        after[edge as usize] = log_sum(sums.chain(ended(edge)).collect());
        for at in into[edge as usize].clone() {
            let sums = ways.iter().map(|(next, sum)| sum - trigram(links[at], links[*next]));
            backward[at] = log_sum(sums.chain(ended(edge)).collect());
        }
    }

    let starts = (0..edge_count as u32).filter(|edge| kept(*edge));
    let all_paths = log_sum(
        starts.filter_map(|edge| started(edge).map(|sum| sum + after[edge as usize])).collect(),
    );
    let mut edges = vec![0.0; edge_count];
    for edge in (0..edge_count as u32).filter(|edge| kept(*edge)) {
        let paths = into[edge as usize].clone().map(|at| forward[at] + backward[at]);
        let start = started(edge).map(|sum| sum + after[edge as usize]);
        edges[edge as usize] = (log_sum(paths.chain(start).collect()) - all_paths).exp() as f32;
    }
    Posteriors { edges }
}

/// For each edge, the range of the links that lead into it.
fn links_into(links: &[&Link], edge_count: usize) -> Vec<std::ops::Range<usize>> {
    let mut ranges = vec![0..0; edge_count];
    let mut at = 0;
    for group in links.chunk_by(|one, next| one.to == next.to) {
        ranges[group[0].to as usize] = at..at + group.len();
        at += group.len();
    }
    ranges
}

/// What the last word of `next` costs beyond its bigram cost once both words before it are known, in nats; may be
/// negative. 0 where punctuation stands before that word.
fn trigram_correction(lattice: &Lattice, one: &Link, next: &Link) -> f32 {
    if next.has_punctuation {
        return 0.0;
    }
    let id = |edge: u32| lattice.edges[edge as usize].id;
    let first = if one.has_punctuation { model().punctuation() } else { id(one.from) };
    let (second, third) = (id(next.from), id(next.to));
    MODEL_WEIGHT * (model().cost_after(first, second, third) - model().cost(second, third))
}

/// The logarithm of the sum of numbers that are given as logarithms.
fn log_sum(parts: Vec<f64>) -> f64 {
    let highest = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if highest == f64::NEG_INFINITY {
        return highest;
    }
    highest + parts.iter().map(|part| (part - highest).exp()).sum::<f64>().ln()
}
