//! The object of `show --json` for a paper of the index.
//! In: the record of a paper and some of its sections. Out: the same values as from its file, as long as the file is
//! unchanged; sections, citations and statements only of these sections. Never reads the file; never runs a stage.

use std::ops::Range;

use serde::Serialize;
use vankien_engine::{PaperRecord, PaperSections, PlacedEdit, SectionRecord};
use vankien_papers::PaperNote;
use vankien_papers::citation::Relations;
use vankien_papers::document::Citation;
use vankien_search::Searcher;
use vankien_search::identity::Decision;

use super::citations::{self, CitationView, Cited};
use super::edits::EditView;
use super::paper::{MastheadView, PaperView, PartView, SectionView};
use super::papers::ObtainedView;
use super::stated;

/// The view of a paper of the index.
#[derive(Debug, Serialize)]
pub struct StoredView<'a> {
    /// The object of `show --json`.
    #[serde(flatten)]
    pub paper: PaperView<'a>,
    /// Whether the file has another size or time than when it was ingested, or is gone. [`view`] does not look: it
    /// gives `false`, and the caller sets it.
    pub changed: bool,
    /// Whether `edits` is complete. Records of older versions lack edits outside of sections.
    pub edits_complete: bool,
    /// The cursor of the next part; `None` at the end of the paper. [`view`] gives `None`, and the caller sets it.
    pub next: Option<String>,
}

/// The view of a paper with some consecutive sections. Its citations are not decided with the index.
pub fn view<'a>(paper: &'a PaperRecord, sections: &'a [SectionRecord]) -> StoredView<'a> {
    let (mut citations, mut stated) = (Vec::new(), Vec::new());
    for section in sections {
        let relations = citations::record_relations(section);
        let all = 0..section.citations.len();
        stated.extend(stated::of_record(paper, section, &relations, &all));
        citations.extend(of_section(paper, section, &relations, all, |_| Decision::default()));
    }
    StoredView {
        paper: PaperView {
            path: &paper.path,
            pages: paper.pages.map(|pages| pages as usize),
            quality: paper.quality,
            obtained: ObtainedView(&paper.provenance),
            masthead: MastheadView(&paper.masthead),
            sections: sections.iter().flat_map(rows).collect(),
            parts: paper.parts.iter().map(PartView::of).collect(),
            citations,
            stated,
            notes: PaperNote::of(&paper.provenance, paper.text_quality),
            edits: edits(paper, sections),
        },
        changed: false,
        edits_complete: paper.edits_outside_sections.is_some(),
        next: None,
    }
}

/// The entries of a section ([`SectionView`]). If it is a part that begins with an item or inside one, the empty entry
/// of the section itself is left out.
fn rows(section: &SectionRecord) -> impl Iterator<Item = SectionView<'_>> {
    let goes_on = section.inner.first().is_some_and(|item| item.start == 0);
    let exceptions = &section.exceptions.rows;
    let told = |at: usize| {
        let found = exceptions.binary_search_by_key(&at, |(row, _)| *row as usize);
        found.ok().map(|found| exceptions[found].1)
    };
    section.rows().enumerate().skip(usize::from(goes_on)).map(move |(at, row)| SectionView {
        path: row.path,
        within: &section.section,
        title: row.title,
        place: section.place,
        page: row.page,
        lines: told(at).unwrap_or_else(|| section.lines_of(row.span)),
        text: row.span.of(&section.text),
    })
}

/// What a stored paper cites, and what it says of two others; namesakes are told apart with the index.
///
/// # Errors
/// Where a section cannot be read.
pub fn cited(searcher: &Searcher, paper: &PaperRecord) -> crate::error::Result<Cited> {
    let mut cited = Cited::default();
    let sections = PaperSections::of(searcher.store(), &paper.path)?;
    for at in 0..sections.count() {
        let Some(section) = sections.section(at)? else { break };
        let known = searcher.known(&section.citations)?;
        let relations = citations::record_relations(&section);
        let all = 0..section.citations.len();
        let decide = |citation: &Citation| known.decide(&section.text, citation, &paper.masthead);
        cited.stated.extend(stated::of_record(paper, &section, &relations, &all));
        cited.citations.extend(of_section(paper, &section, &relations, all, decide));
    }
    Ok(cited)
}

/// The citations of a section whose index, from 0, lies in `range`. `decide` gives what the index knows of each cited
/// paper; `relations` are those of the section.
pub fn of_section<'a>(
    paper: &'a PaperRecord,
    section: &'a SectionRecord,
    relations: &'a Relations<'a>,
    range: Range<usize>,
    decide: impl Fn(&Citation) -> Decision + 'a,
) -> impl Iterator<Item = CitationView> + 'a {
    let exceptions = &section.exceptions.citations;
    let told = |at: usize| {
        let found = exceptions.binary_search_by_key(&at, |(one, ..)| *one as usize);
        found.ok().map(|found| &exceptions[found])
    };
    let within = section.citations.iter().enumerate().take(range.end).skip(range.start);
    within.map(move |(at, citation)| {
        let place = told(at).map_or_else(
            || {
                let lines = section.lines_of(citation.span);
                (lines, section.page_of(lines.0))
            },
            |(_, lines, page)| (*lines, *page),
        );
        citations::record_citation(
            paper,
            section,
            (citation, relations.to(at)),
            place,
            decide(citation),
        )
    })
}

/// The edits of these sections, and all edits outside of sections, in the order of the extracted text, each once. An
/// edit that lies in two sections is stored in both.
fn edits<'a>(paper: &'a PaperRecord, sections: &'a [SectionRecord]) -> Vec<EditView<'a>> {
    let within =
        sections.iter().flat_map(|section| section.edits.iter().chain(&section.exceptions.edits));
    let mut all: Vec<&PlacedEdit> =
        within.chain(paper.edits_outside_sections.iter().flatten()).collect();
    all.sort_by_key(|edit| (edit.line, edit.column, !edit.from.is_empty()));
    let is_same = |one: &PlacedEdit, other: &PlacedEdit| {
        (one.line, one.column, &one.from, &one.to)
            == (other.line, other.column, &other.from, &other.to)
    };
    all.dedup_by(|one, other| is_same(one, other));
    let view = |edit: &&'a PlacedEdit| {
        EditView::new(
            None,
            (edit.line, edit.column),
            (&edit.from, &edit.to),
            edit.why,
            edit.confidence,
        )
    };
    all.iter().map(view).collect()
}
