//! What commands write beside their figures, and lines of JSON.
//! In: messages and values. Out: lines. Never a sign that commands a terminal.

use std::io::{self, Write};
use std::process::ExitCode;

use vankien::present::visible;

pub fn fail(message: &str) -> ExitCode {
    say(message);
    ExitCode::from(2)
}

#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
pub fn say(message: &str) {
    eprintln!("vankien-lab: {}", visible::text(message));
}

/// Writes one JSON value on a line of its own.
pub fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    let mut line = visible::json(value)?;
    line.push('\n');
    out.write_all(line.as_bytes())
}
