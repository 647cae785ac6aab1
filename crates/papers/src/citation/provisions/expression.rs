//! Reads an expression that names units: `các điểm a, b khoản 2 Điều 5`.
//! In: a text and the byte at which the expression ends. Out: its items, and the units that they name. Never decides to
//! which paper they belong.

use super::items::{self, Item, Parents};
use super::level::Level;
use super::tokens::{Token, tokens_before};
use super::unit::Provision;
use crate::heading::label;

/// Units of one citation that are listed at most: more than the articles of the longest code (the Civil Code of 2015
/// has 689), so that only an absurd list is cut. A judgement, not measured.
pub const MOST_UNITS: usize = 1_000;

/// The items whose last label stands directly before byte `end`; `của` (of), `tại` (in), `các` (plural), a comma, a
/// parenthesis or an annex without a label may stand between. Empty without such a label, and for a single item that is
/// the heading on the line above.
pub fn ending_at(text: &str, end: usize) -> Vec<Item> {
    let mut tokens = tokens_before(text, end);
    // `mục 2 Phụ lục ban hành kèm theo …`, `Điều 5 và Phụ lục Nghị định …`: an annex without a label.
    if tokens.pop_if(|last| *last == Token::Level(Level::Annex)).is_some() {
        tokens.pop_if(|last| *last == Token::And);
    }
    while tokens.last().is_some_and(parts_nothing) && !is_closing_a_label(&tokens) {
        tokens.pop();
    }
    if !matches!(tokens.last(), Some(Token::Label(_) | Token::Close)) {
        return Vec::new();
    }
    let found = items::items(&tokens);
    if found.len() == 1 && is_after_heading(text, end) { Vec::new() } else { found }
}

/// Whether the token may stand between provisions and the paper that they belong to.
fn parts_nothing(token: &Token) -> bool {
    matches!(token, Token::Of | Token::Each | Token::Comma | Token::Open | Token::Close)
}

/// Whether the line before the one that begins at byte `start` is the heading of an item, such as `Điều 5`: it opens
/// a paragraph.
fn is_after_heading(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\t']);
    let Some(line) = before.strip_suffix('\n').map(str::trim_end) else { return false };
    let (above, line) = line.rsplit_once('\n').unwrap_or(("", line));
    let above = above.trim_end_matches([' ', '\t', '\r']);
    let opens_paragraph = above.is_empty() || above.ends_with(['.', ';', ':', '\n', '”']);
    opens_paragraph && label(line.trim()).is_some_and(|label| label.is_heading())
}

/// Whether the last token closes a parenthesis that belongs to the items: `Điều 5 (khoản 1)`, `điểm a)`.
fn is_closing_a_label(tokens: &[Token]) -> bool {
    let before_last = tokens.len().checked_sub(2).map(|at| &tokens[at]);
    matches!(tokens.last(), Some(Token::Close)) && matches!(before_last, Some(Token::Label(_)))
}

/// The units that items name: each item that no other item is a part of, with what it lies in. No further item is read
/// once there are [`MOST_UNITS`].
pub fn units_of(items: &[Item]) -> Vec<Provision> {
    let parents = Parents::of(items);
    let mut units = Vec::new();
    for at in (0..items.len()).filter(|at| !parents.is_parent(*at)) {
        if units.len() >= MOST_UNITS {
            break;
        }
        let mut these = vec![Provision::default()];
        for at in parents.outwards(at) {
            let item = &items[at];
            let all = these.iter().flat_map(|unit| {
                item.labels.iter().map(|label| {
                    let mut unit = unit.clone();
                    unit.set(item.level, label);
                    unit
                })
            });
            these = all.take(MOST_UNITS).collect();
        }
        units.extend(these);
    }
    units
}
