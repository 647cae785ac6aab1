//! What commands write beside their figures.
//! In: messages. Out: lines. Never a sign that commands a terminal.

use std::process::ExitCode;

use vankien::present::visible;

pub use vankien::present::visible::json_line;

pub fn fail(message: &str) -> ExitCode {
    say(message);
    ExitCode::from(2)
}

#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
pub fn say(message: &str) {
    eprintln!("vankien-lab: {}", visible::text(message));
}
