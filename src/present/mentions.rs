//! Mentions as JSON, as CSV and as text.
//! In: mentions one after the other, then their totals. Out: lines, written as the mentions come.
//! Never keeps a mention in memory, only the path of the last paper. Never leaves a key of JSON out: unknown values are
//! null.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_engine::{Unread, paper_id};
use vankien_papers::document::{Form, Place};
use vankien_search::identity::Candidate;
use vankien_search::mentions::{How, Mention, Outline, form_name};
use vankien_text::span;

use super::filters::{self, FilterView};
use super::papers::also_in;
use super::place::{self, page_and_lines};
use super::reasons::{self, ReasonView};
use super::style::Style;

/// A mention in JSON. `docs/json.md` explains the keys.
#[derive(Debug, Serialize)]
pub struct MentionView<'a> {
    r#type: &'static str,
    id: String,
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    path: &'a str,
    document: Option<&'a str>,
    date: Option<&'a str>,
    section: &'a str,
    page: Option<u32>,
    lines: (u32, u32),
    surface: String,
    quote: String,
    printed: String,
    form: &'static str,
    r#where: Place,
    how: &'a [How],
    folded: bool,
    repaired: bool,
    canonical: Option<&'a str>,
    of_date: Option<&'a str>,
    #[serde(serialize_with = "reasons::serialize_candidates")]
    candidates: &'a [Candidate],
    #[serde(flatten)]
    reason: ReasonView,
    senses: &'a [String],
    #[serde(serialize_with = "paper_path::serialize_all")]
    also_in: &'a [String],
}

/// The view of a mention.
pub fn view<'a>(mention: &Mention<'a>) -> MentionView<'a> {
    let Mention { section, paper, place, quote, citation, decision, senses } = *mention;
    let lines = mention.lines();
    let text = &section.text;
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let basis = citation.map(|citation| citation.basis).unwrap_or_default();
    MentionView {
        r#type: "mention",
        id: paper_id(&section.path),
        path: &section.path,
        document: paper.masthead.number.as_ref().map(|field| field.value.as_str()),
        date: paper.masthead.date.as_ref().map(|field| field.value.as_str()),
        section: section.path_of(place.span),
        page: section.page_of(lines.0),
        lines,
        surface: one_line(place.span.of(text)),
        quote: one_line(quote.of(text)),
        printed: one_line(&section.printed(quote)),
        form: form_name(mention.form()),
        r#where: section.place,
        how: &place.how,
        folded: place.how.contains(&How::Folded),
        repaired: place.how.contains(&How::Repaired),
        canonical: citation
            .and_then(|citation| citation.canonical.as_deref().or(decision.number.as_deref())),
        of_date: decision.date.as_deref(),
        candidates: decision.shown_candidates(),
        reason: reasons::view(decision.reason.as_ref(), basis),
        senses,
        also_in: &paper.also_in,
    }
}

/// The last object of a list of mentions.
#[derive(Debug, Serialize)]
pub struct SummaryView<'a> {
    r#type: &'static str,
    total: usize,
    papers: usize,
    by_form: &'a BTreeMap<&'static str, usize>,
    by_where: &'a BTreeMap<&'static str, usize>,
    by_year: &'a BTreeMap<String, usize>,
    undated_left_out: Option<usize>,
    complete: bool,
    unread: UnreadView<'a>,
    filters: Vec<FilterView<'a>>,
}

/// The papers of a list that could not be read in full, or have text of poor quality: how many, and the first 100 of
/// them by path.
#[derive(Debug, Serialize)]
pub struct UnreadView<'a> {
    papers: u64,
    pages: u64,
    poor: u64,
    named: Vec<UnreadPaperView<'a>>,
}

#[derive(Debug, Serialize)]
struct UnreadPaperView<'a> {
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    path: &'a str,
    why: String,
    /// The same value as `why`. JSON promises that this key never changes and is never translated.
    why_code: String,
    pages: u32,
}

/// The view of the papers that could not be read in full.
pub fn unread(unread: &Unread) -> UnreadView<'_> {
    let named = unread.named.iter();
    let named = named.map(|one| {
        let why = one.why();
        UnreadPaperView { path: &one.path, why_code: why.clone(), why, pages: one.pages }
    });
    let Unread { papers, pages, poor, .. } = *unread;
    UnreadView { papers, pages, poor, named: named.collect() }
}

/// The view of the totals in `outline`: those of the whole list, even if only a part of it is shown, as long as the
/// caller did not end the list early. Papers, places and years are missing where the mentions were only counted.
pub fn summary(outline: &Outline) -> SummaryView<'_> {
    let tally = &outline.tally;
    SummaryView {
        r#type: "summary",
        total: tally.total,
        papers: tally.papers,
        by_form: &tally.by_form,
        by_where: &tally.by_where,
        by_year: &tally.by_year,
        undated_left_out: outline.undated_left_out,
        complete: outline.is_complete(),
        unread: unread(&outline.unread),
        filters: filters::views(&outline.filters),
    }
}

/// The first line of the CSV, without its line end: the names of the columns.
pub const CSV_HEAD: &str =
    "path,document,date,section,page,first_line,last_line,form,where,how,surface,quote,canonical";

/// Writes a mention as a row of CSV.
pub fn write_csv(out: &mut impl Write, view: &MentionView<'_>) -> Result<()> {
    let how: Vec<String> = view.how.iter().map(|how| how_name(*how)).collect();
    let cells = [
        cell(&paper_path::shown(view.path)),
        cell(view.document.unwrap_or_default()),
        cell(view.date.unwrap_or_default()),
        cell(view.section),
        view.page.map_or(String::new(), |page| page.to_string()),
        view.lines.0.to_string(),
        view.lines.1.to_string(),
        view.form.to_owned(),
        view.r#where.name().to_owned(),
        how.join(" "),
        cell(&view.surface),
        cell(&view.quote),
        cell(view.canonical.unwrap_or_default()),
    ];
    writeln!(out, "{}", cells.join(","))
}

/// A cell of CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    let quoted = text.contains([',', '"', '\n', '\r']);
    if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The name of a kind of match in JSON.
fn how_name(how: How) -> String {
    let value = serde_json::to_value(how).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Writes mentions as text: each paper once, with its mentions below.
#[derive(Debug, Default)]
pub struct MentionWriter {
    /// The path of the paper that was written last; empty before the first.
    path: String,
}

impl MentionWriter {
    /// Writes one mention, with the name of its paper before it if the last mention was in another paper.
    pub fn write(
        &mut self,
        out: &mut impl Write,
        mention: &Mention<'_>,
        style: Style,
    ) -> Result<()> {
        let view = view(mention);
        if self.path != view.path {
            if !self.path.is_empty() {
                writeln!(out)?;
            }
            view.path.clone_into(&mut self.path);
            let kind = mention.paper.masthead.kind.as_ref().map(|field| field.value.as_str());
            let known: Vec<&str> = [view.document, kind, view.date].into_iter().flatten().collect();
            let name = if known.is_empty() {
                paper_path::shown(view.path).into_owned()
            } else {
                known.join(" · ")
            };
            let also = also_in(view.also_in);
            writeln!(
                out,
                "{}  {}{also}",
                style.strong(&name),
                style.quiet(&paper_path::shown(view.path))
            )?;
        }
        let place = page_and_lines(view.page, view.lines);
        let provision = mention.section.provision_of(mention.place.span);
        let item = place::item_label(provision.as_deref(), view.section);
        let part = match (item.as_str(), view.r#where) {
            ("", part) => part.name().to_owned(),
            (_, Place::Body) => item,
            (_, part) => format!("{item}, {}", part.name()),
        };
        let notes = notes(mention, &view);
        writeln!(out, "  {}", style.quiet(&format!("{place}, {part}{notes}")))?;
        writeln!(out, "    {}", marked(mention, style))?;
        for candidate in view.candidates.iter().filter(|_| view.of_date.is_none()) {
            writeln!(out, "    may be {}", reasons::candidate(candidate))?;
        }
        Ok(())
    }
}

/// Notes on a mention in parentheses: its form unless it is full or a number, how words match unless verbatim, senses
/// of abbreviations, the date of the paper that is meant. Empty if there are none.
fn notes(mention: &Mention<'_>, view: &MentionView<'_>) -> String {
    let mut notes: Vec<String> = Vec::new();
    if mention.form().is_some_and(|form| !matches!(form, Form::Full | Form::Number)) {
        notes.push(view.form.to_owned());
    }
    let told = view.how.iter().filter(|how| !matches!(how, How::Verbatim));
    if mention.citation.is_none() {
        notes.extend(told.map(|how| how_name(*how)));
    }
    if !view.senses.is_empty() {
        notes.push(format!("{}: {}", view.surface, view.senses.join(", or ")));
    }
    if let (Some(date), Some(reason)) = (view.of_date, &view.reason.reason) {
        notes.push(format!("of {date}: {reason}"));
    }
    if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) }
}

/// The quotation with the mention marked.
fn marked(mention: &Mention<'_>, style: Style) -> String {
    let (text, span, quote) = (&mention.section.text, mention.place.span, mention.quote);
    let one_line = |text: &str| text.replace('\n', " ");
    let found = style.found(&one_line(span.of(text)));
    let before = one_line(span::slice(text, quote.start, span.start));
    let after = one_line(span::after(span::before(text, quote.end), span.end));
    format!("{}{found}{}", before.trim_start(), after.trim_end())
}

/// Whether a list is complete, in one line: `complete`; or `complete for the text that was read`, then how many papers
/// have pages without text, text of poor quality or a limit that was met, and which command helps. A paper counts for
/// each of these.
pub fn completeness(unread: &Unread) -> String {
    let mut line = "complete".to_owned();
    if !unread.is_empty() {
        line += " for the text that was read";
    }
    let papers = |count: u64, one: &str, many: &str| match count {
        1 => format!("; 1 paper {one}"),
        count => format!("; {count} papers {many}"),
    };
    if unread.scanned > 0 {
        let [one, many] = ["has", "have"].map(|has| format!("{has} scanned pages without text"));
        line += &papers(unread.scanned, &one, &many);
        line += ": vankien ingest --ocr";
    }
    if unread.poor > 0 {
        let [one, many] = ["has", "have"].map(|has| format!("{has} text of poor quality"));
        line += &papers(unread.poor, &one, &many);
        line += ": vankien report";
    }
    if unread.limited > 0 {
        line += &papers(unread.limited, "was read only in part", "were read only in part");
        line += ": vankien report";
    }
    line
}

/// Writes the totals as text.
pub fn write_totals(out: &mut impl Write, outline: &Outline) -> Result<()> {
    let tally = &outline.tally;
    let list = |counts: &mut dyn Iterator<Item = (String, usize)>| {
        counts.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    };
    writeln!(out)?;
    let complete = completeness(&outline.unread);
    writeln!(out, "{} mention(s) in {} paper(s): {complete}", tally.total, tally.papers)?;
    let forms = list(&mut tally.by_form.iter().map(|(name, count)| ((*name).to_owned(), *count)));
    let places = list(&mut tally.by_where.iter().map(|(name, count)| ((*name).to_owned(), *count)));
    let years = list(&mut tally.by_year.iter().map(|(name, count)| (name.clone(), *count)));
    let beside = if tally.listed() > tally.total {
        " (alias, self, title and own are listed, but not in the total)"
    } else {
        ""
    };
    writeln!(out, "  by form   {forms}{beside}")?;
    writeln!(out, "  by place  {places}")?;
    writeln!(out, "  by year   {years}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complete_says_of_what() {
        let line = |scanned, poor| {
            let papers = scanned + poor;
            completeness(&Unread { papers, scanned, pages: 3 * scanned, poor, ..Unread::default() })
        };
        assert_eq!(line(0, 0), "complete");
        let told = [
            (2, 0, "2 papers have scanned pages without text: vankien ingest --ocr"),
            (1, 0, "1 paper has scanned pages without text: vankien ingest --ocr"),
            (0, 1, "1 paper has text of poor quality: vankien report"),
            (
                1,
                12,
                "1 paper has scanned pages without text: vankien ingest --ocr; \
                 12 papers have text of poor quality: vankien report",
            ),
        ];
        for (scanned, poor, rest) in told {
            let whole = format!("complete for the text that was read; {rest}");
            assert_eq!(line(scanned, poor), whole);
        }
    }

    #[test]
    fn cells_cannot_be_formulas() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("- việc, \"này\""), "\"'- việc, \"\"này\"\"\"");
        assert_eq!(cell("59-NQ/TW"), "59-NQ/TW");
    }
}
