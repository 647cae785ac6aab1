//! Makes paragraphs and tables from the content of an ODT file, with the labels of its lists.
//! In: `content.xml`. Out: blocks and notes.

use super::super::fault::ReaderResult;
use super::super::font::LegacyFont;
use super::super::list::Counters;
use super::super::writing::{Block, PAGE_BREAK, Run, insert_label, push_page_break, push_text};
use super::super::xml::{Element, Item, Xml};
use super::styles::{OUTLINE, Style, Styles};

/// Parses the content.
pub struct Body<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    counters: Counters,
    /// The open lists: the style of each, and whether the next paragraph gets the label of a new item.
    lists: Vec<(Option<String>, bool)>,
    /// The notes read so far, with their numbers: `1`, `2`, … in the order of the text.
    pub notes: Vec<(String, Vec<Block>)>,
    /// Whether the current page holds text.
    page_has_text: bool,
    /// Whether a page ended between two paragraphs.
    page_ended: bool,
}

/// Elements whose contents are left out.
const LEFT_OUT: [&str; 6] =
    ["tracked-changes", "annotation", "note-citation", "ruby-text", "sequence-decls", "forms"];

/// One element `s` writes at most 200 blanks. A judgement, not measured: it bounds the text of hostile files.
const MAX_BLANKS: usize = 200;
/// At most 1,000 cells of one table row are kept; the others are left out. A judgement, not measured: it bounds the
/// text of hostile files.
const MAX_ROW_CELLS: usize = 1_000;

impl<'a> Body<'a> {
    /// A parser of `text`, the XML of the content.
    pub fn new(text: &'a str, styles: &'a Styles) -> Body<'a> {
        Body {
            xml: Xml::new(text, "content.xml"),
            styles,
            counters: Counters::default(),
            lists: Vec::new(),
            notes: Vec::new(),
            page_has_text: false,
            page_ended: false,
        }
    }

    /// All blocks of the text. An error if the part has no body or is damaged. Notes are then in [`Body::notes`].
    pub fn document(&mut self) -> ReaderResult<Vec<Block>> {
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == "body" => return self.blocks("body"),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn blocks(&mut self, until: &str) -> ReaderResult<Vec<Block>> {
        let mut blocks = Vec::new();
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "p" | "h" => self.paragraph(&element, &mut blocks)?,
                    "list" => {
                        let outer = self.lists.last().and_then(|(style, _)| style.clone());
                        let own = element.get("style-name").map(str::to_owned);
                        self.lists.push((own.or(outer), false));
                    }
                    "list-item" => {
                        if let Some((_, needs_label)) = self.lists.last_mut() {
                            *needs_label = true;
                        }
                    }
                    "table" => blocks.push(Block::Table(self.table()?)),
                    "soft-page-break" => self.page_ended = true,
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == until => return Ok(blocks),
                Item::Close(name) if name == "list" => drop(self.lists.pop()),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn table(&mut self) -> ReaderResult<Vec<Vec<Vec<Block>>>> {
        let mut rows: Vec<Vec<Vec<Block>>> = Vec::new();
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "table-row" => rows.push(Vec::new()),
                    "table-cell" => {
                        let cell = self.blocks("table-cell")?;
                        if let Some(row) = rows.last_mut().filter(|row| row.len() < MAX_ROW_CELLS) {
                            row.push(cell);
                        }
                    }
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "table" => return Ok(rows),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element, blocks: &mut Vec<Block>) -> ReaderResult<()> {
        let style = self.styles.get("paragraph", element.get("style-name").unwrap_or_default());
        let (mut runs, mut boxes) = (Vec::new(), Vec::new());
        if style.begins_page == Some(true) || std::mem::take(&mut self.page_ended) {
            self.break_page(&mut runs);
        }
        let label = self.label(element, &style);
        self.runs(&element.name, &style, &mut runs, &mut boxes)?;
        let is_empty = runs.iter().all(|run: &Run| run.text.trim().is_empty());
        if let Some(label) = label.filter(|_| !is_empty) {
            insert_label(&mut runs, &label);
        }
        blocks.push(Block::Paragraph(runs));
        blocks.extend(boxes);
        Ok(())
    }

    /// The label that its list, or the numbering of headings, gives the paragraph. `None` outside of lists and
    /// headings, and for all but the first paragraph of a list item.
    fn label(&mut self, element: &Element, style: &Style) -> Option<String> {
        let numbering = &self.styles.numbering;
        let depth = self.lists.len();
        if let Some((list, needs_label)) = self.lists.last_mut() {
            let list = list.clone().or_else(|| style.list.clone())?;
            if !std::mem::take(needs_label) {
                return None;
            }
            return numbering.label(&list, depth - 1, &mut self.counters);
        }
        if element.name != "h" || element.get("is-list-header") == Some("true") {
            return None;
        }
        let level = element.get("outline-level").and_then(|level| level.parse::<usize>().ok());
        numbering.label(OUTLINE, level?.checked_sub(1)?, &mut self.counters)
    }

    /// Adds the text up to the closing tag of the element `until` to `runs`, and text boxes to `boxes`.
    fn runs(
        &mut self,
        until: &str,
        style: &Style,
        runs: &mut Vec<Run>,
        boxes: &mut Vec<Block>,
    ) -> ReaderResult<()> {
        let font: Option<LegacyFont> = style.font.flatten();
        loop {
            match self.xml.next()? {
                Item::Text(text) if style.hidden != Some(true) => {
                    self.page_has_text |= !text.trim().is_empty();
                    let text = collapse_blanks(&text, runs);
                    match style.capitals {
                        Some(true) if font.is_none() => push_text(runs, &text.to_uppercase(), font),
                        _ => push_text(runs, &text, font),
                    }
                }
                Item::Open(element) => match element.name.as_str() {
                    "span" => {
                        let name = element.get("style-name").unwrap_or_default();
                        let mut inner = self.styles.get("text", name);
                        inner.inherit(style);
                        self.runs("span", &inner, runs, boxes)?;
                    }
                    "s" => {
                        let count = element.get("c").and_then(|count| count.parse().ok());
                        push_text(runs, &" ".repeat(count.unwrap_or(1).min(MAX_BLANKS)), font);
                    }
                    "tab" => push_text(runs, "\t", font),
                    "line-break" => push_text(runs, "\n", font),
                    "soft-page-break" => self.break_page(runs),
                    "note" => self.note()?,
                    "text-box" => boxes.extend(self.blocks("text-box")?),
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == until => return Ok(()),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn note(&mut self) -> ReaderResult<()> {
        let lists = std::mem::take(&mut self.lists);
        let blocks = self.blocks("note")?;
        self.lists = lists;
        self.notes.push(((self.notes.len() + 1).to_string(), blocks));
        Ok(())
    }

    /// Writes a page break, unless the page has no text yet: a break of the author and one that the program recorded
    /// at the same place count as one.
    fn break_page(&mut self, runs: &mut Vec<Run>) {
        if std::mem::take(&mut self.page_has_text) {
            push_page_break(runs);
        }
    }
}

/// Each run of blanks and line ends becomes one blank; at the beginning of a line, and behind a blank or tab, it
/// becomes none.
fn collapse_blanks(text: &str, runs: &[Run]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut after_blank =
        runs.last().is_none_or(|run| run.text.ends_with([' ', '\t', '\n', PAGE_BREAK]));
    for letter in text.chars() {
        let is_blank = matches!(letter, ' ' | '\t' | '\n' | '\r');
        if !is_blank {
            shown.push(letter);
        } else if !after_blank {
            shown.push(' ');
        }
        after_blank = is_blank;
    }
    shown
}
