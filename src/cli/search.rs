//! `vankien search QUESTION…`: ranked passages that point at page and line of the original.

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::{Args, ValueEnum};
use vankien_ingest::ingest as bring;
use vankien_search::{Scope, SearchOptions, Searcher, WhyNot};

use super::context::Context;
use super::ingest;
use super::outcome::{Answer, Outcome};
use super::output::{json_line, say, say_notes};
use crate::error::{Error, WayOut as _};
use crate::present::{explain, hits};

/// The language of questions, on one page.
const LANGUAGE: &str = "\
The language of questions:
  tham nhũng            sections that hold these words with these marks, best first: all of up to
                        four words, of more a share by their rarity; where fewer than ten answer,
                        others follow, marked: other marks, only some of the words
  tham nhung            words without marks are read as what the papers and the language make
                        likeliest, and that is said; other readings follow. Telex and VNI typed
                        with the input method off (nghij quyeets, tham nhu4ng) are read as well
  =hiếu                 with these marks alone; =hieu without any; in phrases too
  \"a phrase\"            words side by side; punctuation, line and page breaks do not matter;
                        nothing is read: unmarked words match any marks
  \"a phrase\"~3          its words in any order, with at most 3 others among them
  59-NQ/TW, 59 nq tw    the paper that bears the number, then those that cite it; also NQ59,
                        59/nq-tw, nghị quyết 59
  chuy*                 words that begin so (the 128 that most sections hold)
  quyet~1, quyet~2      words spelt nearly so; tones, marks and confused consonants count less
                        than a letter
  a AND b, a OR b       both, either; AND binds more; beside an operator all words of a side must
                        be there
  a NOT b, a -b         without b; - takes one word, \"phrase\", number or (group)
  (a OR b) AND c        parentheses
  loai:NQ nam:2024      filters: loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den:
                        (kind: number: quality: issuer: signer: place: year: from: to:);
                        loai:NQ,CT any of these, nam:? papers that do not say, coquan:~UBND
                        every body whose name contains it
Case never decides, but operators are capitals.
What says nothing in its place (a lone *, an operator without its side) is left aside; a message
says which character of the question it is, counted from 0. A question that begins with - follows --.
Abbreviations expand both ways (BTV and Ban Thường vụ); --no-expand leaves them.
Exit code: 0 where a row is shown, 1 nothing found, 2 error.";

#[derive(Debug, Args)]
#[command(after_help = "\
Sections answer that hold the words; phrases, numbers and what stands beside an operator must be there. --help tells all.
Exit code: 0 found, 1 nothing found, 2 error.", after_long_help = LANGUAGE)]
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
    /// Show a paragraph that stands in several papers for each of them; -n 0 does so too.
    #[arg(long)]
    all: bool,
    /// Show each paper once, by its best section.
    #[arg(long, value_name = "WHAT")]
    group: Option<Group>,
    /// In which order hits come.
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: Order,
    /// What must hold all that is asked for: one section, or the sections of one paper together; then each place is
    /// shown.
    #[arg(long, value_name = "WHAT", default_value = "section")]
    scope: ScopeOf,
    /// Say what each score is made of.
    #[arg(long)]
    explain: bool,
    /// Instead of hits: why this paper (path, end of a path, number) is not among them, or its rank.
    #[arg(long, value_name = "PAPER")]
    why_not: Option<String>,
    /// Print JSON: one object a hit, then a summary.
    #[arg(long)]
    json: bool,
}

impl Search {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let searcher = open(context)?;
        let question = super::asked::question(&self.question);
        if let Some(paper) = &self.why_not {
            let why = searcher.why_not(&question, paper, !self.no_expand, self.scope.into())?;
            return self.why_not(&why, out);
        }
        let options = SearchOptions {
            limit: self.limit,
            context: self.context,
            expand: !self.no_expand,
            all: self.all,
            by_paper: self.group.is_some(),
            by_date: matches!(self.sort, Order::Date),
            explain: self.explain,
            scope: self.scope.into(),
            ..SearchOptions::default()
        };
        let answer = searcher.search(&question, options)?;
        say_notes(&answer.notes);
        if self.json {
            answer
                .hits
                .iter()
                .try_for_each(|hit| json_line(out, &hits::hit(hit, &answer.parts)))?;
            json_line(out, &hits::summary(&answer))?;
        } else if !answer.hits.is_empty() {
            hits::write_text(out, &answer, context.style)?;
        }
        if answer.hits.is_empty() {
            say(&format!("nothing found for {}", answer.understood.join(", ")));
        }
        if let Some(suggestion) = &answer.suggestion {
            say(&format!("did you mean: {suggestion}"));
        }
        match answer.hits.is_empty() {
            true => Ok(Outcome::Nothing),
            false => Ok(Outcome::Found),
        }
    }

    fn why_not(&self, why: &WhyNot, out: &mut impl Write) -> Answer {
        match self.json {
            true => json_line(out, &explain::why_not(why))?,
            false => explain::write_why_not(out, why)?,
        }
        Ok(if why.rank.is_some() { Outcome::Found } else { Outcome::Nothing })
    }
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// The best first.
    Score,
    /// The newest papers first, those without a date last.
    Date,
}

/// What must hold all that is asked for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ScopeOf {
    /// One section.
    Section,
    /// The sections of one paper together.
    Paper,
}

impl From<ScopeOf> for Scope {
    fn from(scope: ScopeOf) -> Scope {
        match scope {
            ScopeOf::Section => Scope::Section,
            ScopeOf::Paper => Scope::Paper,
        }
    }
}

/// What hits are put together by.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Group {
    /// Each paper once.
    Paper,
}

/// Opens the index. Where none was ever made and a `corpus/` stands here, makes one from it: the
/// first question of a newcomer is answered.
pub fn open(context: &Context) -> Result<Searcher, Error> {
    let mut searcher = open_or_make(context)?;
    searcher.take_errors().iter().for_each(|trouble| say(&trouble.told()));
    Ok(searcher)
}

fn open_or_make(context: &Context) -> Result<Searcher, Error> {
    match Searcher::open(&context.index).map_err(Error::from) {
        Err(Error::Engine(vankien_engine::Error::NoIndex { .. }))
            if context.index == Path::new("index")
                && context.config.paths().is_empty()
                && Path::new("corpus").is_dir() =>
        {
            say("no index yet; building one from corpus/ (once)");
            let mut bar = ingest::Bar::new(std::io::stderr().is_terminal());
            let summary = bring(&ingest::options(context), &mut bar)?;
            bar.finish();
            ingest::say_skipped(&summary);
            Ok(Searcher::open(&context.index)?)
        }
        opened => opened,
    }
}
