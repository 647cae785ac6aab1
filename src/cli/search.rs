//! `vankien search QUESTION…`: ranked passages with page and line of the original.
//! In: a question. Out: hits as text or JSON, then totals.

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::{Args, ValueEnum};
use vankien_ingest::ingest as bring;
use vankien_search::{Scope, SearchOptions, Searcher, WhyNot};

use super::context::Context;
use super::ingest;
use super::outcome::{CommandResult, Outcome};
use super::output::{json_line, print_message, print_notes};
use crate::error::{Error, WayOut as _};
use crate::present::{explain, hits};

/// The language of questions, shown by `vankien search --help`. It repeats numbers that stand elsewhere in
/// `vankien-search`: four words is `weights::REQUIRE_ALL_UP_TO` (different content words), ten sections is
/// `weights::FEW_ANSWERS`, 128 words is `expand::MAX_FORMS`. No test compares them: change both.
const QUESTION_LANGUAGE: &str = "\
The language of questions:
  tham nhũng            sections that hold these words with these marks, best first. Up to four
                        words must all be there; of more words a share, weighted by rarity. If fewer
                        than ten sections answer, others follow under a heading: other marks, or
                        only some of the words
  tham nhung            words without marks are read as the most likely words of the papers, and a
                        message says how; other readings follow. Telex and VNI typed with the
                        input method off (nghij quyeets, tham nhu4ng) are understood too
  =hiếu                 exactly these marks; =hieu exactly none; also inside phrases
  \"a phrase\"            these words side by side. Punctuation, line breaks and page breaks are
                        ignored; words without marks match any marks
  \"a phrase\"~3          these words in any order, with at most 3 other words between them
  59-NQ/TW, 59 nq tw    the paper with this number, then papers that cite it; also NQ59,
                        59/nq-tw, nghị quyết 59
  chuy*                 words that begin with chuy (the 128 most frequent)
  quyet~1, quyet~2      words with a similar spelling; a different tone, mark or confused consonant
                        counts less than a different letter
  a AND b, a OR b       both, or either. AND binds more strongly. All words beside an operator
                        must be there
  a NOT b, a -b         without b; - applies to one word, \"phrase\", number or (group)
  (a OR b) AND c        parentheses
  loai:NQ nam:2024      filters: loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den:
                        (kind: number: quality: issuer: signer: place: year: from: to:).
                        loai:NQ,CT either value; nam:? papers without a year; coquan:~UBND every
                        issuer whose name contains UBND
Capitals and small letters are the same, but operators must be capitals.
A sign without a meaning in its place (a lone *, an operator with an empty side) is ignored; a
message names its position in the question, counted from 0. Put -- before a question that begins
with -.
Abbreviations match their long forms and the other way round (BTV and Ban Thường vụ), unless
--no-expand is given.
Exit code: 0 if a hit is shown, 1 nothing found, 2 error.";

#[derive(Debug, Args)]
#[command(after_help = "\
Finds sections that hold the words of the question. Phrases, numbers and words beside an operator must be there. --help \
describes the language of questions.
Exit code: 0 found, 1 nothing found, 2 error.", after_long_help = QUESTION_LANGUAGE)]
pub struct Search {
    // A doc comment of a field is its help text.
    /// Words, "phrases" and numbers of papers.
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Number of hits to show; 0 for all.
    // The default is a judgement, not measured. `SearchOptions` has the same one.
    #[arg(short = 'n', long = "limit", default_value_t = 10, value_name = "N")]
    limit: usize,
    /// Number of sentences to show before and after each passage.
    #[arg(long, default_value_t = 0, value_name = "N")]
    context: usize,
    /// Do not expand abbreviations.
    #[arg(long)]
    no_expand: bool,
    /// Show a paragraph that several papers share once for each paper; -n 0 does so too.
    #[arg(long)]
    all: bool,
    /// Show each paper once, with its best section.
    #[arg(long, value_name = "WHAT")]
    group: Option<Group>,
    /// Order of the hits.
    #[arg(long, value_name = "ORDER", default_value = "score")]
    sort: Order,
    /// Whether one section must hold all parts of the question, or the sections of one paper together; with paper,
    /// every place is shown.
    #[arg(long, value_name = "WHAT", default_value = "section")]
    scope: ScopeFlag,
    /// Show how each score is computed.
    #[arg(long)]
    explain: bool,
    /// Instead of hits, say why this paper (path, end of a path, number) is not among them, or its rank.
    #[arg(long, value_name = "PAPER")]
    why_not: Option<String>,
    /// Print JSON: one object per hit, then a summary.
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Answers the question on `out`, or says why a paper does not answer it. Notes go to stderr.
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = open(context)?;
        let question = super::question::from_arguments(&self.question);
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
        print_notes(&answer.notes);
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
            print_message(&format!("nothing found for {}", answer.understood.join(", ")));
        }
        if let Some(suggestion) = &answer.suggestion {
            print_message(&format!("did you mean: {suggestion}"));
        }
        Ok(if answer.hits.is_empty() { Outcome::Nothing } else { Outcome::Found })
    }

    /// Writes why a paper does not answer, or its rank among the hits. The outcome is `Found` if the paper answers.
    fn why_not(&self, why: &WhyNot, out: &mut impl Write) -> CommandResult {
        if self.json {
            json_line(out, &explain::why_not(why))?;
        } else {
            explain::write_why_not(out, why)?;
        }
        Ok(if why.rank.is_some() { Outcome::Found } else { Outcome::Nothing })
    }
}

/// The order of hits.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// Best first.
    Score,
    /// Newest papers first; papers without a date last.
    Date,
}

/// What must hold all parts of a question.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ScopeFlag {
    /// One section.
    Section,
    /// The sections of one paper together.
    Paper,
}

impl From<ScopeFlag> for Scope {
    fn from(scope: ScopeFlag) -> Scope {
        match scope {
            ScopeFlag::Section => Scope::Section,
            ScopeFlag::Paper => Scope::Paper,
        }
    }
}

/// How hits are grouped.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Group {
    /// Each paper is shown once.
    Paper,
}

/// Opens the index and prints the errors that did not keep it from being opened.
///
/// If there is no index, makes one from the folder `corpus/`, so that the first question of a new user is answered.
/// Does so only if the index is the default folder `index`, the settings name no papers, and the current folder holds
/// `corpus/`.
pub fn open(context: &Context) -> Result<Searcher, Error> {
    let mut searcher = open_or_make(context)?;
    searcher.take_errors().iter().for_each(|trouble| print_message(&trouble.full_message()));
    Ok(searcher)
}

fn open_or_make(context: &Context) -> Result<Searcher, Error> {
    match Searcher::at(&context.index).map_err(Error::from) {
        Err(Error::Engine(vankien_engine::Error::NoIndex { .. }))
            if context.index.folder() == Some(Path::new("index"))
                && context.config.paths().is_empty()
                && Path::new("corpus").is_dir() =>
        {
            print_message("there is no index yet; making one from corpus/ (only this time)");
            let mut bar = ingest::Bar::new(std::io::stderr().is_terminal());
            let summary = bring(&ingest::options(context), &mut bar)?;
            bar.finish();
            ingest::print_skipped(&summary);
            Ok(Searcher::at(&context.index)?)
        }
        opened => opened,
    }
}
