//! The styles of an ODT file: fonts older than Unicode, capitals, page breaks, list numbering.
//! In: `styles.xml` and the beginning of `content.xml`. Out: the formatting of each style, with what it inherits.

use std::collections::HashMap;

use super::super::fault::ReaderResult;
use super::super::font::{self, LegacyFont};
use super::super::list::{Definition, LEVELS, Level, List, Numbering};
use super::super::xml::{Element, Item, Xml};

/// A style; `None` for what its parent decides.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// The font: `Some(None)` for one that is not older than Unicode.
    pub font: Option<Option<LegacyFont>>,
    /// Whether small letters show as capitals.
    pub capitals: Option<bool>,
    /// Whether the text is not shown.
    pub hidden: Option<bool>,
    /// Whether a page begins with its paragraphs.
    pub begins_page: Option<bool>,
    /// The name of the list style that numbers its paragraphs.
    pub list: Option<String>,
    /// The name of the style it inherits from.
    parent: Option<String>,
}

/// All styles.
#[derive(Default)]
pub struct Styles {
    /// By family (`paragraph`, `text`) and name. The name of the default style of a family is empty.
    by_name: HashMap<(String, String), Style>,
    /// Font families by the names that styles use for them.
    font_families: HashMap<String, String>,
    /// How lists are numbered.
    pub numbering: Numbering,
}

/// At most 20 styles are followed along a chain of inheritance, which ends cycles in damaged files. A judgement, not
/// measured: real chains have a few.
const MAX_INHERITANCE: usize = 20;
/// The name under which the numbering of headings is kept, which has none in the file. No list can be named so.
pub const OUTLINE: &str = "\0outline";

impl Styles {
    /// Adds the styles of a part: `text` is its XML, `part` its name. Of `content.xml` only what stands before the text
    /// is read.
    pub fn add(&mut self, text: &str, part: &str) -> ReaderResult<()> {
        let mut xml = Xml::new(text, part);
        let (mut key, mut style) = (None, Style::default());
        let (mut list, mut levels) = (None, Vec::new());
        loop {
            match xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "font-face" => self.add_font_family(&element),
                    "style" | "default-style" => {
                        let get = |name| element.get(name).unwrap_or_default().to_owned();
                        key = Some((get("family"), get("name")));
                        let own = |name| element.get(name).map(str::to_owned);
                        let (list, parent) = (own("list-style-name"), own("parent-style-name"));
                        style = Style { list, parent, ..Style::default() };
                    }
                    "text-properties" => self.apply_text_properties(&mut style, &element),
                    "paragraph-properties" => {
                        let breaks = element.get("break-before");
                        style.begins_page = breaks.map(|kind| kind == "page").or(style.begins_page);
                    }
                    "list-style" | "outline-style" => {
                        let is_outline = element.name == "outline-style";
                        let name = element.get("name").filter(|_| !is_outline).unwrap_or(OUTLINE);
                        (list, levels) = (Some(name.to_owned()), vec![Level::default(); LEVELS]);
                    }
                    "list-level-style-number"
                    | "outline-level-style"
                    | "list-level-style-bullet" => {
                        set_level(&element, &mut levels);
                    }
                    // The styles of the content end where its text begins.
                    "text" if part == "content.xml" => return Ok(()),
                    _ => {}
                },
                Item::Close(name) if name == "style" || name == "default-style" => {
                    if let Some(key) = key.take() {
                        self.by_name.insert(key, std::mem::take(&mut style));
                    }
                }
                Item::Close(name) if name == "list-style" || name == "outline-style" => {
                    if let Some(name) = list.take() {
                        let levels = std::mem::take(&mut levels);
                        let definition = Definition { levels, link: None };
                        self.numbering.definitions.insert(name.clone(), definition);
                        let list = List { definition: name.clone(), ..List::default() };
                        self.numbering.lists.insert(name, list);
                    }
                }
                Item::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn add_font_family(&mut self, element: &Element) {
        if let (Some(name), Some(family)) = (element.get("name"), element.get("font-family")) {
            self.font_families.insert(name.to_owned(), family.trim_matches('\'').to_owned());
        }
    }

    fn apply_text_properties(&self, style: &mut Style, element: &Element) {
        let named = element.get("font-name");
        let family = named.and_then(|name| self.font_families.get(name)).map(String::as_str);
        if let Some(family) = family.or(element.get("font-family")).or(named) {
            style.font = Some(font::legacy_font(family.trim_matches('\'')));
        }
        style.capitals =
            element.get("text-transform").map(|way| way == "uppercase").or(style.capitals);
        style.hidden = element.get("display").map(|way| way == "none").or(style.hidden);
    }

    /// The style of this family and name, with what it inherits, the default style of the family last. An unknown name
    /// gives that default style.
    pub fn get(&self, family: &str, name: &str) -> Style {
        let mut combined = Style::default();
        let mut next = Some(name);
        for _ in 0..MAX_INHERITANCE {
            let Some(name) = next else { break };
            let Some(style) = self.by_name.get(&(family.to_owned(), name.to_owned())) else {
                break;
            };
            combined.inherit(style);
            next = style.parent.as_deref();
        }
        if let Some(default) = self.by_name.get(&(family.to_owned(), String::new())) {
            combined.inherit(default);
        }
        combined
    }
}

impl Style {
    /// Takes from `parent` what this style leaves open.
    pub fn inherit(&mut self, parent: &Style) {
        self.font = self.font.or(parent.font);
        self.capitals = self.capitals.or(parent.capitals);
        self.hidden = self.hidden.or(parent.hidden);
        self.begins_page = self.begins_page.or(parent.begins_page);
        self.list = self.list.take().or_else(|| parent.list.clone());
    }
}

/// Sets one level of a list. Its pattern is a prefix (`Điều `, Article), the numbers of the levels that it displays,
/// and a suffix.
fn set_level(element: &Element, levels: &mut [Level]) {
    let number = |name: &str| element.get(name).and_then(|value| value.parse::<usize>().ok());
    let depth = number("level").unwrap_or(1).clamp(1, LEVELS) - 1;
    let Some(level) = levels.get_mut(depth) else { return };
    level.start = number("start-value").unwrap_or(1) as u32;
    let get = |name| element.get(name).unwrap_or_default();
    if element.name == "list-level-style-bullet" {
        (level.format, level.text) = ("bullet".to_owned(), get("bullet-char").to_owned());
        return;
    }
    let format = get("num-format");
    level.format = if format.is_empty() { "none".to_owned() } else { format.to_owned() };
    let displayed = number("display-levels").unwrap_or(1).clamp(1, depth + 1);
    let mut numbers = String::new();
    if !format.is_empty() {
        let first = depth + 1 - displayed;
        let patterns: Vec<String> =
            (first..=depth).map(|level| format!("%{}", level + 1)).collect();
        numbers = patterns.join(".");
    }
    level.text = format!("{}{numbers}{}", get("num-prefix"), get("num-suffix"));
}
