//! Which letters the paper lost: the channel between what was printed and what was extracted.
//! In: the lattices of the suspicious places, the census of the letters that are left.
//! Out: the set of lost letters with the least total cost. That nothing is wrong is the prior.

use super::census::Census;
use super::lattice::{Chances, Lattice};
use super::letters::MARKED;
use super::window::Edge;

/// A way to lose a letter: which letter, in which case, and whether a sign stands for it.
pub type Op = u16;

/// How many ways there are.
pub const OPS: usize = 4 * MARKED;

/// What a letter must explain before it is believed to be lost, in nats.
const PRIOR: f64 = 5.0;
/// What all losses together must explain beyond that.
const WRONG_AT_ALL: f64 = 4.0;
/// How often the uses are counted again.
const ROUNDS: usize = 5;

/// What it costs that a letter was lost at one place; infinite where it cannot be.
#[derive(Clone)]
pub struct Channel {
    costs: Vec<f32>,
}

/// The way to lose the marked letter `number`.
pub fn op(number: usize, upper: bool, symbol: bool) -> Op {
    (number + MARKED * (usize::from(upper) + 2 * usize::from(symbol))) as Op
}

/// Number and case of the letter that is lost in `op`.
pub fn letter(op: Op) -> (usize, bool) {
    let op = op as usize % (2 * MARKED);
    (op % MARKED, op >= MARKED)
}

impl Channel {
    /// Every letter may be lost; a letter that the paper still holds often, less likely.
    pub fn open(census: &Census) -> Channel {
        let cost = |op: usize| 0.5 * (1.0 + census.left(op as Op) as f32).ln();
        Channel {
            costs: (0..OPS).map(cost).collect(),
        }
    }

    /// What the losses of a reading cost.
    pub fn cost(&self, edge: &Edge) -> f32 {
        edge.lost[..edge.losses]
            .iter()
            .map(|op| self.costs[*op as usize])
            .sum()
    }

    fn is_lost(&self, op: usize) -> bool {
        self.costs[op].is_finite()
    }
}

/// The letters that the paper lost, or `None` where leaving all alone explains it as well.
pub fn estimate(lattices: &[Lattice], census: &Census) -> Option<Channel> {
    let mut channel = Channel::open(census);
    let alone = Channel {
        costs: vec![f32::INFINITY; OPS],
    };
    let alone: f64 = lattices
        .iter()
        .map(|lattice| lattice.chances(&alone).total)
        .sum();
    let mut uses = recount(&mut channel, lattices, census, 0.2, ROUNDS);
    loop {
        let weakest = weakest(&channel, lattices, census, &uses)?;
        let Some(op) = weakest else { break };
        channel.costs[op] = f32::INFINITY;
        uses = recount(&mut channel, lattices, census, 0.05, 1);
    }
    let total: f64 = lattices
        .iter()
        .map(|lattice| lattice.chances(&channel).total)
        .sum();
    let lost = (0..OPS).filter(|op| channel.is_lost(*op));
    let price: f64 = lost
        .map(|op| PRIOR + burden(uses[op], census.left(op as Op)))
        .sum();
    (total - alone > price + WRONG_AT_ALL).then_some(channel)
}

/// Counts how often each letter is lost, sets its cost by that, and gives up letters that are
/// hardly ever.
fn recount(
    channel: &mut Channel,
    lattices: &[Lattice],
    census: &Census,
    least: f64,
    rounds: usize,
) -> Vec<f64> {
    let mut uses = vec![0.0; OPS];
    for _ in 0..rounds {
        uses = vec![0.0; OPS];
        for lattice in lattices {
            add_uses(&mut uses, lattice, &lattice.chances(channel));
        }
        for op in 0..OPS {
            if uses[op] < least {
                channel.costs[op] = f32::INFINITY;
            }
            if channel.is_lost(op) {
                let left = f64::from(census.left(op as Op));
                channel.costs[op] = -((uses[op] + 0.1) / (uses[op] + left + 0.2)).ln() as f32;
            }
        }
    }
    uses
}

fn add_uses(uses: &mut [f64], lattice: &Lattice, chances: &Chances) {
    for (edge, chance) in lattice.edges.iter().zip(&chances.edges) {
        for op in &edge.lost[..edge.losses] {
            uses[*op as usize] += f64::from(*chance);
        }
    }
}

/// The letter whose loss explains less than it costs, the worst first. `None` where no letter is
/// left at all.
fn weakest(
    channel: &Channel,
    lattices: &[Lattice],
    census: &Census,
    uses: &[f64],
) -> Option<Option<usize>> {
    let mut worst: Option<(f64, usize)> = None;
    let mut any = false;
    for op in (0..OPS).filter(|op| channel.is_lost(*op)) {
        any = true;
        let mut without = channel.clone();
        without.costs[op] = f32::INFINITY;
        let holds = |edge: &Edge| edge.lost[..edge.losses].contains(&(op as Op));
        let touched = lattices
            .iter()
            .filter(|lattice| lattice.edges.iter().any(holds));
        let gain: f64 = touched
            .map(|l| l.chances(channel).total - l.chances(&without).total)
            .sum();
        let net = gain - PRIOR - burden(uses[op], census.left(op as Op));
        if net < 0.0 && worst.is_none_or(|(least, _)| net < least) {
            worst = Some((net, op));
        }
    }
    any.then_some(worst.map(|(_, op)| op))
}

/// What it costs that the letter is still there `left` times though it is lost `uses` times.
fn burden(uses: f64, left: u32) -> f64 {
    let left = f64::from(left);
    let lost = (uses + 0.1) / (uses + left + 0.2);
    -left * (1.0 - lost).ln()
}
