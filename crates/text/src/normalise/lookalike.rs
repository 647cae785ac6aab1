//! Replaces characters that only look like the right letter.
//! In: a word. Out: the same with the letters that were meant.
//! Never changes a letter inside a word of another language (Guðmundur, Москва).

use std::sync::OnceLock;

use crate::span::Span;

/// Look-alikes, the letters they are taken for, and where; the head of the table tells its columns and source.
const TABLE: &str = include_str!("lookalike.tsv");

/// Characters on each side of a word, on its line, that tell in which alphabet the line is written: about five words. A
/// judgement, no measurement recorded; `cargo test -p vankien-text normalise` holds cases.
const CONTEXT_CHARACTERS: usize = 24;

/// Where a look-alike is replaced.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Always,
    /// In a word that also holds Latin letters.
    AmongLatin,
    /// Where a Vietnamese syllable can begin.
    SyllableStart,
}

/// A row of the table.
struct LookAlike {
    from: char,
    to: &'static str,
    place: Place,
}

/// `word` with its look-alikes replaced; `None` where it holds none that is to be replaced.
pub fn mend(word: &str) -> Option<String> {
    if !word.chars().any(|letter| find(letter).is_some()) {
        return None;
    }
    let letters: Vec<char> = word.chars().collect();
    let traits = WordTraits::of(&letters);
    let mut mended = String::with_capacity(word.len());
    for (at, letter) in letters.iter().enumerate() {
        match find(*letter) {
            Some(row) if traits.allow(row, &letters, at) => mended.push_str(row.to),
            _ => mended.push(*letter),
        }
    }
    (mended != word).then_some(mended)
}

/// The word at `span` in Latin letters, where each of its characters looks like one and all words around it are Latin: `ТТ` in a
/// document number, a `К` by itself.
pub fn mend_among(text: &str, span: Span) -> Option<String> {
    let latin_letter = |letter: char| find(letter).map(|row| row.to);
    let word: String = span.of(text).chars().map(latin_letter).collect::<Option<_>>()?;
    let is_on_line = |letter: &char| !matches!(letter, '\n' | '\r');
    let before = text[..span.start].chars().rev().take_while(is_on_line).take(CONTEXT_CHARACTERS);
    let behind = text[span.end..].chars().take_while(is_on_line).take(CONTEXT_CHARACTERS);
    let (mut holds_latin, mut holds_other) = (false, false);
    for letter in before.chain(behind).filter(|letter| letter.is_alphabetic()) {
        holds_latin |= is_surely_latin(letter);
        holds_other |= !is_surely_latin(letter) && find(letter).is_none();
    }
    (holds_latin && !holds_other).then_some(word)
}

/// What the replacement of a letter depends on in its whole word.
struct WordTraits {
    /// Whether a letter is surely Latin.
    holds_latin: bool,
    /// Whether no letter is small.
    is_capital: bool,
    /// The number of digits at its beginning.
    leading_digits: usize,
}

impl WordTraits {
    fn of(letters: &[char]) -> WordTraits {
        WordTraits {
            holds_latin: letters.iter().any(|letter| is_surely_latin(*letter)),
            is_capital: !letters.iter().any(|letter| letter.is_lowercase()),
            leading_digits: letters.iter().take_while(|letter| letter.is_numeric()).count(),
        }
    }

    /// Whether the letter at index `at` is to be replaced.
    fn allow(&self, row: &LookAlike, letters: &[char], at: usize) -> bool {
        match row.place {
            Place::Always => true,
            Place::AmongLatin => self.holds_latin,
            Place::SyllableStart => self.may_start_syllable(letters, at),
        }
    }

    /// Whether a Vietnamese đ can stand at index `at`: first in its word, or behind digits there, before a vowel or alone; anywhere
    /// in an abbreviation in capitals (HĐND, QĐ).
    fn may_start_syllable(&self, letters: &[char], at: usize) -> bool {
        if letters[at].is_uppercase() && self.is_capital {
            return true;
        }
        // `củaÐảng`: a capital behind a small letter begins a word that lost the space before it.
        let is_joined = at > 0 && letters[at].is_uppercase() && letters[at - 1].is_lowercase();
        let is_first = at <= self.leading_digits;
        (is_first || is_joined) && letters.get(at + 1).is_none_or(|next| is_vowel(*next))
    }
}

/// Whether the base of a letter is a vowel; the look-alike of `ư` is one, too.
fn is_vowel(letter: char) -> bool {
    let mut first = None;
    unicode_normalization::char::decompose_canonical(letter, |part| first = first.or(Some(part)));
    first.is_some_and(|base| "aeiouyAEIOUYƣƢ".contains(base))
}

/// Whether a letter is Latin and no look-alike.
fn is_surely_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{c0}'..='\u{17e}' | '\u{1a0}'..='\u{1b0}' | '\u{1e00}'..='\u{1eff}')
            && find(letter).is_none()
}

fn find(letter: char) -> Option<&'static LookAlike> {
    if letter.is_ascii() {
        return None;
    }
    let table = table();
    table.binary_search_by_key(&letter, |row| row.from).ok().map(|found| &table[found])
}

fn table() -> &'static [LookAlike] {
    static ROWS: OnceLock<Vec<LookAlike>> = OnceLock::new();
    ROWS.get_or_init(|| {
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(parse_row).collect()
    })
}

fn parse_row(line: &'static str) -> Option<LookAlike> {
    let mut cells = line.split('\t');
    let from = cells.next()?.chars().next()?;
    let to = cells.next()?;
    let place = match cells.next()? {
        "always" => Place::Always,
        "latin" => Place::AmongLatin,
        "start" => Place::SyllableStart,
        _ => return None,
    };
    Some(LookAlike { from, to, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_duplicates() {
        assert!(TABLE.starts_with("# "));
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows, table().len());
        assert!(table().is_sorted_by(|a, b| a.from < b.from));
        assert!(unicode_normalization::is_nfc(TABLE));
        // What a row gives is never itself in the table, so applying the step twice changes nothing more.
        assert!(table().iter().all(|row| row.to.chars().all(|letter| find(letter).is_none())));
    }
}
