//! Characters that look like the right letter become it.
//! In: a word. Out: the same with the letters that were meant.
//! A letter is never changed inside a word of another language (Guðmundur, Москва).

use std::sync::OnceLock;

use crate::span::Span;

/// Which characters, for which letters, and where.
const TABLE: &str = include_str!("lookalike.tsv");

/// So many characters on either side tell in which alphabet a line is written.
const BESIDE: usize = 24;

/// Where a look-alike is taken for the letter.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Always,
    /// In a word that also holds Latin letters.
    Latin,
    /// Where a syllable of Vietnamese can open.
    Start,
}

struct Row {
    from: char,
    to: &'static str,
    place: Place,
}

/// `word` with its look-alikes replaced, if it holds any in the right place.
pub fn mend(word: &str) -> Option<String> {
    if !word.chars().any(|letter| find(letter).is_some()) {
        return None;
    }
    let letters: Vec<char> = word.chars().collect();
    let whole = Word::of(&letters);
    let mut mended = String::with_capacity(word.len());
    for (at, letter) in letters.iter().enumerate() {
        match find(*letter) {
            Some(row) if whole.takes(row, &letters, at) => mended.push_str(row.to),
            _ => mended.push(*letter),
        }
    }
    (mended != word).then_some(mended)
}

/// The word at `span` with Latin letters, where each of its letters looks like one and Latin words alone
/// stand around it: `ТТ` of a number, a `К` by itself.
pub fn mend_among(text: &str, span: Span) -> Option<String> {
    let twin = |letter: char| find(letter).map(|row| row.to);
    let word: String = span.of(text).chars().map(twin).collect::<Option<_>>()?;
    let (before, after) = (text[..span.start].chars().rev(), text[span.end..].chars());
    let on_line = |letter: &char| !matches!(letter, '\n' | '\r');
    let beside = before.take_while(on_line).take(BESIDE);
    let beside = beside.chain(after.take_while(on_line).take(BESIDE));
    let (mut latin, mut other) = (false, false);
    for letter in beside.filter(|letter| letter.is_alphabetic()) {
        latin |= is_plainly_latin(letter);
        other |= !is_plainly_latin(letter) && find(letter).is_none();
    }
    (latin && !other).then_some(word)
}

/// What is asked of the whole word for each of its letters, told once.
struct Word {
    latin: bool,
    /// Whether no letter is small.
    capital: bool,
    /// How many digits it begins with.
    digits: usize,
}

impl Word {
    fn of(letters: &[char]) -> Word {
        Word {
            latin: letters.iter().any(|letter| is_plainly_latin(*letter)),
            capital: !letters.iter().any(|letter| letter.is_lowercase()),
            digits: letters.iter().take_while(|letter| letter.is_numeric()).count(),
        }
    }

    fn takes(&self, row: &Row, letters: &[char], at: usize) -> bool {
        match row.place {
            Place::Always => true,
            Place::Latin => self.latin,
            Place::Start => self.opens_syllable(letters, at),
        }
    }

    /// Whether a Vietnamese đ can stand at `at`: first in its word before a vowel, alone, or anywhere
    /// in an abbreviation in capitals (HĐND, QĐ).
    fn opens_syllable(&self, letters: &[char], at: usize) -> bool {
        if letters[at].is_uppercase() && self.capital {
            return true;
        }
        // `củaÐảng`: a capital behind a small letter begins a word that lost the space before it.
        let joined = at > 0 && letters[at].is_uppercase() && letters[at - 1].is_lowercase();
        (at <= self.digits || joined) && letters.get(at + 1).is_none_or(|next| is_vowel(*next))
    }
}

fn is_vowel(letter: char) -> bool {
    let base = unicode_normalization::char::decompose_canonical;
    let mut first = None;
    base(letter, |part| first = first.or(Some(part)));
    first.is_some_and(|base| "aeiouyAEIOUYƣƢ".contains(base))
}

/// Latin beyond doubt: of ASCII, or a Vietnamese letter.
fn is_plainly_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{c0}'..='\u{17e}' | '\u{1a0}'..='\u{1b0}' | '\u{1e00}'..='\u{1eff}')
            && find(letter).is_none()
}

fn find(letter: char) -> Option<&'static Row> {
    if letter.is_ascii() {
        return None;
    }
    let table = table();
    table.binary_search_by_key(&letter, |row| row.from).ok().map(|found| &table[found])
}

fn table() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
    })
}

fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.split('\t');
    let from = cells.next()?.chars().next()?;
    let to = cells.next()?;
    let place = match cells.next()? {
        "always" => Place::Always,
        "latin" => Place::Latin,
        "start" => Place::Start,
        _ => return None,
    };
    Some(Row { from, to, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_twins() {
        assert!(TABLE.starts_with("# "));
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(rows, table().len());
        assert!(table().is_sorted_by(|a, b| a.from < b.from));
        assert!(unicode_normalization::is_nfc(TABLE));
        // What a row makes is never itself in the table: the step rests after one turn.
        assert!(table().iter().all(|row| row.to.chars().all(|letter| find(letter).is_none())));
    }
}
