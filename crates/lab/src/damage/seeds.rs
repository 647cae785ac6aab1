//! Damage as papers printed by Word and read out of PDF have it, all at once: letters that left a
//! gap, look-alikes in bold lines, printed lines with a blank one after each, pages.
//! In: a page. Out: the page as such a file holds it. How much is told by a [`Grade`].

use super::super::dice::Dice;
use super::super::page::Page;
use super::layout;
use super::letters::{self, Stands};
use super::lookalike;

/// How badly a paper is damaged.
#[derive(Clone, Copy)]
pub struct Grade {
    /// How many letters of the alphabet are lost, at least and at most.
    lost: (usize, usize),
    /// The share of lines with look-alikes.
    bad_lines: f64,
    /// How often a space is one that does not break.
    fixed_spaces: f64,
    /// Whether `õ` stands for `ò`, as in some fonts it does.
    tilde: bool,
    layout: &'static layout::Print,
}

/// Two letters lost, a few bold lines: the real papers.
pub const LOW: Grade = Grade {
    lost: (1, 2),
    bad_lines: 0.1,
    fixed_spaces: 0.001,
    tilde: false,
    layout: &layout::PLAIN,
};
/// More of the same.
pub const MEDIUM: Grade = Grade { lost: (3, 5), bad_lines: 0.3, fixed_spaces: 0.005, ..LOW };
/// Much more, and pieces of numbers apart, syllables joined and split.
pub const HIGH: Grade =
    Grade { lost: (6, 9), bad_lines: 0.6, fixed_spaces: 0.01, tilde: true, layout: &layout::TORN };

/// The look-alikes of such files.
const TWINS: [(char, char); 4] = [('ư', 'ƣ'), ('Ư', 'Ƣ'), ('Đ', 'Ð'), ('đ', 'ð')];
const TILDES: [(char, char); 2] = [('ò', 'õ'), ('Ò', 'Õ')];

/// Prints the page and reads it again through bad fonts.
pub fn print(page: &mut Page, dice: &mut Dice, grade: Grade) {
    let count = dice.from_to(1, TWINS.len());
    let twins = dice.some(count, &TWINS);
    lookalike::on_lines(page, dice, &twins, grade.bad_lines);
    if grade.tilde && dice.falls(0.3) {
        lookalike::on_lines(page, dice, &TILDES, 1.0);
    }
    let count = dice.from_to(grade.lost.0, grade.lost.1);
    let losses = letters::losses(page, dice, count, Stands::Sign(' '));
    page.each(|letter, out| match letter.now {
        ' ' if dice.falls(grade.fixed_spaces) => out.push(letter.turned('\u{a0}')),
        _ => out.push(letter),
    });
    layout::print(page, dice, grade.layout);
    page.each(|letter, out| letters::write(letter, &losses, true, out));
}
