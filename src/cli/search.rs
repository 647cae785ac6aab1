//! `vankien search QUESTION…`: ranked passages that point at page and line of the original.

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::Args;

use super::{Answer, Context, Outcome, ingest, json_line, say};
use crate::error::Error;
use crate::index::{IngestOptions, ingest as bring};
use crate::present::hits;
use crate::search::{SearchOptions, Searcher};

#[derive(Debug, Args)]
#[command(after_help = "\
Words are ranked; those without marks match any (tham nhung finds tham nhũng), those with marks \
prefer their own.
\"a phrase\" must stand as it is; punctuation, line and page breaks between its words do not matter.
A number of a paper in any usual spelling (59-NQ/TW, 59/nq-tw, 59 nq tw, NQ59) finds the paper that \
bears it first, then those that cite it.
Abbreviations expand both ways (BTV and Ban Thường vụ); --no-expand leaves them.
Exit code: 0 found, 1 nothing found, 2 error.")]
pub struct Search {
    /// Words, "phrases" and numbers of papers.
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// How many hits to show; 0 for all.
    #[arg(short = 'n', long = "limit", default_value_t = 10, value_name = "N")]
    limit: usize,
    /// How many sentences more to show on either side of a passage.
    #[arg(long, default_value_t = 0, value_name = "N")]
    context: usize,
    /// Leave abbreviations as they are typed.
    #[arg(long)]
    no_expand: bool,
    /// Print JSON: one object a hit, then a summary.
    #[arg(long)]
    json: bool,
}

impl Search {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let searcher = open(context)?;
        let question = super::question(&self.question);
        let options = SearchOptions {
            limit: self.limit,
            context: self.context,
            expand: !self.no_expand,
            ..SearchOptions::default()
        };
        let answer = searcher.search(&question, options)?;
        answer.notes.iter().for_each(|note| say(note));
        if self.json {
            answer.hits.iter().try_for_each(|hit| json_line(out, &hits::hit(hit)))?;
            json_line(out, &hits::summary(&answer))?;
        } else if answer.total > 0 {
            hits::write_text(out, &answer, context.style)?;
        }
        if answer.total == 0 {
            say(&format!("nothing found for {}", answer.understood.join(", ")));
            if let Some(suggestion) = &answer.suggestion {
                say(&format!("did you mean: {suggestion}"));
            }
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Found)
    }
}

/// Opens the index. Where none was ever made and a `corpus/` stands here, makes one from it: the
/// first question of a newcomer is answered.
pub fn open(context: &Context) -> Result<Searcher, Error> {
    match Searcher::open(&context.index) {
        Err(Error::NoIndex { .. })
            if context.index == Path::new("index") && Path::new("corpus").is_dir() =>
        {
            say("no index yet; building one from corpus/ (once)");
            let mut bar = ingest::Bar::new(std::io::stderr().is_terminal());
            let summary = bring(&IngestOptions::default(), &mut bar)?;
            bar.finish();
            ingest::say_skipped(&summary);
            Searcher::open(&context.index)
        }
        opened => opened,
    }
}
