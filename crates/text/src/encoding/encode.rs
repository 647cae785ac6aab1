//! Encodes a text in an old encoding, and decodes bytes as Windows-1252.
//! In: text or bytes. Out: the other; `None` where an encoding cannot hold the text. The stages never use `encode`:
//! tests and measurements make their papers with it.

use unicode_normalization::UnicodeNormalization;

use super::table::{Code, Table, table};
use super::{viqr, windows};
use crate::encoding::kind::Encoding;

/// The bytes of `text` in `encoding`; `None` where it holds a character that the encoding lacks. `Utf8Twice` gives
/// UTF-8 that was decoded as Windows-1252 and written as UTF-8 again.
pub fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Viqr => viqr::encode(text),
        Encoding::Latin1 => text.nfc().map(|letter| u8::try_from(u32::from(letter)).ok()).collect(),
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf8Twice => Some(as_windows_1252(text.as_bytes()).into_bytes()),
        _ => encode_with_table(text, table(encoding)?),
    }
}

/// `bytes` decoded as Windows-1252. The five bytes that it leaves undefined become the control characters of Latin-1.
pub fn as_windows_1252(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| windows::char_of(*byte)).collect()
}

/// The bytes of `text` by the table of an encoding; characters beside its letters have their codes of Windows-1252.
fn encode_with_table(text: &str, table: &Table) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.nfc() {
        match table.code(letter) {
            Some(Code::One(byte)) => bytes.push(byte),
            Some(Code::Two(vowel, marks)) => bytes.extend([vowel, marks]),
            None => {
                let byte = windows::byte_of(letter)?;
                let is_code_of_letter =
                    table.one(byte).is_some() || byte < 0x20 && table.capital(byte).is_some();
                let is_control = (0x80..0xa0).contains(&byte) && letter == char::from(byte);
                if is_code_of_letter || is_control {
                    return None;
                }
                bytes.push(byte);
            }
        }
    }
    Some(bytes)
}
