//! Fonts of one paper whose maps to Unicode have holes: letters are missing in the runs of one font only.
//! In: a page. Out: the page, in some runs of which letters are lost, another set for each font.
//! A run is a line or some words of it, as headings, emphasis and quotations have fonts of their own. Never loses a letter in the
//! runs of the first font.

use super::super::dice::Dice;
use super::super::page::Page;
use super::letters::{self, Losses, Replacement};

// Judgements about real papers, no measurement recorded. Another value changes the rows `holes` of the table of `vankien-lab evaluate-repair`.

/// What PDF readers give for a letter that the map of the font lacks, each as likely.
const REPLACEMENTS: [Replacement; 5] = [
    Replacement::Sign(' '),
    Replacement::Sign('\u{fffd}'),
    Replacement::Sign('\u{f020}'),
    Replacement::Nothing,
    Replacement::Wrong,
];

/// Words in a run, at least and at most.
const RUN_WORDS: (usize, usize) = (8, 120);
/// Letters of the alphabet that a broken font loses, at least and at most.
const LOST_LETTERS: (usize, usize) = (3, 8);

/// Gives the paper two or three fonts, one of them whole, and prints it in runs of each.
pub fn holes(page: &mut Page, dice: &mut Dice) {
    let broken = dice.between(1, 2);
    let mut fonts = vec![Losses::new()];
    for _ in 0..broken {
        let count = dice.between(LOST_LETTERS.0, LOST_LETTERS.1);
        let replacement = *dice.pick(&REPLACEMENTS);
        fonts.push(letters::losses(page, dice, count, replacement));
    }
    let (mut font, mut words_left) = (0, 0);
    page.rewrite(|letter, out| {
        if letter.now.is_whitespace() {
            if letter.now == '\n' {
                words_left = 0;
            }
            if words_left == 0 {
                font = dice.below(fonts.len());
                words_left = dice.between(RUN_WORDS.0, RUN_WORDS.1);
            }
            words_left -= 1;
        }
        letters::write(letter, &fonts[font], true, out);
    });
}
