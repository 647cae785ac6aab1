//! The citation graph around a paper as a picture: papers that cite it on the left, papers that it cites on the right.
//! In: a paper. Out: HTML with a picture whose boxes are links, and the same as a list.

use maud::{Markup, html};
use vankien_engine::paper_id;
use vankien_engine::paper_path;
use vankien_search::around::{Around, Edge, Node};

use super::frame::{frame, link, problem_page};
use crate::present::words::Language;
use crate::serve::asked::Asked;
use crate::serve::reply::{Problem, Reply};

// Sizes in pixels of the picture, chosen by eye.

/// Width of a box: it holds `MAX_LABEL_CHARS` letters.
const BOX_WIDTH: i64 = 190;
/// Height of a box.
const BOX_HEIGHT: i64 = 34;
/// Horizontal distance of boxes, for the arrows.
const COLUMN_GAP: i64 = 90;
/// Vertical distance of boxes.
const ROW_GAP: i64 = 12;
/// Margin around all boxes.
const MARGIN: i64 = 8;

/// A label in a box has at most 24 characters; a longer one is cut there, and `…` is added.
const MAX_LABEL_CHARS: usize = 24;

/// Answers with the papers around one: up to one step away, or two for `steps=2`. A problem with a status below 500
/// gives a page that says what is wrong; any other is returned.
pub fn graph(asked: &Asked) -> Result<Reply, Problem> {
    let body = asked.paper().and_then(|paper| {
        let steps = asked.count("steps", 1, 2)?.max(1);
        let around = asked.state.searcher.around(&paper.path, steps)?;
        Ok(body(&around, &paper_id(&paper.path), steps, asked.language()))
    });
    match body {
        Ok(body) => Ok(frame(asked, asked.language().say("graph"), &body)),
        Err(problem) if problem.status < 500 => Ok(problem_page(asked, &problem)),
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

/// The name of a paper: its number with its date, or else its path.
fn name(node: &Node) -> String {
    match (&node.number, &node.date) {
        (Some(number), Some(date)) => format!("{number} ({date})"),
        (Some(number), None) => number.clone(),
        (None, _) => node.path.as_deref().map(paper_path::shown).unwrap_or_default().into_owned(),
    }
}

/// The label of a box: the number, or the file name, cut to [`MAX_LABEL_CHARS`].
fn box_label(node: &Node) -> String {
    let whole = match &node.number {
        Some(number) => number.as_str(),
        None => {
            let path = paper_path::split(node.path.as_deref().unwrap_or_default()).0;
            path.rsplit('/').next().unwrap_or_default()
        }
    };
    let cut: String = whole.chars().take(MAX_LABEL_CHARS).collect();
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

/// The layout of the picture.
struct Layout {
    /// The upper left corner of each box.
    corners: Vec<(i64, i64)>,
    width: i64,
    height: i64,
}

/// Places the boxes in columns, each column centred vertically.
fn layout(nodes: &[Node]) -> Layout {
    let first = nodes.iter().map(|node| node.column).min().unwrap_or_default();
    let last = nodes.iter().map(|node| node.column).max().unwrap_or_default();
    let in_column = |column: i32| nodes.iter().filter(|node| node.column == column).count() as i64;
    let tallest = (first..=last).map(in_column).max().unwrap_or(1);
    let height = tallest * (BOX_HEIGHT + ROW_GAP) - ROW_GAP + 2 * MARGIN;
    let mut rows = std::collections::BTreeMap::<i32, i64>::new();
    let corner = |node: &Node| {
        let row = rows.entry(node.column).or_default();
        let free = height - in_column(node.column) * (BOX_HEIGHT + ROW_GAP) + ROW_GAP;
        let y = free / 2 + *row * (BOX_HEIGHT + ROW_GAP);
        *row += 1;
        (MARGIN + i64::from(node.column - first) * (BOX_WIDTH + COLUMN_GAP), y)
    };
    let corners = nodes.iter().map(corner).collect();
    let columns = i64::from(last - first + 1);
    let width = columns * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP + 2 * MARGIN;
    Layout { corners, width, height }
}

fn picture(around: &Around, language: Language) -> Markup {
    let Layout { corners, width, height } = layout(&around.nodes);
    let label = language.say("graph");
    html! {
        div.graph tabindex="0" role="region" aria-label=(label) {
            svg width=(width) height=(height) viewBox={ "0 0 " (width) " " (height) } role="group" aria-label=(label) {
                defs {
                    marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"
                        orient="auto" { path d="M0 0 L8 4 L0 8 z" {} }
                }
                @for edge in &around.edges {
                    @if let (Some(from), Some(to)) = (corners.get(edge.from), corners.get(edge.to)) {
                        path.edge d=(curve(*from, *to)) marker-end="url(#arrow)" {}
                    }
                }
                @for (at, (node, (x, y))) in around.nodes.iter().zip(&corners).enumerate() {
                    a href=(address(node, language)) class=[(at == 0).then_some("middle")] {
                        title { (name(node)) @if let Some(title) = &node.title { " – " (title) } }
                        rect class=[node.path.is_none().then_some("away")] x=(x) y=(y) width=(BOX_WIDTH) height=(BOX_HEIGHT) rx="5" {}
                        text x=(x + BOX_WIDTH / 2) y=(y + BOX_HEIGHT / 2 + 4) text-anchor="middle" { (box_label(node)) }
                    }
                }
            }
        }
    }
}

/// The path (SVG) of an arrow from the paper that cites to the paper that is cited.
fn curve(from: (i64, i64), to: (i64, i64)) -> String {
    let (middle_from, middle_to) = (from.1 + BOX_HEIGHT / 2, to.1 + BOX_HEIGHT / 2);
    // Boxes of one column are joined on their right sides. An arrow to the left begins at the left side.
    let (start, end, bend) = match from.0.cmp(&to.0) {
        std::cmp::Ordering::Less => (from.0 + BOX_WIDTH, to.0, COLUMN_GAP / 2),
        std::cmp::Ordering::Equal => (from.0 + BOX_WIDTH, to.0 + BOX_WIDTH, COLUMN_GAP / 2),
        std::cmp::Ordering::Greater => (from.0, to.0 + BOX_WIDTH, -COLUMN_GAP / 2),
    };
    let other = if from.0 == to.0 { end + bend } else { end - bend };
    format!(
        "M{start} {middle_from} C{} {middle_from} {other} {middle_to} {end} {middle_to}",
        start + bend
    )
}
