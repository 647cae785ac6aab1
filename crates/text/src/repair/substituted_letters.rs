//! Readings of syllables in which other characters stand for letters: `nh3ng` of `những` (the plural), `ddi` of `dõi`
//! (follow).
//! In: the cells of a region, the channel. Out: edges of the lattice. A character stands for the same letter throughout
//! a paper. A word that is in the lexicon is read so only where the channel believes that its characters stand for
//! letters.

use super::cell::{Cell, CellClass};
use super::channel::Channel;
use super::edge::{Edge, Losses};
use super::lexicon::lexicon;
use super::loss::{LossId, Replacement};
use super::skeleton::skeletons;
use super::surroundings::Surroundings;
use super::symbol::symbol;
use crate::language::letters;
use crate::language::model::{Id, model};

/// At most 8 cells are read as one word. Each cell stands for one letter, so that syllables need seven (`nghiêng`);
/// only an abbreviation in capitals can take eight.
const LONGEST: usize = 8;
/// At most 3 letters are supposed substituted in one syllable. A judgement, no measurement recorded; `vankien-lab
/// evaluate-repair --kind letters-6-9 --seed 11` shows its effect.
const MOST_SUBSTITUTED: u32 = 3;
/// At most 2, if all cells are ASCII or Vietnamese letters, so that no foreign sign shows which ones are wrong. A
/// judgement, no measurement recorded; the command at [`MOST_SUBSTITUTED`] shows its effect.
const MOST_SUBSTITUTED_BY_LETTERS: u32 = 2;
/// A piece of fewer cells than this that ends with `:` or `;`, or with `!` or `?` and no small letter behind, is not
/// read: it may be the label of a list item (`a:`). Unless the channel believes that this sign stands for a letter.
const SHORTEST_BEFORE_PUNCTUATION: usize = 3;

/// A set of places in a piece: bit `n` stands for its cell `n`.
type Places = u32;

/// Adds the readings from cell `start` on in which other characters stand for marked letters (`ă`, `ế`, `đ`, …); a
/// plain letter is never supposed lost. A number, or a whole word of the lexicon, with or without punctuation around
/// it, gets only the readings whose losses `channel` believes.
pub fn add_readings(cells: &[Cell], start: usize, channel: &Channel, out: &mut Vec<Edge>) {
    if !begins(cells, start) {
        return;
    }
    for length in 1..=LONGEST.min(cells.len() - start) {
        let piece = &cells[start..start + length];
        if matches!(
            piece[length - 1].class,
            CellClass::Space | CellClass::Newline | CellClass::Placeholder
        ) {
            return;
        }
        let next = cells.get(start + length).map(|cell| cell.class);
        if !matches!(next, Some(CellClass::Letter | CellClass::Digit)) {
            let surroundings = &Surroundings::of(cells, start, start + length);
            add_readings_of(Piece { all: cells, start, cells: piece, surroundings }, channel, out);
        }
    }
}

/// Whether no letter or digit stands before `start`.
fn begins(cells: &[Cell], start: usize) -> bool {
    let before = start.checked_sub(1).map(|at| cells[at].class);
    !matches!(before, Some(CellClass::Letter | CellClass::Digit))
}

/// A run of cells that is read as a syllable.
#[derive(Clone, Copy)]
struct Piece<'c> {
    /// The cells of the region.
    all: &'c [Cell],
    /// Index of the first cell of the run.
    start: usize,
    /// The run.
    cells: &'c [Cell],
    /// What stands around it.
    surroundings: &'c Surroundings<'c>,
}

/// Adds the readings of one piece.
fn add_readings_of(piece: Piece<'_>, channel: &Channel, out: &mut Vec<Edge>) {
    let cells = piece.cells;
    let foreign = places(cells, |cell| !is_vietnamese(cell.letter));
    let behind = piece.all[piece.start + cells.len()..].iter();
    let mut behind = behind.skip_while(|cell| cell.class == CellClass::Space);
    let goes_on = behind.next().is_some_and(|cell| cell.letter.is_lowercase());
    let ends_sentence = cells.last().is_some_and(|last| {
        (":;".contains(last.letter) || "!?".contains(last.letter) && !goes_on)
            && !channel.is_replacement(last.letter)
    });
    let is_complete = is_complete(cells);
    let is_label = cells.len() < SHORTEST_BEFORE_PUNCTUATION;
    if foreign.count_ones() > MOST_SUBSTITUTED || ends_sentence && (is_complete || is_label) {
        return;
    }
    let possible = places(cells, |cell| !is_complete || channel.is_replacement(cell.letter));
    if possible == 0 || foreign & !possible != 0 {
        return;
    }
    let most = if foreign == 0 { MOST_SUBSTITUTED_BY_LETTERS } else { MOST_SUBSTITUTED };
    let lower: Vec<char> = cells.iter().map(|cell| letters::lower(cell.letter)).collect();
    let mut rest = String::with_capacity(16);
    for substituted in PLACE_SETS.iter().copied().take_while(|set| set >> cells.len() == 0) {
        let fits = substituted & foreign == foreign
            && substituted & !possible == 0
            && substituted.count_ones() <= most;
        let is_everything = substituted.count_ones() as usize == cells.len();
        if !fits || is_everything && !channel.is_replacement(cells[0].letter) {
            continue;
        }
        rest.clear();
        for (at, letter) in lower.iter().enumerate() {
            rest.push(if holds(substituted, at) { ' ' } else { *letter });
        }
        for id in skeletons().spaced(&rest) {
            push_in_each_case(piece, *id, substituted, is_complete, channel, out);
        }
    }
}

/// All sets of one to [`MOST_SUBSTITUTED`] places among [`LONGEST`], as ascending numbers: 8 + 28 + 56 = 92 of one, two
/// and three places.
const PLACE_SETS: [Places; 92] = {
    let (mut sets, mut count, mut set) = ([0; 92], 0, 1_u32);
    while set < 1 << LONGEST {
        if set.count_ones() <= MOST_SUBSTITUTED {
            sets[count] = set;
            count += 1;
        }
        set += 1;
    }
    sets
};

/// The places of the cells that satisfy `condition`.
fn places(cells: &[Cell], condition: impl Fn(&Cell) -> bool) -> Places {
    cells.iter().enumerate().map(|(at, cell)| u32::from(condition(cell)) << at).sum()
}

fn holds(places: Places, at: usize) -> bool {
    places >> at & 1 == 1
}

fn is_vietnamese(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letters::number(letter).is_some()
}

/// Whether the piece is a number, or a word of the lexicon that looks complete, with or without punctuation around it;
/// also true of punctuation alone.
fn is_complete(piece: &[Cell]) -> bool {
    let is_inside = |cell: &Cell| matches!(cell.class, CellClass::Letter | CellClass::Digit);
    let first = piece.iter().position(is_inside).unwrap_or(piece.len());
    let end = piece.iter().rposition(is_inside).map_or(first, |last| last + 1);
    let inside = &piece[first..end];
    if inside.iter().all(|cell| cell.class == CellClass::Digit) {
        return true;
    }
    let word: String = inside.iter().map(|cell| letters::lower(cell.letter)).collect();
    lexicon().id_of_lower(&word).is_some_and(|id| lexicon().is_whole(id))
}

/// Adds the reading `id` of `piece`, in which the cells at `substituted` stand for other letters, once for each case
/// that its letters allow.
fn push_in_each_case(
    piece: Piece<'_>,
    id: Id,
    substituted: Places,
    is_complete: bool,
    channel: &Channel,
    out: &mut Vec<Edge>,
) {
    let Piece { start, cells, surroundings, .. } = piece;
    let end = start + cells.len();
    let left = || cells.iter().enumerate().filter(|(at, _)| !holds(substituted, *at));
    let upper = left().filter(|(_, cell)| cell.letter.is_uppercase()).count();
    let lower = left().count() - upper;
    if !model().is_syllable(id) && (lower > 0 || upper == 0) {
        return;
    }
    let all_are_replacements = || {
        cells
            .iter()
            .enumerate()
            .all(|(at, cell)| !holds(substituted, at) || channel.is_replacement(cell.letter))
    };
    // One capital at the head is a capitalised word; more, or one elsewhere, is a word in capitals.
    let first_is_left = !holds(substituted, 0);
    let head_is_capital = first_is_left && (cells.len() > 2 || all_are_replacements());
    let lost_are_capitals = lower == 0 && upper > usize::from(head_is_capital);
    // A word in capitals by itself is an abbreviation, not a syllable.
    if lost_are_capitals && model().is_syllable(id) && !surroundings.are_in_capitals() {
        return;
    }
    let mut push = |first_is_capital: bool, base: f32| {
        let losses = losses(id, cells, substituted, lost_are_capitals, first_is_capital);
        let Some(losses) = losses else { return };
        let edge = Edge { start, end, id, losses, base };
        if !is_complete || channel.believes(&edge) {
            out.push(edge);
        }
    };
    if !first_is_left && !lost_are_capitals {
        let share = surroundings.capital_share(id, false);
        push(true, -share.ln());
        push(false, -(1.0 - share).ln());
    } else {
        push(lost_are_capitals, 0.0);
    }
}

/// The letters that the word has at the `substituted` places; `None` where one of them cannot have been substituted.
fn losses(
    id: Id,
    piece: &[Cell],
    substituted: Places,
    lost_are_capitals: bool,
    first_is_capital: bool,
) -> Option<Losses> {
    let mut losses = Losses::default();
    for (at, (letter, cell)) in model().word(id).chars().zip(piece).enumerate() {
        if !holds(substituted, at) {
            continue;
        }
        let replacement = Replacement::Character(symbol(cell.letter)?);
        if is_base(cell.letter, letter) {
            return None;
        }
        let upper = if at == 0 { first_is_capital } else { lost_are_capitals };
        let number = letters::number(letter)?.0;
        losses.push(LossId::of_letter(number, upper, replacement))?;
    }
    Some(losses)
}

/// Whether `letter` is `base` itself or `base` with marks: then no letter was substituted, a mark was lost.
fn is_base(base: char, letter: char) -> bool {
    let base = letters::lower(base);
    let mut first = None;
    unicode_normalization::char::decompose_canonical(letter, |part| first = first.or(Some(part)));
    base == letter || first == Some(base) || (base, letter) == ('d', 'đ')
}
