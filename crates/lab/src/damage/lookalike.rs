//! Characters, most of them of other alphabets, that look like the right ones.
//! In: a page. Out: the page with some letters replaced by look-alikes. Which pairs are in use is drawn for each paper.
//! Never uses the table of `normalise`, so that the measure does not follow from what is measured.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::dice::Dice;
use super::super::page::Page;

/// Letters, their look-alikes, and how often a pair is in the draw; the head of the table tells its source.
const TABLE: &str = include_str!("lookalike.tsv");

/// Letters and what the eye takes them for, written down by a person who knew no other table of the project; the head
/// of the table tells its columns.
const EYE: &str = include_str!("eye.tsv");

/// The same as [`some`], with the pairs that the eye confuses.
pub fn by_eye(page: &mut Page, dice: &mut Dice, least: usize, share: f64) {
    static PAIRS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| parse(EYE));
    let count = dice.between(least, least + least / 2);
    let drawn = dice.sample(count, pairs);
    on_lines(page, dice, &drawn, share);
}

/// Replaces letters by `least` to one and a half times `least` drawn pairs (both included); a pair that the table
/// counts more than once may be drawn more than once. `share`: the probability of each line to be changed.
pub fn some(page: &mut Page, dice: &mut Dice, least: usize, share: f64) {
    let count = dice.between(least, least + least / 2);
    let drawn = dice.sample(count, pairs());
    on_lines(page, dice, &drawn, share);
}

/// Replaces every letter of the `drawn` pairs (letter, look-alike), as a bad font does; of several pairs with the same
/// letter the last counts. `share`: the probability of each line to be changed.
pub fn on_lines(page: &mut Page, dice: &mut Dice, drawn: &[(char, char)], share: f64) {
    let drawn: BTreeMap<char, char> = drawn.iter().copied().collect();
    let mut is_bad_line = dice.chance(share);
    page.rewrite(|letter, out| {
        if letter.now == '\n' {
            is_bad_line = dice.chance(share);
        }
        match drawn.get(&letter.now) {
            Some(look_alike) if is_bad_line => out.push(letter.as_character(*look_alike)),
            _ => out.push(letter),
        }
    });
}

/// All pairs, each as often as the third column of the table says: pairs that are common in real papers are drawn more
/// often.
fn pairs() -> &'static [(char, char)] {
    static PAIRS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    PAIRS.get_or_init(|| parse(TABLE))
}

/// The pairs of a table, each as often as its third column says.
fn parse(table: &str) -> Vec<(char, char)> {
    table.lines().filter(|line| !line.starts_with('#')).flat_map(parse_row).collect()
}

fn parse_row(line: &str) -> Vec<(char, char)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let letter = |at: usize| cells.get(at).and_then(|cell| cell.chars().next());
    let times = cells.get(2).and_then(|cell| cell.parse().ok()).unwrap_or(0);
    match (letter(0), letter(1)) {
        (Some(one), Some(look_alike)) => vec![(one, look_alike); times],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_duplicates() {
        for table in [TABLE, EYE] {
            assert!(table.starts_with("# ") && unicode_normalization::is_nfc(table));
            let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
            let is_row = |line: &&str| !parse_row(line).is_empty() && line.split('\t').count() == 3;
            assert!(rows.iter().all(is_row) && rows.is_sorted_by(|a, b| a < b));
        }
    }
}
