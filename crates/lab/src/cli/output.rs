//! The messages of commands, beside their figures.
//! In: messages. Out: lines on stderr. Never writes a control character of terminals.

use std::process::ExitCode;

use vankien::present::visible;

pub use vankien::present::visible::json_line;

/// Writes the message of an error; gives the exit code.
pub fn fail(message: &str) -> ExitCode {
    say(message);
    ExitCode::from(2)
}

/// Writes a message.
#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
pub fn say(message: &str) {
    eprintln!("vankien-lab: {}", visible::text(message));
}
