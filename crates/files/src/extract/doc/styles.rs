//! The style sheet and the font names of an old Word file ([MS-DOC] 2.7, 2.9.286), from which all offsets here come.
//! In: structures of the table stream. Out: the formatting of each style, with what it inherits.

use super::super::font::{self, LegacyFont};
use super::bytes::{slice, u8_at, u16_at};
use super::formatting::{self, CharFormat, ParagraphFormat};

/// A style.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// The number of the style it inherits from; one without a style if it inherits from none.
    base: u16,
    /// The formatting of its characters.
    pub character: CharFormat,
    /// The formatting of its paragraphs.
    pub paragraph: ParagraphFormat,
}

/// All styles.
#[derive(Debug, Default)]
pub struct Styles {
    /// By number; `None` for numbers without a style.
    all: Vec<Option<Style>>,
    /// The number of the font where no style names one.
    default_font: Option<u16>,
}

/// At most 20 styles are followed along a chain of inheritance, which ends cycles in damaged files. A judgement, not
/// measured: real chains have a few.
const MAX_INHERITANCE: usize = 20;
/// Bytes before the name in the record of a font (FFN), not counting the byte that holds its length.
const FONT_NAME_OFFSET: usize = 39;

impl Styles {
    /// Parses the style sheet. Never fails: where it is cut short, the styles before stay.
    pub fn parse(bytes: &[u8]) -> Styles {
        let Some(head) = u16_at(bytes, 0).map(usize::from) else { return Styles::default() };
        let sheet = slice(bytes, 2, head).unwrap_or_default();
        let base = usize::from(u16_at(sheet, 2).unwrap_or(10));
        let default_font = u16_at(sheet, 16).or(u16_at(sheet, 12));
        let mut styles = Styles { all: Vec::new(), default_font };
        let mut at = 2 + head;
        while let Some(length) = u16_at(bytes, at).map(usize::from) {
            let Some(style) = slice(bytes, at + 2, length) else { break };
            styles.all.push(parse_style(style, base));
            at += 2 + length;
        }
        styles
    }

    /// The style of this number, with what it inherits: font, capitals, hidden, list, level, page break. For a number
    /// without a style: one that sets only the default font.
    pub fn get(&self, number: u16) -> Style {
        let mut combined = Style::default();
        let mut next = number;
        for _ in 0..MAX_INHERITANCE {
            let Some(Some(style)) = self.all.get(usize::from(next)) else { break };
            combined.character = inherit(combined.character, style.character);
            combined.paragraph.list = combined.paragraph.list.or(style.paragraph.list);
            combined.paragraph.level = combined.paragraph.level.or(style.paragraph.level);
            combined.paragraph.begins_page |= style.paragraph.begins_page;
            next = style.base;
        }
        combined.character.font = combined.character.font.or(self.default_font);
        combined
    }
}

/// `format`, with font, capitals and hidden as `parent` has them where `format` leaves them open or asks for the
/// opposite. Nothing else is inherited.
pub fn inherit(format: CharFormat, parent: CharFormat) -> CharFormat {
    CharFormat {
        font: format.font.or(parent.font),
        capitals: format.capitals.over(parent.capitals),
        hidden: format.hidden.over(parent.hidden),
        ..format
    }
}

/// A style; its name stands at byte `base`, its formatting behind the name. `None` if it is cut short.
fn parse_style(bytes: &[u8], base: usize) -> Option<Style> {
    // Kinds of styles.
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
            (PARAGRAPH, 0) => style.paragraph = formatting::parse_paragraph(part_bytes),
            (PARAGRAPH, 1) | (CHARACTER, 0) => {
                formatting::for_each_change(part_bytes, |code, value| {
                    style.character.apply(code, value);
                });
            }
            _ => {}
        }
        at += 2 + length + length % 2;
    }
    Some(style)
}

/// The fonts by number; `None` for fonts that are not older than Unicode.
pub fn parse_fonts(bytes: &[u8]) -> Vec<Option<LegacyFont>> {
    let mut fonts = Vec::new();
    let mut at = 4;
    while let Some(length) = u8_at(bytes, at).map(usize::from) {
        let Some(font) = slice(bytes, at + 1, length) else { break };
        fonts.push(font::legacy_font(&font_name(font)));
        at += 1 + length;
    }
    fonts
}

fn font_name(font: &[u8]) -> String {
    let units = font.get(FONT_NAME_OFFSET..).unwrap_or_default().chunks_exact(2);
    let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name = char::decode_utf16(units.take_while(|unit| *unit != 0));
    name.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
