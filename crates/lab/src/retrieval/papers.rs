//! Makes papers of the rows of a corpus, as `ingest` makes them of files.
//! In: rows. Out: papers with one section for each row, before them one for the name of the paper if it has one; and
//! which section is which row.
//! Never looks at questions. The letters of all rows of a paper are repaired together, as in a file.

use std::collections::BTreeMap;

use vankien_engine::EvaluationPaper;
use vankien_papers::Provenance;
use vankien_papers::document::{Document, Field, LineKind, Place, Section, SubSection};
use vankien_papers::provenance::Format;
use vankien_text::span::{Lines, Map, Piece, Rewriter, Span};

use super::rows::CorpusRow;

/// Longest first line of a text, in characters (included), that is taken for its heading. It must end no sentence
/// either, and have text below it. A printed title is the heading whatever its length. A judgement, not measured;
/// `--no-title` does not show its effect, because such lines become headings with that flag too.
const MOST_HEADING_CHARACTERS: usize = 220;

/// The rows that make one paper.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The identifier of the paper, used as its path; for a row that is a paper of its own, the id of the row.
    pub path: String,
    /// The name of the paper: the title that all rows of its document share, also where each of them is a paper of its
    /// own (`flat`). `None` where they differ or are empty, where the document is a single row, or where titles are
    /// left out.
    pub name: Option<String>,
    /// The indexes of its rows in the corpus, in order.
    pub rows: Vec<usize>,
    /// The size of its rows in bytes, titles left out.
    pub size: u64,
}

impl Group {
    /// The index of the row that the section with this number (from 0) holds; `None` for the section that holds the
    /// name, and behind the last.
    pub fn row(&self, ordinal: u64) -> Option<usize> {
        let before = u64::from(self.name.is_some());
        ordinal.checked_sub(before).and_then(|at| self.rows.get(at as usize)).copied()
    }
}

/// The papers that `rows` make, in order of their paths. `titled`: a title that all rows of a paper share is its name.
/// `flat`: each row is a paper of its own.
pub fn group(rows: &[CorpusRow], titled: bool, flat: bool) -> Vec<Group> {
    let mut by_paper: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        by_paper.entry(&row.document).or_default().push(at);
    }
    let mut groups = Vec::new();
    for (path, members) in by_paper {
        let title = rows[members[0]].title.trim();
        let is_shared = members.len() > 1 && members.iter().all(|at| rows[*at].title == title);
        let name = (titled && is_shared && !title.is_empty()).then(|| one_line(title));
        let split: Vec<Vec<usize>> =
            if flat { members.iter().map(|at| vec![*at]).collect() } else { vec![members] };
        groups.extend(split.into_iter().map(|members| {
            let path = if flat { rows[members[0]].id.clone() } else { path.to_owned() };
            let size = members.iter().map(|at| rows[*at].text.len() as u64).sum();
            Group { path, name: name.clone(), rows: members, size }
        }));
    }
    groups.sort_by(|one, other| one.path.cmp(&other.path));
    groups
}

/// A text with each run of white space as one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a row stands in the text of its paper.
struct Printed {
    /// Its first and last line (included), counted from 1.
    lines: (u32, u32),
    /// Whether the first line is the row's title.
    is_titled: bool,
}

/// The paper that a group makes. The letter stages run on all of it, `structure` on each row by itself, because each
/// row is one section by definition. `titled`: titles of rows are printed as headings, unless the paper has a name.
/// `damaged` damages the text first, and must keep its lines.
pub fn paper(
    group: &Group,
    rows: &[CorpusRow],
    titled: bool,
    damaged: impl Fn(String) -> String,
) -> EvaluationPaper {
    let members: Vec<&CorpusRow> = group.rows.iter().map(|at| &rows[*at]).collect();
    let with_headings = titled && group.name.is_none();
    let (text, printed) = print(group.name.as_deref(), &members, with_headings);
    let text = damaged(text);
    let letters = vankien_text::mend(&text);
    let repaired = Lines::of(&letters.text);
    let (quality, text_quality) = (letters.quality, letters.quality);
    let mut document = Document { pages: vec![1], quality, text_quality, ..Document::default() };
    let span =
        |(first, last): (u32, u32)| Span::new(repaired.start(first), repaired.start(last + 1));
    if group.name.is_some() {
        let (text, map) = copied(&letters.text, span((1, 1)));
        let (value, lines) = (text.trim().to_owned(), (1, 1));
        document.masthead.title = Some(Field { value, lines, confidence: 1.0 });
        let place = Place::Title;
        document.sections.push(Section {
            place,
            page: Some(1),
            lines,
            text,
            map,
            ..Section::default()
        });
    }
    for row in printed {
        document.sections.push(section(&letters.text, span(row.lines), &row));
    }
    for section in &mut document.sections {
        section.map = section.map.after(&letters.map);
    }
    (document.edits, document.readings) = (letters.edits, letters.readings);
    document.provenance = Provenance::of(Format::Rows);
    EvaluationPaper { path: group.path.clone(), extracted: text, document }
}

/// The text of the paper, with the lines of each row.
fn print(name: Option<&str>, rows: &[&CorpusRow], with_headings: bool) -> (String, Vec<Printed>) {
    let (mut text, mut printed, mut line) = (String::new(), Vec::new(), 1);
    if let Some(name) = name {
        text.push_str(name);
        text.push_str("\n\n");
        line += 2;
    }
    for row in rows {
        let (heading, first) = (one_line(&row.title), line);
        let is_titled = with_headings && !heading.is_empty();
        if is_titled {
            text.push_str(&heading);
            text.push('\n');
            line += 1;
        }
        let body = row.text.trim_end();
        text.push_str(body);
        text.push_str("\n\n");
        line += body.matches('\n').count() as u32 + 2;
        printed.push(Printed { lines: (first, line - 2), is_titled });
    }
    (text, printed)
}

/// The section of one row: all sections that `structure` finds in it, joined by line ends.
fn section(repaired: &str, span: Span, row: &Printed) -> Section {
    let slice = span.of(repaired);
    let mut whole = Section { page: Some(1), lines: row.lines, ..Section::default() };
    whole.title = heading(slice, row.is_titled);
    let mut joined = Rewriter::new();
    for part in vankien_papers::structure(slice, &[], LineKind::Open).sections {
        if !joined.is_empty() {
            joined.insert("\n");
        }
        let start = joined.len();
        append(&mut joined, slice, &part);
        let top = SubSection { start: 0, path: part.path, title: part.title, page: Some(1) };
        let inner = std::iter::once(top).filter(|top| !top.path.is_empty()).chain(part.inner);
        whole.inner.extend(inner.map(|one| SubSection { start: one.start + start, ..one }));
        whole.citations.extend(part.citations.into_iter().map(|mut citation| {
            citation.span = Span::new(citation.span.start + start, citation.span.end + start);
            citation
        }));
    }
    let (text, map) = joined.finish();
    let (_, place) = copied(repaired, span);
    (whole.text, whole.map) = (text, map.after(&place));
    whole
}

/// Appends the text of `part`, which was made from `slice`, with its map.
fn append(joined: &mut Rewriter, slice: &str, part: &Section) {
    let all = Span::new(0, part.text.len());
    let whole = [Piece { to: all, from: all }];
    let pieces = if part.map.is_identity() { &whole[..] } else { part.map.pieces() };
    let mut at = 0;
    for piece in pieces {
        joined.insert(&part.text[at..piece.to.start]);
        if piece.from.of(slice) == piece.to.of(&part.text) {
            joined.copy(slice, piece.from);
        } else {
            joined.replace(piece.from, piece.to.of(&part.text));
        }
        at = piece.to.end;
    }
    joined.insert(&part.text[at..]);
}

/// A stretch of a text, with the map back to it.
fn copied(text: &str, span: Span) -> (String, Map) {
    let mut copy = Rewriter::new();
    copy.copy(text, span);
    copy.finish()
}

/// The heading of a row: its title, or a short first line that ends no sentence and has text below it; else empty.
fn heading(text: &str, is_titled: bool) -> String {
    let (first, rest) = text.trim_start().split_once('\n').unwrap_or_default();
    let first = first.trim();
    let is_sentence = first.ends_with(['.', ';', ',', '…', ':']);
    let is_short = first.chars().count() <= MOST_HEADING_CHARACTERS;
    let has_heading = is_titled || (is_short && !is_sentence && !rest.trim().is_empty());
    if has_heading {
        unlabelled(first).trim_end_matches(['.', ':']).to_owned()
    } else {
        String::new()
    }
}

/// A heading without its level and number (`Điều 36.3.NĐ.1.10.`: an article in the numbering of the codified law), as
/// `structure` keeps headings; unchanged where it has no level, no number, or nothing behind them.
fn unlabelled(heading: &str) -> &str {
    let Some((level, rest)) = heading.split_once(' ') else { return heading };
    let (number, title) = rest.trim_start().split_once(' ').unwrap_or((rest, ""));
    const LEVELS: [&str; 8] = ["Điều", "Chương", "Mục", "Phần", "Dieu", "Chuong", "Muc", "Phan"];
    let is_level = LEVELS.contains(&level);
    let is_number =
        number.chars().next().is_some_and(|one| one.is_ascii_digit() || "IVX".contains(one));
    if is_level && is_number && !title.trim().is_empty() { title.trim() } else { heading }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<CorpusRow> {
        let row = |id: &str, title: &str, text: &str| CorpusRow {
            id: id.into(),
            document: id[..1].into(),
            title: title.into(),
            text: text.into(),
        };
        vec![
            row("a1", "Luật Cư trú", "Phạm vi\n\nLuật này quy định theo Nghị quyết số 59-NQ/TW."),
            row("b1", "Điều 1. Phạm vi", "1. Một là.\n2. Hai là."),
            row("a2", "Luật Cư trú", "Luật này có hiệu lực."),
            row("b2", "Điều 2. Đối tượng", "Mọi người."),
        ]
    }

    #[test]
    fn a_title_that_all_rows_share_is_the_name_of_the_paper() {
        let rows = rows();
        let groups = group(&rows, true, false);
        let names: Vec<Option<&str>> = groups.iter().map(|group| group.name.as_deref()).collect();
        assert_eq!(names, [Some("Luật Cư trú"), None]);
        assert_eq!(
            (groups[0].row(0), groups[0].row(1), groups[0].row(2)),
            (None, Some(0), Some(2))
        );
        assert_eq!((groups[1].row(0), groups[1].row(2)), (Some(1), None));
        let paper = paper(&groups[0], &rows, true, |text| text);
        let titles: Vec<&str> =
            paper.document.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["", "Phạm vi", ""]);
        assert_eq!(unlabelled("Điều 36.3.NĐ.1.10. Tên gọi"), "Tên gọi");
        assert_eq!(unlabelled("Dieu 36.3.ND.1.10. Ten goi"), "Ten goi");
        assert_eq!(unlabelled("Điều kiện chung"), "Điều kiện chung");
        let cited = &paper.document.sections[1].citations[0];
        assert_eq!(cited.canonical.as_deref(), Some("59-NQ/TW"));
        assert_eq!(cited.span.of(&paper.document.sections[1].text), "Nghị quyết số 59-NQ/TW");
    }

    #[test]
    fn the_way_back_leads_to_the_rows() {
        let rows = rows();
        for (titled, flat) in [(true, false), (false, false), (true, true)] {
            for group in group(&rows, titled, flat) {
                let paper = paper(&group, &rows, titled, |text| text);
                for (ordinal, section) in (0..).zip(&paper.document.sections) {
                    let Some(row) = group.row(ordinal) else { continue };
                    let last = rows[row].text.split(' ').next_back().expect("a word");
                    let at = section.text.rfind(last).expect("the section holds it");
                    let back = section.map.back(Span::new(at, at + last.len()));
                    assert_eq!(
                        back.iter().map(|span| span.of(&paper.extracted)).collect::<String>(),
                        last
                    );
                }
            }
        }
    }
}
