//! Estimates the channel of a paper: which letters it lost.
//! In: the lattices of suspicious places, the census of the letters that are left. Out: the set of losses with the
//! least total cost. The prior is that nothing is lost. Works by expectation-maximisation: expected counts of each loss
//! give its cost, costs give new expected counts. Losses that do not explain what it costs to believe them are given
//! up.

use std::collections::BTreeMap;

use super::channel::Channel;
use super::lattice::{Lattice, PathSums};
use super::loss::{self, Loss, LossId, Replacement};
use super::memory::RepairMemory;
use crate::language::model::Id;

// Prices are in nats and were set by hand, no measurement recorded, except where a result is named. Lower prices give
// more back and harm more: `vankien-lab evaluate-repair --kind all --seed 11` shows both.

/// Price in nats of believing that a letter is lost: the loss must explain at least as much. It is lowered, down to 1,
/// for a letter that other papers of this length hold and this one does not, and where its whole block is missing.
const PRICE: f64 = 5.0;
/// Price of believing that spaces between words are gone: authors leave a few out themselves. Measured against 8, which
/// gave 92.73 in place of 92.55 % recall in `layout-medium` and 0.15 more harm in `letters-3-4` (benches/RESULTS.md);
/// again with `vankien-lab evaluate-repair --kind layout-medium,letters-3-4 --text FILE`.
const PRICE_JOINED: f64 = 18.0;
/// Price of believing that another character stands for a letter: there are many such pairs, so some fit by chance.
const PRICE_CHARACTER: f64 = 10.0;
/// Added to [`PRICE_CHARACTER`] unless the loss explains at least two different words: `m2` (square metres) is no
/// damaged `mỹ` (fine).
const PRICE_ONE_WORD: f64 = 15.0;
/// What all losses together must explain beyond their own prices before a paper counts as damaged, in nats.
const PRICE_DAMAGED: f64 = 4.0;
/// Factor for the occurrences of a letter that the paper kept, where they are weighed against the expected ones: how
/// much more a kept letter speaks against a loss than an expected one speaks for it.
const KEPT_LETTER_WEIGHT: f64 = 3.0;
/// A word counts as explained by a loss if the reading with that loss has a higher posterior than this, from 0 to 1.
const EXPLAINED: f32 = 0.3;
/// Rounds of expectation-maximisation before losses are given up one by one.
const ROUNDS: usize = 6;
/// In all rounds but the first and the last, a loss with a lower expected count than this is given up.
const LEAST_COUNT_EARLY: f64 = 0.02;
/// In the last round, a loss with a lower expected count than this is given up.
const LEAST_COUNT: f64 = 0.3;
/// Pseudo-count added to the occurrences of a loss, so that no estimated probability is 0 or 1.
const PSEUDO_COUNT: f64 = 0.1;
/// At the start, at least this many losses of each letter are supposed, beside those that were given back.
const LEAST_MISSING: f64 = 0.5;

/// A posterior of a lattice is surely more than this share of what is computed for it, whatever is lost to rounding.
const POSTERIOR_WITHOUT_ERROR: f64 = 0.999;

/// What is believed of the losses of a paper.
pub struct Estimate {
    /// The channel with the losses that are believed.
    pub channel: Channel,
    /// How much better that channel explains the paper than leaving all alone, in nats, prices subtracted. Positive,
    /// and infinite where an OCR gave its confidences.
    pub gain: f64,
}

/// Estimates the losses of a paper from the lattices of its suspicious places; `None` where leaving all alone explains
/// the paper at least as well.
pub fn estimate(mut lattices: Vec<Lattice>, memory: &RepairMemory) -> Option<Estimate> {
    let lattices = &mut lattices;
    let mut channel = first_channel(lattices, memory);
    channel.believed().next()?;
    let lossless = Channel::lossless(std::iter::empty());
    let unchanged: Vec<f64> =
        lattices.iter().map(|lattice| lattice.sums(&lossless).total).collect();
    let hopeless = losses_below_price(&channel, lattices, &unchanged, memory);
    give_up(&mut channel, lattices, hopeless);
    channel.believed().next()?;
    // Regions without a supposed loss tell no more.
    let unchanged_total: f64 = lattices
        .iter()
        .zip(unchanged)
        .filter(|(lattice, _)| lattice.has_losses())
        .map(|(_, unchanged)| unchanged)
        .sum();
    lattices.retain(Lattice::has_losses);
    let mut counts = ExpectedCounts::new(&channel);
    for round in 0..ROUNDS {
        counts = recount(&mut channel, lattices, memory);
        if round > 0 {
            let least = if round + 1 < ROUNDS { LEAST_COUNT_EARLY } else { LEAST_COUNT };
            let rare =
                channel.believed().filter(|loss| counts.of(&channel, *loss) < least).collect();
            give_up(&mut channel, lattices, rare);
        }
    }
    loop {
        let weak = losses_not_worth_price(&channel, lattices, memory, &counts);
        if weak.is_empty() {
            break;
        }
        give_up(&mut channel, lattices, weak);
        counts = recount(&mut channel, lattices, memory);
    }
    channel.believed().next()?;
    let price: f64 = channel.believed().map(|loss| counts.price(memory, &channel, loss)).sum();
    let damaged_price = if memory.is_damaged() { 0.0 } else { PRICE_DAMAGED };
    let gain = total(lattices, &channel) - unchanged_total - price - damaged_price;
    (gain > 0.0).then_some(Estimate { channel, gain })
}

/// What earlier passes gave back of a paper that misses a block; `None` for any other paper, and before anything is
/// given back.
pub fn of_missing_blocks(memory: &RepairMemory) -> Option<Estimate> {
    let mut channel = Channel::lossless(std::iter::empty());
    for loss in memory.all_given_back().filter(|loss| loss.is_without_trace()) {
        channel.set(loss, 0.0);
    }
    channel.believe_missing_blocks(memory);
    channel.misses_block().then_some(Estimate { channel, gain: PRICE_DAMAGED })
}

/// The channel to begin with: every loss that some reading supposes. A loss costs the more, the more of its letter is
/// left.
fn first_channel(lattices: &[Lattice], memory: &RepairMemory) -> Channel {
    let edges = || lattices.iter().flat_map(|lattice| &lattice.edges);
    let losses = || edges().flat_map(|edge| edge.losses.as_slice()).copied();
    let mut channel = Channel::lossless(losses());
    for loss in losses() {
        if channel.loss_cost(loss).is_infinite() {
            let left = memory.left(loss);
            let missing = memory.missing(loss).max(LEAST_MISSING + memory.given_back(loss));
            channel.set(loss, ((missing + left) / missing).ln() as f32);
        }
    }
    channel
}

/// The losses that could not explain their price even if they cost nothing: nearly all of them, in nearly every paper.
/// Those that earlier passes gave back are never among them. `unchanged` is the total of each lattice without any loss.
fn losses_below_price(
    channel: &Channel,
    lattices: &[Lattice],
    unchanged: &[f64],
    memory: &RepairMemory,
) -> Vec<LossId> {
    let mut free = channel.clone();
    channel.believed().for_each(|loss| free.set(loss, 0.0));
    // In place of counts, `by_loss` holds the highest gain that each loss may have.
    let mut most = ExpectedCounts::new(channel);
    let mut last_lattice = vec![usize::MAX; channel.size()];
    for ((at, lattice), unchanged) in lattices.iter().enumerate().zip(unchanged) {
        let gain = lattice.sums(&free).total - unchanged;
        for edge in &lattice.edges {
            for loss in edge.losses.as_slice() {
                let Some(index) = channel.index(*loss) else { continue };
                most.words[index].add(edge.id);
                if last_lattice[index] != at {
                    last_lattice[index] = at;
                    most.by_loss[index] += gain;
                }
            }
        }
    }
    let is_below_price = |loss: &LossId| {
        let index = channel.index(*loss).unwrap_or_default();
        memory.given_back(*loss) == 0.0
            && most.by_loss[index] < least_price(memory, *loss, most.words[index])
    };
    channel.believed().filter(is_below_price).collect()
}

/// The log probability of all lattices together.
fn total(lattices: &[Lattice], channel: &Channel) -> f64 {
    lattices.iter().map(|lattice| lattice.sums(channel).total).sum()
}

/// Takes `losses` out of the channel, and the readings that need them out of the lattices.
fn give_up(channel: &mut Channel, lattices: &mut [Lattice], losses: Vec<LossId>) {
    if losses.is_empty() {
        return;
    }
    losses.iter().for_each(|loss| channel.set(*loss, f32::INFINITY));
    lattices.iter_mut().for_each(|lattice| lattice.restrict(channel));
}

/// How often each loss occurs in the paper, as a sum of posteriors.
struct ExpectedCounts {
    /// By [`Channel::index`].
    by_loss: Vec<f64>,
    /// By [`LossId::letter_or_space`]: losses of the same letter together.
    by_letter: Vec<f64>,
    /// By [`Channel::index`], the words that each loss explains.
    words: Vec<ExplainedWords>,
}

/// The words that a loss explains, as far as the price depends on them.
#[derive(Clone, Copy, PartialEq)]
enum ExplainedWords {
    /// It explains none.
    None,
    /// It explains this word alone, once or several times.
    One(Id),
    /// It explains at least two different words.
    Several,
}

impl ExplainedWords {
    fn add(&mut self, id: Id) {
        *self = match *self {
            ExplainedWords::None => ExplainedWords::One(id),
            ExplainedWords::One(one) if one == id => ExplainedWords::One(one),
            _ => ExplainedWords::Several,
        };
    }
}

impl ExpectedCounts {
    fn new(channel: &Channel) -> ExpectedCounts {
        let size = channel.size();
        ExpectedCounts {
            by_loss: vec![0.0; size],
            by_letter: vec![0.0; loss::LETTERS_AND_SPACES],
            words: vec![ExplainedWords::None; size],
        }
    }

    fn of(&self, channel: &Channel, loss: LossId) -> f64 {
        channel.index(loss).map_or(0.0, |index| self.by_loss[index])
    }

    fn price(&self, memory: &RepairMemory, channel: &Channel, loss: LossId) -> f64 {
        let words = channel.index(loss).map_or(ExplainedWords::None, |index| self.words[index]);
        price(memory, loss, self.of(channel, loss), words)
    }
}

/// Counts how often each loss is expected, and sets its cost accordingly.
fn recount(channel: &mut Channel, lattices: &[Lattice], memory: &RepairMemory) -> ExpectedCounts {
    let mut counts = ExpectedCounts::new(channel);
    let mut add = |loss: LossId, posterior: f64, explained: Option<Id>| {
        let Some(index) = channel.index(loss) else { return };
        counts.by_loss[index] += posterior;
        counts.by_letter[loss.letter_or_space()] += posterior;
        if let Some(id) = explained {
            counts.words[index].add(id);
        }
    };
    channel.believed().for_each(|loss| add(loss, memory.given_back(loss), None));
    for lattice in lattices {
        let posteriors = lattice.posteriors(channel);
        for (edge, posterior) in lattice.edges.iter().zip(&posteriors.edges) {
            let explained = (*posterior > EXPLAINED).then_some(edge.id);
            for loss in edge.losses.as_slice() {
                add(*loss, f64::from(*posterior), explained);
            }
        }
    }
    for loss in channel.believed().collect::<Vec<_>>() {
        let printed = counts.by_letter[loss.letter_or_space()] + memory.left(loss);
        let probability =
            (counts.of(channel, loss) + PSEUDO_COUNT) / (printed + 2.0 * PSEUDO_COUNT);
        channel.set(loss, -probability.ln() as f32);
    }
    counts
}

/// The losses that explain less than their price, the worst first. Of several that occur in one lattice only the worst
/// is among them: whether another could explain what the first no longer does is seen only once the first is gone.
fn losses_not_worth_price(
    channel: &Channel,
    lattices: &[Lattice],
    memory: &RepairMemory,
    counts: &ExpectedCounts,
) -> Vec<LossId> {
    let sums: Vec<PathSums> = lattices.iter().map(|lattice| lattice.sums(channel)).collect();
    let lattices_by_loss = lattices_by_loss(lattices);
    let lattices_of = |loss: LossId| lattices_by_loss.get(&loss).into_iter().flatten();
    let least_gains = least_gains(lattices, &sums);
    let net_loss = |loss: LossId| {
        let price = counts.price(memory, channel, loss);
        // Most losses are worth much more than their price; that is seen without weighing the paths again.
        if least_gains.get(&loss).is_some_and(|least| *least > price) {
            return None;
        }
        let gain = |at: &usize| sums[*at].total - lattices[*at].total_without(loss, &sums[*at]);
        let net = lattices_of(loss).map(gain).sum::<f64>() - price;
        (net < 0.0).then_some((net, loss))
    };
    let mut losing: Vec<(f64, LossId)> = channel.believed().filter_map(net_loss).collect();
    losing.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut is_taken = vec![false; lattices.len()];
    let mut worst = Vec::new();
    for (_, loss) in losing {
        if lattices_of(loss).all(|at| !is_taken[*at]) {
            lattices_of(loss).for_each(|at| is_taken[*at] = true);
            worst.push(loss);
        }
    }
    worst
}

/// For each loss, a lower bound of what it explains, in nats. In a lattice a loss explains `-ln(1 - p)`, where `p` is
/// the probability of all paths that suppose it: at least that of its likeliest reading.
fn least_gains(lattices: &[Lattice], sums: &[PathSums]) -> BTreeMap<LossId, f64> {
    let mut gains: BTreeMap<LossId, f64> = BTreeMap::new();
    for (lattice, sums) in lattices.iter().zip(sums) {
        let mut likeliest: BTreeMap<LossId, f32> = BTreeMap::new();
        for (edge, posterior) in lattice.edges.iter().zip(&lattice.posteriors_of(sums).edges) {
            for loss in edge.losses.as_slice() {
                let most = likeliest.entry(*loss).or_default();
                *most = most.max(*posterior);
            }
        }
        for (loss, posterior) in likeliest {
            let posterior = f64::from(posterior.min(1.0)) * POSTERIOR_WITHOUT_ERROR;
            *gains.entry(loss).or_default() -= (1.0 - posterior).ln();
        }
    }
    gains
}

/// For each loss, the indices of the lattices that hold a reading with it, in order.
fn lattices_by_loss(lattices: &[Lattice]) -> BTreeMap<LossId, Vec<usize>> {
    let mut by_loss: BTreeMap<LossId, Vec<usize>> = BTreeMap::new();
    for (at, lattice) in lattices.iter().enumerate() {
        for loss in lattice.edges.iter().flat_map(|edge| edge.losses.as_slice()) {
            let indices = by_loss.entry(*loss).or_default();
            if indices.last() != Some(&at) {
                indices.push(at);
            }
        }
    }
    by_loss
}

/// What it costs to believe a loss, in nats: nothing where an earlier pass believed it. Else the least price, and the
/// cost of every occurrence of the letter that was kept although letters are lost at this rate.
fn price(memory: &RepairMemory, loss: LossId, count: f64, words: ExplainedWords) -> f64 {
    if memory.given_back(loss) > 0.0 {
        return 0.0;
    }
    let left = memory.left(loss);
    let rate = (count + PSEUDO_COUNT) / (count + left + 2.0 * PSEUDO_COUNT);
    least_price(memory, loss, words) - left * (1.0 - rate).ln()
}

/// What it costs at least to believe a loss, in nats. Cheaper for a letter that every paper of this length holds and
/// this one does not. In a foreign text infinite for spaces and misread letters, in one that misses a block for torn words.
fn least_price(memory: &RepairMemory, loss: LossId, words: ExplainedWords) -> f64 {
    let price = match loss.meaning() {
        Loss::Torn | Loss::Joined | Loss::Misread if memory.is_foreign() => f64::INFINITY,
        // What is left of a word looks like a piece of the word before it (`quan h` of `quan hệ` like `quanh`).
        Loss::Torn if memory.misses_block() => f64::INFINITY,
        Loss::Joined => PRICE_JOINED,
        Loss::Letter { replacement: Replacement::Character(_), .. } => {
            if words == ExplainedWords::Several {
                PRICE_CHARACTER
            } else {
                PRICE_CHARACTER + PRICE_ONE_WORD
            }
        }
        _ => PRICE,
    };
    if memory.is_of_missing_block(loss) {
        return price - (PRICE - 1.0);
    }
    let kept = KEPT_LETTER_WEIGHT * memory.left(loss);
    let absence = ((1.0 + memory.expected(loss)) / (1.0 + kept)).ln();
    price - absence.clamp(0.0, PRICE - 1.0)
}
