//! The page `/mentions`: every place where papers mention a document number, a phrase or a topic, with totals and a
//! chart by year. There are two forms: the page to browse, and a list of all mentions for printing (`format=html`).
//! In: a request with the question `q`. Out: HTML.
//! Never keeps all mentions in memory: it counts them all, by paper too, and keeps those that it shows.

use std::collections::BTreeMap;

use maud::{Markup, html};
use vankien_engine::paper_path;
use vankien_engine::{Position, paper_id};
use vankien_search::mentions::{Mention, Outline, UNDATED};
use vankien_text::span::Span;

use super::frame::{frame, link, problem_page};
use super::text::{Item, is_pdf, notes, original_at, whole_place};
use crate::present::words::Language;
use crate::serve::api::mention_options;
use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

// All numbers of this file are judgements of what is easy to read, not measured. `vankien serve` shows the page, and
// `.ci/browser` opens it in a real browser.

/// Mentions on one page. It is the default of the parameter `n` and its greatest value.
const MENTIONS_PER_PAGE: usize = 200;

/// The greatest number of mentions in the list for printing. The totals above the list count all.
const MAX_PRINTED_MENTIONS: usize = 5_000;

/// How many papers the totals by paper name, those with the most mentions; the others are only counted. The list for
/// printing has no totals by paper, because it is grouped by paper.
const MAX_NAMED_PAPERS: usize = 50;

/// Answers a request for `/mentions`. A wrong parameter (status 400) gives a page that says what is wrong; any other
/// problem is returned.
pub fn mentions(asked: &Asked) -> Result<Reply, Problem> {
    let print = match asked.value("format").unwrap_or_default() {
        "" => false,
        "html" => true,
        _ => return Ok(problem_page(asked, &Problem::new(400, "format is html, or left out"))),
    };
    let body = asked.question().and_then(|question| {
        if print { print_view(asked, question) } else { list_view(asked, question) }
    });
    match body {
        Ok(body) => Ok(frame(asked, asked.language().say("mentions"), &body)),
        Err(problem) if problem.status == 400 => Ok(problem_page(asked, &problem)),
        Err(problem) => Err(problem),
    }
}

/// The page to browse: totals, chart, and one page of the list.
fn list_view(asked: &Asked, question: &str) -> Result<Markup, Problem> {
    let language = asked.language();
    let window = asked.window(MENTIONS_PER_PAGE, MENTIONS_PER_PAGE)?;
    // All listed mentions. The total of the outline leaves some out: a paper that is named by its title, for instance.
    let (mut seen, mut rows) = (0, Vec::new());
    // The number of mentions by the path of the paper.
    let mut papers: BTreeMap<String, usize> = BTreeMap::new();
    let outline = asked.state.searcher.mentions(question, mention_options(asked)?, |mention| {
        if window.holds(seen) {
            rows.push(row(mention, question, language));
        }
        seen += 1;
        match papers.get_mut(&mention.section.path) {
            Some(count) => *count += 1,
            None => {
                papers.insert(mention.section.path.clone(), 1);
            }
        }
        true
    })?;
    let next = asked.cursor(window.after(seen)).unwrap_or_default();
    let verbatim = if asked.is_set("verbatim") { "1" } else { "" };
    let body = if asked.is_set("body") { "1" } else { "" };
    let sort = asked.value("sort").unwrap_or_default();
    let values = [
        ("q", question),
        ("verbatim", verbatim),
        ("scope", asked.scope_in_link()),
        ("body", body),
        ("sort", sort),
    ];
    let more = link("/mentions", &[&values[..], &[("cursor", &next)]].concat(), language);
    Ok(html! {
        h1 { (language.say("mentions")) ": " bdi { (question) } }
        (total(&outline, language))
        (notes(&outline.notes, language))
        (choices(&values, language))
        @if seen == 0 { p { (language.say("mentions.none")) } }
        (chart(&outline, language))
        (by_where(&outline, language))
        (totals(&papers, question, language))
        ol.found start=(window.skip + 1) { @for row in &rows { (row) } }
        @if !next.is_empty() {
            p { (language.say("shown")) " " (window.skip + 1) "–" (window.skip + rows.len()) " "
                (language.say("of")) " " (seen) ". "
                a.more rel="next" href=(more) { (language.say("more")) } }
        }
    })
}

/// The list for printing or saving: up to [`MAX_PRINTED_MENTIONS`] mentions grouped by paper, without links, and the
/// totals by year and by part of papers.
fn print_view(asked: &Asked, question: &str) -> Result<Markup, Problem> {
    let language = asked.language();
    let (mut seen, mut papers) = (0, Vec::<(Markup, Vec<Markup>)>::new());
    let mut last = String::new();
    let outline = asked.state.searcher.mentions(question, mention_options(asked)?, |mention| {
        seen += 1;
        if seen > MAX_PRINTED_MENTIONS {
            return true;
        }
        if papers.is_empty() || last != mention.section.path {
            last.clone_from(&mention.section.path);
            papers.push((name(mention), Vec::new()));
        }
        if let Some((_, rows)) = papers.last_mut() {
            rows.push(quote(mention, language));
        }
        true
    })?;
    Ok(html! {
        h1 { (language.say("mentions")) ": " bdi { (question) } }
        (total(&outline, language))
        (notes(&outline.notes, language))
        @if seen > MAX_PRINTED_MENTIONS {
            p { (language.say("shown")) " " (MAX_PRINTED_MENTIONS) " " (language.say("of")) " " (seen) }
        }
        (chart(&outline, language))
        (by_where(&outline, language))
        div.printed {
            @for (name, rows) in &papers {
                section {
                    h2 { (name) " " span.count { "(" (rows.len()) ")" } }
                    ol { @for row in rows { li { (row) } } }
                }
            }
        }
    })
}

/// The number of mentions, and whether the list is complete, in one line. If papers could not be read in full, it says
/// how many, why, and which command helps.
fn total(outline: &Outline, language: Language) -> Markup {
    let unread = &outline.unread;
    let papers = |count: u64, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let (one, many) = (language.say("unread.page"), language.say("unread.pages"));
    let scanned = papers(unread.scanned, one, many);
    let (one, many) = (language.say("unread.poor"), language.say("unread.poors"));
    let poor = papers(unread.poor, one, many);
    let (one, many) = (language.say("unread.limit"), language.say("unread.limits"));
    let limited = papers(unread.limited, one, many);
    html! {
        p.total {
            strong { (outline.tally.total) } " " (language.say("mentions.total")) ", "
            (outline.tally.papers) " " (language.say("papers")) ": "
            @if outline.is_complete() { (language.say("complete")) }
            @else { (language.say("complete.read")) }
            @if unread.scanned > 0 { "; " (scanned) ": " code { "vankien ingest --ocr" } }
            @if unread.poor > 0 {
                "; " (poor) ": "
                a href=(link("/report", &[], language)) { code { "vankien report" } }
            }
            @if unread.limited > 0 {
                "; " (limited) ": "
                a href=(link("/report", &[], language)) { code { "vankien report" } }
            }
        }
    }
}

/// The paper of a mention as a heading: number, kind and date as far as they are known, and the path.
fn name(mention: &Mention<'_>) -> Markup {
    let masthead = &mention.paper.masthead;
    let fields = [&masthead.number, &masthead.kind, &masthead.date];
    let known: Vec<&str> =
        fields.iter().filter_map(|field| Some(field.as_ref()?.value.as_str())).collect();
    html! {
        @if !known.is_empty() { bdi { (known.join(" · ")) } " " }
        span.quiet { bdi { (paper_path::shown(&mention.section.path)) } }
    }
}

/// The number of mentions in each part of papers (body, title, footnote, …).
fn by_where(outline: &Outline, language: Language) -> Markup {
    let places = &outline.tally.by_where;
    html! {
        @if !places.is_empty() {
            section.where {
                h2 { (language.say("by.where")) }
                ul {
                    @for (place, count) in places {
                        li { (language.say(&format!("where.{place}"))) ": " (count) }
                    }
                }
            }
        }
    }
}

/// Links to other forms of the list: CSV, JSON, for printing, and the same list matched verbatim or not. `values` are
/// the parameters that say which mentions are listed, `verbatim` among them.
fn choices<'a>(values: &[(&'a str, &'a str)], language: Language) -> Markup {
    let vietnamese = Language::Vietnamese;
    let is_verbatim = values.iter().any(|(name, value)| *name == "verbatim" && !value.is_empty());
    let verbatim = if is_verbatim { "" } else { "1" };
    let turned = values.iter().map(|(name, value)| match *name {
        "verbatim" => (*name, verbatim),
        _ => (*name, *value),
    });
    let other = link("/mentions", &turned.collect::<Vec<_>>(), language);
    let print = [values, &[("format", "html")]].concat();
    html! {
        p.choices {
            a href=(link("/api/v1/mentions.csv", values, vietnamese)) { "CSV" } " "
            a href=(link("/api/v1/mentions", values, vietnamese)) { "JSON" } " "
            a href=(link("/mentions", &print, language)) { (language.say("print")) } " "
            a href=(other) aria-current=[(verbatim.is_empty()).then_some("true")] {
                (language.say("verbatim")) @if verbatim.is_empty() { " ✓" }
            }
        }
    }
}

/// An item of the list: the number of the paper or else its path, the place, the passage. It links to the line in the
/// paper and, for a PDF, to the page in the file.
fn row(mention: &Mention<'_>, question: &str, language: Language) -> Markup {
    let (section, lines) = (mention.section, mention.lines());
    let number = mention.paper.masthead.number.as_ref().map(|field| field.value.as_str());
    let address = format!("/papers/{}", paper_id(&section.path));
    let from =
        mention.paper.is_long().then(|| Position::to_show(section, mention.place.span.start));
    let from = from.map_or_else(String::new, |from| from.to_string());
    let address = link(&address, &[("q", question), ("from", &from)], language);
    let page = section.page_of(lines.0);
    let place = item_and_lines(mention, language);
    html! {
        li {
            a href={ (address) "#L" (lines.0) } {
                bdi { (number.unwrap_or(&paper_path::shown(&section.path))) } ", "
                (place)
            }
            @if is_pdf(&section.path) {
                " " a.source href=(original_at(&section.path, page)) { (language.say("original")) }
            }
            (passage(mention))
        }
    }
}

/// A mention in the list for printing: place and passage, without a link.
fn quote(mention: &Mention<'_>, language: Language) -> Markup {
    html! {
        (item_and_lines(mention, language))
        (passage(mention))
    }
}

/// The place of a mention in its paper, in words: item (such as an article), page, lines.
fn item_and_lines(mention: &Mention<'_>, language: Language) -> String {
    let (section, span, lines) = (mention.section, mention.place.span, mention.lines());
    let provision = section.provision_of(span);
    let item = Item { provision: provision.as_deref(), path: section.path_of(span) };
    whole_place(item, section.page_of(lines.0), lines, language)
}

/// The sentence around a mention, with the mention highlighted.
fn passage(mention: &Mention<'_>) -> Markup {
    let (section, span, quote) = (mention.section, mention.place.span, mention.quote);
    let part = |from: usize, to: usize| Span::new(from, to.max(from)).of(&section.text);
    html! {
        p.passage dir="auto" {
            (part(quote.start, span.start))
            mark { (part(span.start, span.end)) }
            (part(span.end, quote.end))
        }
    }
}

/// The totals by paper, most mentions first, folded (`details`). `papers` has the number of mentions by path.
fn totals(papers: &BTreeMap<String, usize>, question: &str, language: Language) -> Markup {
    let mut most: Vec<(&String, &usize)> = papers.iter().collect();
    most.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let more = most.len().saturating_sub(MAX_NAMED_PAPERS);
    html! {
        @if !most.is_empty() {
            details {
                summary { (language.say("by.paper")) " (" (most.len()) ")" }
                ol {
                    @for (path, count) in most.into_iter().take(MAX_NAMED_PAPERS) {
                        @let address = format!("/papers/{}", paper_id(path));
                        li { a href=(link(&address, &[("q", question)], language)) { bdi { (paper_path::shown(path)) } }
                             " " span.count { (count) } }
                    }
                    @if more > 0 { li.quiet { "+ " (more) } }
                }
            }
        }
    }
}

// The pixels of the chart are CSS pixels; its text is 12 pixels high (`page.css`).

/// Width of a bar with its gap, in pixels: a bar of 28 and 4 on each side. A year of four digits fits below it.
const BAR_WIDTH: usize = 36;
/// Height of the tallest bar, in pixels. The others are in proportion to it.
const TALLEST_BAR: usize = 120;
/// Height of the labels, in pixels: 16 for the count above the tallest bar, 20 for the years below the bars.
const LABELS_HEIGHT: usize = 36;

/// Mentions by year as a bar chart, with the counts as text for screen readers. The tallest bar begins 16 pixels below
/// the upper edge. The base line of a count is 4 pixels above its bar, that of a year 15 pixels below it.
fn chart(outline: &Outline, language: Language) -> Markup {
    let years: Vec<(&String, usize)> =
        outline.tally.by_year.iter().map(|(year, count)| (year, *count)).collect();
    let most = years.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let width = (years.len() * BAR_WIDTH).max(BAR_WIDTH);
    let height = TALLEST_BAR + LABELS_HEIGHT;
    let name = |year: &str| {
        if year == UNDATED { "?".to_owned() } else { year.to_owned() }
    };
    let told = |(year, count): &(&String, usize)| {
        let year = if *year == UNDATED { language.say("undated") } else { year };
        format!("{year}: {count}")
    };
    let told: Vec<String> = years.iter().map(told).collect();
    html! {
        @if !years.is_empty() {
            figure {
                figcaption { (language.say("by.year")) }
                div.chart tabindex="0" role="img" aria-label=(told.join(", ")) {
                    svg width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) }
                        aria-hidden="true" {
                        @for (at, (year, count)) in years.iter().enumerate() {
                            @let high = (count * TALLEST_BAR).div_ceil(most);
                            @let middle = at * BAR_WIDTH + BAR_WIDTH / 2;
                            rect x=(at * BAR_WIDTH + 4) y=(TALLEST_BAR + 16 - high) width=(BAR_WIDTH - 8) height=(high) {}
                            text x=(middle) y=(TALLEST_BAR + 12 - high) text-anchor="middle" { (count) }
                            text x=(middle) y=(TALLEST_BAR + 31) text-anchor="middle" { (name(year)) }
                        }
                    }
                }
            }
        }
    }
}
