//! Text that was written in an encoding older than Unicode, or in UTF-8, and decoded as something else.
//! In: bytes, or text that was wrongly decoded. Out: what was written. The encoding (TCVN3, VNI, VPS, VISCII, VIQR,
//! Windows-1258, Latin-1 decoded as that, or UTF-8 wrongly decoded once or twice) is the one that makes Vietnamese of
//! the text. Never touches text that is in order.

mod bytes;
mod capitals;
mod code_pages;
mod cost;
mod decoder;
mod decodings;
mod detect;
mod encode;
mod font;
mod kind;
mod latin1;
mod letter;
mod line_decoding;
mod line_spans;
mod lost_bytes;
mod open_case;
pub mod suspect; // characters that Vietnamese text hardly ever holds
mod table;
mod utf8;
mod viqr;
mod windows;
mod wrong_decodings;

use self::detect::Input;
use self::line_spans::line_spans;
use crate::span::Span;

// Whole papers from bytes; changes of wrongly decoded text; encoding for tests; text in a font of a known encoding.
pub use self::bytes::{Decoded, decode};
pub use self::detect::Change;
pub use self::encode::{as_windows_1252, encode};
pub use self::font::decode_known;
pub use self::kind::Encoding;
pub use self::suspect::is_suspect;

/// The changes that make of a wrongly decoded `text` what was written, in order of place. Empty where no line shows by
/// itself that it was wrongly decoded.
pub(crate) fn changes(text: &str) -> Vec<Change> {
    detect::detect(text, &line_spans(text, Span::new(0, text.len())), Input::Text).0
}

/// Whether `word` holds a suspect (see [`suspect`]) or another sign of UTF-8 that was wrongly decoded.
pub(crate) fn holds_suspect(word: &str) -> bool {
    suspect::count(word, 1) > 0
        || latin1::count_toned_consonants(word, 1) > 0
        || wrong_decodings::holds_sign(word)
}

/// The end of the line of `text` that holds byte `at`, and whether that line tells enough by itself
/// ([`detect::is_telling`]) for the whole text to be searched. The end is the byte of the line break, or the length of
/// `text`.
pub(crate) fn looks_wrongly_decoded(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    (end, detect::is_telling(&text[start..end], true))
}

/// Whether `text`, which holds no suspect, holds the [`viqr::LEAST_MARKS`] marks from which on it may be VIQR.
pub(crate) fn may_be_viqr(text: &str) -> bool {
    viqr::holds_marks(text, viqr::LEAST_MARKS)
}

#[cfg(test)]
mod tests;
