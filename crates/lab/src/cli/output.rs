//! The messages of commands, beside their figures.
//! In: messages. Out: lines on stderr. Never writes a control character of terminals.

use std::process::ExitCode;

use vankien::present::visible;

pub use vankien::present::visible::json_line; // Writes a value as one line of JSON.

/// Writes the message of an error to stderr; gives exit code 2.
pub fn fail(message: &str) -> ExitCode {
    say(message);
    ExitCode::from(2)
}

/// Writes a message to stderr, behind the name of the program; hidden characters become their names.
#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
pub fn say(message: &str) {
    eprintln!("vankien-lab: {}", visible::text(message));
}
