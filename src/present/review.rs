//! Uncertain repairs, and verdicts on them, as JSON and as text.
//! In: repairs with the text around them, and verdicts. Out: serialisable views, lines written to any `Write`. Lines
//! and columns are those of the extracted text.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_ingest::review::{Doubt, Standing};
use vankien_ingest::verdicts::GivenVerdict;

use super::edits::{round_to_hundredths, show_spaces};
use super::style::Style;

/// An uncertain repair in `review --json`.
#[derive(Debug, Serialize)]
pub struct DoubtView<'a> {
    r#type: &'static str,
    /// The id with which a verdict names it.
    pub id: &'a str,
    /// The path of the paper.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// The document number of the paper; `None` if none was found.
    pub document: Option<&'a str>,
    /// Item numbers of the smallest item that holds the repair, such as `2/3`; empty outside of items.
    pub section: &'a str,
    /// The page, from 1, if it is known.
    pub page: Option<u32>,
    /// Line of the extracted text, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 0.
    pub col: u32,
    /// The original text.
    pub from: &'a str,
    /// The repaired text.
    pub to: &'a str,
    /// The reason by its name: `letter-lost`.
    pub why: &'static str,
    /// The same value as `why`, under a key that never changes.
    pub why_code: &'static str,
    /// The confidence from 0 to 1, rounded to hundredths.
    pub confidence: f32,
    /// The repaired text directly before the repair, within its section: at most 60 characters (Unicode scalar values).
    pub before: &'a str,
    /// The repaired text directly behind the repair, within its section: at most 60 characters (Unicode scalar values).
    pub behind: &'a str,
}

/// A verdict in `review --json`.
#[derive(Debug, Serialize)]
pub struct GivenView<'a> {
    r#type: &'static str,
    /// The id of the repair.
    pub id: &'a str,
    /// The path of the paper that held the repair when it was judged.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// Line of the extracted text, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 0.
    pub col: u32,
    /// The original text.
    pub from: &'a str,
    /// The text that repair proposed.
    pub repair: &'a str,
    /// The text that the verdict sets.
    pub to: &'a str,
    /// `accept`, `reject` or `set`. `None` would be a verdict that was taken back; `review` lists none of those.
    pub verdict: Option<&'static str>,
    /// `honoured` (the index was made with it), `waiting` (for the next ingest) or `stale` (the text is in no paper any
    /// more).
    pub standing: &'static str,
}

/// The view of a repair.
pub fn doubt(doubt: &Doubt) -> DoubtView<'_> {
    let edit = &doubt.edit;
    DoubtView {
        r#type: "edit",
        id: &doubt.id,
        path: &doubt.path,
        document: doubt.number.as_deref(),
        section: &doubt.section,
        page: doubt.page,
        line: edit.line,
        col: edit.column,
        from: &edit.from,
        to: &edit.to,
        why: edit.why.name(),
        why_code: edit.why.name(),
        confidence: round_to_hundredths(edit.confidence),
        before: &doubt.before,
        behind: &doubt.behind,
    }
}

/// The view of a verdict.
pub fn given(given: &GivenVerdict, standing: Standing) -> GivenView<'_> {
    GivenView {
        r#type: "verdict",
        id: &given.id,
        path: &given.path,
        line: given.line,
        col: given.col,
        from: &given.from,
        repair: &given.repair,
        to: &given.to,
        verdict: given.verdict.map(|one| one.name()),
        standing: standing.name(),
    }
}

/// Writes a repair as text: its id, reason and place, then the text around it.
pub fn write_doubt(out: &mut impl Write, view: &DoubtView<'_>, style: Style) -> Result<()> {
    let page = view.page.map_or(String::new(), |page| format!(", page {page}"));
    let place = format!("{}:{}:{}{page}", paper_path::shown(view.path), view.line, view.col);
    let (id, why, confidence) = (style.strong(view.id), view.why, view.confidence);
    writeln!(out, "{id}  {confidence:.2} {why}  {}", style.quiet(&place))?;
    let line = |text: &str| text.replace('\n', " ");
    let (before, behind) = (line(view.before), line(view.behind));
    let change = style.repaired(&show_spaces(view.to), &show_spaces(view.from));
    writeln!(out, "    {}{change}{}", before.trim_start(), behind.trim_end())
}

/// Writes a verdict on one line.
pub fn write_given(out: &mut impl Write, view: &GivenView<'_>, style: Style) -> Result<()> {
    let place =
        style.quiet(&format!("{}:{}:{}", paper_path::shown(view.path), view.line, view.col));
    let (from, to) = (show_spaces(view.from), show_spaces(view.to));
    let (verdict, standing) = (view.verdict.unwrap_or("-"), view.standing);
    writeln!(out, "{}  {verdict} {from} → {to}  {standing}  {place}", style.strong(view.id))
}
