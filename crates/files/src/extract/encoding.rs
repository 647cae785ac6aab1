//! Bytes that are no UTF-8, read in the encoding that makes Vietnamese of them.
//! In: the bytes of a file. Out: its text and how it was obtained, or `None` where none does.
//! Never guesses: what no encoding explains is refused with its place, as `plain` says.

use vankien_text::encoding::decode;

/// The text of `bytes` and a word for how it was read, such as `tcvn3`.
pub fn read(bytes: &[u8]) -> Option<(String, String)> {
    let decoded = decode(bytes)?;
    let utf8 = if decoded.mixed { Some("utf-8") } else { None };
    let names = utf8.into_iter().chain(decoded.encodings.iter().map(|encoding| encoding.name()));
    let obtained = names.collect::<Vec<_>>().join(" and ");
    Some((decoded.text, obtained))
}
