//! Writes a text in an old encoding, and reads bytes as if they were Windows-1252.
//! In: text or bytes. Out: the other. What an encoding cannot hold is said.
//! Never used by the stages: tests and measurements make their papers with it.

use unicode_normalization::UnicodeNormalization;

use super::table::{Code, Table, table};
use super::{viqr, windows};
use crate::encoding::kind::Encoding;

/// The bytes of `text` in `encoding`; `None` where it holds a character that the encoding lacks.
pub fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Viqr => viqr::encode(text),
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf8Twice => Some(misread(text.as_bytes()).into_bytes()),
        _ => with_table(text, table(encoding)?),
    }
}

/// What `bytes` look like where they are taken for Windows-1252; Latin-1 differs in the controls alone.
pub fn misread(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| windows::char_of(*byte)).collect()
}

fn with_table(text: &str, table: &Table) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.nfc() {
        match table.code(letter) {
            Some(Code::One(byte)) => bytes.push(byte),
            Some(Code::Two(vowel, marks)) => bytes.extend([vowel, marks]),
            None => {
                let byte = windows::byte_of(letter)?;
                let is_letter =
                    table.one(byte).is_some() || byte < 0x20 && table.capital(byte).is_some();
                if is_letter || (0x80..0xa0).contains(&byte) && letter == char::from(byte) {
                    return None;
                }
                bytes.push(byte);
            }
        }
    }
    Some(bytes)
}
