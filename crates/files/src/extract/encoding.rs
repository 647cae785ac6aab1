//! Decodes bytes that are not UTF-8, by the old encoding that makes Vietnamese of them.
//! In: the bytes of a file or of a name in an archive. Out: their text and its encodings.
//! Never guesses: `None` if no encoding makes Vietnamese of the bytes. Then the caller decides: `plain` refuses the
//! file.

use vankien_papers::provenance::TextEncoding;
use vankien_text::encoding::decode;

/// The text of `bytes` and the encodings it was written in; `None` if no encoding makes Vietnamese of them.
pub fn decode_vietnamese(bytes: &[u8]) -> Option<(String, Vec<TextEncoding>)> {
    let decoded = decode(bytes)?;
    // A mixed file has lines in UTF-8 and lines in an old encoding.
    let utf8 = decoded.is_mixed.then_some(TextEncoding::UTF8);
    let others = decoded.encodings.into_iter().map(TextEncoding::Known);
    Some((decoded.text, utf8.into_iter().chain(others).collect()))
}
