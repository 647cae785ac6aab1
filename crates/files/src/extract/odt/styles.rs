//! What the styles of an ODT file say: fonts older than Unicode, capitals, pages, how lists count.
//! In: `styles.xml` and the head of `content.xml`. Out: the same by the name of the style.

use std::collections::HashMap;

use super::super::fault::Read;
use super::super::font::{self, Legacy};
use super::super::list::{Definition, LEVELS, Level, List, Numbering};
use super::super::xml::{Element, Item, Xml};

/// What a style says; `None` where the one it is based on decides.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// The font, where it is older than Unicode.
    pub font: Option<Option<Legacy>>,
    /// Whether small letters show as capitals.
    pub capitals: Option<bool>,
    /// Whether it is not shown.
    pub hidden: Option<bool>,
    /// Whether a page begins with its paragraphs.
    pub begins_page: Option<bool>,
    /// The list that counts its paragraphs.
    pub list: Option<String>,
    parent: Option<String>,
}

/// All styles.
#[derive(Default)]
pub struct Styles {
    by_name: HashMap<(String, String), Style>,
    /// Families of fonts by the names that styles use.
    families: HashMap<String, String>,
    /// How lists count.
    pub numbering: Numbering,
}

/// No style is based on more than so many others.
const CHAIN: usize = 20;
/// The list of headings has no name.
pub const OUTLINE: &str = "\0outline";

impl Styles {
    /// Takes in the styles of a part.
    pub fn read(&mut self, text: &str, part: &str) -> Read<()> {
        let mut xml = Xml::new(text, part);
        let (mut key, mut style) = (None, Style::default());
        let (mut list, mut levels) = (None, Vec::new());
        loop {
            match xml.next()? {
                Item::Open(element) => match element.name.as_str() {
                    "font-face" => self.family(&element),
                    "style" | "default-style" => {
                        let get = |name| element.get(name).unwrap_or_default().to_owned();
                        key = Some((get("family"), get("name")));
                        let own = |name| element.get(name).map(str::to_owned);
                        let (list, parent) = (own("list-style-name"), own("parent-style-name"));
                        style = Style { list, parent, ..Style::default() };
                    }
                    "text-properties" => self.look(&mut style, &element),
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
                        level(&element, &mut levels);
                    }
                    // What follows the styles in the content is no style.
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

    fn family(&mut self, element: &Element) {
        if let (Some(name), Some(family)) = (element.get("name"), element.get("font-family")) {
            self.families.insert(name.to_owned(), family.trim_matches('\'').to_owned());
        }
    }

    fn look(&self, style: &mut Style, element: &Element) {
        let named = element.get("font-name");
        let family = named.and_then(|name| self.families.get(name)).map(String::as_str);
        if let Some(family) = family.or(element.get("font-family")).or(named) {
            style.font = Some(font::legacy(family.trim_matches('\'')));
        }
        style.capitals =
            element.get("text-transform").map(|way| way == "uppercase").or(style.capitals);
        style.hidden = element.get("display").map(|way| way == "none").or(style.hidden);
    }

    /// What the style of this family and name says, with what it is based on.
    pub fn get(&self, family: &str, name: &str) -> Style {
        let mut all = Style::default();
        let mut next = Some(name);
        for _ in 0..CHAIN {
            let Some(name) = next else { break };
            let Some(style) = self.by_name.get(&(family.to_owned(), name.to_owned())) else {
                break;
            };
            all.take(style);
            next = style.parent.as_deref();
        }
        if let Some(usual) = self.by_name.get(&(family.to_owned(), String::new())) {
            all.take(usual);
        }
        all
    }
}

impl Style {
    /// Takes from `other` what is open here.
    pub fn take(&mut self, other: &Style) {
        self.font = self.font.or(other.font);
        self.capitals = self.capitals.or(other.capitals);
        self.hidden = self.hidden.or(other.hidden);
        self.begins_page = self.begins_page.or(other.begins_page);
        self.list = self.list.take().or_else(|| other.list.clone());
    }
}

/// A level of a list: `Điều ` + numbers of the levels shown + `.`.
fn level(element: &Element, levels: &mut [Level]) {
    let number = |name: &str| element.get(name).and_then(|value| value.parse::<usize>().ok());
    let at = number("level").unwrap_or(1).clamp(1, LEVELS) - 1;
    let Some(level) = levels.get_mut(at) else { return };
    level.start = number("start-value").unwrap_or(1) as u32;
    let get = |name| element.get(name).unwrap_or_default();
    if element.name == "list-level-style-bullet" {
        (level.format, level.text) = ("bullet".to_owned(), get("bullet-char").to_owned());
        return;
    }
    let format = get("num-format");
    level.format = if format.is_empty() { "none".to_owned() } else { format.to_owned() };
    let shown = number("display-levels").unwrap_or(1).clamp(1, at + 1);
    let numbers: Vec<String> =
        (at + 1 - shown..=at).map(|level| format!("%{}", level + 1)).collect();
    let numbers = if format.is_empty() { String::new() } else { numbers.join(".") };
    level.text = format!("{}{numbers}{}", get("num-prefix"), get("num-suffix"));
}
