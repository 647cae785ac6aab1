//! `vankien report`: problems of the papers in the index, and places to check by eye.
//! In: the index. Out: text, JSON or a web page. Never reads the files.

use std::io::Write;

use clap::Args;
use vankien_ingest::report::{self, Bounds};

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::json_line;
use super::search;
use crate::present::report::{view, write_text};

#[cfg(feature = "page")]
use clap::ValueEnum;

#[cfg(feature = "page")]
use crate::serve;

#[derive(Debug, Args)]
#[command(after_help = "\
Reads the index, not the files. Places to check are a random sample, the same in every run.
Exit code: 0 found, 1 the index holds no papers, 2 error.")]
pub struct Report {
    /// Number of papers, or of series of numbers, that each list names; 0 for all.
    #[arg(short = 'n', default_value_t = 20, value_name = "N")]
    names: usize,
    /// Number of places to check by eye, of each kind.
    #[arg(long, default_value_t = 3, value_name = "N")]
    samples: usize,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
    /// Print one self-contained web page.
    #[cfg(feature = "page")]
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// Language of the web page.
    #[cfg(feature = "page")]
    #[arg(long, default_value = "vi", requires = "html", value_name = "LANG")]
    lang: Lang,
}

#[cfg(feature = "page")]
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Vi,
    En,
}

impl Report {
    /// Whether the command prints a web page.
    pub fn prints_data(&self) -> bool {
        #[cfg(feature = "page")]
        return self.html;
        #[cfg(not(feature = "page"))]
        false
    }

    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let bounds = Bounds { names: self.names, samples: self.samples };
        let report = report::report(searcher.store(), bounds)?;
        let view = view(&report);
        let outcome = if view.papers == 0 { Outcome::Nothing } else { Outcome::Found };
        #[cfg(feature = "page")]
        if self.html {
            let language = match self.lang {
                Lang::Vi => serve::Language::Vietnamese,
                Lang::En => serve::Language::English,
            };
            out.write_all(serve::report_page(&view, language).as_bytes())?;
            return Ok(outcome);
        }
        if self.json {
            json_line(out, &view)?;
        } else {
            write_text(out, &view, context.style)?;
        }
        Ok(outcome)
    }
}
