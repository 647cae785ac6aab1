//! Makes paragraphs and tables from an XML part of a DOCX file.
//! In: the XML of the part. Out: blocks. Tracked deletions, hidden text, field instructions, ruby annotations (`rt`)
//! and the fallback form of drawings are left out; tracked insertions and field results stay.

use super::super::fault::ReaderResult;
use super::super::list::{Counters, Numbering};
use super::super::number_format;
use super::super::writing::{Block, PAGE_BREAK, Run, insert_label, push_page_break, push_text};
use super::super::xml::{Element, Item, Xml};
use super::styles::{RunFormat, Styles};

/// Parses one part: the document or its notes.
pub struct Body<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    numbering: &'a Numbering,
    counters: Counters,
    /// The notes that the text read so far refers to, in order: kind (`footnote`, `endnote`) and identifier.
    pub note_references: Vec<(&'static str, String)>,
    /// Whether the current page holds text.
    page_has_text: bool,
}

/// A paragraph that is being parsed.
#[derive(Default)]
struct Paragraph {
    runs: Vec<Run>,
    /// The contents of text boxes that are anchored here.
    boxes: Vec<Block>,
    format: RunFormat,
    list: Option<String>,
    level: usize,
    /// Whether a section of the document ends with it.
    ends_section: bool,
}

/// Elements whose contents are left out.
const LEFT_OUT: [&str; 9] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "rt",
    "pPrChange",
    "rPrChange",
    "delInstrText",
];

impl<'a> Body<'a> {
    /// A parser of `text`, the XML of the part of this name.
    pub fn new(
        text: &'a str,
        part: &'a str,
        styles: &'a Styles,
        numbering: &'a Numbering,
    ) -> Body<'a> {
        Body {
            xml: Xml::new(text, part),
            styles,
            numbering,
            counters: Counters::default(),
            note_references: Vec::new(),
            page_has_text: false,
        }
    }

    /// The blocks of the main part. An error if it has no body or is damaged.
    pub fn document(&mut self) -> ReaderResult<Vec<Block>> {
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == "body" => return self.blocks("body"),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    /// The next note of a part of notes, with its identifier; `None` after the last one. `name` is the element of a
    /// note: `footnote` or `endnote`. Notes of another type than `normal`, such as the separator rule, are skipped.
    pub fn note(&mut self, name: &str) -> ReaderResult<Option<(String, Vec<Block>)>> {
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == name => {
                    let id = element.get("id").unwrap_or_default().to_owned();
                    let is_separator = element.get("type").is_some_and(|kind| kind != "normal");
                    let blocks = self.blocks(name)?;
                    if !is_separator {
                        return Ok(Some((id, blocks)));
                    }
                }
                Item::End => return Ok(None),
                _ => {}
            }
        }
    }

    /// The blocks up to the closing tag of the element `until`.
    fn blocks(&mut self, until: &str) -> ReaderResult<Vec<Block>> {
        let mut blocks = Vec::new();
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "p" => self.paragraph(&mut blocks)?,
                    "tbl" => blocks.push(Block::Table(self.table()?)),
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == until => return Ok(blocks),
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
                    "tr" => rows.push(Vec::new()),
                    "tc" => {
                        let cell = self.blocks("tc")?;
                        match rows.last_mut() {
                            Some(row) => row.push(cell),
                            None => rows.push(vec![cell]),
                        }
                    }
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "tbl" => return Ok(rows),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, blocks: &mut Vec<Block>) -> ReaderResult<()> {
        let standard = self.styles.get(None);
        let format = standard.format.or(self.styles.default_format);
        let mut paragraph = Paragraph { format, list: standard.list, ..Paragraph::default() };
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "pPr" => self.properties(&mut paragraph)?,
                    "r" => self.run(&mut paragraph)?,
                    // The text of formulas stands outside of runs.
                    "t" => self.text(&mut paragraph, RunFormat::default())?,
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "p" => break,
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
        let Paragraph { mut runs, boxes, list, level, ends_section, .. } = paragraph;
        let is_empty = runs.iter().all(|run| run.text.trim_matches(PAGE_BREAK).trim().is_empty());
        let label = list.and_then(|list| self.numbering.label(&list, level, &mut self.counters));
        if let Some(label) = label.filter(|_| !is_empty) {
            insert_label(&mut runs, &label);
        }
        if ends_section && !self.next_section_is_continuous() {
            self.break_page(&mut runs);
        }
        blocks.push(Block::Paragraph(runs));
        blocks.extend(boxes);
        Ok(())
    }

    /// Parses `pPr`, the properties of a paragraph.
    fn properties(&mut self, paragraph: &mut Paragraph) -> ReaderResult<()> {
        let (mut list, mut level) = (None, None);
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "pStyle" => {
                        let style = self.styles.get(element.get("val"));
                        paragraph.format = style.format.or(self.styles.default_format);
                        paragraph.list = style.list;
                        paragraph.level = style.level.unwrap_or(0);
                    }
                    "numId" => list = element.get("val").map(str::to_owned),
                    "ilvl" => level = element.get("val").and_then(|level| level.parse().ok()),
                    "pageBreakBefore" if element.get("val") != Some("0") => {
                        self.break_page(&mut paragraph.runs);
                    }
                    "sectPr" => {
                        self.xml.skip()?;
                        paragraph.ends_section = true;
                    }
                    // This `rPr` formats the paragraph mark, not the text.
                    "rPr" => self.xml.skip()?,
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "pPr" => break,
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
        // List 0 takes a paragraph out of the list of its style.
        paragraph.list = list.or(paragraph.list.take()).filter(|list| list != "0");
        paragraph.level = level.unwrap_or(paragraph.level);
        Ok(())
    }

    /// Whether the next section begins on the page on which this one ends. The properties of a section stand at its
    /// end, so they are read ahead; a damaged part is reported when it is read for its text.
    fn next_section_is_continuous(&self) -> bool {
        let mut ahead = self.xml.clone();
        loop {
            match ahead.next() {
                Ok(Item::Open(element)) if element.name == "sectPr" => {
                    return is_continuous(&mut ahead).unwrap_or(false);
                }
                Ok(Item::Open(element)) if LEFT_OUT.contains(&element.name.as_str()) => {
                    if ahead.skip().is_err() {
                        return false;
                    }
                }
                Ok(Item::End) | Err(_) => return false,
                Ok(_) => {}
            }
        }
    }

    fn run(&mut self, paragraph: &mut Paragraph) -> ReaderResult<()> {
        let mut format = paragraph.format;
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "rPr" => format = self.run_format()?.or(paragraph.format),
                    "t" => self.text(paragraph, format)?,
                    "tab" | "ptab" => self.add(paragraph, "\t", format),
                    "cr" => self.add(paragraph, "\n", format),
                    "noBreakHyphen" => self.add(paragraph, "-", format),
                    "br" if element.get("type") == Some("page") => {
                        self.break_page(&mut paragraph.runs);
                    }
                    "br" => self.add(paragraph, "\n", format),
                    "lastRenderedPageBreak" => self.break_page(&mut paragraph.runs),
                    "sym" => self.add(paragraph, &symbol(&element), format),
                    "footnoteReference" => self.refer("footnote", &element),
                    "endnoteReference" => self.refer("endnote", &element),
                    "txbxContent" => {
                        let blocks = self.blocks("txbxContent")?;
                        paragraph.boxes.extend(blocks);
                    }
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "r" => return Ok(()),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    /// Parses `rPr`, the formatting of a run.
    fn run_format(&mut self) -> ReaderResult<RunFormat> {
        let (mut own, mut style) = (RunFormat::default(), RunFormat::default());
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == "rStyle" => {
                    style = element
                        .get("val")
                        .map(|name| self.styles.get(Some(name)).format)
                        .unwrap_or_default();
                }
                Item::Open(element) if LEFT_OUT.contains(&element.name.as_str()) => {
                    self.xml.skip()?
                }
                Item::Open(element) => own.apply(&element),
                Item::Close(name) if name == "rPr" => return Ok(own.or(style)),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    /// Parses `t`, the text of a run or of a formula.
    fn text(&mut self, paragraph: &mut Paragraph, format: RunFormat) -> ReaderResult<()> {
        loop {
            match self.xml.next()? {
                // A line end in the XML is a blank on the page.
                Item::Text(text) => self.add(paragraph, &text.replace(['\n', '\t'], " "), format),
                Item::Close(name) if name == "t" => return Ok(()),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn add(&mut self, paragraph: &mut Paragraph, text: &str, format: RunFormat) {
        if format.hidden == Some(true) {
            return;
        }
        self.page_has_text |= !text.trim().is_empty();
        let font = format.font.flatten();
        // Text in an old font is not Unicode yet, so its capitals cannot be made here.
        if format.capitals == Some(true) && font.is_none() {
            push_text(&mut paragraph.runs, &text.to_uppercase(), font);
        } else {
            push_text(&mut paragraph.runs, text, font);
        }
    }

    /// Writes a page break, unless the page has no text yet: a break of the author and the one that Word recorded at
    /// the same place count as one.
    fn break_page(&mut self, runs: &mut Vec<Run>) {
        if std::mem::take(&mut self.page_has_text) {
            push_page_break(runs);
        }
    }

    fn refer(&mut self, kind: &'static str, element: &Element) {
        if let Some(id) = element.get("id") {
            self.note_references.push((kind, id.to_owned()));
        }
    }
}

/// Parses `sectPr`, the properties of a section: whether it begins on the page on which the section before it ends
/// (ECMA-376 part 1, 17.6.22). Without a type it begins on the next page.
fn is_continuous(xml: &mut Xml<'_>) -> ReaderResult<bool> {
    let mut continuous = false;
    loop {
        match xml.next()? {
            Item::Open(element) if element.name == "type" => {
                continuous = element.get("val") == Some("continuous");
            }
            // The properties before a tracked change.
            Item::Open(element) if element.name == "sectPrChange" => xml.skip()?,
            Item::Close(name) if name == "sectPr" => return Ok(continuous),
            Item::End => return Err(xml.cut()),
            _ => {}
        }
    }
}

/// The character of a symbol font, as Unicode; empty if the element names none.
fn symbol(element: &Element) -> String {
    let code = element.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
    code.and_then(char::from_u32)
        .map(|sign| number_format::unicode_bullet(sign).to_string())
        .unwrap_or_default()
}
