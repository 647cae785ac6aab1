//! The page in the browser: what is served, in its frame.
//! In: what is asked. Out: HTML, with style and script of its own addresses. Every text is escaped by
//! the templates; nothing is loaded from elsewhere.

mod graph;
mod mentions;
mod paper;
mod paper_text;
mod report;
mod search;
mod text;

use maud::{DOCTYPE, Markup, html};

pub use self::graph::graph;
pub use self::mentions::mentions;
pub use self::paper::paper;
pub use self::report::{report, report_page};
pub use self::search::search;
use super::asked::Asked;
use super::original::encoded;
use super::reply::{Problem, Reply};
use crate::present::visible;
use crate::present::words::Language;

/// The media types of what stands beside the page.
pub const CSS: &str = "text/css; charset=utf-8";
/// As for [`CSS`].
pub const SCRIPT: &str = "text/javascript; charset=utf-8";

/// How the page looks.
pub fn style(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(CSS, include_str!("page.css")))
}

/// As for [`CSS`].
pub const PICTURE: &str = "image/svg+xml";

/// The sign of the page.
pub fn icon(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(PICTURE, include_str!("icon.svg")))
}

/// What the page does beyond what it does without.
pub fn script(_: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::new(SCRIPT, include_str!("page.js")))
}

/// An address with what it asks, and the language where it is not the usual one.
fn link(path: &str, values: &[(&str, &str)], language: Language) -> String {
    let lang = (language == Language::English).then_some(("lang", "en"));
    let values = values.iter().copied().filter(|(_, value)| !value.is_empty()).chain(lang);
    let values: Vec<String> =
        values.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if values.is_empty() { path.to_owned() } else { format!("{path}?{}", values.join("&")) }
}

/// The address asked, in another language.
fn same_in(asked: &Asked, language: Language) -> String {
    let path = asked.address.split('?').next().unwrap_or("/");
    let known = ["q", "scope", "verbatim", "body", "sort", "edits", "from", "format", "steps"];
    let values: Vec<(&str, &str)> =
        known.iter().filter_map(|name| Some((*name, asked.value(name)?))).collect();
    link(path, &values, language)
}

/// What the head of every page says.
fn about(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (visible::text(title)) " · vankien" }
    }
}

/// The whole page around `body`.
fn frame(asked: &Asked, title: &str, body: &Markup) -> Reply {
    let language = asked.language();
    let question = asked.value("q").unwrap_or_default();
    let other = language.other();
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                (about(title))
                link rel="icon" href="/static/icon.svg";
                link rel="stylesheet" href="/static/page.css";
                script src="/static/page.js" defer {}
            }
            body {
                a.skip href="#content" { (language.say("skip")) }
                header {
                    a.name href=(link("/", &[], language)) { "vankien" }
                    form role="search" action="/" method="get" {
                        label for="q" { (language.say("title")) }
                        input id="q" name="q" type="search" value=(question) autocomplete="off"
                            list="suggestions" placeholder=(language.say("box")) maxlength="2000";
                        datalist id="suggestions" {}
                        @if language == Language::English { input type="hidden" name="lang" value="en"; }
                        label.scope {
                            input type="checkbox" name="scope" value="paper"
                                checked[asked.value("scope") == Some("paper")];
                            " " (language.say("scope.paper"))
                        }
                        button type="submit" { (language.say("ask")) }
                        @if !question.is_empty() {
                            button type="submit" formaction="/mentions" { (language.say("mentions")) }
                        }
                    }
                    a lang=(other.code()) hreflang=(other.code()) href=(same_in(asked, other)) {
                        (language.say("language"))
                    }
                }
                main id="content" tabindex="-1" { (body) }
                div id="said" role="status" aria-live="polite" data-copied=(language.say("copied")) {}
            }
        }
    };
    Reply::new("text/html; charset=utf-8", page.into_string())
}

/// A page that says why there is no answer; the box stays.
fn refused(asked: &Asked, problem: &Problem) -> Reply {
    let body = html! { p.problem role="alert" { (problem.detail) } };
    let status = problem.status;
    Reply { status, ..frame(asked, asked.language().say("nothing"), &body) }
}
