//! The piece table: which bytes of the main stream are the text, and in which order ([MS-DOC] 2.4.1).
//! In: the table and the main stream. Out: every character with its place in the stream, by which
//! looks are found.

use vankien_text::encoding::as_windows_1252;

use super::super::fault::{Fault, Read};
use super::bytes::{index_at, plc, slice, u16_at, u32_at};

/// A character and the byte of the main stream at which it stands.
pub type Placed = (char, u32);

/// All characters of the file in order: body, notes, heads and the rest.
pub fn characters(clx: &[u8], main: &[u8]) -> Read<Vec<Placed>> {
    let broken = || Fault::damaged("its piece table is broken");
    let table = table(clx).ok_or_else(broken)?;
    let mut characters = Vec::new();
    for (start, end, piece) in plc(table, 8) {
        let length = end.checked_sub(start).ok_or_else(broken)? as usize;
        let place = u32_at(piece, 2).ok_or_else(broken)?;
        // Each character has a byte of its own; a file that uses them again and again has no end.
        if characters.len() + length > main.len() {
            return Err(broken());
        }
        let (narrow, at) = (place & 0x4000_0000 != 0, (place & 0x3fff_ffff) as usize);
        if narrow {
            let bytes = slice(main, at / 2, length).ok_or_else(broken)?;
            let places = (at / 2) as u32..;
            characters.extend(as_windows_1252(bytes).chars().zip(places));
        } else {
            let bytes = slice(main, at, length * 2).ok_or_else(broken)?;
            wide(bytes, at as u32, &mut characters);
        }
    }
    Ok(characters)
}

/// UTF-16; half of a pair becomes the sign for what cannot be read, so that places stay.
fn wide(bytes: &[u8], start: u32, characters: &mut Vec<Placed>) {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut at = start;
    for letter in char::decode_utf16(units) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        characters.push((letter, at));
        // Positions count units: the second half of a pair takes one too.
        if letter.len_utf16() == 2 {
            characters.push(('\0', at + 2));
        }
        at += 2 * letter.len_utf16() as u32;
    }
}

/// The table behind the changes that were saved in haste.
fn table(clx: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(clx, at + 1)?);
    }
    if clx.get(at) != Some(&2) {
        return None;
    }
    slice(clx, at + 5, index_at(clx, at + 1)?)
}
