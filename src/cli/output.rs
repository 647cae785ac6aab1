//! What commands write beside their answers.
//! In: messages. Out: lines. Never a sign that commands a terminal.

use vankien_search::Note;

use crate::present::words::Language;
use crate::present::{notes, visible};

pub use crate::present::visible::json_line;

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
