//! List numbering of a DOCX file.
//! In: `numbering.xml`. Out: definitions and lists, as `list` uses them for all formats.

use super::super::fault::ReaderResult;
use super::super::list::{Definition, LEVELS, Level, List, Numbering};
use super::super::xml::{Element, Item, Xml};
use super::styles::{Styles, is_on};

/// Parses `text`, the content of `numbering.xml`. A definition that links to a style (`numStyleLink`) gets
/// the levels of the definition of that style's list; `styles` tells which list. If it is unknown, nothing
/// changes.
pub fn parse_numbering(text: &str, styles: &Styles) -> ReaderResult<Numbering> {
    let mut numbering = Numbering::default();
    let mut xml = Xml::new(text, "numbering.xml");
    let mut parser = NumberingParser::default();
    loop {
        match xml.next()? {
            Item::Open(element) => parser.open(&element),
            Item::Close(name) => parser.close(&name, &mut numbering),
            Item::End => break,
            Item::Text(_) => {}
        }
    }
    // A definition that links to a style gets the levels of the list of that style.
    let links: Vec<(String, String)> = numbering
        .definitions
        .iter()
        .filter_map(|(id, definition)| Some((id.clone(), definition.link.clone()?)))
        .collect();
    for (id, link) in links {
        let list = styles.get(Some(&link)).list.and_then(|list| numbering.lists.get(&list));
        let linked = list.and_then(|list| numbering.definitions.get(&list.definition));
        if let Some(levels) = linked.map(|definition| definition.levels.clone()) {
            numbering.definitions.entry(id).or_default().levels = levels;
        }
    }
    Ok(numbering)
}

/// Collects the elements of `numbering.xml`: the definition, the list and the level that are open.
#[derive(Default)]
struct NumberingParser {
    /// The identifier of the open definition or list.
    id: String,
    definition: Definition,
    list: List,
    /// Whether a list (`num`) is open and not a definition (`abstractNum`).
    in_list: bool,
    /// The depth of the open level or override, from 0.
    depth: usize,
    level: Option<Level>,
}

impl NumberingParser {
    fn open(&mut self, element: &Element) {
        let value = || element.get("val").unwrap_or_default().to_owned();
        let number = |name: &str| element.get(name).and_then(|value| value.parse().ok());
        match element.name.as_str() {
            "abstractNum" => {
                self.id = element.get("abstractNumId").unwrap_or_default().to_owned();
                self.definition = Definition::default();
            }
            "num" => {
                self.id = element.get("numId").unwrap_or_default().to_owned();
                (self.list, self.in_list) = (List::default(), true);
            }
            "abstractNumId" => self.list.definition = value(),
            "numStyleLink" => self.definition.link = Some(value()),
            "lvlOverride" => self.depth = number("ilvl").unwrap_or(0),
            "startOverride" => {
                let start = element.get("val").and_then(|value| value.parse().ok()).unwrap_or(1);
                self.list.starts.push((self.depth, start));
            }
            "lvl" => {
                self.depth = number("ilvl").unwrap_or(0);
                self.level = Some(Level { start: 1, format: "decimal".into(), ..Level::default() });
            }
            name => {
                let Some(level) = &mut self.level else { return };
                match name {
                    "start" => {
                        level.start =
                            element.get("val").and_then(|one| one.parse().ok()).unwrap_or(1)
                    }
                    "numFmt" => level.format = value(),
                    "lvlText" => level.text = value(),
                    "isLgl" => level.legal = is_on(element),
                    "lvlRestart" => {
                        level.restart = element.get("val").and_then(|one| one.parse().ok())
                    }
                    _ => {}
                }
            }
        }
    }

    fn close(&mut self, name: &str, numbering: &mut Numbering) {
        match name {
            "lvl" => {
                let Some(level) = self.level.take() else { return };
                if self.in_list {
                    self.list.levels.push((self.depth, level));
                } else if self.depth < LEVELS {
                    self.definition.levels.resize_with(LEVELS, Level::default);
                    self.definition.levels[self.depth] = level;
                }
            }
            "abstractNum" => {
                let (id, definition) = (&mut self.id, &mut self.definition);
                numbering.definitions.insert(std::mem::take(id), std::mem::take(definition));
            }
            "num" => {
                self.in_list = false;
                let (id, list) = (std::mem::take(&mut self.id), std::mem::take(&mut self.list));
                numbering.lists.insert(id, list);
            }
            _ => {}
        }
    }
}
