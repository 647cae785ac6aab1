//! Writes the lost letters back where one reading is clearly the right one.
//! In: text, regions, the channel. Out: edits, one for each damaged syllable.
//! A reading must be all but certain; every other place stays as it is.

use super::channel::{self, Channel};
use super::lattice::Lattice;
use super::letters;
use super::window::{Class, Edge};
use crate::document::{Edit, Why};
use crate::span::Span;

/// How probable a reading must be before the text is changed.
const LEAST: f32 = 0.90;

/// The edits of one region.
pub fn decode(text: &str, region: Span, channel: &Channel) -> Vec<Edit> {
    let lattice = Lattice::new(text, region, channel);
    let chances = lattice.chances(channel);
    let readings = lattice.edges.iter().zip(&chances.edges);
    let sure = readings.filter(|(edge, chance)| edge.losses > 0 && **chance >= LEAST);
    sure.map(|(edge, chance)| edit(text, &lattice, edge, *chance))
        .collect()
}

fn edit(text: &str, lattice: &Lattice, edge: &Edge, chance: f32) -> Edit {
    let end = lattice.cells.get(edge.end).map_or_else(
        || {
            lattice
                .cells
                .last()
                .map_or(0, |cell| cell.at + cell.letter.len_utf8())
        },
        |cell| cell.at,
    );
    let span = Span::new(lattice.cells[edge.start].at, end);
    let mut lost = edge.lost[..edge.losses].iter();
    let letters = lattice.cells[edge.start..edge.end].iter().map(|cell| {
        if cell.class == Class::Letter {
            None
        } else {
            lost.next()
        }
        .map_or(cell.letter, |op| {
            let (number, upper) = channel::letter(*op);
            if upper {
                letters::marked_upper(number)
            } else {
                letters::marked(number)
            }
        })
    });
    let to = letters.collect();
    let confidence = chance.min(0.999);
    Edit {
        span,
        from: span.of(text).to_owned(),
        to,
        why: Why::LetterLost,
        confidence,
    }
}
