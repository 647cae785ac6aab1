//! Writes the lost letters back where one reading is clearly the right one.
//! In: text, regions, the channel. Out: edits, one for each damaged syllable.
//! A reading must be all but certain, or the likelier one by far where the text cannot be right as it
//! stands; every other place stays as it is.

use super::channel::{self, Channel};
use super::closed;
use super::lattice::{Lattice, Manner};
use super::letters;
use super::model::model;
use super::wider;
use super::window::{self, Cell, Edge};
use crate::document::{Edit, Why};
use crate::span::Span;

/// How probable a reading must be, in either case, before the text is changed.
const LEAST: f32 = 0.95;
/// The same, where the text cannot be right as it stands: a wrong guess then takes nothing away.
const LEAST_BROKEN: f32 = 0.50;
/// A place cannot be right as it stands where that is less probable than this.
const BROKEN: f32 = 0.05;

/// The edits of one region.
pub fn decode(
    text: &str,
    region: Span,
    manner: Manner,
    channel: &Channel,
    doubt: &Channel,
) -> Vec<Edit> {
    let lattice = Lattice::new(text, region, manner, Some(doubt));
    let chances = wider::chances(&lattice, &lattice.chances(doubt), doubt);
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
    let sure = readings().filter(|(edge, chance)| {
        let Some(all) = together(edge, **chance) else { return false };
        let known = lattice.cells[edge.start..edge.end].iter().any(window::is_present);
        all >= LEAST || all >= LEAST_BROKEN && known && whole(edge) <= BROKEN
    });
    sure.map(|(edge, chance)| edit(text, &lattice, edge, *chance)).collect()
}

fn edit(text: &str, lattice: &Lattice, edge: &Edge, chance: f32) -> Edit {
    let end = lattice.cells.get(edge.end).map_or_else(
        || lattice.cells.last().map_or(0, |cell| cell.at + cell.letter.len_utf8()),
        |cell| cell.at,
    );
    let span = Span::new(lattice.cells[edge.start].at, end);
    let piece = &lattice.cells[edge.start..edge.end];
    let to = if piece.len() < model().word(edge.id).chars().count() {
        closed::spell(edge, piece)
    } else {
        let mut lost = edge.lost[..edge.losses].iter();
        let letter = |(cell, letter): (&Cell, char)| match letters::lower(cell.letter) == letter {
            true => cell.letter,
            false => lost.next().map_or(cell.letter, |op| channel::printed(*op)),
        };
        piece.iter().zip(model().word(edge.id).chars()).map(letter).collect()
    };
    let confidence = chance.min(0.999);
    Edit { span, from: span.of(text).to_owned(), to, why: Why::LetterLost, confidence }
}
