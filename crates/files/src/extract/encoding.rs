//! Bytes that are no UTF-8, read in the encoding that makes Vietnamese of them.
//! In: the bytes of a file. Out: its text and its encodings, or `None` where none does.
//! Never guesses: what no encoding explains is refused with its place, as `plain` says.

use vankien_papers::provenance::TextEncoding;
use vankien_text::encoding::decode;

/// The text of `bytes` and the encodings it was written in.
pub fn read(bytes: &[u8]) -> Option<(String, Vec<TextEncoding>)> {
    let decoded = decode(bytes)?;
    let utf8 = decoded.is_mixed.then_some(TextEncoding::UTF8);
    let others = decoded.encodings.into_iter().map(TextEncoding::Known);
    Some((decoded.text, utf8.into_iter().chain(others).collect()))
}
