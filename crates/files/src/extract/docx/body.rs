//! The paragraphs and tables of a part of a DOCX file, in order.
//! In: the XML of the part. Out: blocks. What was deleted under tracking, instructions of fields and
//! the second form of a drawing are left out; what was inserted and the results of fields stay.

use super::super::count;
use super::super::fault::Read;
use super::super::list::{Counters, Numbering};
use super::super::writing::{Block, PAGE, Run, push};
use super::super::xml::{Element, Item, Xml};
use super::styles::{Look, Styles};

/// Reads one part.
pub struct Body<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    numbering: &'a Numbering,
    counters: Counters,
    /// The notes that the text refers to, in order.
    pub noted: Vec<(&'static str, String)>,
    /// Whether text stands on the page that was begun last.
    written: bool,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    runs: Vec<Run>,
    /// What stands in boxes that are anchored here.
    boxes: Vec<Block>,
    look: Look,
    list: Option<String>,
    level: usize,
    /// Whether a section of the paper ends with it, and the next begins on a new page.
    ends_section: bool,
}

/// Elements that hold what must not be read.
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
    /// Reads `text`, the XML of a part.
    pub fn new(text: &'a str, styles: &'a Styles, numbering: &'a Numbering) -> Body<'a> {
        let (counters, noted) = (Counters::default(), Vec::new());
        Body {
            xml: Xml::new(text, "document.xml"),
            styles,
            numbering,
            counters,
            noted,
            written: false,
        }
    }

    /// The blocks of the main part.
    pub fn document(&mut self) -> Read<Vec<Block>> {
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == "body" => return self.blocks("body"),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    /// The next note of a part of notes, with its number.
    pub fn note(&mut self, name: &str) -> Read<Option<(String, Vec<Block>)>> {
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == name => {
                    let id = element.get("id").unwrap_or_default().to_owned();
                    let is_drawn = element.get("type").is_some_and(|kind| kind != "normal");
                    let blocks = self.blocks(name)?;
                    if !is_drawn {
                        return Ok(Some((id, blocks)));
                    }
                }
                Item::End => return Ok(None),
                _ => {}
            }
        }
    }

    /// The blocks up to where the element `until` closes.
    fn blocks(&mut self, until: &str) -> Read<Vec<Block>> {
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

    fn table(&mut self) -> Read<Vec<Vec<Vec<Block>>>> {
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

    fn paragraph(&mut self, blocks: &mut Vec<Block>) -> Read<()> {
        let standard = self.styles.get(None);
        let look = standard.look.or(self.styles.usual);
        let mut paragraph = Paragraph { look, list: standard.list, ..Paragraph::default() };
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "pPr" => self.properties(&mut paragraph)?,
                    "r" => self.run(&mut paragraph)?,
                    // Formulas hold their letters outside of runs.
                    "t" => self.text(&mut paragraph, Look::default())?,
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "p" => break,
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
        let Paragraph { mut runs, boxes, list, level, ends_section, .. } = paragraph;
        let is_empty = runs.iter().all(|run| run.text.trim_matches(PAGE).trim().is_empty());
        let label = list.and_then(|list| self.numbering.label(&list, level, &mut self.counters));
        if let Some(label) = label.filter(|_| !is_empty) {
            // A page that begins with the paragraph begins before its label.
            let first = runs.first_mut().filter(|run| run.text.starts_with(PAGE));
            let page = first.map(|run| run.text.remove(0));
            let text = format!("{}{label} ", page.map(String::from).unwrap_or_default());
            runs.insert(0, Run { text, font: None });
        }
        if ends_section {
            self.break_page(&mut runs);
        }
        blocks.push(Block::Paragraph(runs));
        blocks.extend(boxes);
        Ok(())
    }

    /// Reads `pPr`.
    fn properties(&mut self, paragraph: &mut Paragraph) -> Read<()> {
        let (mut list, mut level) = (None, None);
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "pStyle" => {
                        let style = self.styles.get(element.get("val"));
                        paragraph.look = style.look.or(self.styles.usual);
                        paragraph.list = style.list;
                        paragraph.level = style.level.unwrap_or(0);
                    }
                    "numId" => list = element.get("val").map(str::to_owned),
                    "ilvl" => level = element.get("val").and_then(|level| level.parse().ok()),
                    "pageBreakBefore" if element.get("val") != Some("0") => {
                        self.break_page(&mut paragraph.runs);
                    }
                    "sectPr" => paragraph.ends_section = true,
                    "type" if element.get("val") == Some("continuous") => {
                        paragraph.ends_section = false;
                    }
                    // The look of the mark that ends the paragraph is not that of its text.
                    "rPr" => self.xml.skip()?,
                    name if LEFT_OUT.contains(&name) => self.xml.skip()?,
                    _ => {}
                },
                Item::Close(name) if name == "pPr" => break,
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
        // The number 0 takes a paragraph out of the list of its style.
        paragraph.list = list.or(paragraph.list.take()).filter(|list| list != "0");
        paragraph.level = level.unwrap_or(paragraph.level);
        Ok(())
    }

    fn run(&mut self, paragraph: &mut Paragraph) -> Read<()> {
        let mut look = paragraph.look;
        loop {
            match self.xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "rPr" => look = self.look()?.or(paragraph.look),
                    "t" => self.text(paragraph, look)?,
                    "tab" | "ptab" => self.add(paragraph, "\t", look),
                    "cr" => self.add(paragraph, "\n", look),
                    "noBreakHyphen" => self.add(paragraph, "-", look),
                    "br" if element.get("type") == Some("page") => {
                        self.break_page(&mut paragraph.runs);
                    }
                    "br" => self.add(paragraph, "\n", look),
                    "lastRenderedPageBreak" => self.break_page(&mut paragraph.runs),
                    "sym" => self.add(paragraph, &sign(&element), look),
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

    /// Reads `rPr`.
    fn look(&mut self) -> Read<Look> {
        let (mut own, mut style) = (Look::default(), Look::default());
        loop {
            match self.xml.next()? {
                Item::Open(element) if element.name == "rStyle" => {
                    style = element
                        .get("val")
                        .map(|name| self.styles.get(Some(name)).look)
                        .unwrap_or_default();
                }
                Item::Open(element) if LEFT_OUT.contains(&element.name.as_str()) => {
                    self.xml.skip()?
                }
                Item::Open(element) => own.take(&element),
                Item::Close(name) if name == "rPr" => return Ok(own.or(style)),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    /// Reads `t`.
    fn text(&mut self, paragraph: &mut Paragraph, look: Look) -> Read<()> {
        loop {
            match self.xml.next()? {
                // A line end in the XML is a blank on the page.
                Item::Text(text) => self.add(paragraph, &text.replace(['\n', '\t'], " "), look),
                Item::Close(name) if name == "t" => return Ok(()),
                Item::End => return Err(self.xml.cut()),
                _ => {}
            }
        }
    }

    fn add(&mut self, paragraph: &mut Paragraph, text: &str, look: Look) {
        if look.hidden == Some(true) {
            return;
        }
        self.written |= !text.trim().is_empty();
        let font = look.font.flatten();
        match look.capitals {
            // Capitals of a font older than Unicode are not those of its codes.
            Some(true) if font.is_none() => push(&mut paragraph.runs, &text.to_uppercase(), font),
            _ => push(&mut paragraph.runs, text, font),
        }
    }

    /// A break that the writer made and the one that Word noted there are one.
    fn break_page(&mut self, runs: &mut Vec<Run>) {
        if std::mem::take(&mut self.written) {
            push(runs, &String::from(PAGE), None);
        }
    }

    fn refer(&mut self, kind: &'static str, element: &Element) {
        if let Some(id) = element.get("id") {
            self.noted.push((kind, id.to_owned()));
        }
    }
}

/// A sign out of a font of signs.
fn sign(element: &Element) -> String {
    let code = element.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
    code.and_then(char::from_u32).map(|sign| count::bullet(sign).to_string()).unwrap_or_default()
}
