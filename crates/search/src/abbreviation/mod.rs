//! Abbreviations, in both directions: `BTV` is `Ban Thường vụ` (standing committee), and the reverse.
//! In: the words of a phrase. Out: its other spellings, with the abbreviations that were exchanged.
//! Never chooses among the senses of one abbreviation (`BCT`): all are tried, and a note tells the reader.

mod table;

use std::collections::BTreeSet;
use std::ops::Range;

use vankien_engine::abbreviated::letters;
use vankien_text::language::syllable;

use crate::note::Note;
use crate::question::word::{self, QuestionWord};
use table::{Abbreviation, TABLE};

pub use table::Abbreviations; // What abbreviations stand for.

/// Other spellings of one phrase that are tried, at most; a note says where there are more. A judgement, not measured:
/// each is looked up as a phrase of its own.
const MAX_SPELLINGS: usize = 32;

/// Words of the longest phrase (included) that gets other spellings, each of which is about as long. A judgement, not
/// measured; docs/questions.md states it.
const MAX_EXPANDED_WORDS: usize = 64;

/// Another spelling of a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Its words.
    pub words: Vec<QuestionWord>,
    /// The abbreviations among `words`; not those that were spelled out.
    pub shorts: Vec<ShortForm>,
    /// The paths of the only papers in which it stands for what was typed, because they define its abbreviations;
    /// `None` for all papers.
    pub only: Option<BTreeSet<String>>,
    /// The exchanges that led to it, for a reader: `BTV = Ban Thường vụ`.
    pub exchanges: Vec<String>,
}

impl Spelling {
    /// Whether no abbreviation in it consists of valid syllables alone, so that case need not tell it from words:
    /// `UBND`, but not `CA` (`ca` is a syllable).
    pub fn is_unmistakable(&self) -> bool {
        let is_syllable = |word: &QuestionWord| syllable::is_valid(&word.typed);
        let words = |one: &ShortForm| self.words[one.first..one.first + one.count].iter();
        !self.shorts.iter().any(|one| words(one).all(is_syllable))
    }
}

/// An abbreviation among the words of a spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortForm {
    /// The index of its first word in [`Spelling::words`].
    pub first: usize,
    /// How many words it takes.
    pub count: usize,
    /// As it is printed. A place that prints it in small letters means something else.
    pub short: String,
    /// What it stands for here. A paper that defines it otherwise means something else.
    pub long: String,
}

/// The other spellings of a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion {
    /// The spellings, each once, without the one that was typed.
    pub spellings: Vec<Spelling>,
    /// Whether there are more than are tried: too many, or the phrase is too long to be spelled otherwise.
    pub capped: bool,
}

/// A note on all exchanges in `spellings`, each once, in order of their first occurrence; `None` where there are none.
pub fn note<'s>(spellings: impl Iterator<Item = &'s Spelling>) -> Option<Note> {
    let mut expansions: Vec<String> = Vec::new();
    for one in spellings.flat_map(|spelling| &spelling.exchanges) {
        if !expansions.contains(one) {
            expansions.push(one.clone());
        }
    }
    if expansions.is_empty() { None } else { Some(Note::Abbreviations { expansions }) }
}

/// Words at one place of the phrase that may be exchanged: an abbreviation, or what one stands for.
struct Exchange<'r> {
    /// How many words of the phrase it takes.
    length: usize,
    /// The abbreviation of which the phrase holds one side.
    abbreviation: &'r Abbreviation,
    /// Whether the phrase holds the abbreviation, to be spelled out; else what it stands for, to be abbreviated.
    is_short: bool,
}

impl Exchange<'_> {
    /// Appends the other side of the abbreviation to `spelling`.
    fn append_to(&self, mut spelling: Spelling) -> Spelling {
        let other = self.abbreviation;
        spelling.exchanges.push(self.exchange());
        if self.is_short {
            spelling.words.extend(other.long_words.iter().cloned());
            return spelling;
        }
        let (first, count) = (spelling.words.len(), other.short_words.len());
        let (short, long) = (other.short.clone(), other.long.clone());
        spelling.shorts.push(ShortForm { first, count, short, long });
        spelling.words.extend(other.short_words.iter().cloned());
        spelling.only = match (spelling.only, &other.only) {
            (None, only) => only.clone(),
            (only, None) => only,
            (Some(own), Some(papers)) => Some(own.intersection(papers).cloned().collect()),
        };
        spelling
    }

    /// The exchange for a reader.
    fn exchange(&self) -> String {
        let Abbreviation { short, long, only, .. } = self.abbreviation;
        match only {
            None => format!("{short} = {long}"),
            Some(papers) => format!("{short} = {long} (as {} paper(s) define it)", papers.len()),
        }
    }
}

/// The other spellings of `words`; none where no abbreviation of the table or of `known` occurs. `exact`: the phrase
/// was typed with marks, so what an abbreviation stands for must have the same marks.
pub fn expand(words: &[QuestionWord], exact: bool, known: &Abbreviations) -> Expansion {
    let exchanges: Vec<Vec<Exchange>> =
        (0..words.len()).map(|at| exchanges_at_head(&words[at..], exact, known)).collect();
    let mut found = Expansion::default();
    if words.len() > MAX_EXPANDED_WORDS {
        found.capped = exchanges.iter().any(|exchanges| !exchanges.is_empty());
        return found;
    }
    if exchanges.iter().any(|exchanges| !exchanges.is_empty()) {
        add_spellings(words, &exchanges, 0, Spelling::default(), &mut found);
    }
    found
}

/// The ranges of `words` (by index) that may be exchanged, each with one other spelling of that range. They may
/// overlap. `exact` as in [`expand`].
pub fn exchanges(
    words: &[QuestionWord],
    exact: bool,
    known: &Abbreviations,
) -> Vec<(Range<usize>, Spelling)> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        for exchange in exchanges_at_head(&words[at..], exact, known) {
            let range = at..at + exchange.length;
            found.push((range, exchange.append_to(Spelling::default())));
        }
    }
    found
}

/// Whether the table holds `word` as an abbreviation, whatever its case.
pub fn is_short(word: &str) -> bool {
    let words = word::parse_words(word);
    let Some(first) = words.first() else { return false };
    Abbreviations::default().beginning(first).any(|entry| entry.short_words == words)
}

/// What the abbreviation `short` stands for by the table, other than `long`; both as the table prints them.
pub fn other_senses<'s>(short: &'s str, long: &'s str) -> impl Iterator<Item = &'s str> {
    let others = TABLE.iter().filter(move |entry| entry.short == short && entry.long != long);
    others.map(|entry| entry.long.as_str())
}

/// Goes on with `spelling` from word `at`: exchanges the words that begin there, or keeps the word. Adds all complete
/// spellings to `found`, up to [`MAX_SPELLINGS`], and not that of `words`.
fn add_spellings(
    words: &[QuestionWord],
    exchanges: &[Vec<Exchange>],
    at: usize,
    spelling: Spelling,
    found: &mut Expansion,
) {
    if found.capped {
        return;
    }
    if at >= words.len() {
        let is_typed = spelling.words == words;
        if !is_typed && !found.spellings.iter().any(|other| other.words == spelling.words) {
            found.capped = found.spellings.len() == MAX_SPELLINGS;
            if !found.capped {
                found.spellings.push(spelling);
            }
        }
        return;
    }
    for exchange in &exchanges[at] {
        add_spellings(
            words,
            exchanges,
            at + exchange.length,
            exchange.append_to(spelling.clone()),
            found,
        );
    }
    let mut next = spelling;
    next.words.push(words[at].clone());
    add_spellings(words, exchanges, at + 1, next, found);
}

/// The exchanges that may begin at the first of `words`.
fn exchanges_at_head<'r>(
    words: &[QuestionWord],
    exact: bool,
    known: &'r Abbreviations,
) -> Vec<Exchange<'r>> {
    let Some(first) = words.first() else { return Vec::new() };
    let mut found = Vec::new();
    for abbreviation in known.beginning(first) {
        for (side, is_short) in
            [(&abbreviation.short_words, true), (&abbreviation.long_words, false)]
        {
            let same = |(one, typed): (&QuestionWord, &QuestionWord)| {
                one.term == typed.term || (!exact && !is_short && one.folded() == typed.folded())
            };
            let opens =
                !side.is_empty() && side.len() <= words.len() && side.iter().zip(words).all(same);
            if opens && (!is_short || looks_abbreviated(&words[..side.len()])) {
                found.push(Exchange { length: side.len(), abbreviation, is_short });
            }
        }
    }
    found
}

/// Whether each word is in capitals or no valid syllable (`btv`).
fn looks_abbreviated(words: &[QuestionWord]) -> bool {
    words.iter().all(|word| word.is_capital || !syllable::is_valid(&word.typed))
}

/// Whether `text` prints the abbreviation: the same letters and digits, in the case of `short` or in capitals. Other
/// characters do not count.
pub fn is_printed_as(text: &str, short: &str) -> bool {
    let printed = letters(text);
    let expected = letters(short);
    printed == expected || printed == expected.to_uppercase()
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
    fn no_more_spellings_are_tried_than_may_be() {
        // HĐND has one sense: each word is kept or exchanged.
        for (typed, wanted, capped) in [
            ("HĐND HĐND", 3, false),
            ("HĐND HĐND HĐND HĐND HĐND", 31, false),
            ("HĐND HĐND HĐND HĐND HĐND HĐND", MAX_SPELLINGS, true),
        ] {
            let words = word::parse_words(typed);
            let found = expand(&words, true, &Abbreviations::default());
            assert_eq!((found.spellings.len(), found.capped), (wanted, capped), "{typed}");
            assert!(found.spellings.iter().all(|spelling| spelling.words != words), "{typed}");
        }
    }

    #[test]
    fn an_exchanged_part_is_not_exchanged_again() {
        assert!(!spellings("Thành ủy").contains(&"tỉnh ủy".into()));
    }

    #[test]
    fn common_words_are_no_abbreviations() {
        assert!(spellings("ca").is_empty());
    }
}
