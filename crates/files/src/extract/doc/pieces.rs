//! The piece table: which bytes of the main stream are the text, and in which order ([MS-DOC] 2.4.1).
//! In: the table and the main stream. Out: each character with its byte in the main stream, by which its formatting is
//! found.

use vankien_text::encoding::as_windows_1252;

use super::super::fault::{Fault, ReaderResult};
use super::bytes::{index_at, plc, slice, u16_at, u32_at};

/// A character, and the byte of the main stream at which it begins.
pub type PlacedChar = (char, u32);

/// All characters of the file in order: body, footnotes, headers and the other parts of [`super::fib::Fib::lengths`].
/// Indexes count UTF-16 units: a character beyond U+FFFF is followed by a `\0`. An error if the piece table (`clx`) is
/// broken.
pub fn characters(clx: &[u8], main: &[u8]) -> ReaderResult<Vec<PlacedChar>> {
    let broken = || Fault::damaged("its piece table is broken");
    let table = piece_table(clx).ok_or_else(broken)?;
    let mut characters = Vec::new();
    for (start, end, piece) in plc(table, 8) {
        let length = end.checked_sub(start).ok_or_else(broken)? as usize;
        let place = u32_at(piece, 2).ok_or_else(broken)?;
        // More characters than bytes means that pieces share bytes: such a file could be made to grow without end.
        if characters.len() + length > main.len() {
            return Err(broken());
        }
        // Bit 30 says that the characters have one byte each (Windows-1252); then the offset counts half bytes.
        let is_one_byte = place & 0x4000_0000 != 0;
        let at = (place & 0x3fff_ffff) as usize;
        if is_one_byte {
            let bytes = slice(main, at / 2, length).ok_or_else(broken)?;
            let places = (at / 2) as u32..;
            characters.extend(as_windows_1252(bytes).chars().zip(places));
        } else {
            let bytes = slice(main, at, length * 2).ok_or_else(broken)?;
            push_utf16(bytes, at as u32, &mut characters);
        }
    }
    Ok(characters)
}

/// Appends UTF-16 text. An unpaired surrogate becomes U+FFFD.
fn push_utf16(bytes: &[u8], start: u32, characters: &mut Vec<PlacedChar>) {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut at = start;
    for letter in char::decode_utf16(units) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        characters.push((letter, at));
        // Positions count UTF-16 units, so the second unit of a pair gets an entry too.
        if letter.len_utf16() == 2 {
            characters.push(('\0', at + 2));
        }
        at += 2 * letter.len_utf16() as u32;
    }
}

/// The piece table, which follows blocks of property changes (first byte 1) in `clx`; its own first byte is 2. `None`
/// if it is not there.
fn piece_table(clx: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while clx.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(clx, at + 1)?);
    }
    if clx.get(at) != Some(&2) {
        return None;
    }
    slice(clx, at + 5, index_at(clx, at + 1)?)
}
