//! Fonts of one paper whose maps to Unicode have holes: letters are missing in the runs of one font only.
//! In: a page. Out: the page, in some runs of which letters are lost, other letters for each font.
//! A run is some words of a line, or a whole line: headings, emphasis and quotations have fonts of their own. Never
//! loses a letter in a run of the first font, which has no holes.

use super::super::dice::Dice;
use super::super::page::Page;
use super::letters::{self, Losses, Replacement};

// Judgements about real papers, no measurement recorded. Another value changes the rows `holes` of the table of
// `vankien-lab evaluate-repair`.

/// What PDF readers give for a letter that the map of the font lacks, each equally likely.
const REPLACEMENTS: [Replacement; 5] = [
    Replacement::Sign(' '),
    Replacement::Sign('\u{fffd}'),
    Replacement::Sign('\u{f020}'),
    Replacement::Nothing,
    Replacement::Wrong,
];

/// Words in a run, at least and at most (both included); a run ends with its line at the latest.
const RUN_WORDS: (usize, usize) = (8, 120);
/// Marked letters of the alphabet that a broken font loses, at least and at most (both included); drawn for each font.
const LOST_LETTERS: (usize, usize) = (3, 8);

/// Prints the page in runs of two or three fonts: one is whole, each other loses some letters. The font is drawn for
/// each run.
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
