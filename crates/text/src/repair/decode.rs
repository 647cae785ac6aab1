//! Decodes a region: writes lost letters back where one reading is clearly the right one.
//! In: text, a region, the channel. Out: edits, one for each damaged syllable or run of syllables.
//! Never changes a place whose best reading is in doubt. A reading is written where it is all but certain, or where it
//! is the likelier one and the text cannot be right as it stands.

use std::ops::Range;

use super::cell::{self, Cell};
use super::channel::Channel;
use super::edge::Edge;
use super::hypothesis::{Hypothesis, Purpose};
use super::lattice::{Lattice, Posteriors};
use super::loss::LossId;
use super::work::Work;
use super::{dropped_letters, misread, trigram_rescoring};
use crate::language::letters;
use crate::language::model::model;
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

// The limits are posterior probabilities, from 0 to 1. Lower ones give more back and harm more; `vankien-lab
// evaluate-repair --kind all --seed 11` shows both. Where nothing else is said, they were chosen with the damaged
// papers of seed 1 in view (commit 61d636e), so that figures of seed 1 say little.

/// A reading is written if its probability is at least this.
const CERTAIN: f32 = 0.95;
/// A reading is written if its probability is at least this and the text cannot be right as it stands ([`BROKEN`]): a
/// wrong guess then takes nothing away.
const LIKELIER: f32 = 0.50;
/// The text cannot be right as it stands if the probability of that is at most this.
const BROKEN: f32 = 0.05;
/// [`CERTAIN`] where letters were misread without an OCR's confidences. Every word of such a paper is decoded, so there
/// are many times as many places to go wrong at. Chosen on pages that tesseract had read; again with `vankien-lab
/// evaluate-repair --pages DIR --only judge-`.
const CERTAIN_MISREAD: f32 = 0.97;
/// [`BROKEN`] for the same papers, chosen in the same way.
const BROKEN_MISREAD: f32 = 0.01;
/// [`CERTAIN`] where the OCR gave its confidence for each word. Chosen on 160 + 260 pages of seeds 11 and 12, checked
/// on 240 pages of seed 99 (benches/RESULTS.md, 2026-11-23); again with `vankien-lab evaluate-repair --pages DIR --only
/// judge-`.
const CERTAIN_WITH_OCR_CONFIDENCE: f32 = 0.90;
/// Highest confidence that an edit states: a likelihood of the model is never a certainty. A judgement.
const MOST_CONFIDENCE: f32 = 0.999;

/// What is believed of a text when its regions are decoded.
pub struct Belief<'b> {
    /// The kind of damage.
    pub hypothesis: Hypothesis<'b>,
    /// The channel with the believed losses alone.
    pub channel: &'b Channel,
    /// The same channel with losses that are merely possible; see [`Channel::with_doubt`].
    pub doubt: &'b Channel,
    /// What each region is charged to.
    pub work: &'b Work,
}

/// The edits of one region, in order of place, without overlap; empty where no reading is sure enough.
pub fn decode(text: &str, region: Span, belief: &Belief<'_>) -> Vec<Edit> {
    let doubt = Some(belief.doubt);
    let parts = Lattice::of_parts(text, region, belief.hypothesis, doubt, Purpose::Repair);
    parts.into_iter().flat_map(|lattice| edits(text, &lattice, belief)).collect()
}

/// The edits of a part of a region, which `lattice` is made of.
fn edits(text: &str, lattice: &Lattice, belief: &Belief<'_>) -> Vec<Edit> {
    let Belief { hypothesis, channel, doubt, work } = *belief;
    work.spend(lattice.cells.len() + lattice.size());
    let posteriors = trigram_rescoring::posteriors(lattice, &lattice.posteriors(doubt), doubt);
    let (certain, broken) = match hypothesis {
        Hypothesis::OcrWords(_) => (CERTAIN_WITH_OCR_CONFIDENCE, BROKEN),
        Hypothesis::Misread { .. } => (CERTAIN_MISREAD, BROKEN_MISREAD),
        Hypothesis::Gaps | Hypothesis::InsideWords => (CERTAIN, BROKEN),
    };
    let mut joined_words: Vec<Reading<'_>> = Vec::new();
    let mut edits = Vec::new();
    let decoded = Decoded { lattice, posteriors: &posteriors, channel };
    for reading in decoded.readings_with_losses() {
        let Some(probability) = decoded.probability_in_any_case(reading) else { continue };
        let edge = reading.edge;
        let has_letters = lattice.cells[edge.start..edge.end].iter().any(cell::is_letter);
        let is_likelier =
            probability >= LIKELIER && has_letters && decoded.probability_unchanged(edge) <= broken;
        if !(probability >= certain || is_likelier) {
            continue;
        }
        if edge.losses.as_slice().first() == Some(&LossId::JOINED) {
            joined_words.push(reading);
        } else {
            edits.push(edit(text, lattice, reading));
        }
    }
    let mut all = separations(text, &lattice.cells, &joined_words);
    all.append(&mut edits);
    all.sort_by_key(|edit| edit.span);
    all
}

/// A reading of the lattice with its posterior.
#[derive(Clone, Copy)]
struct Reading<'l> {
    edge: &'l Edge,
    posterior: f32,
}

/// A lattice whose readings are weighed.
struct Decoded<'l> {
    lattice: &'l Lattice,
    posteriors: &'l Posteriors,
    channel: &'l Channel,
}

impl<'l> Decoded<'l> {
    /// The readings that begin at one of the cells `starts`.
    fn readings_from(&self, starts: Range<usize>) -> impl Iterator<Item = Reading<'l>> + use<'l> {
        let edges = &self.lattice.edges;
        // Edges are in order of their first cells.
        let before = |cell: usize| edges.partition_point(|edge| edge.start < cell);
        let (first, end) = (before(starts.start), before(starts.end));
        let readings = edges[first..end].iter().zip(&self.posteriors.edges[first..end]);
        readings.map(|(edge, posterior)| Reading { edge, posterior: *posterior })
    }

    fn readings_with_losses(&self) -> impl Iterator<Item = Reading<'l>> + use<'l> {
        let all = self.readings_from(0..self.lattice.cells.len());
        all.filter(|reading| !reading.edge.losses.is_empty())
    }

    /// The probability of a reading together with the others with losses that read the same word in the same place:
    /// they differ in the case of lost letters or in what stands for them, and the letter matters more. `None` for all
    /// but the one that is to be written: the likeliest whose losses are believed, or the first of several that are
    /// equally likely.
    fn probability_in_any_case(&self, reading: Reading<'_>) -> Option<f32> {
        let Reading { edge: one, posterior } = reading;
        let is_believed = |edge: &Edge| self.channel.cost(edge).is_finite();
        let mut is_first = is_believed(one);
        let (mut sum, mut is_behind) = (0.0, false);
        for other in self.readings_from(one.start..one.start + 1) {
            let edge = other.edge;
            if (edge.end, edge.id) != (one.end, one.id) || edge.losses.is_empty() {
                continue;
            }
            // Of two that are equally likely, the earlier is written.
            is_behind |= std::ptr::eq(edge, one);
            let loses =
                if is_behind { other.posterior <= posterior } else { other.posterior < posterior };
            if !loses && is_believed(edge) {
                is_first = false;
            }
            sum += other.posterior;
        }
        is_first.then_some(sum)
    }

    /// How probable it is that what an edge covers is right as it stands: the highest posterior of the readings without
    /// losses that overlap it; 0 where there is none.
    fn probability_unchanged(&self, one: &Edge) -> f32 {
        let mut highest = 0.0;
        for Reading { edge, posterior } in self.readings_from(0..one.end) {
            if edge.losses.is_empty() && one.start < edge.end {
                highest = f32::max(highest, posterior);
            }
        }
        highest
    }
}

/// The edits that put spaces before words that were joined to the word before them: one edit for each run of letters.
fn separations(text: &str, cells: &[Cell], words: &[Reading<'_>]) -> Vec<Edit> {
    let run = |edge: &Edge| {
        let start = cells[..edge.start].iter().rposition(|cell| !cell::is_letter(cell));
        let end = cells[edge.end..].iter().position(|cell| !cell::is_letter(cell));
        (start.map_or(0, |at| at + 1), end.map_or(cells.len(), |at| edge.end + at))
    };
    let mut edits = Vec::new();
    for words in words.chunk_by(|one, other| run(one.edge) == run(other.edge)) {
        let (start, end) = run(words[0].edge);
        let mut to = String::new();
        for (at, cell) in cells.iter().enumerate().take(end).skip(start) {
            if words.iter().any(|word| word.edge.start == at) {
                to.push(' ');
            }
            to.push(cell.letter);
        }
        let span = Span::new(cells[start].at, byte(cells, end));
        let confidence = words.iter().map(|word| word.posterior).fold(MOST_CONFIDENCE, f32::min);
        let from = span.of(text).to_owned();
        edits.push(Edit { span, from, to, why: Why::WordsJoined, confidence });
    }
    edits
}

/// Offset in the text at which cell `at` begins; behind the last cell, at which that ends.
fn byte(cells: &[Cell], at: usize) -> usize {
    let end = || cells.last().map_or(0, |cell| cell.at + cell.letter.len_utf8());
    cells.get(at).map_or_else(end, |cell| cell.at)
}

/// The edit that writes a reading other than that of joined words.
fn edit(text: &str, lattice: &Lattice, reading: Reading<'_>) -> Edit {
    let Reading { edge, posterior } = reading;
    let span = Span::new(lattice.cells[edge.start].at, byte(&lattice.cells, edge.end));
    let piece = &lattice.cells[edge.start..edge.end];
    let (why, to) = match edge.losses.as_slice().first() {
        Some(&LossId::TORN) => {
            let letters = piece.iter().filter(|cell| cell::is_letter(cell));
            (Why::WordSplit, letters.map(|cell| cell.letter).collect())
        }
        Some(&LossId::MISREAD) => (Why::Misread, misread::spell(edge, piece)),
        _ if piece.len() < model().word(edge.id).chars().count() => {
            (Why::LetterLost, dropped_letters::spell(edge, piece))
        }
        _ => (Why::LetterLost, spell_in_place(edge, piece)),
    };
    let confidence = posterior.min(MOST_CONFIDENCE);
    Edit { span, from: span.of(text).to_owned(), to, why, confidence }
}

/// The word of an edge as it was printed, where each lost letter left a character in its place.
fn spell_in_place(edge: &Edge, piece: &[Cell]) -> String {
    let mut losses = edge.losses.as_slice().iter();
    let mut word = String::new();
    for (cell, letter) in piece.iter().zip(model().word(edge.id).chars()) {
        if letters::lower(cell.letter) == letter {
            word.push(cell.letter);
        } else {
            word.push(losses.next().map_or(cell.letter, |loss| loss.printed()));
        }
    }
    word
}
