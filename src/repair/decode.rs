//! Writes the lost letters back where one reading is clearly the right one.
//! In: text, regions, the channel. Out: edits, one for each damaged syllable.
//! A reading must be all but certain; every other place stays as it is.

use super::channel::{self, Channel};
use super::closed;
use super::lattice::{Lattice, Manner};
use super::window::{Cell, Class, Edge};
use crate::document::{Edit, Why};
use crate::span::Span;

/// How probable a reading must be, in either case, before the text is changed.
const LEAST: f32 = 0.95;
/// How probable its letters must be in the case that is written.
const LEAST_CASE: f32 = 0.70;

/// The edits of one region.
pub fn decode(
    text: &str,
    region: Span,
    manner: Manner,
    channel: &Channel,
    doubt: &Channel,
) -> Vec<Edit> {
    let lattice = Lattice::new(text, region, manner, Some(doubt));
    let chances = lattice.chances(doubt);
    let readings = || lattice.edges.iter().zip(&chances.edges).filter(|(edge, _)| edge.losses > 0);
    // The case of a lost letter matters less than the letter: readings that differ in it alone
    // are one reading, written in the likelier case.
    let together = |one: &Edge| -> f32 {
        let same = readings()
            .filter(|(edge, _)| (edge.start, edge.end, edge.id) == (one.start, one.end, one.id));
        same.map(|(_, chance)| chance).sum()
    };
    let sure = readings().filter(|(edge, chance)| {
        **chance >= LEAST_CASE && channel.cost(edge).is_finite() && together(edge) >= LEAST
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
    let to = if piece.iter().all(|cell| cell.class == Class::Letter) {
        closed::spell(edge, piece)
    } else {
        let mut lost = edge.lost[..edge.losses].iter();
        let letter = |cell: &Cell| match cell.class {
            Class::Letter => cell.letter,
            _ => lost.next().map_or(cell.letter, |op| channel::printed(*op)),
        };
        piece.iter().map(letter).collect()
    };
    let confidence = chance.min(0.999);
    Edit { span, from: span.of(text).to_owned(), to, why: Why::LetterLost, confidence }
}
