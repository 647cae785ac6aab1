//! The styles of a DOCX file: font, capitals, hidden text, and the list that numbers the paragraphs.
//! In: `styles.xml`. Out: the formatting of each style, with what it inherits.

use std::collections::HashMap;

use super::super::fault::ReaderResult;
use super::super::font::{self, LegacyFont};
use super::super::xml::{Element, Item, Xml};

/// The formatting of a run; `None` for what is left open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunFormat {
    /// The font: `Some(None)` for one that is not older than Unicode.
    pub font: Option<Option<LegacyFont>>,
    /// Whether small letters show as capitals.
    pub capitals: Option<bool>,
    /// Whether the text is not shown.
    pub hidden: Option<bool>,
}

/// A style of paragraphs or runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Style {
    /// The formatting of its runs.
    pub format: RunFormat,
    /// The identifier of the list that numbers its paragraphs; `None` where the style leaves it open. `0` takes them
    /// out of the list that the style inherits.
    pub list: Option<String>,
    /// The level in that list, from 0; `None` where the style leaves it open.
    pub level: Option<usize>,
    /// The identifier of the style it inherits from.
    based_on: Option<String>,
}

/// All styles.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    /// The formatting of runs where no style sets it.
    pub default_format: RunFormat,
    /// The identifier of the style of paragraphs that name none.
    default_style: Option<String>,
}

/// Whether an element that is a switch is on: one without a value is.
pub fn is_on(element: &Element) -> bool {
    !matches!(element.get("val"), Some("0" | "false" | "off" | "none"))
}

impl RunFormat {
    /// Applies one element of the properties of a run (`rFonts`, `caps`, `vanish`). Other elements change nothing.
    pub fn apply(&mut self, element: &Element) {
        let on = || Some(is_on(element));
        match element.name.as_str() {
            "rFonts" => {
                let named = element.get("hAnsi").or(element.get("ascii"));
                let theme = element.get("hAnsiTheme").or(element.get("asciiTheme"));
                if named.is_some() || theme.is_some() {
                    self.font = Some(named.and_then(font::legacy_font));
                }
            }
            "caps" => self.capitals = on(),
            "vanish" => self.hidden = on(),
            _ => {}
        }
    }

    /// This formatting, with what it leaves open taken from `other`.
    pub fn or(self, other: RunFormat) -> RunFormat {
        RunFormat {
            font: self.font.or(other.font),
            capitals: self.capitals.or(other.capitals),
            hidden: self.hidden.or(other.hidden),
        }
    }
}

/// At most 20 styles are followed along a chain of inheritance, which ends cycles in damaged files. A judgement, not
/// measured: real chains have a few.
const MAX_INHERITANCE: usize = 20;

impl Styles {
    /// Parses `text`, the content of `styles.xml`.
    pub fn parse(text: &str) -> ReaderResult<Styles> {
        let mut xml = Xml::new(text, "styles.xml");
        let mut styles = Styles::default();
        let (mut id, mut style) = (String::new(), Style::default());
        let mut in_defaults = false;
        loop {
            match xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "style" => {
                        id = element.get("styleId").unwrap_or_default().to_owned();
                        style = Style::default();
                        let is_paragraph = element.get("type") == Some("paragraph");
                        if is_paragraph && matches!(element.get("default"), Some("1" | "true")) {
                            styles.default_style = Some(id.clone());
                        }
                    }
                    "rPrDefault" => in_defaults = true,
                    "basedOn" => style.based_on = element.get("val").map(str::to_owned),
                    "numId" => style.list = element.get("val").map(str::to_owned),
                    "ilvl" => style.level = element.get("val").and_then(|level| level.parse().ok()),
                    _ if in_defaults => styles.default_format.apply(&element),
                    _ => style.format.apply(&element),
                },
                Item::Close(closed) if closed == "rPrDefault" => in_defaults = false,
                Item::Close(closed) if closed == "style" => {
                    styles.by_id.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                }
                Item::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The style with this identifier, with what it inherits; without an identifier, the default style of paragraphs.
    /// An unknown identifier gives a style that sets nothing. [`Styles::default_format`] is not applied.
    pub fn get(&self, id: Option<&str>) -> Style {
        let mut combined = Style::default();
        let mut next = id.or(self.default_style.as_deref());
        for _ in 0..MAX_INHERITANCE {
            let Some(style) = next.and_then(|id| self.by_id.get(id)) else { break };
            combined.format = combined.format.or(style.format);
            combined.list = combined.list.or_else(|| style.list.clone());
            combined.level = combined.level.or(style.level);
            next = style.based_on.as_deref();
        }
        combined
    }
}
