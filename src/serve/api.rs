//! The answers of `/api/v1/`: the same values that the command line prints.
//! In: what is asked. Out: JSON, or CSV. Never shapes a row itself: `present` does, once for all.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use vankien_engine::{PaperSections, Position};
use vankien_ingest::report::Bounds;
use vankien_papers::document::Citation;
use vankien_search::known::{Known, key_of};
use vankien_search::mentions::{Sort, Wanted};
use vankien_search::{Answer, Note, Papers, SearchOptions};

use super::asked::{Asked, Window};
use super::generation::REPORTED;
use super::original::is_changed;
use super::reply::{Problem, Reply};
use crate::present::citations::{self, CitationView};
use crate::present::notes::{self, NoteView};
use crate::present::stored::{self, StoredView};
use crate::present::{filters, hits, mentions as shown, papers as rows, report as health};

/// How many hits and rows one answer holds, where nothing else is asked and at most.
const HITS: (usize, usize) = (10, 1_000);
const ROWS: (usize, usize) = (5_000, 5_000);
const PAPERS: (usize, usize) = (100, 5_000);

/// How much of a paper one answer holds, in bytes as [`vankien_engine::section_part::shown_bytes`] counts them.
const STRETCH: usize = 4 * vankien_engine::section_part::WINDOW_BYTES;

/// About how many bytes the rows of one answer take at most: `next` leads to the others.
const LARGEST: usize = 16 << 20;

/// How many matches of one section are told; `matches_left_out` counts the others.
pub const MATCHES: usize = 20_000;

/// The longest stretch that is shown around a passage, in sentences on either side.
const WIDEST: usize = 50;

#[derive(Serialize)]
struct Hits<'a> {
    hits: Vec<hits::HitView<'a>>,
    next: Option<String>,
    #[serde(flatten)]
    summary: hits::SummaryView<'a>,
}

/// How many rows lie before the next part of a ranked list; `None` at its end.
pub fn after(answer: &Answer, window: Window) -> Option<usize> {
    match answer.is_full {
        true => Some(window.skip + answer.hits.len()),
        false => window.after(answer.rows()).filter(|_| answer.hits.len() == window.limit),
    }
}

/// Ranked passages.
pub fn search(asked: &Asked) -> Result<Reply, Problem> {
    let window = asked.window(HITS.0, HITS.1)?;
    let answer = asked.generation.searcher.search(asked.question()?, options(asked, window)?)?;
    Reply::json(&Hits {
        hits: answer.hits.iter().map(|hit| hits::hit(hit, &answer.parts)).collect(),
        // Paragraphs that fold into one make fewer hits than sections that can be shown.
        next: asked.cursor(after(&answer, window)),
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
        context: context.min(WIDEST),
        expand: !asked.is_set("no_expand"),
        scope: asked.scope()?,
        most_bytes: LARGEST,
        most_matches: MATCHES,
    })
}

/// What a list of mentions is to hold.
pub fn wanted(asked: &Asked) -> Result<Wanted, Problem> {
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

/// Rows of a list that may be long: all are counted, those of the window are kept, as JSON.
struct Rows {
    window: Window,
    seen: usize,
    bytes: usize,
    kept: Vec<Box<RawValue>>,
}

impl Rows {
    fn new(window: Window) -> Rows {
        Rows { window, seen: 0, bytes: 0, kept: Vec::new() }
    }

    fn add(&mut self, row: &impl Serialize) {
        if self.window.holds(self.seen)
            && let Ok(row) = serde_json::value::to_raw_value(row)
        {
            self.bytes += row.get().len();
            if self.bytes > LARGEST && !self.kept.is_empty() {
                // From here on rows are counted alone.
                self.window.limit = self.kept.len();
            } else {
                self.kept.push(row);
            }
        }
        self.seen += 1;
    }

    fn citations(self, asked: &Asked) -> Result<Reply, Problem> {
        let next = asked.cursor(self.window.after(self.seen));
        let (total, shown) = (self.seen, self.kept.len());
        Reply::json(&Citations { citations: self.kept, total, shown, next })
    }
}

/// Every mention.
pub fn mentions(asked: &Asked) -> Result<Reply, Problem> {
    let mut rows = Rows::new(asked.window(ROWS.0, ROWS.1)?);
    let outline =
        asked.generation.searcher.mentions(asked.question()?, wanted(asked)?, |mention| {
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

/// Every mention as a table, however long.
pub fn mentions_csv(asked: &Asked) -> Result<Reply, Problem> {
    let (question, wanted) = (asked.question()?.to_owned(), wanted(asked)?);
    let generation = asked.generation.clone();
    let reply = Reply::in_pieces("text/csv; charset=utf-8", move |mut out| {
        writeln!(out, "{}", shown::CSV_HEAD)?;
        let mut written = Ok(());
        generation.searcher.mentions(&question, wanted, |mention| {
            written = shown::write_csv(&mut out, &shown::view(mention));
            written.is_ok()
        })?;
        Ok(written?)
    });
    Ok(reply.with("content-disposition", "attachment; filename=\"mentions.csv\""))
}

/// The papers that meet filters.
pub fn papers(asked: &Asked) -> Result<Reply, Problem> {
    let window = asked.window(PAPERS.0, PAPERS.1)?;
    let range = window.skip..window.skip.saturating_add(window.limit);
    let Papers { papers, total, notes: told, filters } =
        asked.generation.searcher.papers_within(asked.question_or_none()?, range)?;
    let part: Vec<_> = papers.iter().map(rows::row).collect();
    Reply::json(&json!({
        "total": total, "shown": part.len(), "next": asked.cursor(window.after(total)),
        "papers": part, "notes": notes::views(&told), "filters": filters::views(&filters),
    }))
}

/// One paper, as the index keeps it; a long one in stretches.
pub fn paper(asked: &Asked) -> Result<Reply, Problem> {
    let paper = asked.paper()?;
    let from = asked.position()?;
    let sections = PaperSections::of(asked.generation.searcher.store(), &paper.path)?;
    let stretch = sections.window(from, STRETCH)?;
    let view = StoredView {
        changed: is_changed(&paper),
        next: asked.cursor(stretch.next.map(Position::number)),
        ..stored::view(&paper, &stretch.sections)
    };
    Reply::json(&view)
}

/// What a paper cites, namesakes told apart by what the index knows. Only rows that are asked for are looked up, all
/// of them together.
pub fn citations(asked: &Asked) -> Result<Reply, Problem> {
    let paper = asked.paper()?;
    let mut rows = Rows::new(asked.window(ROWS.0, ROWS.1)?);
    let store = asked.generation.searcher.store();
    let sections = PaperSections::of(store, &paper.path)?;
    let (mut keys, mut asked_for) = (BTreeSet::new(), Vec::new());
    for at in 0..sections.count() {
        let Some(section) = sections.section(at)? else { break };
        let within = rows.window.within(rows.seen, section.citations.len());
        keys.extend(section.citations[within.clone()].iter().filter_map(key_of));
        if !within.is_empty() {
            asked_for.push((at, within));
        }
        rows.seen += section.citations.len();
    }
    let known = Known::of(store, keys)?;
    let total = std::mem::take(&mut rows.seen);
    rows.seen = rows.window.skip;
    for (at, within) in asked_for {
        let Some(section) = sections.section(at)? else { break };
        let decide = |citation: &Citation| known.decide(&section.text, citation, &paper.masthead);
        stored::of_section(&paper, &section, within, decide).for_each(|view| rows.add(&view));
    }
    rows.seen = total;
    rows.citations(asked)
}

#[derive(Serialize)]
struct Citations {
    citations: Vec<Box<RawValue>>,
    total: usize,
    shown: usize,
    next: Option<String>,
}

/// Where a paper is cited.
pub fn cited_by(asked: &Asked) -> Result<Reply, Problem> {
    let mut rows = Rows::new(asked.window(ROWS.0, ROWS.1)?);
    citations::cited_by(&asked.generation.searcher, asked.question()?, |view: CitationView| {
        rows.add(&view);
    })?;
    rows.citations(asked)
}

/// Papers counted by what they say of themselves.
pub fn facets(asked: &Asked) -> Result<Reply, Problem> {
    match asked.question_or_none()? {
        "" => Reply::json(&rows::facets(asked.generation.facets()?)),
        question => {
            Reply::json(&rows::facets(&asked.generation.searcher.facets(question, asked.scope()?)?))
        }
    }
}

/// How many papers and places a report may hold.
const REPORTS: Bounds = Bounds { names: 5_000, samples: 20 };

/// The state of the papers.
pub fn report(asked: &Asked) -> Result<Reply, Problem> {
    let names = match asked.count("n", REPORTED.names, REPORTS.names)? {
        0 => REPORTS.names,
        names => names,
    };
    let samples = asked.count("samples", REPORTED.samples, REPORTS.samples)?;
    if (names, samples) == (REPORTED.names, REPORTED.samples) {
        return Reply::json(&health::view(asked.generation.report()?));
    }
    let store = asked.generation.searcher.store();
    Reply::json(&health::view(&vankien_ingest::report::report(store, Bounds { names, samples })?))
}

/// What the reader may be about to type.
pub fn suggest(asked: &Asked) -> Result<Reply, Problem> {
    let suggestions = asked.generation.suggestions()?.suggest(asked.question()?);
    Reply::json(&json!({ "suggestions": suggestions }))
}

/// Whether the server answers, and from what.
pub fn health(asked: &Asked) -> Result<Reply, Problem> {
    let totals = asked.generation.searcher.store().manifest().totals;
    Reply::json(&json!({
        "status": "ok", "program": env!("CARGO_PKG_VERSION"),
        "generation": asked.generation.version,
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
        assert_eq!((rows.seen, rows.kept.len()), (1_000, LARGEST / (row.len() + 2)));
        assert_eq!(
            rows.window.after(rows.seen),
            Some(3 + rows.kept.len()),
            "the next part goes on there"
        );
        let mut rows = Rows::new(Window { skip: 0, limit: 5 });
        rows.add(&"x".repeat(2 * LARGEST));
        assert_eq!(
            (rows.kept.len(), rows.window.after(rows.seen)),
            (1, None),
            "one row is always given"
        );
    }
}
