//! RTF: groups in braces, words behind backslashes, letters in the code page of their font.
//! In: the bytes of the file. Out: its blocks and notes in order. Heads and feet of pages, pictures
//! and instructions of fields are left out; numbers of lists stand in the file as text and stay.

mod words;

use std::collections::HashMap;

use vankien_text::Encoding;
use vankien_text::encoding::as_windows_1252;

use self::words::{Item, Words};
use super::fault::{Fault, Read};
use super::font::{self, Legacy};
use super::writing::{Block, PAGE, Run, Writing, push};

/// No paper nests its groups deeper.
const DEEPEST: usize = 1_000;

/// Groups that hold no text of the paper.
const LEFT_OUT: [&str; 24] = [
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "object",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "themedata",
    "datastore",
    "xmlnstbl",
    "annotation",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
];

/// The code page of Windows for Vietnamese, and the number of its fonts.
const WINDOWS_1258: i32 = 1258;
const VIETNAMESE: i32 = 163;

/// What a group begins with and gives back at its end.
#[derive(Clone, Debug, Default)]
struct State {
    font: i32,
    hidden: bool,
    deleted: bool,
    capitals: bool,
    /// How many letters behind `\u` stand for those who cannot read it.
    substitutes: usize,
    place: Place,
}

/// What the text of a group is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Place {
    #[default]
    Text,
    FontTable,
    LeftOut,
    Note,
}

#[derive(Clone, Debug, Default)]
struct Font {
    name: Vec<u8>,
    charset: i32,
}

#[derive(Default)]
struct Reader {
    state: State,
    groups: Vec<State>,
    fonts: HashMap<i32, Font>,
    /// Of each font that was asked for.
    legacies: HashMap<i32, Option<Legacy>>,
    page: i32,
    usual: i32,
    passable: bool,
    /// Substitutes still to be passed over, and half of a pair of `\u`.
    pass: usize,
    half: Option<u16>,
    runs: Vec<Run>,
    blocks: Vec<Block>,
    rows: Vec<Vec<Vec<Block>>>,
    row: Vec<Vec<Block>>,
    cell: Vec<Block>,
    in_table: bool,
    notes: Vec<(String, Vec<Block>)>,
    /// The paragraph that a note interrupts.
    outer: Vec<Run>,
}

/// Reads the file in `bytes`.
pub fn read(bytes: &[u8]) -> Read<Writing> {
    let mut reader = Reader { page: 1252, ..Reader::default() };
    reader.state.substitutes = 1;
    let mut words = Words::new(bytes);
    while let Some(item) = words.next() {
        match item {
            Item::Open => {
                if reader.groups.len() >= DEEPEST {
                    let what = format!("its groups are nested too deep at byte {}", words.at());
                    return Err(Fault::too_much(what));
                }
                reader.groups.push(reader.state.clone());
            }
            Item::Close => reader.close(),
            Item::Passable => reader.passable = true,
            Item::Word(word, number) => reader.word(word, number),
            Item::Byte(byte) => reader.byte(byte),
        }
    }
    if !reader.runs.is_empty() {
        reader.end_paragraph();
    }
    reader.end_table();
    Ok(Writing { blocks: reader.blocks, notes: reader.notes })
}

impl Reader {
    fn close(&mut self) {
        (self.passable, self.pass, self.half) = (false, 0, None);
        let Some(state) = self.groups.pop() else { return };
        if self.state.place == Place::Note && state.place != Place::Note {
            let runs = std::mem::replace(&mut self.runs, std::mem::take(&mut self.outer));
            let number = (self.notes.len() + 1).to_string();
            self.notes.push((number, vec![Block::Paragraph(runs)]));
        }
        self.state = state;
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        if std::mem::take(&mut self.passable) && !matches!(word, "shppict" | "shpinst" | "shptxt") {
            self.state.place = Place::LeftOut;
        }
        if word != "u" {
            self.pass = 0;
        }
        match word {
            _ if LEFT_OUT.contains(&word) => self.state.place = Place::LeftOut,
            "fonttbl" => self.state.place = Place::FontTable,
            "ansicpg" => self.page = number.unwrap_or(1252),
            "deff" => {
                self.usual = number.unwrap_or(0);
                self.state.font = self.usual;
            }
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.place == Place::FontTable => {
                self.fonts.entry(self.state.font).or_default().charset = number.unwrap_or(0);
            }
            "uc" => {
                self.state.substitutes = number.and_then(|one| one.try_into().ok()).unwrap_or(1)
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "caps" => self.state.capitals = on,
            "plain" => {
                let State { hidden, deleted, capitals, font, .. } = &mut self.state;
                (*hidden, *deleted, *capitals, *font) = (false, false, false, self.usual);
            }
            _ if matches!(self.state.place, Place::LeftOut | Place::FontTable) => {}
            "footnote" => {
                self.outer = std::mem::take(&mut self.runs);
                self.state.place = Place::Note;
            }
            "par" | "sect" if self.state.place == Place::Note => self.add("\n"),
            "par" | "sect" => self.end_paragraph(),
            "line" => self.add("\n"),
            "tab" => self.add("\t"),
            "page" | "pagebb" => push(&mut self.runs, &String::from(PAGE), None),
            "pard" => self.in_table = false,
            "intbl" => self.in_table = true,
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "emdash" => self.add("—"),
            "endash" => self.add("–"),
            "bullet" => self.add("•"),
            "lquote" => self.add("‘"),
            "rquote" => self.add("’"),
            "ldblquote" => self.add("“"),
            "rdblquote" => self.add("”"),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.pass > 0 {
            self.pass -= 1;
            return;
        }
        match self.state.place {
            Place::LeftOut => {}
            // The name of a font ends in a semicolon.
            Place::FontTable if byte != b';' => {
                self.fonts.entry(self.state.font).or_default().name.push(byte);
            }
            Place::FontTable => {}
            Place::Text | Place::Note => {
                let text = as_windows_1252(&[byte]);
                let font = self.font();
                self.put(&text, font);
            }
        }
    }

    /// Text that the file has as Unicode.
    fn add(&mut self, text: &str) {
        let font = self.legacy();
        self.put(text, font);
    }

    fn put(&mut self, text: &str, font: Option<Legacy>) {
        let State { hidden, deleted, capitals, .. } = self.state;
        if hidden || deleted {
            return;
        }
        match capitals && font.is_none() {
            true => push(&mut self.runs, &text.to_uppercase(), font),
            false => push(&mut self.runs, text, font),
        }
    }

    fn unicode(&mut self, number: i32) {
        self.pass = self.state.substitutes;
        if matches!(self.state.place, Place::LeftOut | Place::FontTable) {
            return;
        }
        // Numbers above 32767 are written as negative ones.
        let unit = number as u16;
        let units: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let text = String::from_utf16_lossy(&units);
        let font = self.legacy();
        self.put(&text, font);
    }

    /// The font of a byte: one older than Unicode, or one whose bytes are in the Vietnamese code page.
    fn font(&mut self) -> Option<Legacy> {
        let charset = self.fonts.get(&self.state.font).map_or(0, |font| font.charset);
        let is_vietnamese = charset == VIETNAMESE || charset <= 1 && self.page == WINDOWS_1258;
        let windows = Legacy { encoding: Encoding::Windows1258, capitals: false };
        self.legacy().or(is_vietnamese.then_some(windows))
    }

    fn legacy(&mut self) -> Option<Legacy> {
        let (fonts, font) = (&self.fonts, self.state.font);
        let name = || font::legacy(&as_windows_1252(&fonts.get(&font)?.name));
        *self.legacies.entry(font).or_insert_with(name)
    }

    fn end_paragraph(&mut self) {
        let block = Block::Paragraph(std::mem::take(&mut self.runs));
        if self.in_table {
            self.cell.push(block);
        } else {
            self.end_table();
            self.blocks.push(block);
        }
    }

    fn end_cell(&mut self) {
        self.cell.push(Block::Paragraph(std::mem::take(&mut self.runs)));
        self.row.push(std::mem::take(&mut self.cell));
    }

    fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    fn end_table(&mut self) {
        if !self.cell.is_empty() {
            self.row.push(std::mem::take(&mut self.cell));
        }
        self.end_row();
        if !self.rows.is_empty() {
            self.blocks.push(Block::Table(std::mem::take(&mut self.rows)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::writing::lay_out;
    use super::*;

    fn lines(file: &str) -> String {
        lay_out(&read(file.as_bytes()).expect("fine")).text
    }

    #[test]
    fn letters_come_in_three_ways() {
        let file = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}{\f1\fcharset163 Arial;}{\f2 .VnTime;}}
\f0 \u272?\u7843?ng {\f1 Vi\'ea\'f2t} {\f2 Uû ban nh\'a9n d\'a9n}\par\uc2\u8220\'93\'93a\par}";
        let file: Vec<u8> = file.chars().map(|letter| letter as u8).collect();
        let text = lay_out(&read(&file).expect("fine")).text;
        assert_eq!(text, "Đảng Việt Uỷ ban nhân dân\n“a\n");
    }

    #[test]
    fn tables_notes_and_what_is_left_out() {
        let file = r"{\rtf1{\header dau}{\*\generator x;}\trowd\intbl a\cell b\par c\cell\row\pard
d{\footnote \pard note}e\par{\field{\*\fldinst HYPERLINK}{\fldrslt link}}\par}";
        let rule = " ".repeat(25);
        assert_eq!(lines(file), format!("a\tb\n\tc\nde\nlink\n{rule}\n1 note\n"));
    }

    #[test]
    fn groups_without_end_are_refused() {
        assert!(read(&b"{".repeat(100_000)).is_err());
    }
}
