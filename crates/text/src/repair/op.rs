//! The ways to lose a letter, each as a number: which letter, in which case, and what stands for it.
//! In: letters and what stands for them. Out: numbers, and what they mean. Never says which is likely; `channel` does.

use super::cell::{self, Class};
use super::symbol;
use crate::language::letters::{self, MARKED};

/// A way to lose a letter, as a compact number by which tables are indexed; [`Op::loss`] tells what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Op(u16);

/// What an [`Op`] means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// A marked letter is lost.
    Letter {
        /// Its number among the marked letters.
        number: usize,
        /// Whether it was a capital.
        upper: bool,
        /// What stands in its place.
        stands: Stands,
    },
    /// A space tears a word.
    Torn,
    /// A space is gone between two words.
    Joined,
    /// An OCR took a letter for another; what it costs more for which, the reading says.
    Misread,
}

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

/// The row of a table of ways: those with the same thing in place of the letter stand in one row of
/// [`LETTERS`] cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// One of the first [`PLAIN_ROWS`] rows.
    Plain(usize),
    /// That of another character, by its number among those that may stand for a letter.
    Symbol(usize),
}

/// The marked letters in both cases.
pub const LETTERS: usize = 2 * MARKED;
/// How many rows there are beside those of characters that stand for letters: a space, a sign, nothing, and losses
/// of no letter in particular.
pub const PLAIN_ROWS: usize = 4;
/// How many numbers [`Op::letter_or_space`] has.
pub const LETTERS_AND_SPACES: usize = LETTERS + 3;

const SPACE_ROW: usize = 0;
const SIGN_ROW: usize = 1;
const NOTHING_ROW: usize = 2;
const OTHER_ROW: usize = 3;

impl Op {
    /// [`Loss::Torn`].
    pub const TORN: Op = Op((OTHER_ROW * LETTERS) as u16);
    /// [`Loss::Joined`].
    pub const JOINED: Op = Op(Op::TORN.0 + 1);
    /// [`Loss::Misread`].
    pub const MISREAD: Op = Op(Op::TORN.0 + 2);

    /// The way to lose the marked letter `number`.
    pub fn of_letter(number: usize, upper: bool, stands: Stands) -> Op {
        let row = match stands {
            Stands::Space => SPACE_ROW,
            Stands::Sign => SIGN_ROW,
            Stands::Nothing => NOTHING_ROW,
            Stands::Swap(symbol) => PLAIN_ROWS + usize::from(symbol),
        };
        Op((letter_cell(number, upper) + LETTERS * row) as u16)
    }

    /// The ways to lose each letter with one thing in its place, in the order of [`Op::cell`].
    pub fn of_letters(stands: Stands) -> impl Iterator<Item = Op> {
        let all = (0..LETTERS).map(letter_of_cell);
        all.map(move |(number, upper)| Op::of_letter(number, upper, stands))
    }

    /// What it means.
    pub fn loss(self) -> Loss {
        let (number, upper) = self.letter();
        let stands = match self.row() {
            Row::Symbol(symbol) => Stands::Swap(symbol as u16),
            Row::Plain(SPACE_ROW) => Stands::Space,
            Row::Plain(SIGN_ROW) => Stands::Sign,
            Row::Plain(NOTHING_ROW) => Stands::Nothing,
            Row::Plain(_) => {
                return match self {
                    Op::TORN => Loss::Torn,
                    Op::JOINED => Loss::Joined,
                    _ => Loss::Misread,
                };
            }
        };
        Loss::Letter { number, upper, stands }
    }

    /// Its row in a table of ways.
    #[inline]
    pub fn row(self) -> Row {
        let row = usize::from(self.0) / LETTERS;
        row.checked_sub(PLAIN_ROWS).map_or(Row::Plain(row), Row::Symbol)
    }

    /// Its cell in that row.
    #[inline]
    pub fn cell(self) -> usize {
        usize::from(self.0) % LETTERS
    }

    /// Whether another character stands for the letter.
    #[inline]
    pub fn is_swap(self) -> bool {
        matches!(self.row(), Row::Symbol(_))
    }

    /// Number and case of the letter that is lost.
    #[inline]
    pub fn letter(self) -> (usize, bool) {
        letter_of_cell(self.cell())
    }

    /// Whether it is about no letter in particular: a space, a letter that was misread.
    #[inline]
    pub fn is_space(self) -> bool {
        self.row() == Row::Plain(OTHER_ROW)
    }

    /// Whether a letter is lost with nothing in its place.
    #[inline]
    pub fn is_without_trace(self) -> bool {
        self.row() == Row::Plain(NOTHING_ROW)
    }

    /// The number of the letter and its case, or of the space that it is about.
    #[inline]
    pub fn letter_or_space(self) -> usize {
        if self.is_space() { LETTERS + self.cell() } else { self.cell() }
    }

    /// The letter that is lost, as it was printed.
    pub fn printed(self) -> char {
        let (number, upper) = self.letter();
        if upper { letters::marked_upper(number) } else { letters::marked(number) }
    }
}

/// The cell of a marked letter in a row of [`LETTERS`].
fn letter_cell(number: usize, upper: bool) -> usize {
    number + MARKED * usize::from(upper)
}

fn letter_of_cell(cell: usize) -> (usize, bool) {
    (cell % MARKED, cell >= MARKED)
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
            None => Some(Op::of_letter(number, upper, Stands::Nothing)),
            Some(Class::Space) => Some(Op::of_letter(number, upper, Stands::Space)),
            Some(Class::Hole | Class::SoftHole) => Some(Op::of_letter(number, upper, Stands::Sign)),
            Some(_) => None,
        });
        let symbol = stood.and_then(symbol::symbol);
        ops.extend(symbol.map(|symbol| Op::of_letter(number, upper, Stands::Swap(symbol))));
    }
    ops
}

/// Where the marked letter `number` is counted.
pub fn place(number: usize, upper: bool) -> u8 {
    letter_cell(number, upper) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::symbol::SYMBOLS;

    #[test]
    fn each_loss_has_its_own_number_and_is_told_by_it() {
        let symbols = (0..SYMBOLS as u16).map(Stands::Swap);
        let stands = [Stands::Space, Stands::Sign, Stands::Nothing].into_iter().chain(symbols);
        let mut seen = std::collections::BTreeSet::from([Op::TORN, Op::JOINED, Op::MISREAD]);
        for stands in stands {
            for (at, op) in Op::of_letters(stands).enumerate() {
                let (number, upper) = op.letter();
                assert_eq!(op.loss(), Loss::Letter { number, upper, stands });
                assert_eq!((op.cell(), op.letter_or_space(), op.is_space()), (at, at, false));
                assert_eq!(op.is_swap(), matches!(stands, Stands::Swap(_)));
                assert_eq!(op.is_without_trace(), stands == Stands::Nothing);
                assert!(seen.insert(op), "{stands:?} {at}");
            }
        }
        for (op, loss) in
            [(Op::TORN, Loss::Torn), (Op::JOINED, Loss::Joined), (Op::MISREAD, Loss::Misread)]
        {
            assert!(op.loss() == loss && op.is_space() && !op.is_swap());
            assert!((LETTERS..LETTERS_AND_SPACES).contains(&op.letter_or_space()));
        }
    }
}
