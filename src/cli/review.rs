//! `vankien review`: lists the least certain repairs, and records verdicts of people on them.
//! In: the index, the file of verdicts. Out: a list, or new lines in the file of verdicts, one for each verdict that
//! was given or taken back. Never changes the index: the next `vankien ingest` applies the verdicts.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;
use vankien_ingest::review::{self, Doubt, DoubtFilter, Standing};
use vankien_ingest::verdicts::GivenVerdict;
use vankien_text::{Judgement, Why};

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::{json_line, print_message};
use super::search;
use crate::present::review as shown;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Verdicts are kept in vankien-review.jsonl beside the folder of the index (or in --verdicts FILE), one JSON object per \
line, so that they survive a rebuild. A verdict belongs to one text, by its hash: once the file changes, the verdict is \
stale and is not used. The next `vankien ingest` applies verdicts to the index; `show`, `citations`, `cites` and \
`repair` apply them at once.
Exit code: 0 found or kept, 1 nothing to judge, 2 error."
)]
pub struct Review {
    #[command(subcommand)]
    verdict: Option<VerdictCommand>,
    /// Only repairs of this paper: its path, the end of its path, or its number.
    #[arg(long, value_name = "PAPER")]
    paper: Option<String>,
    /// Only repairs for this reason, such as letter-lost.
    #[arg(long, value_name = "WHY", value_parser = parse_why)]
    why: Option<Why>,
    // The default is a judgement, not measured: `vankien-lab evaluate-repair --reliability` shows how often repairs of
    // each confidence are right.
    /// Only repairs with a confidence under this, from 0 to 1.
    #[arg(long, value_name = "CONFIDENCE", default_value_t = 0.9)]
    below: f32,
    // The default is a judgement, not measured.
    /// Number of repairs to list, the least certain first; 0 for all.
    #[arg(short = 'n', value_name = "N", default_value_t = 20)]
    most: usize,
    /// List the verdicts instead, and whether the index has applied them.
    #[arg(long)]
    given: bool,
    /// Print JSON: one object per repair or verdict, then a summary.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum VerdictCommand {
    /// The repair is right.
    Accept(Ids),
    /// The repair is wrong: the original text is right.
    Reject(Ids),
    /// Both are wrong: give the right text.
    Set {
        /// Id of the repair.
        id: String,
        /// The right text.
        text: String,
    },
    /// Take verdicts back.
    Undo(Ids),
}

#[derive(Debug, Args)]
struct Ids {
    /// Ids of repairs, as `vankien review` lists them.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

/// The reason with this name, for `--why`; the error lists all names.
fn parse_why(name: &str) -> Result<Why, String> {
    let names = || Why::ALL.map(Why::name).join(", ");
    Why::named(name).ok_or_else(|| format!("there is no such reason; the reasons are {}", names()))
}

impl Review {
    /// Runs the command: with a subcommand records a verdict, without one lists repairs or verdicts.
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        match &self.verdict {
            None => self.list(context, out),
            Some(VerdictCommand::Accept(ids)) => {
                judge(context, &ids.ids, Some(Judgement::Accept), None)
            }
            Some(VerdictCommand::Reject(ids)) => {
                judge(context, &ids.ids, Some(Judgement::Reject), None)
            }
            Some(VerdictCommand::Undo(ids)) => judge(context, &ids.ids, None, None),
            Some(VerdictCommand::Set { id, text }) => {
                if text.contains(char::is_control) {
                    let what = "the text holds a line end or another control character, which a \
                                verdict may not; type it without";
                    let question = text.escape_debug().to_string();
                    return Err(
                        vankien_search::Error::Question { question, what: what.into() }.into()
                    );
                }
                judge(context, std::slice::from_ref(id), Some(Judgement::Set), Some(text))
            }
        }
    }

    /// Lists repairs without a verdict, or with `--given` the verdicts. Verdicts that are stale (their text is in no
    /// paper any more) are listed in both cases.
    fn list(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let verdicts = context.verdicts()?;
        let paper = self.paper.as_deref().map(|paper| searcher.resolve(paper)).transpose()?;
        let (below, most) = (self.below, self.most);
        let sought = DoubtFilter { paper, why: self.why, below, most };
        let (total, doubts) = if self.given {
            (0, Vec::new())
        } else {
            review::doubts(searcher.store(), &verdicts, &sought)?
        };
        for doubt in doubts.iter().map(shown::doubt) {
            if self.json {
                json_line(out, &doubt)?;
            } else {
                shown::write_doubt(out, &doubt, context.style)?;
            }
        }
        let standings = review::standings(searcher.store(), &verdicts)?;
        let count = |standing| standings.iter().filter(|(_, one)| *one == standing).count();
        let (waiting, stale) = (count(Standing::Waiting), count(Standing::Stale));
        for (given, standing) in &standings {
            if self.given || *standing == Standing::Stale {
                let view = shown::given(given, *standing);
                if self.json {
                    json_line(out, &view)?;
                } else {
                    shown::write_given(out, &view, context.style)?;
                }
            }
        }
        let listed = doubts.len();
        if self.json {
            let summary = json!({
                "type": "summary", "total": total, "shown": listed, "complete": listed as u64 == total,
                "verdicts": standings.len(), "waiting": waiting, "stale": stale,
            });
            json_line(out, &summary)?;
        } else if !self.given {
            writeln!(out, "{total} repair(s) to judge, {listed} shown")?;
        }
        if waiting > 0 {
            print_message(&format!(
                "{waiting} verdict(s) are not in the index yet; run `vankien ingest`"
            ));
        }
        if stale > 0 {
            print_message(&format!(
                "{stale} verdict(s) are stale and not used: their files have changed or are gone"
            ));
        }
        let found = if self.given { standings.len() } else { listed };
        Ok(if found == 0 { Outcome::Nothing } else { Outcome::Found })
    }
}

/// Records the same verdict on all of `ids`, the ids of repairs. A `verdict` of `None` takes their verdicts back. An
/// error if one id is that of no repair; nothing is recorded then. `text` is the right text, for [`Judgement::Set`]
/// only.
fn judge(
    context: &Context,
    ids: &[String],
    verdict: Option<Judgement>,
    text: Option<&str>,
) -> CommandResult {
    let mut verdicts = context.verdicts()?;
    // A repair that was judged before is taken from the file of verdicts: the index may not have it any more. Only the
    // others are looked up in the index.
    let unknown: Vec<String> =
        ids.iter().filter(|id| verdicts.get(id).is_none()).cloned().collect();
    let mut found = Vec::new();
    if !unknown.is_empty() {
        let searcher = search::open(context)?;
        found = review::named(searcher.store(), &unknown)?.iter().map(given).collect();
    }
    let judged_before = ids.iter().filter_map(|id| verdicts.get(id).cloned());
    let new_verdicts = judged_before.chain(found).map(|one| {
        let to = match verdict {
            Some(Judgement::Set) => text.unwrap_or_default().to_owned(),
            Some(Judgement::Reject) => one.from.clone(),
            Some(Judgement::Accept) | None => one.repair.clone(),
        };
        GivenVerdict { verdict, to, ..one }
    });
    let new_verdicts: Vec<GivenVerdict> = new_verdicts.collect();
    verdicts.add(&new_verdicts)?;
    let (count, path) = (new_verdicts.len(), verdicts.place());
    print_message(&format!(
        "{count} verdict(s) kept in {path}; `vankien ingest` applies them to the index"
    ));
    Ok(Outcome::Found)
}

/// A verdict on a repair as a line of the file, still without a judgement.
fn given(doubt: &Doubt) -> GivenVerdict {
    let edit = &doubt.edit;
    GivenVerdict {
        id: doubt.id.clone(),
        text: doubt.text.clone(),
        path: doubt.path.clone(),
        line: edit.line,
        col: edit.column,
        from: edit.from.clone(),
        repair: edit.to.clone(),
        to: edit.to.clone(),
        verdict: None,
    }
}
