//! Syllables of which letters are lost with nothing in their place: `nhng` of những.
//! In: cells of a text. Out: edges of the lattice, and the spelling of one that was chosen.
//! `ban` may be all that is left of `bạn`; a word that is one is looked at only where the paper is
//! known to lose such letters.

use super::cell::{Cell, Class};
use super::channel::Channel;
use super::edge::Edge;
use super::lexicon::lexicon;
use super::op::{Op, Stands};
use super::skeleton::skeletons;
use super::window;
use crate::language::letters;
use crate::language::model::{Id, model};

/// Signs that stand beside a word only where they stand for a letter of it.
const SIGNS: &str = "$&+<=>@\\`{|}¢£§©«¬°±µ¶»";

/// So many letters are supposed to be lost in one word before it is known which are.
const MOST_SUPPOSED: usize = 2;

/// The readings of the word at cell `start` that suppose lost letters. Those of a
/// word that is one only where the channel is believed.
pub fn damaged(cells: &[Cell], start: usize, channel: &Channel, out: &mut Vec<Edge>) {
    let Some(whole) = window::intact(cells, start) else { return };
    let piece = &cells[start..whole.end];
    let beside = [start.checked_sub(1), Some(whole.end)].into_iter().flatten();
    let beside = || beside.clone().filter_map(|at| cells.get(at));
    // A sign that is no punctuation stands for the letter itself.
    let swapped = beside().any(|cell| cell.class == Class::Mark && SIGNS.contains(cell.letter));
    let half = window::is_half(cells, start, whole.end);
    if cells[start].class != Class::Letter || piece.len() > 9 || swapped || half {
        return;
    }
    let plain = whole.id != model().unknown() && lexicon().is_quiet(whole.id);
    let rest: String = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    let upper = piece.iter().all(|cell| cell.letter.is_uppercase());
    let shouts = upper && window::neighbours_shout(cells, start, whole.end);
    let symbol = upper && window::is_symbol(cells, start, whole.end);
    // What is left of `Tư` is in capitals without being shouted.
    let loud = upper && (piece.len() > 1 || shouts || symbol);
    // A word in capitals by itself is an abbreviation, and a letter alone may be the mark of an item.
    let joins = |cell: &Cell| {
        matches!(cell.class, Class::Space | Class::Newline) || ",;:".contains(cell.letter)
    };
    let alone = piece.len() == 1 && !beside().all(joins);
    for id in skeletons().closed(&rest) {
        let fits = match model().is_syllable(*id) {
            true => !alone && (!loud || shouts),
            false => loud && (symbol || piece.len() > 2),
        };
        if !fits {
            continue;
        }
        let first_lost = model().word(*id).chars().next() != rest.chars().next();
        let mut push = |capital: bool, base: f32| {
            let Some((lost, losses)) = losses(*id, piece, loud, capital) else { return };
            let edge = Edge { lost, losses, id: *id, base, ..whole };
            let supposed = !plain && losses <= MOST_SUPPOSED.min(piece.len());
            if supposed || channel.believes(&edge) {
                out.push(edge);
            }
        };
        if first_lost && !loud {
            let share = window::capital_share(cells, start, whole.end, *id, false);
            push(true, -share.ln());
            push(false, -(1.0 - share).ln());
        } else {
            push(upper, 0.0);
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
            None => lost.next().map(|op| op.printed()),
        }
    });
    letters.collect()
}

/// The letters of a word that are not in `piece`; none where the two do not fit.
fn losses(id: Id, piece: &[Cell], loud: bool, capital: bool) -> Option<([Op; 4], usize)> {
    let (mut lost, mut count) = ([Op::default(); 4], 0);
    let mut left = piece.iter().peekable();
    for (at, letter) in model().word(id).chars().enumerate() {
        if left.next_if(|cell| letters::lower(cell.letter) == letter).is_none() {
            let upper = if at == 0 { capital } else { loud };
            let number = letters::number(letter)?.0;
            *lost.get_mut(count)? = Op::of_letter(number, upper, Stands::Nothing);
            count += 1;
        }
    }
    (left.next().is_none() && count > 0).then_some((lost, count))
}
