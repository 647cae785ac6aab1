//! Puts the glyphs of a page into lines as a person reads them.
//! In: glyphs with their places, page after page. Out: lines. Columns on one line are separated by three blanks or
//! more, as wide as on the page. A wide gap between lines becomes a blank line.
//! Never drops a letter, except one that is drawn twice on the same place.
//!
//! The thresholds are judgements, not measured one by one. They are given as shares of the font size. The tests of this
//! file hold their cases; `cargo test -p vankien-files round_trips::` compares whole PDFs with their texts.

use vankien_text::Encoding;
use vankien_text::span::Span;

use super::super::writing;
use super::super::writing::Run;
use super::columns;
use super::line::Line;
use super::placed_glyph::PlacedGlyph;
use super::stamps::{has_ink, without_colored_stamps, without_watermark};

/// Glyphs whose base lines are less than 0.45 font sizes apart are on one line. Superscripts are raised by about a
/// third.
const SAME_LINE: f64 = 0.45;
/// Width of a gap above which it is a blank, in font sizes. A printed blank is about a quarter.
const BLANK: f64 = 0.17;
/// Width of a gap above which it may separate columns, in font sizes.
const COLUMN: f64 = 1.5;
/// Width of a gap divided by the median gap of its line, above which it separates columns, if it exceeds `COLUMN` too.
/// Lines that are stretched to the margin have wide gaps everywhere.
const COLUMN_TO_MEDIAN: f64 = 2.5;
/// Difference of a gap from the median gap of its line, as a share of it, up to which it is a gap between words.
const SAME_GAP: f64 = 0.1;
/// Left edges that are less than 0.08 font sizes apart are one column edge.
const SAME_EDGE: f64 = 0.08;
/// Width of a character of the text, in font sizes, by which gaps are converted to blanks.
const CHARACTER_WIDTH: f64 = 0.5;
/// Distance of base lines divided by the usual one, above which a blank line is written.
const BLANK_LINE: f64 = 1.3;
/// Size of a figure divided by that of its line, below which a raised figure is a note mark.
const NOTE_MARK_SIZE: f64 = 0.8;
/// Height of a figure above the base line, in font sizes, above which it is raised.
const NOTE_MARK_RAISE: f64 = 0.15;
/// Share of a glyph's width within which the same text drawn again is the same glyph (bold by double printing).
const DOUBLE_PRINT: f64 = 0.1;
/// For narrow glyphs the same as a share of the font size, but never more than half the width of the glyph: a letter
/// that the text has twice (`ll`) is a whole width away from itself.
const DOUBLE_PRINT_OF_SIZE: f64 = 0.07;
/// Size of a glyph divided by that of its line so far, above which it sets base line and size of the line.
const LARGER_GLYPH: f64 = 1.1;
/// An indent or a gap has at most 120 blanks, about the width of a printed page in landscape.
const MAX_BLANKS: usize = 120;
/// A line of 25 blanks before a note, for the rule on the printed page. `papers/footnote` knows notes by it.
const NOTE_RULE: &str = "                         ";

/// The text of the pages so far.
#[derive(Default)]
pub struct Printer {
    /// The text.
    pub text: String,
    /// Byte offsets in `text` at which pages 2, 3, … begin.
    pub page_starts: Vec<usize>,
    /// The encodings of the old fonts whose text was decoded, each once.
    pub encodings: Vec<Encoding>,
    /// Bytes of `text` that are stamps and watermarks: slanted text, large letters under the lines of a page, and text
    /// of another colour across them.
    pub stamps: Vec<Span>,
    page_count: usize,
}

impl Printer {
    /// Adds a page. Gives whether it holds text, stamps included.
    pub fn page(&mut self, glyphs: Vec<PlacedGlyph>) -> bool {
        if self.page_count > 0 {
            self.page_starts.push(self.text.len());
        }
        self.page_count += 1;
        let start = self.text.len();
        let mut by_direction: [Vec<PlacedGlyph>; 4] = Default::default();
        let mut slanted = Vec::new();
        for glyph in glyphs {
            match by_direction.get_mut(usize::from(glyph.turn)) {
                Some(direction) => direction.push(glyph),
                None => slanted.push(glyph),
            }
        }
        // The direction of most glyphs comes first; text across the page follows.
        by_direction.sort_by_key(|glyphs| std::cmp::Reverse(glyphs.len()));
        let [first, rest @ ..] = by_direction;
        let (first, watermark) = without_watermark(first);
        let (first, stamps) = without_colored_stamps(first);
        for glyphs in std::iter::once(first).chain(rest).filter(|glyphs| !glyphs.is_empty()) {
            self.lines(glyphs);
        }
        for glyphs in [watermark, stamps, slanted].into_iter().filter(|glyphs| !glyphs.is_empty()) {
            let from = self.text.len();
            self.lines(glyphs);
            self.stamps.push(Span::new(from, self.text.len()));
        }
        !self.text[start..].trim().is_empty()
    }

    /// The numbers, from 1, of the lines of `text` that are stamps and watermarks, ascending.
    #[cfg_attr(not(feature = "pdf"), allow(dead_code, reason = "an OCR tells no stamps"))]
    pub fn stamp_lines(&self) -> Vec<u32> {
        let mut lines = Vec::new();
        let (mut number, mut at) = (1, 0);
        for stamp in &self.stamps {
            number += self.text[at..stamp.start].matches('\n').count() as u32;
            let count = stamp.of(&self.text).matches('\n').count() as u32;
            lines.extend(number..number + count);
            (number, at) = (number + count, stamp.end);
        }
        lines
    }

    fn lines(&mut self, glyphs: Vec<PlacedGlyph>) {
        let lines = columns::in_reading_order(lines_of_glyphs(glyphs));
        let left = lines.iter().filter_map(|line| Some(line.glyphs.first()?.x));
        let left = left.fold(f64::INFINITY, f64::min);
        let usual = usual_distance(&lines);
        let edges: Vec<Vec<f64>> = lines.iter().map(left_edges).collect();
        let mut before: Option<&Line> = None;
        for (at, line) in lines.iter().enumerate() {
            let distance = before.map_or(0.0, |before| line.y - before.y);
            if begins_note(line) {
                self.text.push_str(NOTE_RULE);
                self.text.push('\n');
            } else if distance > usual * BLANK_LINE {
                self.text.push('\n');
            }
            let mut neighbour_edges: Vec<f64> = Vec::new();
            for neighbour in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
                neighbour_edges.extend(edges.get(neighbour).into_iter().flatten());
            }
            neighbour_edges.sort_by(f64::total_cmp);
            self.line(line, left, &neighbour_edges);
            before = Some(line);
        }
    }

    /// Writes a line of a page whose text begins at `left`. `edges` are the column edges of the lines above and below,
    /// ascending.
    fn line(&mut self, line: &Line, left: f64, edges: &[f64]) {
        let mut runs: Vec<Run> = Vec::new();
        let unit = CHARACTER_WIDTH * line.size;
        let blanks =
            |gap: f64| " ".repeat(((gap / unit).round().max(0.0) as usize).min(MAX_BLANKS));
        let first = line.glyphs.first().map_or(left, |glyph| glyph.x);
        writing::push_text(&mut runs, &blanks(first - left), None);
        let (column, median_gap) = (min_column_gap(line), median_gap(line));
        let mut previous: Option<&PlacedGlyph> = None;
        for glyph in &line.glyphs {
            let gap = previous.map_or(0.0, |previous| glyph.x - previous.x - previous.width);
            let shared_font = previous
                .and_then(|previous| previous.font)
                .filter(|font| Some(*font) == glyph.font);
            // Whether a note mark begins or ends here.
            let mark_changes = previous
                .is_some_and(|previous| is_note_mark(glyph, line) != is_note_mark(previous, line));
            if mark_changes && !begins_note(line) {
                // A note mark in running text gets a line of its own, so that it is not taken for a part of a word.
                writing::push_text(&mut runs, "\n", None);
            } else if gap > column || is_at_edge(line, glyph, (gap, median_gap), edges) {
                writing::push_text(&mut runs, &blanks(gap.max(3.0 * unit)), None);
            } else if glyph.after_blank || gap > BLANK * line.size || mark_changes {
                writing::push_text(&mut runs, " ", shared_font);
            }
            if let Some(marker) = glyph.ocr_word {
                writing::push_text(&mut runs, marker.encode_utf8(&mut [0; 4]), glyph.font);
            }
            writing::push_text(&mut runs, &glyph.text, glyph.font);
            previous = Some(glyph);
        }
        let text = writing::runs_text(&runs, &mut self.encodings);
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }
}

/// The glyphs by lines, from top to bottom. Blanks are removed; the glyph behind one gets `after_blank`.
fn lines_of_glyphs(glyphs: Vec<PlacedGlyph>) -> Vec<Line> {
    let (mut letters, blanks): (Vec<PlacedGlyph>, Vec<PlacedGlyph>) =
        glyphs.into_iter().partition(has_ink);
    letters.sort_by(|one, other| one.y.total_cmp(&other.y).then(one.x.total_cmp(&other.x)));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in letters {
        let near = |line: &&mut Line| glyph.y - line.y < reach(line, &glyph);
        match lines.last_mut().filter(near) {
            Some(line) => {
                // The largest glyphs set the base line; smaller ones may be raised or lowered.
                if glyph.size > line.size * LARGER_GLYPH {
                    line.size = glyph.size;
                    line.y = glyph.y;
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
        let mut previous_is_blank = false;
        line.glyphs.retain_mut(|glyph| {
            glyph.after_blank = previous_is_blank;
            previous_is_blank = !has_ink(glyph);
            has_ink(glyph)
        });
        line.glyphs.dedup_by(|later, first| {
            let near = (DOUBLE_PRINT * first.width).max(DOUBLE_PRINT_OF_SIZE * first.size);
            later.text == first.text && (later.x - first.x).abs() < near.min(0.5 * first.width)
        });
    }
    lines
}

/// Distance from the base line of `line` within which `glyph` belongs to the line.
fn reach(line: &Line, glyph: &PlacedGlyph) -> f64 {
    SAME_LINE * line.size.max(glyph.size)
}

/// The usual distance between base lines: the 40th percentile; infinite with fewer than two lines. Distances between
/// paragraphs are larger, so the usual one is found below the median.
fn usual_distance(lines: &[Line]) -> f64 {
    let mut distances: Vec<f64> = lines.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() * 2 / 5).copied().unwrap_or(f64::INFINITY)
}

/// The median gap between the words of a line; 0 with fewer than three gaps, because one of two may separate columns.
fn median_gap(line: &Line) -> f64 {
    let gaps = line.glyphs.windows(2).map(|pair| pair[1].x - pair[0].x - pair[0].width);
    let mut gaps: Vec<f64> = gaps.filter(|gap| *gap > BLANK * line.size).collect();
    gaps.sort_by(f64::total_cmp);
    match gaps.len() {
        0..3 => 0.0,
        count => gaps[count / 2],
    }
}

/// The width of a gap above which it separates columns of this line.
fn min_column_gap(line: &Line) -> f64 {
    (COLUMN * line.size).max(COLUMN_TO_MEDIAN * median_gap(line))
}

/// The left edges of the columns of a line, without the first column.
fn left_edges(line: &Line) -> Vec<f64> {
    let column = min_column_gap(line);
    let pairs = line.glyphs.windows(2);
    let wide = pairs.filter(|pair| pair[1].x - pair[0].x - pair[0].width > column);
    wide.map(|pair| pair[1].x).collect()
}

/// Whether a narrow `gap` before a glyph separates columns, because the text to the left fills its column: the gap is a
/// blank unlike the others of the line, and the glyph stands at one of `edges`, where columns of the lines above and
/// below begin.
fn is_at_edge(
    line: &Line,
    glyph: &PlacedGlyph,
    (gap, median_gap): (f64, f64),
    edges: &[f64],
) -> bool {
    let is_blank = gap > BLANK * line.size;
    let is_between_words = (gap - median_gap).abs() <= SAME_GAP * median_gap;
    if !is_blank || is_between_words {
        return false;
    }
    let reach = SAME_EDGE * line.size;
    // The search takes one hundredth more than the reach, so that rounding loses no edge.
    let first = edges.partition_point(|edge| *edge < glyph.x - 1.01 * reach);
    let nearby = edges[first..].iter().take_while(|edge| **edge < glyph.x + 1.01 * reach);
    nearby.into_iter().any(|edge| (edge - glyph.x).abs() < reach)
}

/// Whether a glyph is a note mark: figures set small above the base line.
fn is_note_mark(glyph: &PlacedGlyph, line: &Line) -> bool {
    let is_raised = line.y - glyph.y > NOTE_MARK_RAISE * line.size;
    let is_small = glyph.size < NOTE_MARK_SIZE * line.size;
    is_raised && is_small && glyph.text.chars().all(|letter| letter.is_ascii_digit())
}

/// Whether a line begins with a note mark, as footnotes do, and has at least two glyphs more.
fn begins_note(line: &Line) -> bool {
    line.glyphs.len() > 2 && line.glyphs.first().is_some_and(|glyph| is_note_mark(glyph, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::font::LegacyFont;

    /// The letters of `text` from `x` on, `size` points high and half as wide.
    fn word(text: &str, x: f64, y: f64, size: f64) -> Vec<PlacedGlyph> {
        let width = size / 2.0;
        let letters = text.chars().enumerate().map(|(at, letter)| PlacedGlyph {
            text: letter.into(),
            x: x + at as f64 * width,
            y,
            width,
            size,
            turn: 0,
            font: None::<LegacyFont>,
            after_blank: false,
            ocr_word: None,
            shape: None,
            color: 0,
        });
        letters.collect()
    }

    fn printed(words: &[Vec<PlacedGlyph>]) -> String {
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
        assert_eq!(printed(&words), format!("này\n1\nthì\n{NOTE_RULE}\n1 Chú thích\n"));
    }

    #[test]
    fn letters_drawn_twice_are_one() {
        let bold = word("Số", 0.2, 20.0, 10.0);
        assert_eq!(printed(&[word("Số", 0.0, 20.0, 10.0), bold]), "Số\n");
        let narrow = |x: f64| {
            let mut glyphs = word("ill//", x, 20.0, 10.0);
            for (at, glyph) in glyphs.iter_mut().enumerate() {
                (glyph.width, glyph.x) = (2.4, x + 2.4 * at as f64);
            }
            glyphs
        };
        assert_eq!(printed(&[narrow(0.0)]), "ill//\n", "a letter that stands twice stays");
        assert_eq!(printed(&[narrow(0.0), narrow(0.5)]), "ill//\n");
    }

    #[test]
    fn columns_of_running_text_are_read_one_after_the_other() {
        let left = [
            "Phòng chống tham nhũng",
            "là nhiệm vụ quan trọng",
            "của toàn Đảng và của",
            "toàn dân từ nay về sau.",
        ];
        let right = [
            "Xây dựng nông thôn mới",
            "gắn với chuyển đổi số",
            "và phát triển kinh tế",
            "tập thể trên địa bàn.",
        ];
        let rows = left.iter().zip(right).enumerate();
        let words: Vec<_> = rows
            .flat_map(|(at, (left, right))| {
                let y = 20.0 + 12.0 * at as f64;
                [word(left, 0.0, y, 10.0), word(right, 140.0, y, 10.0)]
            })
            .collect();
        let text = printed(&words);
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!(lines, [&left[..], &right[..]].concat());
    }

    #[test]
    fn the_rows_of_a_table_stay_rows() {
        let rows = [
            ("Sở Nội vụ tham mưu", "Quý một năm nay"),
            ("Sở Tài chính bố trí", "Quý hai năm nay"),
            ("Sở Y tế thực hiện", "Quý ba năm nay"),
            ("Sở Tư pháp rà soát", "Quý bốn năm nay"),
        ];
        let words: Vec<_> = rows
            .iter()
            .enumerate()
            .flat_map(|(at, (left, right))| {
                let y = 20.0 + 12.0 * at as f64;
                [word(left, 0.0, y, 10.0), word(right, 140.0, y, 10.0)]
            })
            .collect();
        let text = printed(&words);
        assert!(text.lines().all(|line| line.contains("Sở") && line.contains("Quý")), "{text}");
    }

    #[test]
    fn a_watermark_is_set_apart() {
        let mut words = vec![word("BẢN NHÁP", 0.0, 60.0, 40.0)];
        words.extend((0..5).map(|at| {
            word("một dòng chữ thường trong trang", 0.0, 20.0 + 12.0 * f64::from(at), 10.0)
        }));
        let mut printer = Printer::default();
        printer.page(words.concat());
        assert_eq!(printer.text.lines().last(), Some("BẢN NHÁP"));
        assert_eq!(printer.stamp_lines(), [6]);
    }

    #[test]
    fn text_of_another_colour_across_the_lines_is_set_apart() {
        let red = |text: &str, x: f64, y: f64| {
            let mut glyphs = word(text, x, y, 8.0);
            glyphs.iter_mut().for_each(|glyph| glyph.color = 0xff00_00ff);
            glyphs
        };
        let mut words: Vec<_> = (0..5)
            .map(|at| {
                word("một dòng chữ thường trong trang", 0.0, 20.0 + 12.0 * f64::from(at), 10.0)
            })
            .collect();
        // A heading in red, and a stamp of two lines, of which one is drawn across a line.
        words.push(red("TIÊU ĐỀ", 0.0, 5.0));
        words.push(red("VĂN BẢN ĐẾN", 22.0, 46.0));
        words.push(red("Số 123", 180.0, 56.0));
        let mut printer = Printer::default();
        printer.page(words.concat());
        let lines: Vec<&str> = printer.text.lines().collect();
        assert_eq!(lines[0], "TIÊU ĐỀ");
        let text = lines.iter().filter(|line| **line == "một dòng chữ thường trong trang");
        assert_eq!(text.count(), 5);
        assert_eq!(lines[lines.len() - 2..].concat().replace(' ', ""), "VĂNBẢNĐẾNSố123");
        let count = lines.len() as u32;
        assert_eq!(printer.stamp_lines(), [count - 1, count]);
        // A shadow is no stamp.
        let mut shadow = red("một dòng chữ", 0.5, 20.5);
        shadow.extend(word("một dòng chữ", 0.0, 20.0, 8.0));
        shadow.extend(word("dòng hai", 0.0, 40.0, 8.0));
        let mut printer = Printer::default();
        printer.page(shadow);
        assert!(printer.stamp_lines().is_empty());
    }
}
