//! `vankien review`: the repairs that are least sure, and what a person says of them.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;
use vankien_ingest::review::{self, Doubt, DoubtFilter, Standing};
use vankien_ingest::verdicts::GivenVerdict;
use vankien_text::{Judgement, Why};

use super::context::Context;
use super::outcome::{Answer, Outcome};
use super::output::{json_line, say};
use super::search;
use crate::present::review as shown;

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Verdicts are kept in vankien-review.jsonl beside the folder of the index (or in --verdicts FILE), one JSON \
object a line, so that they outlive the index. They name the text by its hash: where the file changed, they \
are stale and no longer used. The next `vankien ingest` honours them; `show`, `citations`, `cites` and `repair` do at once.
Exit code: 0 found or kept, 1 nothing to judge, 2 error."
)]
pub struct Review {
    #[command(subcommand)]
    say: Option<Say>,
    /// Only repairs of this paper: a path, the end of one, or a number.
    #[arg(long, value_name = "PAPER")]
    paper: Option<String>,
    /// Only repairs for this reason, such as letter-lost.
    #[arg(long, value_name = "WHY", value_parser = why)]
    why: Option<Why>,
    /// Only repairs that are less sure than this.
    #[arg(long, value_name = "CONFIDENCE", default_value_t = 0.9)]
    below: f32,
    /// How many repairs to list, the least sure first; 0 for all.
    #[arg(short = 'n', value_name = "N", default_value_t = 20)]
    most: usize,
    /// List the verdicts that were given, and whether the index knows them, instead.
    #[arg(long)]
    given: bool,
    /// Print JSON: one object a repair or verdict, then a summary.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Say {
    /// The repair is right.
    Accept(Ids),
    /// What stood there is right.
    Reject(Ids),
    /// Neither is: this is.
    Set {
        /// The name of the repair.
        id: String,
        /// What is to stand there.
        text: String,
    },
    /// Take verdicts back.
    Undo(Ids),
}

#[derive(Debug, Args)]
struct Ids {
    /// The names of repairs, as `vankien review` lists them.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
}

fn why(name: &str) -> Result<Why, String> {
    let names = || Why::ALL.map(Why::name).join(", ");
    Why::named(name).ok_or_else(|| format!("is no reason; the reasons are {}", names()))
}

impl Review {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        match &self.say {
            None => self.list(context, out),
            Some(Say::Accept(ids)) => judge(context, &ids.ids, Some(Judgement::Accept), None),
            Some(Say::Reject(ids)) => judge(context, &ids.ids, Some(Judgement::Reject), None),
            Some(Say::Undo(ids)) => judge(context, &ids.ids, None, None),
            Some(Say::Set { id, text }) => {
                if text.contains(char::is_control) {
                    let what =
                        "holds a line end or another control character; lines stay as they are";
                    let question = text.escape_debug().to_string();
                    return Err(
                        vankien_search::Error::Question { question, what: what.into() }.into()
                    );
                }
                judge(context, std::slice::from_ref(id), Some(Judgement::Set), Some(text))
            }
        }
    }

    fn list(&self, context: &Context, out: &mut impl Write) -> Answer {
        let searcher = search::open(context)?;
        let verdicts = context.verdicts()?;
        let paper = self.paper.as_deref().map(|paper| searcher.resolve(paper)).transpose()?;
        let (below, most) = (self.below, self.most);
        let sought = DoubtFilter { paper, why: self.why, below, most };
        let (total, doubts) = match self.given {
            true => (0, Vec::new()),
            false => review::doubts(searcher.store(), &verdicts, &sought)?,
        };
        for doubt in doubts.iter().map(shown::doubt) {
            match self.json {
                true => json_line(out, &doubt)?,
                false => shown::write_doubt(out, &doubt, context.style)?,
            }
        }
        let standings = review::standings(searcher.store(), &verdicts)?;
        let count = |standing| standings.iter().filter(|(_, one)| *one == standing).count();
        let (waiting, stale) = (count(Standing::Waiting), count(Standing::Stale));
        for (given, standing) in &standings {
            // What is no longer used is always named.
            if self.given || *standing == Standing::Stale {
                let view = shown::given(given, *standing);
                match self.json {
                    true => json_line(out, &view)?,
                    false => shown::write_given(out, &view, context.style)?,
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
            say(&format!("{waiting} verdict(s) wait for `vankien ingest`"));
        }
        if stale > 0 {
            say(&format!(
                "{stale} verdict(s) are on texts that no paper holds any more, and unused"
            ));
        }
        let found = if self.given { standings.len() } else { listed };
        Ok(if found == 0 { Outcome::Nothing } else { Outcome::Found })
    }
}

/// Keeps one verdict on all of `ids`, or takes those that were given back.
fn judge(
    context: &Context,
    ids: &[String],
    verdict: Option<Judgement>,
    text: Option<&str>,
) -> Answer {
    let mut verdicts = context.verdicts()?;
    // What was judged before is known without the index: it may already read as was said.
    let unknown: Vec<String> =
        ids.iter().filter(|id| verdicts.get(id).is_none()).cloned().collect();
    let mut found = Vec::new();
    if !unknown.is_empty() {
        let searcher = search::open(context)?;
        found = review::named(searcher.store(), &unknown)?.iter().map(given).collect();
    }
    let before = ids.iter().filter_map(|id| verdicts.get(id).cloned());
    let news = before.chain(found).map(|one| {
        let to = match verdict {
            Some(Judgement::Set) => text.unwrap_or_default().to_owned(),
            Some(Judgement::Reject) => one.from.clone(),
            Some(Judgement::Accept) | None => one.repair.clone(),
        };
        GivenVerdict { verdict, to, ..one }
    });
    let news: Vec<GivenVerdict> = news.collect();
    verdicts.add(&news)?;
    let (count, path) = (news.len(), context.verdicts.display());
    say(&format!("{count} verdict(s) kept in {path}; `vankien ingest` honours them"));
    Ok(Outcome::Found)
}

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
