//! The report on the papers: poor text, unread pages, missing fields, places to check by eye.
//! In: a report. Out: HTML, as a page of the server or as one self-contained page.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use vankien_engine::paper_path;

use super::frame::{frame, head_metadata, link};
use super::series::series;
use super::text::place;
use crate::present::edits::show_spaces;
use crate::present::report::{BandView, CountView, GroupView, ReportView, SampleView, view};
use crate::present::words::Language;
use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

/// Answers with the report as a page of the server, with links to the papers.
pub fn report(asked: &Asked) -> Result<Reply, Problem> {
    let language = asked.language();
    let body = body(&view(asked.state.report()?), language, true);
    Ok(frame(asked, language.say("report"), &body))
}

/// The report as a self-contained page, with its style in it and without links.
pub fn report_page(view: &ReportView<'_>, language: Language) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                (head_metadata(language.say("report")))
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body { main { (body(view, language, false)) } }
        }
    };
    page.into_string()
}

fn body(view: &ReportView<'_>, language: Language, linked: bool) -> Markup {
    let writer = ReportWriter { language, linked };
    html! {
        h1 { (language.say("report")) }
        p { strong { (view.papers) } " " (language.say("papers")) ", "
            @if view.pages > 0 { (view.pages) " " (language.say("page")) ", " }
            (view.sections) " " (language.say("section")) }
        @if view.ocr_pages + view.unread_pages > 0 {
            p { (language.say("report.ocr")) ": " (view.ocr_pages) "; "
                (language.say("report.waiting")) ": " (view.unread_pages)
                @if view.unread_pages > 0 { " (" code { "vankien ingest --ocr" } ")" } }
        }
        (counts("report.formats", &view.formats, language))
        (writer.group("report.poor", &view.poor))
        (writer.group("report.limited", &view.limited))
        (writer.group("report.undated", &view.undated))
        (writer.group("report.unnumbered", &view.unnumbered))
        (writer.group("report.unread", &view.unread_numbers))
        (writer.group("report.suspects", &view.suspect_letters))
        (writer.group("report.legacy", &view.legacy))
        (counts("report.encodings", &view.encodings, language))
        (series(&view.series, language, &|id, path| writer.paper(id, None, path)))
        section {
            h2 { (language.say("edits")) }
            @for edits in &view.edits {
                h3 { (language.why_named(edits.why)) ": " (edits.count) " "
                     span.quiet { "(" (edits.papers) " " (language.say("papers")) ")" } }
                @for band in &edits.bands { (writer.band(band)) }
            }
            @if view.edits.is_empty() { p { (language.say("report.none")) } }
        }
    }
}

fn counts(title: &str, counts: &[CountView<'_>], language: Language) -> Markup {
    html! {
        @if !counts.is_empty() {
            section {
                h2 { (language.say(title)) }
                ul { @for one in counts { li { (one.value) ": " (one.papers) } } }
            }
        }
    }
}

/// Writes the groups and samples of a report.
#[derive(Clone, Copy)]
struct ReportWriter {
    language: Language,
    /// Whether papers are links.
    linked: bool,
}

impl ReportWriter {
    fn group(self, title: &str, group: &GroupView<'_>) -> Markup {
        let language = self.language;
        html! {
            section {
                h2 { (language.say(title)) ": " (group.papers)
                    @if group.places > 0 {
                        " " span.quiet { "(" (group.places) " " (language.say("report.places")) ")" } } }
                @if group.papers > 0 {
                    details open[group.papers <= 5] {
                        summary { (language.say("papers")) }
                        ul {
                            @for paper in &group.named {
                                li {
                                    (self.paper(&paper.id, None, paper.number.unwrap_or(&paper_path::shown(paper.path))))
                                    @if paper.places > 0 { " " span.count { (paper.places) } }
                                    " " span.quiet {
                                        @if paper.number.is_some() { bdi { (paper_path::shown(paper.path)) } " · " }
                                        (paper.obtained.0)
                                        @for limit in &paper.limits { " · " (limit.words) }
                                    }
                                    @if let Some(improve) = paper.improve {
                                        " " (language.say("report.improve")) ": " code { (improve) }
                                    }
                                }
                            }
                            @let more = group.papers.saturating_sub(group.shown as u64);
                            @if more > 0 { li.quiet { "+ " (more) } }
                        }
                    }
                }
                (self.samples(&group.samples))
            }
        }
    }

    fn band(self, band: &BandView<'_>) -> Markup {
        html! {
            p { (self.language.say("report.confidence")) " " (band.from) "–" (band.to) ": "
                strong { (band.count) } }
            (self.samples(&band.samples))
        }
    }

    fn samples(self, samples: &[SampleView<'_>]) -> Markup {
        html! {
            @if !samples.is_empty() {
                ul.samples {
                    @for sample in samples {
                        li {
                            @match (sample.to, sample.confidence) {
                                (Some(to), Some(confidence)) => {
                                    q { bdi { (show_spaces(sample.from)) } } " → " q { bdi { (show_spaces(to)) } } " "
                                    span.quiet { (format!("{confidence:.2}")) }
                                }
                                _ => q { bdi { (sample.from) } },
                            }
                            " " (self.paper(&sample.id, Some(sample.line), &paper_path::shown(sample.path)))
                            " " span.quiet {
                                (place(sample.page, (sample.line, sample.line), self.language)) }
                        }
                    }
                }
            }
        }
    }

    /// The name of a paper; on the page of the server a link to the paper, and to `line` (from 1) if it is given.
    fn paper(self, id: &str, line: Option<u32>, name: &str) -> Markup {
        let line = line.map_or(String::new(), |line| format!("#L{line}"));
        let address = link(&format!("/papers/{id}"), &[], self.language);
        html! {
            @if self.linked { a href={ (address) (line) } { bdi { (name) } } }
            @else { bdi { (name) } }
        }
    }
}
