//! `vankien read-apart NAME`: the hidden command that runs a reader in a sandbox.
//! In: one file on standard input. Out: its text, or why there is none, in the binary form that
//! `vankien_files::extract::sandbox` reads.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use vankien_files::extract::sandbox;

use super::outcome::{CommandResult, Outcome};

#[derive(Debug, Args)]
pub struct ReadApart {
    /// Values of all limits, in the order of `Limit::all`.
    #[arg(long, value_delimiter = ',')]
    limits: Vec<u64>,
    /// Name of the file.
    name: PathBuf,
}

impl ReadApart {
    pub fn run(&self, out: &mut impl Write) -> CommandResult {
        sandbox::run_reader(&self.name, &self.limits, io::stdin().lock(), out)?;
        Ok(Outcome::Found)
    }
}
