//! Words joined and split, letters of headings set apart, document numbers in pieces.
//! In: a page, one paragraph a line. Out: the page with other spaces and line ends. Never loses another character than
//! a space.

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// How often spaces go wrong, as shares from 0 to 1; the factors below change some of them from place to place.
pub struct Tears {
    /// Share of the spaces between letters that are lost, on average.
    pub joined: f64,
    /// Share of the words that a space splits, on average.
    pub split: f64,
    /// Share of the headings whose letters are set apart.
    pub headings: f64,
    /// Share of the `-` and `/` inside document numbers behind which a space or a line end is inserted.
    pub numbers: f64,
}

impl Tears {
    /// Nothing is torn.
    pub const NONE: Tears = Tears { joined: 0.0, split: 0.0, headings: 0.0, numbers: 0.0 };
}

// Judgements about real papers, no measurement recorded. Another value changes the rows `layout-*` and `seeds-high` of
// the table of `vankien-lab evaluate-repair`.

/// Longest line that is a heading, in characters (included).
const MOST_HEADING_CHARACTERS: usize = 60;
/// Capitals that a heading has at least.
const LEAST_HEADING_CAPITALS: usize = 4;
/// Factor on `Tears::joined` for a space before a capital, where the eye separates the words all the same.
const JOINED_BEFORE_CAPITAL: f64 = 3.0;
/// Factor on `Tears::joined` for a space before a small letter.
const JOINED_BEFORE_SMALL: f64 = 0.6;
/// Gaps between the letters of an average word, at each of which it may be split: the letters of the word less one.
const PLACES_IN_WORD: f64 = 3.0;

/// Tears the lines of the page: sets the letters of some headings apart; in other lines joins and splits words and
/// breaks numbers.
pub fn tear(page: &mut Page, dice: &mut Dice, tears: &Tears) {
    let mut out = Vec::with_capacity(page.letters.len());
    for line in page.lines() {
        let letters = &page.letters[line.clone()];
        if is_heading(letters) && dice.chance(tears.headings) {
            set_apart(letters, &mut out);
        } else {
            (0..letters.len()).for_each(|at| write_letter(letters, at, dice, tears, &mut out));
        }
        out.extend(page.letters.get(line.end));
    }
    page.letters = out;
}

/// Whether a line is a heading: short, with capitals and without small letters.
fn is_heading(line: &[Letter]) -> bool {
    let has_small = line.iter().any(|letter| letter.now.is_lowercase());
    let capitals = line.iter().filter(|letter| letter.now.is_uppercase()).count();
    line.len() <= MOST_HEADING_CHARACTERS && capitals >= LEAST_HEADING_CAPITALS && !has_small
}

/// Writes a heading with a space behind each character but the last: three spaces stand between words.
fn set_apart(line: &[Letter], out: &mut Vec<Letter>) {
    for (at, letter) in line.iter().enumerate() {
        out.push(*letter);
        out.extend((at + 1 < line.len()).then_some(Letter::inserted(' ')));
    }
}

/// Writes the letter at index `at` of a line, with what goes wrong behind it.
fn write_letter(line: &[Letter], at: usize, dice: &mut Dice, tears: &Tears, out: &mut Vec<Letter>) {
    let letter = line[at];
    let is = |at: usize, of: fn(char) -> bool| line.get(at).is_some_and(|letter| of(letter.now));
    let before = at.checked_sub(1).is_some_and(|at| is(at, char::is_alphabetic));
    if letter.now == ' ' {
        let before_capital = is(at + 1, char::is_uppercase);
        let factor = if before_capital { JOINED_BEFORE_CAPITAL } else { JOINED_BEFORE_SMALL };
        let lost = factor * tears.joined;
        if !(before && is(at + 1, char::is_alphabetic) && dice.chance(lost)) {
            out.push(letter);
        }
        return;
    }
    out.push(letter);
    if letter.now.is_alphabetic()
        && is(at + 1, char::is_alphabetic)
        && dice.chance(tears.split / PLACES_IN_WORD)
    {
        out.push(Letter::inserted(' '));
    }
    let parts = matches!(letter.now, '-' | '/') && is(at + 1, char::is_alphanumeric);
    let alone = at.checked_sub(1).is_some_and(|at| is(at, char::is_alphanumeric));
    if parts && alone && is_number(line, at) && dice.chance(tears.numbers) {
        out.push(Letter::inserted(if dice.chance(0.5) { ' ' } else { '\n' }));
    }
}

/// Whether the letter at index `at` stands in a document number: in a word that holds a digit and a capital.
fn is_number(line: &[Letter], at: usize) -> bool {
    let is_in_word = |letter: &&Letter| !letter.now.is_whitespace();
    let (before, after) = line.split_at(at);
    let word =
        || before.iter().rev().take_while(is_in_word).chain(after.iter().take_while(is_in_word));
    word().any(|letter| letter.now.is_ascii_digit())
        && word().any(|letter| letter.now.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tears_what_it_is_told() {
        let all = Tears { joined: 1.0, split: 0.0, headings: 1.0, numbers: 1.0 };
        let mut page = Page::of("NGHỊ QUYẾT\ncủa Đảng số 59-NQ/TW");
        tear(&mut page, &mut Dice::new(3, "", 0), &all);
        let text = page.text().replace("-\n", "- ").replace("/\n", "/ ");
        assert_eq!(text.lines().next(), Some("N G H Ị   Q U Y Ế T"));
        assert!(text.contains("củaĐảng") && text.ends_with("59- NQ/ TW"), "{text}");
    }
}
