//! The looks of characters and paragraphs ([MS-DOC] 2.6, 2.9.36): which font, deleted or hidden, in a
//! table, in a list. In: pages of 512 bytes in the main stream. Out: stretches of it with their looks.

use super::bytes::{index_at, plc, slice, u8_at, u16_at, u32_at};

/// The look of characters; `None` where the style decides.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Character {
    /// The number of the font.
    pub font: Option<u16>,
    /// Whether small letters show as capitals.
    pub capitals: Option<bool>,
    /// Whether it is not shown.
    pub hidden: Option<bool>,
    /// Whether it was deleted under tracking.
    pub deleted: bool,
    /// A sign out of a font of signs, which stands for the character.
    pub sign: Option<u16>,
    /// Whether the character is a mark of Word and no letter.
    pub special: bool,
    /// The style of characters.
    pub style: Option<u16>,
}

/// The look of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Its style.
    pub style: u16,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// Whether it ends a row of one.
    pub ends_row: bool,
    /// Whether a page begins with it.
    pub begins_page: bool,
    /// The list it is counted in, and the level.
    pub list: Option<u16>,
    /// The level in it.
    pub level: Option<u8>,
}

/// A stretch of the main stream with one look.
#[derive(Clone, Debug)]
pub struct Stretch<L> {
    /// Its bytes.
    pub start: u32,
    /// Behind them.
    pub end: u32,
    /// How it looks.
    pub look: L,
}

/// The stretch that holds the byte at `at`. All are in order.
pub fn find<L>(stretches: &[Stretch<L>], at: u32) -> Option<&L> {
    let next = stretches.partition_point(|stretch| stretch.end <= at);
    stretches.get(next).filter(|stretch| stretch.start <= at).map(|stretch| &stretch.look)
}

/// The looks of characters.
pub fn characters(table: &[u8], main: &[u8]) -> Vec<Stretch<Character>> {
    pages(table, main, |page, runs, at| {
        let offset = usize::from(u8_at(page, 4 * (runs + 1) + at)?) * 2;
        let mut look = Character::default();
        if offset > 0 {
            let length = usize::from(u8_at(page, offset)?);
            each(slice(page, offset + 1, length)?, |code, value| look.take(code, value));
        }
        Some(look)
    })
}

/// The looks of paragraphs.
pub fn paragraphs(table: &[u8], main: &[u8]) -> Vec<Stretch<Paragraph>> {
    pages(table, main, |page, runs, at| {
        let offset = usize::from(u8_at(page, 4 * (runs + 1) + 13 * at)?) * 2;
        if offset == 0 {
            return Some(Paragraph::default());
        }
        let (start, length) = match usize::from(u8_at(page, offset)?) {
            0 => (offset + 2, usize::from(u8_at(page, offset + 1)?) * 2),
            words => (offset + 1, words * 2 - 1),
        };
        let bytes = &page[start.min(page.len())..(start + length).min(page.len())];
        Some(paragraph(bytes))
    })
}

/// A paragraph as `bytes` say: its style, then changes.
pub fn paragraph(bytes: &[u8]) -> Paragraph {
    let mut look = Paragraph { style: u16_at(bytes, 0).unwrap_or(0), ..Paragraph::default() };
    each(bytes.get(2..).unwrap_or_default(), |code, value| look.take(code, value));
    look
}

/// The stretches of all pages that `table` names.
fn pages<L>(
    table: &[u8],
    main: &[u8],
    look: impl Fn(&[u8], usize, usize) -> Option<L>,
) -> Vec<Stretch<L>> {
    let mut stretches: Vec<Stretch<L>> = Vec::new();
    for (_, _, page) in plc(table, 4) {
        let page = index_at(page, 0).and_then(|page| slice(main, page.checked_mul(512)?, 512));
        let Some(page) = page else { continue };
        let runs = usize::from(page[511]);
        for at in 0..runs {
            let (Some(start), Some(end)) = (u32_at(page, 4 * at), u32_at(page, 4 * at + 4)) else {
                continue;
            };
            // Pages that are out of order are broken.
            if start < end
                && stretches.last().is_none_or(|last| last.end <= start)
                && let Some(look) = look(page, runs, at)
            {
                stretches.push(Stretch { start, end, look });
            }
        }
    }
    stretches
}

/// Gives each change of a list of them: its code and its value.
pub fn each(mut bytes: &[u8], mut take: impl FnMut(u16, &[u8])) {
    while let Some(code) = u16_at(bytes, 0) {
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == 0xd608 => u16_at(bytes, 2).map_or(0, |length| usize::from(length) + 1),
            _ => u8_at(bytes, 2).map_or(0, |length| usize::from(length) + 1),
        };
        let Some(value) = slice(bytes, 2, length) else { return };
        take(code, value);
        bytes = &bytes[2 + length..];
    }
}

impl Character {
    /// Takes in one change.
    pub fn take(&mut self, code: u16, value: &[u8]) {
        let on = value.first().is_some_and(|value| value & 1 == 1);
        match code {
            // The font of letters beyond ASCII decides; that of ASCII where no other is named.
            0x4a51 => self.font = u16_at(value, 0),
            0x4a4f => self.font = self.font.or(u16_at(value, 0)),
            0x083b => self.capitals = Some(on),
            0x083c => self.hidden = Some(on),
            0x0800 => self.deleted = on,
            0x0855 => self.special = on,
            0x6a09 => self.sign = u16_at(value, 2),
            0x4a30 => self.style = u16_at(value, 0),
            _ => {}
        }
    }
}

impl Paragraph {
    fn take(&mut self, code: u16, value: &[u8]) {
        let on = value.first().is_some_and(|value| *value != 0);
        match code {
            0x2416 => self.in_table = on,
            0x2417 => self.ends_row = on,
            0x2407 => self.begins_page = on,
            0x460b => self.list = u16_at(value, 0),
            0x260a => self.level = u8_at(value, 0),
            _ => {}
        }
    }
}
