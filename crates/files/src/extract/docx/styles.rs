//! What a style says of its paragraphs and runs: the font, capitals, hidden text, the list it numbers.
//! In: `styles.xml`. Out: the same by the name of the style, what it is based on taken in.

use std::collections::HashMap;

use super::super::fault::Read;
use super::super::font::{self, Legacy};
use super::super::xml::{Element, Item, Xml};

/// What is said of a run; `None` where nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// The font, where it is older than Unicode.
    pub font: Option<Option<Legacy>>,
    /// Whether small letters show as capitals.
    pub capitals: Option<bool>,
    /// Whether it is not shown.
    pub hidden: Option<bool>,
}

/// What is said of a paragraph and its runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// Of the runs.
    pub look: Look,
    /// The list, by number.
    pub list: Option<String>,
    /// The level in it.
    pub level: Option<usize>,
    based_on: Option<String>,
}

/// All styles.
#[derive(Debug, Default)]
pub struct Styles {
    by_name: HashMap<String, Style>,
    /// What is said where no style says it.
    pub usual: Look,
    /// The style of a paragraph that names none.
    pub standard: Option<String>,
}

impl Look {
    /// Takes in what an element of the properties of a run says.
    pub fn take(&mut self, element: &Element) {
        let on = || Some(!matches!(element.get("val"), Some("0" | "false" | "off" | "none")));
        match element.name.as_str() {
            "rFonts" => {
                let named = element.get("hAnsi").or(element.get("ascii"));
                let theme = element.get("hAnsiTheme").or(element.get("asciiTheme"));
                if named.is_some() || theme.is_some() {
                    self.font = Some(named.and_then(font::legacy));
                }
            }
            "caps" => self.capitals = on(),
            "vanish" => self.hidden = on(),
            _ => {}
        }
    }

    /// This look, with what it leaves open as in `other`.
    pub fn or(self, other: Look) -> Look {
        Look {
            font: self.font.or(other.font),
            capitals: self.capitals.or(other.capitals),
            hidden: self.hidden.or(other.hidden),
        }
    }
}

/// No style is based on more than so many others.
const CHAIN: usize = 20;

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(text: &str) -> Read<Styles> {
        let (mut xml, mut styles) = (Xml::new(text, "styles.xml"), Styles::default());
        let (mut name, mut style, mut in_usual) = (String::new(), Style::default(), false);
        loop {
            match xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "style" => {
                        name = element.get("styleId").unwrap_or_default().to_owned();
                        style = Style::default();
                        let is_paragraph = element.get("type") == Some("paragraph");
                        if is_paragraph && matches!(element.get("default"), Some("1" | "true")) {
                            styles.standard = Some(name.clone());
                        }
                    }
                    "rPrDefault" => in_usual = true,
                    "basedOn" => style.based_on = element.get("val").map(str::to_owned),
                    "numId" => style.list = element.get("val").map(str::to_owned),
                    "ilvl" => style.level = element.get("val").and_then(|level| level.parse().ok()),
                    _ if in_usual => styles.usual.take(&element),
                    _ => style.look.take(&element),
                },
                Item::Close(closed) if closed == "rPrDefault" => in_usual = false,
                Item::Close(closed) if closed == "style" => {
                    styles.by_name.insert(std::mem::take(&mut name), std::mem::take(&mut style));
                }
                Item::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// What the style of this name says, with what it is based on.
    pub fn get(&self, name: Option<&str>) -> Style {
        let mut all = Style::default();
        let mut next = name.or(self.standard.as_deref());
        for _ in 0..CHAIN {
            let Some(style) = next.and_then(|name| self.by_name.get(name)) else { break };
            all.look = all.look.or(style.look);
            all.list = all.list.or_else(|| style.list.clone());
            all.level = all.level.or(style.level);
            next = style.based_on.as_deref();
        }
        all
    }
}
