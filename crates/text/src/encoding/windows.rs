//! Windows-1252 and Latin-1, character by character.
//! In: a character or a byte. Out: the other. The five bytes that Windows-1252 leaves undefined are the control
//! characters of Latin-1, as in browsers. Never knows Vietnamese.

use std::sync::OnceLock;

use super::table;

/// The bytes that Windows-1252 decodes otherwise than Latin-1 does.
const TABLE: &str = include_str!("windows-1252.tsv");

/// The character that Windows-1252 decodes `byte` as (0x80 is `€`); for the five bytes that it leaves undefined, the
/// control character of Latin-1. [`byte_of`] gives the byte back, but takes the control characters of the other bytes
/// too.
pub fn char_of(byte: u8) -> char {
    match byte {
        0x80..=0x9f => codes().characters[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The byte that is decoded as `character`, in Windows-1252 or in Latin-1; `None` where neither has the character.
pub fn byte_of(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(character) {
        return Some(byte);
    }
    let bytes = &codes().bytes;
    let found = bytes.binary_search_by_key(&character, |(character, _)| *character).ok()?;
    Some(bytes[found].1)
}

/// The bytes from 0x80 to 0x9F, where Windows-1252 and Latin-1 differ.
struct Codes {
    /// The character of each byte.
    characters: [char; 32],
    /// The byte of each character that Latin-1 lacks, in order of the characters.
    bytes: Vec<(char, u8)>,
}

fn codes() -> &'static Codes {
    static CODES: OnceLock<Codes> = OnceLock::new();
    CODES.get_or_init(|| {
        let mut characters = std::array::from_fn(|at| char::from(0x80 + at as u8));
        let mut bytes = Vec::new();
        for (code, character) in table::rows(TABLE) {
            let byte = code.last();
            characters[usize::from(byte - 0x80)] = character;
            bytes.push((character, byte));
        }
        bytes.sort_unstable();
        Codes { characters, bytes }
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
        table::assert_in_order(TABLE, 27);
    }
}
