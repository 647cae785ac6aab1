//! Text that was read as Windows-1252 or Latin-1, character by character, and the bytes it was.
//! In: a character or a byte. Out: the other. The five codes that stand for nothing are the controls
//! of Latin-1, as browsers read them. Never knows Vietnamese.

use std::sync::OnceLock;

use super::table;

/// The codes that differ from Latin-1.
const TABLE: &str = include_str!("windows-1252.tsv");

/// What `byte` is read as.
pub fn char_of(byte: u8) -> char {
    match byte {
        0x80..=0x9f => codes().forth[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The byte that is read as `character`, in Windows-1252 or in Latin-1.
pub fn byte_of(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(character) {
        return Some(byte);
    }
    let back = &codes().back;
    let found = back.binary_search_by_key(&character, |(character, _)| *character).ok()?;
    Some(back[found].1)
}

struct Codes {
    forth: [char; 32],
    back: Vec<(char, u8)>,
}

fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| {
        let mut forth = std::array::from_fn(|at| char::from(0x80 + at as u8));
        let mut back = Vec::new();
        for (code, character) in table::rows(TABLE) {
            let byte = code.last();
            forth[usize::from(byte - 0x80)] = character;
            back.push((character, byte));
        }
        back.sort_unstable();
        Codes { forth, back }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        assert!((0..=255).all(|byte| byte_of(char_of(byte)) == Some(byte)));
        assert_eq!((char_of(0x93), char_of(0x81), byte_of('ư')), ('“', '\u{81}', None));
    }

    #[test]
    fn the_table_is_in_order() {
        table::police(TABLE, 27);
    }
}
