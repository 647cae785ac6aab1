//! RTF: groups in braces, control words after backslashes, letters in the code page of their font. The code pages that
//! are known are Windows-1252, Windows-1258 and those of old Vietnamese fonts; all others are read as Windows-1252.
//! In: the bytes of the file. Out: its blocks and notes in order. Page headers and footers, pictures, field
//! instructions, comments, and hidden and deleted text are left out. List numbers are text in the file and stay.

mod tokens;

use std::collections::HashMap;

use vankien_text::Encoding;
use vankien_text::encoding::as_windows_1252;

use self::tokens::{Token, Tokens};
use super::fault::{Fault, ReaderResult};
use super::font::{self, LegacyFont};
use super::writing::{Block, Run, Writing, push_page_break, push_text};

/// At most 1,000 groups may be open at once; a file with more is refused. A judgement, not measured: it bounds the
/// memory for hostile files (`cargo test -p vankien-files`).
const MAX_GROUP_DEPTH: usize = 1_000;

/// Control words of groups that hold no text of the paper.
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

/// The code page of Windows for Western languages, which holds where `\ansicpg` names none.
const WINDOWS_1252: i32 = 1252;
/// The code page of Windows for Vietnamese.
const WINDOWS_1258: i32 = 1258;
/// The number of the Vietnamese character set in `\fcharset`.
const VIETNAMESE_CHARSET: i32 = 163;

/// Formatting that a group inherits at its beginning and that is restored at its end.
#[derive(Clone, Debug, Default)]
struct State {
    /// The number of the font, a key of [`Reader::fonts`].
    font: i32,
    hidden: bool,
    deleted: bool,
    capitals: bool,
    /// How many characters after `\u` repeat it for programs without Unicode (`\uc`).
    substitutes: usize,
    place: Place,
}

/// What the text of a group belongs to.
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
    /// The fonts by their numbers in the file.
    fonts: HashMap<i32, Font>,
    /// Cache of the old font, if it is one, for each font number used so far.
    legacy_fonts: HashMap<i32, Option<LegacyFont>>,
    /// The code page of the file (`\ansicpg`).
    code_page: i32,
    /// The number of the font where the file sets none (`\deff`).
    default_font: i32,
    /// Whether `\*` came just before: the group is left out unless its control word is known.
    is_ignorable: bool,
    /// Substitutes that are still to be skipped.
    skip: usize,
    /// The first half of a surrogate pair that `\u` wrote.
    high_surrogate: Option<u16>,
    runs: Vec<Run>,
    blocks: Vec<Block>,
    rows: Vec<Vec<Vec<Block>>>,
    row: Vec<Vec<Block>>,
    cell: Vec<Block>,
    in_table: bool,
    notes: Vec<(String, Vec<Block>)>,
    /// The runs of the paragraph that a note interrupts.
    outer: Vec<Run>,
}

/// Parses the file in `bytes`. The only error is too deep nesting.
pub fn parse(bytes: &[u8]) -> ReaderResult<Writing> {
    let mut reader = Reader { code_page: WINDOWS_1252, ..Reader::default() };
    reader.state.substitutes = 1;
    let mut tokens = Tokens::new(bytes);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open => {
                if reader.groups.len() >= MAX_GROUP_DEPTH {
                    let what =
                        format!("its groups are nested too deep at byte {}", tokens.position());
                    return Err(Fault::too_much(what));
                }
                reader.groups.push(reader.state.clone());
            }
            Token::Close => reader.close(),
            Token::Ignorable => reader.is_ignorable = true,
            Token::ControlWord(word, number) => reader.control_word(word, number),
            Token::Byte(byte) => reader.byte(byte),
        }
    }
    if !reader.runs.is_empty() {
        reader.end_paragraph();
    }
    reader.end_table();
    Ok(Writing { blocks: reader.blocks, notes: reader.notes, ..Writing::default() })
}

impl Reader {
    fn close(&mut self) {
        self.is_ignorable = false;
        self.skip = 0;
        self.high_surrogate = None;
        let Some(state) = self.groups.pop() else { return };
        if self.state.place == Place::Note && state.place != Place::Note {
            let runs = std::mem::replace(&mut self.runs, std::mem::take(&mut self.outer));
            let number = (self.notes.len() + 1).to_string();
            self.notes.push((number, vec![Block::Paragraph(runs)]));
        }
        self.state = state;
    }

    fn control_word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        let holds_text = matches!(word, "shppict" | "shpinst" | "shptxt");
        if std::mem::take(&mut self.is_ignorable) && !holds_text {
            self.state.place = Place::LeftOut;
        }
        if word != "u" {
            self.skip = 0;
        }
        match word {
            _ if LEFT_OUT.contains(&word) => self.state.place = Place::LeftOut,
            "fonttbl" => self.state.place = Place::FontTable,
            "ansicpg" => self.code_page = number.unwrap_or(WINDOWS_1252),
            "deff" => {
                self.default_font = number.unwrap_or(0);
                self.state.font = self.default_font;
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
                self.state.hidden = false;
                self.state.deleted = false;
                self.state.capitals = false;
                self.state.font = self.default_font;
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
            "page" | "pagebb" => push_page_break(&mut self.runs),
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
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match self.state.place {
            Place::LeftOut => {}
            // A semicolon ends the name of a font.
            Place::FontTable if byte != b';' => {
                self.fonts.entry(self.state.font).or_default().name.push(byte);
            }
            Place::FontTable => {}
            Place::Text | Place::Note => {
                let text = as_windows_1252(&[byte]);
                let font = self.byte_font();
                self.add_run(&text, font);
            }
        }
    }

    /// Adds text that the file gives as Unicode.
    fn add(&mut self, text: &str) {
        let font = self.legacy_font();
        self.add_run(text, font);
    }

    fn add_run(&mut self, text: &str, font: Option<LegacyFont>) {
        let State { hidden, deleted, capitals, .. } = self.state;
        if hidden || deleted {
            return;
        }
        // Text in an old font is not Unicode yet, so its capitals cannot be made here.
        if capitals && font.is_none() {
            push_text(&mut self.runs, &text.to_uppercase(), font);
        } else {
            push_text(&mut self.runs, text, font);
        }
    }

    /// Adds the UTF-16 unit of `\u`.
    fn unicode(&mut self, number: i32) {
        self.skip = self.state.substitutes;
        if matches!(self.state.place, Place::LeftOut | Place::FontTable) {
            return;
        }
        // Numbers above 32767 are written as negative numbers; the cast undoes that.
        let unit = number as u16;
        let units: Vec<u16> = self.high_surrogate.take().into_iter().chain([unit]).collect();
        let is_high_surrogate = (0xd800..0xdc00).contains(&unit);
        if units.len() == 1 && is_high_surrogate {
            self.high_surrogate = Some(unit);
            return;
        }
        let text = String::from_utf16_lossy(&units);
        let font = self.legacy_font();
        self.add_run(&text, font);
    }

    /// The font for a letter that is written as a byte: an old font, or a font with the Vietnamese code page. `None`
    /// for Windows-1252.
    fn byte_font(&mut self) -> Option<LegacyFont> {
        if let Some(font) = self.legacy_font() {
            return Some(font);
        }
        let charset = self.fonts.get(&self.state.font).map_or(0, |font| font.charset);
        // Character sets 0 and 1 (ANSI, default) mean the code page of the file.
        let uses_code_page = charset <= 1;
        let is_vietnamese =
            charset == VIETNAMESE_CHARSET || uses_code_page && self.code_page == WINDOWS_1258;
        let windows = LegacyFont { encoding: Encoding::Windows1258, capitals: false };
        is_vietnamese.then_some(windows)
    }

    /// The current font if it is older than Unicode.
    fn legacy_font(&mut self) -> Option<LegacyFont> {
        let (fonts, font) = (&self.fonts, self.state.font);
        let find = || font::legacy_font(&as_windows_1252(&fonts.get(&font)?.name));
        *self.legacy_fonts.entry(font).or_insert_with(find)
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
        lay_out(&parse(file.as_bytes()).expect("fine")).text
    }

    #[test]
    fn letters_come_in_three_ways() {
        let file = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}{\f1\fcharset163 Arial;}{\f2 .VnTime;}}
\f0 \u272?\u7843?ng {\f1 Vi\'ea\'f2t} {\f2 Uû ban nh\'a9n d\'a9n}\par\uc2\u8220\'93\'93a\par}";
        let file: Vec<u8> = file.chars().map(|letter| letter as u8).collect();
        let text = lay_out(&parse(&file).expect("fine")).text;
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
        assert!(parse(&b"{".repeat(100_000)).is_err());
    }
}
