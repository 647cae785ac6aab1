//! The text of a paper on its page: a part of it, with hits, lines, pages, edits and citations marked.
//! In: sections as stored. Out: HTML. Each section is read whole and then cut to the part: the cost of a part grows
//! with its longest section, hardly with the number of sections of the paper.

use maud::{Markup, html};
use vankien_engine::section_part::WINDOW_BYTES;
use vankien_engine::{PaperRecord, PaperSections, PaperWindow, Position, SectionRecord};
use vankien_search::Finder;
use vankien_text::span::Span;

use super::frame::link;
use super::text::{original_at, repaired};
use crate::present::words::Language;
use crate::serve::asked::Asked;
use crate::serve::reply::Problem;

/// At most 4 parts are searched for the first hit if the address names no place. A judgement: each part costs about as
/// much as showing it (benches/RESULTS.md, "Views of papers").
const MAX_SEARCHED_PARTS: usize = 4;

/// One part of a paper marks at most 5,000 hits, and ends before the next one. A judgement, not measured: more make the
/// page too large.
const MAX_MARKED_HITS: usize = 5_000;

/// At most 16 spans that begin before a place are checked for covering it. A judgement, not measured: at most a few
/// spans overlap, and the bound keeps the cost of a place constant in hostile papers.
const MAX_OVERLAPPING: usize = 16;

/// The part of a paper that is shown.
pub struct Shown {
    /// Its sections, each with the places that match the question (bytes of the text of the section, ascending).
    pub sections: Vec<(SectionRecord, Vec<Span>)>,
    /// Where it begins.
    pub from: Position,
    /// Where the next part begins; `None` at the end of the paper.
    pub next: Option<Position>,
}

/// The part that begins where the address says (`from`); else the first with a hit among the first
/// [`MAX_SEARCHED_PARTS`]; else the first. A `from` that is no position is a problem (status 400). `question` may be
/// empty; then nothing is marked.
pub fn shown(asked: &Asked, paper: &PaperRecord, question: &str) -> Result<Shown, Problem> {
    let sections = PaperSections::of(asked.state.searcher.store(), &paper.path)?;
    // A question that cannot be parsed marks nothing; the paper is shown all the same.
    let finder = match question {
        "" => None,
        question => asked.state.searcher.finder(question).ok(),
    };
    let read = |from: Position| -> Result<Shown, Problem> {
        Ok(marked(sections.window(from, WINDOW_BYTES)?, from, finder.as_ref()))
    };
    let from = asked.value("from").filter(|from| !from.is_empty());
    if let Some(from) = from {
        let from =
            from.parse().map_err(|_| Problem::new(400, "from is the number of a section"))?;
        return read(from);
    }
    let first = read(Position::default())?;
    let (mut next, mut looked) = (first.next, 1);
    if finder.is_none() || first.has_hits() {
        return Ok(first);
    }
    while let Some(from) = next.filter(|_| looked < MAX_SEARCHED_PARTS) {
        let shown = read(from)?;
        if shown.has_hits() {
            return Ok(shown);
        }
        (next, looked) = (shown.next, looked + 1);
    }
    Ok(first)
}

/// The sections of a part with their hits. The part is cut before the first hit above [`MAX_MARKED_HITS`].
fn marked(stretch: PaperWindow, from: Position, finder: Option<&Finder>) -> Shown {
    let mut shown = Shown { sections: Vec::new(), from, next: stretch.next };
    let mut left = MAX_MARKED_HITS;
    for section in stretch.sections {
        let marks = finder.map_or_else(Vec::new, |finder| finder.places(&section));
        // The first section may begin in the middle.
        let begins = if shown.sections.is_empty() { from.at } else { 0 };
        let Some(cut) = marks.get(left).map(|mark| mark.start) else {
            left -= marks.len();
            shown.sections.push((section, marks));
            continue;
        };
        shown.next = Some(Position { section: section.ordinal as usize, at: begins + cut });
        if cut > 0 {
            let marks = marks.into_iter().take(left).filter(|mark| mark.end <= cut).collect();
            shown.sections.push((section.part(Span::new(0, cut)), marks));
        }
        break;
    }
    shown
}

impl Shown {
    fn has_hits(&self) -> bool {
        self.sections.iter().any(|(_, marks)| !marks.is_empty())
    }
}

/// The first item whose span covers `range`, among the last [`MAX_OVERLAPPING`] that begin at or before it; `None` if
/// there is none. `all` is sorted by where the spans begin.
fn covering<T>(all: &[T], range: Span, span: impl Fn(&T) -> Span) -> Option<&T> {
    let begun = all.partition_point(|one| span(one).start <= range.start);
    all[begun.saturating_sub(MAX_OVERLAPPING)..begun].iter().find(|one| span(one).end >= range.end)
}

/// Writes the text. No anchor is written twice. A line gets one only if its number is above those of all lines before
/// it: columns side by side and footnotes may follow later lines, and get none. A page gets one at its first line with
/// an anchor. A hit that begins inside another hit gets none.
pub struct Writer<'p> {
    /// The last page that got an anchor, from 1; 0 before the first. `line` and `hit` are the same for lines and hits.
    page: u32,
    line: u32,
    hit: usize,
    /// Whether edits are shown.
    edits: bool,
    /// The path of the file if it is a PDF, whose pages can be linked; else `None`.
    pdf: Option<&'p str>,
    language: Language,
}

impl Writer<'_> {
    /// A writer before the first line. `edits` says whether edits are shown; `pdf` is the path of the file if it is a
    /// PDF, whose pages can be linked.
    pub fn new(edits: bool, pdf: Option<&str>, language: Language) -> Writer<'_> {
        Writer { page: 0, line: 0, hit: 0, edits, pdf, language }
    }

    /// The text of a section as HTML, with its lines, pages, hits (`marks`), edits and citations. Sections must come in
    /// order.
    pub fn section(&mut self, section: &SectionRecord, marks: &[Span]) -> Markup {
        let text = &section.text;
        let mut cuts: Vec<usize> = section.starts.iter().map(|start| start.at as usize).collect();
        let edits = section.edits.iter().map(|edit| edit.span);
        let cited = section.citations.iter().map(|citation| citation.span);
        let spans = marks.iter().copied().chain(edits).chain(cited);
        cuts.extend(spans.flat_map(|span| [span.start, span.end]));
        cuts.extend([0, text.len()]);
        cuts.retain(|at| text.is_char_boundary(*at));
        cuts.sort_unstable();
        cuts.dedup();
        html! { @for pair in cuts.windows(2) { (self.piece(section, Span::new(pair[0], pair[1]), marks)) } }
    }

    fn piece(&mut self, section: &SectionRecord, span: Span, marks: &[Span]) -> Markup {
        let starts = section.starts.partition_point(|start| (start.at as usize) < span.start);
        let start = section.starts.get(starts).filter(|start| start.at as usize == span.start);
        let line = start.map(|start| start.line).filter(|line| *line > self.line);
        let page = line.and_then(|line| section.page_of(line)).filter(|page| *page > self.page);
        self.line = line.unwrap_or(self.line);
        self.page = page.unwrap_or(self.page);
        let mark = covering(marks, span, |mark| *mark);
        let begins = mark.is_some_and(|mark| mark.start == span.start);
        self.hit += usize::from(begins);
        let edit = covering(&section.edits, span, |edit| edit.span);
        let edit = edit.filter(|edit| edit.span.end == span.end && !edit.to.trim().is_empty());
        let citation = covering(&section.citations, span, |one| one.span);
        let number = citation.and_then(|citation| citation.canonical.as_deref());
        let words = span.of(&section.text);
        let text = html! {
            @if mark.is_some() {
                mark id=[begins.then(|| format!("hit-{}", self.hit))] tabindex=[begins.then_some("-1")] {
                    (words)
                }
            } @else { (words) }
        };
        let text = match edit.filter(|_| self.edits) {
            Some(edit) => repaired(&text, edit, self.language),
            None => text,
        };
        html! {
            @if let Some(page) = page {
                span.break id={ "P" (page) } {
                    @match self.pdf {
                        Some(path) => a href=(original_at(path, Some(page))) {
                            (self.language.say("page")) " " (page) },
                        None => { (self.language.say("page")) " " (page) }
                    }
                }
            }
            @if let Some(line) = line {
                span.line id={ "L" (line) } tabindex="-1" data-line=(line) {}
            }
            @match number {
                Some(number) => a.cited href=(link("/", &[("q", number)], self.language)) { (text) },
                None => (text),
            }
        }
    }
}
