//! The losses of the noisy channel, each as a number: which letter was lost, in which case, and what stands in its
//! place.
//! In: letters and what stands for them. Out: numbers, and what they mean. Never says which loss is likely; `channel`
//! does.

use super::cell::{self, CellClass};
use super::symbol;
use crate::language::letters::{self, MARKED};

/// A kind of loss as a compact number: row times [`LETTERS`] plus cell, by which tables are indexed.
/// [`LossId::meaning`] tells what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LossId(u16);

/// What a [`LossId`] means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A marked letter is lost.
    Letter {
        /// Its number among the marked letters, below [`MARKED`].
        number: usize,
        /// Whether it was a capital.
        upper: bool,
        /// What stands in its place.
        replacement: Replacement,
    },
    /// A space stands inside a word.
    Torn,
    /// The space between two words is gone.
    Joined,
    /// An OCR took a letter for another. Which letters they are, and what that costs, stands in the edge.
    Misread,
}

/// What stands in place of a lost letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// One space for each lost letter.
    Space,
    /// A placeholder sign that is no letter.
    Sign,
    /// Nothing.
    Nothing,
    /// Another character, given by its number in [`symbol`].
    Character(u16),
}

/// The row of a table indexed by losses. Losses with the same replacement share a row of [`LETTERS`] cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRow {
    /// One of the first [`PLAIN_ROWS`] rows.
    Plain(usize),
    /// The row of a replacing character, by its number in [`symbol`].
    Character(usize),
}

/// Number of marked letters, small and capital: the cells of one row.
pub const LETTERS: usize = 2 * MARKED;
/// Number of rows before those of replacing characters: space, sign, nothing, and the losses of no letter in
/// particular.
pub const PLAIN_ROWS: usize = 4;
/// How many values [`LossId::letter_or_space`] can have: each marked letter, and the three losses of no letter in
/// particular.
pub const LETTERS_AND_SPACES: usize = LETTERS + 3;

/// Row of letters for which a space stands.
const SPACE_ROW: usize = 0;
/// Row of letters for which a placeholder sign stands.
const SIGN_ROW: usize = 1;
/// Row of letters for which nothing stands.
const NOTHING_ROW: usize = 2;
/// Row of the losses of no letter in particular: torn, joined, misread.
const NO_LETTER_ROW: usize = 3;

impl LossId {
    /// [`Loss::Torn`].
    pub const TORN: LossId = LossId((NO_LETTER_ROW * LETTERS) as u16);
    /// [`Loss::Joined`].
    pub const JOINED: LossId = LossId(LossId::TORN.0 + 1);
    /// [`Loss::Misread`].
    pub const MISREAD: LossId = LossId(LossId::TORN.0 + 2);

    /// The loss of the marked letter `number`.
    pub fn of_letter(number: usize, upper: bool, replacement: Replacement) -> LossId {
        let row = match replacement {
            Replacement::Space => SPACE_ROW,
            Replacement::Sign => SIGN_ROW,
            Replacement::Nothing => NOTHING_ROW,
            Replacement::Character(symbol) => PLAIN_ROWS + usize::from(symbol),
        };
        LossId((letter_cell(number, upper) + LETTERS * row) as u16)
    }

    /// The losses of every marked letter with one replacement, in the order of [`LossId::cell`].
    pub fn of_letters(replacement: Replacement) -> impl Iterator<Item = LossId> {
        (0..LETTERS).map(move |cell| {
            let (number, upper) = letter_of_cell(cell);
            LossId::of_letter(number, upper, replacement)
        })
    }

    /// What this number means.
    pub fn meaning(self) -> Loss {
        let (number, upper) = self.letter();
        let replacement = match self.row() {
            TableRow::Character(symbol) => Replacement::Character(symbol as u16),
            TableRow::Plain(SPACE_ROW) => Replacement::Space,
            TableRow::Plain(SIGN_ROW) => Replacement::Sign,
            TableRow::Plain(NOTHING_ROW) => Replacement::Nothing,
            TableRow::Plain(_) => {
                return match self {
                    LossId::TORN => Loss::Torn,
                    LossId::JOINED => Loss::Joined,
                    _ => Loss::Misread,
                };
            }
        };
        Loss::Letter { number, upper, replacement }
    }

    /// The row of this loss in a table indexed by losses.
    #[inline]
    pub fn row(self) -> TableRow {
        let row = usize::from(self.0) / LETTERS;
        row.checked_sub(PLAIN_ROWS).map_or(TableRow::Plain(row), TableRow::Character)
    }

    /// The cell of this loss in its row, below [`LETTERS`].
    #[inline]
    pub fn cell(self) -> usize {
        usize::from(self.0) % LETTERS
    }

    /// Whether another character stands for the letter.
    #[inline]
    pub fn is_replaced_by_character(self) -> bool {
        matches!(self.row(), TableRow::Character(_))
    }

    /// The number of the letter that is lost, and whether it was a capital; without meaning where
    /// [`LossId::is_of_no_letter`].
    #[inline]
    pub fn letter(self) -> (usize, bool) {
        letter_of_cell(self.cell())
    }

    /// Whether it concerns no letter in particular: a space too many or too few, a misread letter.
    #[inline]
    pub fn is_of_no_letter(self) -> bool {
        self.row() == TableRow::Plain(NO_LETTER_ROW)
    }

    /// Whether a placeholder sign stands for the letter, whichever sign that is.
    #[inline]
    pub fn is_replaced_by_sign(self) -> bool {
        self.row() == TableRow::Plain(SIGN_ROW)
    }

    /// Whether a letter is lost with nothing in its place.
    #[inline]
    pub fn is_without_trace(self) -> bool {
        self.row() == TableRow::Plain(NOTHING_ROW)
    }

    /// An index below [`LETTERS_AND_SPACES`] that losses of the same letter share, whatever replaces it.
    #[inline]
    pub fn letter_or_space(self) -> usize {
        if self.is_of_no_letter() { LETTERS + self.cell() } else { self.cell() }
    }

    /// The letter that is lost, as it was printed; without meaning where [`LossId::is_of_no_letter`].
    pub fn printed(self) -> char {
        let (number, upper) = self.letter();
        if upper { letters::marked_upper(number) } else { letters::marked(number) }
    }
}

/// The cell of a marked letter in a row of [`LETTERS`]: small letters first, then capitals.
fn letter_cell(number: usize, upper: bool) -> usize {
    number + MARKED * usize::from(upper)
}

fn letter_of_cell(cell: usize) -> (usize, bool) {
    (cell % MARKED, cell >= MARKED)
}

/// The letters that were lost where `from` stands for the printed word `to`, in order, each with the character that
/// stands for it: `(found, lost)`. `found` is `None` for all where `from` is the shorter one: nothing stands for them
/// then.
pub fn lost_letters(from: &str, to: &str) -> Vec<(Option<char>, char)> {
    if from.chars().count() < to.chars().count() {
        let mut left = from.chars().map(letters::lower).peekable();
        let gone = to.chars().filter(|one| left.next_if_eq(&letters::lower(*one)).is_none());
        return gone.map(|one| (None, one)).collect();
    }
    let both = from.chars().zip(to.chars()).filter(|(found, letter)| found != letter);
    both.map(|(found, letter)| (Some(found), letter)).collect()
}

/// The losses of marked letters that turned the printed word `to` into `from`. A character that is a placeholder and
/// has a number in [`symbol`] counts as both.
pub fn losses_between(from: &str, to: &str) -> Vec<LossId> {
    let mut losses = Vec::new();
    for (found, letter) in lost_letters(from, to) {
        let Some((number, upper)) = letters::number(letter) else { continue };
        let replacement = match found.map(cell::class) {
            None => Some(Replacement::Nothing),
            Some(CellClass::Space) => Some(Replacement::Space),
            Some(CellClass::Placeholder | CellClass::SoftPlaceholder) => Some(Replacement::Sign),
            Some(_) => None,
        };
        let character = found.and_then(symbol::symbol).map(Replacement::Character);
        for replacement in [replacement, character].into_iter().flatten() {
            losses.push(LossId::of_letter(number, upper, replacement));
        }
    }
    losses
}

/// The index at which a census counts the marked letter `number`, below [`LETTERS`].
pub fn letter_index(number: usize, upper: bool) -> u8 {
    letter_cell(number, upper) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::symbol::SYMBOLS;

    #[test]
    fn each_loss_has_its_own_number_and_is_told_by_it() {
        let characters = (0..SYMBOLS as u16).map(Replacement::Character);
        let plain = [Replacement::Space, Replacement::Sign, Replacement::Nothing].into_iter();
        let no_letter = [
            (LossId::TORN, Loss::Torn),
            (LossId::JOINED, Loss::Joined),
            (LossId::MISREAD, Loss::Misread),
        ];
        let mut seen: std::collections::BTreeSet<LossId> =
            no_letter.iter().map(|(id, _)| *id).collect();
        for replacement in plain.chain(characters) {
            for (cell, id) in LossId::of_letters(replacement).enumerate() {
                let (number, upper) = id.letter();
                let is_character = matches!(replacement, Replacement::Character(_));
                assert_eq!(id.meaning(), Loss::Letter { number, upper, replacement });
                assert_eq!((id.cell(), id.letter_or_space()), (cell, cell));
                assert!(!id.is_of_no_letter());
                assert_eq!(id.is_replaced_by_character(), is_character);
                assert_eq!(id.is_without_trace(), replacement == Replacement::Nothing);
                assert!(seen.insert(id), "{replacement:?} {cell}");
            }
        }
        for (id, meaning) in no_letter {
            assert_eq!(id.meaning(), meaning);
            assert!(id.is_of_no_letter() && !id.is_replaced_by_character());
            assert!((LETTERS..LETTERS_AND_SPACES).contains(&id.letter_or_space()));
        }
    }
}
