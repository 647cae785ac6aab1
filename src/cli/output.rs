//! What commands write beside their answers, and lines of JSON.
//! In: messages and values. Out: lines. Never a sign that commands a terminal.

use std::io::{self, Write};

use vankien_search::Note;

use crate::present::words::Language;
use crate::present::{notes, visible};

#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
pub fn say(message: &str) {
    eprintln!("vankien: {}", visible::text(message));
}

/// Says what the reader should know of an answer, a line each.
pub fn say_notes(notes: &[Note]) {
    notes.iter().for_each(|note| say(&notes::text(note, Language::English)));
}

pub fn fail(message: &str) -> u8 {
    say(message);
    2
}

/// Writes one JSON value on a line of its own.
pub fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    let mut line = visible::json(value)?;
    line.push('\n');
    out.write_all(line.as_bytes())
}
