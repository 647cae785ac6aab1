//! Hits as JSON and as text.
//! In: an [`Answer`]. Out: one JSON object per hit and a summary, or passages with matches and repairs marked.
//! Unknown values are null. Only two keys may be left out: `matches_left_out` if it is 0, and `path` of edits.

use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_id;
use vankien_engine::paper_path;
use vankien_papers::document::Place;
use vankien_search::identity::{Candidate, Decision, Identity};
use vankien_search::{Answer, Expanded, Hit, NearDuplicate, Note, ReadAs, ShownEdit};
use vankien_text::Quality;

use super::edits::EditView;
use super::explain::{self, ExplainView};
use super::filters::{self, FilterView};
use super::notes::{self, LiteralView, NoteView};
use super::papers::also_in;
use super::place::{self, page_and_lines};
use super::reasons;
use super::style::Style;

/// A hit in JSON. `docs/json.md` explains the keys.
#[derive(Debug, Serialize)]
pub struct HitView<'a> {
    r#type: &'static str,
    rank: usize,
    score: f32,
    id: String,
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    path: &'a str,
    document: Option<&'a str>,
    kind: Option<&'a str>,
    title: Option<&'a str>,
    date: Option<&'a str>,
    quality: Quality,
    #[serde(serialize_with = "paper_path::serialize_all")]
    also_in: &'a [String],
    section: &'a str,
    within: Option<&'a str>,
    section_title: &'a str,
    within_title: Option<&'a str>,
    place: Place,
    bears: bool,
    partial: bool,
    other_reading: bool,
    page: Option<u32>,
    lines: (u32, u32),
    text: &'a str,
    highlights: &'a [(usize, usize)],
    printed: &'a str,
    printed_highlights: &'a [(usize, usize)],
    match_lines: &'a [(u32, u32)],
    matches: Vec<MatchView<'a>>,
    #[serde(skip_serializing_if = "is_zero")]
    matches_left_out: usize,
    edits: Vec<EditView<'a>>,
    of_date: Option<&'a str>,
    #[serde(serialize_with = "reasons::serialize_candidates")]
    candidates: &'a [Candidate],
    duplicates: &'a [NearDuplicate],
    in_paper: Option<usize>,
    explain: Option<ExplainView<'a>>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

#[derive(Debug, Serialize)]
struct MatchView<'a> {
    lines: (u32, u32),
    page: Option<u32>,
    surface: &'a str,
    printed: &'a str,
    repaired: bool,
    folded: bool,
    second_reading: bool,
}

/// The last object of a list of hits.
#[derive(Debug, Serialize)]
pub struct SummaryView<'a> {
    r#type: &'static str,
    total: usize,
    as_phrase: Option<usize>,
    scope: &'static str,
    papers: Option<usize>,
    shown: usize,
    complete: bool,
    partial: usize,
    other_readings: usize,
    read_as: Option<&'a str>,
    readings: &'a [ReadAs],
    understood: &'a [String],
    notes: Vec<NoteView<'a, Note>>,
    literal: Vec<LiteralView<'a>>,
    expanded: &'a [Expanded],
    suggestion: Option<&'a str>,
    namesakes: &'a [Identity],
    filters: Vec<FilterView<'a>>,
}

/// The view of one hit; `parts` are those of the question.
pub fn hit<'a>(hit: &'a Hit, parts: &'a [String]) -> HitView<'a> {
    let matches = hit.matches.iter().map(|found| MatchView {
        lines: found.lines,
        page: found.page,
        surface: &found.surface,
        printed: &found.printed,
        repaired: found.repaired,
        folded: found.folded,
        second_reading: found.is_second,
    });
    HitView {
        r#type: "hit",
        rank: hit.rank,
        score: hit.score,
        id: paper_id(&hit.path),
        path: &hit.path,
        document: hit.document.as_deref(),
        kind: hit.kind.as_deref(),
        title: hit.title.as_deref(),
        date: hit.date.as_deref(),
        quality: hit.quality,
        also_in: &hit.also_in,
        section: &hit.section,
        within: hit.within.as_deref(),
        section_title: &hit.section_title,
        within_title: hit.within_title.as_deref(),
        place: hit.place,
        bears: hit.bears,
        partial: hit.partial,
        other_reading: hit.other_reading,
        page: hit.page,
        lines: hit.lines,
        text: &hit.text,
        highlights: &hit.highlights,
        printed: &hit.printed,
        printed_highlights: &hit.printed_highlights,
        match_lines: &hit.match_lines,
        matches_left_out: hit.matches_left_out,
        matches: matches.collect(),
        edits: hit.edits.iter().map(edit).collect(),
        of_date: hit.meant.as_ref().and_then(|meant| meant.date.as_deref()),
        candidates: hit.meant.as_ref().map_or(&[], Decision::shown_candidates),
        duplicates: &hit.near_duplicates,
        in_paper: hit.in_paper,
        explain: explain::view(hit, parts),
    }
}

fn edit(shown: &ShownEdit) -> EditView<'_> {
    let edit = &shown.edit;
    let place = (edit.line, edit.column);
    EditView::new(None, place, (&edit.from, &edit.to), edit.why, edit.confidence)
}

/// The view of the last object of a list of hits.
pub fn summary(answer: &Answer) -> SummaryView<'_> {
    SummaryView {
        r#type: "summary",
        total: answer.total,
        as_phrase: answer.as_phrase,
        scope: answer.scope.name(),
        papers: answer.papers,
        shown: answer.hits.len(),
        complete: answer.complete,
        partial: answer.partial,
        other_readings: answer.other_readings,
        read_as: answer.read_as.as_deref(),
        readings: &answer.readings,
        understood: &answer.understood,
        notes: notes::views(&answer.notes),
        literal: notes::literals(&answer.literal),
        expanded: &answer.expanded,
        suggestion: answer.suggestion.as_deref(),
        namesakes: &answer.namesakes,
        filters: filters::views(&answer.filters),
    }
}

/// Writes the hits as text, and their total.
pub fn write_text(out: &mut impl Write, answer: &Answer, style: Style) -> Result<()> {
    if !answer.namesakes.is_empty() {
        writeln!(out, "{} papers share this number:", answer.namesakes.len())?;
        for one in &answer.namesakes {
            writeln!(out, "  {}", one.words())?;
        }
        writeln!(out)?;
    }
    let mut before = None;
    for hit in &answer.hits {
        let heading = heading(hit);
        if heading.is_some() && heading != before {
            writeln!(out, "{}\n", style.quiet(&format!("— {}", heading.unwrap_or_default())))?;
        }
        before = heading;
        write_hit(out, hit, answer, style)?;
    }
    write_count(out, answer)
}

/// The heading above hits that answer only a part or another reading of the question; `None` for hits that answer it.
fn heading(hit: &Hit) -> Option<&'static str> {
    match hit {
        Hit { partial: true, .. } => Some("only some of the words"),
        Hit { other_reading: true, .. } => Some("with other marks"),
        _ => None,
    }
}

fn write_count(out: &mut impl Write, answer: &Answer) -> Result<()> {
    let (shown, total) = (answer.hits.iter().filter(|hit| hit.answers()).count(), answer.total);
    let sections = if total == 1 { "section" } else { "sections" };
    let sections = match answer.papers {
        Some(papers) => format!("{sections} in {papers} paper(s)"),
        None => sections.to_owned(),
    };
    let sections = match answer.as_phrase.filter(|_| total > 0 && answer.parts.len() > 1) {
        Some(phrases) => format!("{sections} found, {phrases} with the words as one phrase;"),
        None => format!("{sections} found,"),
    };
    let folded: usize = answer.hits.iter().map(|hit| hit.near_duplicates.len()).sum();
    let again = match folded {
        0 => String::new(),
        _ => format!("; {folded} more hold the same paragraph (--all shows them)"),
    };
    if answer.hits.iter().any(|hit| hit.in_paper.is_some()) {
        let rest = if answer.complete { "all" } else { "the best" };
        writeln!(out, "{total} {sections} {rest} papers shown: {shown}{again}")?;
    } else if total == 0 {
        writeln!(out, "no section answers as asked")?;
    } else if answer.complete && folded == 0 {
        writeln!(out, "{total} {sections} all shown")?;
    } else if answer.complete {
        writeln!(out, "{total} {sections} {shown} shown{again}")?;
    } else {
        writeln!(out, "{total} {sections} {shown} shown (-n {total} or -n 0 shows all){again}")?;
    }
    let (others, partial) = (answer.other_readings, answer.partial);
    if others > 0 {
        let shown = answer.hits.iter().filter(|hit| hit.other_reading).count();
        writeln!(out, "{others} more with other marks, {shown} shown")?;
    }
    if partial > 0 {
        writeln!(out, "{partial} shown that hold only some of the words")?;
    }
    Ok(())
}

fn write_hit(out: &mut impl Write, hit: &Hit, answer: &Answer, style: Style) -> Result<()> {
    let known = [&hit.document, &hit.kind, &hit.date];
    let known: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
    let name = if known.is_empty() {
        paper_path::shown(&hit.path).into_owned()
    } else {
        known.join(" · ")
    };
    let bears = if hit.bears { "  ← bears this number" } else { "" };
    writeln!(out, "{}. {}{bears}", hit.rank, style.strong(&name))?;
    if let Some(title) = &hit.title {
        writeln!(out, "   {title}")?;
    }
    let section = label(hit);
    let poor = if hit.quality == Quality::Poor { ", poor text" } else { "" };
    let also = also_in(&hit.also_in);
    let place = page_and_lines(hit.page, hit.lines);
    let place = format!("{}, {place}, {section}{poor}{also}", paper_path::shown(&hit.path));
    writeln!(out, "   {}", style.quiet(&place))?;
    if let Some(meant) = &hit.meant {
        writeln!(out, "   {}", style.quiet(&reasons::decision(meant)))?;
    }
    if hit.matches.iter().any(|found| found.is_second) {
        let note = "matches a possible reading of damaged text; the text is shown unchanged";
        writeln!(out, "   {}", style.quiet(note))?;
    }
    let folded = hit.matches.iter().filter(|found| found.folded).count();
    if folded > 0 && folded == hit.matches.len() {
        writeln!(out, "   {}", style.quiet("matches only if tones and marks are ignored"))?;
    }
    for line in passage(hit, style).split('\n') {
        writeln!(out, "   {line}")?;
    }
    if let Some(more) = hit.in_paper.filter(|count| *count > 1) {
        let more = format!("and {} more section(s) of this paper", more - 1);
        writeln!(out, "   {}", style.quiet(&more))?;
    }
    for duplicate in &hit.near_duplicates {
        let place = page_and_lines(duplicate.page, (duplicate.lines.0, duplicate.lines.0));
        let same = format!("also {}, {place}", paper_path::shown(&duplicate.path));
        writeln!(out, "   {}", style.quiet(&same))?;
    }
    explain::write(out, hit, &answer.parts)?;
    writeln!(out)
}

/// The item that holds a passage, or else the part of the paper (body, footnote, …), and the indexed section around it.
fn label(hit: &Hit) -> String {
    let label = match place::item_label(hit.provision.as_deref(), &hit.section) {
        none if none.is_empty() => hit.place.name().to_owned(),
        item => format!("{item} {}", hit.section_title).trim_end().to_owned(),
    };
    match hit.within.as_deref() {
        None | Some("") => label,
        Some(path) => {
            let title = hit.within_title.as_deref().unwrap_or_default();
            format!("{label}, in section {path} {title}").trim_end().to_owned()
        }
    }
}

/// A part of a passage with uniform marking.
#[derive(Debug)]
pub struct PassagePart<'a> {
    /// Its text.
    pub text: String,
    /// Whether it is part of a match.
    pub found: bool,
    /// The repair that ends with this part; `None` if none does, or if the repaired text is blank.
    pub edit: Option<&'a ShownEdit>,
}

/// The passage of a hit, cut where matches and repairs begin and end (ranges of Unicode scalar values).
pub fn passage_parts(hit: &Hit) -> Vec<PassagePart<'_>> {
    let letters: Vec<char> = hit.text.chars().collect();
    let part = |from: usize, to: usize| -> String {
        letters[from.min(letters.len())..to.min(letters.len())].iter().collect()
    };
    let mut cuts: Vec<usize> = hit.highlights.iter().flat_map(|(from, to)| [*from, *to]).collect();
    cuts.extend(hit.edits.iter().flat_map(|shown| [shown.range.0, shown.range.1]));
    cuts.extend([0, letters.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |pair: &[usize]| {
        let (from, to) = (pair[0], pair[1]);
        let found = hit.highlights.iter().any(|(start, end)| *start <= from && to <= *end);
        let edit = hit.edits.iter().find(|shown| shown.range.0 <= from && to <= shown.range.1);
        let edit = edit.filter(|shown| shown.range.1 == to && is_visible(shown));
        PassagePart { text: part(from, to), found, edit }
    };
    cuts.windows(2).map(piece).collect()
}

/// The passage with matches and repairs marked.
fn passage(hit: &Hit, style: Style) -> String {
    let mut marked = String::new();
    let mut after_match = false;
    for PassagePart { mut text, found, edit } in passage_parts(hit) {
        if let Some(shown) = edit {
            let (from, to) = (super::edits::show_spaces(&shown.edit.from), &shown.edit.to);
            // A mistake of the author is shown as printed, with the correction beside it.
            text = if shown.edit.why.is_slip() {
                format!("{from}‹→{to}›")
            } else {
                style.repaired(&text, &from)
            };
        }
        let text = if found { style.found(&text) } else { text };
        // Without colour, neighbouring matches are one pair of brackets.
        match text.strip_prefix('[') {
            Some(rest) if found && after_match && !style.colour => {
                marked.pop();
                marked.push_str(rest);
            }
            _ => marked.push_str(&text),
        }
        after_match = found;
    }
    marked
}

/// Whether a repair can be seen in running text. One that leaves only blanks cannot; it is only in the list of edits.
fn is_visible(shown: &ShownEdit) -> bool {
    !shown.edit.to.trim().is_empty()
}
