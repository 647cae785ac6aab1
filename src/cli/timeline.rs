//! `vankien timeline NUMBER|TOPIC`: mentions by the dates of the papers that hold them, with a bar chart.
//! In: a question. Out: as text, the papers with their counts, then counts of months or years; as JSON, all mentions,
//! then the counts. Counts leave out mentions that do not print the number, and a paper's own number (`is_counted`).

use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde_json::json;
use vankien_engine::paper_path;
use vankien_search::mentions::{Mention, Outline, Sort, UNDATED, Wanted, is_counted};

use super::context::Context;
use super::mentions::print_if_incomplete;
use super::outcome::{CommandResult, Failure, Outcome};
use super::output::{json_line, print_message, print_notes};
use super::search;
use crate::present::{filters, mentions};

#[derive(Debug, Args)]
pub struct Timeline {
    /// A number, a phrase or a topic, as for `mentions`, and filters.
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    /// Length of a period.
    #[arg(long, value_name = "PERIOD", default_value = "auto")]
    by: Period,
    /// Print JSON: one object per mention, by date, then a summary.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Period {
    /// Months if all mentions lie within three years, else years.
    Auto,
    Month,
    Year,
}

/// `--by auto` counts by month if there are at most 36 months from the first mention to the last, both included, and
/// all dates have a month; else by year. A judgement, not measured: three years fit on one screen.
const MAX_MONTHS: usize = 36;

/// Width of the longest bar of the chart, in characters. A judgement, not measured: with its label it fits a terminal
/// of 80 columns.
const BAR_WIDTH: usize = 40;

/// Counts of mentions by time.
#[derive(Debug, Default)]
struct Times {
    /// Counts by month (`2024-06`), or by year where the paper gives no month. Undated mentions are not among them.
    months: BTreeMap<String, usize>,
    /// Mentions in papers without a date.
    undated: usize,
    /// The papers with counted mentions, in the order of the mentions: by date, those without a date last. The parts of
    /// one file count as one paper.
    papers: Vec<PaperCount>,
}

/// A paper with its number of counted mentions.
#[derive(Debug)]
struct PaperCount {
    /// The date of its first mention, [`UNDATED`] without one.
    date: String,
    path: String,
    count: usize,
}

impl Timeline {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let searcher = search::open(context)?;
        let question = super::question::from_arguments(&self.question);
        let wanted = Wanted { sort: Sort::Date, ..Wanted::default() };
        let mut times = Times::default();
        let mut failed: Option<io::Error> = None;
        let outline = searcher.mentions(&question, wanted, |mention| {
            times.add(mention);
            if self.json {
                failed = json_line(out, &mentions::view(mention)).err();
            }
            failed.is_none()
        })?;
        if let Some(error) = failed {
            return Err(Failure::Output(error));
        }
        print_notes(&outline.notes);
        let periods = times.periods(self.by);
        let total = outline.tally.total;
        if self.json {
            let periods: Vec<_> = periods
                .iter()
                .map(|(period, count)| json!({ "period": period, "count": count }))
                .collect();
            let summary = json!({
                "type": "summary", "total": total, "papers": outline.tally.papers,
                "undated": times.undated, "periods": periods,
                "complete": outline.is_complete(), "unread": mentions::unread(&outline.unread),
                "filters": filters::views(&outline.filters),
            });
            json_line(out, &summary)?;
        } else if total > 0 {
            times.write(out, &periods, &outline, context)?;
        } else {
            print_if_incomplete(&outline);
        }
        if total == 0 {
            print_message("no mention found");
            return Ok(Outcome::Nothing);
        }
        Ok(Outcome::Found)
    }
}

impl Times {
    fn add(&mut self, mention: &Mention<'_>) {
        if !is_counted(mention.form()) {
            return;
        }
        match mention.date() {
            Some(date) => {
                let month = date.get(..7).unwrap_or(date);
                *self.months.entry(month.to_owned()).or_default() += 1;
            }
            None => self.undated += 1,
        }
        let path = &mention.section.path;
        match self.papers.last_mut() {
            Some(last) if last.path == *path => last.count += 1,
            _ => {
                let date = mention.date().unwrap_or(UNDATED).to_owned();
                self.papers.push(PaperCount { date, path: path.clone(), count: 1 });
            }
        }
    }

    /// The count of each period from the first to the last, periods without mentions included. Years if a date has no
    /// month, whatever `by` is. Empty if no mention has a date.
    fn periods(&self, by: Period) -> Vec<(String, usize)> {
        let (Some(first), Some(last)) = (self.months.keys().next(), self.months.keys().next_back())
        else {
            return Vec::new();
        };
        let all_have_months = self.months.keys().all(|month| month.len() == "2024-06".len());
        let all = months(first, last);
        let fits = by == Period::Month || (by == Period::Auto && all.len() <= MAX_MONTHS);
        if all_have_months && fits {
            let count = |month: &String| self.months.get(month).copied().unwrap_or_default();
            return all.into_iter().map(|month| (month.clone(), count(&month))).collect();
        }
        let year_of = |month: &str| month.get(..4).and_then(|year| year.parse::<u32>().ok());
        let (Some(from), Some(to)) = (year_of(first), year_of(last)) else { return Vec::new() };
        let mut years = Vec::new();
        for year in from..=to {
            let of_year = self.months.iter().filter(|(month, _)| year_of(month) == Some(year));
            years.push((year.to_string(), of_year.map(|(_, count)| count).sum()));
        }
        years
    }

    fn write(
        &self,
        out: &mut impl Write,
        periods: &[(String, usize)],
        outline: &Outline,
        context: &Context,
    ) -> io::Result<()> {
        for PaperCount { date, path, count } in &self.papers {
            writeln!(
                out,
                "{date:<11}{count:>4}  {}",
                context.style.quiet(&paper_path::shown(path))
            )?;
        }
        writeln!(out)?;
        let most = periods.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
        for (period, count) in periods {
            let bar = "█".repeat((count * BAR_WIDTH).div_ceil(most));
            writeln!(out, "{period:<8}{count:>5}  {bar}")?;
        }
        if self.undated > 0 {
            writeln!(out, "undated {:>5}", self.undated)?;
        }
        let (total, complete) = (outline.tally.total, mentions::completeness(&outline.unread));
        writeln!(out, "{total} mention(s) in {} paper(s): {complete}", self.papers.len())
    }
}

/// The months from `first` to `last`, both included and both as `2024-06`. Empty if one of them is no month.
fn months(first: &str, last: &str) -> Vec<String> {
    // Months are counted from January of year 0.
    let parse = |month: &str| -> Option<u32> {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<u32>().ok()? * 12 + month.parse::<u32>().ok()? - 1)
    };
    let (Some(first), Some(last)) = (parse(first), parse(last)) else { return Vec::new() };
    (first..=last).map(|month| format!("{}-{:02}", month / 12, month % 12 + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_without_mentions_are_shown_too() {
        assert_eq!(months("2023-11", "2024-02"), ["2023-11", "2023-12", "2024-01", "2024-02"]);
        let months = [("2023-11".to_owned(), 2), ("2024-01".to_owned(), 1)].into();
        let times = Times { months, ..Times::default() };
        let by = |period| times.periods(period);
        let wanted = [("2023-11".into(), 2), ("2023-12".into(), 0), ("2024-01".into(), 1)];
        assert_eq!(by(Period::Auto), wanted);
        assert_eq!(by(Period::Year), [("2023".into(), 2), ("2024".into(), 1)]);
    }
}
