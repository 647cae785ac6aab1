//! Measures search by questions whose answers are known.
//! In: rows of a corpus, questions with the rows that answer them. Out: figures, and every ranking.
//! Never sets a weight: `search` runs as it does for everybody.

pub mod baseline;
mod folds;
mod marks;
pub mod measure;
mod papers;
pub mod rows;

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::time::Instant;

use twox_hash::XxHash3_128;
use vankien_engine::{self, Root};
use vankien_search::weights::{Recipe, RerankWeights};
use vankien_search::{CountedSections, SearchOptions, Searcher};
use vankien_system::error::Error as SystemError;

use super::kind::Kind;
use crate::error::{Error, Result};
use baseline::{Baseline, Plain, Reading};
use folds::Crossed;
use measure::{Figures, Ranks, figures, quantile};
use papers::Group;
use rows::{Query, Row};

/// How many rows a ranking holds.
const DEPTH: usize = 100;

/// What to measure.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file of rows.
    pub corpus: PathBuf,
    /// The file of questions.
    pub queries: PathBuf,
    /// Where the index is kept; `None` for a place that is gone afterwards.
    pub index: Option<PathBuf>,
    /// Whether marks and tones are taken off the questions; for the baselines off the rows as well,
    /// which would find nothing otherwise.
    pub strip_marks: bool,
    /// Whether the titles of the rows are left out.
    pub no_title: bool,
    /// Whether each row is a paper of its own.
    pub flat: bool,
    /// How the papers are damaged before they are read, and the seed.
    pub damage: Option<(Kind, u64)>,
    /// What to compare with.
    pub baselines: Vec<Baseline>,
    /// The question to look at; all where none is named.
    pub one: Option<String>,
    /// Among how many folds the questions are dealt out, to tell how well weights that some of them
    /// choose hold for the others; `None` for not at all.
    pub folds: Option<usize>,
    /// What ranking does.
    pub recipe: Recipe,
}

/// The ranking of one question.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub query: Query,
    /// The ids of the rows found, each with its score, best first.
    pub found: Vec<(String, f64)>,
    /// Where its answers stand.
    pub ranks: Ranks,
    /// How long an answer of ten with passages and total takes, in milliseconds.
    pub milliseconds: f64,
}

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every question with its ranking.
    pub asked: Vec<Asked>,
    /// How good `search` is.
    pub figures: Figures,
    /// Half of the questions take no longer, in milliseconds.
    pub median: f64,
    /// Of 100 questions 99 take no longer, in milliseconds.
    pub p99: f64,
    /// How good the baselines are.
    pub baselines: Vec<(Baseline, Figures)>,
    /// How many answers are named that no row is.
    pub unknown: usize,
    /// How good `search` would be with weights that other questions chose.
    pub folds: Option<Folds>,
}

/// How well weights that some questions chose hold for others.
#[derive(Clone, Debug)]
pub struct Folds {
    /// How good `search` is where the questions of all other folds choose the weights.
    pub figures: Figures,
    /// The weights chosen without each fold.
    pub chosen: Vec<RerankWeights>,
}

/// Indexes the rows, asks all questions, and looks where their answers stand.
pub fn evaluate(options: &Options) -> Result<Report> {
    let rows = rows::corpus(&options.corpus)?;
    let queries = asked_for(options, rows::queries(&options.queries)?)?;
    let temporary = match &options.index {
        Some(_) => None,
        None => Some(tempfile::tempdir().map_err(|source| {
            Error::System(SystemError::Write { path: std::env::temp_dir(), source })
        })?),
    };
    let named = options.index.as_deref();
    let folder =
        named.or(temporary.as_ref().map(tempfile::TempDir::path)).unwrap_or(Path::new("."));
    let groups = papers::group(&rows, !options.no_title, options.flat);
    let sizes: Vec<u64> = groups.iter().map(|group| group.size).collect();
    let root = root(options, &rows);
    vankien_engine::build_evaluation_index(folder, &root, &sizes, |at| {
        papers::paper(&groups[at], &rows, !options.no_title, |text| options.damaged(text, at))
    })?;
    let searcher = Searcher::open(folder)?.with_recipe(options.recipe);
    let mut report = Report { unknown: unknown(&rows, &queries), ..Report::default() };
    let by_path: BTreeMap<&str, &Group> =
        groups.iter().map(|group| (group.path.as_str(), group)).collect();
    for query in &queries {
        report.asked.push(ask(&searcher, query, options.strip_marks, &rows, &by_path)?);
    }
    report.figures = figures(&ranks(&report.asked));
    if let Some(count) = options.folds {
        let crossed = crossed(options, &searcher, &queries, (&rows, &by_path), count)?;
        let (figures, chosen) = (figures(&crossed.ranks), crossed.chosen);
        report.folds = Some(Folds { figures, chosen });
    }
    let times: Vec<f64> = report.asked.iter().map(|asked| asked.milliseconds).collect();
    (report.median, report.p99) = (quantile(&times, 0.5), quantile(&times, 0.99));
    for baseline in &options.baselines {
        report.baselines.push((*baseline, compare(*baseline, options, &rows, &queries)));
    }
    Ok(report)
}

impl Options {
    /// The print of the paper with this number, damaged where that is wanted.
    fn damaged(&self, text: String, at: usize) -> String {
        match &self.damage {
            Some((kind, seed)) => kind.damaged(&text, *seed, at).text(),
            None => text,
        }
    }
}

/// The questions that are asked for: all, or one.
fn asked_for(options: &Options, mut queries: Vec<Query>) -> Result<Vec<Query>> {
    if let Some(one) = &options.one {
        queries.retain(|query| query.id == *one);
        if queries.is_empty() {
            let what = format!("is no id in {}", options.queries.display());
            return Err(Error::Asked { asked: one.clone(), what });
        }
    }
    Ok(queries)
}

/// What the index is made of: an index that is kept serves again for the same rows, read in the same way.
fn root(options: &Options, rows: &[Row]) -> Root {
    let mut hasher = XxHash3_128::new();
    for row in rows {
        for field in [&row.id, &row.document, &row.title, &row.text] {
            hasher.write(&(field.len() as u64).to_le_bytes());
            hasher.write(field.as_bytes());
        }
    }
    hasher.write(&[u8::from(options.no_title), u8::from(options.flat)]);
    if let Some((kind, seed)) = &options.damage {
        hasher.write(kind.name.as_bytes());
        hasher.write(&seed.to_le_bytes());
    }
    let name = PathBuf::from(format!("rows {:032x}", hasher.finish_128()));
    Root { given: name.clone(), canonical: name, ..Root::default() }
}

fn unknown(rows: &[Row], queries: &[Query]) -> usize {
    let known: std::collections::HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    queries
        .iter()
        .flat_map(|query| &query.relevant)
        .filter(|id| !known.contains(id.as_str()))
        .count()
}

/// Counts once for each question, then has weights chosen again and again.
fn crossed(
    options: &Options,
    searcher: &Searcher,
    queries: &[Query],
    (rows, by_path): (&[Row], &BTreeMap<&str, &Group>),
    count: usize,
) -> Result<Crossed> {
    let look = |query: &Query| searcher.counted_sections(&typed(query, options.strip_marks));
    let looked: Vec<CountedSections> =
        queries.iter().map(look).collect::<vankien_search::Result<_>>()?;
    let ranks = |(query, looked): (&Query, &CountedSections), weights| {
        let order = looked.order(searcher.store(), weights);
        let row = |(path, ordinal): &(String, u64)| by_path.get(path.as_str())?.row(*ordinal);
        let found: Vec<(usize, f64)> =
            order.into_iter().filter_map(|place| Some((row(place)?, 0.0))).take(DEPTH).collect();
        ranks_of(query, rows, &found)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = queries.len().div_ceil(threads).max(1);
    Ok(folds::cross(count, |weights| {
        std::thread::scope(|scope| {
            let shares = queries.chunks(share).zip(looked.chunks(share));
            let work = |(queries, looked): (&[Query], &[CountedSections])| -> Vec<Ranks> {
                queries.iter().zip(looked).map(|one| ranks(one, weights)).collect()
            };
            let started: Vec<_> = shares.map(|share| scope.spawn(move || work(share))).collect();
            started
                .into_iter()
                .flat_map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
                .collect()
        })
    }))
}

/// The question as it is asked.
fn typed(query: &Query, strip: bool) -> String {
    if strip { marks::stripped(&query.text) } else { query.text.clone() }
}

fn ask(
    searcher: &Searcher,
    query: &Query,
    strip: bool,
    rows: &[Row],
    by_path: &BTreeMap<&str, &Group>,
) -> Result<Asked> {
    let text = typed(query, strip);
    let begun = Instant::now();
    searcher.search(&text, SearchOptions::default())?;
    let milliseconds = begun.elapsed().as_secs_f64() * 1_000.0;
    // The sections that hold only the name of a paper are no rows; a few more make up for them.
    let ranked = searcher.rank(&text, DEPTH + DEPTH / 2)?;
    let row = |place: &vankien_search::Placed| by_path.get(place.path.as_str())?.row(place.ordinal);
    let found = ranked.iter().filter_map(|place| Some((row(place)?, f64::from(place.score))));
    let found: Vec<(usize, f64)> = found.take(DEPTH).collect();
    let ranks = ranks_of(query, rows, &found);
    let found = found.into_iter().map(|(row, score)| (rows[row].id.clone(), score)).collect();
    Ok(Asked { query: query.clone(), found, ranks, milliseconds })
}

fn ranks_of(query: &Query, rows: &[Row], found: &[(usize, f64)]) -> Ranks {
    let is_answer = |row: usize| query.relevant.iter().any(|id| *id == rows[row].id);
    let found = (1..).zip(found).filter(|(_, (row, _))| is_answer(*row)).map(|(rank, _)| rank);
    Ranks { found: found.collect(), wanted: query.relevant.len() }
}

fn ranks(asked: &[Asked]) -> Vec<Ranks> {
    asked.iter().map(|asked| asked.ranks.clone()).collect()
}

fn compare(baseline: Baseline, options: &Options, rows: &[Row], queries: &[Query]) -> Figures {
    let reading = Reading { baseline, titled: !options.no_title, strip: options.strip_marks };
    let plain = Plain::new(rows, queries, reading);
    let ranked = |query: &Query| ranks_of(query, rows, &plain.best(&query.text, DEPTH));
    figures(&queries.iter().map(ranked).collect::<Vec<_>>())
}
