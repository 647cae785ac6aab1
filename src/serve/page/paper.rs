//! One paper: what it says of itself, its repaired text with its way back to the page, who cites it.
//! In: the id of a paper, and perhaps a question. Out: HTML. Shows the text as the index holds it, so
//! that it agrees with the hits; the file stands beside it, untouched.

use maud::{Markup, html};

use super::text::{Item, original_at, place, repaired, whole_place};
use super::words::Language;
use super::{frame, link, refused};
use crate::document::Quality;
use crate::index::{PaperRecord, SectionRecord, paper_id};
use crate::present::citations::{self, CitationView};
use crate::present::paper::texts;
use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};
use crate::span::Span;

/// How many places that cite the paper are shown.
const CITED: usize = 100;

/// How much of a section without a heading stands in the list of sections, in letters.
const BEGINNING: usize = 60;

/// Answers with the paper.
pub fn paper(asked: &Asked) -> Result<Reply, Problem> {
    match asked.paper() {
        Ok(paper) => {
            let name = paper.masthead.number.as_ref().map_or(&paper.path, |field| &field.value);
            let body = body(asked, &paper)?;
            Ok(frame(asked, name, &body))
        }
        Err(problem) if problem.status < 500 => Ok(refused(asked, &problem)),
        Err(problem) => Err(problem),
    }
}

fn body(asked: &Asked, paper: &PaperRecord) -> Result<Markup, Problem> {
    let language = asked.language();
    let searcher = &asked.generation.searcher;
    let sections = searcher.store().sections(&paper.path)?;
    let question = asked.question_or_none()?;
    let marks = match question {
        "" => Vec::new(),
        // A question that cannot be read marks nothing; the paper is shown all the same.
        question => searcher.places(question, &sections).unwrap_or_default(),
    };
    let hits: usize = marks.iter().map(Vec::len).sum();
    let edits = asked.value("edits") != Some("0");
    let first = sections.iter().zip(&marks).find_map(|(section, marks)| {
        marks.first().and_then(|mark| section.page_of(section.lines_of(*mark).0))
    });
    let original = original_at(&paper.path, first.or(paper.pages.map(|_| 1)));
    let pdf = original.contains('#').then_some(paper.path.as_str());
    let mut page = Page { page: 0, line: 0, hit: 0, edits, pdf, language };
    let number = paper.masthead.number.as_ref().map(|field| field.value.as_str());
    let none = Vec::new();
    Ok(html! {
        (head(paper, number, language))
        (choices(paper, question, hits, edits, &original, language))
        nav.sections aria-label=(language.say("sections")) {
            h2 { (language.say("sections")) }
            ul { @for section in &sections { (entry(section, language)) } }
        }
        div.text {
            @for (at, section) in sections.iter().enumerate() {
                section id={ "S" (section.ordinal) } aria-label=(name_of(section, language)) {
                    (page.section(section, marks.get(at).unwrap_or(&none)))
                }
            }
        }
        @if let Some(number) = number { (cited_by(asked, number, language)?) }
    })
}

fn head(paper: &PaperRecord, number: Option<&str>, language: Language) -> Markup {
    let masthead = &paper.masthead;
    let signer = masthead.signer.as_ref().map(|field| {
        let signer = &field.value;
        let parts = [&signer.authority, &signer.post, &signer.name];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    });
    html! {
        h1 { bdi { (number.unwrap_or(&paper.path)) } }
        p.place { bdi { (paper.path) }
            @if let Some(pages) = paper.pages { " · " (pages) " " (language.say("page")) }
            @if paper.quality == Quality::Poor { " · " em { (language.say("poor")) } } }
        @if !paper.also_in.is_empty() {
            p.place { (language.say("also.in")) " "
                @for (at, path) in paper.also_in.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href={ "/papers/" (paper_id(path)) "/original" } { bdi { (path) } }
                } }
        }
        dl.masthead {
            @for (name, field) in texts(masthead) {
                @if let Some(field) = field {
                    dt { (language.say(&format!("field.{name}"))) }
                    dd { bdi { (field.value) } " " a.quiet href={ "#L" (field.lines.0) } {
                        (place(None, field.lines, language)) } }
                }
            }
            @if let Some(signer) = signer { dt { (language.say("field.signer")) } dd { (signer) } }
        }
    }
}

fn choices(
    paper: &PaperRecord,
    question: &str,
    hits: usize,
    edits: bool,
    original: &str,
    language: Language,
) -> Markup {
    let id = paper_id(&paper.path);
    let address = format!("/papers/{id}");
    let (label, toggle) = if edits { ("edits.hide", "0") } else { ("edits.show", "") };
    let count: u32 = paper.edits.iter().map(|(_, count)| *count).sum();
    html! {
        p.choices {
            @if !question.is_empty() {
                @if hits == 0 { span { (language.say("hit.none")) } }
                @else { a.next href="#hit-1" { (hits) " " (language.say("hits")) " ↓" } }
                " "
            }
            @if count > 0 {
                a href=(link(&address, &[("q", question), ("edits", toggle)], language)) {
                    (language.say(label)) " (" (count) ")"
                }
                " "
            }
            a href=(original) data-original { (language.say("original")) } " "
            a href=(link(&format!("{address}/graph"), &[], language)) { (language.say("graph")) } " "
            a href={ "/api/v1/papers/" (id) } { "JSON" }
        }
        details.original {
            summary { (language.say("original")) }
            iframe src=(original) loading="lazy" title=(language.say("original")) {}
        }
    }
}

fn name_of(section: &SectionRecord, language: Language) -> String {
    let path = if section.section.is_empty() { section.place.name() } else { &section.section };
    format!("{} {path} {}", language.say("section"), section.title).trim_end().to_owned()
}

fn entry(section: &SectionRecord, language: Language) -> Markup {
    let depth = section.section.matches('/').count().min(4);
    // A section without a heading is known by how it begins.
    let begins: String = section.text.chars().take(BEGINNING).collect();
    let whole = section.text.len() == begins.len();
    html! {
        @if !section.section.is_empty() || !section.title.is_empty() {
            li class={ "depth-" (depth) } {
                a href={ "#S" (section.ordinal) } {
                    (section.section) " "
                    @if section.title.is_empty() { bdi { (begins) } @if !whole { "…" } }
                    @else { bdi { (section.title) } }
                }
                @if let Some(page) = section.page {
                    " " span.quiet { (language.say("page")) " " (page) }
                }
            }
        }
    }
}

/// What was written of the text so far: lines, pages and hits are named once each.
struct Page<'p> {
    page: u32,
    line: u32,
    hit: usize,
    edits: bool,
    /// The path of a file whose pages have addresses.
    pdf: Option<&'p str>,
    language: Language,
}

impl Page<'_> {
    /// The text of a section, cut wherever a line begins or something is to be marked.
    fn section(&mut self, section: &SectionRecord, marks: &[Span]) -> Markup {
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
        let mark = marks.iter().find(|mark| mark.start <= span.start && span.end <= mark.end);
        let begins = mark.is_some_and(|mark| mark.start == span.start);
        self.hit += usize::from(begins);
        let edit = section
            .edits
            .iter()
            .find(|edit| edit.span.start <= span.start && span.end <= edit.span.end);
        let edit = edit.filter(|edit| edit.span.end == span.end && !edit.to.trim().is_empty());
        let citation = section
            .citations
            .iter()
            .find(|one| one.span.start <= span.start && span.end <= one.span.end);
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

/// Where other papers cite this one.
fn cited_by(asked: &Asked, number: &str, language: Language) -> Result<Markup, Problem> {
    let (mut total, mut shown): (usize, Vec<CitationView>) = (0, Vec::new());
    citations::cited_by(&asked.generation.searcher, number, |view| {
        total += 1;
        if shown.len() < CITED {
            shown.push(view);
        }
    })?;
    Ok(html! {
        @if total > 0 {
            section.cited-by {
                h2 { (language.say("cited.by")) " (" (total) ")" }
                ul {
                    @for view in &shown {
                        @let address = format!("/papers/{}", paper_id(&view.path));
                        @let name = view.document.as_deref().unwrap_or(&view.path);
                        @let item = Item { provision: view.provision.as_deref(), path: &view.section };
                        li {
                            a href={ (link(&address, &[("q", number)], language)) "#L" (view.lines.0) } {
                                bdi { (name) } ", "
                                (whole_place(item, view.page, view.lines, language))
                            }
                            " " span.quiet { (view.relation.unwrap_or_default()) }
                        }
                    }
                    @if total > shown.len() {
                        li { a href=(link("/mentions", &[("q", number)], language)) { (language.say("all")) " " (total) } }
                    }
                }
            }
        }
    })
}
