//! How a command ended.
//! In: nothing. Out: plain values. Never prints; the command line does.

use std::io;

use crate::error::Error;

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// With a message for the reader.
    Said(Error),
    /// The reader of our output went away, or the output failed.
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

/// Whether a command found what it looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    Found,
    Nothing,
}

pub type Answer = Result<Outcome, Failure>;
