//! Odd spaces become plain ones; what prints as nothing is dropped.
//! In: a word, or a single character that is none. Out: the same without odd white.
//! Line ends and tabs are never touched: lines must stay what they were.

use std::sync::OnceLock;

/// Which code points, and what becomes of them.
const TABLE: &str = include_str!("space.tsv");

/// `text` with odd spaces plain and invisible characters dropped.
pub fn mend(text: &str) -> Option<String> {
    let odd = |character: char| !character.is_ascii() && fate(character).is_some();
    text.contains(odd).then(|| {
        text.chars().filter_map(|character| fate(character).unwrap_or(Some(character))).collect()
    })
}

/// Whether the character prints as nothing.
pub fn is_nothing(character: char) -> bool {
    !character.is_ascii() && fate(character) == Some(None)
}

/// What becomes of an odd space: a space, or nothing. `None` for every other character.
fn fate(character: char) -> Option<Option<char>> {
    let table = table();
    let found = table.binary_search_by_key(&character, |(odd, _)| *odd).ok()?;
    Some(table[found].1)
}

fn table() -> &'static [(char, Option<char>)] {
    static ROWS: OnceLock<Vec<(char, Option<char>)>> = OnceLock::new();
    ROWS.get_or_init(|| {
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
    })
}

fn row(line: &str) -> Option<(char, Option<char>)> {
    let mut cells = line.split('\t');
    let code = u32::from_str_radix(cells.next()?.trim_start_matches("U+"), 16).ok()?;
    Some((char::from_u32(code)?, (cells.next()? == "space").then_some(' ')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_twins() {
        assert!(TABLE.starts_with("# "));
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows, table().len());
        assert!(table().is_sorted_by(|a, b| a.0 < b.0));
    }
}
