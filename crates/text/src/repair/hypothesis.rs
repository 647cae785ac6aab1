//! The kinds of damage that repair supposes, each with its generators of readings.
//! In: the cells of a region; the channel. Out: edges of the lattice. Never weighs them; `lattice` does.

use super::cell::{Cell, CellClass};
use super::channel::Channel;
use super::edge::Edge;
use super::loss::LossId;
use super::misread::{ocr_words, readings};
use super::{dropped_letters, gap_letters, spaces, substituted_letters};
use crate::evidence::OcrWord;
use crate::span::Span;

/// The kind of damage that the readings of a lattice suppose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hypothesis<'e> {
    /// A space or a sign stands for each lost letter; spaces are too many or too few.
    Gaps,
    /// Nothing, or another character, stands for a lost letter.
    InsideWords,
    /// An OCR took letters for others, at one rate for the whole paper.
    Misread {
        /// Whether every word may be misread; else only words outside the lexicon.
        all_words: bool,
    },
    /// An OCR took letters for others, and says of each of these words, which are in order, how sure it is.
    OcrWords(&'e [(Span, OcrWord)]),
}

impl Hypothesis<'_> {
    /// Adds the readings that begin at cell `start` and suppose this damage.
    pub fn add_readings(
        self,
        cells: &[Cell],
        start: usize,
        channel: Option<&Channel>,
        edges: &mut Vec<Edge>,
    ) {
        match self {
            Hypothesis::Gaps => {
                gap_letters::add_readings(cells, start, edges);
                spaces::add_readings(cells, start, edges);
            }
            Hypothesis::InsideWords => {
                let Some(channel) = channel else { return };
                dropped_letters::add_readings(cells, start, channel, edges);
                substituted_letters::add_readings(cells, start, channel, edges);
            }
            Hypothesis::OcrWords(words) => ocr_words::add_readings(cells, start, words, edges),
            Hypothesis::Misread { all_words } => {
                readings::add_readings(cells, start, all_words, edges);
            }
        }
    }

    /// For each cell, whether it is a sign that `channel` believes to stand for letters. Signs of gaps are not told
    /// apart: all are believed to, or none. Where letters were misread, no cell is such a sign.
    pub fn replacements(self, cells: &[Cell], channel: Option<&Channel>) -> Vec<bool> {
        let is_sign =
            channel.is_some_and(|channel| channel.believed().any(LossId::is_replaced_by_sign));
        let is_replacement = |cell: &Cell| match (self, cell.class) {
            (Hypothesis::Gaps, CellClass::SoftPlaceholder) => is_sign,
            (Hypothesis::InsideWords, CellClass::Punctuation | CellClass::SoftPlaceholder) => {
                channel.is_some_and(|channel| channel.is_replacement(cell.letter))
            }
            _ => false,
        };
        cells.iter().map(is_replacement).collect()
    }
}

/// What a lattice is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To learn what a paper lost: any capital that stands alone may be a symbol, and is then no rest of a word.
    Learning,
    /// To repair the region with what was learnt.
    Repair,
}
