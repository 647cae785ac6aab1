//! The frame that all pages share: head, search box, language. Also makes links.
//! In: a request and the body of a page. Out: HTML. The templates escape every text.

use maud::{DOCTYPE, Markup, html};

use crate::present::visible;
use crate::present::words::Language;
use crate::serve::asked::Asked;
use crate::serve::original::percent_encoded;
use crate::serve::reply::{Problem, Reply};

/// The address of a link: `path` with parameters. Empty parameters are left out; `lang` is added for English, because
/// Vietnamese is the default.
pub fn link(path: &str, values: &[(&str, &str)], language: Language) -> String {
    let lang = (language == Language::English).then_some(("lang", "en"));
    let values = values.iter().copied().filter(|(_, value)| !value.is_empty()).chain(lang);
    let values: Vec<String> =
        values.map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
    if values.is_empty() { path.to_owned() } else { format!("{path}?{}", values.join("&")) }
}

/// A link to the same page in another language. It has no cursor, so a list is shown from its beginning.
fn link_in_language(asked: &Asked, language: Language) -> String {
    let path = asked.address.split('?').next().unwrap_or("/");
    let known = ["q", "scope", "verbatim", "body", "sort", "edits", "from", "format", "steps"];
    let values: Vec<(&str, &str)> =
        known.iter().filter_map(|name| Some((*name, asked.value(name)?))).collect();
    link(path, &values, language)
}

/// The metadata in the head of every page.
pub fn head_metadata(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (visible::text(title)) " · vankien" }
    }
}

/// The whole page around `body`.
pub fn frame(asked: &Asked, title: &str, body: &Markup) -> Reply {
    let language = asked.language();
    let question = asked.value("q").unwrap_or_default();
    let other = language.other();
    let page = html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                (head_metadata(title))
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
                    a lang=(other.code()) hreflang=(other.code()) href=(link_in_language(asked, other)) {
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

/// A page with the search box that says why there is no answer. It has the status of the problem.
pub fn problem_page(asked: &Asked, problem: &Problem) -> Reply {
    let body = html! { p.problem role="alert" { (problem.detail) } };
    let status = problem.status;
    Reply { status, ..frame(asked, asked.language().say("nothing"), &body) }
}
