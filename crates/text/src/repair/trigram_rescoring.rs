//! The chances of the readings of a lattice, by three words instead of two.
//! In: a lattice and the chances by pairs. Out: chances. Only what pairs leave open is weighed, so
//! that few paths are left; the states are links, so that each knows the word before.

use super::channel::Channel;
use super::lattice::{Chances, Lattice, Link, TRUST};
use crate::language::model::model;

/// A reading that is less likely by pairs is not weighed.
const LEAST: f32 = 1e-3;

/// The chances by triples of words.
pub fn chances(lattice: &Lattice, pairs: &Chances, channel: &Channel) -> Chances {
    let kept = |edge: u32| pairs.edges[edge as usize] >= LEAST;
    let links = lattice.links.iter().filter(|link| kept(link.from) && kept(link.to));
    let links: Vec<&Link> = links.collect();
    let own = |edge: u32| {
        let edge = &lattice.edges[edge as usize];
        -f64::from(edge.base + channel.cost(edge))
    };
    let begun = |edge: u32| lattice.opens[edge as usize].map(|cost| own(edge) - f64::from(cost));
    let ended = |edge: u32| lattice.closes[edge as usize].then_some(0.0);
    let wider = |one: &Link, next: &Link| f64::from(extra(lattice, one, next));
    // The links are in order of their later edge, and none leads back.
    let mut forward: Vec<f64> = Vec::with_capacity(links.len());
    let into = groups(&links, lattice.edges.len());
    for link in &links {
        let before = into[link.from as usize].clone();
        let ways = before.map(|at| forward[at] - wider(links[at], link));
        let sum = total(ways.chain(begun(link.from)).collect());
        forward.push(sum - f64::from(link.cost) + own(link.to));
    }
    let mut backward = vec![f64::NEG_INFINITY; links.len()];
    let mut after = vec![f64::NEG_INFINITY; lattice.edges.len()];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); lattice.edges.len()];
    links.iter().enumerate().for_each(|(at, link)| out[link.from as usize].push(at));
    for edge in (0..lattice.edges.len() as u32).rev().filter(|edge| kept(*edge)) {
        let behind = |at: &usize| backward[*at] - f64::from(links[*at].cost) + own(links[*at].to);
        let ways: Vec<(usize, f64)> =
            out[edge as usize].iter().map(|at| (*at, behind(at))).collect();
        after[edge as usize] = total(ways.iter().map(|(_, sum)| *sum).chain(ended(edge)).collect());
        for at in into[edge as usize].clone() {
            let sums = ways.iter().map(|(next, sum)| sum - wider(links[at], links[*next]));
            backward[at] = total(sums.chain(ended(edge)).collect());
        }
    }
    let all = (0..lattice.edges.len() as u32).filter(|edge| kept(*edge));
    let starts = all.filter_map(|edge| begun(edge).map(|sum| sum + after[edge as usize]));
    let whole = total(starts.collect());
    let mut edges = vec![0.0; lattice.edges.len()];
    for edge in (0..lattice.edges.len() as u32).filter(|edge| kept(*edge)) {
        let paths = into[edge as usize].clone().map(|at| forward[at] + backward[at]);
        let start = begun(edge).map(|sum| sum + after[edge as usize]);
        edges[edge as usize] = (total(paths.chain(start).collect()) - whole).exp() as f32;
    }
    Chances { edges }
}

/// Where the links into each edge stand.
fn groups(links: &[&Link], edges: usize) -> Vec<std::ops::Range<usize>> {
    let mut groups = vec![0..0; edges];
    let mut at = 0;
    for group in links.chunk_by(|one, next| one.to == next.to) {
        groups[group[0].to as usize] = at..at + group.len();
        at += group.len();
    }
    groups
}

/// How much more the last word of `next` costs than its pair says, after both words before it.
fn extra(lattice: &Lattice, one: &Link, next: &Link) -> f32 {
    if next.mark {
        return 0.0;
    }
    let id = |edge: u32| lattice.edges[edge as usize].id;
    let first = if one.mark { model().mark() } else { id(one.from) };
    let (second, third) = (id(next.from), id(next.to));
    TRUST * (model().cost_after(first, second, third) - model().cost(second, third))
}

/// The logarithm of a sum, of logarithms.
fn total(parts: Vec<f64>) -> f64 {
    let highest = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if highest == f64::NEG_INFINITY {
        return highest;
    }
    highest + parts.iter().map(|part| (part - highest).exp()).sum::<f64>().ln()
}
