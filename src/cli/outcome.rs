//! How a command ended. The command line makes an exit code of it.
//! In: nothing. Out: plain values. Never prints.

use std::io;

use crate::error::{Error, from_every_error};

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// An error with a message for the user: exit code 2.
    Error(Error),
    /// The output could not be written: exit code 2, or 0 for a closed pipe.
    Output(io::Error),
}

from_every_error!(Failure, Failure::Error);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// Whether a command found what it looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Found, or done: exit code 0.
    Found,
    /// Nothing found: exit code 1.
    Nothing,
}

/// How a command ended.
pub type CommandResult = std::result::Result<Outcome, Failure>;
