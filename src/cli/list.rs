//! `vankien list`, `vankien facets` and `vankien stats`: papers of the index, and counts of them.
//! In: filters (`list`), a question (`facets`), nothing (`stats`). Out: text or JSON.

use std::io::Write;

use clap::Args;
use serde_json::json;
use vankien_engine::paper_path;
use vankien_search::Papers;
use vankien_text::Quality;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::{json_line, print_message, print_notes};
use super::search;
use crate::present::{filters, papers};

#[derive(Debug, Args)]
pub struct List {
    /// Filters: loai: so: chatluong: coquan: nguoiky: noi: nam: tu: den: (kind: number: quality: issuer: signer: place:
    /// year: from: to:), such as loai:NQ nam:2024; none for all papers.
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
    /// Print JSON: one object per paper.
    #[arg(long)]
    json: bool,
    /// Print a row for each paper of a file that holds several (a decision and the regulation it promulgates).
    #[arg(long)]
    parts: bool,
}

impl List {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let Papers { papers: found, notes, filters, .. } =
            search::open(context)?.papers(&super::question::from_arguments(&self.filters))?;
        print_notes(&notes);
        filters::line(&filters).iter().for_each(|line| print_message(line));
        let rows = |paper| match self.parts {
            true => papers::rows_of_parts(paper),
            false => vec![papers::row(paper)],
        };
        let all =
            found.iter().flat_map(|paper| rows(paper).into_iter().map(move |row| (paper, row)));
        for (paper, row) in all {
            if self.json {
                json_line(out, &row)?;
                continue;
            }
            let dash = |value: Option<&str>| value.unwrap_or("-").to_owned();
            let poor = match row.quality {
                Quality::Poor => format!("  ({})", papers::poor_text_note(&paper.provenance)),
                Quality::Good => String::new(),
            };
            writeln!(
                out,
                "{:<16} {:<11} {:<11} {}  {}{poor}{}",
                dash(row.number),
                dash(row.kind),
                dash(row.date),
                context.style.quiet(&paper_path::shown(row.path)),
                row.title.unwrap_or_default(),
                papers::also_in(row.also_in),
            )?;
        }
        Ok(if found.is_empty() { Outcome::Nothing } else { Outcome::Found })
    }
}

#[derive(Debug, Args)]
pub struct Facets {
    /// Words, numbers and filters, as for `search`; none for all papers.
    #[arg(value_name = "QUESTION")]
    question: Vec<String>,
    /// Whether one section must hold all parts of the question, or the sections of one paper together.
    #[arg(long, value_name = "WHAT", default_value = "section")]
    scope: search::ScopeFlag,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

impl Facets {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let facets = search::open(context)?
            .facets(&super::question::from_arguments(&self.question), self.scope.into())?;
        print_notes(&facets.notes);
        if self.json {
            json_line(out, &papers::facets(&facets))?;
        } else {
            writeln!(out, "{} paper(s)", facets.papers)?;
            let all = [
                ("kind", &facets.kind),
                ("issuer", &facets.issuer),
                ("place", &facets.place),
                ("year", &facets.year),
                ("signer", &facets.signer),
                ("quality", &facets.quality),
            ];
            for (name, counts) in all {
                writeln!(out, "\n{}", context.style.strong(name))?;
                for (value, count) in counts {
                    writeln!(out, "  {count:>5}  {}", value.as_deref().unwrap_or("not found"))?;
                }
            }
        }
        Ok(if facets.papers == 0 { Outcome::Nothing } else { Outcome::Found })
    }
}

#[derive(Debug, Args)]
pub struct Stats {
    /// Print only a hash of the content of the index. Equal content has an equal hash, whatever the order of files,
    /// the number of jobs and the history.
    #[arg(long)]
    digest: bool,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

impl Stats {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let store = searcher.store();
        if self.digest && !self.json {
            writeln!(out, "{}", vankien_engine::digest(store)?)?;
            return Ok(Outcome::Found);
        }
        let stats = vankien_engine::stats(store);
        let totals = stats.totals;
        let roots: Vec<_> = stats.roots.iter().map(|root| root.given.to_string_lossy()).collect();
        if self.json {
            let edits: serde_json::Map<_, _> = stats
                .edits
                .iter()
                .map(|(why, count)| (why.name().to_owned(), json!(count)))
                .collect();
            let digest = if self.digest { Some(vankien_engine::digest(store)?) } else { None };
            let value = json!({
                "papers": totals.papers, "sections": totals.sections, "passages": totals.passages,
                "tokens": totals.tokens, "bytes": totals.bytes, "numbered": stats.numbered,
                "poor": stats.poor, "duplicates": totals.duplicates, "edits": edits, "roots": roots,
                "digest": digest,
            });
            json_line(out, &value)?;
            return Ok(Outcome::Found);
        }
        writeln!(out, "papers    {:>12}", totals.papers)?;
        writeln!(out, "  numbered{:>12}", stats.numbered)?;
        writeln!(out, "  poor    {:>12}", stats.poor)?;
        writeln!(out, "  copies  {:>12}", totals.duplicates)?;
        writeln!(out, "sections  {:>12}", totals.sections)?;
        writeln!(out, "passages  {:>12}", totals.passages)?;
        writeln!(out, "tokens    {:>12}", totals.tokens)?;
        writeln!(out, "bytes     {:>12}", totals.bytes)?;
        for (why, count) in &stats.edits {
            writeln!(out, "  {:<14}{count:>6} edits", why.name())?;
        }
        writeln!(out, "roots     {}", roots.join(", "))?;
        Ok(Outcome::Found)
    }
}
