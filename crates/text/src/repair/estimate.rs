//! Finds out which letters the paper lost.
//! In: the lattices of the suspicious places, the census of the letters that are left.
//! Out: the set of lost letters with the least total cost. That nothing is wrong is the prior.

use std::collections::BTreeMap;

use super::channel::Channel;
use super::known::Known;
use super::lattice::{Lattice, Sums};
use super::op::{self, Loss, Op, Stands};
use crate::language::model::Id;

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
pub fn estimate(mut lattices: Vec<Lattice>, known: &Known) -> Option<Estimate> {
    let lattices = &mut lattices;
    let mut channel = open(lattices, known);
    channel.lost().next()?;
    let nothing = Channel::whole(std::iter::empty());
    let alone: Vec<f64> = lattices.iter().map(|lattice| lattice.sums(&nothing).total).collect();
    let idle = idle(&channel, lattices, &alone, known);
    give_up(&mut channel, lattices, idle);
    channel.lost().next()?;
    // Places that can be read in one way alone say no more.
    let open: Vec<bool> = lattices.iter().map(Lattice::is_open).collect();
    let alone: f64 =
        open.iter().zip(alone).filter(|(open, _)| **open).map(|(_, alone)| alone).sum();
    let mut open = open.into_iter();
    lattices.retain(|_| open.next().is_some_and(|open| open));
    let mut uses = Uses::new(&channel);
    for round in 0..ROUNDS {
        uses = recount(&mut channel, lattices, known);
        if round > 0 {
            let least = if round + 1 < ROUNDS { HARDLY_EVER } else { LEAST_USES };
            let rare = channel.lost().filter(|op| uses.of(&channel, *op) < least).collect();
            give_up(&mut channel, lattices, rare);
        }
    }
    loop {
        let weak = weak(&channel, lattices, known, &uses);
        if weak.is_empty() {
            break;
        }
        give_up(&mut channel, lattices, weak);
        uses = recount(&mut channel, lattices, known);
    }
    channel.lost().next()?;
    let price: f64 = channel.lost().map(|op| uses.price(known, &channel, op)).sum();
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

/// The letters that could not explain what it costs to believe them, even if they were lost wherever they
/// may be: nearly all of them, nearly always.
fn idle(channel: &Channel, lattices: &[Lattice], alone: &[f64], known: &Known) -> Vec<Op> {
    let mut free = channel.clone();
    channel.lost().for_each(|op| free.set(op, 0.0));
    let mut most = Uses::new(channel);
    let mut last = vec![usize::MAX; channel.room()];
    for ((at, lattice), alone) in lattices.iter().enumerate().zip(alone) {
        let gain = lattice.sums(&free).total - alone;
        for edge in &lattice.edges {
            for op in &edge.lost[..edge.losses] {
                let Some(place) = channel.place(*op) else { continue };
                most.words[place].add(edge.id);
                if last[place] != at {
                    last[place] = at;
                    most.ways[place] += gain;
                }
            }
        }
    }
    let is_idle = |op: &Op| {
        let place = channel.place(*op).unwrap_or_default();
        known.given(*op) == 0.0 && most.ways[place] < prior(known, *op, most.words[place])
    };
    channel.lost().filter(is_idle).collect()
}

fn total(lattices: &[Lattice], channel: &Channel) -> f64 {
    lattices.iter().map(|lattice| lattice.sums(channel).total).sum()
}

fn give_up(channel: &mut Channel, lattices: &mut [Lattice], gone: Vec<Op>) {
    if gone.is_empty() {
        return;
    }
    gone.iter().for_each(|op| channel.set(*op, f32::INFINITY));
    lattices.iter_mut().for_each(|lattice| lattice.restrict(channel));
}

/// How often each letter is lost in each way, and in all ways together.
struct Uses {
    /// By place in the channel.
    ways: Vec<f64>,
    /// By letter and case; the spaces behind them.
    letters: Vec<f64>,
    /// The words that each way explains.
    words: Vec<Words>,
}

/// Which words a way to lose a letter explains.
#[derive(Clone, Copy, PartialEq)]
enum Words {
    None,
    One(Id),
    Several,
}

impl Words {
    fn add(&mut self, id: Id) {
        *self = match *self {
            Words::None => Words::One(id),
            Words::One(one) if one == id => Words::One(one),
            _ => Words::Several,
        };
    }
}

impl Uses {
    fn new(channel: &Channel) -> Uses {
        let room = channel.room();
        Uses {
            ways: vec![0.0; room],
            letters: vec![0.0; op::LETTERS_AND_SPACES],
            words: vec![Words::None; room],
        }
    }

    fn of(&self, channel: &Channel, op: Op) -> f64 {
        channel.place(op).map_or(0.0, |place| self.ways[place])
    }

    fn price(&self, known: &Known, channel: &Channel, op: Op) -> f64 {
        let words = channel.place(op).map_or(Words::None, |place| self.words[place]);
        price(known, op, self.of(channel, op), words)
    }
}

/// Counts how often each letter is lost, and sets its cost by that.
fn recount(channel: &mut Channel, lattices: &[Lattice], known: &Known) -> Uses {
    let mut uses = Uses::new(channel);
    let mut count = |op: Op, chance: f64, id: Option<Id>| {
        let Some(place) = channel.place(op) else { return };
        uses.ways[place] += chance;
        uses.letters[op.letter_or_space()] += chance;
        if let Some(id) = id {
            uses.words[place].add(id);
        }
    };
    channel.lost().for_each(|op| count(op, known.given(op), None));
    for lattice in lattices {
        let chances = lattice.chances(channel);
        for (edge, chance) in lattice.edges.iter().zip(&chances.edges) {
            let id = (*chance > EXPLAINED).then_some(edge.id);
            for op in &edge.lost[..edge.losses] {
                count(*op, f64::from(*chance), id);
            }
        }
    }
    for op in channel.lost().collect::<Vec<_>>() {
        let all = uses.letters[op.letter_or_space()] + known.left(op);
        channel.set(op, -((uses.of(channel, op) + 0.1) / (all + 0.2)).ln() as f32);
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
        (places(op).map(gain).sum::<f64>() - uses.price(known, channel, op), op)
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

/// What it costs to believe that a letter is lost: nothing where it was believed before; else a prior,
/// less for a letter that every paper of this length holds and this one does not, and more for one that
/// is still there `left` times beside its `uses`.
fn price(known: &Known, op: Op, uses: f64, words: Words) -> f64 {
    if known.given(op) > 0.0 {
        return 0.0;
    }
    let left = known.left(op);
    let lost = (uses + 0.1) / (uses + left + 0.2);
    prior(known, op, words) - left * (1.0 - lost).ln()
}

/// What it costs at least.
fn prior(known: &Known, op: Op, words: Words) -> f64 {
    let prior = match op.loss() {
        Loss::Torn | Loss::Joined | Loss::Misread if known.is_foreign() => f64::INFINITY,
        Loss::Joined => PRIOR_JOINED,
        Loss::Letter { stands: Stands::Swap(_), .. } if words != Words::Several => {
            PRIOR_SWAP + ONE_WORD
        }
        Loss::Letter { stands: Stands::Swap(_), .. } => PRIOR_SWAP,
        _ => PRIOR,
    };
    let expected = known.expected(op);
    let absence = ((1.0 + expected) / (1.0 + 3.0 * known.left(op))).ln();
    prior - absence.clamp(0.0, PRIOR - 1.0)
}
