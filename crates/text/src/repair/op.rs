//! The ways to lose a letter, each as a number: which letter, in which case, and what stands for it.
//! In: letters and what stands for them. Out: numbers, and what they mean. Never says which is likely; `channel` does.

use super::cell::{self, Class};
use super::symbol;
use crate::language::letters::{self, MARKED};

/// A way to lose a letter: which letter, in which case, and what stands for it.
pub type Op = u16;

/// The marked letters in both cases.
pub const LETTERS: usize = 2 * MARKED;
/// How many ways to lose a letter leave no other character for it.
pub const PLAIN: usize = 4;
/// A space that tears a word.
pub const TORN: Op = 3 * LETTERS as Op;
/// A space that is gone between two words.
pub const JOINED: Op = TORN + 1;
/// A letter that an OCR took for another; what it costs more for which, the reading says.
pub const MISREAD: Op = TORN + 2;

/// How many numbers [`letter_or_space`] has.
pub const LETTERS_AND_SPACES: usize = LETTERS + 3;

/// What stands in place of a lost letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// One space for each letter.
    Space,
    /// A sign that is no letter.
    Sign,
    /// Nothing.
    Nothing,
    /// Another character, by its number among those that may stand for a letter.
    Swap(u16),
}

/// The way to lose the marked letter `number`.
pub fn op(number: usize, upper: bool, stands: Stands) -> Op {
    let stands = match stands {
        Stands::Space => 0,
        Stands::Sign => 1,
        Stands::Nothing => 2,
        Stands::Swap(symbol) => PLAIN + symbol as usize,
    };
    (number + MARKED * usize::from(upper) + LETTERS * stands) as Op
}

/// The number of the character that stands for the letter in `op`, if one does.
pub fn swap(op: Op) -> Option<usize> {
    (op as usize / LETTERS).checked_sub(PLAIN)
}

/// Number and case of the letter that is lost in `op`.
pub fn letter(op: Op) -> (usize, bool) {
    let op = op as usize % LETTERS;
    (op % MARKED, op >= MARKED)
}

/// Whether `op` is about no letter in particular: a space, a letter that was misread.
pub fn is_space(op: Op) -> bool {
    usize::from(op) / LETTERS == usize::from(TORN) / LETTERS
}

/// The number of the letter and its case, or of the space that `op` is about.
pub fn letter_or_space(op: Op) -> usize {
    let at = usize::from(op) % LETTERS;
    if is_space(op) { LETTERS + at } else { at }
}

/// The letter that is lost in `op`, as it was printed.
pub fn printed(op: Op) -> char {
    let (number, upper) = letter(op);
    if upper { letters::marked_upper(number) } else { letters::marked(number) }
}

/// The letters that were lost where `from` stood for the word `to`, each with the character that stood
/// for it; `None` where nothing did.
pub fn pairs(from: &str, to: &str) -> Vec<(Option<char>, char)> {
    if from.chars().count() < to.chars().count() {
        let mut left = from.chars().map(letters::lower).peekable();
        let gone = to.chars().filter(|one| left.next_if_eq(&letters::lower(*one)).is_none());
        return gone.map(|one| (None, one)).collect();
    }
    let both = from.chars().zip(to.chars()).filter(|(stood, letter)| stood != letter);
    both.map(|(stood, letter)| (Some(stood), letter)).collect()
}

/// The ways in which those letters were lost.
pub fn lost_in(from: &str, to: &str) -> Vec<Op> {
    let mut ops = Vec::new();
    for (stood, letter) in pairs(from, to) {
        let Some((number, upper)) = letters::number(letter) else { continue };
        let class = stood.map(cell::class);
        ops.extend(match class {
            None => Some(op(number, upper, Stands::Nothing)),
            Some(Class::Space) => Some(op(number, upper, Stands::Space)),
            Some(Class::Hole | Class::SoftHole) => Some(op(number, upper, Stands::Sign)),
            Some(_) => None,
        });
        let symbol = stood.and_then(symbol::symbol);
        ops.extend(symbol.map(|symbol| op(number, upper, Stands::Swap(symbol))));
    }
    ops
}

/// Where the marked letter `number` is counted.
pub fn place(number: usize, upper: bool) -> u8 {
    (number + MARKED * usize::from(upper)) as u8
}
