//! Abbreviations, both ways: `BTV` is `Ban Thường vụ`, and the reverse.
//! In: the words of a phrase. Out: the other ways of writing it, with what was expanded.
//! Never chooses among senses that clash (`BCT`): all are tried, and the reader is told.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::question::{self, Word};

/// More ways of writing one phrase than these are not tried; the reader is told.
const MOST: usize = 32;

/// A row of the table, analysed.
struct Row {
    short: &'static str,
    long: &'static str,
    short_words: Vec<Word>,
    long_words: Vec<Word>,
}

/// Rows by the folded first word of either side.
static ROWS: LazyLock<BTreeMap<String, Vec<(usize, bool)>>> = LazyLock::new(|| {
    let mut rows: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    for (at, row) in TABLE.iter().enumerate() {
        for (words, is_short) in [(&row.short_words, true), (&row.long_words, false)] {
            if let Some(first) = words.first() {
                rows.entry(first.folded().to_owned()).or_default().push((at, is_short));
            }
        }
    }
    rows
});

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = include_str!("abbreviations.tsv").lines().filter(|row| !row.starts_with('#'));
    let read = |row: &'static str| {
        let mut columns = row.split('\t');
        let (short, long) = (columns.next()?, columns.next()?);
        let (short_words, long_words) = (question::words(short), question::words(long));
        Some(Row { short, long, short_words, long_words })
    };
    rows.filter_map(read).collect()
});

/// Another way of writing a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// Its words.
    pub words: Vec<Word>,
    /// The stretches of `words` that are abbreviations.
    pub shorts: Vec<Short>,
}

/// An abbreviation among the words of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its first word.
    pub first: usize,
    /// How many words it takes.
    pub count: usize,
    /// As it is printed: a place that prints it in small letters means something else.
    pub short: String,
    /// What it stands for here: a paper that defines it otherwise means something else.
    pub long: String,
}

/// The other ways of writing a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The spellings, without the one that was typed.
    pub spellings: Vec<Spelling>,
    /// What was put for what: `BTV = Ban Thường vụ`.
    pub used: Vec<String>,
    /// Whether there were more than are tried.
    pub capped: bool,
}

/// A stretch of the phrase that may be written otherwise.
struct Swap {
    length: usize,
    row: usize,
    is_short: bool,
}

/// All other ways of writing `words`; `exact` where the phrase was typed with marks.
pub fn expand(words: &[Word], exact: bool) -> Expansion {
    let swaps: Vec<Vec<Swap>> = (0..words.len()).map(|at| swaps(&words[at..], exact)).collect();
    let mut found = Expansion::default();
    if swaps.iter().all(Vec::is_empty) {
        return found;
    }
    let mut used: Vec<usize> = swaps.iter().flatten().map(|swap| swap.row).collect();
    used.sort_unstable();
    used.dedup();
    let told = used.iter().map(|row| format!("{} = {}", TABLE[*row].short, TABLE[*row].long));
    found.used = told.collect();
    let empty = Spelling { words: Vec::new(), shorts: Vec::new() };
    spell(words, &swaps, 0, empty, &mut found);
    found.spellings.retain(|spelling| spelling.words != words);
    found
}

/// Goes on with `spelling` from word `at`: keeps the word, or swaps a stretch that begins there.
fn spell(
    words: &[Word],
    swaps: &[Vec<Swap>],
    at: usize,
    spelling: Spelling,
    found: &mut Expansion,
) {
    if found.spellings.len() > MOST {
        found.capped = true;
        return;
    }
    if at >= words.len() {
        if !found.spellings.contains(&spelling) {
            found.spellings.push(spelling);
        }
        return;
    }
    for swap in &swaps[at] {
        let row = &TABLE[swap.row];
        let mut next = spelling.clone();
        if swap.is_short {
            next.words.extend(row.long_words.iter().cloned());
        } else {
            let (first, count) = (next.words.len(), row.short_words.len());
            let (short, long) = (row.short.to_owned(), row.long.to_owned());
            next.shorts.push(Short { first, count, short, long });
            next.words.extend(row.short_words.iter().cloned());
        }
        spell(words, swaps, at + swap.length, next, found);
    }
    let mut next = spelling;
    next.words.push(words[at].clone());
    spell(words, swaps, at + 1, next, found);
}

/// The rows of which one side opens `words`.
fn swaps(words: &[Word], exact: bool) -> Vec<Swap> {
    let Some(rows) = words.first().and_then(|word| ROWS.get(word.folded())) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (row, is_short) in rows {
        let side = if *is_short { &TABLE[*row].short_words } else { &TABLE[*row].long_words };
        let same = |(one, typed): (&Word, &Word)| {
            one.term == typed.term || (!exact && !is_short && one.folded() == typed.folded())
        };
        let opens = side.len() <= words.len() && side.iter().zip(words).all(same);
        if opens && (!is_short || is_written_short(&words[..side.len()])) {
            found.push(Swap { length: side.len(), row: *row, is_short: *is_short });
        }
    }
    found
}

/// Whether the words look like an abbreviation: in capitals, or no syllable one could say (`btv`).
fn is_written_short(words: &[Word]) -> bool {
    let vowel = |word: &Word| word.folded().contains(['a', 'e', 'i', 'o', 'u', 'y']);
    words.iter().all(|word| word.is_capital || !vowel(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::analyse;

    fn spellings(typed: &str) -> Vec<String> {
        let words = question::words(typed);
        let exact = words.iter().any(Word::has_marks);
        let spelled = expand(&words, exact).spellings;
        let shown = |spelling: &Spelling| {
            let words = spelling.words.iter().map(|word| analyse::shown(&word.term).to_owned());
            words.collect::<Vec<_>>().join(" ")
        };
        spelled.iter().map(shown).collect()
    }

    #[test]
    fn both_ways() {
        assert!(spellings("Ban Thường vụ").contains(&"btv".into()));
        assert!(spellings("BTV").contains(&"ban thường vụ".into()));
        assert!(spellings("Ban Thường vụ Thành ủy").contains(&"btv thành ủy".into()));
        assert!(spellings("ban thuong vu").contains(&"btv".into()));
    }

    #[test]
    fn senses_that_clash_are_all_tried() {
        let found = spellings("BCT");
        assert!(found.contains(&"bộ chính trị".into()) && found.contains(&"bộ công thương".into()));
    }

    #[test]
    fn a_swapped_part_is_not_swapped_again() {
        assert!(!spellings("Thành ủy").contains(&"tỉnh ủy".into()));
    }

    #[test]
    fn common_words_are_no_abbreviations() {
        assert!(spellings("ca").is_empty());
    }

    #[test]
    fn the_table_is_in_order() {
        let rows: Vec<&str> = include_str!("abbreviations.tsv").lines().collect();
        assert!(rows[0].starts_with("# "));
        assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
        assert!(rows[1..].iter().all(|row| row.split('\t').count() == 3), "three columns");
        assert!(unicode_normalization::is_nfc(include_str!("abbreviations.tsv")));
    }
}
