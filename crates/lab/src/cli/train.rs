//! `vankien-lab train`: trains the language model.
//! In: two texts. Out: model.bin, the same byte for byte each time. Never downloads a text.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use vankien_system::error::Error as SystemError;

use super::outcome::{Answer, Outcome};
use crate::error::Error;
use crate::train::{Settings, train};

#[derive(Debug, Args)]
pub struct Train {
    /// Text of law: one paragraph a line, an empty line between topics.
    #[arg(long, value_name = "FILE")]
    legal: PathBuf,
    /// Text of news: one paragraph a line, an empty line between articles.
    #[arg(long, value_name = "FILE")]
    news: PathBuf,
    /// The folder in which to write model.bin.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Train {
    /// Writes model.bin into the folder `--out`, and prints the figures of the training: name, tab, figure.
    pub fn run(&self, out: &mut impl Write) -> Answer {
        let (legal, news) = (read(&self.legal)?, read(&self.news)?);
        let trained = train(&[&legal, &news], &Settings::default());
        let path = self.out.join("model.bin");
        std::fs::write(&path, &trained.model)
            .map_err(|source| Error::System(SystemError::Write { path, source }))?;
        for (name, figure) in &trained.figures {
            writeln!(out, "{name}\t{figure}")?;
        }
        Ok(Outcome::Found)
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path)
        .map_err(|source| Error::System(SystemError::Read { path: path.to_path_buf(), source }))
}
