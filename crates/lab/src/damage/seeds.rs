//! The damage of the sample papers ("seeds"), which Word printed and a PDF reader read, all at once: lost letters that
//! left a gap, look-alikes in bold lines, printed lines with a blank one after each, pages.
//! In: a page, and a [`Grade`] that says how much. Out: the page as such a file holds it. Never changes a digit;
//! [`HIGH`] tears document numbers apart.

use super::super::dice::Dice;
use super::super::page::Page;
use super::layout;
use super::letters::{self, Replacement};
use super::lookalike;

/// How badly a paper is damaged. Shares are from 0 to 1.
#[derive(Clone, Copy)]
pub struct Grade {
    /// Marked letters of the alphabet that are lost, at least and at most (both included).
    lost: (usize, usize),
    /// Probability of each line to have look-alikes.
    bad_lines: f64,
    /// Share of the spaces that become no-break spaces.
    fixed_spaces: f64,
    /// Whether `õ` may stand for `ò` throughout the paper, as in some fonts.
    tilde: bool,
    /// How lines and pages are printed.
    layout: &'static layout::Print,
}

// Judgements about real papers, no measurement recorded. Another value changes the rows `seeds-*` of the table of
// `vankien-lab evaluate-repair`.

/// As the real papers: one or two letters lost, a few bold lines.
pub const LOW: Grade = Grade {
    lost: (1, 2),
    bad_lines: 0.1,
    fixed_spaces: 0.001,
    tilde: false,
    layout: &layout::PLAIN,
};
/// More of each.
pub const MEDIUM: Grade = Grade { lost: (3, 5), bad_lines: 0.3, fixed_spaces: 0.005, ..LOW };
/// Much more of each; besides, document numbers in pieces, syllables joined and split, and in some papers `õ` for `ò`.
pub const HIGH: Grade =
    Grade { lost: (6, 9), bad_lines: 0.6, fixed_spaces: 0.01, tilde: true, layout: &layout::TORN };

/// Probability that `õ` stands for `ò` in a paper whose grade allows it.
const TILDE: f64 = 0.3;
/// The look-alikes of such files: letter, look-alike. One to four of the pairs are drawn for each paper.
const LOOK_ALIKES: [(char, char); 4] = [('ư', 'ƣ'), ('Ư', 'Ƣ'), ('Đ', 'Ð'), ('đ', 'ð')];
/// What a font without `ò` prints instead: letter, look-alike.
const TILDES: [(char, char); 2] = [('ò', 'õ'), ('Ò', 'Õ')];

/// Damages the page: look-alikes in some lines, no-break spaces, lines and pages as printed, and a space for each lost
/// letter.
pub fn print(page: &mut Page, dice: &mut Dice, grade: Grade) {
    let count = dice.between(1, LOOK_ALIKES.len());
    let look_alikes = dice.sample(count, &LOOK_ALIKES);
    lookalike::on_lines(page, dice, &look_alikes, grade.bad_lines);
    if grade.tilde && dice.chance(TILDE) {
        lookalike::on_lines(page, dice, &TILDES, 1.0);
    }
    let count = dice.between(grade.lost.0, grade.lost.1);
    let losses = letters::losses(page, dice, count, Replacement::Sign(' '));
    page.rewrite(|letter, out| match letter.now {
        ' ' if dice.chance(grade.fixed_spaces) => out.push(letter.as_character('\u{a0}')),
        _ => out.push(letter),
    });
    layout::print(page, dice, grade.layout);
    page.rewrite(|letter, out| letters::write(letter, &losses, true, out));
}
