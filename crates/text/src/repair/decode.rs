//! Writes the lost letters back where one reading is clearly the right one.
//! In: text, regions, the channel. Out: edits, one for each damaged syllable or run of syllables.
//! A reading must be all but certain, or the likelier one by far where the text cannot be right as it
//! stands; every other place stays as it is.

use super::cell::{self, Cell};
use super::channel::Channel;
use super::edge::Edge;
use super::lattice::{Lattice, Manner};
use super::op::Op;
use super::{closed, misread, trigram_rescoring};
use crate::language::letters;
use crate::language::model::model;
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// How probable a reading must be, in either case, before the text is changed.
const LEAST: f32 = 0.95;
/// The same, where the text cannot be right as it stands: a wrong guess then takes nothing away.
const LEAST_BROKEN: f32 = 0.50;
/// A place cannot be right as it stands where that is less probable than this.
const BROKEN: f32 = 0.05;
/// [`LEAST`] and [`BROKEN`] where letters were misread: every word is weighed then, so that there are many
/// times as many places to go wrong at.
const MISREAD_LEAST: f32 = 0.97;
/// See [`MISREAD_LEAST`].
const MISREAD_BROKEN: f32 = 0.01;
/// [`LEAST`] where the OCR said of each word how sure it was.
const READ_LEAST: f32 = 0.90;

/// What is believed of a text.
pub struct Belief<'b> {
    /// What lost letters left behind.
    pub manner: Manner,
    /// Which are lost.
    pub channel: &'b Channel,
    /// The same with those that may be for all one knows.
    pub doubt: &'b Channel,
    /// The words that an OCR read, and how sure it was of each.
    pub read: &'b [(Span, u8)],
}

/// The edits of one region.
pub fn decode(text: &str, region: Span, belief: &Belief<'_>) -> Vec<Edit> {
    let Belief { manner, channel, doubt, read } = *belief;
    let mut lattice = Lattice::new(text, region, manner, Some(doubt));
    if manner == Manner::Read {
        misread::weigh_by_word(&mut lattice, region, read);
    }
    let chances = trigram_rescoring::chances(&lattice, &lattice.chances(doubt), doubt);
    let readings = || lattice.edges.iter().zip(&chances.edges).filter(|(edge, _)| edge.losses > 0);
    // The case of a lost letter matters less than the letter: readings that differ in it alone
    // are one reading, written in the likelier case that is believed; the first of two alike.
    let believed = |edge: &Edge| channel.cost(edge).is_finite();
    let together = |one: &Edge, at: f32| -> Option<f32> {
        let same = readings()
            .filter(|(edge, _)| (edge.start, edge.end, edge.id) == (one.start, one.end, one.id));
        let (mut all, mut likelier, mut met) = (0.0, believed(one), false);
        for (edge, chance) in same {
            met |= std::ptr::eq(edge, one);
            let less = if met { *chance <= at } else { *chance < at };
            likelier &= less || !believed(edge);
            all += chance;
        }
        likelier.then_some(all)
    };
    // How likely it is that what an edge covers is right as it stands.
    let whole = |one: &Edge| -> f32 {
        let beside =
            lattice.edges.iter().zip(&chances.edges).filter(|(edge, _)| {
                edge.losses == 0 && edge.start < one.end && one.start < edge.end
            });
        beside.map(|(_, chance)| *chance).fold(0.0, f32::max)
    };
    let (least, broken) = match manner {
        Manner::Read => (READ_LEAST, BROKEN),
        Manner::Misread { .. } => (MISREAD_LEAST, MISREAD_BROKEN),
        Manner::Gaps | Manner::Words => (LEAST, BROKEN),
    };
    let sure = readings().filter(|(edge, chance)| {
        let Some(all) = together(edge, **chance) else { return false };
        let known = lattice.cells[edge.start..edge.end].iter().any(cell::is_present);
        all >= least || all >= LEAST_BROKEN && known && whole(edge) <= broken
    });
    let (joined, sure): (Vec<_>, Vec<_>) =
        sure.partition(|(edge, _)| edge.lost[..edge.losses].first() == Some(&Op::JOINED));
    let mut edits = parted(text, &lattice.cells, &joined);
    edits.extend(sure.iter().map(|(edge, chance)| edit(text, &lattice, edge, **chance)));
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// The runs of letters that are parted before these words.
fn parted(text: &str, cells: &[Cell], words: &[(&Edge, &f32)]) -> Vec<Edit> {
    let run = |edge: &Edge| {
        let start = cells[..edge.start].iter().rposition(|cell| !cell::is_present(cell));
        let end = cells[edge.end..].iter().position(|cell| !cell::is_present(cell));
        (start.map_or(0, |at| at + 1), end.map_or(cells.len(), |at| edge.end + at))
    };
    let runs = words.chunk_by(|(one, _), (other, _)| run(one) == run(other));
    let part = |words: &[(&Edge, &f32)]| {
        let (start, end) = run(words[0].0);
        let mut to = String::new();
        for (at, cell) in cells.iter().enumerate().take(end).skip(start) {
            to.extend(words.iter().any(|(edge, _)| edge.start == at).then_some(' '));
            to.push(cell.letter);
        }
        let span = Span::new(cells[start].at, byte(cells, end));
        let confidence = words.iter().map(|(_, chance)| **chance).fold(0.999, f32::min);
        Edit { span, from: span.of(text).to_owned(), to, why: Why::WordsJoined, confidence }
    };
    runs.map(part).collect()
}

/// Where cell `at` begins; behind the last one, where that ends.
fn byte(cells: &[Cell], at: usize) -> usize {
    let end = || cells.last().map_or(0, |cell| cell.at + cell.letter.len_utf8());
    cells.get(at).map_or_else(end, |cell| cell.at)
}

fn edit(text: &str, lattice: &Lattice, edge: &Edge, chance: f32) -> Edit {
    let span = Span::new(lattice.cells[edge.start].at, byte(&lattice.cells, edge.end));
    let piece = &lattice.cells[edge.start..edge.end];
    let torn = edge.lost[..edge.losses].first() == Some(&Op::TORN);
    let misread = edge.lost[..edge.losses].first() == Some(&Op::MISREAD);
    let why = match () {
        () if torn => Why::WordSplit,
        () if misread => Why::Misread,
        () => Why::LetterLost,
    };
    let to = if torn {
        piece.iter().filter(|cell| cell::is_present(cell)).map(|cell| cell.letter).collect()
    } else if misread {
        misread::spell(edge, piece)
    } else if piece.len() < model().word(edge.id).chars().count() {
        closed::spell(edge, piece)
    } else {
        let mut lost = edge.lost[..edge.losses].iter();
        let letter = |(cell, letter): (&Cell, char)| match letters::lower(cell.letter) == letter {
            true => cell.letter,
            false => lost.next().map_or(cell.letter, |op| op.printed()),
        };
        piece.iter().zip(model().word(edge.id).chars()).map(letter).collect()
    };
    let confidence = chance.min(0.999);
    Edit { span, from: span.of(text).to_owned(), to, why, confidence }
}
