//! What stands around a word, as far as it tells which of its letters are capitals.
//! In: the cells of a region and the place of a word. Out: the probability of a capital. Never decides the case.

use std::cell::OnceCell;

use super::cell::{self, Cell, CellClass};
use super::lexicon::lexicon;
use crate::language::letters;
use crate::language::model::{Id, Next, model};

/// How many cells around a word are searched for capitals, on each side: about one word. A judgement, no measurement
/// recorded.
const CAPITALS_REACH: usize = 6;

// Shares from 0 to 1, set by hand, no measurement recorded. `vankien-lab evaluate-repair --kind
// letters-3-4,seeds-medium --seed 11` shows their effect on recall, harm and numbers.

/// Probability of a capital where one is nearly sure: at the start of a sentence, between words in capitals.
const SURE_CAPITAL: f32 = 0.97;
/// Lowest probability of a capital at the start of the region and after a hyphen, an opening quotation mark or bracket,
/// a colon or a plus sign.
const LIKELY_CAPITAL: f32 = 0.5;
/// Lowest probability of a capital at the start of a line behind one that ends with a colon, a semicolon, a closing
/// bracket or a closing quotation mark, and behind the label of a list item (`a)`).
const CAPITAL_OF_LINE: f32 = 0.8;

/// The cells around a word. What they tell is found out when it is asked for, once for all readings of the word.
pub struct Surroundings<'c> {
    cells: &'c [Cell],
    start: usize,
    end: usize,
    /// What follows, and the word of the lexicon that does.
    next: OnceCell<(Next, Option<Id>)>,
    are_in_capitals: OnceCell<bool>,
}

impl<'c> Surroundings<'c> {
    /// Those of the word at `cells[start..end]`.
    pub fn of(cells: &'c [Cell], start: usize, end: usize) -> Surroundings<'c> {
        let (next, are_in_capitals) = (OnceCell::new(), OnceCell::new());
        Surroundings { cells, start, end, next, are_in_capitals }
    }

    /// The probability, from 0 to 1, that the word begins with a capital if it is `id`. `in_capitals` says that the
    /// text there is in capitals.
    pub fn capital_share(&self, id: Id, in_capitals: bool) -> f32 {
        if in_capitals {
            return SURE_CAPITAL;
        }
        let blanks = self.blanks_before();
        let before = self.start.checked_sub(blanks.len() + 1).map(|at| self.cells[at].letter);
        let begins_line = || blanks.iter().any(|cell| cell.class == CellClass::Newline);
        let share = || {
            let (next, next_word) = *self.next.get_or_init(|| self.next());
            model().capital_share(id, next, next_word)
        };
        match before {
            Some('.' | '!' | '?') => SURE_CAPITAL,
            // A line that goes on has a letter or a comma before its end.
            Some(':' | ';' | ')' | '”') if begins_line() => share().max(CAPITAL_OF_LINE),
            Some(')') if self.is_behind_label(blanks.len()) => share().max(CAPITAL_OF_LINE),
            None | Some('-' | '“' | '(' | ':' | '+') => share().max(LIKELY_CAPITAL),
            _ => share(),
        }
    }

    /// Whether the letters among the [`CAPITALS_REACH`] cells on each side are capitals: two at least, and no small
    /// one. Other lines count only where no letter stands on its own.
    pub fn are_in_capitals(&self) -> bool {
        *self.are_in_capitals.get_or_init(|| {
            let before = &self.cells[self.start.saturating_sub(CAPITALS_REACH)..self.start];
            let after = &self.cells[self.end..(self.end + CAPITALS_REACH).min(self.cells.len())];
            let is_newline = |cell: &Cell| cell.class == CellClass::Newline;
            let line_start = before.iter().rposition(is_newline).map_or(0, |at| at + 1);
            let line_end = after.iter().position(is_newline).unwrap_or(after.len());
            let line = (&before[line_start..], &after[..line_end]);
            let is_alone = !line.0.iter().chain(line.1).any(cell::is_letter);
            let (before, after) = if is_alone { (before, after) } else { line };
            let around = || before.iter().chain(after);
            let is_capital = |cell: &&Cell| cell.letter.is_uppercase();
            let is_small = |cell: &Cell| cell::is_letter(cell) && !cell.letter.is_uppercase();
            !around().any(is_small) && around().filter(is_capital).count() > 1
        })
    }

    /// Whether the word stands between two separators (`/`, `-`), as in a document number: `N` of `30/2020/N-CP`.
    pub fn are_a_document_number(&self) -> bool {
        let is_separator =
            |at: usize| self.cells.get(at).is_some_and(|cell| "/-".contains(cell.letter));
        self.start.checked_sub(1).is_some_and(is_separator) && is_separator(self.end)
    }

    /// Whether a label and a bracket that open a line (`a)`) stand before the word and its `blanks`.
    fn is_behind_label(&self, blanks: usize) -> bool {
        let line =
            self.cells[..self.start - blanks].rsplit(|cell| cell.class == CellClass::Newline);
        let label = line.into_iter().next().unwrap_or_default();
        let mut label = label.iter().skip_while(|cell| cell.class == CellClass::Space);
        label.next().is_some() && label.next().is_some_and(|cell| cell.letter == ')')
    }

    fn blanks_before(&self) -> &'c [Cell] {
        let before = &self.cells[..self.start];
        let first = before.iter().rposition(|cell| !cell.class.is_blank()).map_or(0, |at| at + 1);
        &before[first..]
    }

    fn next(&self) -> (Next, Option<Id>) {
        let behind = &self.cells[self.end..];
        let blanks = behind.iter().take_while(|cell| cell.class.is_blank()).count();
        let behind = &behind[blanks..];
        let next = match behind.first() {
            Some(cell) if cell.letter.is_uppercase() => Next::Capital,
            Some(cell) if cell.class == CellClass::Digit => Next::Number,
            _ => Next::Small,
        };
        let letters = behind.iter().take_while(|cell| cell::is_letter(cell));
        let word: String = letters.map(|cell| letters::lower(cell.letter)).collect();
        (next, lexicon().id_as_printed(&word))
    }
}
