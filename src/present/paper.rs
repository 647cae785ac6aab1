//! A whole paper as JSON and as text.
//! In: a [`Document`] and its extracted text. Out: the view of `show`.
//! Never leaves a key out: unknown values are null.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_papers::PaperNote;
use vankien_papers::document::{Document, Field, Masthead, PaperPart, Place, Row, Section};
use vankien_search::identity::Decision;
use vankien_text::Quality;
use vankien_text::span::Lines;

use super::citations::{self, CitationView};
use super::edits::EditView;
use super::notes;
use super::papers::{self, ObtainedView};
use super::style::Style;

/// The object of `show --json`.
#[derive(Debug, Serialize)]
pub struct PaperView<'a> {
    /// The file.
    pub path: &'a str,
    /// The number of pages, if it is known.
    pub pages: Option<usize>,
    /// Whether the text can be trusted.
    pub quality: Quality,
    /// Where the text came from.
    #[serde(flatten)]
    pub obtained: ObtainedView<'a>,
    /// Number, date, kind, title, signer, …; a field is null, or its value with its lines.
    pub masthead: MastheadView<'a>,
    /// Its sections in the order of the file.
    pub sections: Vec<SectionView<'a>>,
    /// The papers that the file holds, if it holds several; else empty.
    pub parts: Vec<PartView<'a>>,
    /// Its citations of papers.
    pub citations: Vec<CitationView>,
    /// Notes on the quality of its text.
    #[serde(serialize_with = "notes::serialize")]
    pub notes: Vec<PaperNote>,
    /// The repairs of its text.
    pub edits: Vec<EditView<'a>>,
}

/// The masthead with its confidences rounded.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct MastheadView<'a>(pub &'a Masthead);

/// A section, or an item inside an article.
#[derive(Debug, Serialize)]
pub struct SectionView<'a> {
    /// Item numbers from the outermost to the innermost, such as `2/3`.
    pub path: &'a str,
    /// The path of the indexed section that holds it. An article or a small item is indexed together with all items
    /// inside it, as one text. A row whose path equals this path begins such a section; the following rows with the same
    /// `within` belong to its text. No phrase matches across two indexed sections.
    pub within: &'a str,
    /// The heading; empty if there is none.
    pub title: &'a str,
    /// The kind of its text: body, footnote, recipients, …
    pub place: Place,
    /// The page on which it begins, if it is known.
    pub page: Option<u32>,
    /// First and last line of the file.
    pub lines: (u32, u32),
    /// Its joined text.
    pub text: &'a str,
}

/// The view of the paper at `path` whose extracted text is `text`.
pub fn view<'a>(path: &'a str, text: &str, document: &'a Document) -> PaperView<'a> {
    let lines = Lines::of(text);
    let sections = document.sections.iter().flat_map(|section| flat(section, &lines)).collect();
    PaperView {
        path,
        pages: Some(document.pages.len()).filter(|pages| *pages > 0),
        quality: document.quality,
        obtained: ObtainedView(&document.provenance),
        masthead: MastheadView(&document.masthead),
        sections,
        parts: document.parts.iter().map(PartView::of).collect(),
        notes: PaperNote::of(&document.provenance, document.text_quality),
        citations: citations::document_citations(path, text, document, |_, _| Decision::default()),
        edits: super::edits::views(None, text, &document.edits),
    }
}

/// The views of a section: one for itself, and one for each item inside it.
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
    lines: (u32, u32),
}

impl<'a> PartView<'a> {
    /// The view of a part.
    pub fn of(part: &'a PaperPart) -> PartView<'a> {
        PartView { masthead: MastheadView(&part.masthead), lines: part.lines }
    }
}

/// Writes the paper as text: its masthead, then its sections.
pub fn write_text(out: &mut impl Write, view: &PaperView<'_>, style: Style) -> Result<()> {
    let masthead = view.masthead.0;
    let quality = match view.quality {
        Quality::Poor => format!(", {}", papers::poor_text_note(view.obtained.0)),
        Quality::Good => String::new(),
    };
    writeln!(out, "{}", style.strong(view.path))?;
    let pages = view.pages.map_or(String::new(), |pages| format!("{pages} page(s), "));
    writeln!(out, "{pages}{}{quality}", view.obtained.0)?;
    for (name, field) in masthead.texts() {
        if field.is_none() && matches!(name, "secrecy" | "urgency") {
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
