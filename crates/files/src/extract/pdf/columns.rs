//! Two columns of running text, as newspapers and gazettes print them: the left one is read to its end before the right
//! one.
//! In: the lines of a page, each across both columns. Out: the lines in reading order.
//! The thresholds below tell columns from a masthead, a signature block or a table, whose lines belong together from
//! left to right and are not split.
//!
//! The thresholds are judgements, not measured one by one; the tests of this file hold their cases.

use super::line::Line;
use super::placed_glyph::PlacedGlyph;

/// At least 4 lines in a row must share the gap between two columns, and each column must have at least 4 lines.
const MIN_LINES: usize = 4;
/// The gap between columns is at least 0.8 font sizes wide.
const MIN_GUTTER: f64 = 0.8;
/// At least 30 of 100 lines of each column, its first left out, begin with a small letter: sentences that were broken
/// at the edge do, cells of a table and names under a signature do not.
const MIN_SMALL: f64 = 0.3;
/// At least 60 of 100 lines of each column begin at its left edge. Lines of a masthead are centred.
const MIN_ALIGNED: f64 = 0.6;
/// A line begins at the left edge of its column if it begins less than 0.6 font sizes to the right of it.
const SAME_EDGE: f64 = 0.6;
/// The wider column is at most 1.6 times as wide as the other.
const MAX_WIDTH_RATIO: f64 = 1.6;
/// At least 12 glyphs in a line of a column, on average.
const MIN_GLYPHS: usize = 12;

/// The lines in reading order; `lines` come from top to bottom. Lines that are split at a gap become two lines.
pub fn in_reading_order(lines: Vec<Line>) -> Vec<Line> {
    let mut ordered = Vec::with_capacity(lines.len());
    let mut block: Vec<Line> = Vec::new();
    let mut gutter = None;
    for line in lines {
        let narrowed = narrowed(gutter, &line);
        if gutter.is_some() && narrowed.is_none() {
            ordered.extend(columns(std::mem::take(&mut block), gutter));
            gutter = widest_gap(&line);
        } else if gutter.is_none() {
            ordered.append(&mut block);
            gutter = widest_gap(&line);
        } else {
            gutter = narrowed;
        }
        block.push(line);
    }
    ordered.extend(columns(block, gutter));
    ordered
}

/// The gap between two columns: its left and its right edge.
type Gutter = (f64, f64);

/// The widest gap of a line, if it is wide enough for a gutter.
fn widest_gap(line: &Line) -> Option<Gutter> {
    widest(gaps(line))
}

fn widest(gaps: impl Iterator<Item = Gutter>) -> Option<Gutter> {
    gaps.max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))
}

/// The part of `gutter` that this line leaves free; all of it if the line stands on one side of it. `None` if too
/// little is left, or there is no gutter.
fn narrowed(gutter: Option<Gutter>, line: &Line) -> Option<Gutter> {
    let (left, right) = gutter?;
    let width = MIN_GUTTER * line.size;
    let first = line.glyphs.first()?.x;
    let last = line.glyphs.last().map(end)?;
    if last <= left || first >= right {
        return gutter;
    }
    let through = gaps(line).map(|(from, to)| (from.max(left), to.min(right)));
    widest(through.filter(|(from, to)| to - from >= width))
}

fn end(glyph: &PlacedGlyph) -> f64 {
    glyph.x + glyph.width
}

/// The gaps of a line that are wide enough for a gutter.
fn gaps(line: &Line) -> impl Iterator<Item = Gutter> + '_ {
    let width = MIN_GUTTER * line.size;
    let pairs = line.glyphs.windows(2).map(|pair| (end(&pair[0]), pair[1].x));
    pairs.filter(move |(from, to)| to - from >= width)
}

/// The lines of a block: column by column if they are running text, else as they are.
fn columns(block: Vec<Line>, gutter: Option<Gutter>) -> Vec<Line> {
    let Some((_, right)) = gutter.filter(|_| block.len() >= MIN_LINES) else { return block };
    let sides: Vec<(Line, Line)> = block.iter().map(|line| line.split_at(right)).collect();
    if !is_running_text(&sides) {
        return block;
    }
    let (left, right): (Vec<Line>, Vec<Line>) = sides.into_iter().unzip();
    let written = |line: &Line| !line.glyphs.is_empty();
    left.into_iter().filter(written).chain(right.into_iter().filter(written)).collect()
}

/// Whether both sides are columns of running text.
fn is_running_text(rows: &[(Line, Line)]) -> bool {
    let left: Vec<&Line> =
        rows.iter().map(|row| &row.0).filter(|line| !line.glyphs.is_empty()).collect();
    let right: Vec<&Line> =
        rows.iter().map(|row| &row.1).filter(|line| !line.glyphs.is_empty()).collect();
    let is_column = |lines: &[&Line]| {
        let glyphs: usize = lines.iter().map(|line| line.glyphs.len()).sum();
        let small = lines.iter().skip(1).filter(|line| begins_small(line)).count();
        let edge = lines.iter().map(|line| line.glyphs[0].x).fold(f64::INFINITY, f64::min);
        let is_aligned = |line: &&&Line| line.glyphs[0].x - edge < SAME_EDGE * line.size;
        let aligned = lines.iter().filter(is_aligned).count();
        lines.len() >= MIN_LINES
            && glyphs >= MIN_GLYPHS * lines.len()
            && small as f64 >= MIN_SMALL * (lines.len() - 1) as f64
            && aligned as f64 >= MIN_ALIGNED * lines.len() as f64
    };
    // The rows of a table begin on both sides at once.
    let is_row = |row: &&(Line, Line)| begins_capital(&row.0) && begins_capital(&row.1);
    let width = |lines: &[&Line]| {
        let from = lines.iter().map(|line| line.glyphs[0].x).fold(f64::INFINITY, f64::min);
        let to = lines.iter().filter_map(|line| line.glyphs.last().map(end)).fold(0.0, f64::max);
        to - from
    };
    if !is_column(&left) || !is_column(&right) || rows.iter().skip(1).any(|row| is_row(&row)) {
        return false;
    }
    let (one, other) = (width(&left), width(&right));
    one.max(other) <= MAX_WIDTH_RATIO * one.min(other)
}

fn first_letter(line: &Line) -> Option<char> {
    line.glyphs.first().and_then(|glyph| glyph.text.chars().next())
}

fn begins_small(line: &Line) -> bool {
    first_letter(line).is_some_and(char::is_lowercase)
}

fn begins_capital(line: &Line) -> bool {
    first_letter(line).is_some_and(|letter| letter.is_uppercase() || letter.is_ascii_digit())
}
