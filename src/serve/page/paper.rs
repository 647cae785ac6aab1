//! The page of one paper: its masthead, its repaired text with page and line numbers, and the papers that cite it.
//! In: the id of a paper, and a question if there is one. Out: HTML. Shows the text of the index, so that it agrees
//! with the hits, and links to the unchanged file. Shows a long paper in parts.

use maud::{Markup, html};
use vankien_engine::paper_path;
use vankien_engine::{PaperRecord, Position, SectionRecord, paper_id};
use vankien_text::Quality;

use super::frame::{frame, link, problem_page};
use super::paper_text::{Shown, Writer, shown};
use super::text::{Item, original_at, place, whole_place};
use crate::present::citations::{self, CitationView, Citing};
use crate::present::words::Language;
use crate::serve::asked::Asked;
use crate::serve::original::is_changed;
use crate::serve::reply::{Problem, Reply};

/// At most 100 citing places and at most 100 copies of the file are listed; the others are counted. A judgement, not
/// measured.
const MAX_LISTED: usize = 100;

/// In the list of sections, the first 60 characters of its text stand for the heading of a section without one. A
/// judgement, not measured.
const HEADING_CHARS: usize = 60;

/// Answers with the page of the paper that the request names. If there is no such paper, a page says so. Other problems
/// are returned: those with status 500 or above, and a wrong `q` or `from` (status 400).
pub fn paper(asked: &Asked) -> Result<Reply, Problem> {
    match asked.paper() {
        Ok(paper) => {
            let name = paper.masthead.number.as_ref().map(|field| field.value.as_str().into());
            let name = name.unwrap_or_else(|| paper_path::shown(&paper.path));
            let body = body(asked, &paper)?;
            Ok(frame(asked, &name, &body))
        }
        Err(problem) if problem.status < 500 => Ok(problem_page(asked, &problem)),
        Err(problem) => Err(problem),
    }
}

fn body(asked: &Asked, paper: &PaperRecord) -> Result<Markup, Problem> {
    let language = asked.language();
    let question = asked.question_or_none()?;
    let shown = shown(asked, paper, question)?;
    let sections = &shown.sections;
    let hits: usize = sections.iter().map(|(_, marks)| marks.len()).sum();
    let edits = asked.value("edits") != Some("0");
    let first = sections.iter().find_map(|(section, marks)| {
        marks.first().and_then(|mark| section.page_of(section.lines_of(*mark).0))
    });
    let original = original_at(&paper.path, first.or(paper.pages.map(|_| 1)));
    let pdf = original.contains('#').then_some(paper.path.as_str());
    let mut writer = Writer::new(edits, pdf, language);
    let number = paper.masthead.number.as_ref().map(|field| field.value.as_str());
    let navigation = part_links(asked, paper, &shown);
    Ok(html! {
        (head(paper, number, language))
        @if is_changed(paper) { p.problem { (language.say("changed")) } }
        (choices(paper, question, hits, edits, &original, language))
        (navigation)
        nav.sections aria-label=(language.say("sections")) {
            h2 { (language.say("sections")) }
            ul { @for (section, _) in sections { (entry(section, language)) } }
        }
        div.text {
            @for (section, marks) in sections {
                section id={ "S" (section.ordinal) } aria-label=(name_of(section, language)) {
                    (writer.section(section, marks))
                }
            }
        }
        (navigation)
        @if let Some(number) = number && shown.from == Position::default() {
            (cited_by(asked, number, language)?)
        }
    })
}

/// Links to the first and the next part of a long paper; nothing if all of it is shown.
fn part_links(asked: &Asked, paper: &PaperRecord, shown: &Shown) -> Markup {
    let language = asked.language();
    let address = format!("/papers/{}", paper_id(&paper.path));
    let question = asked.value("q").unwrap_or_default();
    let edits = asked.value("edits").unwrap_or_default();
    let to =
        |from: &str| link(&address, &[("q", question), ("edits", edits), ("from", from)], language);
    html! {
        @if shown.from != Position::default() || shown.next.is_some() {
            p.way {
                (language.say("stretch")) ". "
                @if shown.from != Position::default() {
                    a rel="first" href=(to("")) { (language.say("stretch.first")) } " "
                }
                @if let Some(next) = shown.next {
                    a.more rel="next" href=(to(&next.to_string())) { (language.say("stretch.next")) }
                }
            }
        }
    }
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
        h1 { bdi { (number.unwrap_or(&paper_path::shown(&paper.path))) } }
        p.place { bdi { (paper_path::shown(&paper.path)) }
            @if let Some(pages) = paper.pages { " · " (pages) " " (language.say("page")) }
            @if paper.quality == Quality::Poor { " · " em { (language.say("poor")) } } }
        @if !paper.also_in.is_empty() {
            p.place { (language.say("also.in")) " "
                @for (at, path) in paper.also_in.iter().take(MAX_LISTED).enumerate() {
                    @if at > 0 { ", " }
                    a href={ "/papers/" (paper_id(path)) "/original" } { bdi { (paper_path::shown(path)) } }
                }
                @if paper.also_in.len() > MAX_LISTED { " +" (paper.also_in.len() - MAX_LISTED) } }
        }
        dl.masthead {
            @for (name, field) in masthead.texts() {
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
    // The beginning of the text stands for a missing heading.
    let begins: String = section.text.chars().take(HEADING_CHARS).collect();
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

/// The places where other papers cite this one, at most [`MAX_LISTED`] of them, and how many there are.
fn cited_by(asked: &Asked, number: &str, language: Language) -> Result<Markup, Problem> {
    let (mut total, mut shown): (usize, Vec<CitationView>) = (0, Vec::new());
    citations::cited_by(&asked.state.searcher, number, |row| {
        if let Citing::Citation(view) = row {
            total += 1;
            if shown.len() < MAX_LISTED {
                shown.push(*view);
            }
        }
        true
    })?;
    Ok(html! {
        @if total > 0 {
            section.cited-by {
                h2 { (language.say("cited.by")) " (" (total) ")" }
                ul {
                    @for view in &shown {
                        @let address = format!("/papers/{}", paper_id(&view.path));
                        @let name = view.document.clone().unwrap_or_else(|| paper_path::shown(&view.path).into_owned());
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
