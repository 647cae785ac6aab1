//! `vankien-lab evaluate-mastheads`: reads papers of which the facts are known and prints what was right.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::outcome::{Answer, Outcome};
use super::output::json_line;
use crate::error::Error;
use crate::mastheads::dress::{DRESSES, Dress};
use crate::mastheads::facts::{FIELDS, facts};
use crate::mastheads::{Table, table};

#[derive(Debug, Args)]
pub struct EvaluateMastheads {
    /// One JSON object a line: `file`, and as far as they are known `number`, `kind`, `issuer`, `date`,
    /// `title`, `signer`, `place`.
    #[arg(long, value_name = "FILE")]
    facts: PathBuf,
    /// The folder of the papers.
    #[arg(long, value_name = "DIR")]
    papers: PathBuf,
    /// How the papers are dressed, names parted by commas; `all` for all, `list` prints them.
    #[arg(long, default_value = "plain", value_name = "DRESS,…")]
    dress: String,
    /// The same seed gives the same dress.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print each field that was not read right.
    #[arg(long)]
    faults: bool,
    /// One JSON object a dress.
    #[arg(long)]
    json: bool,
}

impl EvaluateMastheads {
    /// Prints one table (or JSON object) for each dress that was named; for `--dress list` the names of all dresses.
    pub fn run(&self, out: &mut impl Write) -> Answer {
        if self.dress == "list" {
            DRESSES.iter().try_for_each(|(name, _)| writeln!(out, "{name}"))?;
            return Ok(Outcome::Found);
        }
        let facts = facts(&self.facts)?;
        for dress in self.dresses()? {
            let table = table(&self.papers, &facts, dress, self.seed)?;
            if self.json {
                self.print_json(out, dress, &table)?;
            } else {
                self.print(out, dress, &table)?;
            }
        }
        Ok(Outcome::Found)
    }

    fn dresses(&self) -> Result<Vec<Dress>, Error> {
        if self.dress == "all" {
            return Ok(DRESSES.iter().map(|(_, dress)| *dress).collect());
        }
        let named = |name: &str| {
            Dress::named(name).ok_or_else(|| Error::Asked {
                asked: self.dress.clone(),
                what: format!("no dress is named {name}; --dress list prints all"),
            })
        };
        self.dress.split(',').map(named).collect()
    }

    fn print(&self, out: &mut impl Write, dress: Dress, table: &Table) -> std::io::Result<()> {
        writeln!(out, "{} ({} papers, seed {})", dress.name(), table.papers, self.seed)?;
        for (field, count) in FIELDS.iter().zip(&table.counts) {
            let judged = count.right + count.wrong + count.missing;
            if judged > 0 {
                let share = 100.0 * count.right as f64 / judged as f64;
                writeln!(
                    out,
                    "  {field:<8} right {:>4} of {judged:>4} ({share:>5.1} %), wrong {:>3}, missing {:>3}",
                    count.right, count.wrong, count.missing
                )?;
            }
        }
        if self.faults {
            for fault in &table.faults {
                let found = fault.found.as_deref().unwrap_or("nothing");
                writeln!(
                    out,
                    "  {}: {} is {}, read as {found}",
                    fault.path.display(),
                    fault.field,
                    fault.wanted
                )?;
            }
        }
        Ok(())
    }

    fn print_json(&self, out: &mut impl Write, dress: Dress, table: &Table) -> std::io::Result<()> {
        let fields: serde_json::Map<String, serde_json::Value> = FIELDS
            .iter()
            .zip(&table.counts)
            .map(|(field, count)| {
                let value = json!({
                    "right": count.right, "wrong": count.wrong, "missing": count.missing,
                });
                ((*field).to_owned(), value)
            })
            .collect();
        let row = json!({
            "dress": dress.name(), "seed": self.seed, "papers": table.papers, "fields": fields,
        });
        json_line(out, &row)
    }
}
