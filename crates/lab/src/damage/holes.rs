//! Fonts of one paper with holes in their maps to Unicode: letters are missing in some runs only.
//! In: a page. Out: the page, in some runs of which letters are gone, another set for each font.
//! A run is a line or some words of one, as headings, emphasis and quotations are set.

use super::super::dice::Dice;
use super::super::page::Page;
use super::letters::{self, Losses, Stands};

/// What a reader of PDF gives for a letter that it cannot name.
const STANDS: [Stands; 5] = [
    Stands::Sign(' '),
    Stands::Sign('\u{fffd}'),
    Stands::Sign('\u{f020}'),
    Stands::Nothing,
    Stands::Wrong,
];

/// Gives the paper two or three fonts, one of them whole, and prints it in runs of each.
pub fn holes(page: &mut Page, dice: &mut Dice) {
    let broken = dice.from_to(1, 2);
    let mut fonts = vec![Losses::new()];
    for _ in 0..broken {
        let (count, stands) = (dice.from_to(3, 8), *dice.one(&STANDS));
        fonts.push(letters::losses(page, dice, count, stands));
    }
    let (mut font, mut left) = (0, 0);
    page.each(|letter, out| {
        if letter.now.is_whitespace() {
            left = if letter.now == '\n' { 0 } else { left };
            if left == 0 {
                font = dice.below(fonts.len());
                left = dice.from_to(8, 120);
            }
            left -= 1;
        }
        letters::write(letter, &fonts[font], true, out);
    });
}
