//! Makes units of the cells (columns) of printed lines: what a masthead prints on two lines is one unit, what it prints
//! side by side is two.
//! In: printed lines. Out: units in order, each with its cells and what it is.
//! Never decides where the masthead begins or ends (`find` and `reader` do).

use std::borrow::Cow;

use vankien_text::span::Span;

use super::cell::{self, Cell, classify, head_cells};
use super::formula;
use crate::line::Line;

/// Cells that belong together in a masthead: a number, a dateline, a heading. Most units are one cell.
#[derive(Debug)]
pub struct Unit<'a> {
    /// What it is.
    pub what: Cell,
    /// Its text; that of several cells has a blank between them.
    pub text: Cow<'a, str>,
    /// The cells it takes, in order; at least one.
    pub cells: Vec<Line<'a>>,
    /// The indexes of its first and its last line among the lines that were given, both inclusive.
    pub lines: (usize, usize),
    /// Whether its first cell is the only one on its line.
    pub is_alone: bool,
}

impl<'a> Unit<'a> {
    /// The first of its cells.
    pub fn first(&self) -> &Line<'a> {
        &self.cells[0]
    }
}

/// A cell with where it stands.
#[derive(Clone, Copy, Debug)]
struct Placed<'a> {
    line: Line<'a>,
    /// The index of its line among the lines that were given.
    row: usize,
    /// How many cells stand before it on the line.
    column: usize,
    /// How many cells the line has.
    columns: usize,
}

/// At most 3 cells make one unit: a heading in a narrow column is printed on three lines. A judgement, not measured.
const MOST_LINES: usize = 3;

/// The units of `lines`, in order of their first cells; each cell is in exactly one unit.
pub fn units<'a>(lines: &[Line<'a>]) -> Vec<Unit<'a>> {
    let mut placed: Vec<Option<Placed<'a>>> = Vec::with_capacity(lines.len());
    for (row, line) in lines.iter().enumerate() {
        let found = pieces(line);
        let columns = found.len();
        let cell = |(column, line)| Some(Placed { line, row, column, columns });
        placed.extend(found.into_iter().enumerate().map(cell));
    }
    let mut units = Vec::with_capacity(placed.len());
    for at in 0..placed.len() {
        if let Some(first) = placed[at].take() {
            units.push(unit(first, at, &mut placed));
        }
    }
    units
}

/// The unit that begins with `first`, the cell at index `at`; takes the cells that it goes on with out of `placed`.
fn unit<'a>(first: Placed<'a>, at: usize, placed: &mut [Option<Placed<'a>>]) -> Unit<'a> {
    let mut what = classify(first.line.text);
    let mut text = Cow::Borrowed(first.line.text);
    let mut cells = vec![first.line];
    let mut last_row = first.row;
    if is_open(&what, first.line.text)
        && let Some((joined, whole, used)) = completed(first, at, placed)
    {
        let rows = used.iter().filter_map(|index| placed[*index].map(|cell| cell.row));
        last_row = rows.max().unwrap_or(last_row);
        cells.extend(used.iter().filter_map(|index| placed[*index].take()).map(|one| one.line));
        (what, text) = (joined, Cow::Owned(whole));
    }
    Unit { what, text, cells, lines: (first.row, last_row), is_alone: first.columns == 1 }
}

/// What `first` becomes with the cells it goes on with: what the unit is, its text, the indexes of these cells in
/// `placed`. `None` where it becomes no whole unit with at most [`MOST_LINES`] cells.
fn completed<'a>(
    first: Placed<'a>,
    at: usize,
    placed: &[Option<Placed<'a>>],
) -> Option<(Cell, String, Vec<usize>)> {
    let mut whole = first.line.text.to_owned();
    let mut used = Vec::new();
    let mut last = first;
    while used.len() + 1 < MOST_LINES {
        let joined = |index: usize| {
            let text = format!("{whole} {}", placed[index]?.line.text);
            let what = classify(&text);
            Some((index, text, what))
        };
        let next: Vec<_> = following(placed, at, &last).into_iter().filter_map(joined).collect();
        let best = next.iter().position(|(_, _, what)| is_whole(what));
        let best = best.or_else(|| next.iter().position(|(_, text, what)| is_open(what, text)))?;
        let (index, text, what) = next.into_iter().nth(best)?;
        used.push(index);
        if is_whole(&what) {
            return Some((what, text, used));
        }
        (whole, last) = (text, placed[index]?);
    }
    None
}

/// The indexes of the cells that `last` may go on with: the next one on its line (cells of a table that a converter put
/// on one line), the one in its column of the next line, and the only one of the next line; at most one blank line may
/// stand between. Only cells behind index `from`.
fn following(placed: &[Option<Placed<'_>>], from: usize, last: &Placed<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, cell) in placed.iter().enumerate().skip(from + 1) {
        let Some(cell) = cell else { continue };
        if cell.row > last.row + 1 {
            break;
        }
        let is_beside = cell.row == last.row && cell.column == last.column + 1;
        let is_below = cell.row == last.row + 1
            && (cell.column == last.column || cell.columns == 1)
            && cell.line.blank_before <= 1;
        if is_beside || is_below {
            found.push(index);
        }
    }
    found
}

/// Whether a cell may be the first words of a unit that goes on beside it or below.
fn is_open(what: &Cell, text: &str) -> bool {
    if !matches!(what, Cell::Capitals | Cell::Other | Cell::PlaceDate(_, None)) {
        return false;
    }
    formula::begins_formula(text)
        || is_open_number(text)
        || (text.len() <= 90 && is_open_dateline(text))
}

/// Whether a text is the label of a number that follows, or a number without its end: `Số:`, `Số 384-`, `Luật số:` (law
/// no.).
fn is_open_number(text: &str) -> bool {
    let bare = text.trim_end_matches([':', ' ']);
    bare.len() <= 12 && (bare.ends_with("số") || bare.ends_with("Số") || bare.ends_with("SỐ"))
        || text.len() <= 30 && text.starts_with('S') && text.ends_with(['-', '/'])
}

/// Whether a text is a dateline without its end: `Thành phố Huế,`, `Hà Nội, ngày 19`, `Hà Nội, ngày 19 tháng 11`.
fn is_open_dateline(text: &str) -> bool {
    match cell::day_word(text) {
        Some(at) => at <= 60 && text.len() - at <= 30 && !text.contains(':'),
        None => text.strip_suffix(',').is_some_and(cell::is_place),
    }
}

/// Whether joined cells make a whole unit: a formula, a number, a dateline with its date.
fn is_whole(what: &Cell) -> bool {
    match what {
        Cell::Formula(_) | Cell::Number(Some(_)) | Cell::PlaceDate(_, Some(_)) => true,
        Cell::Number(None)
        | Cell::PlaceDate(_, None)
        | Cell::Drawn
        | Cell::Kind(..)
        | Cell::Addressees
        | Cell::Capitals
        | Cell::Other => false,
    }
}

/// The cells of a line: its columns, each cut once more where two parts of a masthead stand in it without a gap.
fn pieces<'a>(line: &Line<'a>) -> Vec<Line<'a>> {
    let mut found = Vec::new();
    for (span, text) in head_cells(line) {
        let mut start = 0;
        while let Some(length) = seam(&text[start..]) {
            found.push(piece(line, span, start, start + length));
            start += length;
        }
        found.push(piece(line, span, start, text.len()));
    }
    found
}

/// Bytes `start` to `end` of a `column` of `line`, as a line of its own without white space at its ends.
fn piece<'a>(line: &Line<'a>, column: Span, start: usize, end: usize) -> Line<'a> {
    let offset = column.start - line.span.start;
    let raw = &line.text[offset + start..offset + end];
    let text = raw.trim();
    let from = column.start + start + (raw.len() - raw.trim_start().len());
    let span = Span::new(from, from + text.len());
    Line { span, text, width: text.chars().count(), ..*line }
}

/// At most 200 bytes (inclusive) for a cell that is cut; a longer one is a paragraph. A judgement, not measured.
const LONGEST_CUT: usize = 200;

/// How many bytes the first part of a masthead takes in a cell where another part follows it without a gap: the name of
/// the State or the Party at the beginning, what stands before a formula or a drawn rule at the end, or a number before
/// a dateline, a formula or a subject (`V/v`). `None` where the cell is not to be cut.
fn seam(text: &str) -> Option<usize> {
    if text.len() > LONGEST_CUT {
        return None;
    }
    let cuts = [formula::formula_at_start, cell::formula_at_end, cell::rule_at_end];
    if let Some(at) = cuts.iter().find_map(|cut| cut(text)) {
        return Some(at);
    }
    if !text.starts_with(['S', 'L']) {
        return None;
    }
    let (_, end) = cell::number_at_start(text)?;
    let rest = text[end..].trim_start();
    let begins = text.len() - rest.len();
    let is_unit = matches!(classify(rest), Cell::PlaceDate(_, Some(_)) | Cell::Formula(_))
        || ["V/v", "v/v", "V/V"].iter().any(|subject| rest.starts_with(subject))
        || cell::dateline_at_end(text) == Some(begins);
    (!rest.is_empty() && is_unit).then_some(begins)
}
