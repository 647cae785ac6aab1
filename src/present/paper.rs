//! A whole paper as JSON and as text.
//! In: a [`Document`] and its extracted text. Out: the view of `show`.
//! Never leaves a key out: unknown values are null. Never looks into an index.
//!
//! Line numbers count from 1 in the extracted text (`show --stage extracted`), which for a plain text file is the file.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_papers::PaperNote;
use vankien_papers::document::{Document, Field, Masthead, PaperPart, Place, Row, Section};
use vankien_search::identity::Decision;
use vankien_text::Quality;
use vankien_text::span::Lines;

use super::citations::{self, CitationView, Cited};
use super::edits::EditView;
use super::notes;
use super::papers::{self, ObtainedView};
use super::stated::StatedView;
use super::style::Style;

/// The object of `show --json`.
#[derive(Debug, Serialize)]
pub struct PaperView<'a> {
    /// The path of the file: as typed, or as the index stores it if the paper was named by its number or by the end of
    /// its path.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// The number of pages. A plain text without page breaks has 1. `None` for a format without fixed pages (DOCX,
    /// HTML, mail, …) unless the file holds page breaks.
    pub pages: Option<usize>,
    /// `Poor` if the text is hardly Vietnamese, or if the text of at least one page is missing: a scan that was not
    /// read, or a page whose glyphs have no letters.
    pub quality: Quality,
    /// Where the text came from, as two keys: `obtained` is a sentence, `obtained_code` is a code for programs.
    #[serde(flatten)]
    pub obtained: ObtainedView<'a>,
    /// Number, date, kind, title, signer, …; a field is null, or its value with its lines and its confidence. In a file
    /// with several papers it is the masthead of the first one.
    pub masthead: MastheadView<'a>,
    /// A flat list: each section, followed by one entry for each numbered item inside it. In the order of the file, but
    /// a footnote stands behind the section above it, and back matter and stamps stand at the end.
    pub sections: Vec<SectionView<'a>>,
    /// All papers of the file, the first one included, if it holds several (such as a decision and the regulation that
    /// it promulgates). Empty if it holds one.
    pub parts: Vec<PartView<'a>>,
    /// The places where it cites papers. No index is asked: if several papers have the cited number, only the text of
    /// the citation can tell which one is meant.
    pub citations: Vec<CitationView>,
    /// The places where the paper says what one other paper does to another: `decree A is replaced by decree B`.
    pub stated: Vec<StatedView>,
    /// What a reader should know of the text: pages without text, poor text, limits that the file exceeded.
    #[serde(serialize_with = "notes::serialize")]
    pub notes: Vec<PaperNote>,
    /// The changes that normalise, repair and the verdicts of a person made to its text, each with place, reason and
    /// confidence. Only here a key is left out: `path`, which the paper names already.
    pub edits: Vec<EditView<'a>>,
}

/// The masthead as JSON: an object with the fields of [`Masthead`]. Its confidences (0 to 1) are not rounded, unlike
/// those of citations and edits.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct MastheadView<'a>(pub &'a Masthead);

/// One entry of [`PaperView::sections`]: an indexed section up to its first inner item, or one inner item up to the
/// next.
#[derive(Debug, Serialize)]
pub struct SectionView<'a> {
    /// Item numbers from the outermost to the innermost, such as `2/3`. Empty for text outside of numbered items.
    pub path: &'a str,
    /// The path of the indexed section that this entry belongs to. It equals `path` in the first entry of a section;
    /// the entries of its inner items follow. An article (`Điều`) or a small item is indexed as one section with all
    /// items inside it. No phrase matches across two indexed sections.
    pub within: &'a str,
    /// The heading without its number; empty if there is none.
    pub title: &'a str,
    /// The part of the paper that the text stands in: body, footnote, recipients, …
    pub place: Place,
    /// The page on which it begins, from 1, if it is known.
    pub page: Option<u32>,
    /// First and last line, from 1, both inclusive.
    pub lines: (u32, u32),
    /// The repaired text of this entry, without the inner items that have entries of their own. The printed lines of a
    /// paragraph are joined; `\n` stands between paragraphs.
    pub text: &'a str,
}

/// The view of the paper at `path`. `text` is its extracted text, from which `document` was made.
pub fn view<'a>(path: &'a str, text: &str, document: &'a Document) -> PaperView<'a> {
    let lines = Lines::of(text);
    let sections = document.sections.iter().flat_map(|section| flat(section, &lines)).collect();
    let Cited { citations, stated } =
        citations::of_document(path, text, document, |_, _| Decision::default());
    PaperView {
        path,
        pages: Some(document.pages.len()).filter(|pages| *pages > 0),
        quality: document.quality,
        obtained: ObtainedView(&document.provenance),
        masthead: MastheadView(&document.masthead),
        sections,
        parts: document.parts.iter().map(PartView::of).collect(),
        notes: PaperNote::of(&document.provenance, document.text_quality),
        citations,
        stated,
        edits: super::edits::views(None, text, &document.edits),
    }
}

/// The entries of a section: one for the section itself, then one for each item inside it.
fn flat<'a>(section: &'a Section, lines: &Lines) -> Vec<SectionView<'a>> {
    let view = |row: Row<'a>| SectionView {
        path: row.path,
        within: &section.path,
        title: row.title,
        place: section.place,
        page: row.page,
        lines: section.lines_of(row.span, lines),
        text: row.span.of(&section.text),
    };
    section.rows().map(view).collect()
}

/// One of several papers in a file.
#[derive(Debug, Serialize)]
pub struct PartView<'a> {
    masthead: MastheadView<'a>,
    /// First and last line, from 1, both inclusive.
    lines: (u32, u32),
}

impl<'a> PartView<'a> {
    /// The view of `part`.
    pub fn of(part: &'a PaperPart) -> PartView<'a> {
        PartView { masthead: MastheadView(&part.masthead), lines: part.lines }
    }
}

/// Writes the paper as text: path and provenance, masthead, other papers of the file, sections, and how many citations
/// and edits there are; no notes and statements. Names of fields are padded to 11 characters: the longest
/// (`addressees`) has 10.
pub fn write_text(out: &mut impl Write, view: &PaperView<'_>, style: Style) -> Result<()> {
    let masthead = view.masthead.0;
    let quality = match view.quality {
        Quality::Poor => format!(", {}", papers::poor_text_note(view.obtained.0)),
        Quality::Good => String::new(),
    };
    writeln!(out, "{}", style.strong(&paper_path::shown(view.path)))?;
    let pages = view.pages.map_or(String::new(), |pages| format!("{pages} page(s), "));
    writeln!(out, "{pages}{}{quality}", view.obtained.0)?;
    for (name, field) in masthead.texts() {
        if field.is_none() && matches!(name, "effective" | "secrecy" | "urgency") {
            continue;
        }
        field_line(
            out,
            name,
            field.as_ref().map(|field| (field.value.clone(), field.lines)),
            style,
        )?;
    }
    let signer = masthead.signer.as_ref().map(|field| {
        let parts = [&field.value.authority, &field.value.post, &field.value.name];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        (parts.join(" · "), field.lines)
    });
    field_line(out, "signer", signer, style)?;
    let list = |field: &Option<Field<Vec<String>>>| {
        field.as_ref().map(|field| (field.value.join("; "), field.lines))
    };
    field_line(out, "addressees", list(&masthead.addressees), style)?;
    field_line(out, "recipients", list(&masthead.recipients), style)?;
    // The fields of the first part are written above.
    for (index, part) in view.parts.iter().enumerate().skip(1) {
        let masthead = &part.masthead.0;
        let fields = [&masthead.number, &masthead.kind, &masthead.date, &masthead.title];
        let values: Vec<&str> =
            fields.into_iter().flatten().map(|field| field.value.as_str()).collect();
        let (first, last) = part.lines;
        let place = style.quiet(&format!("lines {first}-{last}"));
        writeln!(out, "  {:<11}{}  {place}", format!("part {}", index + 1), values.join(" · "))?;
    }
    for section in &view.sections {
        let path = if section.path.is_empty() { section.place.name() } else { section.path };
        let (first, last) = section.lines;
        let page = section.page.map_or(String::new(), |page| format!("page {page}, "));
        let place = format!("{page}lines {first}-{last}");
        writeln!(out, "\n{} {} {}", style.strong(path), section.title, style.quiet(&place))?;
        writeln!(out, "{}", section.text)?;
    }
    writeln!(out, "\n{} citation(s), {} edit(s)", view.citations.len(), view.edits.len())
}

/// Writes one field of the masthead with its lines. `value` is its text with its first and last line.
fn field_line(
    out: &mut impl Write,
    name: &str,
    value: Option<(String, (u32, u32))>,
    style: Style,
) -> Result<()> {
    match value {
        Some((value, (first, last))) => {
            let place = if first == last {
                format!("line {first}")
            } else {
                format!("lines {first}-{last}")
            };
            writeln!(out, "  {name:<11}{value}  {}", style.quiet(&place))
        }
        None => writeln!(out, "  {name:<11}{}", style.quiet("not found")),
    }
}
