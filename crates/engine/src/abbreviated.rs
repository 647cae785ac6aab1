//! Finds the abbreviations of the table `language/abbreviations` in a text, in the case of the table or in all
//! capitals.
//! In: a text and the citations in it. Out: places with the letters printed there. Each becomes an inlay
//! ([`crate::analyse::PRINTED_LEAD`]), so that mentions of `TP` (*thành phố*, city) are counted without reading the
//! text; the terms of words have no case.
//! Never finds one inside a document number that is cited (`TU`, *tỉnh ủy*, provincial party committee, in
//! `1023-CV/TU`), nor one in another case (`tp`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use vankien_papers::document::{Citation, Form};
use vankien_text::language::abbreviations::ABBREVIATIONS;
use vankien_text::language::letters::is_letter;
use vankien_text::span::{Cover, Span};

use crate::analyse::Tokens;

/// An abbreviation of the table in one case of print.
struct Printed {
    /// Its letters and digits only: `TPHCM` (Ho Chi Minh City).
    letters: String,
    /// How many tokens it consists of: 2 for `TP.HCM`.
    words: usize,
}

/// A search for all abbreviations at once.
struct Search {
    /// Finds the first word of any abbreviation.
    firsts: AhoCorasick,
    /// For each pattern of `firsts`, the abbreviations that begin with that word.
    printed: Vec<Vec<Printed>>,
}

/// The search for all abbreviations of the table, each in the cases that [`cases`] gives. Built at first use.
static SEARCH: LazyLock<Search> = LazyLock::new(|| {
    let mut by_first: BTreeMap<String, Vec<Printed>> = BTreeMap::new();
    for row in ABBREVIATIONS.iter() {
        for printed in cases(row.short) {
            let mut words = Tokens::new(&printed);
            if !words.advance() {
                continue;
            }
            let first = words.span().of(&printed).to_owned();
            let mut count = 1;
            while words.advance() {
                count += 1;
            }
            let all = by_first.entry(first).or_default();
            let letters = letters(&printed);
            if !all.iter().any(|one| one.letters == letters && one.words == count) {
                all.push(Printed { letters, words: count });
            }
        }
    }
    let (firsts, printed): (Vec<String>, Vec<Vec<Printed>>) = by_first.into_iter().unzip();
    // A table of states takes the fewest instructions for each byte; for so few words it is small. Capitals are so
    // frequent that looking for them first takes more than it saves.
    let firsts = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .prefilter(false)
        .match_kind(MatchKind::LeftmostLongest)
        .build(firsts);
    Search { firsts: firsts.expect("a small table of words"), printed }
});

/// The spellings in which an abbreviation counts as printed: its own case, and all capitals. One spelling if the two
/// are equal.
fn cases(short: &str) -> impl Iterator<Item = String> {
    let capital = short.to_uppercase();
    let other = (capital != short).then_some(capital);
    std::iter::once(short.to_owned()).chain(other)
}

/// The letters and digits of `text`, in their case; all other characters are left out.
pub fn letters(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).collect()
}

/// The inlay keys (see [`crate::tokenizer::Inlay`]) under which the places of the abbreviation `short` are indexed, one
/// for each case in which it counts. Empty if the table has no row that is written exactly like `short`.
pub fn keys(short: &str) -> Vec<String> {
    if ABBREVIATIONS.iter().any(|row| row.short == short) {
        cases(short).map(|printed| letters(&printed)).collect()
    } else {
        Vec::new()
    }
}

/// The abbreviations in `text`, sorted by the byte where each begins, each with that byte and its letters.
/// Abbreviations that begin at the same byte are all listed (`TP` and `TPHCM` in `TP. HCM`). Those that overlap a
/// citation with a document number ([`numbers`]) are left out.
pub fn places(text: &str, citations: &[Citation]) -> Vec<(usize, &'static str)> {
    let search = &*SEARCH;
    let mut found = Vec::new();
    let numbers = numbers(citations);
    for first in search.firsts.find_iter(text) {
        let is_part_of_word =
            text[first.end()..].starts_with(in_word) || text[..first.start()].ends_with(in_word);
        if is_part_of_word {
            continue;
        }
        for printed in &search.printed[first.pattern().as_usize()] {
            let Some(end) = end_of(&text[first.start()..], printed) else { continue };
            let span = Span::new(first.start(), first.start() + end);
            if !numbers.overlaps(span) {
                found.push((first.start(), printed.letters.as_str()));
            }
        }
    }
    found
}

/// Whether a character belongs to a word: [`is_letter`] knows the Vietnamese letters faster than `char` does.
fn in_word(character: char) -> bool {
    is_letter(character) || character.is_numeric()
}

/// The byte where the abbreviation at the start of `text` ends; `None` if `text` does not start with it.
fn end_of(text: &str, printed: &Printed) -> Option<usize> {
    let mut words = Tokens::new(text);
    let mut end = 0;
    for _ in 0..printed.words {
        if !words.advance() {
            return None;
        }
        end = words.span().end;
    }
    (letters(&text[..end]) == printed.letters).then_some(end)
}

/// The bytes that citations with a document number cover (forms `Full`, `Number` and `Own`): the number, and in `Full`
/// also the kind and, for a law, the name before it.
pub fn numbers(citations: &[Citation]) -> Cover {
    let is_number = |one: &&Citation| matches!(one.form, Form::Full | Form::Number | Form::Own);
    Cover::of(citations.iter().filter(is_number).map(|one| one.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_found_in_their_case_of_print() {
        let found = |text: &str| -> Vec<(usize, &str)> { places(text, &[]) };
        assert_eq!(found("Ở TP Vinh, tp và Tp, UBND"), [(4, "TP"), (24, "UBND")]);
        assert_eq!(found("TP. HCM"), [(0, "TP"), (0, "TPHCM")]);
        assert_eq!(found("TTg và TTG, ttg"), [(0, "TTg"), (8, "TTG")]);
        assert_eq!(found("HTP TPX TP1"), []);
    }

    #[test]
    fn the_table_names_its_keys() {
        assert_eq!(keys("TTg"), ["TTg", "TTG"]);
        assert_eq!(keys("TP"), ["TP"]);
        assert!(keys("XYZ").is_empty());
    }
}
