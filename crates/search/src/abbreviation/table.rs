//! Which abbreviation stands for what: the table, and what papers define themselves.
//! In: the words of a phrase. Out: the rows of which one side occurs in it.
//! Never chooses among rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use vankien_engine::{Engine, keys};
use vankien_text::language::abbreviations::ABBREVIATIONS;

use crate::error::Result;
use crate::question::word::{self, Word};

/// So many words in a row are looked up as something that papers shorten.
const LONGEST: usize = 10;

/// An abbreviation and what it stands for, each with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As it is printed.
    pub short: String,
    /// Spelled out.
    pub long: String,
    /// The words of the abbreviation.
    pub short_words: Vec<Word>,
    /// The words of what it stands for.
    pub long_words: Vec<Word>,
    /// The papers in which alone the abbreviation is known; `None` for all.
    pub only: Option<BTreeSet<String>>,
}

impl Row {
    fn new(short: &str, long: &str, only: Option<BTreeSet<String>>) -> Row {
        let (short_words, long_words) = (word::words(short), word::words(long));
        Row { short: short.to_owned(), long: long.to_owned(), short_words, long_words, only }
    }
}

/// The rows that are known everywhere.
pub static TABLE: LazyLock<Vec<Row>> =
    LazyLock::new(|| ABBREVIATIONS.iter().map(|row| Row::new(row.short, row.long, None)).collect());

/// Rows of the table by the folded first word of either side.
static FIRST: LazyLock<BTreeMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut rows: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (at, row) in TABLE.iter().enumerate() {
        for first in [&row.short_words, &row.long_words].into_iter().filter_map(|side| side.first())
        {
            rows.entry(first.folded()).or_default().push(at);
        }
    }
    rows
});

/// The rows that may concern a phrase.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    own: Vec<Row>,
}

impl Rows {
    /// Those of the table, and those that papers of the index define for a stretch of `words`.
    pub fn of(store: &dyn Engine, words: &[Word]) -> Result<Rows> {
        if !store.has_definitions()? {
            return Ok(Rows::default());
        }
        let mut told: BTreeSet<(String, String)> = BTreeSet::new();
        for first in 0..words.len() {
            for last in first..words.len().min(first + LONGEST) {
                told.extend(store.definitions(&typed(&words[first..=last]))?);
            }
        }
        // What the table knows, it knows for all papers.
        let is_known = |short: &str, long: &str| {
            let mut known = TABLE.iter().filter(|row| row.short == short);
            known.any(|row| keys::folded_words(&row.long) == keys::folded_words(long))
        };
        let own = told.into_iter().filter(|(short, long)| !is_known(short, long));
        let mut rows = Rows::default();
        for (short, long) in own {
            let papers = store.defining_papers(&short, &long)?;
            if !papers.is_empty() {
                rows.own.push(Row::new(&short, &long, Some(papers)));
            }
        }
        Ok(rows)
    }

    /// The rows of which one side begins with `word`, those of the table first.
    pub fn beginning(&self, word: &Word) -> impl Iterator<Item = &Row> {
        let table = FIRST.get(word.folded()).into_iter().flatten().map(|row| &TABLE[*row]);
        let folded = word.folded().to_owned();
        let opens = move |row: &&Row| {
            let mut sides = [&row.short_words, &row.long_words].into_iter();
            sides.any(|side| side.first().is_some_and(|first| first.folded() == folded))
        };
        table.chain(self.own.iter().filter(opens))
    }
}

/// The words as typed, a blank between them.
fn typed(words: &[Word]) -> String {
    words.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")
}
