//! The letters of an encoding that writes each in one byte or two.
//! In: a table as text. Out: letters by code and codes by letter.
//! Never reads a text; `reader` and `encode` do.

use std::sync::OnceLock;

use crate::encoding::kind::Encoding;

/// The code of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// One byte.
    One(u8),
    /// A vowel and its marks.
    Two(u8, u8),
}

impl Code {
    /// The byte that ends it.
    pub fn last(self) -> u8 {
        match self {
            Code::One(byte) | Code::Two(_, byte) => byte,
        }
    }
}

/// An encoding.
pub struct Table {
    one: Vec<Option<char>>,
    two: Vec<((u8, u8), char)>,
    codes: Vec<(char, Code)>,
    /// Letters on codes that Windows gives to controls and quotation marks.
    capitals: Vec<Option<char>>,
}

/// The table of an encoding that has one.
pub fn table(encoding: Encoding) -> Option<&'static Table> {
    static TABLES: OnceLock<[Table; 5]> = OnceLock::new();
    let tables = TABLES.get_or_init(|| SOURCES.map(|(letters, more)| Table::read(letters, more)));
    let at = match encoding {
        Encoding::Tcvn3 => 0,
        Encoding::Vni => 1,
        Encoding::Vps => 2,
        Encoding::Viscii => 3,
        Encoding::Windows1258 => 4,
        Encoding::Viqr | Encoding::Utf8 | Encoding::Utf8Twice => return None,
    };
    Some(&tables[at])
}

/// Letters, and letters on codes that may be punctuation as well.
const SOURCES: [(&str, &str); 5] = [
    (include_str!("tcvn3.tsv"), include_str!("tcvn3-capitals.tsv")),
    (include_str!("vni.tsv"), ""),
    (include_str!("vps.tsv"), ""),
    (include_str!("viscii.tsv"), ""),
    (include_str!("windows-1258.tsv"), ""),
];

impl Table {
    fn read(letters: &str, capitals: &str) -> Table {
        let none = || vec![None; 256];
        let (mut one, mut two, mut codes) = (none(), Vec::new(), Vec::new());
        for (code, letter) in rows(letters) {
            match code {
                Code::One(byte) => one[usize::from(byte)] = Some(letter),
                Code::Two(vowel, marks) => two.push(((vowel, marks), letter)),
            }
            codes.push((letter, code));
        }
        let mut table = Table { one, two, codes, capitals: none() };
        for (code, letter) in rows(capitals) {
            table.capitals[usize::from(code.last())] = Some(letter);
            table.codes.push((letter, code));
        }
        table.codes.sort_unstable();
        table
    }

    /// The letter of one byte.
    pub fn one(&self, byte: u8) -> Option<char> {
        self.one[usize::from(byte)]
    }

    /// The letter of one byte that may be punctuation or a control instead.
    pub fn capital(&self, byte: u8) -> Option<char> {
        self.capitals[usize::from(byte)]
    }

    /// The letter of two bytes. A capital whose marks were typed small is the same capital.
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

    /// The shortest code of a letter.
    pub fn code(&self, letter: char) -> Option<Code> {
        let at = self.codes.partition_point(|(other, _)| *other < letter);
        self.codes.get(at).filter(|(other, _)| *other == letter).map(|(_, code)| *code)
    }
}

/// The rows of a table: a code in hexadecimal, a character.
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

/// What holds for every table: a header, `count` rows that can be read, in order, without twins.
#[cfg(test)]
pub fn police(table: &str, count: usize) {
    assert!(table.starts_with("# ") && table.contains("Sorted by code"));
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.is_sorted_by(|one, other| one < other), "sorted, no twins");
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
    fn tables_have_a_header_an_order_and_no_twins() {
        for ((letters, more), count) in SOURCES.into_iter().zip([90, 134, 134, 134, 151]) {
            police(letters, count);
            assert!(more.is_empty() || more.lines().count() == 44 + 2);
        }
        police(SOURCES[0].1, 44);
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
            let twins = table.codes.len() - held.len();
            assert_eq!(twins, if encoding == Encoding::Windows1258 { 16 } else { 0 });
        }
    }
}
