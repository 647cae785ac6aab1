//! Syllables of which letters are lost with nothing in their place: `nhng` of những.
//! In: cells of a text. Out: edges of the lattice, and the spelling of one that was chosen.
//! Only a word that is none is looked at: `ban` may be all that is left of `bạn`, and stays.

use super::channel::{self, Op, Stands};
use super::letters;
use super::lexicon::lexicon;
use super::model::{Id, model};
use super::skeleton::skeletons;
use super::window::{self, Cell, Class, Edge};
use crate::span::Span;

/// The word that begins at byte `at`, where it is none and could be left of a syllable.
pub fn candidate(text: &str, at: usize) -> Option<Span> {
    let rest = &text[at..];
    let end = rest.find(|letter| !letters::is_letter(letter)).unwrap_or(rest.len());
    let word = &rest[..end];
    if word.len() > 16 || word.chars().nth(1).is_none() {
        return None;
    }
    let lower = letters::lower_word(word);
    let left = lexicon().id_of_lower(&lower).is_none() && !skeletons().closed(&lower).is_empty();
    left.then(|| Span::new(at, at + end))
}

/// The readings of the word at cell `start` that suppose lost letters.
pub fn damaged(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    let Some(whole) = window::intact(cells, start) else { return };
    let piece = &cells[start..whole.end];
    if cells[start].class != Class::Letter || piece.len() < 2 || piece.len() > 9 {
        return;
    }
    if whole.id != model().unknown() && lexicon().is_quiet(whole.id) {
        return;
    }
    let rest: String = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    let loud = piece.iter().all(|cell| cell.letter.is_uppercase());
    for id in skeletons().closed(&rest).iter().filter(|id| model().is_syllable(**id)) {
        let first_lost = model().word(*id).chars().next() != rest.chars().next();
        let mut push = |capital: bool, base: f32| {
            if let Some((lost, losses)) = losses(*id, piece, loud, capital) {
                out.push(Edge { lost, losses, id: *id, base, ..whole });
            }
        };
        if first_lost && !loud {
            let share = window::capital_share(cells, start, whole.end, *id, false);
            push(true, -share.ln());
            push(false, -(1.0 - share).ln());
        } else {
            push(loud, 0.0);
        }
    }
}

/// The word of an edge as it was printed.
pub fn spell(edge: &Edge, piece: &[Cell]) -> String {
    let mut lost = edge.lost[..edge.losses].iter();
    let mut left = piece.iter().peekable();
    let letters = model().word(edge.id).chars().filter_map(|letter| {
        match left.next_if(|cell| letters::lower(cell.letter) == letter) {
            Some(cell) => Some(cell.letter),
            None => lost.next().map(|op| channel::printed(*op)),
        }
    });
    letters.collect()
}

/// The letters of a word that are not in `piece`; none where the two do not fit.
fn losses(id: Id, piece: &[Cell], loud: bool, capital: bool) -> Option<([Op; 4], usize)> {
    let (mut lost, mut count) = ([0; 4], 0);
    let mut left = piece.iter().peekable();
    for (at, letter) in model().word(id).chars().enumerate() {
        if left.next_if(|cell| letters::lower(cell.letter) == letter).is_none() {
            let upper = if at == 0 { capital } else { loud };
            let number = letters::number(letter)?.0;
            *lost.get_mut(count)? = channel::op(number, upper, Stands::Nothing);
            count += 1;
        }
    }
    (left.next().is_none() && count > 0).then_some((lost, count))
}
