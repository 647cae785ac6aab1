//! Makes hidden characters visible: those that nobody sees, or that command a terminal.
//! In: text or JSON before it is written. Out: the same without control, bidi and zero-width characters: their names in
//! text (`<U+001B>`), escapes in JSON, which a parser reads back unchanged. Tabs and line ends stay. Never changes
//! output that is data.

use std::borrow::Cow;
use std::io::{Result, Write};

use serde::Serialize;
use vankien_text::blocks;

use super::style::COLOURS;

/// The ranges of hidden characters, ascending: first, last, what they are. Source: Unicode 16.0, all of
/// General_Category Cc (except tab and line feed), Zl and Zp, of Bidi_Control (they reorder text) and of
/// Default_Ignorable_Code_Point (they have no width), the annotation marks U+FFF9 to U+FFFB, and the noncharacters that
/// are placeholders of colours in this program.
const HIDDEN: [(u32, u32, &str); 23] = [
    (0x0000, 0x0008, "controls"),
    (0x000B, 0x001F, "controls"),
    (0x007F, 0x009F, "delete, controls"),
    (0x00AD, 0x00AD, "soft hyphen"),
    (0x034F, 0x034F, "grapheme joiner"),
    (0x061C, 0x061C, "bidi: Arabic letter mark"),
    (0x115F, 0x1160, "Hangul fillers"),
    (0x17B4, 0x17B5, "Khmer inherent vowels"),
    (0x180B, 0x180F, "Mongolian selectors"),
    (0x200B, 0x200F, "zero-width space and joiners, bidi marks"),
    (0x2028, 0x2029, "line and paragraph separators"),
    (0x202A, 0x202E, "bidi embeddings and overrides"),
    (0x2060, 0x206F, "word joiner, invisible operators, bidi isolates"),
    (0x3164, 0x3164, "Hangul filler"),
    (0xFDD0, 0xFDEF, "noncharacters"),
    (0xFE00, 0xFE0F, "variation selectors"),
    (0xFEFF, 0xFEFF, "byte order mark"),
    (0xFFA0, 0xFFA0, "halfwidth Hangul filler"),
    (0xFFF0, 0xFFF8, "reserved, ignorable"),
    (0xFFF9, 0xFFFB, "interlinear annotation"),
    (0x1BCA0, 0x1BCA3, "shorthand controls"),
    (0x1D173, 0x1D17A, "musical controls"),
    (0xE0000, 0xE0FFF, "tags, variation selectors"),
];

/// What replaces a hidden character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Replacement {
    /// Its name, such as `<U+001B>`.
    Name,
    /// Its name, but placeholders of colours become terminal commands.
    NameOrColour,
    /// The escape of JSON.
    JsonEscape,
}

/// The text with names for its hidden characters.
pub fn text(text: &str) -> Cow<'_, str> {
    match first_hidden(text) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let mut shown = String::with_capacity(text.len() + 16);
            replace_hidden(text, Replacement::Name, &mut shown);
            Cow::Owned(shown)
        }
    }
}

/// The value as JSON, with escapes for its hidden characters.
///
/// # Errors
/// If the value cannot be written as JSON.
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let json = serde_json::to_string(value)?;
    if first_hidden(&json).is_none() {
        return Ok(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    replace_hidden(&json, Replacement::JsonEscape, &mut escaped);
    Ok(escaped)
}

/// Writes a value as one line of JSON, with escapes for its hidden characters.
///
/// # Errors
/// If the value cannot be written as JSON, or `out` fails.
pub fn json_line(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
    let mut line = json(value)?;
    line.push('\n');
    out.write_all(line.as_bytes())
}

/// A writer that replaces hidden characters on the way to another writer, or passes data on unchanged.
pub struct OutputFilter<W> {
    out: W,
    /// `None` for data.
    replacement: Option<Replacement>,
    /// The first bytes of a character whose other bytes come with the next write.
    unfinished: Vec<u8>,
}

impl<W: Write> OutputFilter<W> {
    /// A filter for text. With `colour`, placeholders of colours become terminal commands. Bytes that are not UTF-8
    /// become U+FFFD; a character whose end never comes is dropped.
    pub fn for_text(out: W, colour: bool) -> OutputFilter<W> {
        let replacement = if colour { Replacement::NameOrColour } else { Replacement::Name };
        OutputFilter { out, replacement: Some(replacement), unfinished: Vec::new() }
    }

    /// A filter that passes data on byte for byte.
    pub fn for_data(out: W) -> OutputFilter<W> {
        OutputFilter { out, replacement: None, unfinished: Vec::new() }
    }

    fn write_visible(&mut self, bytes: &[u8], replacement: Replacement) -> Result<()> {
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            if first_hidden(valid).is_none() {
                self.out.write_all(valid.as_bytes())?;
            } else {
                let mut shown = String::with_capacity(valid.len() + 16);
                replace_hidden(valid, replacement, &mut shown);
                self.out.write_all(shown.as_bytes())?;
            }
            let rest = chunk.invalid();
            if may_be_unfinished(rest) && bytes.ends_with(rest) {
                self.unfinished = rest.to_vec();
            } else if !rest.is_empty() {
                self.out.write_all("\u{fffd}".as_bytes())?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for OutputFilter<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let Some(replacement) = self.replacement else {
            return self.out.write(bytes);
        };
        if self.unfinished.is_empty() {
            self.write_visible(bytes, replacement)?;
        } else {
            let mut whole = std::mem::take(&mut self.unfinished);
            whole.extend_from_slice(bytes);
            self.write_visible(&whole, replacement)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// Whether bytes that are not UTF-8 may be the beginning of a character.
fn may_be_unfinished(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// Whether a character is hidden: invisible, or a command to a terminal.
pub(super) fn is_hidden(letter: char) -> bool {
    let code = letter as u32;
    let after = HIDDEN.partition_point(|(first, ..)| *first <= code);
    after > 0 && code <= HIDDEN[after - 1].1
}

/// The byte offset of the first hidden character; `None` if there is none. It skips 64 and 16 bytes at a time where
/// none can begin.
fn first_hidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let fits = |one, next| !may_begin_hidden(one, next);
        at += blocks::skip_blocks::<64>(&bytes[at..], fits);
        // The rest of the text, or a block that may hold a hidden character, in smaller steps.
        at += blocks::skip_blocks::<16>(&bytes[at..], fits);
        let next = |at: usize| bytes.get(at + 1).copied().unwrap_or_default();
        at +=
            bytes[at..].iter().zip(at..).position(|(one, at)| may_begin_hidden(*one, next(at)))?;
        let letter = text.get(at..).and_then(|rest| rest.chars().next());
        match letter {
            Some(letter) if is_hidden(letter) => return Some(at),
            letter => at += letter.map_or(1, char::len_utf8),
        }
    }
}

/// Whether a hidden character may begin with these two bytes of UTF-8. Few other characters do, and no letter of
/// Vietnamese: those begin with C3 to C6, E1 BA and E1 BB.
#[inline]
fn may_begin_hidden(one: u8, next: u8) -> bool {
    (one < b' ') & (one != b'\n') & (one != b'\t')
        | (one == 0x7F)
        | (one == 0xC2)
        | (one == 0xCD)
        | (one == 0xD8)
        | (one >= 0xE2)
        | (one == 0xE1) & (next < 0xB0)
}

/// Appends `text` to `shown` with its hidden characters replaced. A carriage return before a line feed is part of a
/// line end and stays.
fn replace_hidden(text: &str, replacement: Replacement, shown: &mut String) {
    let mut rest = text;
    while let Some(at) = first_hidden(rest) {
        let (before, from) = rest.split_at(at);
        shown.push_str(before);
        let mut letters = from.chars();
        let Some(letter) = letters.next() else { break };
        rest = letters.as_str();
        match letter {
            '\r' if rest.starts_with('\n') => shown.push(letter),
            letter => shown.push_str(&replacement_for(letter, replacement)),
        }
    }
    shown.push_str(rest);
}

/// The replacement of a hidden character.
fn replacement_for(letter: char, replacement: Replacement) -> Cow<'static, str> {
    let code = letter as u32;
    let colour = COLOURS.iter().find(|(mark, _)| *mark == letter);
    match (replacement, colour) {
        (Replacement::JsonEscape, _) => {
            let mut units = [0; 2];
            let units = letter.encode_utf16(&mut units).iter();
            Cow::Owned(units.map(|unit| format!("\\u{unit:04x}")).collect())
        }
        (Replacement::NameOrColour, Some((_, colour))) => Cow::Borrowed(colour),
        // Not the control pictures of Unicode: U+241B has a byte that 8-bit terminals take for a command.
        _ => Cow::Owned(format!("<U+{code:04X}>")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::style::Style;

    #[test]
    fn the_table_is_in_order_and_found_by_its_first_bytes() {
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
        for (first, last, what) in HIDDEN {
            for letter in (first..=last).filter_map(char::from_u32) {
                let plain = "Điều 1. ".repeat(20);
                let whole = format!("{plain}{letter}{plain}");
                assert_eq!(
                    first_hidden(&whole),
                    Some(plain.len()),
                    "{what} U+{:04X}",
                    letter as u32
                );
                let parsed: String =
                    serde_json::from_str(&json(&whole).expect("JSON")).expect("JSON");
                assert_eq!(parsed, whole);
            }
        }
    }

    #[test]
    fn what_a_reader_sees_stays() {
        let plain = "Điều 1.\t“Nghị quyết” – số 59‑NQ/TW… § 2 «ư»\u{a0}₫ ☑ 👍 e\u{301} Ệ\r\nhết\n";
        assert!(
            matches!(text(plain), Cow::Borrowed(same) if same == plain) || text(plain) == plain
        );
        assert_eq!(json(&plain).expect("JSON"), serde_json::to_string(plain).expect("JSON"));
    }

    #[test]
    fn hidden_signs_are_shown() {
        for (hidden, shown, escaped) in [
            ("a\u{1b}[31mb", "a<U+001B>[31mb", "\"a\\u001b[31mb\""),
            ("\u{7}\u{0}\r", "<U+0007><U+0000><U+000D>", "\"\\u0007\\u0000\\r\""),
            ("\u{7f}\u{9b}x", "<U+007F><U+009B>x", "\"\\u007f\\u009bx\""),
            (
                "\u{202e}b\u{200b}\u{feff}",
                "<U+202E>b<U+200B><U+FEFF>",
                "\"\\u202eb\\u200b\\ufeff\"",
            ),
            ("\u{e0041}", "<U+E0041>", "\"\\udb40\\udc41\""),
            ("\u{2028}\u{ad}", "<U+2028><U+00AD>", "\"\\u2028\\u00ad\""),
        ] {
            assert_eq!((&*text(hidden), &*json(&hidden).expect("JSON")), (shown, escaped));
        }
    }

    #[test]
    fn the_door_lets_data_and_colours_pass() {
        let through = |mut door: OutputFilter<Vec<u8>>, pieces: &[&[u8]]| {
            pieces.iter().for_each(|piece| door.write_all(piece).expect("written"));
            String::from_utf8_lossy(&door.out).into_owned()
        };
        let found = Style { colour: true }.found("a\u{1b}");
        let found = found.as_bytes();
        assert_eq!(
            through(OutputFilter::for_text(Vec::new(), true), &[found]),
            "\u{1b}[1;33ma<U+001B>\u{1b}[0m"
        );
        assert!(!through(OutputFilter::for_text(Vec::new(), false), &[found]).contains('\u{1b}'));
        assert_eq!(through(OutputFilter::for_data(Vec::new()), &[b"\x1b\x9b"]), "\u{1b}\u{fffd}");
        // A character in two pieces, and bytes that are none.
        let override_sign = "\u{202e}".as_bytes();
        let pieces = [&override_sign[..1], &override_sign[1..], b"b\x9bc\xe1", b"d"];
        let shown = through(OutputFilter::for_text(Vec::new(), false), &pieces);
        assert_eq!(shown, "<U+202E>b\u{fffd}c\u{fffd}d");
    }
}
