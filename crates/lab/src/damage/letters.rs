//! Letters that the map of a font does not hold: gone wherever they stood.
//! In: a page. Out: the page without a few letters of the alphabet, with something in their place.
//! Which letters, and what stands for them, falls anew for each paper.

use std::collections::BTreeMap;

use vankien_text::repair::letters;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// What stands in place of a letter that is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// This character for each.
    Sign(char),
    /// Nothing.
    Nothing,
    /// A wrong character, one for each letter of the alphabet.
    Wrong,
}

/// What stands in place of the letters of a whole paper, each as likely.
pub const STANDS: [Stands; 4] =
    [Stands::Sign(' '), Stands::Sign('\u{fffd}'), Stands::Nothing, Stands::Wrong];
/// What a font without a map gives for its letters: the codes of others.
const WRONG: [&str; 3] =
    ["abcdefghijklmnopqrstuvwxyz", "0123456789", "!#$%&*+:;<=>@^_{|}~¢£§©«¬°±µ¶»ßø"];
/// How often a letter is lost in both cases.
const BOTH_CASES: f64 = 0.3;

/// What became of each letter that is lost: another character, or nothing.
pub type Losses = BTreeMap<char, Option<char>>;

/// Loses `least` to `most` letters of the alphabet: all of each, or in half of the papers nearly
/// all (the few come from another font).
pub fn lose(page: &mut Page, dice: &mut Dice, least: usize, most: usize) {
    let count = dice.from_to(least, most);
    let stands = *dice.one(&STANDS);
    let losses = losses(page, dice, count, stands);
    let share = if dice.falls(0.5) { 1.0 } else { 0.95 };
    page.each(|letter, out| write(letter, &losses, dice.falls(share), out));
}

/// Which letters are lost, out of those that stand on the page, and what stands for them.
pub fn losses(page: &Page, dice: &mut Dice, count: usize, stands: Stands) -> Losses {
    let now = page.letters.iter().map(|letter| letter.now);
    let mut present: Vec<char> = now.filter(|now| letters::number(*now).is_some()).collect();
    present.sort_unstable();
    present.dedup();
    let mut wrong: Vec<char> = Vec::new();
    let mut losses = Losses::new();
    for letter in dice.some(count, &present) {
        let both = dice.falls(BOTH_CASES).then(|| other_case(letter));
        for lost in [Some(letter), both].into_iter().flatten() {
            let sign = match stands {
                Stands::Sign(sign) => Some(sign),
                Stands::Nothing => None,
                Stands::Wrong => Some(fresh(dice, &mut wrong)),
            };
            losses.insert(lost, sign);
        }
    }
    losses
}

/// Writes `letter`, or what stands for it if it `is_lost` here.
pub fn write(letter: Letter, losses: &Losses, is_lost: bool, out: &mut Vec<Letter>) {
    match losses.get(&letter.now).filter(|_| is_lost) {
        Some(sign) => out.extend(sign.map(|sign| letter.turned(sign))),
        None => out.push(letter),
    }
}

/// A wrong character that stands for no other letter yet.
fn fresh(dice: &mut Dice, used: &mut Vec<char>) -> char {
    let all: Vec<char> = dice.one(&WRONG).chars().filter(|one| !used.contains(one)).collect();
    let sign = if all.is_empty() { '?' } else { *dice.one(&all) };
    used.push(sign);
    sign
}

fn other_case(letter: char) -> char {
    match letters::number(letter) {
        Some((number, true)) => letters::marked(number),
        Some((number, false)) => letters::marked_upper(number),
        None => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_letter_is_lost_wherever_it_stood() {
        let mut page = Page::of("những, Những, nhũng");
        let losses = Losses::from([('ữ', Some('3'))]);
        page.each(|letter, out| write(letter, &losses, true, out));
        assert_eq!(page.text(), "nh3ng, Nh3ng, nhũng");
    }

    #[test]
    fn each_letter_has_a_wrong_character_of_its_own() {
        let page = Page::of("ăâđêôơưạảãàá");
        let losses = losses(&page, &mut Dice::new(1, "", 0), 12, Stands::Wrong);
        let signs: std::collections::BTreeSet<_> = losses.values().collect();
        assert!(losses.len() >= 12 && signs.len() == losses.len());
    }
}
