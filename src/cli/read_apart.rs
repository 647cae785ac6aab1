//! `vankien read-apart NAME`: the hidden other end of `extract`, which reads one file of a foreign
//! format from standard input under limits.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use vankien_files::extract::sandbox;

use super::outcome::{Answer, Outcome};

#[derive(Debug, Args)]
pub struct ReadApart {
    /// The limits of the reader, as the caller counts them.
    #[arg(long, value_delimiter = ',')]
    limits: Vec<u64>,
    /// The name of the file.
    name: PathBuf,
}

impl ReadApart {
    pub fn run(&self, out: &mut impl Write) -> Answer {
        sandbox::run_reader(&self.name, &self.limits, io::stdin().lock(), out)?;
        Ok(Outcome::Found)
    }
}
