//! The code pages as which programs wrongly decode UTF-8.
//! In: a character and a code page. Out: the byte that is decoded as it; which bytes programs lose. Never knows
//! Vietnamese.

use std::sync::OnceLock;

use super::windows;

/// The characters of the code pages; the head of the table tells its columns and source. Windows-1252 and Latin-1 are
/// in `windows`.
const TABLE: &str = include_str!("code-pages.tsv");

/// A code page of one byte a character, ASCII below 0x80.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodePage {
    /// Windows-1252, of Western Europe. Characters of Latin-1 count as its own.
    Windows1252,
    /// Latin-1, whose bytes from 0x80 to 0x9F are control characters.
    Latin1,
    /// Windows-1258, of Vietnam.
    Windows1258,
    /// Windows-1250, of Central Europe.
    Windows1250,
    /// Windows-1251, Cyrillic.
    Windows1251,
    /// Windows-874, Thai.
    Windows874,
    /// Code page 437 of DOS, of the United States.
    Ibm437,
    /// Code page 850 of DOS, of Western Europe.
    Ibm850,
    /// Mac OS Roman.
    Macintosh,
}

impl CodePage {
    /// All code pages. Of those that explain a text equally well, the first is taken.
    pub const ALL: [CodePage; 9] = [
        CodePage::Windows1252,
        CodePage::Latin1,
        CodePage::Windows1258,
        CodePage::Windows1250,
        CodePage::Windows1251,
        CodePage::Windows874,
        CodePage::Ibm437,
        CodePage::Ibm850,
        CodePage::Macintosh,
    ];

    /// The name of the code page in the table.
    fn name(self) -> &'static str {
        match self {
            CodePage::Windows1252 => "windows-1252",
            CodePage::Latin1 => "latin-1",
            CodePage::Windows1258 => "windows-1258",
            CodePage::Windows1250 => "windows-1250",
            CodePage::Windows1251 => "windows-1251",
            CodePage::Windows874 => "windows-874",
            CodePage::Ibm437 => "ibm-437",
            CodePage::Ibm850 => "ibm-850",
            CodePage::Macintosh => "macintosh",
        }
    }

    /// The byte that is decoded as `character`; `None` where no byte is. Undefined bytes are decoded as the control
    /// characters of the same numbers.
    pub fn byte_of(self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return Some(character as u8);
        }
        if self == CodePage::Windows1252 {
            return windows::byte_of(character);
        }
        self.table().bytes.get(character as usize).copied().filter(|byte| *byte != 0)
    }

    /// The bytes from 0x80 to 0xBF that are undefined or decoded as control characters: programs lose them.
    pub fn undefined(self) -> &'static [u8] {
        &self.table().undefined
    }

    /// Whether byte 0xA0 is decoded as the no-break space.
    pub fn has_no_break_space(self) -> bool {
        self.table().upper[0x20] == '\u{a0}'
    }

    /// Whether byte 0xAD is decoded as the soft hyphen.
    pub fn has_soft_hyphen(self) -> bool {
        self.table().upper[0x2d] == '\u{ad}'
    }

    /// The character that `byte` is decoded as.
    pub fn char_of(self, byte: u8) -> char {
        if byte < 0x80 { char::from(byte) } else { self.table().upper[usize::from(byte) - 0x80] }
    }

    fn table(self) -> &'static Table {
        static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
        &TABLES.get_or_init(|| CodePage::ALL.map(Table::parse).into())[self as usize]
    }
}

/// The upper half of a code page.
struct Table {
    /// The characters of the bytes from 0x80 on.
    upper: Vec<char>,
    /// The byte of each of them, by the number of the character; 0 for all other characters.
    bytes: Vec<u8>,
    /// See [`CodePage::undefined`].
    undefined: Vec<u8>,
}

impl Table {
    fn parse(page: CodePage) -> Table {
        let mut upper: Vec<char> = match page {
            CodePage::Windows1252 => (0x80..=0xff).map(windows::char_of).collect(),
            _ => ('\u{80}'..='\u{ff}').collect(),
        };
        let rows = TABLE.lines().filter_map(|row| row.strip_prefix(page.name()));
        let rows = rows.filter_map(|row| row.strip_prefix('\t')?.split_once('\t'));
        for (first, cells) in rows {
            let first = usize::from_str_radix(first, 16).unwrap_or(0x80) - 0x80;
            for (at, cell) in cells.split(' ').enumerate() {
                if let Some(character) = u32::from_str_radix(cell, 16).ok().and_then(char::from_u32)
                {
                    upper[first + at] = character;
                }
            }
        }
        let numbered = || (0x80..=0xff).zip(&upper);
        let last = upper.iter().max().map_or(0, |last| *last as usize);
        let mut bytes = vec![0; last + 1];
        numbered().for_each(|(byte, one)| bytes[*one as usize] = byte);
        let undefined = numbered().filter(|(byte, one)| *byte < 0xc0 && one.is_control());
        let undefined = undefined.map(|(byte, _)| byte).collect();
        Table { upper, bytes, undefined }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        for page in CodePage::ALL {
            assert!(
                (0..=255).all(|byte| page.byte_of(page.char_of(byte)) == Some(byte)),
                "{page:?}"
            );
        }
        assert_eq!(CodePage::Macintosh.byte_of('√'), Some(0xc3));
        assert_eq!(CodePage::Windows1251.byte_of('Ã'), None);
        assert_eq!(CodePage::Windows1252.undefined(), [0x81, 0x8d, 0x8f, 0x90, 0x9d]);
        assert_eq!(CodePage::Ibm437.undefined(), []);
    }

    #[test]
    fn the_table_has_a_header_an_order_and_no_duplicates() {
        assert!(TABLE.starts_with("# "));
        let rows: Vec<&str> = TABLE.lines().filter(|row| !row.starts_with('#')).collect();
        assert!(rows.is_sorted_by(|one, other| one < other));
        assert_eq!(rows.len(), 7 * 8);
        assert!(rows.iter().all(|row| row.split([' ', '\t']).count() == 2 + 16));
    }
}
