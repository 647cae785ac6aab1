//! `vankien dossier NUMBER|PAPER`: all that the index knows of a paper, and what became of it.
//! In: a number or a paper. Out: one object as JSON, or text.

use std::io::Write;

use clap::Args;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::{json_line, print_message, print_notes};
use super::search;
use crate::day;
use crate::present::{dossier, mentions};

#[derive(Debug, Args)]
pub struct Dossier {
    /// Number of a paper in any usual spelling, or a paper: its path or the end of it.
    #[arg(required = true, value_name = "NUMBER|PAPER")]
    paper: Vec<String>,
    /// Say of each state whether it held on this day (2023-05-01 or 01/5/2023).
    #[arg(long, value_name = "DAY", value_parser = day::parse)]
    at: Option<String>,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

impl Dossier {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let question = super::question::from_arguments(&self.paper);
        let found = searcher.dossier(&question, self.at.as_deref())?;
        print_notes(&found.notes);
        let is_empty = found.namesakes.is_empty() && found.unassigned.is_empty();
        if self.json {
            json_line(out, &dossier::view(&found, usize::MAX))?;
        } else {
            dossier::write_text(out, &found, context.style)?;
            if !found.unread.is_empty() {
                print_message(&mentions::completeness(&found.unread));
            }
        }
        if is_empty {
            print_message(&format!("no paper of the index bears or cites {question}"));
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Found)
    }
}
