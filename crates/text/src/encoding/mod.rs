//! Text that was written in an encoding older than Unicode, or in UTF-8, and decoded as something else.
//! In: bytes, or text that was wrongly decoded. Out: what was written. The encoding (TCVN3, VNI, VPS, VISCII, VIQR,
//! Windows-1258, or UTF-8 wrongly decoded once or twice) is the one that makes Vietnamese of the text.
//! Never touches text that is in order.

mod bytes;
mod capitals;
mod cost;
mod decoder;
mod decodings;
mod detect;
mod encode;
mod font;
mod kind;
mod letter;
mod line_decoding;
mod line_spans;
pub mod suspect;
mod table;
mod utf8;
mod viqr;
mod windows;

use self::detect::Input;
use self::line_spans::line_spans;
use crate::span::Span;

pub use self::bytes::{Decoded, decode};
pub use self::detect::Change;
pub use self::encode::{as_windows_1252, encode};
pub use self::font::decode_known;
pub use self::kind::Encoding;
pub use self::suspect::is_suspect;

/// The changes that make of a wrongly decoded `text` what was written, in order of place; none where it is in order.
pub(crate) fn changes(text: &str) -> Vec<Change> {
    detect::detect(text, &line_spans(text, Span::new(0, text.len())), Input::Text).0
}

/// Whether `text` holds a character that Vietnamese text hardly ever does.
pub(crate) fn holds_suspect(text: &str) -> bool {
    suspect::count(text, 1) > 0
}

/// The end of the line of `text` that holds byte `at`, and whether the line holds enough suspects for the whole text to be
/// looked at.
pub(crate) fn looks_wrongly_decoded(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    (end, detect::is_telling(&text[start..end], true))
}

/// Whether `text`, which holds no suspect, may be written in VIQR and is worth a look.
pub(crate) fn may_be_viqr(text: &str) -> bool {
    viqr::holds_marks(text, viqr::LEAST_MARKS)
}

#[cfg(test)]
mod tests;
