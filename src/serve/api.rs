//! The answers of `/api/v1/`: the same values that the command line prints, and besides them `suggest` and `health`.
//! In: a request. Out: JSON, or CSV. Never shapes a row itself: `present` does, for all outputs.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use vankien_engine::{PaperSections, Position};
use vankien_ingest::report::Bounds;
use vankien_papers::document::Citation;
use vankien_search::known::{Known, key_of, names_law};
use vankien_search::mentions::{Sort, Wanted};
use vankien_search::{Answer, Note, Papers, SearchOptions};

use super::asked::{Asked, Window};
use super::original::is_changed;
use super::reply::{Problem, Reply};
use super::state::DEFAULT_REPORT;
use crate::present::citations::{self, Citing};
use crate::present::notes::{self, NoteView};
use crate::present::stated::{self, StatedView};
use crate::present::stored::{self, StoredView};
use crate::present::{
    dossier as dossiers, filters, hits, mentions as shown, papers as rows, report as health,
};

// The limits of answers are judgements, not measured. `benches/siege.py` and the tests of `addresses` show what they
// do.

/// How many rows one answer holds.
struct RowLimits {
    /// If the request gives no `n`.
    default: usize,
    /// For `n=0`, and for any larger `n`.
    max: usize,
}

/// Hits of `/api/v1/search`.
const HITS: RowLimits = RowLimits { default: 10, max: 1_000 };
/// Mentions and citations, of all addresses below `/api/v1/` that list them.
const ROWS: RowLimits = RowLimits { default: 5_000, max: 5_000 };
/// Papers of `/api/v1/papers`.
const PAPERS: RowLimits = RowLimits { default: 100, max: 5_000 };

/// Size of the part of a paper that one answer holds, in bytes as [`vankien_engine::section_part::shown_bytes`] counts
/// them.
const PAPER_PART_BYTES: usize = 4 * vankien_engine::section_part::WINDOW_BYTES;

/// The hits, mentions or citations of one answer take about 16 MiB at most, but one is always given. `next` leads to
/// the others. Papers of a list, and what papers say of two others, are not counted.
const MAX_ANSWER_BYTES: usize = 16 << 20;

/// At most 20,000 matches of one section are listed; `matches_left_out` counts the others.
pub const MAX_MATCHES: usize = 20_000;

/// At most 50 sentences are given before and as many after a passage, whatever a caller asks for.
const MAX_CONTEXT_SENTENCES: usize = 50;

#[derive(Serialize)]
struct Hits<'a> {
    hits: Vec<hits::HitView<'a>>,
    next: Option<String>,
    #[serde(flatten)]
    summary: hits::SummaryView<'a>,
}

/// How many rows lie before the next part of a ranked list; `None` at its end. `window` is the part that `answer`
/// holds.
pub fn rows_before_next(answer: &Answer, window: Window) -> Option<usize> {
    if answer.is_full {
        return Some(window.skip + answer.hits.len());
    }
    window.after(answer.rows()).filter(|_| answer.hits.len() == window.limit)
}

/// Answers with ranked passages.
pub fn search(asked: &Asked) -> Result<Reply, Problem> {
    let window = asked.window(HITS.default, HITS.max)?;
    let answer = asked.state.searcher.search(asked.question()?, options(asked, window)?)?;
    Reply::json(&Hits {
        hits: answer.hits.iter().map(|hit| hits::hit(hit, &answer.parts)).collect(),
        // Equal paragraphs are shown as one hit, so there may be fewer hits than sections.
        next: asked.cursor(rows_before_next(&answer, window)),
        summary: hits::summary(&answer),
    })
}

fn options(asked: &Asked, window: Window) -> Result<SearchOptions, Problem> {
    let context = match asked.value("context").filter(|context| !context.is_empty()) {
        None => 0,
        Some(context) => context
            .parse::<usize>()
            .map_err(|_| Problem::new(400, "context is a number of sentences"))?,
    };
    let by_paper = match asked.value("group").unwrap_or_default() {
        "" => false,
        "paper" => true,
        _ => return Err(Problem::new(400, "group is paper, or left out")),
    };
    let by_date = match asked.value("sort").unwrap_or_default() {
        "" | "score" => false,
        "date" => true,
        _ => return Err(Problem::new(400, "sort is score or date")),
    };
    Ok(SearchOptions {
        by_paper,
        by_date,
        all: asked.is_set("all"),
        explain: asked.is_set("explain"),
        limit: window.limit,
        skip: window.skip,
        context: context.min(MAX_CONTEXT_SENTENCES),
        expand: !asked.is_set("no_expand"),
        scope: asked.scope()?,
        most_bytes: MAX_ANSWER_BYTES,
        most_matches: MAX_MATCHES,
    })
}

/// The options of a list of mentions, from the parameters of the request. A wrong `sort` or `scope` is a problem (400).
pub fn mention_options(asked: &Asked) -> Result<Wanted, Problem> {
    let sort = match asked.value("sort").unwrap_or("path") {
        "path" | "" => Sort::Path,
        "paper" => Sort::Paper,
        "date" => Sort::Date,
        _ => return Err(Problem::new(400, "sort is path, paper or date")),
    };
    let verbatim = asked.is_set("verbatim");
    let expand = !verbatim && !asked.is_set("no_expand");
    let scope = asked.scope()?;
    Ok(Wanted { verbatim, body: asked.is_set("body"), expand, sort, scope })
}

#[derive(Serialize)]
struct Mentions<'a> {
    mentions: Vec<Box<RawValue>>,
    next: Option<String>,
    shown: usize,
    notes: Vec<NoteView<'a, Note>>,
    #[serde(flatten)]
    summary: shown::SummaryView<'a>,
}

/// Rows of a list that may be long: all are counted, and those of the window are kept as JSON.
struct Rows {
    window: Window,
    /// How many rows came so far, kept or not.
    seen: usize,
    /// Bytes of the kept rows.
    bytes: usize,
    kept: Vec<Box<RawValue>>,
    /// What sections say of two other papers: those with citations of the window, or for `cited-by` all that cite the
    /// paper, whatever the window. At most as many as [`ROWS`] allows; the others are dropped.
    stated: Vec<StatedView>,
    /// How many there are, those that were dropped included.
    stated_total: usize,
}

impl Rows {
    fn new(window: Window) -> Rows {
        Rows { window, seen: 0, bytes: 0, kept: Vec::new(), stated: Vec::new(), stated_total: 0 }
    }

    fn add(&mut self, row: &impl Serialize) {
        if self.window.holds(self.seen)
            && let Ok(row) = serde_json::value::to_raw_value(row)
        {
            self.bytes += row.get().len();
            if self.bytes > MAX_ANSWER_BYTES && !self.kept.is_empty() {
                // The answer is full: further rows are only counted.
                self.window.limit = self.kept.len();
            } else {
                self.kept.push(row);
            }
        }
        self.seen += 1;
    }

    fn state(&mut self, row: StatedView) {
        self.stated_total += 1;
        if self.stated.len() < ROWS.max {
            self.stated.push(row);
        }
    }

    fn citations(self, asked: &Asked) -> Result<Reply, Problem> {
        let next = asked.cursor(self.window.after(self.seen));
        let (total, shown) = (self.seen, self.kept.len());
        let Rows { kept: citations, stated, stated_total, .. } = self;
        Reply::json(&Citations { citations, stated, stated_total, total, shown, next })
    }
}

/// Answers with the mentions of one window, and the totals of all.
pub fn mentions(asked: &Asked) -> Result<Reply, Problem> {
    let mut rows = Rows::new(asked.window(ROWS.default, ROWS.max)?);
    let outline =
        asked.state.searcher.mentions(asked.question()?, mention_options(asked)?, |mention| {
            rows.add(&shown::view(mention));
            true
        })?;
    let next = asked.cursor(rows.window.after(rows.seen));
    Reply::json(&Mentions {
        shown: rows.kept.len(),
        mentions: rows.kept,
        next,
        notes: notes::views(&outline.notes),
        summary: shown::summary(&outline),
    })
}

/// Answers with every mention as a table (CSV), however long.
pub fn mentions_csv(asked: &Asked) -> Result<Reply, Problem> {
    let (question, wanted) = (asked.question()?.to_owned(), mention_options(asked)?);
    let state = asked.state.clone();
    let reply = Reply::in_pieces("text/csv; charset=utf-8", move |mut out| {
        writeln!(out, "{}", shown::CSV_HEAD)?;
        let mut written = Ok(());
        state.searcher.mentions(&question, wanted, |mention| {
            written = shown::write_csv(&mut out, &shown::view(mention));
            written.is_ok()
        })?;
        Ok(written?)
    });
    Ok(reply.with("content-disposition", "attachment; filename=\"mentions.csv\""))
}

/// Answers with the papers that the filters choose.
pub fn papers(asked: &Asked) -> Result<Reply, Problem> {
    let window = asked.window(PAPERS.default, PAPERS.max)?;
    let range = window.skip..window.skip.saturating_add(window.limit);
    let Papers { papers, total, notes: told, filters } =
        asked.state.searcher.papers_within(asked.question_or_none()?, range)?;
    let part: Vec<_> = papers.iter().map(rows::row).collect();
    Reply::json(&json!({
        "total": total, "shown": part.len(), "next": asked.cursor(window.after(total)),
        "papers": part, "notes": notes::views(&told), "filters": filters::views(&filters),
    }))
}

/// Answers with one paper, from the index; with a long one in parts.
pub fn paper(asked: &Asked) -> Result<Reply, Problem> {
    let paper = asked.paper()?;
    let from = asked.position()?;
    let sections = PaperSections::of(asked.state.searcher.store(), &paper.path)?;
    let stretch = sections.window(from, PAPER_PART_BYTES)?;
    let view = StoredView {
        changed: is_changed(&paper),
        next: asked.cursor(stretch.next.map(Position::number)),
        ..stored::view(&paper, &stretch.sections)
    };
    Reply::json(&view)
}

/// Answers with what a paper cites. Namesakes are told apart with the index, for the rows of the window only, with one
/// look-up for all of them.
pub fn citations(asked: &Asked) -> Result<Reply, Problem> {
    let paper = asked.paper()?;
    let mut rows = Rows::new(asked.window(ROWS.default, ROWS.max)?);
    let store = asked.state.searcher.store();
    let sections = PaperSections::of(store, &paper.path)?;
    let (mut keys, mut asked_for, mut names_laws) = (BTreeSet::new(), Vec::new(), false);
    for at in 0..sections.count() {
        let Some(section) = sections.section(at)? else { break };
        let within = rows.window.within(rows.seen, section.citations.len());
        keys.extend(section.citations[within.clone()].iter().filter_map(key_of));
        names_laws |= section.citations[within.clone()].iter().any(names_law);
        if !within.is_empty() {
            asked_for.push((at, within));
        }
        rows.seen += section.citations.len();
    }
    let known = Known::of(store, keys)?.with_laws(store, names_laws)?;
    let total = std::mem::take(&mut rows.seen);
    rows.seen = rows.window.skip;
    for (at, within) in asked_for {
        let Some(section) = sections.section(at)? else { break };
        let decide = |citation: &Citation| known.decide(&section.text, citation, &paper.masthead);
        let relations = citations::record_relations(&section);
        let said = stated::of_record(&paper, &section, &relations, &within);
        said.into_iter().for_each(|row| rows.state(row));
        stored::of_section(&paper, &section, &relations, within, decide)
            .for_each(|view| rows.add(&view));
    }
    rows.seen = total;
    rows.citations(asked)
}

#[derive(Serialize)]
struct Citations {
    citations: Vec<Box<RawValue>>,
    stated: Vec<StatedView>,
    stated_total: usize,
    total: usize,
    shown: usize,
    next: Option<String>,
}

/// Answers with the places where other papers cite a paper, those of one window.
pub fn cited_by(asked: &Asked) -> Result<Reply, Problem> {
    let mut rows = Rows::new(asked.window(ROWS.default, ROWS.max)?);
    citations::cited_by(&asked.state.searcher, asked.question()?, |row| {
        match row {
            Citing::Citation(view) => rows.add(&view),
            Citing::Stated(row) => rows.state(row),
        }
        true
    })?;
    rows.citations(asked)
}

/// Answers with all that is known of a number or a paper. A wrong day in `at` is a problem (status 400).
pub fn dossier(asked: &Asked) -> Result<Reply, Problem> {
    let at = asked.value("at").filter(|at| !at.is_empty());
    let at = at.map(|at| crate::day::parse(at).map_err(|what| Problem::new(400, what)));
    let at = at.transpose()?;
    let found = asked.state.searcher.dossier(asked.question()?, at.as_deref())?;
    Reply::json(&dossiers::view(&found, ROWS.max))
}

/// Answers with the numbers of papers by kind, issuer, place, year, signer and quality: of the papers that answer the
/// question, or of all papers without a question.
pub fn facets(asked: &Asked) -> Result<Reply, Problem> {
    match asked.question_or_none()? {
        "" => Reply::json(&rows::facets(asked.state.facets()?)),
        question => {
            Reply::json(&rows::facets(&asked.state.searcher.facets(question, asked.scope()?)?))
        }
    }
}

/// Each list of a report names at most 5,000 papers or series, and at most 20 places of each kind are given to check by
/// eye.
const MAX_REPORT: Bounds = Bounds { names: 5_000, samples: 20 };

/// Answers with the report on all papers.
pub fn report(asked: &Asked) -> Result<Reply, Problem> {
    let names = match asked.count("n", DEFAULT_REPORT.names, MAX_REPORT.names)? {
        0 => MAX_REPORT.names,
        names => names,
    };
    let samples = asked.count("samples", DEFAULT_REPORT.samples, MAX_REPORT.samples)?;
    if (names, samples) == (DEFAULT_REPORT.names, DEFAULT_REPORT.samples) {
        return Reply::json(&health::view(asked.state.report()?));
    }
    let store = asked.state.searcher.store();
    Reply::json(&health::view(&vankien_ingest::report::report(store, Bounds { names, samples })?))
}

/// Answers with completions of what the user types ([`Suggestions::suggest`](super::names::Suggestions::suggest)).
pub fn suggest(asked: &Asked) -> Result<Reply, Problem> {
    let suggestions = asked.state.suggestions()?.suggest(asked.question()?);
    Reply::json(&json!({ "suggestions": suggestions }))
}

/// Answers that the server is alive, and from which state of the index it answers.
pub fn health(asked: &Asked) -> Result<Reply, Problem> {
    let totals = asked.state.searcher.store().manifest().totals;
    Reply::json(&json!({
        "status": "ok", "program": env!("CARGO_PKG_VERSION"),
        "state": asked.state.version,
        "papers": totals.papers, "sections": totals.sections,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_where_its_rows_are_long() {
        let row = "x".repeat(100_000);
        let mut rows = Rows::new(Window { skip: 3, limit: 5_000 });
        (0..1_000).for_each(|_| rows.add(&row));
        assert_eq!((rows.seen, rows.kept.len()), (1_000, MAX_ANSWER_BYTES / (row.len() + 2)));
        assert_eq!(
            rows.window.after(rows.seen),
            Some(3 + rows.kept.len()),
            "the next part goes on there"
        );
        let mut rows = Rows::new(Window { skip: 0, limit: 5 });
        rows.add(&"x".repeat(2 * MAX_ANSWER_BYTES));
        assert_eq!(
            (rows.kept.len(), rows.window.after(rows.seen)),
            (1, None),
            "one row is always given"
        );
    }
}
