//! The dossier of a paper, as JSON and as text.
//! In: a dossier. Out: one object, or lines for a reader. Never leaves a key out: unknown values are null.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use serde::Serialize;
use vankien_engine::paper_path;
use vankien_papers::citation::Provision;
use vankien_search::Note;
use vankien_search::dossier::{Cited, Dossier, Entry, Status, Unassigned};

use super::mentions::{self, UnreadView};
use super::notes;
use super::place::page_and_lines;
use super::style::Style;

/// A dossier in JSON.
#[derive(Debug, Serialize)]
pub struct DossierView<'a> {
    number: Option<&'a str>,
    at: Option<&'a str>,
    namesakes: &'a [Entry],
    unassigned: &'a [Unassigned],
    unassigned_total: usize,
    complete: bool,
    unread: UnreadView<'a>,
    #[serde(serialize_with = "notes::serialize")]
    notes: &'a [Note],
}

/// The view of a dossier, with at most `most` of the citations that are unassigned.
pub fn view(dossier: &Dossier, most: usize) -> DossierView<'_> {
    let unassigned = &dossier.unassigned[..dossier.unassigned.len().min(most)];
    DossierView {
        number: dossier.number.as_deref(),
        at: dossier.at.as_deref(),
        namesakes: &dossier.namesakes,
        unassigned,
        unassigned_total: dossier.unassigned.len(),
        complete: dossier.unread.is_empty(),
        unread: mentions::unread(&dossier.unread),
        notes: &dossier.notes,
    }
}

/// Rows that text lists of each of these, at most: unassigned citations, grounds, acts, cited units. States
/// and files are all listed; `--json` has all. A judgement: a screen.
const NAMED: usize = 20;

/// Writes the entries and unassigned citations of a dossier as text. Not its notes, nor the papers that could
/// not be read in full: the caller tells those. Nothing for a dossier without either.
pub fn write_text(out: &mut impl Write, dossier: &Dossier, style: Style) -> Result<()> {
    for entry in &dossier.namesakes {
        write_entry(out, entry, dossier.at.as_deref(), style)?;
    }
    let unassigned = &dossier.unassigned;
    if !unassigned.is_empty() {
        let heading = format!("{} citation(s) may mean several papers", unassigned.len());
        writeln!(out, "{}", style.strong(&heading))?;
    }
    for one in unassigned.iter().take(NAMED) {
        let meant = match &one.candidates[..] {
            [] => "it is not decided which".to_owned(),
            days => days.join(", "),
        };
        let place = place(&one.path, one.page, one.lines);
        writeln!(out, "  {} ({meant})  {}", one.surface, style.quiet(&place))?;
    }
    write_more(out, unassigned.len())
}

fn write_entry(out: &mut impl Write, entry: &Entry, at: Option<&str>, style: Style) -> Result<()> {
    let stated = &entry.stated;
    let name = entry.number.as_deref().or(stated.title.as_deref()).unwrap_or("?");
    writeln!(out, "{}", style.strong(name))?;
    let fields = [&stated.kind, &stated.issuer, &stated.date];
    let fields: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
    if !fields.is_empty() {
        writeln!(out, "  {}", fields.join(" · "))?;
    }
    if let Some(title) = stated.title.as_deref().filter(|_| entry.number.is_some()) {
        writeln!(out, "  {title}")?;
    }
    for path in &entry.held {
        writeln!(out, "  held: {}", style.quiet(&paper_path::shown(path)))?;
    }
    if entry.held.is_empty() {
        writeln!(out, "  not held; known by those that cite it")?;
    }
    write_status(out, &entry.status, at, style)?;
    write_citing(out, entry)?;
    write_cited(out, "based on", &entry.grounds, style)?;
    write_cited(out, "acts on", &entry.acts, style)
}

fn write_status(
    out: &mut impl Write,
    status: &[Status],
    at: Option<&str>,
    style: Style,
) -> Result<()> {
    if status.is_empty() {
        return writeln!(out, "  status: unknown; no paper of the index states it");
    }
    match at {
        Some(at) => writeln!(out, "  status on {at}:")?,
        None => writeln!(out, "  status:")?,
    }
    let mut groups: Vec<Vec<&Status>> = Vec::new();
    for one in status {
        let is_same = |group: &&mut Vec<&Status>| {
            (group[0].state, &group[0].by, &group[0].from) == (one.state, &one.by, &one.from)
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups.iter().try_for_each(|group| write_state(out, group, at, style))
}

/// Writes what one paper did to another on one day: the units, and the first sentence that says so.
fn write_state(
    out: &mut impl Write,
    group: &[&Status],
    at: Option<&str>,
    style: Style,
) -> Result<()> {
    let first = group[0];
    let mut words = first.state.name().replace('_', " ");
    let is_begin = words.ends_with("from");
    if let Some(by) = &first.by {
        words.push_str(&format!(" by {by}"));
    }
    match &first.from {
        Some(from) if is_begin => words.push_str(&format!(" {from}")),
        Some(from) => words.push_str(&format!(" from {from}")),
        None => words.push_str(", day unknown"),
    }
    let all: Vec<&Provision> = group.iter().flat_map(|one| &one.provisions).collect();
    if let Some(units) = units(&all) {
        words.push_str(&format!(": {units}"));
    }
    let held = match (at, first.in_effect) {
        (None, _) => "",
        (Some(_), Some(true)) => "[yes] ",
        (Some(_), Some(false)) => "[not yet] ",
        (Some(_), None) => "[unknown] ",
    };
    let more = match group.iter().map(|one| one.places).sum::<usize>() - 1 {
        0 => String::new(),
        more => format!(" and {more} more place(s)"),
    };
    let place = format!("{}{more}", place(&first.path, first.page, first.lines));
    writeln!(out, "    {held}{words}  {}", style.quiet(&place))?;
    writeln!(out, "      “{}”", shortened(&first.sentence))
}

/// Characters of a sentence that text shows, at most. A judgement: four lines of a terminal.
const SHOWN_CHARS: usize = 300;

fn shortened(sentence: &str) -> String {
    match sentence.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", sentence.get(..end).unwrap_or_default()),
        None => sentence.to_owned(),
    }
}

fn write_citing(out: &mut impl Write, entry: &Entry) -> Result<()> {
    let cited_by = &entry.cited_by;
    if cited_by.total == 0 {
        return writeln!(out, "  cited by no paper of the index");
    }
    let (papers, total) = (cited_by.papers, cited_by.total);
    writeln!(out, "  cited by {papers} paper(s), {total} time(s)")?;
    let relations = cited_by.by_relation.iter().map(|(name, count)| (*name, *count));
    writeln!(out, "    {}", counts(relations))?;
    let years: BTreeMap<&str, usize> = names(&cited_by.by_year);
    writeln!(out, "    {}", counts(years.into_iter()))?;
    if !cited_by.by_provision.is_empty() {
        let mut units: Vec<(&str, usize)> = names(&cited_by.by_provision).into_iter().collect();
        units.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let more = units.len().saturating_sub(NAMED);
        units.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more units") } else { String::new() };
        writeln!(out, "    {}{more}", counts(units.into_iter()))?;
    }
    Ok(())
}

fn names(counts: &BTreeMap<String, usize>) -> BTreeMap<&str, usize> {
    counts.iter().map(|(name, count)| (name.as_str(), *count)).collect()
}

/// Counts on one line: `amends 2, cites 5`.
fn counts<'a>(counts: impl Iterator<Item = (&'a str, usize)>) -> String {
    counts.map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

fn write_cited(out: &mut impl Write, name: &str, all: &[Cited], style: Style) -> Result<()> {
    for one in all.iter().take(NAMED) {
        let relation = if name == "based on" { name } else { one.relation };
        let number = one.number.as_deref().unwrap_or(&one.surface);
        let units = units(&one.provisions.iter().collect::<Vec<_>>())
            .map(|units| format!(": {units}"))
            .unwrap_or_default();
        let place = style.quiet(&page_and_lines(one.page, one.lines));
        writeln!(out, "  {relation} {number}{units}  {place}")?;
    }
    write_more(out, all.len())
}

/// Says how many of `count` rows were not named.
fn write_more(out: &mut impl Write, count: usize) -> Result<()> {
    match count.saturating_sub(NAMED) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more (--json lists all)"),
    }
}

/// Units in words, each once; `None` for the whole paper.
fn units(units: &[&Provision]) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for unit in units.iter().map(|unit| unit.words()) {
        if !words.contains(&unit) {
            words.push(unit);
        }
    }
    (!words.is_empty()).then(|| words.join(", "))
}

fn place(path: &str, page: Option<u32>, lines: (u32, u32)) -> String {
    format!("{}, {}", paper_path::shown(path), page_and_lines(page, lines))
}
