//! The tables of the encodings that write each letter in one byte or two.
//! In: a table as text. Out: letters by code and codes by letter. Never reads a text; `decoder` and `encode` do.

use std::sync::OnceLock;

use crate::encoding::kind::Encoding;

/// The code of a letter. Codes of one byte sort before codes of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// One byte.
    One(u8),
    /// A byte for the vowel, then one for its marks.
    Two(u8, u8),
}

impl Code {
    /// The last byte of the code; of one byte, that byte.
    pub fn last(self) -> u8 {
        match self {
            Code::One(byte) | Code::Two(_, byte) => byte,
        }
    }
}

/// The letters of an encoding and their codes.
pub struct Table {
    /// The letters with codes of one byte, indexed by that byte.
    one: Vec<Option<char>>,
    /// The letters with codes of two bytes, sorted by these bytes.
    two: Vec<((u8, u8), char)>,
    /// The codes of all letters, sorted by letter, then by code.
    codes: Vec<(char, Code)>,
    /// Capitals on codes that are control characters or signs in Windows-1252, indexed by byte.
    capitals: Vec<Option<char>>,
}

/// The table of an encoding; `None` for VIQR, Latin-1 and UTF-8 decoded once or twice, which have none.
pub fn table(encoding: Encoding) -> Option<&'static Table> {
    static TABLES: OnceLock<[Table; 5]> = OnceLock::new();
    let tables = TABLES.get_or_init(|| SOURCES.map(Table::parse));
    let at = match encoding {
        Encoding::Tcvn3 => 0,
        Encoding::Vni => 1,
        Encoding::Vps => 2,
        Encoding::Viscii => 3,
        Encoding::Windows1258 => 4,
        Encoding::Viqr | Encoding::Latin1 | Encoding::Utf8 | Encoding::Utf8Twice => return None,
    };
    Some(&tables[at])
}

/// The tables of an encoding as text: its letters, and capitals on codes that may be punctuation as well.
#[derive(Clone, Copy)]
struct Source {
    /// The rows of its letters.
    letters: &'static str,
    /// The rows of such capitals; empty where it has none.
    capitals: &'static str,
}

/// One for each encoding with a table, at the index that [`table`] gives it.
const SOURCES: [Source; 5] = [
    Source { letters: include_str!("tcvn3.tsv"), capitals: include_str!("tcvn3-capitals.tsv") },
    Source { letters: include_str!("vni.tsv"), capitals: "" },
    Source { letters: include_str!("vps.tsv"), capitals: "" },
    Source { letters: include_str!("viscii.tsv"), capitals: "" },
    Source { letters: include_str!("windows-1258.tsv"), capitals: "" },
];

impl Table {
    fn parse(source: Source) -> Table {
        let none = || vec![None; 256];
        let (mut one, mut two, mut codes) = (none(), Vec::new(), Vec::new());
        for (code, letter) in rows(source.letters) {
            match code {
                Code::One(byte) => one[usize::from(byte)] = Some(letter),
                Code::Two(vowel, marks) => two.push(((vowel, marks), letter)),
            }
            codes.push((letter, code));
        }
        let mut table = Table { one, two, codes, capitals: none() };
        for (code, letter) in rows(source.capitals) {
            table.capitals[usize::from(code.last())] = Some(letter);
            table.codes.push((letter, code));
        }
        table.codes.sort_unstable();
        table
    }

    /// The letter of one byte; `None` where the byte is no letter by itself.
    pub fn one(&self, byte: u8) -> Option<char> {
        self.one[usize::from(byte)]
    }

    /// The capital on a code that may be punctuation or a control character instead; `None` for any other code.
    pub fn capital(&self, byte: u8) -> Option<char> {
        self.capitals[usize::from(byte)]
    }

    /// The letter of two bytes; `None` where they make none. Behind a capital vowel, marks of the small letter count as
    /// those of the capital.
    pub fn two(&self, vowel: u8, marks: u8) -> Option<char> {
        if self.two.is_empty() {
            return None;
        }
        let find = |marks: u8| {
            let found = self.two.binary_search_by_key(&(vowel, marks), |(code, _)| *code).ok()?;
            Some(self.two[found].1)
        };
        let is_capital = vowel.is_ascii_uppercase() || (0xc0..0xe0).contains(&vowel);
        find(marks).or_else(|| if is_capital && marks >= 0xe0 { find(marks - 0x20) } else { None })
    }

    /// The code of a letter, of several the shortest; `None` where the encoding lacks the letter.
    pub fn code(&self, letter: char) -> Option<Code> {
        let at = self.codes.partition_point(|(other, _)| *other < letter);
        self.codes.get(at).filter(|(other, _)| *other == letter).map(|(_, code)| *code)
    }
}

/// The rows of a table: one or two bytes in hexadecimal, a tab, a character. Comments and rows that do not parse are
/// left out.
pub fn rows(table: &str) -> impl Iterator<Item = (Code, char)> + '_ {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (code, letter) = line.split_once('\t')?;
        let mut bytes = code.split(' ').map(|byte| u8::from_str_radix(byte, 16));
        let (first, second) = (bytes.next()?.ok()?, bytes.next());
        let code = match second {
            None => Code::One(first),
            Some(second) => Code::Two(first, second.ok()?),
        };
        Some((code, letter.chars().next()?))
    })
}

/// Asserts what holds for every table: a header, `count` rows that can be parsed, in order, without duplicates.
#[cfg(test)]
pub fn assert_in_order(table: &str, count: usize) {
    assert!(table.starts_with("# ") && table.contains("Sorted by code"));
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.is_sorted_by(|one, other| one < other), "sorted, no duplicates");
    assert!(lines.iter().all(|line| line.split('\t').nth(1).unwrap().chars().count() == 1));
    assert_eq!((lines.len(), rows(table).count()), (count, count));
    assert!(unicode_normalization::is_nfc(table));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::language::letters;

    #[test]
    fn tables_have_a_header_an_order_and_no_duplicates() {
        for (source, count) in SOURCES.into_iter().zip([90, 134, 134, 134, 151]) {
            assert_in_order(source.letters, count);
            assert!(source.capitals.is_empty() || source.capitals.lines().count() == 44 + 2);
        }
        assert_in_order(SOURCES[0].capitals, 44);
    }

    #[test]
    fn every_encoding_holds_every_letter() {
        let all: BTreeSet<char> = (0..letters::MARKED)
            .flat_map(|number| [letters::marked(number), letters::marked_upper(number)])
            .collect();
        for encoding in Encoding::ALL {
            let Some(table) = table(encoding) else { continue };
            let held: BTreeSet<char> = table.codes.iter().map(|(letter, _)| *letter).collect();
            assert!(held.is_superset(&all), "{encoding:?}");
            let duplicates = table.codes.len() - held.len();
            assert_eq!(duplicates, if encoding == Encoding::Windows1258 { 16 } else { 0 });
        }
    }
}
