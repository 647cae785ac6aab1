//! `vankien-lab train-ocr`: learns which letters tesseract takes for which, from pages printed for that.
//! In: pages with what was printed and what was read. Out: two tables for repair. Never prints or reads a page itself.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use vankien_files::extract::ocr;
use vankien_system::error::Error as SystemError;

use super::outcome::{Answer, Outcome};
use crate::error::Error;
use crate::train::misread::Counts;

#[derive(Debug, Args)]
pub struct TrainOcr {
    /// The folder that benches/ocr-pages.py filled: NAME.truth and NAME.tsv for each page.
    #[arg(long, value_name = "DIR")]
    pages: PathBuf,
    /// Count only the pages whose names begin with this: learn- for repair, judge- for evaluate-repair.
    #[arg(long, value_name = "PREFIX")]
    only: String,
    /// Leave out confusions that occurred fewer times than this.
    #[arg(long, default_value_t = 2, value_name = "N")]
    least: u32,
    /// The folder for the tables: confusions.tsv and confidences.tsv.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl TrainOcr {
    /// Writes both tables into the folder `--out`; prints how many pages and letters were counted, and how many of
    /// these letters were misread.
    pub fn run(&self, out: &mut impl Write) -> Answer {
        let mut counts = Counts::default();
        let pages = walkdir::WalkDir::new(&self.pages).sort_by_file_name().into_iter();
        for page in pages.filter_map(Result::ok).map(walkdir::DirEntry::into_path) {
            let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with(&self.only) && name.ends_with(".truth") {
                let table = read(&page.with_extension("tsv"))?;
                let read_from = ocr::page_of_table(&table);
                counts.add(&read(&page)?, &read_from.text, &read_from.evidence);
            }
        }
        let (letters, wrong) = counts.letters();
        let head = |what: &str| {
            format!(
                "# {what} on {} pages that benches/ocr-pages.py printed, degraded and had read by\n\
                 # tesseract 5.3.0 (Debian's vie), counted by vankien-lab train-ocr --only {} --least {}.\n",
                counts.pages, self.only, self.least
            )
        };
        let confusions =
            head("Printed, read, how often: letters of words") + &counts.table(self.least);
        let confidences =
            head("How sure, words, how many of them were misread:") + &counts.confidences();
        for (name, table) in [("confusions.tsv", confusions), ("confidences.tsv", confidences)] {
            let path = self.out.join(name);
            std::fs::write(&path, table)
                .map_err(|source| Error::System(SystemError::Write { path, source }))?;
        }
        writeln!(out, "pages\t{}\nletters\t{letters}\nread wrongly\t{wrong}", counts.pages)?;
        Ok(Outcome::Found)
    }
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path)
        .map_err(|source| Error::System(SystemError::Read { path: path.to_path_buf(), source }))
}
