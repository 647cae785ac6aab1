//! `vankien mentions QUESTION`: every mention of a number, a phrase or a topic.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use vankien_search::Scope;
use vankien_search::mentions::{Mention, Outline, Sort, Wanted};

use super::context::Context;
use super::outcome::{Answer, Failure, Outcome};
use super::output::{json_line, say, say_notes};
use super::search;
use crate::present::mentions::{self, Page};

#[derive(Debug, Args)]
#[command(after_help = "\
A number of a paper in any usual spelling lists all its forms: full, number and short are counted; \
names that a paper gives it (alias), what it says of itself (self), its title and its own masthead \
are listed beside.
Everything else is a phrase, in which a number may stand in any spelling; a number that no paper bears or cites is \
looked up as its words stand; several phrases stand in quotation marks each. Typed with marks it \
matches those marks only (the place of the tone and i/y aside), typed without it matches any. \
Punctuation between words does not decide, and abbreviations expand both ways.
Filters: loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den: (kind: number: quality: issuer: signer: place: year: \
from: to:), such as loai:NQ nam:2024.
Exit code: 0 found, 1 nothing found, 2 error.")]
pub struct Mentions {
    /// A number, a phrase or a topic.
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Marks and punctuation as typed, on the repaired and joined text, no other spellings.
    #[arg(long)]
    verbatim: bool,
    /// Only the running text: no masthead, title, caption, footnote, list or signature.
    #[arg(long)]
    body: bool,
    /// Leave abbreviations as they are typed.
    #[arg(long)]
    no_expand: bool,
    /// Print the number of mentions alone.
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    count: bool,
    /// Print a table for a spreadsheet.
    #[arg(long, conflicts_with = "json")]
    pub(super) csv: bool,
    /// Print JSON: one object a mention, then a summary.
    #[arg(long)]
    json: bool,
    /// In which order the papers come.
    #[arg(long, value_name = "ORDER", default_value = "path")]
    sort: Order,
    /// What must hold all that is asked for: section lists each mention of each phrase and number, paper only those
    /// in papers that mention all of them.
    #[arg(long, value_name = "WHAT", default_value = "section")]
    scope: search::ScopeOf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// By number.
    Paper,
    /// By date, undated ones last.
    Date,
    /// By path.
    Path,
}

impl Mentions {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let searcher = search::open(context)?;
        let question = super::asked::question(&self.question);
        let sort = match self.sort {
            Order::Paper => Sort::Paper,
            Order::Date => Sort::Date,
            Order::Path => Sort::Path,
        };
        let expand = !self.no_expand && !self.verbatim;
        let (verbatim, body, scope) = (self.verbatim, self.body, self.scope.into());
        let wanted = Wanted { verbatim, body, expand, sort, scope };
        if self.count {
            return self.print_count(&searcher.count(&question, wanted)?, out);
        }
        if self.csv {
            writeln!(out, "{}", mentions::CSV_HEAD)?;
        }
        let mut failed: Option<io::Error> = None;
        let mut page = Page::default();
        let outline = searcher.mentions(&question, wanted, |mention| {
            let written = self.write(out, mention, &mut page, context);
            failed = written.err();
            failed.is_none()
        })?;
        if let Some(error) = failed {
            return Err(Failure::Output(error));
        }
        say_notes(&outline.notes);
        let listed = outline.tally.listed();
        if self.json {
            json_line(out, &mentions::summary(&outline))?;
        } else if !self.csv && listed > 0 {
            mentions::write_totals(out, &outline)?;
        } else {
            say_incomplete(&outline);
        }
        if !wanted.verbatim && wanted.scope == Scope::Section {
            self.say_folded(&searcher, &question, wanted)?;
        }
        if listed == 0 {
            say("no mention found");
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Found)
    }

    fn print_count(&self, outline: &Outline, out: &mut impl Write) -> Answer {
        say_notes(&outline.notes);
        say_incomplete(outline);
        writeln!(out, "{}", outline.tally.total)?;
        Ok(if outline.tally.listed() == 0 { Outcome::Nothing } else { Outcome::Found })
    }

    fn write(
        &self,
        out: &mut impl Write,
        mention: &Mention<'_>,
        page: &mut Page,
        context: &Context,
    ) -> io::Result<()> {
        if self.json {
            return json_line(out, &mentions::view(mention));
        }
        if self.csv {
            return mentions::write_csv(out, &mentions::view(mention));
        }
        page.write(out, mention, context.style)
    }

    /// How many places more bear other marks than were typed.
    fn say_folded(
        &self,
        searcher: &vankien_search::Searcher,
        question: &str,
        wanted: Wanted,
    ) -> Result<(), Failure> {
        if let Some(more) = searcher.count_other_marks(question, wanted)?.filter(|more| *more > 0) {
            say(&format!(
                "{more} more place(s) bear other marks; typed without marks they are listed"
            ));
        }
        Ok(())
    }
}

/// Tells, where the totals do not, that not all could be read.
pub fn say_incomplete(outline: &Outline) {
    if !outline.is_complete() {
        say(&mentions::completeness(&outline.unread));
    }
}
