//! Words joined and split, letters of headings set apart, numbers of papers in pieces.
//! In: a page, one paragraph a line. Out: the same lines. No letter is lost.

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// How often what is torn.
pub struct Tears {
    /// Spaces that are lost.
    pub joined: f64,
    /// Words that are split.
    pub split: f64,
    /// Headings whose letters are set apart.
    pub headings: f64,
    /// Separators of figures and symbols with a space or a line end behind them.
    pub numbers: f64,
}

impl Tears {
    /// Nothing is torn.
    pub const NONE: Tears = Tears { joined: 0.0, split: 0.0, headings: 0.0, numbers: 0.0 };
}

/// No heading is longer, in letters.
const HEADING: usize = 60;

/// Tears the lines of the page.
pub fn tear(page: &mut Page, dice: &mut Dice, tears: &Tears) {
    let mut out = Vec::with_capacity(page.letters.len());
    for line in page.lines() {
        let letters = &page.letters[line.clone()];
        if is_heading(letters) && dice.falls(tears.headings) {
            set_apart(letters, &mut out);
        } else {
            (0..letters.len()).for_each(|at| step(letters, at, dice, tears, &mut out));
        }
        out.extend(page.letters.get(line.end));
    }
    page.letters = out;
}

/// A short line without a full stop, whose words are in capitals.
fn is_heading(line: &[Letter]) -> bool {
    let small = line.iter().any(|letter| letter.now.is_lowercase());
    let words = line.iter().filter(|letter| letter.now.is_uppercase()).count();
    line.len() <= HEADING && words > 3 && !small
}

/// One space after each letter, two more between words.
fn set_apart(line: &[Letter], out: &mut Vec<Letter>) {
    for (at, letter) in line.iter().enumerate() {
        out.push(*letter);
        out.extend((at + 1 < line.len()).then_some(Letter::added(' ')));
    }
}

fn step(line: &[Letter], at: usize, dice: &mut Dice, tears: &Tears, out: &mut Vec<Letter>) {
    let letter = line[at];
    let is = |at: usize, of: fn(char) -> bool| line.get(at).is_some_and(|letter| of(letter.now));
    let before = at.checked_sub(1).is_some_and(|at| is(at, char::is_alphabetic));
    if letter.now == ' ' {
        // A space is lost most easily where a capital makes the eye part the words all the same.
        let lost = if is(at + 1, char::is_uppercase) { 3.0 } else { 0.6 } * tears.joined;
        if !(before && is(at + 1, char::is_alphabetic) && dice.falls(lost)) {
            out.push(letter);
        }
        return;
    }
    out.push(letter);
    // A word is split at one of its letters; usual words have about four.
    if letter.now.is_alphabetic()
        && is(at + 1, char::is_alphabetic)
        && dice.falls(tears.split / 3.0)
    {
        out.push(Letter::added(' '));
    }
    let parts = matches!(letter.now, '-' | '/') && is(at + 1, char::is_alphanumeric);
    let alone = at.checked_sub(1).is_some_and(|at| is(at, char::is_alphanumeric));
    if parts && alone && is_number(line, at) && dice.falls(tears.numbers) {
        out.push(Letter::added(if dice.falls(0.5) { ' ' } else { '\n' }));
    }
}

/// Whether the separator at `at` stands in a word that holds figures and capitals.
fn is_number(line: &[Letter], at: usize) -> bool {
    let white = |letter: &&Letter| !letter.now.is_whitespace();
    let (before, after) = line.split_at(at);
    let word = || before.iter().rev().take_while(white).chain(after.iter().take_while(white));
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
