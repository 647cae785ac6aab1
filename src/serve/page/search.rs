//! The start page, and the list of ranked passages.
//! In: a question, or none. Out: HTML. Never ranks: `vankien-search` does.

use maud::{Markup, html};
use vankien_engine::paper_path;
use vankien_engine::{PaperRecord, paper_id};
use vankien_search::{Answer, Counts, Facets, Hit, Papers, SearchOptions};
use vankien_text::Quality;

use super::frame::{frame, link, problem_page};
use super::text::{Item, is_pdf, notes, original_at, repaired, whole_place};
use crate::present::hits::passage_parts;
use crate::present::papers::row;
use crate::present::words::Language;
use crate::serve::api::{MAX_MATCHES, rows_before_next};
use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

// The limits of the page are judgements for reading, not measured.

/// At most 20 hits on one page.
const HITS_PER_PAGE: usize = 20;

/// A question of filters alone shows at most 200 papers; the others are only counted.
const MAX_LISTED_PAPERS: usize = 200;

/// At most 12 values of a facet are shown; the others are only counted.
const MAX_FACET_VALUES: usize = 12;

/// Answers with the start page if there is no question; with papers if it holds filters alone, and with all papers if
/// it holds signs alone (`…`); else with the hits. For an empty index with a page that says how to fill it, whatever is
/// asked. A wrong question or parameter (status 400) gives a page that says what is wrong; other problems are returned.
pub fn search(asked: &Asked) -> Result<Reply, Problem> {
    let language = asked.language();
    if asked.state.searcher.store().manifest().totals.papers == 0 {
        return Ok(frame(asked, language.say("title"), &greeting(language)));
    }
    let question = match asked.question_or_none() {
        Ok("") => return Ok(frame(asked, language.say("title"), &welcome(asked)?)),
        Ok(question) => question,
        Err(problem) => return Ok(problem_page(asked, &problem)),
    };
    match answered(asked, question) {
        Ok(body) => Ok(frame(asked, question, &body)),
        Err(problem) if problem.status == 400 => Ok(problem_page(asked, &problem)),
        Err(problem) => Err(problem),
    }
}

/// The page of an empty index.
fn greeting(language: Language) -> Markup {
    html! {
        section.greeting {
            p { (language.say("empty")) }
            pre tabindex="0" { code { "vankien ingest corpus" } }
        }
    }
}

fn welcome(asked: &Asked) -> Result<Markup, Problem> {
    let language = asked.language();
    let facets = asked.state.facets()?;
    Ok(html! {
        h1 { (language.say("title")) }
        p { strong { (facets.papers) } " " (language.say("index")) " · "
            a href=(link("/report", &[], language)) { (language.say("report")) } }
        p { (language.say("examples")) }
        (aside(asked, "", facets))
    })
}

fn answered(asked: &Asked, question: &str) -> Result<Markup, Problem> {
    let searcher = &asked.state.searcher;
    let language = asked.language();
    // Filters alone choose papers; there is nothing to rank.
    if let Ok(Papers { papers, total, notes: told, .. }) =
        searcher.papers_within(question, 0..MAX_LISTED_PAPERS)
    {
        let facets = searcher.facets(question, asked.scope()?)?;
        return Ok(html! {
            (notes(&told, language))
            (list(&papers, total, language))
            (aside(asked, question, &facets))
        });
    }
    let window = asked.window(HITS_PER_PAGE, HITS_PER_PAGE)?;
    let options = SearchOptions {
        limit: window.limit,
        skip: window.skip,
        scope: asked.scope()?,
        most_matches: MAX_MATCHES,
        ..SearchOptions::default()
    };
    let answer = searcher.search(question, options)?;
    let facets = searcher.facets(question, asked.scope()?)?;
    let more = rows_before_next(&answer, window);
    let next = asked.cursor(more).unwrap_or_default();
    let next = [("q", question), ("scope", asked.scope_in_link()), ("cursor", &next)];
    let next = link("/", &next, language);
    Ok(html! {
        (summary(&answer, window.skip, language))
        (notes(&answer.notes, language))
        @if !answer.namesakes.is_empty() {
            ul.notes { @for one in &answer.namesakes { li { (one.words()) } } }
        }
        div.found {
            @for hit in &answer.hits { (article(hit, question, language)) }
            @if more.is_some() {
                p { a.more rel="next" href=(next) { (language.say("more")) } }
            }
        }
        (aside(asked, question, &facets))
    })
}

fn summary(answer: &Answer, skip: usize, language: Language) -> Markup {
    let to = skip + answer.hits.len();
    html! {
        h1.quiet {
            @if answer.total == 0 { (language.say("nothing")) ": " (answer.understood.join(", ")) }
            @else {
                (answer.total) " " (language.say("found")) ", " (language.say("shown")) " "
                (skip + 1) "–" (to)
            }
        }
        @if let Some(read_as) = &answer.read_as {
            p { (language.say("read.as")) ": " strong { (read_as) } }
        }
        @if answer.other_readings > 0 {
            p.quiet { (language.say("other.readings")) ": " (answer.other_readings) }
        }
        @if let Some(suggestion) = &answer.suggestion {
            p { (language.say("mean")) ": "
                a href=(link("/", &[("q", suggestion)], language)) { (suggestion) } }
        }
    }
}

fn article(hit: &Hit, question: &str, language: Language) -> Markup {
    let first = hit.matches.iter().find(|found| found.lines.0 >= hit.lines.0);
    let (line, page) = first.map_or((hit.lines.0, hit.page), |found| (found.lines.0, found.page));
    let anchor = format!("#L{line}");
    let address = format!("/papers/{}", paper_id(&hit.path));
    let from = hit.from.map_or_else(String::new, |from| from.to_string());
    let address = link(&address, &[("q", question), ("from", &from)], language) + &anchor;
    let known = [&hit.document, &hit.kind, &hit.date].into_iter().flatten();
    let known: Vec<&str> = known.map(String::as_str).collect();
    let name = if known.is_empty() {
        paper_path::shown(&hit.path).into_owned()
    } else {
        known.join(" · ")
    };
    let item = Item { provision: hit.provision.as_deref(), path: &hit.section };
    let place = whole_place(item, hit.page, hit.lines, language);
    let citation = format!("{name}, {place}: “{}”", hit.text.replace('\n', " "));
    html! {
        article {
            h2 { a href=(address) { bdi { (name) } } }
            @if let Some(title) = &hit.title { p.title { (title) } }
            p.place {
                bdi { (paper_path::shown(&hit.path)) } " · " (place) " " bdi { (hit.section_title) }
                @if let Some(within) = hit.within.as_deref().filter(|within| !within.is_empty()) {
                    " · " (language.say("within")) " " (within) " "
                    bdi { (hit.within_title.as_deref().unwrap_or_default()) }
                }
                @if hit.quality == Quality::Poor { " · " em { (language.say("poor")) } }
                @if let Some(other) = hit.also_in.first() {
                    " · " (language.say("also.in")) " " bdi { (paper_path::shown(other)) }
                    @if hit.also_in.len() > 1 { " +" (hit.also_in.len() - 1) }
                }
                @if hit.other_reading { " · " em { (language.say("folded")) } }
                @if hit.partial { " · " em { (language.say("partial")) } }
            }
            p.passage dir="auto" {
                @for piece in passage_parts(hit) {
                    @let text = html! {
                        @if piece.found { mark { (piece.text) } } @else { (piece.text) }
                    };
                    @match piece.edit {
                        Some(shown) => (repaired(&text, &shown.edit, language)),
                        None => (text),
                    }
                }
            }
            @if is_pdf(&hit.path) {
                a.source href=(original_at(&hit.path, page)) {
                    (language.say("original"))
                    @if let Some(page) = page { ", " (language.say("page")) " " (page) } }
                " "
            }
            button.copy type="button" hidden data-copy=(citation) { (language.say("copy")) }
        }
    }
}

/// Papers without passages.
fn list(papers: &[PaperRecord], total: usize, language: Language) -> Markup {
    html! {
        h1.quiet {
            (total) " " (language.say("papers"))
            @if papers.len() < total { ", " (language.say("shown")) " " (papers.len()) }
        }
        ol.found {
            @for paper in papers {
                @let row = row(paper);
                li {
                    a href=(link(&format!("/papers/{}", row.id), &[], language)) {
                        bdi { (row.number.unwrap_or(&paper_path::shown(row.path))) }
                    }
                    " " bdi { (row.kind.unwrap_or_default()) } " " (row.date.unwrap_or_default())
                    p.title { (row.title.unwrap_or_default()) }
                }
            }
        }
    }
}

/// Counts of papers, each a link that narrows the question.
fn aside(asked: &Asked, question: &str, facets: &Facets) -> Markup {
    let language = asked.language();
    let all = [
        ("facet.kind", "loai", &facets.kind),
        ("facet.issuer", "coquan", &facets.issuer),
        ("facet.year", "nam", &facets.year),
        ("facet.signer", "nguoiky", &facets.signer),
        ("facet.place", "noi", &facets.place),
        ("facet.quality", "chatluong", &facets.quality),
    ];
    html! {
        nav.facets aria-label=(language.say("facets")) {
            @for (name, filter, counts) in all { (facet(asked, question, name, filter, counts)) }
        }
    }
}

fn facet(asked: &Asked, question: &str, name: &str, filter: &str, counts: &Counts) -> Markup {
    let language = asked.language();
    let more = counts.len().saturating_sub(MAX_FACET_VALUES);
    html! {
        @if !counts.is_empty() {
            details open {
                summary { (language.say(name)) }
                ul {
                    @for (value, count) in counts.iter().take(MAX_FACET_VALUES) {
                        li {
                            a href=(narrowed(asked, question, filter, value.as_deref())) {
                                @match value.as_deref() {
                                    Some("good") if filter == "chatluong" => (language.say("quality.good")),
                                    Some("poor") if filter == "chatluong" => (language.say("quality.poor")),
                                    Some(value) => bdi { (value) },
                                    None => (language.say("unknown")),
                                }
                            }
                            " " span.count { (count) }
                        }
                    }
                    @if more > 0 { li.quiet { "+ " (more) } }
                }
            }
        }
    }
}

/// A link to the question with one more filter: for `value`, or for papers without a value if it is `None`.
fn narrowed(asked: &Asked, question: &str, filter: &str, value: Option<&str>) -> String {
    let value = value.map_or("?".to_owned(), |value| format!("\"{value}\""));
    let question = format!("{question} {filter}:{value}");
    let values = [("q", question.trim()), ("scope", asked.scope_in_link())];
    link("/", &values, asked.language())
}
