//! Paragraphs, tables and notes of a word processor file, and their layout as lines of text.
//! In: the blocks that the reader of a format found. Out: text with page starts; a paragraph is one line, or as many as
//! it has line breaks.
//! The cells of a table row stand on one line with tabs between them, as on the printed page. Cells with long text
//! follow one another instead. Drops control characters and tables nested too deep; never drops another letter.

use std::ops::Range;

use vankien_text::Encoding;

use super::font::{self, LegacyFont};

/// Ends a page inside a run (form feed). Only [`push_page_break`] writes it.
pub const PAGE_BREAK: char = '\u{c}';
/// A line of 25 blanks before each note, for the rule that separates notes on a printed page. `papers/footnote` knows
/// notes by it.
const NOTE_RULE: &str = "                         ";
/// A cell of several lines is laid out beside others only if each of its lines has at most 120 characters. A judgement,
/// not measured: the two halves of a masthead have short lines, columns of prose have long ones. `cargo test -p
/// vankien-files round_trips::` shows the effect.
const MAX_SIDE_BY_SIDE_CHARS: usize = 120;
/// At most 30 tables are nested one in the other; deeper ones are left out. A judgement, not measured: real papers nest
/// two or three.
pub const MAX_TABLE_DEPTH: usize = 30;

/// Text in one font. It may hold tabs, line ends and [`PAGE_BREAK`], and no other control character.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The text as the file has it.
    pub text: String,
    /// The font if it is older than Unicode.
    pub font: Option<LegacyFont>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Runs of text.
    Paragraph(Vec<Run>),
    /// Rows of cells; a cell holds blocks.
    Table(Vec<Vec<Vec<Block>>>),
}

/// The contents of a word processor file or a web page.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes with their numbers, in the order in which they are printed.
    pub notes: Vec<(String, Vec<Block>)>,
    /// Ranges of indexes into `blocks`, ascending and without overlaps, that a web page marks as no part of its text:
    /// menus, asides, footers.
    pub outside: Vec<Range<usize>>,
}

/// The lines of a [`Writing`], and where its pages begin.
#[derive(Debug, Default)]
pub struct LaidOutText {
    /// The text.
    pub text: String,
    /// Byte offsets in `text` at which pages 2, 3, … begin.
    pub page_starts: Vec<usize>,
    /// The encodings of the old fonts whose text was decoded.
    pub encodings: Vec<Encoding>,
    /// The numbers, from 1, of the lines of [`Writing::outside`], ascending.
    pub outside_lines: Vec<u32>,
}

/// Appends `text` of a file in `font` to the runs of a paragraph, without control characters. A form feed is white
/// space there and becomes a blank: it ends no page.
pub fn push_text(runs: &mut Vec<Run>, text: &str, font: Option<LegacyFont>) {
    let is_shown = |letter: &char| !letter.is_control() || matches!(letter, '\t' | '\n');
    let without_breaks = text.chars().map(|letter| if letter == PAGE_BREAK { ' ' } else { letter });
    let shown = without_breaks.filter(is_shown);
    match runs.last_mut() {
        Some(last) if last.font == font => last.text.extend(shown),
        _ => {
            let text: String = shown.collect();
            if !text.is_empty() {
                runs.push(Run { text, font });
            }
        }
    }
}

/// Ends the page behind the runs of a paragraph.
pub fn push_page_break(runs: &mut Vec<Run>) {
    match runs.last_mut() {
        Some(last) if last.font.is_none() => last.text.push(PAGE_BREAK),
        _ => runs.push(Run { text: PAGE_BREAK.into(), font: None }),
    }
}

/// Puts the label of a list item before the text of its paragraph, but behind a page break with which that begins.
pub fn insert_label(runs: &mut Vec<Run>, label: &str) {
    let mut head = Vec::new();
    if let Some(first) = runs.first_mut().filter(|run| run.text.starts_with(PAGE_BREAK)) {
        first.text.remove(0);
        push_page_break(&mut head);
    }
    push_text(&mut head, &format!("{label} "), None);
    runs.splice(0..0, head);
}

/// Lays the blocks out as lines. Notes come last, each under a [`NOTE_RULE`]; notes without text are left out.
pub fn lay_out(writing: &Writing) -> LaidOutText {
    let mut layout = Layout::default();
    let mut lines = Vec::new();
    let mut outside_lines = Vec::new();
    let mut outside = writing.outside.iter().peekable();
    for (index, block) in writing.blocks.iter().enumerate() {
        let from = lines.len();
        lines.extend(layout.lines(std::slice::from_ref(block), 0));
        while outside.next_if(|run| run.end <= index).is_some() {}
        if outside.peek().is_some_and(|run| run.contains(&index)) {
            outside_lines.extend((from..lines.len()).map(|line| line as u32 + 1));
        }
    }
    let body_lines = lines.len();
    for (number, blocks) in &writing.notes {
        let mut note = layout.lines(blocks, 0);
        note.retain(|line| !line.trim().is_empty());
        if let Some(first) = note.first_mut() {
            *first = format!("{number} {}", first.trim_start());
            lines.push(NOTE_RULE.to_owned());
            lines.extend(note);
        }
    }
    let mut laid =
        LaidOutText { encodings: layout.encodings, outside_lines, ..LaidOutText::default() };
    let mut body_end = 0;
    for (number, line) in lines.into_iter().enumerate() {
        for (index, part) in line.split(PAGE_BREAK).enumerate() {
            if index > 0 {
                laid.page_starts.push(laid.text.len());
            }
            laid.text.push_str(part);
        }
        if line != NOTE_RULE {
            laid.text.truncate(laid.text.trim_end_matches([' ', '\t']).len());
        }
        laid.text.push('\n');
        if number < body_lines {
            body_end = laid.text.len();
        }
    }
    // A page break behind the last text of the body begins no page.
    let text_end = laid.text[..body_end].trim_end().len();
    laid.page_starts.retain(|start| *start < text_end);
    laid.page_starts.dedup();
    laid
}

#[derive(Default)]
struct Layout {
    /// The encodings of the old fonts met so far, each once.
    encodings: Vec<Encoding>,
}

impl Layout {
    fn lines(&mut self, blocks: &[Block], depth: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(runs) => {
                    lines.extend(
                        runs_text(runs, &mut self.encodings).split('\n').map(str::to_owned),
                    );
                }
                Block::Table(rows) if depth < MAX_TABLE_DEPTH => {
                    for row in rows {
                        let cells: Vec<Vec<String>> =
                            row.iter().map(|cell| self.lines(cell, depth + 1)).collect();
                        lines.extend(side_by_side(cells));
                    }
                }
                Block::Table(_) => {}
            }
        }
        lines
    }
}

/// The text of runs in Unicode. The encodings of old fonts whose text was decoded are added to `encodings`, each once.
pub fn runs_text(runs: &[Run], encodings: &mut Vec<Encoding>) -> String {
    let mut text = String::new();
    for group in runs.chunk_by(|one, other| one.font == other.font) {
        let whole: String = group.iter().map(|run| run.text.as_str()).collect();
        let decoded = group[0].font.and_then(|font| {
            let before = text.trim_end();
            let begins_sentence = before.is_empty() || before.ends_with(['.', ':']);
            Some((font::decode(&whole, font, begins_sentence)?, font.encoding))
        });
        match decoded {
            Some((decoded, encoding)) => {
                if !whole.is_ascii() && !encodings.contains(&encoding) {
                    encodings.push(encoding);
                }
                text.push_str(&decoded);
            }
            None => text.push_str(&whole),
        }
    }
    text
}

/// The lines of a table row: cells beside one another, or one after the other if one of them holds long text or only
/// one holds text.
fn side_by_side(mut cells: Vec<Vec<String>>) -> Vec<String> {
    for cell in &mut cells {
        while cell.last().is_some_and(|line| line.trim_matches([' ', '\t']).is_empty()) {
            cell.pop();
        }
    }
    let filled_cells = cells.iter().filter(|cell| !cell.is_empty()).count();
    let is_long = |cell: &Vec<String>| {
        cell.len() > 1 && cell.iter().any(|line| line.chars().count() > MAX_SIDE_BY_SIDE_CHARS)
    };
    if filled_cells < 2 || cells.iter().any(is_long) {
        return cells.into_iter().flatten().collect();
    }
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |index: usize| {
        let parts = cells.iter().map(|cell| cell.get(index).map_or("", String::as_str));
        parts.map(str::trim).collect::<Vec<_>>().join("\t")
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Run { text: text.into(), font: None }])
    }

    #[test]
    fn a_masthead_stands_side_by_side() {
        let left = vec![paragraph("TỈNH ỦY VÂN HẢI\n*"), paragraph("Số 12-CV/TU")];
        let right = vec![paragraph("ĐẢNG CỘNG SẢN VIỆT NAM"), paragraph("Vân Hải, ngày 05/8/2020")];
        let table = Block::Table(vec![vec![left, right]]);
        let laid = lay_out(&Writing { blocks: vec![table], ..Writing::default() });
        let text =
            "TỈNH ỦY VÂN HẢI\tĐẢNG CỘNG SẢN VIỆT NAM\n*\tVân Hải, ngày 05/8/2020\nSố 12-CV/TU\n";
        assert_eq!(laid.text, text);
    }

    #[test]
    fn long_cells_follow_one_another() {
        let long = "một câu rất dài ".repeat(10);
        let cell = vec![paragraph(&long), paragraph("hai")];
        let table = Block::Table(vec![vec![cell, vec![paragraph("ba")]]]);
        let laid = lay_out(&Writing { blocks: vec![table], ..Writing::default() });
        assert_eq!(laid.text.lines().collect::<Vec<_>>(), [long.trim_end(), "hai", "ba"]);
    }

    #[test]
    fn a_form_feed_of_the_file_is_a_blank() {
        let mut runs = Vec::new();
        push_text(&mut runs, "a\u{c}b\u{1}", None);
        push_page_break(&mut runs);
        push_text(&mut runs, "c", None);
        insert_label(&mut runs, "1\u{c}.");
        assert_eq!(runs_text(&runs, &mut Vec::new()), "1 . a b\u{c}c");
    }

    #[test]
    fn page_breaks_begin_pages_and_notes_stand_under_a_rule() {
        let blocks = vec![paragraph("một\u{c}hai"), paragraph("ba\u{c}")];
        let notes = vec![("1".to_owned(), vec![paragraph("chú thích")])];
        let laid = lay_out(&Writing { blocks, notes, ..Writing::default() });
        assert_eq!(laid.text, format!("mộthai\nba\n{NOTE_RULE}\n1 chú thích\n"));
        assert_eq!(laid.page_starts, ["một".len()]);
    }
}
