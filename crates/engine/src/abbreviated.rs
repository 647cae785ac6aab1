//! Finds the abbreviations of the table in a text, as they are printed.
//! In: text, and the citations in it. Out: places with the letters printed there. A term of its own stands for each, so
//! that mentions of `TP` are counted without reading the text: terms of words know no case.
//! Never a place in a number of a paper (`TU` in `1023-CV/TU`), nor one in another case than that of print (`tp`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use vankien_papers::document::{Citation, Form};
use vankien_text::language::abbreviations::ABBREVIATIONS;
use vankien_text::span::{Cover, Span};

use crate::analyse::Tokens;

/// An abbreviation of the table in one case of print.
struct Printed {
    /// Its letters and digits alone: `TPHCM`.
    letters: String,
    /// How many words it takes.
    words: usize,
}

/// What is looked for: the first words of abbreviations, and which abbreviations begin with each.
struct Search {
    firsts: AhoCorasick,
    printed: Vec<Vec<Printed>>,
}

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
    let firsts = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(firsts);
    Search { firsts: firsts.expect("a small table of words"), printed }
});

/// How an abbreviation may be printed: in its own case, or all in capitals.
fn cases(short: &str) -> impl Iterator<Item = String> {
    let capital = short.to_uppercase();
    let other = (capital != short).then_some(capital);
    std::iter::once(short.to_owned()).chain(other)
}

/// Letters and digits of a text.
pub fn letters(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).collect()
}

/// The letters under which the places of an abbreviation are indexed; empty where the table does not hold it.
pub fn keys(short: &str) -> Vec<String> {
    match ABBREVIATIONS.iter().any(|row| row.short == short) {
        true => cases(short).map(|printed| letters(&printed)).collect(),
        false => Vec::new(),
    }
}

/// The abbreviations in `text`, in order: where each begins, in bytes, and its letters.
pub fn places(text: &str, citations: &[Citation]) -> Vec<(usize, &'static str)> {
    let search = &*SEARCH;
    let mut found = Vec::new();
    let numbers = numbers(citations);
    for first in search.firsts.find_iter(text) {
        let is_word = !text[..first.start()].ends_with(char::is_alphanumeric)
            && !text[first.end()..].starts_with(char::is_alphanumeric);
        if !is_word {
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

/// Where the abbreviation at the head of `text` ends, in bytes; `None` where it does not stand there.
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

/// Where the numbers of papers stand.
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
