//! What is remembered of a paper from pass to pass of repair.
//! In: the census of the text as it arrived; the edits, pass by pass. Out: how often a letter was left, how often it
//! was given back, how often it is expected. Nothing is forgotten between passes: the places that remain for later
//! passes are the hard ones and tell least. Where a pass finds nothing more in a mended text, one with a new memory of
//! that text follows, so that repairing the result once more changes nothing.

use std::collections::BTreeMap;

use super::census::{self, Census};
use super::loss::{self, LossId, Replacement};
use super::missing_blocks::{Block, missing_blocks};
use crate::mended::Edit;
use crate::why::Why;

/// Spaces that are supposed too many or gone before anything is known, as a share of the words of a paper, from 0 to 1.
/// A judgement, no measurement recorded; `vankien-lab evaluate-repair --kind layout-medium,layout-high` shows its
/// effect.
const SUPPOSED_SPACE_LOSS: f64 = 0.005;

/// How many standard deviations are subtracted from the number of missing occurrences of a letter: that many may be
/// missing by chance. The standard deviation of a Poisson count is the square root of what is expected. Two are usual.
const DEVIATIONS_BEYOND_CHANCE: f64 = 2.0;

/// The census of the text as it arrived, and what was given back since.
#[derive(Debug)]
pub struct RepairMemory {
    /// The census of the text as it arrived.
    census: Census,
    /// The blocks that the text lacked as it arrived.
    missing_blocks: Vec<Block>,
    /// How many losses of each kind were repaired.
    given_back: BTreeMap<LossId, u32>,
}

impl RepairMemory {
    /// The memory of a paper of which nothing is given back yet: `text`, its census, and the byte offsets of its strange
    /// words.
    pub fn new(text: &str, census: &Census, strange: &[usize]) -> RepairMemory {
        RepairMemory {
            census: census.clone(),
            missing_blocks: missing_blocks(text, census, strange),
            given_back: BTreeMap::new(),
        }
    }

    /// Counts the losses that these edits repaired.
    pub fn learn(&mut self, edits: &[Edit]) {
        for edit in edits {
            let losses = match edit.why {
                Why::LetterLost => loss::losses_between(&edit.from, &edit.to),
                Why::WordSplit => vec![LossId::TORN],
                Why::WordsJoined => vec![LossId::JOINED],
                Why::Misread => vec![LossId::MISREAD],
                _ => continue,
            };
            for loss in losses {
                *self.given_back.entry(loss).or_default() += 1;
            }
        }
    }

    /// How many losses of this kind were repaired in earlier passes.
    pub fn given_back(&self, loss: LossId) -> f64 {
        self.given_back.get(&loss).copied().map_or(0.0, f64::from)
    }

    /// The losses that earlier passes repaired.
    pub fn all_given_back(&self) -> impl Iterator<Item = LossId> + '_ {
        self.given_back.keys().copied()
    }

    /// Whether anything was given back, so that the paper is known to be damaged.
    pub fn is_damaged(&self) -> bool {
        !self.given_back.is_empty()
    }

    /// Whether the text, as it arrived, is hardly Vietnamese ([`census::is_foreign`]), and not because it lacks a block.
    pub fn is_foreign(&self) -> bool {
        census::is_foreign(self.census.tally) && !self.misses_block()
    }

    /// Whether the text, as it arrived, lacked a block of letters; see [`missing_blocks`].
    pub fn misses_block(&self) -> bool {
        !self.missing_blocks.is_empty()
    }

    /// Whether the text, as it arrived, lacked the letter of `loss` and nearly all others of its block. False for a loss
    /// of no letter.
    pub fn is_of_missing_block(&self, loss: LossId) -> bool {
        !loss.is_of_no_letter()
            && self.census.left(loss) == 0
            && self.missing_blocks.contains(&Block::of(loss))
    }

    /// The letters that the text seems to have lost ([`Census::missing`]), and those of missing blocks, each as the
    /// loss that leaves nothing in its place.
    pub fn missing_letters(&self) -> impl Iterator<Item = LossId> + '_ {
        let of_blocks =
            LossId::of_letters(Replacement::Nothing).take_while(|_| self.misses_block());
        of_blocks.filter(|loss| self.is_of_missing_block(*loss)).chain(self.census.missing())
    }

    /// How often the letter of `loss` stood in the text as it arrived. For a loss of no letter, the number of words, as
    /// each has a space.
    pub fn left(&self, loss: LossId) -> f64 {
        let is_of_no_letter = loss.is_of_no_letter();
        f64::from(if is_of_no_letter { self.census.tally.words } else { self.census.left(loss) })
    }

    /// How often the letter of `loss` may have been lost, before anything is learnt: the number of its occurrences that
    /// are missing beyond chance, which may be negative. For a loss of no letter, [`SUPPOSED_SPACE_LOSS`] of the words.
    pub fn missing(&self, loss: LossId) -> f64 {
        if loss.is_of_no_letter() {
            return self.left(loss) * SUPPOSED_SPACE_LOSS;
        }
        let expected = self.census.expected(loss);
        expected - self.left(loss) - DEVIATIONS_BEYOND_CHANCE * expected.sqrt()
    }

    /// How often a paper of this length holds the letter of `loss`; 0 for a loss of no letter.
    pub fn expected(&self, loss: LossId) -> f64 {
        if loss.is_of_no_letter() { 0.0 } else { self.census.expected(loss) }
    }
}
