//! Words of names of peoples and places that the vocabulary of the model lacks: `Plông`, `Mnông`, `Đrắk`.
//! In: a word. Out: whether it is one of them. Never knows names of words of the vocabulary (`Bố Y`).

use std::collections::HashSet;
use std::sync::LazyLock;

use super::letters;

/// The words; the head of the table tells its columns and sources.
const TABLE: &str = include_str!("names.tsv");

/// The words, in lower case.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split('\t').next()).collect()
});

/// Whether a word with a capital is part of such a name.
pub fn is_part_of_name(word: &str) -> bool {
    word.contains(char::is_uppercase) && WORDS.contains(letters::lower_word(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::model::model;

    #[test]
    fn the_table_is_in_order_and_names_no_word_of_the_vocabulary() {
        let rows: Vec<&str> = TABLE.lines().skip_while(|row| row.starts_with("# ")).collect();
        assert!(rows.is_sorted() && rows.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(unicode_normalization::is_nfc(TABLE));
        for row in rows {
            let (word, sources) = row.split_once('\t').unwrap_or_default();
            assert!(model().find(word).is_none(), "{word}");
            let is_source = |one: &str| ["peoples", "units-2023", "units-2025"].contains(&one);
            assert!(sources.split(' ').all(is_source), "{row}");
        }
    }

    #[test]
    fn only_words_with_a_capital_are_names() {
        assert!(["Plông", "Mnông", "PLÔNG", "Pleiku"].into_iter().all(is_part_of_name));
        assert!(!["plông", "Phông", "Kiều"].into_iter().any(is_part_of_name));
    }
}
