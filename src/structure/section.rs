//! Makes sections with joined text out of the parts of a paper.
//! In: parts with their printed lines. Out: [`Section`]s in order of the file.
//! An article (`Điều`) is one section with what hangs below it: its clauses are its parts.

use super::footnote::Footnote;
use super::line::{Line, is_drawn};
use super::outline::{Item, outline};
use super::paragraph::{Measure, join};
use super::{citation, is_outer};
use crate::document::{Form, Masthead, Place, Section, SubSection};

/// A part of a paper with its printed lines.
#[derive(Debug, Default)]
pub struct Part<'a> {
    path: String,
    title: String,
    place: Place,
    lines: Vec<Line<'a>>,
    /// Where items below an article begin: the index of their first line, their path and title.
    inner: Vec<(usize, String, String)>,
}

/// Neighbouring lines of one place as one part.
pub fn runs(lines: Vec<(Place, Line<'_>)>) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (place, line) in lines {
        match parts.iter_mut().rev().take(3).find(|part| part.place == place) {
            Some(part) => part.lines.push(line),
            None => parts.push(Part { place, lines: vec![line], ..Part::default() }),
        }
    }
    parts
}

/// The numbered items of the running text.
pub fn items<'a>(lines: &[Line<'a>], measure: Measure) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    for item in outline(lines, measure) {
        let path = item.path.join("/");
        match parts.last_mut() {
            Some(article) if item.in_article => {
                article.inner.push((article.lines.len(), path, item.title));
                article.lines.extend(item.lines);
            }
            _ => parts.push(from_item(item, path)),
        }
    }
    parts
}

fn from_item(item: Item<'_>, path: String) -> Part<'_> {
    Part { path, title: item.title, lines: item.lines, ..Part::default() }
}

/// The lines of an article of the press: runs of the body keep their items.
pub fn article<'a>(lines: Vec<(Place, Line<'a>)>, measure: Measure) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut body: Vec<Line<'a>> = Vec::new();
    for (place, line) in lines {
        if is_outer(place) {
            parts.extend(items(&std::mem::take(&mut body), measure));
            parts.push(Part { place, lines: vec![line], ..Part::default() });
        } else {
            body.push(line);
        }
    }
    parts.extend(items(&body, measure));
    parts
}

/// Puts each note behind the part in which its anchor stands; without an anchor it stays where it
/// was printed.
pub fn attach<'a>(parts: &mut Vec<Part<'a>>, notes: Vec<Footnote<'a>>) {
    for note in notes {
        let Some(first) = note.lines.first().map(|line| line.number) else { continue };
        let at = note.anchor.unwrap_or(first);
        let begins = |part: &Part<'_>| part.lines.first().map_or(0, |line| line.number);
        let holder = parts.iter().rposition(|part| part.place == Place::Body && begins(part) <= at);
        let path = holder.map(|index| parts[index].path.clone()).unwrap_or_default();
        let behind = parts.iter().position(|part| begins(part) > first).unwrap_or(parts.len());
        let title = note.number.to_owned();
        let part =
            Part { path, title, place: Place::Footnote, lines: note.lines, ..Part::default() };
        parts.insert(behind, part);
    }
}

/// The sections of the paper `text`, with what they cite.
pub fn sections(
    text: &str,
    parts: Vec<Part<'_>>,
    measure: Measure,
    masthead: &mut Masthead,
) -> Vec<Section> {
    let own = masthead.number.as_ref().map(|field| (field.value.clone(), field.lines.0));
    parts
        .into_iter()
        .filter(|part| part.lines.iter().any(|line| !is_drawn(line.text)))
        .map(|part| section(text, part, measure, own.as_ref()))
        .collect()
}

fn section(text: &str, part: Part<'_>, measure: Measure, own: Option<&(String, u32)>) -> Section {
    // Drawn rules are layout, not text.
    let written: Vec<Line<'_>> =
        part.lines.iter().filter(|line| !is_drawn(line.text)).copied().collect();
    let (first, last) = (written[0], written[written.len() - 1]);
    let (joined, map) = join(text, &written, measure);
    let mut citations = citation::citations(&joined);
    if part.place == Place::Masthead
        && let Some((number, _)) = own
    {
        let own = citations.iter_mut().find(|citation| citation.canonical.as_ref() == Some(number));
        own.into_iter().for_each(|citation| citation.form = Form::Own);
    }
    let inner = part.inner.into_iter().filter_map(|(index, path, title)| {
        let line = part.lines.get(index)?;
        let start = map.forward(line.span)?.start;
        Some(SubSection { start, path, title, page: line.page })
    });
    let inner = inner.collect();
    Section {
        path: part.path,
        title: part.title,
        place: part.place,
        page: first.page,
        lines: (first.number, last.number),
        text: joined,
        map,
        citations,
        inner,
    }
}
