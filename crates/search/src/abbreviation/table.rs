//! Which abbreviation stands for what: the table, and what papers define themselves.
//! In: the words of a phrase. Out: the abbreviations of which one side may occur in it.
//! Never chooses among several senses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use vankien_engine::{Engine, keys};
use vankien_text::language::abbreviations::ABBREVIATIONS;

use crate::error::Result;
use crate::question::word::{self, QuestionWord};

/// Words of the longest phrase (included) that is looked up as something a paper abbreviates. A judgement, not
/// measured: each phrase costs one look-up.
const MAX_DEFINED_WORDS: usize = 10;

/// An abbreviation and what it stands for, each with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The abbreviation as it is printed.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// The words of the abbreviation.
    pub short_words: Vec<QuestionWord>,
    /// The words of what it stands for.
    pub long_words: Vec<QuestionWord>,
    /// The paths of the only papers in which it holds, because they define it; `None` for an abbreviation of the table.
    pub only: Option<BTreeSet<String>>,
}

impl Abbreviation {
    fn new(short: &str, long: &str, only: Option<BTreeSet<String>>) -> Abbreviation {
        let (short_words, long_words) = (word::parse_words(short), word::parse_words(long));
        Abbreviation {
            short: short.to_owned(),
            long: long.to_owned(),
            short_words,
            long_words,
            only,
        }
    }
}

/// The abbreviations that hold in all papers: the table of `vankien-text`.
pub static TABLE: LazyLock<Vec<Abbreviation>> = LazyLock::new(|| {
    ABBREVIATIONS.iter().map(|row| Abbreviation::new(row.short, row.long, None)).collect()
});

/// The indexes of entries in [`TABLE`], by the folded first word of either side.
static BY_FIRST_WORD: LazyLock<BTreeMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut entries: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in TABLE.iter().enumerate() {
        for first in
            [&entry.short_words, &entry.long_words].into_iter().filter_map(|side| side.first())
        {
            entries.entry(first.folded()).or_default().push(at);
        }
    }
    entries
});

/// The abbreviations that may occur in a phrase: those of the table, and those that papers define.
#[derive(Clone, Debug, Default)]
pub struct Abbreviations {
    /// Those that papers of the index define, and the table lacks.
    definitions: Vec<Abbreviation>,
}

impl Abbreviations {
    /// Those of the table, and those that papers of the index define for any part of `words`.
    pub fn of(store: &dyn Engine, words: &[QuestionWord]) -> Result<Abbreviations> {
        if !store.has_definitions()? {
            return Ok(Abbreviations::default());
        }
        let mut definitions: BTreeSet<(String, String)> = BTreeSet::new();
        for first in 0..words.len() {
            for last in first..words.len().min(first + MAX_DEFINED_WORDS) {
                definitions.extend(store.definitions(&as_typed(&words[first..=last]))?);
            }
        }
        // A definition that the table has holds in all papers.
        let is_known = |short: &str, long: &str| {
            let mut known = TABLE.iter().filter(|row| row.short == short);
            known.any(|row| keys::folded_words(&row.long) == keys::folded_words(long))
        };
        let own = definitions.into_iter().filter(|(short, long)| !is_known(short, long));
        let mut abbreviations = Abbreviations::default();
        for (short, long) in own {
            let papers = store.defining_papers(&short, &long)?;
            if !papers.is_empty() {
                abbreviations.definitions.push(Abbreviation::new(&short, &long, Some(papers)));
            }
        }
        Ok(abbreviations)
    }

    /// The abbreviations of which one side begins with `word`, marks and case aside; those of the table first.
    pub fn beginning(&self, word: &QuestionWord) -> impl Iterator<Item = &Abbreviation> {
        let table = BY_FIRST_WORD.get(word.folded()).into_iter().flatten().map(|row| &TABLE[*row]);
        let folded = word.folded().to_owned();
        let opens = move |row: &&Abbreviation| {
            let mut sides = [&row.short_words, &row.long_words].into_iter();
            sides.any(|side| side.first().is_some_and(|first| first.folded() == folded))
        };
        table.chain(self.definitions.iter().filter(opens))
    }
}

/// The words as typed, with blanks between them.
fn as_typed(words: &[QuestionWord]) -> String {
    words.iter().map(|word| word.typed.as_str()).collect::<Vec<_>>().join(" ")
}
