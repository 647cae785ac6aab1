//! How a command ended.
//! In: nothing. Out: plain values. Never prints; the command line does.

use std::io;

use crate::error::Error;

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// An error with a message.
    Said(Error),
    /// The output could not be written; its reader may have closed the pipe.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Said(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// How a command ended without an error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// It did its work.
    Found,
    /// It found nothing to work on.
    Nothing,
}

/// The result of a command.
pub type Answer = Result<Outcome, Failure>;
