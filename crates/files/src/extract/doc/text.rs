//! Makes paragraphs and tables from the characters of an old Word file.
//! In: characters with their places, and formatting. Out: blocks. Field instructions, deleted and hidden text are left
//! out; field results stay.

use super::super::font::LegacyFont;
use super::super::list::{Counters, Numbering};
use super::super::number_format;
use super::super::writing::{Block, PAGE_BREAK, Run, insert_label, push_page_break, push_text};
use super::formatting::{self, CharFormat, FormatRange, ParagraphFormat};
use super::pieces::PlacedChar;
use super::styles::{self, Styles};

/// The formatting of a file.
pub struct Formatting {
    /// Direct formatting of characters, by bytes of the main stream.
    pub characters: Vec<FormatRange<CharFormat>>,
    /// Direct formatting of paragraphs, by bytes of the main stream.
    pub paragraphs: Vec<FormatRange<ParagraphFormat>>,
    /// The style sheet.
    pub styles: Styles,
    /// The fonts by number; `None` for fonts that are not older than Unicode.
    pub fonts: Vec<Option<LegacyFont>>,
    /// How lists are numbered.
    pub numbering: Numbering,
}

/// Makes blocks of the parts of the text one after the other; lists count on from part to part.
pub struct TextReader<'a> {
    formatting: &'a Formatting,
    counters: Counters,
    /// The finished blocks of the current part.
    blocks: Vec<Block>,
    // The open table: its finished rows, the finished cells of the open row, the finished paragraphs of the open cell.
    rows: Vec<Vec<Vec<Block>>>,
    row: Vec<Vec<Block>>,
    cell: Vec<Block>,
    /// The runs of the open paragraph.
    runs: Vec<Run>,
    /// For each open field: `true` inside its instruction, `false` inside its result.
    fields: Vec<bool>,
}

impl<'a> TextReader<'a> {
    /// A reader before the first part.
    pub fn new(formatting: &'a Formatting) -> TextReader<'a> {
        TextReader {
            formatting,
            counters: Counters::default(),
            blocks: Vec::new(),
            rows: Vec::new(),
            row: Vec::new(),
            cell: Vec::new(),
            runs: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// The blocks of one part.
    pub fn blocks(&mut self, characters: &[PlacedChar]) -> Vec<Block> {
        // The formatting of a paragraph is stored at the character that ends it and is needed before, so paragraphs
        // are cut off first: at a paragraph mark, a cell mark or a page break.
        let ends = |letter: char| matches!(letter, '\r' | '\u{7}' | '\u{c}');
        for paragraph in characters.split_inclusive(|(letter, _)| ends(*letter)) {
            self.paragraph(paragraph);
        }
        self.end_table();
        self.fields.clear();
        std::mem::take(&mut self.blocks)
    }

    fn paragraph(&mut self, characters: &[PlacedChar]) {
        let Some((mark, place)) = characters.last().copied() else { return };
        let format =
            formatting::format_at(&self.formatting.paragraphs, place).copied().unwrap_or_default();
        let style = self.formatting.styles.get(format.style);
        if format.begins_page || style.paragraph.begins_page {
            push_page_break(&mut self.runs);
        }
        for (letter, place) in characters {
            self.character(*letter, *place, style.character);
        }
        // List 0 takes a paragraph out of the list of its style.
        let list = format.list.or(style.paragraph.list).filter(|list| *list != 0);
        let level = format.level.or(style.paragraph.level).unwrap_or(0);
        let is_cell = mark == '\u{7}';
        if !is_cell || !format.ends_row {
            self.label(list, level);
        }
        let runs = std::mem::take(&mut self.runs);
        if !format.in_table && !is_cell {
            self.end_table();
            self.blocks.push(Block::Paragraph(runs));
            return;
        }
        if format.ends_row {
            self.end_row();
            return;
        }
        self.cell.push(Block::Paragraph(runs));
        if is_cell {
            self.row.push(std::mem::take(&mut self.cell));
        }
    }

    /// Writes the automatic number before the paragraph. An empty paragraph shows none, but is counted.
    fn label(&mut self, list: Option<u16>, level: u8) {
        let Some(list) = list else { return };
        let numbering = &self.formatting.numbering;
        let label = numbering.label(&list.to_string(), usize::from(level), &mut self.counters);
        let is_empty = self.runs.iter().all(|run| run.text.trim().is_empty());
        if let Some(label) = label.filter(|_| !is_empty) {
            insert_label(&mut self.runs, &label);
        }
    }

    fn character(&mut self, letter: char, place: u32, style: CharFormat) {
        let direct =
            formatting::format_at(&self.formatting.characters, place).copied().unwrap_or_default();
        match letter {
            // A field is: U+0013, its instruction, U+0014, its result, U+0015.
            '\u{13}' => return self.fields.push(true),
            '\u{14}' => {
                if let Some(field) = self.fields.last_mut() {
                    *field = false;
                }
                return;
            }
            '\u{15}' => {
                self.fields.pop();
                return;
            }
            _ => {}
        }
        if self.fields.contains(&true) || direct.deleted {
            return;
        }
        let mut format = direct;
        if let Some(character_style) = direct.style {
            format = styles::inherit(format, self.formatting.styles.get(character_style).character);
        }
        format = styles::inherit(format, style);
        if format.hidden.is_on() {
            return;
        }
        let font = format.font.and_then(|font| self.formatting.fonts.get(usize::from(font)));
        let font = font.copied().flatten();
        let shown = match letter {
            '\u{b}' | '\u{e}' => '\n',
            '\u{1e}' => '-',
            PAGE_BREAK => return push_page_break(&mut self.runs),
            '\t' => '\t',
            '(' if format.special && format.symbol.is_some() => {
                let symbol = format.symbol.map(u32::from).and_then(char::from_u32);
                symbol.map_or('•', number_format::unicode_bullet)
            }
            letter if letter.is_control() => return,
            letter => letter,
        };
        if format.capitals.is_on() && font.is_none() {
            let capital: String = shown.to_uppercase().collect();
            return push_text(&mut self.runs, &capital, None);
        }
        push_text(&mut self.runs, shown.encode_utf8(&mut [0; 4]), font);
    }

    fn end_row(&mut self) {
        if !self.cell.is_empty() {
            self.row.push(std::mem::take(&mut self.cell));
        }
        self.rows.push(std::mem::take(&mut self.row));
    }

    fn end_table(&mut self) {
        if !self.cell.is_empty() || !self.row.is_empty() {
            self.end_row();
        }
        if !self.rows.is_empty() {
            self.blocks.push(Block::Table(std::mem::take(&mut self.rows)));
        }
        if !self.runs.is_empty() {
            self.blocks.push(Block::Paragraph(std::mem::take(&mut self.runs)));
        }
    }
}
