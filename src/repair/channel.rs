//! Which letters the paper lost: the channel between what was printed and what was extracted.
//! In: the lattices of the suspicious places, the census of the letters that are left.
//! Out: the set of lost letters with the least total cost. That nothing is wrong is the prior.

use super::census::Census;
use super::lattice::{Chances, Lattice, Sums};
use super::letters::{self, MARKED};
use super::window::Edge;

/// A way to lose a letter: which letter, in which case, and what stands for it.
pub type Op = u16;

/// How many ways there are.
pub const OPS: usize = 6 * MARKED;

/// What stands in place of a lost letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// One space for each letter.
    Space,
    /// A sign that is no letter.
    Sign,
    /// Nothing.
    Nothing,
}

/// What a letter must explain before it is believed to be lost, in nats.
const PRIOR: f64 = 5.0;
/// What all losses together must explain beyond that.
const WRONG_AT_ALL: f64 = 4.0;
/// What a letter costs at one place that is not believed to be lost.
const DOUBT: f32 = 4.0;
/// How often the uses are counted again before letters are given up.
const ROUNDS: usize = 6;
/// A letter that is lost less often than this is not followed further.
const HARDLY_EVER: f64 = 0.02;
/// A letter that is lost less often than this, on balance of chances, is not lost.
const LEAST_USES: f64 = 0.3;

/// What it costs that a letter was lost at one place; infinite where it cannot be.
#[derive(Clone)]
pub struct Channel {
    costs: Vec<f32>,
}

/// The way to lose the marked letter `number`.
pub fn op(number: usize, upper: bool, stands: Stands) -> Op {
    (number + MARKED * (usize::from(upper) + 2 * stands as usize)) as Op
}

/// Number and case of the letter that is lost in `op`.
pub fn letter(op: Op) -> (usize, bool) {
    let op = op as usize % (2 * MARKED);
    (op % MARKED, op >= MARKED)
}

/// The letter that is lost in `op`, as it was printed.
pub fn printed(op: Op) -> char {
    let (number, upper) = letter(op);
    if upper { letters::marked_upper(number) } else { letters::marked(number) }
}

impl Channel {
    /// Every letter that some reading supposes lost may be; a letter that the paper still holds
    /// often, less likely.
    fn open(lattices: &[Lattice], census: &Census) -> Channel {
        let mut costs = vec![f32::INFINITY; OPS];
        let edges = lattices.iter().flat_map(|lattice| &lattice.edges);
        for op in edges.flat_map(|edge| &edge.lost[..edge.losses]) {
            let cost = &mut costs[*op as usize];
            if cost.is_infinite() {
                let left = f64::from(census.left(*op));
                let missing = (census.expected(*op) - left).max(0.5);
                *cost = ((missing + left) / missing).ln() as f32;
            }
        }
        Channel { costs }
    }

    /// What the losses of a reading cost.
    pub fn cost(&self, edge: &Edge) -> f32 {
        edge.lost[..edge.losses].iter().map(|op| self.costs[*op as usize]).sum()
    }

    /// The same channel, where a letter that is not believed to be lost may still be, at a price:
    /// such readings are never written, but they keep others from being all but certain.
    pub fn with_doubt(&self, census: &Census) -> Channel {
        // Where a letter is lost in a part of the paper only, any other letter that is still there
        // may be lost in that part just as well.
        let partial = |op: &usize| self.is_lost(*op) && census.left(*op as Op) > 0;
        let floor = (0..OPS).filter(partial).map(|op| self.costs[op]).fold(f32::INFINITY, f32::min);
        let doubt = |op: usize| match census.left(op as Op) {
            0 => DOUBT,
            left => floor.min(DOUBT + 0.3 * (1.0 + left as f32).ln()),
        };
        let costs = self.costs.iter().enumerate();
        Channel { costs: costs.map(|(op, cost)| cost.min(doubt(op))).collect() }
    }

    fn is_lost(&self, op: usize) -> bool {
        self.costs[op].is_finite()
    }
}

/// The letters that the paper lost, or `None` where leaving all alone explains it as well.
pub fn estimate(lattices: &mut [Lattice], census: &Census) -> Option<Channel> {
    let mut channel = Channel::open(lattices, census);
    if !(0..OPS).any(|op| channel.is_lost(op)) {
        return None;
    }
    let alone = total(lattices, &Channel { costs: vec![f32::INFINITY; OPS] });
    let mut uses = Vec::new();
    for round in 0..ROUNDS {
        uses = recount(&mut channel, lattices, census);
        if round > 0 {
            let least = if round + 1 < ROUNDS { HARDLY_EVER } else { LEAST_USES };
            give_up(&mut channel, |op| uses[op] < least);
            lattices.iter_mut().for_each(|lattice| lattice.restrict(&channel));
        }
    }
    while let Some(op) = weakest(&channel, lattices, census, &uses) {
        give_up(&mut channel, |other| other == op);
        lattices.iter_mut().for_each(|lattice| lattice.restrict(&channel));
        uses = recount(&mut channel, lattices, census);
    }
    let lost: Vec<usize> = (0..OPS).filter(|op| channel.is_lost(*op)).collect();
    let price: f64 = lost.iter().map(|op| price(census, *op, uses[*op])).sum();
    let gain = total(lattices, &channel) - alone;
    (!lost.is_empty() && gain > price + WRONG_AT_ALL).then_some(channel)
}

fn total(lattices: &[Lattice], channel: &Channel) -> f64 {
    lattices.iter().map(|lattice| lattice.sums(channel).total).sum()
}

fn give_up(channel: &mut Channel, which: impl Fn(usize) -> bool) {
    for op in (0..OPS).filter(|op| which(*op)) {
        channel.costs[op] = f32::INFINITY;
    }
}

/// Counts how often each letter is lost, and sets its cost by that.
fn recount(channel: &mut Channel, lattices: &[Lattice], census: &Census) -> Vec<f64> {
    let mut uses = vec![0.0; OPS];
    for lattice in lattices {
        add_uses(&mut uses, lattice, &lattice.chances(channel));
    }
    for op in (0..OPS).filter(|op| channel.costs[*op].is_finite()).collect::<Vec<_>>() {
        let left = f64::from(census.left(op as Op));
        channel.costs[op] = -((uses[op] + 0.1) / (uses[op] + left + 0.2)).ln() as f32;
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

/// The letter whose loss explains less than it costs, the worst first.
fn weakest(
    channel: &Channel,
    lattices: &[Lattice],
    census: &Census,
    uses: &[f64],
) -> Option<usize> {
    let sums: Vec<Sums> = lattices.iter().map(|lattice| lattice.sums(channel)).collect();
    let touched = touched(lattices);
    let mut worst: Option<(f64, usize)> = None;
    for op in (0..OPS).filter(|op| channel.is_lost(*op)) {
        let gain = |at: &usize| sums[*at].total - lattices[*at].total_without(op as Op, &sums[*at]);
        let gain: f64 = touched[op].iter().map(gain).sum();
        let net = gain - price(census, op, uses[op]);
        if net < 0.0 && worst.is_none_or(|(least, _)| net < least) {
            worst = Some((net, op));
        }
    }
    worst.map(|(_, op)| op)
}

/// For each way to lose a letter, the lattices that hold a reading with it, in order.
fn touched(lattices: &[Lattice]) -> Vec<Vec<usize>> {
    let mut touched = vec![Vec::new(); OPS];
    for (at, lattice) in lattices.iter().enumerate() {
        for op in lattice.edges.iter().flat_map(|edge| &edge.lost[..edge.losses]) {
            let places: &mut Vec<usize> = &mut touched[*op as usize];
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    touched
}

/// What it costs to believe that a letter is lost: a prior, less for a letter that every paper of
/// this length holds and this one does not, and more for one that is still there `left` times.
fn price(census: &Census, op: usize, uses: f64) -> f64 {
    let left = f64::from(census.left(op as Op));
    let absence =
        ((1.0 + census.expected(op as Op)) / (1.0 + 3.0 * left)).ln().clamp(0.0, PRIOR - 1.0);
    let lost = (uses + 0.1) / (uses + left + 0.2);
    PRIOR - absence - left * (1.0 - lost).ln()
}
