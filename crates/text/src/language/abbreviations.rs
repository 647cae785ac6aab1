//! Abbreviations and what they stand for: one table for mastheads, names in filters and questions.
//! In: nothing. Out: rows of the table. Never chooses among the meanings of an abbreviation.

use std::sync::LazyLock;

/// The table: abbreviation, meaning, source of the row, `name` or nothing.
const TABLE: &str = include_str!("abbreviations.tsv");

/// An abbreviation and one of its meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The abbreviation in the case of print: `UBND`.
    pub short: &'static str,
    /// What it stands for, spelled out: `Ủy ban nhân dân` (people's committee).
    pub long: &'static str,
    /// Whether it stands for a body or an area, so that names of bodies are shortened with it.
    pub in_names: bool,
}

/// All rows, sorted by abbreviation. An abbreviation with several meanings has a row for each.
pub static ABBREVIATIONS: LazyLock<Vec<Abbreviation>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#'));
    let parse = |row: &'static str| {
        let mut columns = row.split('\t');
        let (short, long) = (columns.next()?, columns.next()?);
        Some(Abbreviation { short, long, in_names: columns.nth(1) == Some("name") })
    };
    rows.filter_map(parse).collect()
});

/// The rows with [`Abbreviation::in_names`] whose abbreviation has no other meaning, so that it can be spelled out.
/// Sorted by abbreviation.
pub static IN_NAMES: LazyLock<Vec<Abbreviation>> = LazyLock::new(|| {
    let meanings = |short: &str| ABBREVIATIONS.iter().filter(|row| row.short == short).count();
    let rows = ABBREVIATIONS.iter().filter(|row| row.in_names && meanings(row.short) == 1);
    rows.copied().collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        let rows: Vec<&str> = TABLE.lines().collect();
        assert!(rows[0].starts_with("# "));
        assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
        assert!(rows[1..].iter().all(|row| row.split('\t').count() == 4), "four columns");
        assert!(unicode_normalization::is_nfc(TABLE));
        let marked = rows[1..].iter().filter_map(|row| row.rsplit('\t').next());
        assert!(marked.into_iter().all(|mark| matches!(mark, "" | "name")));
    }

    #[test]
    fn an_abbreviation_with_two_meanings_is_not_spelled_out() {
        let spelled = |short: &str| IN_NAMES.iter().find(|row| row.short == short);
        assert_eq!(spelled("UBND").map(|row| row.long), Some("Ủy ban nhân dân"));
        assert_eq!((spelled("BTC"), spelled("TU"), spelled("CP")), (None, None, None));
    }
}
