//! Readings of syllables of which letters are lost with nothing in their place: `nhng` of `những` (the plural).
//! In: the cells of a region, the channel. Out: edges of the lattice, and the spelling of a chosen one. `ban` may be
//! all that is left of `bạn` (friend). A word that is in the lexicon is read so only where the channel believes that
//! the paper loses the letter.

use super::cell::{Cell, CellClass};
use super::channel::Channel;
use super::edge::{Edge, Losses};
use super::gap_letters;
use super::lexicon::lexicon;
use super::loss::{LossId, Replacement};
use super::skeleton::skeletons;
use super::surroundings::Surroundings;
use crate::language::letters;
use crate::language::model::{Id, model};

/// Signs that stand beside a word only where they stand for a letter of it: they are no punctuation of running text.
const LETTER_SIGNS: &str = "$&+<=>@\\`{|}¢£§©«¬°±µ¶»";

/// At most 9 cells: a longer run of letters is no rest of a syllable. The longest syllable has seven letters; two more
/// are margin.
const LONGEST_REST: usize = 9;

/// At most 2 letters are supposed lost in one word, and no more than are left of it, while it is not yet known which
/// letters the paper loses. A judgement, no measurement recorded; `vankien-lab evaluate-repair --kind
/// letters-1-2,letters-6-9 --seed 11` shows its effect.
const MOST_SUPPOSED: usize = 2;

/// At least 3 cells must be left of an abbreviation outside document numbers for a letter to be supposed lost in it:
/// shorter ones fit too many.
const SHORTEST_ABBREVIATION: usize = 3;

/// Adds the readings of the word at cell `start` that suppose dropped letters; of a complete word only those that
/// `channel` believes.
pub fn add_readings(cells: &[Cell], start: usize, channel: &Channel, out: &mut Vec<Edge>) {
    let Some(intact) = gap_letters::intact(cells, start) else { return };
    let piece = &cells[start..intact.end];
    let neighbours = [start.checked_sub(1), Some(intact.end)].into_iter().flatten();
    let neighbours = || neighbours.clone().filter_map(|at| cells.get(at));
    let has_letter_sign = neighbours()
        .any(|cell| cell.class == CellClass::Punctuation && LETTER_SIGNS.contains(cell.letter));
    let is_hyphenated = gap_letters::is_hyphenated(cells, start, intact.end);
    if cells[start].class != CellClass::Letter
        || piece.len() > LONGEST_REST
        || has_letter_sign
        || is_hyphenated
    {
        return;
    }
    let is_complete = intact.id != model().unknown() && lexicon().is_whole(intact.id);
    let rest: String = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    let is_upper = piece.iter().all(|cell| cell.letter.is_uppercase());
    let surroundings = Surroundings::of(cells, start, intact.end);
    let in_capitals = is_upper && surroundings.are_in_capitals();
    let in_number = is_upper && surroundings.are_a_document_number();
    // A single capital may be what is left of a capitalised word (`Tư`): only more, or the surroundings, show capitals.
    let lost_are_capitals = is_upper && (piece.len() > 1 || in_capitals || in_number);
    let is_separator = |cell: &Cell| {
        matches!(cell.class, CellClass::Space | CellClass::Newline) || ",;:".contains(cell.letter)
    };
    // A letter alone beside a bracket or a full stop may be the label of a list item, or a unit.
    let may_be_label = piece.len() == 1
        && !neighbours().all(is_separator)
        && !(channel.misses_block() && is_inside_sentence(cells, start));
    for id in skeletons().closed(&rest) {
        // A word in capitals by itself is an abbreviation, not a syllable.
        let fits = if model().is_syllable(*id) {
            !may_be_label && (!lost_are_capitals || in_capitals)
        } else {
            lost_are_capitals && (in_number || piece.len() >= SHORTEST_ABBREVIATION)
        };
        if !fits {
            continue;
        }
        let mut push = |first_is_capital: bool, base: f32| {
            let Some(losses) = losses(*id, piece, lost_are_capitals, first_is_capital) else {
                return;
            };
            let edge = Edge { losses, id: *id, base, ..intact };
            let is_supposed = !is_complete && losses.len() <= MOST_SUPPOSED.min(piece.len());
            if is_supposed || channel.believes(&edge) {
                out.push(edge);
            }
        };
        let first_is_lost = model().word(*id).chars().next() != rest.chars().next();
        if first_is_lost && !lost_are_capitals {
            let share = surroundings.capital_share(*id, false);
            push(true, -share.ln());
            push(false, -(1.0 - share).ln());
        } else {
            push(is_upper, 0.0);
        }
    }
}

/// Whether the letter at cell `start` stands behind a word of its line, or behind a bracket that stands so: it is no label
/// and no unit.
fn is_inside_sentence(cells: &[Cell], start: usize) -> bool {
    let before = cells[..start].iter().rev().skip_while(|cell| matches!(cell.letter, ' ' | '('));
    before.take(1).any(|cell| cell.class == CellClass::Letter)
}

/// The word of an edge as it was printed: the letters left in `piece`, the cells of the edge, and the lost ones between
/// them.
pub fn spell(edge: &Edge, piece: &[Cell]) -> String {
    let mut losses = edge.losses.as_slice().iter();
    let mut left = piece.iter().peekable();
    let letters = model().word(edge.id).chars().filter_map(|letter| {
        match left.next_if(|cell| letters::lower(cell.letter) == letter) {
            Some(cell) => Some(cell.letter),
            None => losses.next().map(|loss| loss.printed()),
        }
    });
    letters.collect()
}

/// The letters of the word that are not in `piece`; `None` where none is, where one of them has no mark, where `piece`
/// is no rest of the word, or where too many are lost.
fn losses(
    id: Id,
    piece: &[Cell],
    lost_are_capitals: bool,
    first_is_capital: bool,
) -> Option<Losses> {
    let mut losses = Losses::default();
    let mut left = piece.iter().peekable();
    for (at, letter) in model().word(id).chars().enumerate() {
        if left.next_if(|cell| letters::lower(cell.letter) == letter).is_none() {
            let upper = if at == 0 { first_is_capital } else { lost_are_capitals };
            let number = letters::number(letter)?.0;
            losses.push(LossId::of_letter(number, upper, Replacement::Nothing))?;
        }
    }
    (left.next().is_none() && !losses.is_empty()).then_some(losses)
}
