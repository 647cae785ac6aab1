//! The values that every command gets beside its own arguments.
//! In: flags and the file of settings. Out: the place of the index, the verdicts, the style. Never opens an index;
//! with the verdicts it reads the mark of the index folder, for access rights.

use std::path::PathBuf;

use vankien_engine::Location;
use vankien_files::Extracted;
use vankien_ingest::verdicts::Verdicts;
use vankien_text::Verdict;

use super::config::Config;
use super::output::print_message;
use crate::error::{Error, WayOut as _};
use crate::present::style::Style;

/// The values that every command gets beside its own arguments.
pub struct Context {
    /// Where the index lies.
    pub index: Location,
    /// The file with people's verdicts on repairs, which need not exist; `None` for those that a cluster keeps.
    pub verdicts: Option<PathBuf>,
    /// Whether text on stdout is coloured.
    pub style: Style,
    /// The file of settings.
    pub config: Config,
    /// The settings `index` and `color` that were given as flags, as key and value. `vankien config` prints them.
    pub flags: Vec<(&'static str, String)>,
}

impl Context {
    /// Loads the verdicts on repairs; none if there is no file. Lines that were not written completely are skipped, and
    /// reported on stderr.
    pub fn verdicts(&self) -> Result<Verdicts, Error> {
        let verdicts = Verdicts::open(self.verdicts.as_deref(), &self.index)?;
        let mut verdicts = verdicts.beside_index(&self.index);
        verdicts.take_trouble().iter().for_each(|trouble| print_message(&trouble.full_message()));
        Ok(verdicts)
    }

    /// The verdicts on the repairs of one text.
    pub fn verdicts_on(&self, extracted: &Extracted) -> Result<Vec<Verdict>, Error> {
        Ok(self.verdicts()?.on_text(extracted))
    }
}
