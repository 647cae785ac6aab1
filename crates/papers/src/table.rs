//! Reads the TSV tables that stand beside the source files.
//! In: the text of a table. Out: its columns, or a search for the words of its first column. A row that begins with `#`
//! is the header. Never checks a table: tests do.

use std::collections::BTreeMap;

use vankien_text::language::{letters, tone_place};

use crate::line::opens_with;

/// The first `COLUMNS` columns of each row of a table, in order, without the header; a column that a row lacks is
/// empty.
pub fn rows<const COLUMNS: usize>(
    table: &'static str,
) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    table.lines().filter(|row| !row.starts_with('#')).map(|row| {
        let mut columns = row.split('\t');
        std::array::from_fn(|_| columns.next().unwrap_or_default())
    })
}

/// `words`, which have one space between each two, as they are and with the tone marks of their syllables on unusual
/// vowels: `kế hoạch` and `kế họach` (plan).
pub fn spellings(words: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for word in words.split(' ') {
        let forms = [vec![word.to_owned()], tone_place::unusual(word)].concat();
        let with_next = |form: &String| {
            let joined = |before: &String| format!("{before} {form}").trim_start().to_owned();
            all.iter().map(joined).collect::<Vec<_>>()
        };
        all = forms.iter().flat_map(with_next).collect();
    }
    all
}

/// Words with which a text may open, sorted by their first letter, so that a text is compared with few words of a long
/// table.
#[derive(Debug)]
pub struct Openings {
    /// For each first letter, in lower case: the words in lower case, and the words as they were given.
    by_first: BTreeMap<char, Vec<(String, &'static str)>>,
}

impl Openings {
    /// The words in the first column of a table, from which a header row is left out.
    pub fn of_table(table: &'static str) -> Openings {
        Openings::of(rows(table).map(|[words]| words))
    }

    /// The given words; their case does not matter, and empty ones are left out.
    pub fn of(all: impl Iterator<Item = &'static str>) -> Openings {
        Openings::of_spelled(all.map(|words| (letters::lower_word(words), words)))
    }

    /// The given words, also with the tone marks of their syllables on unusual vowels (see [`spellings`]).
    pub fn of_all_spellings(all: impl Iterator<Item = &'static str>) -> Openings {
        Openings::of_spelled(all.flat_map(|words| {
            spellings(&letters::lower_word(words)).into_iter().map(move |spelled| (spelled, words))
        }))
    }

    /// Pairs of words in lower case and the words that stand for them.
    fn of_spelled(all: impl Iterator<Item = (String, &'static str)>) -> Openings {
        let mut by_first: BTreeMap<char, Vec<(String, &'static str)>> = BTreeMap::new();
        for (lower, words) in all {
            if let Some(first) = lower.chars().next() {
                by_first.entry(first).or_default().push((lower, words));
            }
        }
        Openings { by_first }
    }

    /// All words that `text` opens with, in any case and in the order given: as they were given, and how many bytes of
    /// `text` they take. They may end inside a word of `text`.
    pub fn at_start(&self, text: &str) -> impl Iterator<Item = (&'static str, usize)> {
        let first = text.chars().next().map(letters::lower);
        let all = first.and_then(|first| self.by_first.get(&first));
        all.into_iter()
            .flatten()
            .filter_map(move |(lower, words)| opens_with(text, lower).map(|end| (*words, end)))
    }
}
