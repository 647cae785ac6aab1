//! Text that was written in an encoding older than Unicode, or in UTF-8, and read as something else.
//! In: bytes, or text. Out: what was written. TCVN3, VNI, VPS, VISCII, VIQR, Windows-1258, and UTF-8
//! misread once or twice, told by what makes Vietnamese of it. Never touches text that is in order.

mod bytes;
mod capitals;
mod detect;
mod encode;
mod line;
mod reader;
mod suspect;
mod table;
mod utf8;
mod viqr;
mod weigh;
mod windows;
mod word;

pub use self::bytes::{Decoded, decode};
pub use self::detect::Change;
use self::detect::Demand;
pub use self::encode::{encode, misread};
pub use self::suspect::is_suspect;
pub use crate::document::Encoding;
use crate::span::{Lines, Span};

/// The changes that make of `text` what was written, in order of place; none where it is in order.
pub fn unread(text: &str) -> Vec<Change> {
    let starts = Lines::of(text);
    let line = |number: u32| {
        let end = if number as usize == starts.count() {
            text.len()
        } else {
            starts.start(number + 1) - 1
        };
        Span::new(starts.start(number), end)
    };
    let lines: Vec<Span> = (1..=starts.count() as u32).map(line).collect();
    detect::detect(text, &lines, Demand::Innocent).0
}

/// Whether `text` holds a character that Vietnamese hardly ever does: then it is worth a look.
pub fn holds_suspect(text: &str) -> bool {
    suspect::count(text, 1) > 0
}

/// Whether `text`, which holds no suspect, may be written in signs: then it is worth a look.
pub fn may_be_signs(text: &str) -> bool {
    memchr::memchr3_iter(b'^', b'~', b'`', text.as_bytes()).nth(2).is_some() && viqr::marks(text, 3)
}

#[cfg(test)]
mod tests;
