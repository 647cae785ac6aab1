//! `vankien citations PAPER|-`, `cites PAPER`, `cited-by NUMBER`: which paper cites which, where and how.
//! In: a paper or a number. Out: citations as text, JSON or a graph.

use std::io::{self, Read, Write};
use std::path::Path;

use clap::{Args, ValueEnum};
use vankien_files::{extract, pipeline};
use vankien_papers::document::Citation;
use vankien_search::Searcher;
use vankien_system::error::Error as SystemError;
use vankien_text::MendOptions;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::{json_line, print_message};
use super::paper::OcrFlags;
use super::search;
use crate::error::Error;
use crate::present::citations::{self, CitationView, Cited, Citing, Graph};
use crate::present::stated;

#[derive(Debug, Args)]
pub struct Citations {
    /// A file (in the index or not), the end of the path of a paper in the index, its number, or `-` for
    /// standard input.
    paper: String,
    #[command(flatten)]
    reading: OcrFlags,
    /// Print JSON: one object per citation, then a summary.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct Cites {
    /// A file (in the index or not), the end of the path of a paper in the index, or its number.
    paper: String,
    #[command(flatten)]
    reading: OcrFlags,
    #[command(flatten)]
    form: GraphFlags,
}

#[derive(Debug, Args)]
pub struct CitedBy {
    /// Number of a paper in any usual spelling, and filters.
    #[arg(required = true, value_name = "NUMBER")]
    number: Vec<String>,
    #[command(flatten)]
    form: GraphFlags,
}

/// The flags that choose between text, JSON and a graph.
#[derive(Debug, Args)]
pub struct GraphFlags {
    /// Print JSON: one object per citation, then a summary.
    #[arg(long, conflicts_with = "graph")]
    json: bool,
    /// Print a graph of papers: one arrow per relation, with the number of citations.
    #[arg(long, value_name = "FORMAT")]
    graph: Option<GraphFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum GraphFormat {
    /// The format of Graphviz.
    Dot,
    /// One JSON object with nodes and edges.
    Json,
}

impl Citations {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let found = found(&self.paper, &self.reading, context)?;
        write(out, context, &found, self.json, None)
    }
}

impl Cites {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let mut found = found(&self.paper, &self.reading, context)?;
        found.citations.retain(CitationView::is_outward);
        write(out, context, &found, self.form.json, self.form.graph)
    }
}

impl CitedBy {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let mut found = Cited::default();
        let number = super::question::from_arguments(&self.number);
        if !vankien_search::has_number(&number) {
            print_message(&format!(
                "{number} is not the number of a paper; type a number such as 59-NQ/TW"
            ));
        }
        citations::cited_by(&searcher, &number, |row| match row {
            Citing::Citation(view) => found.citations.push(*view),
            Citing::Stated(row) => found.stated.push(row),
        })?;
        write(out, context, &found, self.form.json, self.form.graph)
    }
}

/// What the paper that `question` names cites and says, or the text on standard input for `-`.
fn found(question: &str, reading: &OcrFlags, context: &Context) -> Result<Cited, Error> {
    let (shown, extracted) = if question == "-" {
        let mut bytes = Vec::new();
        let failed =
            |source| Error::System(SystemError::Read { path: "standard input".into(), source });
        io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        (
            "-".to_owned(),
            extract::extract_within(
                Path::new("standard input.txt"),
                bytes,
                &context.config.budgets(),
            )?,
        )
    } else {
        let path = super::paper::resolve(question, context)?;
        (path.to_string_lossy().into_owned(), reading.read(&path, context)?)
    };
    let verdicts = context.verdicts_on(&extracted)?;
    let wish = MendOptions { verdicts: &verdicts, ..MendOptions::default() };
    let document = pipeline::document_with(&extracted, wish);
    // With an index, namesakes (papers that share a number) are told apart. Without one only the paper itself counts.
    let searcher = Searcher::open(&context.index).ok();
    let all = document.sections.iter().flat_map(|section| &section.citations);
    let known = searcher.and_then(|searcher| searcher.known(all).ok()).unwrap_or_default();
    let decide = |text: &str, citation: &Citation| known.decide(text, citation, &document.masthead);
    Ok(citations::of_document(&shown, &extracted.text, &document, decide))
}

fn write(
    out: &mut impl Write,
    context: &Context,
    found: &Cited,
    json: bool,
    graph: Option<GraphFormat>,
) -> CommandResult {
    let Cited { citations: views, stated: said } = found;
    match graph {
        Some(GraphFormat::Dot) => Graph::of(views).write_dot(out)?,
        Some(GraphFormat::Json) => json_line(out, &Graph::of(views))?,
        None if json => {
            views.iter().try_for_each(|view| json_line(out, view))?;
            said.iter().try_for_each(|row| json_line(out, row))?;
            let summary = serde_json::json!({
                "type": "summary", "total": views.len(), "stated": said.len(),
            });
            json_line(out, &summary)?;
        }
        None => {
            citations::write_text(out, views, context.style)?;
            stated::write_text(out, said, context.style)?;
            writeln!(out, "{} citation(s)", views.len())?;
        }
    }
    Ok(if views.is_empty() && said.is_empty() { Outcome::Nothing } else { Outcome::Found })
}
