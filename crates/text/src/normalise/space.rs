//! Replaces unusual spaces by plain ones, and drops characters that print as nothing.
//! In: a word, or a single character that is no part of one. Out: the same without such characters.
//! Never touches line ends and tabs: the lines of a text stay.

use std::sync::OnceLock;

/// Code points and what becomes of them; the head of the table tells its columns and source.
const TABLE: &str = include_str!("space.tsv");

/// What becomes of a character of the table.
#[derive(Clone, Copy, PartialEq)]
enum Replacement {
    /// It becomes a plain space.
    Space,
    /// It prints as nothing and is dropped.
    Nothing,
}

/// `text` with unusual spaces replaced and invisible characters dropped; `None` where it holds none.
pub fn mend(text: &str) -> Option<String> {
    if !text.contains(|character| replacement(character).is_some()) {
        return None;
    }
    let mut mended = String::with_capacity(text.len());
    for character in text.chars() {
        match replacement(character) {
            None => mended.push(character),
            Some(Replacement::Space) => mended.push(' '),
            Some(Replacement::Nothing) => {}
        }
    }
    Some(mended)
}

/// Whether the character prints as nothing, so that [`mend`] drops it.
pub fn is_invisible(character: char) -> bool {
    replacement(character) == Some(Replacement::Nothing)
}

/// What becomes of a character; `None` for those that stay.
fn replacement(character: char) -> Option<Replacement> {
    if character.is_ascii() {
        return None;
    }
    let table = table();
    let found = table.binary_search_by_key(&character, |(odd, _)| *odd).ok()?;
    Some(table[found].1)
}

fn table() -> &'static [(char, Replacement)] {
    static ROWS: OnceLock<Vec<(char, Replacement)>> = OnceLock::new();
    ROWS.get_or_init(|| {
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(parse_row).collect()
    })
}

fn parse_row(line: &str) -> Option<(char, Replacement)> {
    let mut cells = line.split('\t');
    let code = u32::from_str_radix(cells.next()?.trim_start_matches("U+"), 16).ok()?;
    let is_space = cells.next()? == "space";
    let replacement = if is_space { Replacement::Space } else { Replacement::Nothing };
    Some((char::from_u32(code)?, replacement))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_duplicates() {
        assert!(TABLE.starts_with("# "));
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows, table().len());
        assert!(table().is_sorted_by(|a, b| a.0 < b.0));
    }
}
