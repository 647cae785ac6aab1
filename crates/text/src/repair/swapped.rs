//! Syllables in which another character stands for a letter: `nh3ng` of những, `ddi` of dõi.
//! In: cells of a text. Out: edges of the lattice. One character stands for one letter throughout.
//! A word that is one is looked at only where the paper is known to swap the letters it holds.

use super::cell::{Cell, Class};
use super::channel::Channel;
use super::edge::Edge;
use super::lexicon::lexicon;
use super::op::{Op, Stands};
use super::skeleton::skeletons;
use super::symbol::symbol;
use super::window;
use crate::language::letters;
use crate::language::model::{Id, model};
/// The longest syllable, in letters.
const LONGEST: usize = 8;
/// No more letters are lost in one syllable.
const MOST: u32 = 3;
/// The same where every character of it is Vietnamese, so that nothing tells which ones are wrong.
const MOST_HIDDEN: u32 = 2;

/// The readings that suppose swapped letters and begin at cell `start`. Those of a
/// word that is one only where the channel is believed.
pub fn damaged(cells: &[Cell], start: usize, channel: &Channel, out: &mut Vec<Edge>) {
    if !begins(cells, start) {
        return;
    }
    for length in 1..=LONGEST.min(cells.len() - start) {
        let piece = &cells[start..start + length];
        if matches!(piece[length - 1].class, Class::Space | Class::Newline | Class::Hole) {
            return;
        }
        let ends = cells.get(start + length).map(|cell| cell.class);
        if !matches!(ends, Some(Class::Letter | Class::Digit)) {
            try_piece(cells, start, piece, channel, out);
        }
    }
}

/// Whether no letter stands before `start`.
fn begins(cells: &[Cell], start: usize) -> bool {
    let before = start.checked_sub(1).map(|at| cells[at].class);
    !matches!(before, Some(Class::Letter | Class::Digit))
}

fn try_piece(cells: &[Cell], start: usize, piece: &[Cell], channel: &Channel, out: &mut Vec<Edge>) {
    let must = bits(piece, |cell| !is_vietnamese(cell.letter));
    let ends = |last: &Cell| ":;!?".contains(last.letter) && !channel.swaps(last.letter);
    let ends_sentence = piece.last().is_some_and(ends);
    let plain = is_plain(piece);
    let item = piece.len() < 3;
    if must.count_ones() > MOST || ends_sentence && (plain || item) {
        return;
    }
    let may = bits(piece, |cell| !plain || channel.swaps(cell.letter));
    if may == 0 || must & !may != 0 {
        return;
    }
    let most = if must == 0 { MOST_HIDDEN } else { MOST };
    let lower: Vec<char> = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    let mut rest = String::with_capacity(16);
    for holes in FEW.iter().copied().take_while(|holes| holes >> piece.len() == 0) {
        let fits = holes & must == must && holes & !may == 0 && holes.count_ones() <= most;
        if !fits || !channel.swaps(piece[0].letter) && holes.count_ones() as usize == piece.len() {
            continue;
        }
        rest.clear();
        let hole = |at: usize| holes >> at & 1 == 1;
        rest.extend(lower.iter().enumerate().map(|(at, one)| if hole(at) { ' ' } else { *one }));
        for id in skeletons().spaced(&rest) {
            push_dressed(cells, start, piece, *id, holes, (plain, channel), out);
        }
    }
}

/// The sets of at most [`MOST`] places among [`LONGEST`], in order.
const FEW: [u32; 92] = {
    let (mut all, mut count, mut holes) = ([0; 92], 0, 1_u32);
    while holes < 1 << LONGEST {
        if holes.count_ones() <= MOST {
            all[count] = holes;
            count += 1;
        }
        holes += 1;
    }
    all
};

fn bits(piece: &[Cell], of: impl Fn(&Cell) -> bool) -> u32 {
    piece.iter().enumerate().map(|(at, cell)| u32::from(of(cell)) << at).sum()
}

fn is_vietnamese(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letters::number(letter).is_some()
}

/// Whether the piece is a word that says nothing about lost letters, or a number, with or without
/// punctuation around it.
fn is_plain(piece: &[Cell]) -> bool {
    let inside = |cell: &&Cell| matches!(cell.class, Class::Letter | Class::Digit);
    let first = piece.iter().position(|cell| inside(&cell)).unwrap_or(piece.len());
    let last = piece.iter().rposition(|cell| inside(&cell)).map_or(first, |last| last + 1);
    let piece = &piece[first..last];
    if piece.iter().all(|cell| cell.class == Class::Digit) {
        return true;
    }
    let word: String = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    lexicon().id_of_lower(&word).is_some_and(|id| lexicon().is_quiet(id))
}

/// Adds the reading `id` of `piece`, whose `holes` are swapped, in every case its letters allow.
fn push_dressed(
    cells: &[Cell],
    start: usize,
    piece: &[Cell],
    id: Id,
    holes: u32,
    (plain, channel): (bool, &Channel),
    out: &mut Vec<Edge>,
) {
    let end = start + piece.len();
    let hole = |at: usize| holes >> at & 1 == 1;
    let present = || piece.iter().enumerate().filter(|(at, _)| !hole(*at)).map(|(_, cell)| cell);
    let upper = present().filter(|cell| cell.letter.is_uppercase()).count();
    let lower = present().count() - upper;
    if !model().is_syllable(id) && (lower > 0 || upper == 0) {
        return;
    }
    let known =
        || piece.iter().enumerate().all(|(at, cell)| !hole(at) || channel.swaps(cell.letter));
    let loud = lower == 0 && upper > usize::from(!hole(0) && (piece.len() > 2 || known()));
    // A word in capitals by itself is an abbreviation.
    if loud && model().is_syllable(id) && !window::neighbours_shout(cells, start, end) {
        return;
    }
    let mut push = |capital: bool, base: f32| {
        let Some((lost, losses)) = losses(id, piece, holes, loud, capital) else { return };
        let edge = Edge { start, end, id, lost, losses, base };
        if !plain || channel.believes(&edge) {
            out.push(edge);
        }
    };
    if hole(0) && !loud {
        let share = window::capital_share(cells, start, end, id, false);
        push(true, -share.ln());
        push(false, -(1.0 - share).ln());
    } else {
        push(loud, 0.0);
    }
}

fn losses(
    id: Id,
    piece: &[Cell],
    holes: u32,
    loud: bool,
    capital: bool,
) -> Option<([Op; 4], usize)> {
    let (mut lost, mut count) = ([Op::default(); 4], 0);
    for (at, (letter, cell)) in model().word(id).chars().zip(piece).enumerate() {
        if holes >> at & 1 == 1 {
            let upper = if at == 0 { capital } else { loud };
            let symbol = symbol(cell.letter).filter(|_| !is_base(cell.letter, letter))?;
            let number = letters::number(letter)?.0;
            *lost.get_mut(count)? = Op::of_letter(number, upper, Stands::Swap(symbol));
            count += 1;
        }
    }
    Some((lost, count))
}

/// Whether `letter` is `base` with marks, or the same: that is no swap, but a mark that is gone.
fn is_base(base: char, letter: char) -> bool {
    let base = letters::lower(base);
    let mut first = None;
    unicode_normalization::char::decompose_canonical(letter, |part| first = first.or(Some(part)));
    base == letter || first == Some(base) || (base, letter) == ('d', 'đ')
}
