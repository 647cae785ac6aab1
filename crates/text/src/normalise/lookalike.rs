//! Replaces characters that only look like the right letter (look-alikes): `Ð` (Icelandic) by `Đ`, Cyrillic `о` by `o`.
//! In: a word, and its line where the word alone does not tell. Out: the same word with the letters that were meant.
//! Never changes words of another language such as Guðmundur or Москва. One exception: a Cyrillic or Greek
//! word that consists of look-alikes only, on a Latin line, becomes Latin ([`mend_among`]).

use std::sync::OnceLock;

use crate::span::Span;

/// The table of look-alikes: the character, the letter that replaces it, and where ([`Place`]). The comment at its top
/// tells the columns and the source.
const TABLE: &str = include_str!("lookalike.tsv");

/// How many Unicode scalar values before and how many behind a word are looked at to tell the alphabet of its line:
/// about five words on each side. A judgement, not measured. `cargo test -p vankien-text normalise` has the cases.
const CONTEXT_CHARACTERS: usize = 24;

/// Where a look-alike is replaced.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Everywhere (`always` in the table).
    Always,
    /// In a word that also holds a letter that is surely Latin (`latin`).
    AmongLatin,
    /// Where `đ` can begin a Vietnamese syllable (`start`). All these rows give `đ` or `Đ`.
    SyllableStart,
}

/// A row of the table.
struct LookAlike {
    /// The look-alike.
    from: char,
    /// The letter that replaces it.
    to: &'static str,
    /// Where it is replaced.
    place: Place,
}

/// `word` with its look-alikes replaced; `None` if nothing is to be replaced. Only the word itself is looked at: see
/// [`mend_among`] for words without a Latin letter.
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

/// The word at `span` in Latin letters, if it consists of look-alikes only and stands on a Latin line: Cyrillic `ТТ` in
/// a document number, Cyrillic `К` by itself. `None` otherwise. It is for words that [`mend`] leaves, because they hold
/// no Latin letter.
///
/// A line counts as Latin by the `CONTEXT_CHARACTERS` on each side: they hold a letter that is surely Latin, and none
/// that is neither Latin nor a look-alike. The [`Place`] of a row does not matter here.
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
    /// Whether at least one letter is surely Latin.
    holds_latin: bool,
    /// Whether no letter is lower case.
    is_capital: bool,
    /// How many digits stand at its beginning.
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

    /// Whether a Vietnamese `đ` can stand at index `at` of the word. In a word in capitals: everywhere, because it may
    /// be an abbreviation (HĐND, QĐ). In other words: at the beginning of a syllable, and only before a vowel or at the
    /// end of the word. A syllable begins with the word, behind the digits at its beginning, or with a capital behind a
    /// lower-case letter.
    fn may_start_syllable(&self, letters: &[char], at: usize) -> bool {
        if letters[at].is_uppercase() && self.is_capital {
            return true;
        }
        // `củaÐảng` (of the Party): a capital behind a lower-case letter begins a word that lost the space before it.
        let is_joined = at > 0 && letters[at].is_uppercase() && letters[at - 1].is_lowercase();
        let is_first = at <= self.leading_digits;
        (is_first || is_joined) && letters.get(at + 1).is_none_or(|next| is_vowel(*next))
    }
}

/// Whether a letter without its marks is a vowel. `ƣ`, the look-alike of `ư`, counts as one.
fn is_vowel(letter: char) -> bool {
    let mut first = None;
    unicode_normalization::char::decompose_canonical(letter, |part| first = first.or(Some(part)));
    first.is_some_and(|base| "aeiouyAEIOUYƣƢ".contains(base))
}

/// Whether a letter is Latin and not in the table: an ASCII letter, or one of the Unicode ranges that hold the
/// Vietnamese letters.
fn is_surely_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{c0}'..='\u{17e}' | '\u{1a0}'..='\u{1b0}' | '\u{1e00}'..='\u{1eff}')
            && find(letter).is_none()
}

/// The row of the table for a character.
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
