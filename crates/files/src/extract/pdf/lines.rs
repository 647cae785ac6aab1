//! Puts the glyphs of a page into lines as a person reads them.
//! In: glyphs with their places. Out: lines; columns on one line stand apart by three blanks or more,
//! as wide as on the page; a wide gap between lines is a blank line. Page after page, parted by
//! where they begin. Never drops a letter but one drawn twice on the same place.

use vankien_text::Encoding;

use super::super::writing::Run;
use super::super::{signs, writing};
use super::placed::Placed;

/// Base lines nearer than this, in sizes of the font, are one.
const SAME_LINE: f64 = 0.45;
/// A gap wider than this is a blank, in sizes of the font.
const BLANK: f64 = 0.17;
/// A gap wider than this may part columns.
const COLUMN: f64 = 1.5;
/// It does where it is so many times wider than the usual gap between the words of the line.
const UNUSUAL: f64 = 2.5;
/// A gap that differs by less than this share from the usual one of its line is one between words.
const ALIKE: f64 = 0.1;
/// So far from one another, in sizes of the font, stand letters of one left edge at most.
const EDGE: f64 = 0.08;
/// A letter is half as wide as its font is high: so wide is a blank of the text.
const LETTER: f64 = 0.5;
/// A distance between base lines that is so many times the usual one holds a blank line.
const BLANK_LINE: f64 = 1.3;
/// A letter smaller than this share of its line and above its base line is a mark of a note.
const SMALL: f64 = 0.8;
/// No indent is deeper, in blanks.
const DEEPEST: usize = 120;
/// The rule above a note, as a line of blanks.
const RULE: &str = "                         ";

/// The text of the pages so far.
#[derive(Default)]
pub struct Printer {
    /// The text.
    pub text: String,
    /// Bytes at which pages 2, 3, … begin.
    pub page_starts: Vec<usize>,
    /// The encodings of fonts older than Unicode that were read.
    pub encodings: Vec<Encoding>,
    pages: usize,
}

/// Glyphs on one base line, from left to right.
struct Line {
    y: f64,
    size: f64,
    glyphs: Vec<Placed>,
}

impl Printer {
    /// Adds a page; whether it holds text.
    pub fn page(&mut self, glyphs: Vec<Placed>) -> bool {
        if self.pages > 0 {
            self.page_starts.push(self.text.len());
        }
        self.pages += 1;
        let start = self.text.len();
        let mut turned: [Vec<Placed>; 4] = Default::default();
        glyphs.into_iter().for_each(|glyph| turned[usize::from(glyph.turn)].push(glyph));
        // What is written across the page comes behind what most of it is.
        turned.sort_by_key(|glyphs| std::cmp::Reverse(glyphs.len()));
        turned.into_iter().filter(|glyphs| !glyphs.is_empty()).for_each(|one| self.lines(one));
        !self.text[start..].trim().is_empty()
    }

    fn lines(&mut self, glyphs: Vec<Placed>) {
        let lines = on_lines(glyphs);
        let left = lines.iter().filter_map(|line| Some(line.glyphs.first()?.x));
        let left = left.fold(f64::INFINITY, f64::min);
        let usual = usual_distance(&lines);
        let edges: Vec<Vec<f64>> = lines.iter().map(left_edges).collect();
        let mut before: Option<&Line> = None;
        for (at, line) in lines.iter().enumerate() {
            let distance = before.map_or(0.0, |before| line.y - before.y);
            if is_note(line) {
                self.text.push_str(RULE);
                self.text.push('\n');
            } else if distance > usual * BLANK_LINE {
                self.text.push('\n');
            }
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let mut beside: Vec<f64> =
                beside.filter_map(|at| edges.get(at)).flatten().copied().collect();
            beside.sort_by(f64::total_cmp);
            self.line(line, left, &beside);
            before = Some(line);
        }
    }

    /// Prints a line of a page that begins at `left`; the lines around it have columns at `edges`, in order.
    fn line(&mut self, line: &Line, left: f64, edges: &[f64]) {
        let mut runs: Vec<Run> = Vec::new();
        let unit = LETTER * line.size;
        let blanks = |gap: f64| " ".repeat(((gap / unit).round().max(0.0) as usize).min(DEEPEST));
        let first = line.glyphs.first().map_or(left, |glyph| glyph.x);
        writing::push(&mut runs, &blanks(first - left), None);
        let (column, usual) = (widest_blank(line), usual_gap(line));
        let mut end: Option<&Placed> = None;
        for (at, glyph) in line.glyphs.iter().enumerate() {
            let gap = end.map_or(0.0, |end| glyph.x - end.x - end.width);
            let font = end.and_then(|end| end.font).filter(|font| Some(*font) == glyph.font);
            let mark = is_mark(glyph, line);
            let was_mark = at > 0 && is_mark(&line.glyphs[at - 1], line);
            if mark != was_mark && at > 0 && !is_note(line) {
                // A mark of a note stands on a line of its own, so that no word swallows it.
                writing::push(&mut runs, "\n", None);
            } else if gap > column || is_at_edge(line, glyph, (gap, usual), edges) {
                writing::push(&mut runs, &blanks(gap.max(3.0 * unit)), None);
            } else if glyph.after_blank || gap > BLANK * line.size || (mark != was_mark && at > 0) {
                writing::push(&mut runs, " ", font);
            }
            if let Some(sure) = glyph.sure {
                writing::push(&mut runs, signs::sure(sure).encode_utf8(&mut [0; 4]), glyph.font);
            }
            writing::push(&mut runs, &glyph.text, glyph.font);
            end = Some(glyph);
        }
        let text = writing::letters(&runs, &mut self.encodings);
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}

/// Letters by lines; blanks only tell which letters stand behind one.
fn on_lines(glyphs: Vec<Placed>) -> Vec<Line> {
    let (mut letters, blanks): (Vec<Placed>, Vec<Placed>) = glyphs.into_iter().partition(has_ink);
    letters.sort_by(|one, other| one.y.total_cmp(&other.y).then(one.x.total_cmp(&other.x)));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in letters {
        let near = |line: &&mut Line| glyph.y - line.y < reach(line, &glyph);
        match lines.last_mut().filter(near) {
            Some(line) => {
                // The largest letters are the line, others are raised or lowered.
                if glyph.size > line.size * 1.1 {
                    (line.size, line.y) = (glyph.size, glyph.y);
                }
                line.glyphs.push(glyph);
            }
            None => lines.push(Line { y: glyph.y, size: glyph.size, glyphs: vec![glyph] }),
        }
    }
    for blank in blanks {
        let first = lines.partition_point(|line| line.y + reach(line, &blank) < blank.y);
        if let Some(line) = lines.get_mut(first)
            && (line.y - blank.y).abs() < reach(line, &blank)
        {
            line.glyphs.push(blank);
        }
    }
    for line in &mut lines {
        line.glyphs.sort_by(|one, other| one.x.total_cmp(&other.x));
        let mut blank = false;
        line.glyphs.retain_mut(|glyph| {
            glyph.after_blank = std::mem::replace(&mut blank, !has_ink(glyph));
            has_ink(glyph)
        });
        line.glyphs.dedup_by(|later, first| {
            later.text == first.text && (later.x - first.x).abs() < 0.1 * first.width
        });
    }
    lines
}

/// How far from the base line of `line` a glyph may stand and be of it.
fn reach(line: &Line, glyph: &Placed) -> f64 {
    SAME_LINE * line.size.max(glyph.size)
}

fn has_ink(glyph: &Placed) -> bool {
    !glyph.text.trim().is_empty()
}

/// The usual distance between base lines, in points.
fn usual_distance(lines: &[Line]) -> f64 {
    let mut distances: Vec<f64> = lines.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    distances.sort_by(f64::total_cmp);
    // Gaps between paragraphs are wider, so that the usual one is among the narrower half.
    distances.get(distances.len() * 2 / 5).copied().unwrap_or(f64::INFINITY)
}

/// The usual gap between the words of a line.
fn usual_gap(line: &Line) -> f64 {
    let gaps = line.glyphs.windows(2).map(|pair| pair[1].x - pair[0].x - pair[0].width);
    let mut gaps: Vec<f64> = gaps.filter(|gap| *gap > BLANK * line.size).collect();
    gaps.sort_by(f64::total_cmp);
    match gaps.len() {
        // Of two gaps each may be the one between columns.
        0..3 => 0.0,
        count => gaps[count / 2],
    }
}

/// The widest gap between words of a line; a wider one parts columns.
fn widest_blank(line: &Line) -> f64 {
    (COLUMN * line.size).max(UNUSUAL * usual_gap(line))
}

/// Where the columns of a line begin, but for the first.
fn left_edges(line: &Line) -> Vec<f64> {
    let column = widest_blank(line);
    let pairs = line.glyphs.windows(2);
    let wide = pairs.filter(|pair| pair[1].x - pair[0].x - pair[0].width > column);
    wide.map(|pair| pair[1].x).collect()
}

/// Whether a `gap` before a glyph parts columns although it is narrow: what stands to the left fills
/// its column, and the glyph stands where a column of the line above or below begins.
fn is_at_edge(line: &Line, glyph: &Placed, (gap, usual): (f64, f64), edges: &[f64]) -> bool {
    let reach = EDGE * line.size;
    let near = |edge: &f64| (edge - glyph.x).abs() < reach;
    // A little more than what is near, for what rounding takes away.
    let first = edges.partition_point(|edge| *edge < glyph.x - 1.01 * reach);
    let around = || edges[first..].iter().take_while(|edge| **edge < glyph.x + 1.01 * reach);
    gap > BLANK * line.size && (gap - usual).abs() > ALIKE * usual && around().any(near)
}

/// Whether a glyph is a figure set small above the line.
fn is_mark(glyph: &Placed, line: &Line) -> bool {
    let raised = line.y - glyph.y > 0.15 * line.size;
    raised && glyph.size < SMALL * line.size && glyph.text.chars().all(|one| one.is_ascii_digit())
}

/// Whether a line begins with the mark of a note, as notes at the foot of a page do.
fn is_note(line: &Line) -> bool {
    line.glyphs.len() > 2 && line.glyphs.first().is_some_and(|glyph| is_mark(glyph, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::font::Legacy;

    /// The letters of `text` from `x` on, ten points high and five wide.
    fn word(text: &str, x: f64, y: f64, size: f64) -> Vec<Placed> {
        let width = size / 2.0;
        let letters = text.chars().enumerate().map(|(at, letter)| Placed {
            text: letter.into(),
            x: x + at as f64 * width,
            y,
            width,
            size,
            turn: 0,
            font: None::<Legacy>,
            after_blank: false,
            sure: None,
            shape: None,
        });
        letters.collect()
    }

    fn printed(words: &[Vec<Placed>]) -> String {
        let mut printer = Printer::default();
        assert!(printer.page(words.concat()));
        printer.text
    }

    #[test]
    fn columns_stand_side_by_side_whatever_the_order_of_drawing() {
        let left = word("TỈNH ỦY", 0.0, 20.0, 10.0);
        let right = word("ĐẢNG", 100.0, 22.0, 10.0);
        assert_eq!(printed(&[right, left]), format!("TỈNH ỦY{}ĐẢNG\n", " ".repeat(13)));
    }

    #[test]
    fn a_column_is_told_from_the_line_above_where_the_one_before_fills_its_own() {
        let words = [
            word("Nơi nhận", 0.0, 20.0, 10.0),
            word("TỈNH ỦY", 88.0, 20.0, 10.0),
            word("- Ban", 0.0, 32.0, 10.0),
            word("Bí thư", 28.0, 32.0, 10.0),
            word("Đảng", 61.0, 32.0, 10.0),
            word("BÍ", 88.0, 32.0, 10.0),
        ];
        let lines = ["Nơi nhận          TỈNH ỦY", "- Ban Bí thư Đảng   BÍ", ""];
        assert_eq!(printed(&words), lines.join("\n"));
    }

    #[test]
    fn gaps_are_blanks_and_wide_distances_are_blank_lines() {
        let words = [
            word("một", 0.0, 20.0, 10.0),
            word("hai", 18.0, 20.0, 10.0),
            word("ba", 0.0, 32.0, 10.0),
            word("bốn", 0.0, 44.0, 10.0),
            word("năm", 0.0, 70.0, 10.0),
        ];
        assert_eq!(printed(&words), "một hai\nba\nbốn\n\nnăm\n");
    }

    #[test]
    fn marks_of_notes_stand_apart_and_notes_under_a_rule() {
        let words = [
            word("này", 0.0, 20.0, 10.0),
            word("1", 15.0, 16.0, 6.0),
            word("thì", 21.0, 20.0, 10.0),
            word("1", 0.0, 36.0, 6.0),
            word("Chú thích", 5.0, 40.0, 10.0),
        ];
        assert_eq!(printed(&words), format!("này\n1\nthì\n{RULE}\n1 Chú thích\n"));
    }

    #[test]
    fn letters_drawn_twice_are_one() {
        let bold = word("Số", 0.2, 20.0, 10.0);
        assert_eq!(printed(&[word("Số", 0.0, 20.0, 10.0), bold]), "Số\n");
    }
}
