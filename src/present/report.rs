//! The report on all papers, as JSON and as text.
//! In: a [`Report`]. Out: one view for the command line, the API and the page.
//! A list that is cut gives the number of all entries.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::health::BANDS;
use vankien_engine::paper_id;
use vankien_engine::paper_path;
use vankien_ingest::report::{Edits, Group, NamedPaper, Report, Sample};
use vankien_system::budget::ExceededLimit;
use vankien_text::Quality;

use super::edits::{round_to_hundredths, show_spaces};
use super::papers::{ObtainedView, remedy};
use super::series::{self, AllSeriesView};
use super::style::Style;

/// The object of `report --json`.
#[derive(Debug, Serialize)]
pub struct ReportView<'a> {
    /// How many papers the index holds. Duplicates are counted neither here nor in any other number of the
    /// report.
    pub papers: u64,
    /// How many pages they have, in formats with pages.
    pub pages: u64,
    /// Pages that OCR has read.
    pub ocr_pages: u64,
    /// Unread pages, which only OCR can read.
    pub unread_pages: u64,
    /// How many sections they have.
    pub sections: u64,
    /// How many passages (paragraphs) they have.
    pub passages: u64,
    /// How many bytes their files have.
    pub bytes: u64,
    /// How many papers were read from each format (`pdf`), the most frequent first. Plain text is counted by its
    /// encodings instead: `utf-8 and tcvn3`.
    pub formats: Vec<CountView<'a>>,
    /// Papers by quality: good if the text can be trusted and no page is unread, else poor.
    pub quality: QualityView,
    /// Papers of poor quality: their text cannot be trusted, or they have unread pages.
    pub poor: GroupView<'a>,
    /// Papers that exceeded a limit: only a part of their text was read, or none, or only a part was repaired
    /// ([`LimitView::limit`] tells which).
    pub limited: GroupView<'a>,
    /// Papers without a date.
    pub undated: GroupView<'a>,
    /// Papers without a number.
    pub unnumbered: GroupView<'a>,
    /// Papers written in an encoding older than Unicode, or misread.
    pub legacy: GroupView<'a>,
    /// How many of the papers of `legacy` have each encoding; a paper may have several.
    pub encodings: Vec<CountView<'a>>,
    /// Papers with citations that look like a number but could not be read as one.
    pub unread_numbers: GroupView<'a>,
    /// Papers with characters that are rare in Vietnamese and that repair has left.
    pub suspect_letters: GroupView<'a>,
    /// Which numbers are missing in the series of numbers, and which several papers bear.
    pub series: AllSeriesView<'a>,
    /// The edits by reason.
    pub edits: Vec<EditsView<'a>>,
}

/// The number of papers with a value.
#[derive(Debug, Serialize)]
pub struct CountView<'a> {
    /// The value.
    pub value: &'a str,
    /// How many papers.
    pub papers: u64,
}

/// Papers by quality.
#[derive(Debug, Serialize)]
pub struct QualityView {
    /// Those whose text can be trusted and that have no unread page.
    pub good: u64,
    /// Those whose text cannot be trusted, or that have unread pages.
    pub poor: u64,
}

/// Papers that have something in common.
#[derive(Debug, Serialize)]
pub struct GroupView<'a> {
    /// How many papers.
    pub papers: u64,
    /// How many places in them; 0 where the whole paper is meant.
    pub places: u64,
    /// How many of the papers are named.
    pub shown: usize,
    /// The named papers: those with most places first, then by path.
    pub named: Vec<NamedView<'a>>,
    /// Some of the places, to be checked by eye.
    pub samples: Vec<SampleView<'a>>,
}

/// A paper of a group.
#[derive(Debug, Serialize)]
pub struct NamedView<'a> {
    /// Its id.
    pub id: String,
    /// Its path.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// Its number.
    pub number: Option<&'a str>,
    /// The provenance of its text.
    #[serde(flatten)]
    pub obtained: ObtainedView<'a>,
    /// The number of places in it.
    pub places: u32,
    /// The limits that it exceeded.
    pub limits: Vec<LimitView>,
    /// The command that may improve its text or read its unread pages. `None` for good quality, and where no
    /// command would help: it is no PDF, or OCR has read a page of it.
    pub improve: Option<&'static str>,
}

/// A limit that a paper exceeded.
#[derive(Debug, Serialize)]
pub struct LimitView {
    /// Its name in `vankien.toml`.
    pub limit: &'static str,
    /// The value of the limit when the paper was read, in the unit of that limit (bytes, lines, pages, seconds,
    /// …; see [`vankien_system::budget::Limit`]).
    pub value: u64,
    /// The page on which it was exceeded, from 1, if it is known.
    pub page: Option<u32>,
    /// The line of the text on which it was exceeded, from 1, if it is known.
    pub line: Option<u32>,
    /// Limit and place as an English sentence.
    #[serde(skip)]
    pub words: String,
}

/// A place to check by eye.
#[derive(Debug, Serialize)]
pub struct SampleView<'a> {
    /// The id of the paper.
    pub id: String,
    /// Its path.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: &'a str,
    /// The page, where that is known.
    pub page: Option<u32>,
    /// The line of the extracted text, from 1. Of plain text it is the line of the file.
    pub line: u32,
    /// The column of an edit in Unicode scalar values, from 0; `None` if the place is no edit.
    pub col: Option<u32>,
    /// The text to check; of an edit, the original text.
    pub from: &'a str,
    /// The text after the edit; `None` if the place is no edit.
    pub to: Option<&'a str>,
    /// The confidence of the edit, from 0 to 1, rounded to hundredths; `None` if the place is no edit.
    pub confidence: Option<f32>,
}

/// The edits for one reason.
#[derive(Debug, Serialize)]
pub struct EditsView<'a> {
    /// The reason by its name: `letter-lost`.
    pub why: &'static str,
    /// The same value as `why`, under a key that never changes.
    pub why_code: &'static str,
    /// The number of edits.
    pub count: u64,
    /// The number of papers that hold them.
    pub papers: u64,
    /// The edits by confidence, lowest first, without empty bands.
    pub bands: Vec<BandView<'a>>,
}

/// The edits in one band of confidence.
#[derive(Debug, Serialize)]
pub struct BandView<'a> {
    /// The lowest confidence of the band, inclusive.
    pub from: f32,
    /// The lowest confidence of the next band, exclusive; 1 for the last band, which holds 1 too.
    pub to: f32,
    /// How many edits.
    pub count: u64,
    /// Some of them, spread over the papers.
    pub samples: Vec<SampleView<'a>>,
}

/// The view of a report.
pub fn view(report: &Report) -> ReportView<'_> {
    let totals = &report.totals;
    let mut formats: Vec<CountView<'_>> =
        report.formats.iter().map(|one| count(one.0, *one.1)).collect();
    formats.sort_by_key(|one| std::cmp::Reverse(one.papers));
    ReportView {
        papers: totals.papers,
        pages: report.pages,
        ocr_pages: totals.ocr_pages,
        unread_pages: report.unread_pages,
        sections: totals.sections,
        passages: totals.passages,
        bytes: totals.bytes,
        formats,
        quality: QualityView { good: totals.papers - report.poor.papers, poor: report.poor.papers },
        poor: group(&report.poor),
        limited: group(&report.limited),
        undated: group(&report.undated),
        unnumbered: group(&report.unnumbered),
        legacy: group(&report.legacy),
        encodings: report.encodings.iter().map(|(name, papers)| count(name, *papers)).collect(),
        unread_numbers: group(&report.unread),
        suspect_letters: group(&report.suspects),
        series: series::view(&report.series),
        edits: report.edits.iter().map(edits).collect(),
    }
}

fn count(value: &str, papers: u64) -> CountView<'_> {
    CountView { value, papers }
}

fn group(group: &Group) -> GroupView<'_> {
    GroupView {
        papers: group.papers,
        places: group.places,
        shown: group.named.len(),
        named: group.named.iter().map(named).collect(),
        samples: group.samples.iter().map(sample).collect(),
    }
}

fn named(paper: &NamedPaper) -> NamedView<'_> {
    let NamedPaper { path, number, provenance, quality, places } = paper;
    let limits = provenance.limits.iter().map(|met| {
        let ExceededLimit { limit, value, page, line } = *met;
        LimitView { limit: limit.name(), value, page, line, words: met.message() }
    });
    let limits = limits.collect();
    let improve = (*quality == Quality::Poor).then(|| remedy(provenance)).flatten();
    let number = number.as_deref();
    let obtained = ObtainedView(provenance);
    NamedView { id: paper_id(path), path, number, obtained, places: *places, limits, improve }
}

fn sample(sample: &Sample) -> SampleView<'_> {
    SampleView {
        id: paper_id(&sample.path),
        path: &sample.path,
        page: sample.page,
        line: sample.line,
        col: sample.column,
        from: &sample.from,
        to: sample.to.as_ref().map(|(to, _)| to.as_str()),
        confidence: sample.to.as_ref().map(|(_, confidence)| round_to_hundredths(*confidence)),
    }
}

fn edits(edits: &Edits) -> EditsView<'_> {
    let mut bands = Vec::new();
    for (at, (held, samples)) in edits.counts.iter().zip(&edits.samples).enumerate() {
        if *held > 0 {
            bands.push(BandView {
                from: BANDS[at],
                to: BANDS.get(at + 1).copied().unwrap_or(1.0),
                count: *held,
                samples: samples.iter().map(sample).collect(),
            });
        }
    }
    EditsView {
        why: edits.why.name(),
        why_code: edits.why.name(),
        count: edits.counts.iter().sum(),
        papers: edits.papers,
        bands,
    }
}

/// Writes the report as text.
pub fn write_text(out: &mut impl Write, view: &ReportView<'_>, style: Style) -> Result<()> {
    let ReportView { papers, pages, sections, .. } = view;
    let pages = if *pages > 0 { format!("{pages} pages, ") } else { String::new() };
    writeln!(out, "{papers} papers, {pages}{sections} sections")?;
    let counts = |counts: &[CountView<'_>]| {
        let all: Vec<String> =
            counts.iter().map(|one| format!("{} {}", one.papers, one.value)).collect();
        all.join(", ")
    };
    writeln!(out, "read from: {}", counts(&view.formats))?;
    if view.ocr_pages + view.unread_pages > 0 {
        writeln!(out, "{}", ocr_line(view.ocr_pages, view.unread_pages))?;
    }
    write_group(out, "with poor text", &view.poor, style)?;
    write_group(out, "read in part because of a limit", &view.limited, style)?;
    write_group(out, "without a date", &view.undated, style)?;
    write_group(out, "without a number", &view.unnumbered, style)?;
    write_group(out, "with numbers that name no paper", &view.unread_numbers, style)?;
    write_group(out, "with suspect letters", &view.suspect_letters, style)?;
    write_group(out, "in an older encoding, or misread", &view.legacy, style)?;
    if !view.encodings.is_empty() {
        writeln!(out, "  by encoding: {}", counts(&view.encodings))?;
    }
    series::write_text(out, &view.series, style)?;
    for edits in &view.edits {
        let title = format!("{} edits {} in {} papers", edits.count, edits.why, edits.papers);
        writeln!(out, "\n{}", style.strong(&title))?;
        for band in &edits.bands {
            writeln!(out, "  confidence {} to {}: {}", band.from, band.to, band.count)?;
            band.samples.iter().try_for_each(|sample| write_sample(out, sample, style))?;
        }
    }
    Ok(())
}

/// The numbers of pages that OCR has read and could read: `2 page(s) read by OCR, 3 wait for it`.
pub fn ocr_line(read: u64, unread: u64) -> String {
    match unread {
        0 => format!("{read} page(s) read by OCR, none waits for it"),
        _ => format!("{read} page(s) read by OCR, {unread} wait for it (vankien ingest --ocr)"),
    }
}

fn write_group(
    out: &mut impl Write,
    what: &str,
    group: &GroupView<'_>,
    style: Style,
) -> Result<()> {
    if group.papers == 0 {
        return writeln!(out, "\nno papers {what}");
    }
    let places =
        if group.places > 0 { format!(", {} places", group.places) } else { String::new() };
    writeln!(out, "\n{}", style.strong(&format!("{} papers {what}{places}", group.papers)))?;
    for paper in &group.named {
        let number = paper.number.unwrap_or("-");
        let places =
            if paper.places > 0 { format!("{:>6}  ", paper.places) } else { String::new() };
        let improve = paper.improve.map_or(String::new(), |how| format!("  (try: {how})"));
        let obtained = style.quiet(&paper.obtained.0.to_string());
        let limits: String = paper.limits.iter().map(|one| format!("  ({})", one.words)).collect();
        writeln!(
            out,
            "  {places}{number:<16} {}  {obtained}{limits}{improve}",
            paper_path::shown(paper.path)
        )?;
    }
    if group.papers > group.shown as u64 {
        writeln!(out, "  {} more (-n 0 names all)", group.papers - group.shown as u64)?;
    }
    group.samples.iter().try_for_each(|sample| write_sample(out, sample, style))
}

fn write_sample(out: &mut impl Write, sample: &SampleView<'_>, style: Style) -> Result<()> {
    let column = sample.col.map_or(String::new(), |column| format!(":{column}"));
    let place = style.quiet(&format!("{}:{}{column}", paper_path::shown(sample.path), sample.line));
    let change = match (sample.to, sample.confidence) {
        (Some(to), Some(confidence)) => format!(" → {}  {confidence:.2}", show_spaces(to)),
        _ => String::new(),
    };
    writeln!(out, "    {place}  {}{change}", show_spaces(sample.from))
}
