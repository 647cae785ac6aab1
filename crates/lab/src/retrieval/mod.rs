//! Measures search with questions whose answers are known.
//! In: the rows of a corpus, questions with the rows that answer them. Out: figures, and every ranking.
//! Never changes the weights that users search with: `recipe` and `folds` use others for the measurement alone.

pub mod baseline; // BM25 to compare with
mod folds;
mod marks;
pub mod measure; // NDCG, MRR and recall with their intervals
mod papers;
pub mod rows; // reads the files of an evaluation

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
use baseline::{Baseline, Bm25Index, TermOptions};
use folds::FoldResults;
use measure::{Figures, Ranks, figures, quantile};
use papers::Group;
use rows::{CorpusRow, Query};

/// Rows in a ranking, at most. Recall at 100, the deepest figure that is reported, needs no more.
const RANKING_ROWS: usize = 100;

/// What to measure.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file of rows.
    pub corpus: PathBuf,
    /// The file of questions.
    pub queries: PathBuf,
    /// The folder of the index; `None` for a temporary one.
    pub index: Option<PathBuf>,
    /// Whether marks and tones are stripped from the questions. For the baselines they are stripped from the rows as
    /// well, because baselines would find nothing otherwise.
    pub strip_marks: bool,
    /// Whether to leave out the titles of the rows.
    pub no_title: bool,
    /// Whether each row becomes a paper of its own.
    pub flat: bool,
    /// The kind of damage done to the papers before they are indexed, and its seed; `None` for no damage. Never a kind
    /// that joins lines: rows are found by line number. The baselines read the rows without damage.
    pub damage: Option<(Kind, u64)>,
    /// The baselines to compare with.
    pub baselines: Vec<Baseline>,
    /// The identifier of the only question to ask; `None` for all.
    pub one: Option<String>,
    /// The number of folds for cross-validation of the weights; `None` for no cross-validation.
    pub folds: Option<usize>,
    /// The settings of ranking with which search is measured. The folds choose rerank weights of their own.
    pub recipe: Recipe,
}

/// The ranking of one question.
#[derive(Clone, Debug)]
pub struct RankedQuery {
    /// The question.
    pub query: Query,
    /// The identifiers of the rows that were found, each with its score, best first; at most 100.
    pub found: Vec<(String, f64)>,
    /// The ranks of its answers among `found`.
    pub ranks: Ranks,
    /// Wall-clock time, in milliseconds, of one search with the default options (ten hits with passages, and how many
    /// hits there are). Measured once, before the separate ranking that gives `found`.
    pub milliseconds: f64,
}

/// What was measured.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every question that was asked with its ranking, in order of the file.
    pub asked: Vec<RankedQuery>,
    /// The figures of search.
    pub figures: Figures,
    /// The median time of a question, in milliseconds.
    pub median: f64,
    /// The 99th percentile of the time of a question, in milliseconds.
    pub p99: f64,
    /// The figures of the baselines that were asked for, in that order.
    pub baselines: Vec<(Baseline, Figures)>,
    /// How many answers that questions name are no row, each counted as often as it is named; they count as missed.
    pub unknown: usize,
    /// The results of cross-validation; `None` where none was asked for.
    pub folds: Option<Folds>,
}

/// The results of cross-validation of the weights.
#[derive(Clone, Debug)]
pub struct Folds {
    /// The figures of search where the weights for each question were chosen by the other folds.
    pub figures: Figures,
    /// For each fold, the weights that the other folds chose.
    pub chosen: Vec<RerankWeights>,
}

/// Indexes the rows, unless the folder holds an index of the same rows, made in the same way (titles, papers, damage);
/// asks the questions, and measures the ranks of their answers. Whether an index that is used again was made by this
/// version of the code is not checked here.
///
/// # Errors
/// If a file cannot be read, the question asked for does not exist, a question cannot be answered, or the folder holds
/// another index or other files, which are left as they are.
pub fn evaluate(options: &Options) -> Result<Report> {
    let rows = rows::corpus(&options.corpus)?;
    let queries = chosen_queries(options, rows::queries(&options.queries)?)?;
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
        let fold_results = fold_results(options, &searcher, &queries, (&rows, &by_path), count)?;
        let (figures, chosen) = (figures(&fold_results.ranks), fold_results.chosen);
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
    /// The text of the paper with this number, damaged where that is wanted.
    fn damaged(&self, text: String, at: usize) -> String {
        match &self.damage {
            Some((kind, seed)) => kind.damaged(&text, *seed, at).text(),
            None => text,
        }
    }
}

/// The questions to ask: all, or one.
fn chosen_queries(options: &Options, mut queries: Vec<Query>) -> Result<Vec<Query>> {
    if let Some(one) = &options.one {
        queries.retain(|query| query.id == *one);
        if queries.is_empty() {
            let what = format!("is no id in {}", options.queries.display());
            return Err(Error::Asked { asked: one.clone(), what });
        }
    }
    Ok(queries)
}

/// The source that the index records: an index that is kept is used again for the same rows, made into papers in the
/// same way.
fn root(options: &Options, rows: &[CorpusRow]) -> Root {
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

/// The number of answers that name no row.
fn unknown(rows: &[CorpusRow], queries: &[Query]) -> usize {
    let known: std::collections::HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    queries
        .iter()
        .flat_map(|query| &query.relevant)
        .filter(|id| !known.contains(id.as_str()))
        .count()
}

/// Cross-validates the weights. What the store observes is counted once for each question; only the order is made again
/// for other weights.
fn fold_results(
    options: &Options,
    searcher: &Searcher,
    queries: &[Query],
    (rows, by_path): (&[CorpusRow], &BTreeMap<&str, &Group>),
    count: usize,
) -> Result<FoldResults> {
    let look = |query: &Query| searcher.counted_sections(&typed(query, options.strip_marks));
    let looked: Vec<CountedSections> =
        queries.iter().map(look).collect::<vankien_search::Result<_>>()?;
    let ranks = |(query, looked): (&Query, &CountedSections), weights| {
        let order = looked.order(searcher.store(), weights);
        let row = |(path, ordinal): &(String, u64)| by_path.get(path.as_str())?.row(*ordinal);
        let found: Vec<(usize, f64)> = order
            .into_iter()
            .filter_map(|place| Some((row(place)?, 0.0)))
            .take(RANKING_ROWS)
            .collect();
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

/// The text of a question as it is asked.
fn typed(query: &Query, strip: bool) -> String {
    if strip { marks::stripped(&query.text) } else { query.text.clone() }
}

/// Asks one question, once for the time and once for the ranking.
fn ask(
    searcher: &Searcher,
    query: &Query,
    strip: bool,
    rows: &[CorpusRow],
    by_path: &BTreeMap<&str, &Group>,
) -> Result<RankedQuery> {
    let text = typed(query, strip);
    let begun = Instant::now();
    searcher.search(&text, SearchOptions::default())?;
    let milliseconds = begun.elapsed().as_secs_f64() * 1_000.0;
    // Sections that hold the name of a paper are no rows: half as many again are ranked to make up for them.
    let ranked = searcher.rank(&text, RANKING_ROWS + RANKING_ROWS / 2)?;
    let row = |place: &vankien_search::Placed| by_path.get(place.path.as_str())?.row(place.ordinal);
    let found = ranked.iter().filter_map(|place| Some((row(place)?, f64::from(place.score))));
    let found: Vec<(usize, f64)> = found.take(RANKING_ROWS).collect();
    let ranks = ranks_of(query, rows, &found);
    let found = found.into_iter().map(|(row, score)| (rows[row].id.clone(), score)).collect();
    Ok(RankedQuery { query: query.clone(), found, ranks, milliseconds })
}

/// The ranks of the answers to a question among the rows found.
fn ranks_of(query: &Query, rows: &[CorpusRow], found: &[(usize, f64)]) -> Ranks {
    let is_answer = |row: usize| query.relevant.iter().any(|id| *id == rows[row].id);
    let found = (1..).zip(found).filter(|(_, (row, _))| is_answer(*row)).map(|(rank, _)| rank);
    Ranks { found: found.collect(), wanted: query.relevant.len() }
}

fn ranks(asked: &[RankedQuery]) -> Vec<Ranks> {
    asked.iter().map(|asked| asked.ranks.clone()).collect()
}

fn compare(
    baseline: Baseline,
    options: &Options,
    rows: &[CorpusRow],
    queries: &[Query],
) -> Figures {
    let terms = TermOptions { baseline, titled: !options.no_title, strip: options.strip_marks };
    let index = Bm25Index::new(rows, queries, terms);
    let ranked = |query: &Query| ranks_of(query, rows, &index.best(&query.text, RANKING_ROWS));
    figures(&queries.iter().map(ranked).collect::<Vec<_>>())
}
