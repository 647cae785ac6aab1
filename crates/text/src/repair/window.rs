//! A short stretch of text, character by character, and the syllables it may hold.
//! In: text and a range. Out: cells with their class; the edges of the lattice: words that stand
//! there, and syllables of which letters are lost. Never decides which of them was meant.

use super::cell::{Cell, Class};
use super::edge::Edge;
use super::lexicon::lexicon;
use super::op::{Op, Stands};
use super::skeleton::skeletons;
use crate::language::model::{Id, Next, model};
use crate::language::{letters, syllable, words};

/// Punctuation after which no space stands.
const OPENERS: &str = "([“‘/";
/// Punctuation before which no space stands.
pub const CLOSERS: &str = ",.;:)]”’!?…";
/// What a symbol of one letter costs between the separators of a number.
const STRANGE_SYMBOL: f32 = 5.0;
/// The longest rest of a syllable, in characters.
const LONGEST: usize = 9;

/// The readings that suppose lost letters and begin at cell `start`.
pub fn damaged(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    if !may_begin(cells, start) {
        return;
    }
    let mut rest = String::with_capacity(16);
    let mut holes = 0;
    for (length, cell) in cells[start..].iter().take(LONGEST).enumerate() {
        match cell.class {
            Class::Letter => rest.push(letters::lower(cell.letter)),
            Class::Space | Class::Hole | Class::SoftHole => {
                rest.push(' ');
                holes += 1;
            }
            _ => return,
        }
        if holes > 3 {
            return;
        }
        let end = start + length + 1;
        if holes > 0
            && may_end(cells, start, end, length + 1 - holes)
            && !is_half(cells, start, end)
        {
            for id in skeletons().spaced(&rest) {
                push_dressed(cells, start, end, *id, &rest, out);
            }
        }
    }
}

/// Whether a hyphen at the end of a line parts the piece from the rest of its word.
pub fn is_half(cells: &[Cell], start: usize, end: usize) -> bool {
    let blank = |cell: &&Cell| matches!(cell.class, Class::Space | Class::Newline);
    let hyphen = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.letter == '-');
    let newline = |white: &[Cell]| white.iter().any(|cell| cell.class == Class::Newline);
    let white = cells[..start].iter().rev().take_while(blank).count();
    let before = start - white;
    let after = cells.get(end + 1..).unwrap_or_default();
    let white = after.iter().take_while(blank).count();
    hyphen(cells[..before].last()) && newline(&cells[before..start])
        || hyphen(cells.get(end)) && newline(&after[..white])
}

fn may_begin(cells: &[Cell], start: usize) -> bool {
    let before = start.checked_sub(1).map(|at| cells[at]);
    match cells[start].class {
        Class::Letter | Class::Hole | Class::SoftHole => {
            before.is_none_or(|cell| !matches!(cell.class, Class::Letter | Class::Hole))
        }
        Class::Space => match before.map(|cell| cell.class) {
            None | Some(Class::Space | Class::Newline) => true,
            Some(Class::Mark) => before.is_some_and(|cell| OPENERS.contains(cell.letter)),
            _ => false,
        },
        _ => false,
    }
}

fn may_end(cells: &[Cell], start: usize, end: usize, present: usize) -> bool {
    let next = cells.get(end).copied();
    let next_class = next.map(|cell| cell.class);
    if matches!(next_class, Some(Class::Letter | Class::Digit | Class::Hole)) {
        return false;
    }
    if present == 0 && cells[start].class == Class::Space {
        // A whole word lost: exactly one separating space must stand on each side.
        let spaced = |at: Option<usize>| {
            at.and_then(|at| cells.get(at)).is_some_and(|cell| cell.class == Class::Space)
        };
        let beyond = cells.get(end + 1).is_some_and(|cell| cell.class == Class::Letter);
        let ahead = start
            .checked_sub(2)
            .map(|at| cells[at])
            .is_some_and(|cell| cell.class == Class::Letter || CLOSERS.contains(cell.letter));
        return spaced(start.checked_sub(1)) && spaced(Some(end)) && beyond && ahead;
    }
    if cells[end - 1].class != Class::Space {
        return true;
    }
    match next_class {
        Some(Class::Mark | Class::SoftHole) => next.is_some_and(|cell| {
            CLOSERS.contains(cell.letter)
                || "-/".contains(cell.letter)
                    && cells.get(end + 1).is_some_and(|cell| cell.class != Class::Space)
        }),
        _ => true,
    }
}

/// Adds the reading `id` of `cells[start..end]` in every case that its letters allow.
fn push_dressed(cells: &[Cell], start: usize, end: usize, id: Id, rest: &str, out: &mut Vec<Edge>) {
    let piece = &cells[start..end];
    let present = || piece.iter().filter(|cell| cell.class == Class::Letter);
    let upper = present().filter(|cell| cell.letter.is_uppercase()).count();
    let lower = present().count() - upper;
    if lower > 0 && upper > usize::from(piece[0].letter.is_uppercase()) {
        // A capital behind small letters begins a word of its own.
        return;
    }
    if !model().is_syllable(id) && (lower > 0 || upper == 0) {
        // An abbreviation is written in capitals; anything else outside the syllables is no proof.
        return;
    }
    let shouting = || neighbours_shout(cells, start, end);
    let symbol = || is_symbol(cells, start, end);
    let inner = lower == 0 && (upper > 1 || upper == 1 && (symbol() || shouting()));
    let mut push = |capital: bool, base: f32| {
        if let Some((lost, losses)) = losses(id, rest, piece, inner, capital) {
            out.push(Edge { start, end, id, lost, losses, base });
        }
    };
    if piece[0].class == Class::Letter {
        let capital = piece[0].letter.is_uppercase();
        let share = capital_share(cells, start, end, id, lower == 0);
        // `Đ ng` inside a sentence is rather Đảng than động.
        push(false, -if capital { share } else { 1.0 - share }.max(0.05).ln());
    } else if upper > 0 {
        push(true, 0.0);
    } else {
        let share = capital_share(cells, start, end, id, lower == 0 && shouting());
        push(true, -share.ln());
        push(false, -(1.0 - share).ln());
    }
}

/// The letters that `word` has where `rest` has spaces; none where more is lost than can be told.
fn losses(
    id: Id,
    rest: &str,
    piece: &[Cell],
    inner: bool,
    first: bool,
) -> Option<([Op; 4], usize)> {
    let (mut lost, mut count) = ([Op::default(); 4], 0);
    let places = model().word(id).chars().zip(rest.chars()).zip(piece);
    for (at, ((letter, left), cell)) in places.enumerate() {
        if left == ' ' {
            let upper = if at == 0 { first } else { inner };
            let stands = if cell.class == Class::Space { Stands::Space } else { Stands::Sign };
            *lost.get_mut(count)? = Op::of_letter(letters::number(letter)?.0, upper, stands);
            count += 1;
        }
    }
    Some((lost, count))
}

/// How likely a word whose first letter is lost had a capital.
pub fn capital_share(cells: &[Cell], start: usize, end: usize, id: Id, shouting: bool) -> f32 {
    if shouting {
        return 0.97;
    }
    let blank = |class: Class| matches!(class, Class::Space | Class::Newline);
    let before = cells[..start].iter().rev().find(|cell| !blank(cell.class));
    let after = end + cells[end..].iter().take_while(|cell| blank(cell.class)).count();
    let next = match cells.get(after) {
        Some(cell) if cell.letter.is_uppercase() => Next::Capital,
        Some(cell) if cell.class == Class::Digit => Next::Number,
        _ => Next::Small,
    };
    let share = model().capital(id, next, word_at(cells, after));
    match before {
        None => share.max(0.5),
        Some(cell) if ".!?".contains(cell.letter) => 0.97,
        Some(cell) if "-“(:+".contains(cell.letter) => share.max(0.5),
        _ => share,
    }
}

/// The word that stands at cell `start`, if it is known.
fn word_at(cells: &[Cell], start: usize) -> Option<Id> {
    let letters = cells[start.min(cells.len())..].iter();
    let letters = letters.take_while(|cell| cell.class == Class::Letter);
    let word: String = letters.map(|cell| letters::lower(cell.letter)).collect();
    lexicon().id_of_lower(&word)
}

/// Whether the nearest words on both sides are in capitals.
pub fn neighbours_shout(cells: &[Cell], start: usize, end: usize) -> bool {
    let loud = |cell: &&Cell| cell.letter.is_uppercase();
    let quiet = |cell: &&Cell| cell.class == Class::Letter && !cell.letter.is_uppercase();
    let (before, after) =
        (&cells[start.saturating_sub(6)..start], &cells[end..(end + 6).min(cells.len())]);
    let around = || before.iter().chain(after);
    around().filter(loud).count() > 1 && around().filter(quiet).count() == 0
}

/// Whether the piece stands between the separators of a number: `30/2020/N-CP`.
pub fn is_symbol(cells: &[Cell], start: usize, end: usize) -> bool {
    let parts = |at: usize| cells.get(at).is_some_and(|cell| "/-".contains(cell.letter));
    start.checked_sub(1).is_some_and(parts) && parts(end)
}

/// The word or number that stands at cell `start` as it is, if one begins there.
pub fn intact(cells: &[Cell], start: usize) -> Option<Edge> {
    let class = cells[start].class;
    let same = |cell: &Cell| cell.class == class;
    let begins = start.checked_sub(1).is_none_or(|at| cells[at].class != class);
    if !begins || !matches!(class, Class::Letter | Class::Digit) {
        return None;
    }
    let length = cells[start..].iter().take_while(|cell| same(cell)).count();
    let (id, base) = if class == Class::Digit {
        (model().digits(), 0.0)
    } else {
        let word: String = cells[start..start + length].iter().map(|cell| cell.letter).collect();
        // No kind of papers has a symbol of one letter.
        let end = cells[start + 1..].iter().take_while(|cell| cell.class == Class::Space).count();
        let symbol = length == 1 && is_symbol(cells, start, start + 1 + end);
        let strange = if symbol { STRANGE_SYMBOL } else { 0.0 };
        let unknown = || (model().unknown(), unknown_cost(&word) + strange);
        lexicon().id(&word).map_or_else(unknown, |id| (id, strange))
    };
    Some(Edge { start, end: start + length, id, lost: [Op::default(); 4], losses: 0, base })
}

/// What it costs that a word bears marks of Vietnamese and is no syllable of it.
const NO_SYLLABLE: f32 = 6.0;

/// What it costs to spell a word that nobody knows. Names and abbreviations cost less.
pub fn unknown_cost(word: &str) -> f32 {
    let length = word.chars().count().min(8) as f32;
    // A name that bears our marks is one of ours, and spelled as a syllable.
    let foreign = word.chars().all(|letter| letters::number(letter).is_none());
    let ours = !foreign && !syllable::is_valid(&letters::lower_word(word));
    let base = if ours { NO_SYLLABLE } else { 0.0 };
    base + if words::is_capital(word) && !ours { 1.2 * length } else { 2.0 * length }
}
