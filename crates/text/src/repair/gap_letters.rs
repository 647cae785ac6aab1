//! Readings of syllables in which a space or a sign stands for each lost letter: `nh ng` of `những` (the plural).
//! In: the cells of a region. Out: edges of the lattice: words that stand there as they are, and syllables of which
//! letters are lost. Never decides which of them was meant.

use super::cell::{Cell, CellClass};
use super::edge::{Edge, Losses};
use super::lexicon::lexicon;
use super::loss::{LossId, Replacement};
use super::skeleton::skeletons;
use super::surroundings::Surroundings;
use crate::language::model::{Id, model};
use crate::language::{letters, syllable, words};

/// Punctuation after which no space stands.
const OPENERS: &str = "([“‘/";
/// Punctuation before which no space stands.
pub const CLOSERS: &str = ",.;:)]”’!?…";
/// At most 9 cells are read as one damaged syllable: the longest Vietnamese syllable, `nghiêng`, has seven letters; two
/// more are margin.
const LONGEST_CELLS: usize = 9;
/// At most 3 letters are supposed lost in one syllable. With more, hardly anything is left to tell which syllable it
/// was. A judgement, no measurement recorded; `vankien-lab evaluate-repair --kind letters-6-9` shows its effect.
const MOST_LOST: usize = 3;

// Costs in nats and shares from 0 to 1 below were set by hand, no measurement recorded. `vankien-lab evaluate-repair
// --kind letters-3-4,seeds-medium --seed 11` shows their effect on recall, harm and numbers.

/// Added to the cost of one letter between the separators of a document number (`30/2020/N-CP`): no kind of papers has
/// a symbol of one letter.
const ONE_LETTER_SYMBOL: f32 = 5.0;
/// Lowest probability given to a case of the first letter that stands in the text, so that no reading is ruled out by
/// its capital alone.
const LEAST_CASE_SHARE: f32 = 0.05;
/// Added to the cost of a word with Vietnamese marks that is no possible syllable.
const IMPOSSIBLE_SYLLABLE: f32 = 6.0;
/// Cost of each letter of a capitalised word outside the lexicon: a name or an abbreviation.
const UNKNOWN_NAME_LETTER: f32 = 1.2;
/// Cost of each letter of any other word outside the lexicon.
const UNKNOWN_WORD_LETTER: f32 = 2.0;
/// At most 8 letters of a word outside the lexicon are charged; further ones cost nothing.
const MOST_CHARGED_LETTERS: usize = 8;

/// Adds the readings that begin at cell `start` and suppose letters lost with a space or a sign in place of each. Adds
/// none where no damaged syllable may begin there.
pub fn add_readings(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    if !may_begin(cells, start) {
        return;
    }
    let mut rest = String::with_capacity(16);
    let mut lost = 0;
    for (at, cell) in cells[start..].iter().take(LONGEST_CELLS).enumerate() {
        match cell.class {
            CellClass::Letter => rest.push(letters::lower(cell.letter)),
            CellClass::Space | CellClass::Placeholder | CellClass::SoftPlaceholder => {
                rest.push(' ');
                lost += 1;
            }
            _ => return,
        }
        if lost > MOST_LOST {
            return;
        }
        let length = at + 1;
        let end = start + length;
        if lost > 0
            && may_end(cells, start, end, length - lost)
            && !is_hyphenated(cells, start, end)
        {
            let words = skeletons().spaced(&rest);
            if !words.is_empty() {
                let piece = Piece::of(cells, start, end, &rest);
                words.iter().for_each(|id| piece.push_in_each_case(*id, out));
            }
        }
    }
}

/// Whether `cells[start..end]` is half of a word that a hyphen divides at a line end: the first half or the second.
pub fn is_hyphenated(cells: &[Cell], start: usize, end: usize) -> bool {
    let is_blank = |cell: &&Cell| cell.class.is_blank();
    let is_hyphen = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.letter == '-');
    let has_newline = |white: &[Cell]| white.iter().any(|cell| cell.class == CellClass::Newline);
    let white_before = cells[..start].iter().rev().take_while(is_blank).count();
    let before = start - white_before;
    let after = cells.get(end + 1..).unwrap_or_default();
    let white_after = after.iter().take_while(is_blank).count();
    is_hyphen(cells[..before].last()) && has_newline(&cells[before..start])
        || is_hyphen(cells.get(end)) && has_newline(&after[..white_after])
}

/// Whether a damaged syllable may begin at cell `start`. A space may be its first, lost letter only where another
/// space, a line end, an opening mark or nothing stands before it.
fn may_begin(cells: &[Cell], start: usize) -> bool {
    let before = start.checked_sub(1).map(|at| cells[at]);
    match cells[start].class {
        CellClass::Letter | CellClass::Placeholder | CellClass::SoftPlaceholder => before
            .is_none_or(|cell| !matches!(cell.class, CellClass::Letter | CellClass::Placeholder)),
        CellClass::Space => match before.map(|cell| cell.class) {
            None | Some(CellClass::Space | CellClass::Newline) => true,
            Some(CellClass::Punctuation) => {
                before.is_some_and(|cell| OPENERS.contains(cell.letter))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a damaged syllable with `letters_left` letters that are still there may end before cell `end`.
fn may_end(cells: &[Cell], start: usize, end: usize, letters_left: usize) -> bool {
    let next = cells.get(end).copied();
    let next_class = next.map(|cell| cell.class);
    if matches!(next_class, Some(CellClass::Letter | CellClass::Digit | CellClass::Placeholder)) {
        return false;
    }
    if letters_left == 0 && cells[start].class == CellClass::Space {
        return is_lost_word(cells, start, end);
    }
    if cells[end - 1].class != CellClass::Space {
        return true;
    }
    // The last cell is a space, read as a lost letter. Before an opening bracket or the like it would be an ordinary
    // space; before a closing mark, or a hyphen or slash inside a word, it is none.
    let Some(next) = next else { return true };
    if !matches!(next.class, CellClass::Punctuation | CellClass::SoftPlaceholder) {
        return true;
    }
    let is_followed = cells.get(end + 1).is_some_and(|cell| cell.class != CellClass::Space);
    CLOSERS.contains(next.letter) || "-/".contains(next.letter) && is_followed
}

/// Whether `cells[start..end]`, spaces alone, may be a word that is lost whole: exactly one more space must stand on
/// each side, a letter behind that, and a letter or a closing mark before it.
fn is_lost_word(cells: &[Cell], start: usize, end: usize) -> bool {
    let is_space = |at: Option<usize>| {
        at.and_then(|at| cells.get(at)).is_some_and(|cell| cell.class == CellClass::Space)
    };
    let letter_behind = cells.get(end + 1).is_some_and(|cell| cell.class == CellClass::Letter);
    let word_before = start
        .checked_sub(2)
        .map(|at| cells[at])
        .is_some_and(|cell| cell.class == CellClass::Letter || CLOSERS.contains(cell.letter));
    is_space(start.checked_sub(1)) && is_space(Some(end)) && letter_behind && word_before
}

/// A piece of text that is read as one word.
struct Piece<'c> {
    start: usize,
    end: usize,
    cells: &'c [Cell],
    /// It in lower case, with a space for each lost letter.
    rest: &'c str,
    /// How many of its letters are capitals.
    upper: usize,
    /// How many are not.
    lower: usize,
    surroundings: Surroundings<'c>,
}

impl<'c> Piece<'c> {
    /// The piece `cells[start..end]`, which is `rest` in lower case.
    fn of(all: &'c [Cell], start: usize, end: usize, rest: &'c str) -> Piece<'c> {
        let cells = &all[start..end];
        let letters = || cells.iter().filter(|cell| cell.class == CellClass::Letter);
        let upper = letters().filter(|cell| cell.letter.is_uppercase()).count();
        let lower = letters().count() - upper;
        let surroundings = Surroundings::of(all, start, end);
        Piece { start, end, cells, rest, upper, lower, surroundings }
    }

    /// Adds the reading `id`, once for each case that the letters allow.
    fn push_in_each_case(&self, id: Id, out: &mut Vec<Edge>) {
        let Piece { start, end, cells, rest, upper, lower, ref surroundings } = *self;
        if lower > 0 && upper > usize::from(cells[0].letter.is_uppercase()) {
            // A capital behind a small letter begins a word of its own.
            return;
        }
        if !model().is_syllable(id) && (lower > 0 || upper == 0) {
            // A word that is no syllable is an abbreviation, and stands in capitals.
            return;
        }
        let in_capitals = || surroundings.are_in_capitals();
        let in_number = || surroundings.are_a_document_number();
        let lost_are_capitals =
            lower == 0 && (upper > 1 || upper == 1 && (in_number() || in_capitals()));
        let mut push = |first_is_capital: bool, base: f32| {
            if let Some(losses) = losses(id, rest, cells, lost_are_capitals, first_is_capital) {
                out.push(Edge { start, end, id, losses, base });
            }
        };
        if cells[0].class == CellClass::Letter {
            // The case of the first letter is evidence: `Đ ng` inside a sentence is `Đảng` (the Party) rather than
            // `động` (move).
            let is_capital = cells[0].letter.is_uppercase();
            let share = surroundings.capital_share(id, lower == 0);
            push(false, -if is_capital { share } else { 1.0 - share }.max(LEAST_CASE_SHARE).ln());
        } else if upper > 0 {
            push(true, 0.0);
        } else {
            let share = surroundings.capital_share(id, lower == 0 && in_capitals());
            push(true, -share.ln());
            push(false, -(1.0 - share).ln());
        }
    }
}

/// The letters that the word has where `rest` has spaces; `None` where one of them is no marked letter, or there are
/// too many.
fn losses(
    id: Id,
    rest: &str,
    piece: &[Cell],
    lost_are_capitals: bool,
    first_is_capital: bool,
) -> Option<Losses> {
    let mut losses = Losses::default();
    let places = model().word(id).chars().zip(rest.chars()).zip(piece);
    for (at, ((letter, left), cell)) in places.enumerate() {
        if left != ' ' {
            continue;
        }
        let upper = if at == 0 { first_is_capital } else { lost_are_capitals };
        let is_space = cell.class == CellClass::Space;
        let replacement = if is_space { Replacement::Space } else { Replacement::Sign };
        losses.push(LossId::of_letter(letters::number(letter)?.0, upper, replacement))?;
    }
    Some(losses)
}

/// The reading without losses of the word or number that begins at cell `start`: the whole run of letters or of digits.
/// `None` where none begins there.
pub fn intact(cells: &[Cell], start: usize) -> Option<Edge> {
    let class = cells[start].class;
    let begins = start.checked_sub(1).is_none_or(|at| cells[at].class != class);
    if !begins || !matches!(class, CellClass::Letter | CellClass::Digit) {
        return None;
    }
    let length = cells[start..].iter().take_while(|cell| cell.class == class).count();
    let (id, base) = if class == CellClass::Digit {
        (model().digits(), 0.0)
    } else {
        let word: String = cells[start..start + length].iter().map(|cell| cell.letter).collect();
        let spaces =
            cells[start + 1..].iter().take_while(|cell| cell.class == CellClass::Space).count();
        let is_symbol = length == 1
            && Surroundings::of(cells, start, start + 1 + spaces).are_a_document_number();
        let symbol_cost = if is_symbol { ONE_LETTER_SYMBOL } else { 0.0 };
        match lexicon().id_as_printed(&word) {
            Some(id) => (id, symbol_cost),
            None => (model().unknown(), unknown_cost(&word) + symbol_cost),
        }
    };
    Some(Edge { start, end: start + length, id, losses: Losses::default(), base })
}

/// The cost of spelling a word outside the lexicon, in nats. Capitalised words (names, abbreviations) cost less than
/// others, unless they have marks and are no possible syllable.
pub fn unknown_cost(word: &str) -> f32 {
    let length = word.chars().count().min(MOST_CHARGED_LETTERS) as f32;
    let has_marks = !word.chars().all(|letter| letters::number(letter).is_none());
    // A Vietnamese name is spelled as syllables; a word with marks that is no possible syllable is no name.
    let is_impossible = has_marks && !syllable::is_valid(&letters::lower_word(word));
    let base = if is_impossible { IMPOSSIBLE_SYLLABLE } else { 0.0 };
    let is_name = words::is_capital(word) && !is_impossible;
    let letter_cost = if is_name { UNKNOWN_NAME_LETTER } else { UNKNOWN_WORD_LETTER };
    base + letter_cost * length
}
