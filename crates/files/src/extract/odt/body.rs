//! The paragraphs, lists and tables of an ODT file, in order.
//! In: `content.xml`. Out: blocks and notes.

use super::super::fault::Read;
use super::super::font::Legacy;
use super::super::list::Counters;
use super::super::writing::{Block, PAGE, Run, push};
use super::super::xml::{Element, Item, Xml};
use super::styles::{OUTLINE, Style, Styles};

/// Reads the content.
pub struct Body<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    counters: Counters,
    /// The lists that are open: the style of each and whether an item waits for its label.
    lists: Vec<(Option<String>, bool)>,
    /// The notes with their marks.
    pub notes: Vec<(String, Vec<Block>)>,
    written: bool,
    /// Whether a page ended between two paragraphs.
    page_ended: bool,
}

/// Elements that hold what must not be read.
const LEFT_OUT: [&str; 6] =
    ["tracked-changes", "annotation", "note-citation", "ruby-text", "sequence-decls", "forms"];

/// No run of blanks is longer.
const MOST_BLANKS: usize = 200;
/// No row of a table has more cells.
const MOST_CELLS: usize = 1_000;

impl<'a> Body<'a> {
    /// Reads `text`, the XML of the content.
    pub fn new(text: &'a str, styles: &'a Styles) -> Body<'a> {
        Body {
            xml: Xml::new(text, "content.xml"),
            styles,
            counters: Counters::default(),
            lists: Vec::new(),
            notes: Vec::new(),
            written: false,
            page_ended: false,
        }
    }

    /// All blocks.
    pub fn document(&mut self) -> Read<Vec<Block>> {
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == "body" => return self.blocks("body"),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn blocks(&mut self, until: &str) -> Read<Vec<Block>> {
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
                        if let Some((_, waits)) = self.lists.last_mut() {
                            *waits = true;
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

    fn table(&mut self) -> Read<Vec<Vec<Vec<Block>>>> {
        let mut rows: Vec<Vec<Vec<Block>>> = Vec::new();
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "table-row" => rows.push(Vec::new()),
                    "table-cell" => {
                        let cell = self.blocks("table-cell")?;
                        if let Some(row) = rows.last_mut().filter(|row| row.len() < MOST_CELLS) {
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

    fn paragraph(&mut self, element: &Element, blocks: &mut Vec<Block>) -> Read<()> {
        let style = self.styles.get("paragraph", element.get("style-name").unwrap_or_default());
        let (mut runs, mut boxes) = (Vec::new(), Vec::new());
        if style.begins_page == Some(true) || std::mem::take(&mut self.page_ended) {
            self.break_page(&mut runs);
        }
        let label = self.label(element, &style);
        self.runs(&element.name, &style, &mut runs, &mut boxes)?;
        let is_empty = runs.iter().all(|run: &Run| run.text.trim().is_empty());
        if let Some(label) = label.filter(|_| !is_empty) {
            let at = usize::from(runs.first().is_some_and(|run| run.text.starts_with(PAGE)));
            runs.insert(at.min(runs.len()), Run { text: format!("{label} "), font: None });
        }
        blocks.push(Block::Paragraph(runs));
        blocks.extend(boxes);
        Ok(())
    }

    /// The number that the list or the outline gives the paragraph.
    fn label(&mut self, element: &Element, style: &Style) -> Option<String> {
        let numbering = &self.styles.numbering;
        let depth = self.lists.len();
        if let Some((list, waits)) = self.lists.last_mut() {
            let list = list.clone().or_else(|| style.list.clone())?;
            if !std::mem::take(waits) {
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

    /// Reads up to where the element `until` closes.
    fn runs(
        &mut self,
        until: &str,
        style: &Style,
        runs: &mut Vec<Run>,
        boxes: &mut Vec<Block>,
    ) -> Read<()> {
        let font: Option<Legacy> = style.font.flatten();
        loop {
            match self.xml.next()? {
                Item::Text(text) if style.hidden != Some(true) => {
                    self.written |= !text.trim().is_empty();
                    let text = blanks(&text, runs);
                    match style.capitals {
                        Some(true) if font.is_none() => push(runs, &text.to_uppercase(), font),
                        _ => push(runs, &text, font),
                    }
                }
                Item::Open(element) => match element.name.as_str() {
                    "span" => {
                        let name = element.get("style-name").unwrap_or_default();
                        let mut inner = self.styles.get("text", name);
                        inner.take(style);
                        self.runs("span", &inner, runs, boxes)?;
                    }
                    "s" => {
                        let count = element.get("c").and_then(|count| count.parse().ok());
                        push(runs, &" ".repeat(count.unwrap_or(1).min(MOST_BLANKS)), font);
                    }
                    "tab" => push(runs, "\t", font),
                    "line-break" => push(runs, "\n", font),
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

    fn note(&mut self) -> Read<()> {
        let lists = std::mem::take(&mut self.lists);
        let blocks = self.blocks("note")?;
        self.lists = lists;
        self.notes.push(((self.notes.len() + 1).to_string(), blocks));
        Ok(())
    }

    /// A break that the writer made and one that was noted there are one.
    fn break_page(&mut self, runs: &mut Vec<Run>) {
        if std::mem::take(&mut self.written) {
            push(runs, &String::from(PAGE), None);
        }
    }
}

/// Blanks and line ends of the XML are one blank; at the head of a line they are none.
fn blanks(text: &str, runs: &[Run]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut after_blank = runs.last().is_none_or(|run| run.text.ends_with([' ', '\t', '\n', PAGE]));
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
