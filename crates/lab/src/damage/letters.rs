//! Letters that the map of a font lacks, so that they are lost wherever they stood, or nearly so.
//! In: a page. Out: the page without some marked letters of the alphabet (`ế`, `đ` …), with something or nothing in
//! their place.
//! Which letters, and what replaces them, is drawn for each paper. Never loses a letter without a mark.

use std::collections::BTreeMap;

use vankien_text::repair::letters;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};
use super::marks;

/// What stands in place of a lost letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// This character, the same for each lost letter.
    Sign(char),
    /// Nothing.
    Nothing,
    /// A wrong character: one for each lost letter of the alphabet, no two the same; `?` where all of the set drawn for
    /// a letter are used up.
    Wrong,
}

// Judgements about real papers, no measurement recorded. Another value changes the rows `letters-*` of the table of
// `vankien-lab evaluate-repair`.

/// What stands in place of the lost letters of a whole paper, each equally likely.
pub const REPLACEMENTS: [Replacement; 4] = [
    Replacement::Sign(' '),
    Replacement::Sign('\u{fffd}'),
    Replacement::Nothing,
    Replacement::Wrong,
];
/// The characters that a font without a map gives for its letters; one of these sets is drawn for each letter.
const WRONG_CHARACTERS: [&str; 3] =
    ["abcdefghijklmnopqrstuvwxyz", "0123456789", "!#$%&*+:;<=>@^_{|}~¢£§©«¬°±µ¶»ßø"];
/// Probability that a lost letter is lost in its other case (capital or small), too.
const BOTH_CASES: f64 = 0.3;
/// Probability that [`lose`] takes every occurrence of the lost letters of a paper.
const ALL_OCCURRENCES: f64 = 0.5;
/// In other papers, the probability that one occurrence is lost. Those that stay come from another font.
const MOST_OCCURRENCES: f64 = 0.95;

/// What stands in place of the letters of lost blocks, `None` for nothing; each equally likely.
const BLOCK_SIGNS: [Option<char>; 5] = [None, None, Some(' '), Some('?'), Some('\u{fffd}')];
/// Marked letters of Latin-1 Supplement, Latin Extended-A and -B, and Latin Extended Additional, by the code points at
/// which the blocks end.
const BLOCK_ENDS: [u32; 3] = [0xff, 0x1dff, 0x1eff];
/// The blocks that a font or a code page lacks together, by their places in [`BLOCK_ENDS`]; each set equally likely.
const LOST_BLOCKS: [&[usize]; 5] = [&[0], &[1], &[2], &[1, 2], &[0, 1, 2]];

/// For each lost letter, the character that stands for it; `None` for nothing.
pub type Losses = BTreeMap<char, Option<char>>;

/// Loses `least` to `most` (both included) of the marked letters that the page holds, or all where there are fewer; the
/// other case of a letter comes on top.
pub fn lose(page: &mut Page, dice: &mut Dice, least: usize, most: usize) {
    let count = dice.between(least, most);
    let replacement = *dice.pick(&REPLACEMENTS);
    let losses = losses(page, dice, count, replacement);
    let share = if dice.chance(ALL_OCCURRENCES) { 1.0 } else { MOST_OCCURRENCES };
    page.rewrite(|letter, out| write(letter, &losses, dice.chance(share), out));
}

/// Loses all letters of one or more blocks of Unicode, as a font or a code page does that knows none of them.
pub fn lose_blocks(page: &mut Page, dice: &mut Dice) {
    let blocks = *dice.pick(&LOST_BLOCKS);
    let sign = *dice.pick(&BLOCK_SIGNS);
    let is_lost = |letter: &char| {
        let block = BLOCK_ENDS.iter().position(|end| u32::from(*letter) <= *end);
        letters::number(*letter).is_some() && block.is_some_and(|block| blocks.contains(&block))
    };
    let lost = page.letters.iter().map(|letter| letter.now).filter(is_lost);
    let losses: Losses = lost.map(|letter| (letter, sign)).collect();
    page.rewrite(|letter, out| write(letter, &losses, true, out));
}

/// Writes the page in Windows-1252 as Windows does, with the letter that fits best for each that the code page lacks: a
/// letter without its mark (`d` for `đ`, `u` for `ư`), or `?`.
pub fn best_fit(page: &mut Page, _: &mut Dice) {
    page.rewrite(|letter, out| {
        let fitted = match letter.now {
            'Đ' => 'Ð',
            now @ ('đ' | 'ă' | 'ĩ' | 'ũ' | 'ơ' | 'ư' | 'Ă' | 'Ĩ' | 'Ũ' | 'Ơ' | 'Ư') => {
                marks::base(now)
            }
            now if u32::from(now) > 0xff && letters::number(now).is_some() => '?',
            now => now,
        };
        out.push(letter.as_character(fitted));
    });
}

/// Draws `count` of the marked letters that the page holds (all where there are fewer), for some their other case too,
/// and what stands for each.
pub fn losses(page: &Page, dice: &mut Dice, count: usize, replacement: Replacement) -> Losses {
    let on_page = page.letters.iter().map(|letter| letter.now);
    let mut present: Vec<char> = on_page.filter(|now| letters::number(*now).is_some()).collect();
    present.sort_unstable();
    present.dedup();
    let mut wrong: Vec<char> = Vec::new();
    let mut losses = Losses::new();
    for letter in dice.sample(count, &present) {
        let both = dice.chance(BOTH_CASES).then(|| other_case(letter));
        for lost in [Some(letter), both].into_iter().flatten() {
            let sign = match replacement {
                Replacement::Sign(sign) => Some(sign),
                Replacement::Nothing => None,
                Replacement::Wrong => Some(unused_character(dice, &mut wrong)),
            };
            losses.insert(lost, sign);
        }
    }
    losses
}

/// Writes `letter`; or what stands for it, if `losses` holds it and it `is_lost` at this place.
pub fn write(letter: Letter, losses: &Losses, is_lost: bool, out: &mut Vec<Letter>) {
    match losses.get(&letter.now).filter(|_| is_lost) {
        Some(sign) => out.extend(sign.map(|sign| letter.as_character(sign))),
        None => out.push(letter),
    }
}

/// A wrong character that stands for no other letter yet; `?` where all of its set do.
fn unused_character(dice: &mut Dice, used: &mut Vec<char>) -> char {
    let all: Vec<char> =
        dice.pick(&WRONG_CHARACTERS).chars().filter(|one| !used.contains(one)).collect();
    let sign = if all.is_empty() { '?' } else { *dice.pick(&all) };
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
        page.rewrite(|letter, out| write(letter, &losses, true, out));
        assert_eq!(page.text(), "nh3ng, Nh3ng, nhũng");
    }

    #[test]
    fn each_letter_has_a_wrong_character_of_its_own() {
        let page = Page::of("ăâđêôơưạảãàá");
        let losses = losses(&page, &mut Dice::new(1, "", 0), 12, Replacement::Wrong);
        let signs: std::collections::BTreeSet<_> = losses.values().collect();
        assert!(losses.len() >= 12 && signs.len() == losses.len());
    }
}
