//! The papers around one as a picture: on the left what cites it, on the right what it cites.
//! In: a paper. Out: HTML with a picture whose boxes are links, and the same as a list.

use maud::{Markup, html};
use vankien_engine::paper_id;
use vankien_search::around::{Around, Edge, Node};

use super::frame::{frame, link, refused};
use crate::present::words::Language;
use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

/// How wide and high a box is, and how far boxes stand apart, in the units of the picture.
const WIDE: i64 = 190;
const HIGH: i64 = 34;
const BESIDE: i64 = 90;
const BELOW: i64 = 12;
/// How much is left free around all boxes.
const EDGE: i64 = 8;

/// How many letters a box holds.
const LETTERS: usize = 24;

/// Answers with the papers around one.
pub fn graph(asked: &Asked) -> Result<Reply, Problem> {
    let body = asked.paper().and_then(|paper| {
        let steps = asked.count("steps", 1, 2)?.max(1);
        let around = asked.generation.searcher.around(&paper.path, steps)?;
        Ok(body(&around, &paper_id(&paper.path), steps, asked.language()))
    });
    match body {
        Ok(body) => Ok(frame(asked, asked.language().say("graph"), &body)),
        Err(problem) if problem.status < 500 => Ok(refused(asked, &problem)),
        Err(problem) => Err(problem),
    }
}

fn body(around: &Around, id: &str, steps: usize, language: Language) -> Markup {
    let address = format!("/papers/{id}/graph");
    let name = around.nodes.first().map(name).unwrap_or_default();
    html! {
        h1 { (language.say("graph")) ": " bdi { (name) } }
        p.choices {
            a href=(link(&format!("/papers/{id}"), &[], language)) { (language.say("text")) } " "
            @for (count, word) in [(1, "graph.one"), (2, "graph.two")] {
                a href=(link(&address, &[("steps", &count.to_string())], language))
                    aria-current=[(count == steps).then_some("true")] {
                    (language.say(word)) @if count == steps { " ✓" }
                } " "
            }
        }
        @if around.edges.is_empty() { p { (language.say("graph.none")) } }
        @if around.left_out > 0 { p { "+ " (around.left_out) " " (language.say("graph.left")) } }
        @if around.is_cut { p { (language.say("graph.cut")) } }
        @if !around.edges.is_empty() {
            (picture(around, language))
            section {
                h2 { (language.say("graph.list")) }
                ul { @for edge in &around.edges { (entry(edge, &around.nodes, language)) } }
            }
        }
    }
}

/// As a reader knows the paper: its number with its date, or else its path.
fn name(node: &Node) -> String {
    match (&node.number, &node.date) {
        (Some(number), Some(date)) => format!("{number} ({date})"),
        (Some(number), None) => number.clone(),
        (None, _) => node.path.clone().unwrap_or_default(),
    }
}

/// The same in the few letters that a box holds.
fn short(node: &Node) -> String {
    let whole = match &node.number {
        Some(number) => number.as_str(),
        None => node.path.as_deref().unwrap_or_default().rsplit('/').next().unwrap_or_default(),
    };
    let cut: String = whole.chars().take(LETTERS).collect();
    if cut.len() < whole.len() { format!("{cut}…") } else { cut }
}

fn address(node: &Node, language: Language) -> String {
    match (&node.path, &node.number) {
        (Some(path), _) => link(&format!("/papers/{}", paper_id(path)), &[], language),
        (None, number) => link("/", &[("q", number.as_deref().unwrap_or_default())], language),
    }
}

fn entry(edge: &Edge, nodes: &[Node], language: Language) -> Markup {
    let end = |at: usize| {
        let node = nodes.get(at)?;
        Some(html! { a href=(address(node, language)) { bdi { (name(node)) } } })
    };
    html! {
        li {
            @if let (Some(from), Some(to)) = (end(edge.from), end(edge.to)) {
                (from) " → " (to)
                @if edge.count > 1 { " " span.count { "×" (edge.count) } }
            }
        }
    }
}

/// Where the upper left corner of each box stands, and how large the picture is.
fn places(nodes: &[Node]) -> (Vec<(i64, i64)>, i64, i64) {
    let first = nodes.iter().map(|node| node.column).min().unwrap_or_default();
    let last = nodes.iter().map(|node| node.column).max().unwrap_or_default();
    let of = |column: i32| nodes.iter().filter(|node| node.column == column).count() as i64;
    let most = (first..=last).map(of).max().unwrap_or(1);
    let high = most * (HIGH + BELOW) - BELOW + 2 * EDGE;
    let mut rows = std::collections::BTreeMap::<i32, i64>::new();
    let place = |node: &Node| {
        let row = rows.entry(node.column).or_default();
        let free = high - of(node.column) * (HIGH + BELOW) + BELOW;
        let y = free / 2 + *row * (HIGH + BELOW);
        *row += 1;
        (EDGE + i64::from(node.column - first) * (WIDE + BESIDE), y)
    };
    let places = nodes.iter().map(place).collect();
    (places, i64::from(last - first + 1) * (WIDE + BESIDE) - BESIDE + 2 * EDGE, high)
}

fn picture(around: &Around, language: Language) -> Markup {
    let (places, wide, high) = places(&around.nodes);
    let label = language.say("graph");
    html! {
        div.graph tabindex="0" role="region" aria-label=(label) {
            svg width=(wide) height=(high) viewBox={ "0 0 " (wide) " " (high) } role="group" aria-label=(label) {
                defs {
                    marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"
                        orient="auto" { path d="M0 0 L8 4 L0 8 z" {} }
                }
                @for edge in &around.edges {
                    @if let (Some(from), Some(to)) = (places.get(edge.from), places.get(edge.to)) {
                        path.edge d=(curve(*from, *to)) marker-end="url(#arrow)" {}
                    }
                }
                @for (at, (node, (x, y))) in around.nodes.iter().zip(&places).enumerate() {
                    a href=(address(node, language)) class=[(at == 0).then_some("middle")] {
                        title { (name(node)) @if let Some(title) = &node.title { " – " (title) } }
                        rect class=[node.path.is_none().then_some("away")] x=(x) y=(y) width=(WIDE) height=(HIGH) rx="5" {}
                        text x=(x + WIDE / 2) y=(y + HIGH / 2 + 4) text-anchor="middle" { (short(node)) }
                    }
                }
            }
        }
    }
}

/// A line from the paper that cites to the one that is cited.
fn curve(from: (i64, i64), to: (i64, i64)) -> String {
    let (middle_from, middle_to) = (from.1 + HIGH / 2, to.1 + HIGH / 2);
    // Papers of one column are joined on their right side, backward ones from left to right.
    let (start, end, bend) = match from.0.cmp(&to.0) {
        std::cmp::Ordering::Less => (from.0 + WIDE, to.0, BESIDE / 2),
        std::cmp::Ordering::Equal => (from.0 + WIDE, to.0 + WIDE, BESIDE / 2),
        std::cmp::Ordering::Greater => (from.0, to.0 + WIDE, -BESIDE / 2),
    };
    let other = if from.0 == to.0 { end + bend } else { end - bend };
    format!(
        "M{start} {middle_from} C{} {middle_from} {other} {middle_to} {end} {middle_to}",
        start + bend
    )
}
