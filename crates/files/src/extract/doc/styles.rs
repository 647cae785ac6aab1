//! The style sheet and the names of fonts of an old Word file ([MS-DOC] 2.7, 2.9.286).
//! In: their parts of the table stream. Out: the look that a style gives, what it is based on taken in.

use super::super::font::{self, Legacy};
use super::bytes::{slice, u8_at, u16_at};
use super::looks::{self, Character, Paragraph};

/// A style.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    base: u16,
    /// The look of its characters.
    pub character: Character,
    /// The look of its paragraphs.
    pub paragraph: Paragraph,
}

/// All styles.
#[derive(Debug, Default)]
pub struct Styles {
    all: Vec<Option<Style>>,
    usual: Option<u16>,
}

/// No style is based on more than so many others.
const CHAIN: usize = 20;

impl Styles {
    /// Reads the style sheet.
    pub fn read(bytes: &[u8]) -> Styles {
        let Some(head) = u16_at(bytes, 0).map(usize::from) else { return Styles::default() };
        let sheet = slice(bytes, 2, head).unwrap_or_default();
        let base = usize::from(u16_at(sheet, 2).unwrap_or(10));
        let mut styles = Styles { all: Vec::new(), usual: u16_at(sheet, 16).or(u16_at(sheet, 12)) };
        let mut at = 2 + head;
        while let Some(length) = u16_at(bytes, at).map(usize::from) {
            let Some(style) = slice(bytes, at + 2, length) else { break };
            styles.all.push(read_style(style, base));
            at += 2 + length;
        }
        styles
    }

    /// The looks that the style of this number gives.
    pub fn get(&self, number: u16) -> Style {
        let mut all = Style::default();
        let mut next = number;
        for _ in 0..CHAIN {
            let Some(Some(style)) = self.all.get(usize::from(next)) else { break };
            all.character = or(all.character, style.character);
            all.paragraph.list = all.paragraph.list.or(style.paragraph.list);
            all.paragraph.level = all.paragraph.level.or(style.paragraph.level);
            all.paragraph.begins_page |= style.paragraph.begins_page;
            next = style.base;
        }
        all.character.font = all.character.font.or(self.usual);
        all
    }
}

/// `look`, with what it leaves open as in `other`.
pub fn or(look: Character, other: Character) -> Character {
    Character {
        font: look.font.or(other.font),
        capitals: look.capitals.or(other.capitals),
        hidden: look.hidden.or(other.hidden),
        ..look
    }
}

fn read_style(bytes: &[u8], base: usize) -> Option<Style> {
    const PARAGRAPH: u16 = 1;
    const CHARACTER: u16 = 2;
    let (second, third) = (u16_at(bytes, 2)?, u16_at(bytes, 4)?);
    let (kind, parts) = (second & 0xf, third & 0xf);
    let name = usize::from(u16_at(bytes, base)?);
    let mut at = base + 2 + 2 * name + 2;
    let mut style = Style { base: second >> 4, ..Style::default() };
    for part in 0..parts {
        let length = usize::from(u16_at(bytes, at)?);
        let part_bytes = slice(bytes, at + 2, length)?;
        match (kind, part) {
            (PARAGRAPH, 0) => style.paragraph = looks::paragraph(part_bytes),
            (PARAGRAPH, 1) | (CHARACTER, 0) => {
                looks::each(part_bytes, |code, value| style.character.take(code, value));
            }
            _ => {}
        }
        at += 2 + length + length % 2;
    }
    Some(style)
}

/// What the names of the fonts tell, by number.
pub fn fonts(bytes: &[u8]) -> Vec<Option<Legacy>> {
    let mut fonts = Vec::new();
    let mut at = 4;
    while let Some(length) = u8_at(bytes, at).map(usize::from) {
        let Some(font) = slice(bytes, at + 1, length) else { break };
        fonts.push(font::legacy(&name(font)));
        at += 1 + length;
    }
    fonts
}

/// The name of a font stands behind 39 bytes about it.
fn name(font: &[u8]) -> String {
    let units = font.get(39..).unwrap_or_default().chunks_exact(2);
    let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name = char::decode_utf16(units.take_while(|unit| *unit != 0));
    name.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
