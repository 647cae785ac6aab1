//! Formatting of characters and paragraphs ([MS-DOC] 2.6, 2.9.36): font, deleted or hidden, in a table, in a list.
//! In: formatting pages (FKP) of 512 bytes in the main stream. Out: byte ranges of the main stream with their
//! formatting. Codes, offsets and sizes in this file come from the specification.

use super::bytes::{index_at, plc, slice, u8_at, u16_at, u32_at};

/// Bytes of a formatting page.
const PAGE_BYTES: usize = 512;
/// Bytes of the entry of a paragraph in a formatting page (BxPap).
const PARAGRAPH_ENTRY_BYTES: usize = 13;

/// A property that is on or off, as formatting sets it ([MS-DOC] 2.9.327, ToggleOperand).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Toggle {
    /// As in the style; off where no style sets it.
    #[default]
    AsStyle,
    /// The opposite of what the style sets.
    Opposite,
    /// On or off, whatever the style sets.
    Set(bool),
}

impl Toggle {
    /// The toggle of an operand. Bytes that the specification does not name count as on if they are odd.
    fn of(operand: Option<u8>) -> Toggle {
        match operand {
            Some(0x80) => Toggle::AsStyle,
            Some(0x81) => Toggle::Opposite,
            operand => Toggle::Set(operand.is_some_and(|operand| operand & 1 == 1)),
        }
    }

    /// This toggle on top of that of a style, which may depend on the style that it inherits from.
    pub fn over(self, style: Toggle) -> Toggle {
        match (self, style) {
            (Toggle::Set(_), _) => self,
            (Toggle::AsStyle, style) => style,
            (Toggle::Opposite, Toggle::AsStyle) => Toggle::Opposite,
            (Toggle::Opposite, Toggle::Opposite) => Toggle::AsStyle,
            (Toggle::Opposite, Toggle::Set(on)) => Toggle::Set(!on),
        }
    }

    /// Whether the property is on where no further style sets it.
    pub fn is_on(self) -> bool {
        matches!(self, Toggle::Opposite | Toggle::Set(true))
    }
}

/// The formatting of characters. `None` for `font` where the style decides.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CharFormat {
    /// The number of the font, from 0, in the list of fonts of the file: the font for letters beyond ASCII, or the one
    /// for ASCII if only that is named.
    pub font: Option<u16>,
    /// Whether small letters show as capitals.
    pub capitals: Toggle,
    /// Whether the character is not shown.
    pub hidden: Toggle,
    /// Whether the character was deleted with change tracking.
    pub deleted: bool,
    /// The code of the character of a symbol font that is shown instead; `None` for an ordinary character.
    pub symbol: Option<u16>,
    /// Whether the character is a control character of Word and no letter.
    pub special: bool,
    /// The number of the character style, from 0, in the style sheet; `None` where none is named.
    pub style: Option<u16>,
}

/// The formatting of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ParagraphFormat {
    /// The number of its style, from 0, in the style sheet.
    pub style: u16,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// Whether it ends a row of a table.
    pub ends_row: bool,
    /// Whether a page begins with it.
    pub begins_page: bool,
    /// The number of the list it belongs to, from 1; `None` where the style decides. 0 takes the paragraph out of the
    /// list of its style.
    pub list: Option<u16>,
    /// Its level in the list, from 0; `None` where the style decides.
    pub level: Option<u8>,
}

/// A byte range of the main stream with one formatting.
#[derive(Clone, Debug)]
pub struct FormatRange<F> {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
    /// The formatting.
    pub format: F,
}

/// The formatting at byte `at`; `None` if no range holds this byte. `ranges` are sorted and do not overlap.
pub fn format_at<F>(ranges: &[FormatRange<F>], at: u32) -> Option<&F> {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).filter(|range| range.start <= at).map(|range| &range.format)
}

/// The formatting of characters, sorted by byte. `table` is the structure that lists the formatting pages.
pub fn characters(table: &[u8], main: &[u8]) -> Vec<FormatRange<CharFormat>> {
    page_ranges(table, main, |page, runs, run| {
        let offset = usize::from(u8_at(page, 4 * (runs + 1) + run)?) * 2;
        let mut format = CharFormat::default();
        if offset > 0 {
            let length = usize::from(u8_at(page, offset)?);
            let changes = slice(page, offset + 1, length)?;
            for_each_change(changes, |code, value| format.apply(code, value));
        }
        Some(format)
    })
}

/// The formatting of paragraphs, sorted by byte. `table` is the structure that lists the formatting pages.
pub fn paragraphs(table: &[u8], main: &[u8]) -> Vec<FormatRange<ParagraphFormat>> {
    page_ranges(table, main, |page, runs, run| {
        let entry = 4 * (runs + 1) + PARAGRAPH_ENTRY_BYTES * run;
        let offset = usize::from(u8_at(page, entry)?) * 2;
        if offset == 0 {
            return Some(ParagraphFormat::default());
        }
        let (start, length) = match usize::from(u8_at(page, offset)?) {
            0 => (offset + 2, usize::from(u8_at(page, offset + 1)?) * 2),
            words => (offset + 1, words * 2 - 1),
        };
        let bytes = &page[start.min(page.len())..(start + length).min(page.len())];
        Some(parse_paragraph(bytes))
    })
}

/// The paragraph formatting in `bytes`: the number of its style, then changes to it.
pub fn parse_paragraph(bytes: &[u8]) -> ParagraphFormat {
    let style = u16_at(bytes, 0).unwrap_or(0);
    let mut format = ParagraphFormat { style, ..ParagraphFormat::default() };
    let changes = bytes.get(2..).unwrap_or_default();
    for_each_change(changes, |code, value| format.apply(code, value));
    format
}

/// The ranges of all formatting pages that `table` names. `parse_run` gets a page, how many runs it has, and the index
/// of one of them; a run for which it gives `None` is left out.
fn page_ranges<F>(
    table: &[u8],
    main: &[u8],
    parse_run: impl Fn(&[u8], usize, usize) -> Option<F>,
) -> Vec<FormatRange<F>> {
    let mut ranges: Vec<FormatRange<F>> = Vec::new();
    for (_, _, page_number) in plc(table, 4) {
        let Some(offset) = index_at(page_number, 0).and_then(|page| page.checked_mul(PAGE_BYTES))
        else {
            continue;
        };
        let Some(page) = slice(main, offset, PAGE_BYTES) else { continue };
        let runs = usize::from(page[PAGE_BYTES - 1]);
        for run in 0..runs {
            let (Some(start), Some(end)) = (u32_at(page, 4 * run), u32_at(page, 4 * run + 4))
            else {
                continue;
            };
            // Ranges out of order are damage and are left out.
            let is_in_order = ranges.last().is_none_or(|last| last.end <= start);
            if start < end
                && is_in_order
                && let Some(format) = parse_run(page, runs, run)
            {
                ranges.push(FormatRange { start, end, format });
            }
        }
    }
    ranges
}

/// Calls `apply` with the code and the value of each change (SPRM, [MS-DOC] 2.2.5) in `bytes`, up to one whose value is
/// cut short. A value of variable length begins with its length; it is empty if the bytes end behind the code.
pub fn for_each_change(mut bytes: &[u8], mut apply: impl FnMut(u16, &[u8])) {
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
        apply(code, value);
        bytes = &bytes[2 + length..];
    }
}

impl CharFormat {
    /// Applies one change; `code` says what changes. Codes that this type does not know change nothing.
    pub fn apply(&mut self, code: u16, value: &[u8]) {
        let toggle = Toggle::of(value.first().copied());
        match code {
            // The font for letters beyond ASCII counts; the font for ASCII only if no other is named.
            0x4a51 => self.font = u16_at(value, 0),
            0x4a4f => self.font = self.font.or(u16_at(value, 0)),
            0x083b => self.capitals = toggle,
            0x083c => self.hidden = toggle,
            // No style sets these two.
            0x0800 => self.deleted = toggle.is_on(),
            0x0855 => self.special = toggle.is_on(),
            0x6a09 => self.symbol = u16_at(value, 2),
            0x4a30 => self.style = u16_at(value, 0),
            _ => {}
        }
    }
}

impl ParagraphFormat {
    fn apply(&mut self, code: u16, value: &[u8]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of sprmCFVanish in direct formatting, in its style, and in the style that this one inherits from.
    #[test]
    fn a_toggle_may_depend_on_the_style() {
        let cases = [
            (&[0x80][..], &[1][..], &[][..], true),
            (&[0x81], &[1], &[], false),
            (&[0x81], &[0], &[], true),
            (&[0x81], &[], &[], true),
            (&[0x80], &[], &[], false),
            (&[0], &[1], &[], false),
            (&[], &[0x81], &[1], false),
            (&[0x81], &[0x81], &[1], true),
            (&[0x81], &[0x80], &[1], false),
            // The last change counts.
            (&[1, 0x80], &[], &[], false),
        ];
        for (direct, style, base, hidden) in cases {
            let format = |operands: &[u8]| {
                let mut format = CharFormat::default();
                operands.iter().for_each(|operand| format.apply(0x083c, &[*operand]));
                format
            };
            let style = super::super::styles::inherit(format(style), format(base));
            let whole = super::super::styles::inherit(format(direct), style);
            assert_eq!(whole.hidden.is_on(), hidden, "{direct:x?} {style:?}");
        }
    }
}
