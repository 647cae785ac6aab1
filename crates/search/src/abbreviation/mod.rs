//! Abbreviations, both ways: `BTV` is `Ban Thường vụ`, and the reverse.
//! In: the words of a phrase. Out: the other ways of writing it, with what was expanded.
//! Never chooses among senses that clash (`BCT`): all are tried, and the reader is told.

mod table;

use std::collections::BTreeSet;
use std::ops::Range;

use vankien_engine::abbreviated::letters;
use vankien_text::language::syllable;

use crate::note::Note;
use crate::question::word::{self, QuestionWord};
use table::{Abbreviation, TABLE};

pub use table::Abbreviations;

/// More ways of writing one phrase than these are not tried; the reader is told.
const MOST: usize = 32;

/// Other ways of writing a phrase of more words are not tried: each is as long again.
const LONGEST: usize = 64;

/// Another way of writing a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Its words.
    pub words: Vec<QuestionWord>,
    /// The stretches of `words` that are abbreviations.
    pub shorts: Vec<ShortForm>,
    /// The papers in which alone it stands for what was typed; `None` for all.
    pub only: Option<BTreeSet<String>>,
    /// What was put for what: `BTV = Ban Thường vụ`.
    pub told: Vec<String>,
}

impl Spelling {
    /// Whether each of its abbreviations is told from other words by its letters alone: `UBND`, but
    /// not `CA`.
    pub fn is_plain(&self) -> bool {
        let sayable = |word: &QuestionWord| syllable::is_valid(&word.typed);
        let words = |one: &ShortForm| self.words[one.first..one.first + one.count].iter();
        !self.shorts.iter().any(|one| words(one).all(sayable))
    }
}

/// An abbreviation among the words of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortForm {
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
    /// Whether there were more than are tried.
    pub capped: bool,
}

/// What the reader should know of `spellings`: what was put for what.
pub fn note<'s>(spellings: impl Iterator<Item = &'s Spelling>) -> Option<Note> {
    let mut expansions: Vec<String> = Vec::new();
    for one in spellings.flat_map(|spelling| &spelling.told) {
        if !expansions.contains(one) {
            expansions.push(one.clone());
        }
    }
    (!expansions.is_empty()).then_some(Note::Abbreviations { expansions })
}

/// A stretch of the phrase that may be written otherwise.
struct Swap<'r> {
    length: usize,
    row: &'r Abbreviation,
    is_short: bool,
}

impl Swap<'_> {
    /// `spelling` with the other side of the row behind it.
    fn put(&self, mut spelling: Spelling) -> Spelling {
        let row = self.row;
        spelling.told.push(self.told());
        if self.is_short {
            spelling.words.extend(row.long_words.iter().cloned());
            return spelling;
        }
        let (first, count) = (spelling.words.len(), row.short_words.len());
        let (short, long) = (row.short.clone(), row.long.clone());
        spelling.shorts.push(ShortForm { first, count, short, long });
        spelling.words.extend(row.short_words.iter().cloned());
        spelling.only = match (spelling.only, &row.only) {
            (None, only) => only.clone(),
            (only, None) => only,
            (Some(one), Some(other)) => Some(one.intersection(other).cloned().collect()),
        };
        spelling
    }

    fn told(&self) -> String {
        let Abbreviation { short, long, only, .. } = self.row;
        match only {
            None => format!("{short} = {long}"),
            Some(papers) => format!("{short} = {long} (as {} paper(s) define it)", papers.len()),
        }
    }
}

/// All other ways of writing `words`; `exact` where the phrase was typed with marks.
pub fn expand(words: &[QuestionWord], exact: bool, rows: &Abbreviations) -> Expansion {
    let swaps: Vec<Vec<Swap>> =
        (0..words.len()).map(|at| swaps(&words[at..], exact, rows)).collect();
    let mut found = Expansion::default();
    if words.len() > LONGEST {
        found.capped = swaps.iter().any(|swaps| !swaps.is_empty());
        return found;
    }
    if swaps.iter().any(|swaps| !swaps.is_empty()) {
        spell(words, &swaps, 0, Spelling::default(), &mut found);
        found.spellings.retain(|spelling| spelling.words != words);
    }
    found
}

/// The stretches of `words` that may be written otherwise, each with one other way.
pub fn stretches(
    words: &[QuestionWord],
    exact: bool,
    rows: &Abbreviations,
) -> Vec<(Range<usize>, Spelling)> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        let swaps = swaps(&words[at..], exact, rows).into_iter();
        found.extend(swaps.map(|swap| (at..at + swap.length, swap.put(Spelling::default()))));
    }
    found
}

/// Whether the table holds `word` as an abbreviation, whatever its case.
pub fn is_short(word: &str) -> bool {
    let words = word::parse_words(word);
    let Some(first) = words.first() else { return false };
    Abbreviations::default().beginning(first).any(|row| row.short_words == words)
}

/// What else the abbreviation `short` stands for beside `long`, by the table.
pub fn other_senses<'s>(short: &'s str, long: &'s str) -> impl Iterator<Item = &'s str> {
    let rows = TABLE.iter().filter(move |row| row.short == short && row.long != long);
    rows.map(|row| row.long.as_str())
}

/// Goes on with `spelling` from word `at`: keeps the word, or swaps a stretch that begins there.
fn spell(
    words: &[QuestionWord],
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
        if !found.spellings.iter().any(|known| known.words == spelling.words) {
            found.spellings.push(spelling);
        }
        return;
    }
    for swap in &swaps[at] {
        spell(words, swaps, at + swap.length, swap.put(spelling.clone()), found);
    }
    let mut next = spelling;
    next.words.push(words[at].clone());
    spell(words, swaps, at + 1, next, found);
}

/// The rows of which one side opens `words`.
fn swaps<'r>(words: &[QuestionWord], exact: bool, rows: &'r Abbreviations) -> Vec<Swap<'r>> {
    let Some(first) = words.first() else { return Vec::new() };
    let mut found = Vec::new();
    for row in rows.beginning(first) {
        for (side, is_short) in [(&row.short_words, true), (&row.long_words, false)] {
            let same = |(one, typed): (&QuestionWord, &QuestionWord)| {
                one.term == typed.term || (!exact && !is_short && one.folded() == typed.folded())
            };
            let opens =
                !side.is_empty() && side.len() <= words.len() && side.iter().zip(words).all(same);
            if opens && (!is_short || is_written_short(&words[..side.len()])) {
                found.push(Swap { length: side.len(), row, is_short });
            }
        }
    }
    found
}

/// Whether the words look like an abbreviation: in capitals, or no syllable one could say (`btv`).
fn is_written_short(words: &[QuestionWord]) -> bool {
    words.iter().all(|word| word.is_capital || !syllable::is_valid(&word.typed))
}

/// Whether letters and digits of `text` are those of the abbreviation, in its case.
pub fn is_printed_as(text: &str, short: &str) -> bool {
    let (printed, short) = (letters(text), letters(short));
    printed == short || printed == short.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_engine::analyse;

    fn spellings(typed: &str) -> Vec<String> {
        let words = word::parse_words(typed);
        let exact = words.iter().any(QuestionWord::has_marks);
        let spelled = expand(&words, exact, &Abbreviations::default()).spellings;
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
}
