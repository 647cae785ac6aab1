//! The noisy channel between what was printed and what was extracted: which letters are lost, how, and at what cost.
//! In: losses with their costs. Out: the cost of a loss at one place, in nats (negative natural logarithm of its
//! probability).
//! Holds what is believed of a paper; `estimate` finds out what to believe.

use super::edge::Edge;
use super::loss::{LETTERS, Loss, LossId, PLAIN_ROWS, Replacement, TableRow};
use super::memory::RepairMemory;
use super::symbol::{self, SYMBOLS};
use crate::language::letters;

// The costs are in nats and were set by hand, no measurement recorded. `vankien-lab evaluate-repair --kind all --seed
// 11` shows what another value gives back and what it harms.

/// Cost of one loss of a letter that the paper is not believed to lose.
const UNBELIEVED_LETTER: f32 = 4.0;
/// Added to [`UNBELIEVED_LETTER`] for each nat of `ln(1 + n)`, where `n` is how often the paper still holds the letter.
const UNBELIEVED_PER_LN_LEFT: f32 = 0.3;
/// Cost of one space too many or too few in a paper that is not believed to have such.
const UNBELIEVED_SPACE: f32 = 8.0;
/// Added to the cost of a lost letter if another character stands for it, because any of several hundred characters
/// may.
const UNBELIEVED_CHARACTER: f32 = 4.0;
/// A believed loss that costs more than this is partial: the paper also holds places that kept the letter.
const PARTIAL_LOSS: f32 = 0.5;

/// Added cost of a word outside the lexicon in a paper that misses a block, where a believed loss explains it. Chosen
/// with `vankien-lab evaluate-repair --kind letters-block --seed 901`.
const UNKNOWN_WORD: f32 = 2.0;
/// At least so many letters of missing blocks must be believed to be lost before all others are. A judgement.
const LEAST_LETTERS_OF_BLOCK: usize = 3;

/// What a paper is believed to lose: the cost of each loss at one place, in nats; infinite for a loss that cannot be.
#[derive(Clone)]
pub struct Channel {
    /// Costs of the believed losses, row by row: one row of [`LETTERS`] costs for each replacement. Infinite for all
    /// others.
    costs: Vec<f32>,
    /// The row of each character that may stand for a letter; [`NO_ROW`] where it never does.
    rows: Vec<u16>,
    /// The believed losses, sorted by number.
    believed: Vec<LossId>,
    /// How many of them are in each row of [`Channel::costs`].
    believed_in_row: Vec<u32>,
    /// The costs of losses that are not believed.
    doubts: Doubts,
    /// Whether the paper misses a block of letters, so that words outside the lexicon are likely to be rests of others.
    misses_block: bool,
}

/// The costs of losses that are not believed.
#[derive(Clone)]
enum Doubts {
    /// Such a loss is never supposed.
    None,
    /// Any letter may be lost. A space may be too many or too few at [`UNBELIEVED_SPACE`].
    Letters {
        /// The cost of each letter, by [`LossId::cell`].
        costs: Vec<f32>,
        /// Whether a letter may also have been replaced by another character, at [`UNBELIEVED_CHARACTER`] more.
        characters: bool,
    },
}

/// In [`Channel::rows`]: the character never stands for a letter.
const NO_ROW: u16 = u16::MAX;

impl Channel {
    /// The channel that loses nothing. [`Channel::set`] can later believe any loss with a replacing character of these
    /// `losses`, and all losses whose replacement is no character.
    pub fn lossless(losses: impl Iterator<Item = LossId>) -> Channel {
        let mut rows = vec![NO_ROW; SYMBOLS];
        for loss in losses {
            if let TableRow::Character(symbol) = loss.row() {
                rows[symbol] = 0;
            }
        }
        let mut next_row = PLAIN_ROWS;
        for row in rows.iter_mut().filter(|row| **row != NO_ROW) {
            *row = next_row as u16;
            next_row += 1;
        }
        let costs = vec![f32::INFINITY; next_row * LETTERS];
        let believed_in_row = vec![0; next_row];
        let doubts = Doubts::None;
        Channel { costs, rows, believed: Vec::new(), believed_in_row, doubts, misses_block: false }
    }

    /// The channel by which lost letters are looked for: any letter may be lost at no cost, at [`UNBELIEVED_CHARACTER`]
    /// where another character stands for it. Letters that the paper misses are believed to be lost without a trace,
    /// except those whose loss the channel `explained` has already.
    pub fn supposed(memory: &RepairMemory, explained: Option<&Channel>) -> Channel {
        let mut channel = Channel::lossless(std::iter::empty());
        let is_explained = |loss: LossId| {
            let explained_losses = explained.into_iter().flat_map(Channel::believed);
            explained_losses
                .filter(|other| !other.is_of_no_letter())
                .any(|other| other.letter() == loss.letter())
        };
        for loss in memory.missing_letters().filter(|loss| !is_explained(*loss)) {
            channel.set(loss, 0.0);
        }
        channel.doubts = Doubts::Letters { costs: vec![0.0; LETTERS], characters: true };
        channel
    }

    /// Believes of all letters of a missing block that they are lost as most of its believed ones are, with nothing, a
    /// space or a sign in their place. Of rare letters too few places are weighed to see it of each.
    pub fn believe_missing_blocks(&mut self, memory: &RepairMemory) {
        let believed = |replacement: &Replacement| {
            let losses = LossId::of_letters(*replacement);
            let is_believed = |loss: &LossId| {
                memory.is_of_missing_block(*loss) && self.believed_cost(*loss).is_finite()
            };
            losses.filter(is_believed).count()
        };
        // Of replacements with as many letters the last is taken.
        let plain = [Replacement::Sign, Replacement::Space, Replacement::Nothing];
        let most = plain.into_iter().max_by_key(believed);
        let Some(most) = most.filter(|most| believed(most) >= LEAST_LETTERS_OF_BLOCK) else {
            return;
        };
        self.misses_block = true;
        for loss in LossId::of_letters(most) {
            if memory.is_of_missing_block(loss) && !self.believed_cost(loss).is_finite() {
                self.set(loss, 0.0);
            }
        }
    }

    /// Number of losses that have a place for a cost; [`Channel::index`] is below it.
    pub fn size(&self) -> usize {
        self.costs.len()
    }

    /// The index of the believed cost of `loss`; `None` where its character has no row.
    pub fn index(&self, loss: LossId) -> Option<usize> {
        let row = match loss.row() {
            TableRow::Plain(row) => row,
            TableRow::Character(symbol) => {
                usize::from(*self.rows.get(symbol).filter(|row| **row != NO_ROW)?)
            }
        };
        Some(row * LETTERS + loss.cell())
    }

    /// The cost of `loss` at one place, if it is believed; else infinite.
    fn believed_cost(&self, loss: LossId) -> f32 {
        self.index(loss).map_or(f32::INFINITY, |index| self.costs[index])
    }

    /// The cost of `loss` at one place in nats, believed or in doubt, whichever is lower; infinite where it is neither.
    pub fn loss_cost(&self, loss: LossId) -> f32 {
        let doubt = match &self.doubts {
            Doubts::None => f32::INFINITY,
            Doubts::Letters { costs, characters } => match loss.row() {
                TableRow::Character(_) if *characters => costs[loss.cell()] + UNBELIEVED_CHARACTER,
                TableRow::Character(_) => f32::INFINITY,
                TableRow::Plain(_) if loss.is_of_no_letter() => UNBELIEVED_SPACE,
                TableRow::Plain(_) => costs[loss.cell()],
            },
        };
        self.believed_cost(loss).min(doubt)
    }

    /// Believes `loss` at this cost, or no longer where the cost is infinite. Does nothing where the character has no
    /// row.
    pub fn set(&mut self, loss: LossId, cost: f32) {
        let Some(index) = self.index(loss) else { return };
        self.costs[index] = cost;
        let count = &mut self.believed_in_row[index / LETTERS];
        match (self.believed.binary_search(&loss), cost.is_finite()) {
            (Err(at), true) => {
                self.believed.insert(at, loss);
                *count += 1;
            }
            (Ok(at), false) => {
                self.believed.remove(at);
                *count -= 1;
            }
            _ => {}
        }
    }

    /// Believes of each small letter that is lost with nothing, a space or a sign in its place that its capital is lost
    /// in the same way, where the paper lacks that, too. Few different words begin with one capital (`iu 5` of `Điều
    /// 5`, article 5), and of each only a few places are weighed.
    pub fn believe_capitals(&mut self, memory: &RepairMemory) {
        let small: Vec<LossId> = self.believed().collect();
        for loss in small.into_iter().filter(|loss| !loss.is_replaced_by_character()) {
            let Loss::Letter { number, upper: false, replacement } = loss.meaning() else {
                continue;
            };
            let capital = LossId::of_letter(number, true, replacement);
            if memory.missing(capital) > 0.0 && !self.believed_cost(capital).is_finite() {
                self.set(capital, self.believed_cost(loss));
            }
        }
    }

    /// The cost of all losses that a reading supposes, in nats: 0 where it supposes none, infinite where one cannot be.
    pub fn cost(&self, edge: &Edge) -> f32 {
        edge.losses.as_slice().iter().map(|loss| self.loss_cost(*loss)).sum()
    }

    /// The believed losses, sorted by number.
    pub fn believed(&self) -> impl Iterator<Item = LossId> + '_ {
        self.believed.iter().copied()
    }

    /// The letters, in lower case, that are believed to be lost with nothing in their place. A letter that is lost in
    /// both cases comes twice.
    pub fn letters_lost_without_trace(&self) -> Vec<char> {
        let losses = self.believed().filter(|loss| loss.is_without_trace());
        losses.map(|loss| letters::marked(loss.letter().0)).collect()
    }

    /// Whether all losses of a reading are believed; true where it supposes none.
    pub fn believes(&self, edge: &Edge) -> bool {
        edge.losses.as_slice().iter().all(|loss| self.believed_cost(*loss).is_finite())
    }

    /// Whether all letters of a block are believed to be lost; see [`Channel::believe_missing_blocks`].
    pub fn misses_block(&self) -> bool {
        self.misses_block
    }

    /// What it costs, in nats, to leave a word outside the lexicon as it is, where a believed loss explains it.
    pub fn unknown_word_cost(&self) -> f32 {
        if self.misses_block { UNKNOWN_WORD } else { 0.0 }
    }

    /// Whether `character` is believed to stand for a letter.
    pub fn is_replacement(&self, character: char) -> bool {
        let Some(symbol) = symbol::symbol(character) else { return false };
        let row = self
            .rows
            .get(usize::from(symbol))
            .and_then(|row| self.believed_in_row.get(usize::from(*row)));
        row.is_some_and(|count| *count > 0)
    }

    /// The same channel, in which letters that are not believed to be lost may be lost at a price. Readings with such a
    /// loss are never written; they only keep other readings from being all but certain.
    pub fn with_doubt(&self, memory: &RepairMemory) -> Channel {
        // Where a believed letter is lost in a part of the paper only, any other letter that the paper still holds may
        // be lost in that part as well: it costs no more than the cheapest of those.
        let mut cheapest_partial = f32::INFINITY;
        for loss in self.believed() {
            let cost = self.loss_cost(loss);
            if !loss.is_of_no_letter() && memory.left(loss) > 0.0 && cost > PARTIAL_LOSS {
                cheapest_partial = cheapest_partial.min(cost);
            }
        }
        let doubt = |loss: LossId| match memory.left(loss) as f32 {
            0.0 => UNBELIEVED_LETTER,
            left => {
                let by_count = UNBELIEVED_LETTER + UNBELIEVED_PER_LN_LEFT * (1.0 + left).ln();
                cheapest_partial.min(by_count)
            }
        };
        let costs = LossId::of_letters(Replacement::Space).map(doubt).collect();
        let characters = self.costs.len() > PLAIN_ROWS * LETTERS;
        Channel { doubts: Doubts::Letters { costs, characters }, ..self.clone() }
    }
}
