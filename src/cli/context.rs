//! What every command is given beside its own arguments.
//! In: flags and the file of defaults. Out: values that hold for all commands. Never reads an index.

use std::path::PathBuf;

use vankien_files::Extracted;
use vankien_ingest::verdicts::Verdicts;
use vankien_text::Verdict;

use super::config::Config;
use super::output::say;
use crate::error::{Error, WayOut as _};
use crate::present::style::Style;

/// What every command is given beside its own arguments.
pub struct Context {
    pub index: PathBuf,
    /// The file with what was said of repairs.
    pub verdicts: PathBuf,
    pub style: Style,
    /// What the file of defaults says.
    pub config: Config,
    /// The values of keys of that file that were given on the command line for all commands.
    pub flags: Vec<(&'static str, String)>,
}

impl Context {
    /// What was said of repairs; lines that were cut are told.
    pub fn verdicts(&self) -> Result<Verdicts, Error> {
        let mut verdicts = Verdicts::read(&self.verdicts)?.beside_index(&self.index);
        verdicts.take_trouble().iter().for_each(|trouble| say(&trouble.told()));
        Ok(verdicts)
    }

    /// What was said of the repairs of a text.
    pub fn verdicts_on(&self, extracted: &Extracted) -> Result<Vec<Verdict>, Error> {
        Ok(self.verdicts()?.on_text(extracted))
    }
}
