//! Text that was written in an encoding older than Unicode, or in UTF-8, and read as something else.
//! In: bytes, or text. Out: what was written. TCVN3, VNI, VPS, VISCII, VIQR, Windows-1258, and UTF-8
//! misread once or twice, told by what makes Vietnamese of it. Never touches text that is in order.

mod bytes;
mod capitals;
mod detect;
mod encode;
mod kind;
mod known;
mod line;
mod pieces;
mod reader;
pub mod suspect;
mod table;
mod unit;
mod utf8;
mod viqr;
mod weigh;
mod windows;
mod word;

use self::detect::Demand;
use self::pieces::pieces;
use crate::span::Span;

pub use self::bytes::{Decoded, decode};
pub use self::detect::Change;
pub use self::encode::{encode, misread};
pub use self::kind::Encoding;
pub use self::known::known;
pub use self::suspect::is_suspect;

/// The changes that make of `text` what was written, in order of place; none where it is in order.
pub fn unread(text: &str) -> Vec<Change> {
    detect::detect(text, &pieces(text, Span::new(0, text.len())), Demand::Innocent).0
}

/// Whether `text` holds a character that Vietnamese hardly ever does.
pub fn holds_suspect(text: &str) -> bool {
    suspect::count(text, 1) > 0
}

/// The end of the line of `text` that holds the byte at `at`, and whether the line holds so much that is
/// odd that the text is worth a look.
pub fn looks_misread(text: &str, at: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    (end, detect::says_much(&text[start..end], true))
}

/// Whether `text`, which holds no suspect, may be written in signs: then it is worth a look.
pub fn may_be_signs(text: &str) -> bool {
    viqr::marks(text, 3)
}

#[cfg(test)]
mod tests;
