//! The output of an evaluation of search: one JSON object, a table for people, a TREC run file.
//! In: a [`Report`], or one question of it. Out: JSON, lines of text. Figures are rounded here, and worked out in
//! `retrieval::measure`.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use vankien_search::weights::{RerankWeights, USUAL};

use crate::retrieval::baseline::Baseline;
use crate::retrieval::measure::{Figures, Mean};
use crate::retrieval::{Folds, RankedQuery, Report};

/// The name of a baseline on the command line, in the table and in JSON.
pub fn name(baseline: Baseline) -> &'static str {
    match baseline {
        Baseline::Syllable => "syllable",
        Baseline::Pairs => "pairs",
    }
}

/// The figures with their names, in the order in which they are shown.
fn named(figures: &Figures) -> [(&'static str, Mean); 5] {
    let Figures { ndcg10, mrr10, r1, r10, r100 } = *figures;
    [("ndcg10", ndcg10), ("mrr10", mrr10), ("r1", r1), ("r10", r10), ("r100", r100)]
}

/// The report as one JSON object: figures with their intervals, times in milliseconds, the baselines, and the folds if
/// there are any.
pub fn report(report: &Report) -> Value {
    let mut all = Map::new();
    all.insert("queries".into(), json!(report.asked.len()));
    all.extend(object(&report.figures));
    all.insert("ms_median".into(), json!(rounded(report.median, 3)));
    all.insert("ms_p99".into(), json!(rounded(report.p99, 3)));
    let baselines = report.baselines.iter();
    let baselines: Map<_, _> = baselines
        .map(|(baseline, figures)| (name(*baseline).to_owned(), Value::Object(object(figures))))
        .collect();
    all.insert("baselines".into(), Value::Object(baselines));
    all.extend(report.folds.as_ref().map(|folds| ("folds".to_owned(), fold_results(folds))));
    Value::Object(all)
}

/// The results of cross-validation as JSON: the figures, and the weights of each fold.
fn fold_results(folds: &Folds) -> Value {
    let mut all = object(&folds.figures);
    let weights = |chosen: &RerankWeights| {
        let mut chosen = *chosen;
        let named = chosen
            .named()
            .map(|(name, weight)| (name.to_owned(), json!(rounded(f64::from(*weight), 4))));
        Value::Object(named.into_iter().collect())
    };
    all.insert("weights".into(), folds.chosen.iter().map(weights).collect());
    Value::Object(all)
}

fn object(figures: &Figures) -> Map<String, Value> {
    let mut all = Map::new();
    let mut intervals = Map::new();
    for (name, mean) in named(figures) {
        all.insert(name.into(), json!(rounded(mean.value, 5)));
        let (low, high) = mean.interval;
        intervals.insert(name.into(), json!([rounded(low, 5), rounded(high, 5)]));
    }
    all.insert("intervals".into(), Value::Object(intervals));
    all
}

fn rounded(value: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale
}

/// Writes the report as a table: a row each for search, for the folds if there are any, and for each baseline; then
/// times; then the weights that each fold was asked with, beside those of search.
pub fn write_text(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{} questions, each figure with its interval of 95 %", report.asked.len())?;
    let found = report.baselines.iter().map(|(baseline, figures)| (name(*baseline), figures));
    let folds = report.folds.iter().map(|folds| ("folds", &folds.figures));
    for (who, figures) in std::iter::once(("vankien", &report.figures)).chain(folds).chain(found) {
        write!(out, "{who:<9}")?;
        for (figure, Mean { value, interval: (low, high) }) in named(figures) {
            write!(out, "  {figure} {value:.3} ({low:.3}-{high:.3})")?;
        }
        writeln!(out)?;
    }
    writeln!(out, "ms a question: median {:.2}, p99 {:.2}", report.median, report.p99)?;
    let Some(Folds { chosen, .. }) = &report.folds else { return Ok(()) };
    writeln!(out, "weights chosen without each of {} folds, and those of search:", chosen.len())?;
    let columns: Vec<_> = chosen.iter().chain([&USUAL]).copied().collect();
    for at in 0..RerankWeights::COUNT {
        let mut row = String::new();
        for mut weights in columns.iter().copied() {
            let (name, weight) = &weights.named()[at];
            row = if row.is_empty() { format!("  {name:<26}") } else { row }
                + &format!("{weight:>8.2}");
        }
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// Writes a TREC run, one line a hit: id of the question, `Q0`, id of the row, rank from 1, score, `vankien`. Fields
/// are separated by tabs, because ids may hold spaces.
pub fn write_run(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for RankedQuery { query, found, .. } in &report.asked {
        for (rank, (id, score)) in (1..).zip(found) {
            writeln!(out, "{}\tQ0\t{id}\t{rank}\t{score}\tvankien", query.id)?;
        }
    }
    Ok(())
}

/// Hits that `--one` prints, at most. A judgement, not measured.
const SHOWN_HITS: usize = 10;

/// One question as a JSON object: its text, the ids that answer it, the ranks at which they were found, NDCG@10, and
/// its first ten hits.
pub fn one(asked: &RankedQuery) -> Value {
    let hit = |(rank, (id, score)): (usize, &(String, f64))| json!({ "rank": rank, "id": id, "score": rounded(*score, 4), "relevant": asked.query.relevant.contains(id) });
    let hits: Vec<Value> = (1..).zip(asked.found.iter().take(SHOWN_HITS)).map(hit).collect();
    json!({
        "id": asked.query.id, "text": asked.query.text, "relevant": asked.query.relevant,
        "ranks": asked.ranks.found, "ndcg10": rounded(asked.ranks.ndcg10(), 5), "hits": hits,
    })
}

/// Writes one question for people: the rank of each of its answers, and its first ten hits, answers marked with `*`.
pub fn write_one(out: &mut impl Write, asked: &RankedQuery) -> io::Result<()> {
    writeln!(out, "{}\n{}", asked.query.id, asked.query.text)?;
    for id in &asked.query.relevant {
        match asked.found.iter().position(|(found, _)| found == id) {
            Some(at) => writeln!(out, "  wanted at {:>3}  {id}", at + 1)?,
            None => writeln!(out, "  wanted, not among {}  {id}", asked.found.len())?,
        }
    }
    for (rank, (id, score)) in (1..).zip(asked.found.iter().take(SHOWN_HITS)) {
        let mark = if asked.query.relevant.contains(id) { '*' } else { ' ' };
        writeln!(out, "{mark} {rank:>3}  {score:>8.3}  {id}")?;
    }
    Ok(())
}
