//! What word processors write: paragraphs, tables and notes, and how they become lines of text.
//! In: the blocks that a reader of a format found. Out: text with pages; one line a paragraph.
//! Cells of a table stand side by side with a tab between them, as the printed page has them, unless
//! they hold long text: then they follow one another. Never drops a letter.

use vankien_text::Encoding;

use super::font::{self, Legacy};

/// Ends a page inside a run; no reader lets one through from a file as a letter.
pub const PAGE: char = '\u{c}';
/// Before a note stands a line of blanks: the rule that a printed note has.
const RULE: &str = "                         ";
/// A cell with several paragraphs, one of them longer than this in characters, is read by itself.
const LONG: usize = 120;
/// Tables in tables deeper than this are not laid out.
pub const DEEPEST: usize = 30;

/// Text in one font; it may hold tabs, line ends and [`PAGE`].
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The text as the file has it.
    pub text: String,
    /// The font, where it is older than Unicode.
    pub font: Option<Legacy>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Runs of text.
    Paragraph(Vec<Run>),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Block>>>),
}

/// All that a file holds.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// The text in order.
    pub blocks: Vec<Block>,
    /// The notes with their numbers.
    pub notes: Vec<(String, Vec<Block>)>,
}

/// Text, and where its pages begin.
#[derive(Debug, Default)]
pub struct Laid {
    /// The text.
    pub text: String,
    /// Bytes at which pages 2, 3, … begin.
    pub page_starts: Vec<usize>,
    /// The encodings of fonts older than Unicode that were read.
    pub encodings: Vec<Encoding>,
}

/// Appends `text` in `font` to the runs of a paragraph; controls that no page shows are left out.
pub fn push(runs: &mut Vec<Run>, text: &str, font: Option<Legacy>) {
    let shown = |letter: &char| !letter.is_control() || matches!(letter, '\t' | '\n' | &PAGE);
    match runs.last_mut() {
        Some(last) if last.font == font => last.text.extend(text.chars().filter(shown)),
        _ => {
            let text: String = text.chars().filter(shown).collect();
            if !text.is_empty() {
                runs.push(Run { text, font });
            }
        }
    }
}

/// Lays the blocks out as lines.
pub fn lay_out(writing: &Writing) -> Laid {
    let mut page = Page::default();
    let mut lines = page.lines(&writing.blocks, 0);
    let body = lines.len();
    for (number, blocks) in &writing.notes {
        let mut note = page.lines(blocks, 0);
        note.retain(|line| !line.trim().is_empty());
        if let Some(first) = note.first_mut() {
            *first = format!("{number} {}", first.trim_start());
            lines.push(RULE.to_owned());
            lines.extend(note);
        }
    }
    let mut laid = Laid { encodings: page.encodings, ..Laid::default() };
    let mut end = 0;
    for (number, line) in lines.into_iter().enumerate() {
        for (at, part) in line.split(PAGE).enumerate() {
            if at > 0 {
                laid.page_starts.push(laid.text.len());
            }
            laid.text.push_str(part);
        }
        if line != RULE {
            laid.text.truncate(laid.text.trim_end_matches([' ', '\t']).len());
        }
        laid.text.push('\n');
        end = if number < body { laid.text.len() } else { end };
    }
    // A page that begins behind all text but the notes is none.
    let end = laid.text[..end].trim_end().len();
    laid.page_starts.retain(|start| *start < end);
    laid.page_starts.dedup();
    laid
}

#[derive(Default)]
struct Page {
    encodings: Vec<Encoding>,
}

impl Page {
    fn lines(&mut self, blocks: &[Block], depth: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(runs) => {
                    lines.extend(letters(runs, &mut self.encodings).split('\n').map(str::to_owned));
                }
                Block::Table(rows) if depth < DEEPEST => {
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

/// The text of runs, with those in old fonts read; their encodings are added to `encodings`.
pub fn letters(runs: &[Run], encodings: &mut Vec<Encoding>) -> String {
    let mut text = String::new();
    for group in runs.chunk_by(|one, other| one.font == other.font) {
        let whole: String = group.iter().map(|run| run.text.as_str()).collect();
        let read = group[0].font.and_then(|font| {
            let begins = text.trim_end().is_empty() || text.trim_end().ends_with(['.', ':']);
            Some((font::decode(&whole, font, begins)?, font.encoding))
        });
        match read {
            Some((read, encoding)) => {
                if !whole.is_ascii() && !encodings.contains(&encoding) {
                    encodings.push(encoding);
                }
                text.push_str(&read);
            }
            None => text.push_str(&whole),
        }
    }
    text
}

/// The lines of a row of a table.
fn side_by_side(mut cells: Vec<Vec<String>>) -> Vec<String> {
    for cell in &mut cells {
        while cell.last().is_some_and(|line| line.trim_matches([' ', '\t']).is_empty()) {
            cell.pop();
        }
    }
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let long =
        |cell: &Vec<String>| cell.len() > 1 && cell.iter().any(|line| line.chars().count() > LONG);
    if filled < 2 || cells.iter().any(long) {
        return cells.into_iter().flatten().collect();
    }
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let parts = cells.iter().map(|cell| cell.get(at).map_or("", String::as_str));
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
        let laid = lay_out(&Writing { blocks: vec![table], notes: Vec::new() });
        let text =
            "TỈNH ỦY VÂN HẢI\tĐẢNG CỘNG SẢN VIỆT NAM\n*\tVân Hải, ngày 05/8/2020\nSố 12-CV/TU\n";
        assert_eq!(laid.text, text);
    }

    #[test]
    fn long_cells_follow_one_another() {
        let long = "một câu rất dài ".repeat(10);
        let cell = vec![paragraph(&long), paragraph("hai")];
        let table = Block::Table(vec![vec![cell, vec![paragraph("ba")]]]);
        let laid = lay_out(&Writing { blocks: vec![table], notes: Vec::new() });
        assert_eq!(laid.text.lines().collect::<Vec<_>>(), [long.trim_end(), "hai", "ba"]);
    }

    #[test]
    fn page_breaks_begin_pages_and_notes_stand_under_a_rule() {
        let blocks = vec![paragraph("một\u{c}hai"), paragraph("ba\u{c}")];
        let notes = vec![("1".to_owned(), vec![paragraph("chú thích")])];
        let laid = lay_out(&Writing { blocks, notes });
        assert_eq!(laid.text, format!("mộthai\nba\n{RULE}\n1 chú thích\n"));
        assert_eq!(laid.page_starts, ["một".len()]);
    }
}
