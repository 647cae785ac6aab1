//! The characters of an old Word file as paragraphs and tables.
//! In: characters with their places, and looks. Out: blocks. Instructions of fields, deleted and hidden
//! text are left out; results of fields stay.

use super::super::count;
use super::super::font::Legacy;
use super::super::list::{Counters, Numbering};
use super::super::writing::{Block, PAGE, Run, push};
use super::looks::{self, Character, Paragraph, Stretch};
use super::pieces::Placed;
use super::styles::{self, Styles};

/// All that tells how characters look.
pub struct Looks {
    /// Of characters.
    pub characters: Vec<Stretch<Character>>,
    /// Of paragraphs.
    pub paragraphs: Vec<Stretch<Paragraph>>,
    /// Styles.
    pub styles: Styles,
    /// What the names of fonts tell.
    pub fonts: Vec<Option<Legacy>>,
    /// Lists.
    pub numbering: Numbering,
}

/// Reads parts of the text one after the other.
pub struct Text<'a> {
    looks: &'a Looks,
    counters: Counters,
    blocks: Vec<Block>,
    rows: Vec<Vec<Vec<Block>>>,
    row: Vec<Vec<Block>>,
    cell: Vec<Block>,
    runs: Vec<Run>,
    /// For each field that is open: whether its instruction is read, not its result.
    fields: Vec<bool>,
}

impl<'a> Text<'a> {
    /// Nothing is read yet.
    pub fn new(looks: &'a Looks) -> Text<'a> {
        Text {
            looks,
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
    pub fn read(&mut self, characters: &[Placed]) -> Vec<Block> {
        // The style of a paragraph is needed before its end, where its look is kept.
        let ends = |letter: char| matches!(letter, '\r' | '\u{7}' | '\u{c}');
        for paragraph in characters.split_inclusive(|(letter, _)| ends(*letter)) {
            self.paragraph(paragraph);
        }
        self.end_table();
        self.fields.clear();
        std::mem::take(&mut self.blocks)
    }

    fn paragraph(&mut self, characters: &[Placed]) {
        let Some((mark, place)) = characters.last().copied() else { return };
        let look = looks::find(&self.looks.paragraphs, place).copied().unwrap_or_default();
        let style = self.looks.styles.get(look.style);
        if look.begins_page || style.paragraph.begins_page {
            push(&mut self.runs, &String::from(PAGE), None);
        }
        for (letter, place) in characters {
            self.character(*letter, *place, style.character);
        }
        let list = look.list.or(style.paragraph.list).filter(|list| *list != 0);
        let level = look.level.or(style.paragraph.level).unwrap_or(0);
        if mark != '\u{7}' || !look.ends_row {
            self.label(list, level);
        }
        let runs = std::mem::take(&mut self.runs);
        let is_cell = mark == '\u{7}';
        if !look.in_table && !is_cell {
            self.end_table();
            self.blocks.push(Block::Paragraph(runs));
            return;
        }
        if look.ends_row {
            self.end_row();
            return;
        }
        self.cell.push(Block::Paragraph(runs));
        if is_cell {
            self.row.push(std::mem::take(&mut self.cell));
        }
    }

    /// Writes the number that Word counts before the paragraph.
    fn label(&mut self, list: Option<u16>, level: u8) {
        let Some(list) = list else { return };
        let numbering = &self.looks.numbering;
        let label = numbering.label(&list.to_string(), usize::from(level), &mut self.counters);
        let is_empty = self.runs.iter().all(|run| run.text.trim().is_empty());
        if let Some(label) = label.filter(|_| !is_empty) {
            self.runs.insert(0, Run { text: format!("{label} "), font: None });
        }
    }

    fn character(&mut self, letter: char, place: u32, style: Character) {
        let look = looks::find(&self.looks.characters, place).copied().unwrap_or_default();
        match letter {
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
        if self.fields.contains(&true) || look.deleted {
            return;
        }
        let named = look.style.map(|style| self.looks.styles.get(style).character);
        let look = styles::or(named.map_or(look, |named| styles::or(look, named)), style);
        if look.hidden == Some(true) {
            return;
        }
        let font = look.font.and_then(|font| self.looks.fonts.get(usize::from(font)));
        let font = font.copied().flatten();
        let shown = match letter {
            '\u{b}' | '\u{e}' => '\n',
            '\u{1e}' => '-',
            PAGE => PAGE,
            '\t' => '\t',
            '(' if look.special && look.sign.is_some() => {
                let sign = look.sign.map(u32::from).and_then(char::from_u32);
                sign.map_or('•', count::bullet)
            }
            letter if letter.is_control() => return,
            letter => letter,
        };
        if look.capitals == Some(true) && font.is_none() {
            let capital: String = shown.to_uppercase().collect();
            return push(&mut self.runs, &capital, None);
        }
        push(&mut self.runs, shown.encode_utf8(&mut [0; 4]), font);
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
