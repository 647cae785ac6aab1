//! `vankien citations PAPER|-`, `cites PAPER`, `cited-by NUMBER`: which paper cites which, where and how.
//! In: a paper, a number, or a text on standard input. Out: citations, and what papers say of two others, as text or
//! JSON; with `--graph` a graph of the citations alone.

use std::io::{self, Read, Write};
use std::path::Path;

use clap::{Args, ValueEnum};
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
use crate::present::citations::{self, CitationView, Cited, Citing, Graph, TextWriter};
use crate::present::stated::{self, StatedView};
use crate::present::stored;
use crate::present::style::Style;

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
        write(out, context, found, &GraphFlags { json: self.json, graph: None })
    }
}

impl Cites {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let mut found = found(&self.paper, &self.reading, context)?;
        found.citations.retain(CitationView::is_outward);
        write(out, context, found, &self.form)
    }
}

impl CitedBy {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let number = super::question::from_arguments(&self.number);
        if !vankien_search::has_number(&number) {
            print_message(&format!(
                "{number} is not the number of a paper; type a number such as 59-NQ/TW"
            ));
        }
        let mut written = Written::new(context.style, &self.form);
        let mut failed = Ok(());
        citations::cited_by(&searcher, &number, |row| {
            failed = written.add(out, row);
            failed.is_ok()
        })?;
        failed?;
        written.finish(out)
    }
}

/// Writes rows as they come, because a paper may be cited many thousands of times. Rows for a graph, and what papers
/// say of two others, are kept until [`Written::finish`].
struct Written {
    style: Style,
    json: bool,
    graph: Option<GraphFormat>,
    text: TextWriter,
    /// The citations so far; empty unless a graph is asked for.
    views: Vec<CitationView>,
    /// How many citations came so far.
    count: usize,
    /// What papers say of two others (that decree A amends decree B). It is written behind all citations; a graph
    /// leaves it out.
    stated: Vec<StatedView>,
}

impl Written {
    fn new(style: Style, form: &GraphFlags) -> Written {
        let GraphFlags { json, graph } = *form;
        Written {
            style,
            json,
            graph,
            text: TextWriter::default(),
            views: Vec::new(),
            count: 0,
            stated: Vec::new(),
        }
    }

    fn add(&mut self, out: &mut impl Write, row: Citing) -> io::Result<()> {
        let view = match row {
            Citing::Citation(view) => view,
            Citing::Stated(row) => {
                self.stated.push(row);
                return Ok(());
            }
        };
        self.count += 1;
        if self.graph.is_some() {
            self.views.push(*view);
            return Ok(());
        }
        if self.json {
            return json_line(out, &*view);
        }
        self.text.write(out, &view, self.style)
    }

    fn finish(self, out: &mut impl Write) -> CommandResult {
        let Written { style, json, graph, views, count, stated, .. } = self;
        match graph {
            Some(GraphFormat::Dot) => Graph::of(&views).write_dot(out)?,
            Some(GraphFormat::Json) => json_line(out, &Graph::of(&views))?,
            None if json => {
                stated.iter().try_for_each(|row| json_line(out, row))?;
                let summary = serde_json::json!({
                    "type": "summary", "total": count, "stated": stated.len(),
                });
                json_line(out, &summary)?;
            }
            None => {
                stated::write_text(out, &stated, style)?;
                writeln!(out, "{count} citation(s)")?;
            }
        }
        let is_empty = count == 0 && stated.is_empty();
        Ok(if is_empty { Outcome::Nothing } else { Outcome::Found })
    }
}

/// The citations of the paper that `question` names, and what it says of two others; for `-`, those of the text on
/// standard input.
fn found(question: &str, reading: &OcrFlags, context: &Context) -> Result<Cited, Error> {
    let (shown, extracted) = if question == "-" {
        let mut bytes = Vec::new();
        let failed =
            |source| Error::System(SystemError::Read { path: "standard input".into(), source });
        io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        // The extension makes it plain text, unless it begins as a PDF, RTF, ZIP or old Office file does.
        let named = Path::new("standard input.txt");
        ("-".to_owned(), reading.read_bytes(named, bytes, context)?)
    } else if let Some((searcher, paper)) = super::paper::in_remote_store(question, context)? {
        return stored::cited(&searcher, &paper);
    } else {
        let path = super::paper::resolve(question, context)?;
        (path.to_string_lossy().into_owned(), reading.read(&path, context)?)
    };
    let verdicts = context.verdicts_on(&extracted)?;
    let wish = MendOptions { verdicts: &verdicts, ..MendOptions::default() };
    let document = super::paper::document(Path::new(&shown), &extracted, wish);
    // With an index, namesakes (papers that share a number) are told apart. Without one, or if it cannot be read, only
    // the paper itself counts; that is no error.
    let searcher = Searcher::at(&context.index).ok();
    let all = document.sections.iter().flat_map(|section| &section.citations);
    let known = searcher.and_then(|searcher| searcher.known(all).ok()).unwrap_or_default();
    let decide = |text: &str, citation: &Citation| known.decide(text, citation, &document.masthead);
    Ok(citations::of_document(&shown, &extracted.text, &document, decide))
}

fn write(
    out: &mut impl Write,
    context: &Context,
    found: Cited,
    form: &GraphFlags,
) -> CommandResult {
    let mut written = Written::new(context.style, form);
    let Cited { citations, stated } = found;
    let rows = citations.into_iter().map(|view| Citing::Citation(Box::new(view)));
    for row in rows.chain(stated.into_iter().map(Citing::Stated)) {
        written.add(out, row)?;
    }
    written.finish(out)
}
