//! Plain text: UTF-8 with or without a byte order mark, UTF-16 with one, the old encodings of Vietnamese.
//! In: the bytes of the file. Out: its text without the byte order mark, unchanged; form feeds begin pages.
//! Bytes that are not Unicode are read line by line in the old encodings that make Vietnamese of them. Lines of which
//! none does stay as Windows-1252, if they hold at most one byte in 20 of the lines that are no UTF-8; else, and where
//! no old encoding makes Vietnamese of any line, the error names the first bad byte.

use std::path::Path;

use vankien_papers::Provenance;
use vankien_papers::provenance::{Format, TextEncoding};

use super::sniff::is_markdown;
use super::{encoding, markdown};
use crate::error::{Error, Result};
use crate::extracted::{Extracted, Paging};

/// Reads the bytes of a text file. In a file named `.md` or `.markdown` the marks of Markdown are found, too. Its pages
/// are flowing; they begin at the lines that mark pages, and at form feeds only where there is no such line.
///
/// # Errors
/// [`Error::NotText`] for bytes in no known encoding and for a NUL byte outside UTF-16, [`Error::Empty`] for a text of
/// white space.
pub fn parse(path: &Path, bytes: Vec<u8>) -> Result<Extracted> {
    let named = |text: String, encoding| (text, vec![encoding]);
    let (text, encodings) = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => {
            named(utf8(path, bytes[3..].to_vec(), 3)?, TextEncoding::Utf8WithMark)
        }
        [0xFF, 0xFE, rest @ ..] => {
            named(utf16(path, rest, u16::from_le_bytes, "UTF-16LE")?, TextEncoding::Utf16Le)
        }
        [0xFE, 0xFF, rest @ ..] => {
            named(utf16(path, rest, u16::from_be_bytes, "UTF-16BE")?, TextEncoding::Utf16Be)
        }
        _ => match simdutf8::basic::from_utf8(&bytes) {
            Err(_) if memchr::memchr(0, &bytes).is_none() => {
                match encoding::decode_vietnamese(&bytes) {
                    Some(read) => read,
                    None => named(utf8(path, bytes, 0)?, TextEncoding::UTF8),
                }
            }
            _ => named(utf8(path, bytes, 0)?, TextEncoding::UTF8),
        },
    };
    if text.trim().is_empty() {
        return Err(Error::Empty { path: path.to_path_buf() });
    }
    let provenance = Provenance::encoded(Format::Plain, encodings);
    let mut extracted = Extracted {
        page_starts: page_starts(&text),
        text,
        provenance,
        paging: Paging::Fixed,
        ..Extracted::default()
    };
    if is_markdown(path) {
        let marks = markdown::parse(&extracted.text);
        extracted.evidence.markup = marks.markup;
        extracted.paging = Paging::Flowing;
        if !marks.page_starts.is_empty() {
            extracted.page_starts = marks.page_starts;
        }
    }
    Ok(extracted)
}

/// Decodes UTF-8. `skipped` is the length of the byte order mark that was cut off, so that errors name the byte of the
/// file.
fn utf8(path: &Path, bytes: Vec<u8>, skipped: usize) -> Result<String> {
    let text = match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => text.to_owned(),
        // The fast check says only that a byte is wrong; the standard library says which.
        Err(_) => String::from_utf8(bytes).map_err(|error| Error::NotText {
            path: path.to_path_buf(),
            offset: skipped + error.utf8_error().valid_up_to(),
            encoding: "UTF-8",
        })?,
    };
    // A file with a NUL byte is no text, although it is valid UTF-8.
    match memchr::memchr(0, text.as_bytes()) {
        Some(at) => Err(Error::NotText {
            path: path.to_path_buf(),
            offset: skipped + at,
            encoding: "text (it holds a NUL byte)",
        }),
        None => Ok(text),
    }
}

fn utf16(
    path: &Path,
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    encoding: &'static str,
) -> Result<String> {
    let bad = |offset| Error::NotText { path: path.to_path_buf(), offset, encoding };
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(bad(2 + bytes.len() - 1));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut offset = 2;
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let letter = letter.map_err(|_| bad(offset))?;
        offset += 2 * letter.len_utf16();
        text.push(letter);
    }
    Ok(text)
}

/// Byte offsets behind each form feed. A form feed behind which only white space follows begins no page.
fn page_starts(text: &str) -> Vec<usize> {
    let text = text.trim_end();
    memchr::memchr_iter(b'\x0c', text.as_bytes()).map(|at| at + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> Result<Extracted> {
        parse(Path::new("a.txt"), bytes.to_vec())
    }

    #[test]
    fn reads_every_kind_of_unicode_text() {
        let utf16: Vec<u8> =
            "\u{feff}Đảng".encode_utf16().flat_map(|unit| unit.to_le_bytes()).collect();
        assert_eq!(text_of(&utf16).expect("valid").text, "Đảng");
        let big: Vec<u8> =
            "\u{feff}Đảng".encode_utf16().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(text_of(&big).expect("valid").text, "Đảng");
        assert_eq!(text_of("\u{feff}Đảng".as_bytes()).expect("valid").text, "Đảng");
        assert_eq!(text_of("Đảng".as_bytes()).expect("valid").text, "Đảng");
    }

    #[test]
    fn names_the_place_of_a_bad_byte() {
        let error = text_of(b"\xEF\xBB\xBFab\xFFc").expect_err("not UTF-8");
        assert!(error.to_string().contains("byte 5"), "{error}");
        let error = text_of(b"\xFF\xFEa\0\x00").expect_err("half a unit");
        assert!(error.to_string().contains("byte 4"), "{error}");
        assert!(text_of(b"a\0b").is_err());
    }

    #[test]
    fn an_old_encoding_is_read_and_named() {
        let tcvn3 = b"C\xe9ng ho\xb5 x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam";
        let read = text_of(tcvn3).expect("Vietnamese");
        assert_eq!(read.text, "Cộng hoà xã hội chủ nghĩa Việt Nam");
        assert_eq!(read.provenance.to_string(), "tcvn3");
        let mixed = ["Điều 5.\n".as_bytes(), tcvn3].concat();
        assert_eq!(text_of(&mixed).expect("Vietnamese").provenance.to_string(), "utf-8 and tcvn3");
    }

    #[test]
    fn a_file_without_text_is_said_to_be_empty() {
        assert!(matches!(text_of(b""), Err(Error::Empty { .. })));
        assert!(matches!(text_of(b" \n\n"), Err(Error::Empty { .. })));
    }

    #[test]
    fn form_feeds_begin_pages() {
        assert_eq!(text_of(b"one\x0ctwo\x0c").expect("valid").page_starts, vec![4]);
    }
}
