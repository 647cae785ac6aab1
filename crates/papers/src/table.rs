//! Reads the tables that stand beside the stage.
//! In: the text of a table. Out: its columns, or a search for the words of its first. A row that begins with `#` is the
//! header.

use std::collections::BTreeMap;

use vankien_text::language::letters;

use crate::line::opens_with;

/// The first columns of the rows of a table; a column that is not there is empty.
pub fn rows<const COLUMNS: usize>(
    table: &'static str,
) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    table.lines().filter(|row| !row.starts_with('#')).map(|row| {
        let mut columns = row.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

/// Words with which a text may open, by their first letter: of a long table few are compared with a text.
#[derive(Debug)]
pub struct Openings {
    /// For each first letter, in lower case: the words in lower case, and what was given with them.
    by_first: BTreeMap<char, Vec<(String, &'static str)>>,
}

impl Openings {
    /// The words of the first column of a table.
    pub fn of_table(table: &'static str) -> Openings {
        Openings::of(rows(table).map(|[words]| words))
    }

    /// The given words, in any case.
    pub fn of(all: impl Iterator<Item = &'static str>) -> Openings {
        let mut by_first: BTreeMap<char, Vec<(String, &'static str)>> = BTreeMap::new();
        for words in all {
            let lower = letters::lower_word(words);
            if let Some(first) = lower.chars().next() {
                by_first.entry(first).or_default().push((lower, words));
            }
        }
        Openings { by_first }
    }

    /// The words that `text` opens with, in any case: as they were given, and how many bytes of `text` they take.
    pub fn at_start(&self, text: &str) -> impl Iterator<Item = (&'static str, usize)> {
        let first = text.chars().next().map(letters::lower);
        let all = first.and_then(|first| self.by_first.get(&first));
        all.into_iter()
            .flatten()
            .filter_map(move |(lower, words)| opens_with(text, lower).map(|end| (*words, end)))
    }
}
