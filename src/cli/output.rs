//! Messages of commands on stderr.
//! In: messages. Out: lines. Never writes a control character other than tabs and line ends, so that no text of a paper
//! can command a terminal.

use vankien_search::Note;

use crate::present::words::Language;
use crate::present::{notes, visible};

pub use crate::present::visible::json_line; // writes a value as one line of JSON

/// Prints a message on stderr, behind the name of the program. Hidden characters are made visible.
#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
pub fn print_message(message: &str) {
    eprintln!("vankien: {}", visible::text(message));
}

/// Prints the notes on an answer in English, one per line.
pub fn print_notes(notes: &[Note]) {
    notes.iter().for_each(|note| print_message(&notes::text(note, Language::English)));
}

/// Prints an error message. Gives the exit code 2.
pub fn print_error(message: &str) -> u8 {
    print_message(message);
    2
}
