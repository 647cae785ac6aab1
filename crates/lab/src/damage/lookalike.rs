//! Characters of other alphabets that look like the right ones.
//! In: a page. Out: the page with some letters turned into their twins.
//! Which pairs are in use falls anew for each paper.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::dice::Dice;
use super::super::page::Page;

/// Letters and their twins.
const TABLE: &str = include_str!("twins.tsv");

/// Uses `most` to one and a half times as many pairs, on a `share` of the lines.
pub fn some(page: &mut Page, dice: &mut Dice, most: usize, share: f64) {
    let count = dice.from_to(most, most + most / 2);
    let drawn = dice.some(count, twins());
    on_lines(page, dice, &drawn, share);
}

/// Turns letters into the twins of `drawn` on a `share` of the lines, as a bad font does.
pub fn on_lines(page: &mut Page, dice: &mut Dice, drawn: &[(char, char)], share: f64) {
    let drawn: BTreeMap<char, char> = drawn.iter().copied().collect();
    let mut bad = dice.falls(share);
    page.each(|letter, out| {
        if letter.now == '\n' {
            bad = dice.falls(share);
        }
        let twin = drawn.get(&letter.now).filter(|_| bad);
        out.push(twin.map_or(letter, |twin| letter.turned(*twin)));
    });
}

/// All pairs; those that real papers hold most stand several times in the table's third column.
fn twins() -> &'static [(char, char)] {
    static TWINS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    TWINS
        .get_or_init(|| TABLE.lines().filter(|line| !line.starts_with('#')).flat_map(row).collect())
}

fn row(line: &str) -> Vec<(char, char)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let letter = |at: usize| cells.get(at).and_then(|cell| cell.chars().next());
    let times = cells.get(2).and_then(|cell| cell.parse().ok()).unwrap_or(0);
    match (letter(0), letter(1)) {
        (Some(one), Some(twin)) => vec![(one, twin); times],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_twins() {
        assert!(TABLE.starts_with("# "));
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(rows.iter().all(|line| !row(line).is_empty() && line.split('\t').count() == 3));
        assert!(rows.is_sorted_by(|a, b| a < b));
        assert!(unicode_normalization::is_nfc(TABLE));
    }
}
