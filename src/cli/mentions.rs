//! `vankien mentions QUESTION`: every mention of a number, a phrase or a topic.
//! In: a question. Out: a list as text, CSV or JSON, written while it is made; then totals, but not in CSV. With
//! `--count` the number alone.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use vankien_search::Scope;
use vankien_search::mentions::{Mention, Outline, Sort, Wanted};

use super::context::Context;
use super::outcome::{CommandResult, Failure, Outcome};
use super::output::{json_line, print_message, print_notes};
use super::search;
use crate::present::mentions::{self, MentionWriter};

#[derive(Debug, Args)]
#[command(after_help = "\
Numbers: the number of a paper, in any usual spelling, lists all its mentions. The forms full, number and short are \
counted. Names that another paper defines for it (alias), its mentions of itself (self), its title and its own masthead \
are listed too, but not counted.
Phrases: everything else is one phrase; put several phrases into quotation marks each. A number inside a phrase matches \
in any spelling. A number that no paper bears or cites is searched as typed. A phrase typed with marks matches only \
those marks (except the place of the tone and i/y); typed without marks it matches any. Punctuation between words is \
ignored, and abbreviations match their long forms and the other way round.
Filters: loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den: (kind: number: quality: issuer: signer: place: year: \
from: to:), such as loai:NQ nam:2024.
Exit code: 0 found, 1 nothing found, 2 error.")]
pub struct Mentions {
    /// A number, a phrase or a topic.
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Match marks and punctuation exactly as typed, and no other spellings; the repaired text is searched.
    #[arg(long)]
    verbatim: bool,
    /// Search only the running text: no masthead, title, caption, footnote, list or signature.
    #[arg(long)]
    body: bool,
    /// Do not expand abbreviations.
    #[arg(long)]
    no_expand: bool,
    /// Print only the number of mentions.
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    count: bool,
    /// Print a table for a spreadsheet (CSV).
    #[arg(long, conflicts_with = "json")]
    pub(super) csv: bool,
    /// Print JSON: one object per mention, then a summary.
    #[arg(long)]
    json: bool,
    /// Order of the papers.
    #[arg(long, value_name = "ORDER", default_value = "path")]
    sort: Order,
    /// With several phrases or numbers: section lists every mention of each; paper lists only mentions in papers that
    /// mention all of them.
    #[arg(long, value_name = "WHAT", default_value = "section")]
    scope: search::ScopeFlag,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// By number of the paper.
    Paper,
    /// By date; papers without a date last.
    Date,
    /// By path of the file.
    Path,
}

impl Mentions {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let question = super::question::from_arguments(&self.question);
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
        let mut writer = MentionWriter::default();
        let outline = searcher.mentions(&question, wanted, |mention| {
            let written = self.write(out, mention, &mut writer, context);
            failed = written.err();
            failed.is_none()
        })?;
        if let Some(error) = failed {
            return Err(Failure::Output(error));
        }
        print_notes(&outline.notes);
        let listed = outline.tally.listed();
        if self.json {
            json_line(out, &mentions::summary(&outline))?;
        } else if !self.csv && listed > 0 {
            mentions::write_totals(out, &outline)?;
        } else {
            print_if_incomplete(&outline);
        }
        if !wanted.verbatim && wanted.scope == Scope::Section {
            self.print_folded_count(&searcher, &question, wanted)?;
        }
        if listed == 0 {
            print_message("no mention found");
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Found)
    }

    fn print_count(&self, outline: &Outline, out: &mut impl Write) -> CommandResult {
        print_notes(&outline.notes);
        print_if_incomplete(outline);
        writeln!(out, "{}", outline.tally.total)?;
        Ok(if outline.tally.listed() == 0 { Outcome::Nothing } else { Outcome::Found })
    }

    fn write(
        &self,
        out: &mut impl Write,
        mention: &Mention<'_>,
        writer: &mut MentionWriter,
        context: &Context,
    ) -> io::Result<()> {
        if self.json {
            return json_line(out, &mentions::view(mention));
        }
        if self.csv {
            return mentions::write_csv(out, &mentions::view(mention));
        }
        writer.write(out, mention, context.style)
    }

    /// Says on stderr how many more places match if marks are ignored; says nothing if there are none.
    fn print_folded_count(
        &self,
        searcher: &vankien_search::Searcher,
        question: &str,
        wanted: Wanted,
    ) -> Result<(), Failure> {
        if let Some(more) = searcher.count_other_marks(question, wanted)?.filter(|more| *more > 0) {
            print_message(&format!(
                "{more} more place(s) have other marks; type the question without marks to list them"
            ));
        }
        Ok(())
    }
}

/// Says on stderr if some papers could not be searched in full. Only for output without totals, such as CSV or an empty
/// list: totals say it themselves.
pub fn print_if_incomplete(outline: &Outline) {
    if !outline.is_complete() {
        print_message(&mentions::completeness(&outline.unread));
    }
}
