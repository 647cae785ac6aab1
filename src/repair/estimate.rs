//! Finds out which letters the paper lost.
//! In: the lattices of the suspicious places, the census of the letters that are left.
//! Out: the set of lost letters with the least total cost. That nothing is wrong is the prior.

use std::collections::{BTreeMap, BTreeSet};

use super::channel::{self, Channel, Op};
use super::known::Known;
use super::lattice::{Lattice, Sums};
use super::model::Id;

/// What a letter must explain before it is believed to be lost, in nats.
const PRIOR: f64 = 5.0;
/// The same of spaces gone between words: authors forget a few themselves.
const PRIOR_JOINED: f64 = 18.0;
/// The same, where another character stands for it.
const PRIOR_SWAP: f64 = 10.0;
/// What is added to that where all it explains is one word: `m2` is no damaged `mỹ`.
const ONE_WORD: f64 = 15.0;
/// A reading this likely shows that a word is explained.
const EXPLAINED: f32 = 0.3;
/// What all losses together must explain beyond that.
const WRONG_AT_ALL: f64 = 4.0;
/// How often the uses are counted again before letters are given up.
const ROUNDS: usize = 6;
/// A letter that is lost less often than this is not followed further.
const HARDLY_EVER: f64 = 0.02;
/// A letter that is lost less often than this, on balance of chances, is not lost.
const LEAST_USES: f64 = 0.3;

/// What is believed of a paper.
pub struct Estimate {
    /// The letters that it lost.
    pub channel: Channel,
    /// How much better that explains it than leaving all alone, in nats.
    pub gain: f64,
}

/// The letters that the paper lost, or `None` where leaving all alone explains it as well.
pub fn estimate(lattices: &mut [Lattice], known: &Known) -> Option<Estimate> {
    let mut channel = open(lattices, known);
    channel.lost().next()?;
    let nothing = Channel::whole(std::iter::empty());
    let alone = total(lattices, &nothing);
    let mut uses = Uses::default();
    for round in 0..ROUNDS {
        uses = recount(&mut channel, lattices, known);
        if round > 0 {
            let least = if round + 1 < ROUNDS { HARDLY_EVER } else { LEAST_USES };
            give_up(&mut channel, lattices, |op| uses.of(op) < least);
        }
    }
    loop {
        let weak = weak(&channel, lattices, known, &uses);
        if weak.is_empty() {
            break;
        }
        give_up(&mut channel, lattices, |op| weak.contains(&op));
        uses = recount(&mut channel, lattices, known);
    }
    channel.lost().next()?;
    let price: f64 = channel.lost().map(|op| price(known, op, &uses)).sum();
    let gain = total(lattices, &channel) - alone;
    let gain = gain - price - if known.is_damaged() { 0.0 } else { WRONG_AT_ALL };
    (gain > 0.0).then_some(Estimate { channel, gain })
}

/// Every letter that some reading supposes lost may be; a letter that the paper still holds often,
/// less likely.
fn open(lattices: &[Lattice], known: &Known) -> Channel {
    let edges = || lattices.iter().flat_map(|lattice| &lattice.edges);
    let ops = || edges().flat_map(|edge| &edge.lost[..edge.losses]).copied();
    let mut channel = Channel::whole(ops());
    for op in ops() {
        if channel.at(op).is_infinite() {
            let left = known.left(op);
            let missing = known.missing(op).max(0.5 + known.given(op));
            channel.set(op, ((missing + left) / missing).ln() as f32);
        }
    }
    channel
}

fn total(lattices: &[Lattice], channel: &Channel) -> f64 {
    lattices.iter().map(|lattice| lattice.sums(channel).total).sum()
}

fn give_up(channel: &mut Channel, lattices: &mut [Lattice], which: impl Fn(Op) -> bool) {
    let gone: Vec<Op> = channel.lost().filter(|op| which(*op)).collect();
    gone.iter().for_each(|op| channel.set(*op, f32::INFINITY));
    lattices.iter_mut().for_each(|lattice| lattice.restrict(channel));
}

/// How often each letter is lost in each way, and in all ways together.
#[derive(Default)]
struct Uses {
    ways: BTreeMap<Op, f64>,
    letters: BTreeMap<(usize, bool, bool), f64>,
    /// The words that each way explains.
    words: BTreeMap<Op, BTreeSet<Id>>,
}

impl Uses {
    fn of(&self, op: Op) -> f64 {
        self.ways.get(&op).copied().unwrap_or_default()
    }

    fn of_letter(&self, op: Op) -> f64 {
        self.letters.get(&letter(op)).copied().unwrap_or_default()
    }
}

/// Number and case of the letter of `op`; whether it is a space.
fn letter(op: Op) -> (usize, bool, bool) {
    let (number, upper) = channel::letter(op);
    (number, upper, channel::is_space(op))
}

/// Counts how often each letter is lost, and sets its cost by that.
fn recount(channel: &mut Channel, lattices: &[Lattice], known: &Known) -> Uses {
    let mut uses = Uses::default();
    for op in channel.lost() {
        *uses.ways.entry(op).or_default() += known.given(op);
        *uses.letters.entry(letter(op)).or_default() += known.given(op);
    }
    for lattice in lattices {
        let chances = lattice.chances(channel);
        for (edge, chance) in lattice.edges.iter().zip(&chances.edges) {
            for op in &edge.lost[..edge.losses] {
                *uses.ways.entry(*op).or_default() += f64::from(*chance);
                *uses.letters.entry(letter(*op)).or_default() += f64::from(*chance);
                if *chance > EXPLAINED && channel::swap(*op).is_some() {
                    uses.words.entry(*op).or_default().insert(edge.id);
                }
            }
        }
    }
    for op in channel.lost().collect::<Vec<_>>() {
        let all = uses.of_letter(op) + known.left(op);
        channel.set(op, -((uses.of(op) + 0.1) / (all + 0.2)).ln() as f32);
    }
    uses
}

/// The letters whose loss explains less than it costs, the worst first, but none that could explain
/// what another one no longer does: that is seen only when the other is gone.
fn weak(channel: &Channel, lattices: &[Lattice], known: &Known, uses: &Uses) -> Vec<Op> {
    let sums: Vec<Sums> = lattices.iter().map(|lattice| lattice.sums(channel)).collect();
    let touched = touched(lattices);
    let places = |op: Op| touched.get(&op).into_iter().flatten();
    let net = |op: Op| {
        let gain = |at: &usize| sums[*at].total - lattices[*at].total_without(op, &sums[*at]);
        (places(op).map(gain).sum::<f64>() - price(known, op, uses), op)
    };
    let mut all: Vec<(f64, Op)> = channel.lost().map(net).filter(|(net, _)| *net < 0.0).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut seen = vec![false; lattices.len()];
    all.retain(|(_, op)| {
        let free = places(*op).all(|at| !seen[*at]);
        if free {
            places(*op).for_each(|at| seen[*at] = true);
        }
        free
    });
    all.into_iter().map(|(_, op)| op).collect()
}

/// For each way to lose a letter, the lattices that hold a reading with it, in order.
fn touched(lattices: &[Lattice]) -> BTreeMap<Op, Vec<usize>> {
    let mut touched: BTreeMap<Op, Vec<usize>> = BTreeMap::new();
    for (at, lattice) in lattices.iter().enumerate() {
        for op in lattice.edges.iter().flat_map(|edge| &edge.lost[..edge.losses]) {
            let places = touched.entry(*op).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    touched
}

/// What it costs to believe that a letter is lost: nothing where it was believed before; else a prior, less for a letter that every paper of
/// this length holds and this one does not, and more for one that is still there `left` times.
fn price(known: &Known, op: Op, uses: &Uses) -> f64 {
    if known.given(op) > 0.0 {
        return 0.0;
    }
    let left = known.left(op);
    let one_word = uses.words.get(&op).is_none_or(|words| words.len() < 2);
    let prior = match channel::swap(op) {
        None if op == channel::JOINED => PRIOR_JOINED,
        None => PRIOR,
        Some(_) if one_word => PRIOR_SWAP + ONE_WORD,
        Some(_) => PRIOR_SWAP,
    };
    let absence = ((1.0 + known.expected(op)) / (1.0 + 3.0 * left)).ln().clamp(0.0, PRIOR - 1.0);
    let lost = (uses.of(op) + 0.1) / (uses.of(op) + left + 0.2);
    prior - absence - left * (1.0 - lost).ln()
}
