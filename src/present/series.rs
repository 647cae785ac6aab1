//! Series of numbers with their gaps and doubles, as JSON and as text.
//! In: the series of a report. Out: one view for the command line, the API and the page.
//! Text names [`MOST_NAMED`] entries of a list, and says how many more there are; JSON has all of a named series.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_id;
use vankien_engine::paper_path;
use vankien_ingest::report::{self, AllSeries, Bearer, Double, Doubt, Range, Series, Unplaced};
use vankien_papers::series::Period;

use super::style::Style;

/// The series of numbers in `report --json`.
#[derive(Debug, Serialize)]
pub struct AllSeriesView<'a> {
    /// How many series there are whose body and period are known.
    pub series: u64,
    /// How many of them hold a single number.
    pub single: u64,
    /// How many numbers are missing in all of these series.
    pub missing: u64,
    /// How many numbers of these series several papers bear.
    pub doubles: u64,
    /// The numbers that belong to no known series.
    pub unplaced: UnplacedView<'a>,
    /// How many series hold two numbers at least, or a double; those whose body or period is not known count too.
    pub listed: u64,
    /// How many of these are named.
    pub shown: usize,
    /// The named series.
    pub named: Vec<SeriesView<'a>>,
}

/// Numbers that belong to no known series.
#[derive(Debug, Serialize)]
pub struct UnplacedView<'a> {
    /// How many.
    pub numbers: u64,
    /// How many of them are named.
    pub shown: usize,
    /// The named ones, by path.
    pub named: Vec<UnplacedNumberView<'a>>,
}

/// A number that belongs to no known series.
#[derive(Debug, Serialize)]
pub struct UnplacedNumberView<'a> {
    /// The id of its paper.
    pub id: String,
    /// The path of its paper.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// The number.
    pub number: &'a str,
    /// What is not known: `form`, `kind`, `issuer` or `period`.
    pub why: &'static str,
}

/// A series of numbers.
#[derive(Debug, Serialize)]
pub struct SeriesView<'a> {
    /// The numbers with `…` for the serial.
    pub pattern: &'a str,
    /// The body that issued the papers, where it is known.
    pub issuer: Option<&'a str>,
    /// The kind of the papers; `None` if it is not known, or if all kinds are counted together.
    pub kind: Option<&'a str>,
    /// When the papers were counted, where that is known.
    pub period: Option<PeriodView>,
    /// The first serial that is held.
    pub first: &'a str,
    /// The last one.
    pub last: &'a str,
    /// How many serials are held.
    pub held: u64,
    /// The numbers missing between the first and the last, as ranges, both ends inclusive. Empty if body or period is
    /// not known.
    pub missing: &'a [Range],
    /// How many numbers are missing.
    pub missing_count: u64,
    /// The numbers between the first and the last that are borne only by papers which may belong to another series, as
    /// ranges. They do not count as missing.
    pub unsure: &'a [Range],
    /// The numbers that several papers bear.
    pub doubles: Vec<DoubleView<'a>>,
    /// The numbers that several files bear which seem to hold one paper.
    pub copies: Vec<DoubleView<'a>>,
}

/// The time in which a series was counted.
#[derive(Debug, Serialize)]
pub struct PeriodView {
    /// `year`, `assembly-term` or `party-term`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The year, the number of the term of the National Assembly, the name of the term of a committee.
    pub name: String,
}

/// A number that several files bear.
#[derive(Debug, Serialize)]
pub struct DoubleView<'a> {
    /// The number.
    pub number: &'a str,
    /// The different papers in these files, by date; a single one among `copies`.
    pub papers: Vec<BearerView<'a>>,
}

/// A paper that bears a number with others.
#[derive(Debug, Serialize)]
pub struct BearerView<'a> {
    /// Its id.
    pub id: String,
    /// Its path.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// Its date.
    pub date: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// The paths of other files that hold the same paper.
    #[serde(serialize_with = "paper_path::serialize_all")]
    pub also_in: &'a [String],
}

/// The view of the series of numbers.
pub fn view(all: &AllSeries) -> AllSeriesView<'_> {
    AllSeriesView {
        series: all.series,
        single: all.single,
        missing: all.missing,
        doubles: all.doubles,
        unplaced: unplaced(all),
        listed: all.listed,
        shown: all.named.len(),
        named: all.named.iter().map(series).collect(),
    }
}

fn unplaced(all: &AllSeries) -> UnplacedView<'_> {
    let named = all.unplaced_named.iter().map(|Unplaced { path, number, why }| {
        let why = match why {
            Doubt::Form => "form",
            Doubt::Kind => "kind",
            Doubt::Issuer => "issuer",
            Doubt::Period => "period",
        };
        UnplacedNumberView { id: paper_id(path), path, number, why }
    });
    UnplacedView { numbers: all.unplaced, shown: all.unplaced_named.len(), named: named.collect() }
}

fn series(series: &Series) -> SeriesView<'_> {
    SeriesView {
        pattern: &series.pattern,
        issuer: series.issuer.as_deref(),
        kind: series.kind,
        period: series.period.map(period),
        first: &series.first,
        last: &series.last,
        held: series.held,
        missing: &series.missing,
        missing_count: report::count(&series.missing),
        unsure: &series.unsure,
        doubles: series.doubles.iter().map(double).collect(),
        copies: series.copies.iter().map(double).collect(),
    }
}

fn double(double: &Double) -> DoubleView<'_> {
    let papers = double.papers.iter().map(bearer).collect();
    DoubleView { number: &double.number, papers }
}

fn period(period: Period) -> PeriodView {
    let (kind, name) = match period {
        Period::Year(year) => ("year", year.to_string()),
        Period::AssemblyTerm(term) => ("assembly-term", term.to_string()),
        Period::PartyTerm(term) => ("party-term", term.to_owned()),
    };
    PeriodView { kind, name }
}

fn bearer(paper: &Bearer) -> BearerView<'_> {
    let Bearer { path, date, title, also_in } = paper;
    BearerView { id: paper_id(path), path, date: date.as_deref(), title: title.as_deref(), also_in }
}

/// How many entries of a list text and page name, at most: ranges, doubles and copies of a series, papers of a double;
/// text also files of a paper. A judgement: 12 ranges are about three lines of a terminal.
pub const MOST_NAMED: usize = 12;

impl SeriesView<'_> {
    /// Whether body and period are known. Only then are gaps and doubles reported.
    pub fn is_placed(&self) -> bool {
        self.issuer.is_some() && self.period.is_some()
    }
}

/// The first [`MOST_NAMED`] ranges in words, such as `3, 5-9`, and how many more there are.
pub fn ranges(ranges: &[Range]) -> (String, usize) {
    let mut words: Vec<String> = Vec::new();
    for (first, last) in ranges.iter().take(MOST_NAMED) {
        words.push(if first == last { first.to_string() } else { format!("{first}-{last}") });
    }
    (words.join(", "), ranges.len().saturating_sub(MOST_NAMED))
}

/// Writes the series as text.
pub fn write_text(out: &mut impl Write, view: &AllSeriesView<'_>, style: Style) -> Result<()> {
    let AllSeriesView { series, single, missing, doubles, .. } = view;
    if *series + view.unplaced.numbers == 0 {
        return writeln!(out, "\nno series of numbers");
    }
    let title = format!(
        "{series} series of numbers ({single} of a single number), {missing} numbers missing, \
         {doubles} borne by several papers"
    );
    writeln!(out, "\n{}", style.strong(&title))?;
    view.named.iter().try_for_each(|series| write_series(out, series, style))?;
    if view.listed > view.shown as u64 {
        writeln!(out, "  {} more (-n 0 names all)", view.listed - view.shown as u64)?;
    }
    write_unplaced(out, &view.unplaced, style)
}

fn write_unplaced(out: &mut impl Write, view: &UnplacedView<'_>, style: Style) -> Result<()> {
    if view.numbers == 0 {
        return Ok(());
    }
    writeln!(out, "\n{}", style.strong(&format!("{} numbers in no known series", view.numbers)))?;
    for UnplacedNumberView { path, number, why, .. } in &view.named {
        let why = match *why {
            "form" => "number of an unknown form",
            "kind" => "the paper prints another kind than its number tells",
            "issuer" => "many bodies have this code, and the paper does not tell which",
            _ => "no date, or one that may be of two terms",
        };
        writeln!(out, "  {number:<16} {}  {}", paper_path::shown(path), style.quiet(why))?;
    }
    match view.numbers - view.shown as u64 {
        0 => Ok(()),
        more => writeln!(out, "  {more} more (-n 0 names all)"),
    }
}

fn write_series(out: &mut impl Write, series: &SeriesView<'_>, style: Style) -> Result<()> {
    let SeriesView { pattern, first, last, held, missing_count, .. } = series;
    let period = match &series.period {
        Some(PeriodView { kind: "year", name }) => name.clone(),
        Some(PeriodView { kind: "assembly-term", name }) => format!("term {name}"),
        Some(PeriodView { name, .. }) => format!("Party term {name}"),
        None => "period unknown".to_owned(),
    };
    let issuer = series.issuer.unwrap_or("issuer unknown");
    let kind = series.kind.map_or(String::new(), |kind| format!(", {kind}"));
    let whose = style.quiet(&format!("{issuer}{kind}, {period}"));
    let told = if *missing_count > 0 {
        format!(", {missing_count} missing: {}", cut(series.missing))
    } else if series.is_placed() {
        ", none missing".to_owned()
    } else {
        "; no gaps told".to_owned()
    };
    writeln!(out, "  {pattern:<18} {whose}: {held} held, {first} to {last}{told}")?;
    if !series.unsure.is_empty() {
        writeln!(out, "    perhaps of this series: {}", cut(series.unsure))?;
    }
    for double in series.doubles.iter().take(MOST_NAMED) {
        writeln!(out, "    {} is borne by {} papers:", double.number, double.papers.len())?;
        for paper in double.papers.iter().take(MOST_NAMED) {
            let date = paper.date.unwrap_or("no date");
            let title = style.quiet(paper.title.unwrap_or_default());
            writeln!(out, "      {date:<10} {}  {title}", files(paper))?;
        }
        write_rest(out, "      ", double.papers.len())?;
    }
    write_rest(out, "    ", series.doubles.len())?;
    for copy in series.copies.iter().take(MOST_NAMED) {
        for paper in &copy.papers {
            writeln!(out, "    {} is in several files: {}", copy.number, files(paper))?;
        }
    }
    write_rest(out, "    ", series.copies.len())
}

/// The path of a paper and of the first files that hold it too.
fn files(paper: &BearerView<'_>) -> String {
    let copies = paper.also_in.iter().map(String::as_str);
    let named: Vec<&str> = std::iter::once(paper.path).chain(copies).take(MOST_NAMED).collect();
    let named: Vec<_> = named.into_iter().map(paper_path::shown).collect();
    match paper.also_in.len() + 1 - named.len() {
        0 => named.join(" = "),
        more => format!("{} = … ({more} more)", named.join(" = ")),
    }
}

/// The first ranges in words, with a count of those left out.
fn cut(all: &[Range]) -> String {
    match ranges(all) {
        (words, 0) => words,
        (words, more) => format!("{words}, … (ranges left out: {more})"),
    }
}

fn write_rest(out: &mut impl Write, indent: &str, all: usize) -> Result<()> {
    match all.saturating_sub(MOST_NAMED) {
        0 => Ok(()),
        more => writeln!(out, "{indent}{more} more"),
    }
}
