//! What a paper says of two others, as JSON and as text: `Nghị định A được thay thế bởi Nghị định B` (decree A is replaced by
//! decree B).
//! In: a section, of a document or as stored. Out: the rows `stated` of `show`, `citations`, `cites`, `cited-by`.

use std::io::{Result, Write};
use std::ops::Range;

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_engine::{PaperRecord, SectionRecord};
use vankien_papers::citation::{Relations, Statement};
use vankien_papers::document::Citation;
use vankien_text::span::Span;

use super::place::page_and_lines;
use super::style::Style;

/// What a paper says of two others, in JSON.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatedView {
    r#type: &'static str,
    /// The file that says so.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The paper that acts: its canonical number. Where that is not known, the words of the citation as printed,
    /// on one line; they may be a name or an incomplete number.
    pub subject: String,
    /// What it does: amends, replaces, …
    pub relation: &'static str,
    /// The paper to which it is done, named as the subject is.
    pub object: String,
    /// First and last line, from 1, both inclusive, of the words from the first of both citations to the second.
    /// Lines of the extracted text, which are lines of the file for plain text only.
    pub lines: (u32, u32),
    /// The page, from 1, if it is known.
    pub page: Option<u32>,
}

impl StatedView {
    fn of(
        path: &str,
        (text, citations): (&str, &[Citation]),
        statement: &Statement,
        (lines, page): ((u32, u32), Option<u32>),
    ) -> StatedView {
        let name = |at: usize| {
            let citation: &Citation = &citations[at];
            citation.canonical.clone().unwrap_or_else(|| citation.surface(text))
        };
        StatedView {
            r#type: "stated",
            path: path.to_owned(),
            subject: name(statement.subject),
            relation: statement.relation,
            object: name(statement.object),
            lines,
            page,
        }
    }
}

/// The bytes of a text from the first of both papers to the last.
fn span(citations: &[Citation], statement: &Statement) -> Span {
    let (subject, object) = (citations[statement.subject].span, citations[statement.object].span);
    Span::new(subject.start.min(object.start), subject.end.max(object.end))
}

/// What a section of the paper at `path` says of two others, the latter of which is one of the citations in `range`.
/// `place_of` gives the lines and the page of a range of its text.
pub fn of_section(
    path: &str,
    (text, citations): (&str, &[Citation]),
    relations: &Relations<'_>,
    range: &Range<usize>,
    place_of: impl Fn(Span) -> ((u32, u32), Option<u32>),
) -> Vec<StatedView> {
    let is_in_range =
        |statement: &&Statement| range.contains(&statement.subject.max(statement.object));
    let view = |statement: &Statement| {
        let place = place_of(span(citations, statement));
        StatedView::of(path, (text, citations), statement, place)
    };
    relations.statements().iter().filter(is_in_range).map(view).collect()
}

/// The same for a stored section.
pub fn of_record(
    paper: &PaperRecord,
    section: &SectionRecord,
    relations: &Relations<'_>,
    range: &Range<usize>,
) -> Vec<StatedView> {
    let place_of = |span: Span| {
        let lines = section.lines_of(span);
        (lines, section.page_of(lines.0))
    };
    of_section(&paper.path, (&section.text, &section.citations), relations, range, place_of)
}

/// Writes the rows as text, one line each: `stated:`, subject, relation, object, page or lines. Writes no
/// heading.
pub fn write_text(out: &mut impl Write, rows: &[StatedView], style: Style) -> Result<()> {
    for row in rows {
        let place = style.quiet(&page_and_lines(row.page, row.lines));
        writeln!(out, "  stated: {} {} {}  {place}", row.subject, row.relation, row.object)?;
    }
    Ok(())
}
