//! Decodes bytes that are not UTF-8, by the old encodings that make Vietnamese of them.
//! In: the bytes of a file or of a name in an archive. Out: their text and its encodings.
//! `None` if no encodings make Vietnamese of nearly all lines that are no UTF-8; then the caller decides: `plain`
//! refuses the file. Lines of which none does stay as Windows-1252.

use vankien_papers::provenance::TextEncoding;
use vankien_text::encoding::decode;

/// The text of `bytes` and the encodings it was written in; `None` if no encodings make Vietnamese of nearly all lines
/// that are no UTF-8 ([`decode`]).
pub fn decode_vietnamese(bytes: &[u8]) -> Option<(String, Vec<TextEncoding>)> {
    let decoded = decode(bytes)?;
    // A mixed file has lines in UTF-8 and lines in an old encoding.
    let utf8 = decoded.is_mixed.then_some(TextEncoding::UTF8);
    let others = decoded.encodings.into_iter().map(TextEncoding::Known);
    Some((decoded.text, utf8.into_iter().chain(others).collect()))
}
