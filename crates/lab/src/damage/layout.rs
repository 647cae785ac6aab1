//! What print does to running text: lines, pages, running heads, footnotes; words joined and split.
//! In: a page, one paragraph a line. Out: printed lines with a blank one after each, except at the end of a page. Never
//! loses a character but spaces between words (`torn`).

use super::super::dice::Dice;
use super::super::page::{Letter, Page};
use super::torn::{self, Tears};

/// How a paper is printed. Shares are from 0 to 1.
pub struct Print {
    /// The words, headings and numbers that are torn before lines are set.
    tears: Tears,
    /// Probability that a word with no room left in its line is hyphenated, if it has [`HYPHENATED_LETTERS`] letters
    /// and the place drawn for the hyphen lies between two letters.
    hyphens: f64,
    /// Share of the page breaks at which a page number is printed.
    numbered: f64,
    /// Share of the page breaks at which a running head is printed.
    heads: f64,
    /// Share of the page breaks at which a footnote is printed.
    notes: f64,
}

// Judgements about real papers, no measurement recorded. Another value changes the rows `layout-*` and `seeds-*` of the
// table of `vankien-lab evaluate-repair`.

/// Only lines and pages: nothing torn, no hyphens, page numbers, running heads or footnotes.
pub const PLAIN: Print =
    Print { tears: Tears::NONE, hyphens: 0.0, numbered: 0.0, heads: 0.0, notes: 0.0 };
/// As [`PLAIN`], with words joined and split, and document numbers in pieces.
pub const TORN: Print =
    Print { tears: Tears { joined: 0.002, split: 0.002, headings: 0.0, numbers: 0.2 }, ..PLAIN };
/// As a usual book.
pub const MEDIUM: Print = Print {
    tears: Tears { joined: 0.005, split: 0.005, headings: 0.3, numbers: 0.2 },
    hyphens: 0.1,
    numbered: 1.0,
    heads: 0.0,
    notes: 0.3,
};
/// As a badly printed book.
pub const HIGH: Print = Print {
    tears: Tears { joined: 0.015, split: 0.015, headings: 0.7, numbers: 0.4 },
    hyphens: 0.3,
    numbered: 1.0,
    heads: 0.7,
    notes: 0.6,
};

/// Running heads as real papers have them (of the official gazette, a journal, a report, conference papers); one is
/// drawn for each paper.
const HEADS: [&str; 4] = [
    "CÔNG BÁO/Số 127",
    "TẠP CHÍ XÂY DỰNG ĐẢNG",
    "Báo cáo tổng kết công tác năm",
    "TÀI LIỆU HỘI NGHỊ",
];
/// Footnotes as real papers have them (a source, a date, a reference); one is drawn for each footnote.
const NOTES: [&str; 4] = [
    "Theo báo cáo của Văn phòng cấp ủy.",
    "Số liệu đến hết quý III.",
    "Xem phụ lục kèm theo.",
    "Nguồn: Tổng cục Thống kê.",
];

/// Prints the page: tears words, headings and numbers, then sets each paragraph in lines and the lines in pages.
pub fn print(page: &mut Page, dice: &mut Dice, print: &Print) {
    torn::tear(page, dice, &print.tears);
    let mut press = Press::new(dice, print);
    let lines = page.lines();
    let mut out = Vec::with_capacity(page.letters.len() * 5 / 4);
    for (at, line) in lines.iter().enumerate() {
        let letters = &page.letters[line.clone()];
        press.paragraph(letters, dice, &mut out);
        if at + 1 < lines.len() {
            press.end_line(page.letters.get(line.end).copied(), dice, &mut out);
        }
    }
    page.letters = out;
}

/// Characters in a line, at least and at most (both included); one width is drawn for each paper. A longer word has a
/// line of its own, and the first part of a hyphenated word may pass the width.
const LINE_CHARACTERS: (usize, usize) = (60, 95);
/// Lines of a page, at least and at most (both included); one height is drawn for each paper.
const PAGE_LINES: (usize, usize) = (28, 44);
/// Probability that a paper is padded: has further spaces behind some of its lines. In every paper a line that is
/// broken between two words keeps the space between them at its end.
const PADDED_PAPER: f64 = 0.5;
/// Share of the lines of a padded paper that get further spaces at their end.
const PADDED_LINES: f64 = 0.4;
/// Further spaces at the end of such a line, at least and at most (both included).
const PADDING: (usize, usize) = (1, 25);
/// Letters that a word needs at least to be hyphenated; digits and signs do not count.
const HYPHENATED_LETTERS: usize = 4;
/// Spaces of the line without text above a footnote.
const NOTE_INDENT: usize = 40;

/// A paper that is being printed, and the place reached.
struct Press<'p> {
    /// How the paper is printed.
    print: &'p Print,
    /// Characters in a line.
    width: usize,
    /// Lines of a page.
    height: usize,
    /// Lines set on the current page so far.
    line: usize,
    /// Number of the current page, from 1.
    number: usize,
    /// Footnotes printed so far.
    notes: usize,
    /// The running head of the paper.
    head: &'static str,
    /// Whether further spaces stand behind some lines ([`PADDED_PAPER`]).
    padded: bool,
}

impl<'p> Press<'p> {
    fn new(dice: &mut Dice, print: &'p Print) -> Press<'p> {
        let width = dice.between(LINE_CHARACTERS.0, LINE_CHARACTERS.1);
        let height = dice.between(PAGE_LINES.0, PAGE_LINES.1);
        let (head, padded) = (*dice.pick(&HEADS), dice.chance(PADDED_PAPER));
        Press { print, width, height, line: 0, number: 1, notes: 0, head, padded }
    }

    /// Sets one paragraph in lines.
    fn paragraph(&mut self, letters: &[Letter], dice: &mut Dice, out: &mut Vec<Letter>) {
        let mut column = 0;
        for word in letters.split_inclusive(|letter| letter.now.is_whitespace()) {
            if column + word.len() > self.width && column > 0 {
                column = self.break_before(word, dice, out);
            } else {
                out.extend(word);
                column += word.len();
            }
        }
    }

    /// Begins a new line with `word`, or inside it with a hyphen; returns the column behind it.
    fn break_before(&mut self, word: &[Letter], dice: &mut Dice, out: &mut Vec<Letter>) -> usize {
        let letters = word.iter().filter(|letter| letter.now.is_alphabetic()).count();
        if letters >= HYPHENATED_LETTERS && dice.chance(self.print.hyphens) {
            let cut = dice.between(2, word.len() - 2);
            if word[cut - 1].now.is_alphabetic() && word[cut].now.is_alphabetic() {
                out.extend(&word[..cut]);
                out.push(Letter::inserted('-'));
                self.end_line(None, dice, out);
                out.extend(&word[cut..]);
                return word.len() - cut;
            }
        }
        self.end_line(None, dice, out);
        out.extend(word);
        word.len()
    }

    /// Ends a printed line, and the page if that was its last line; `own` is the line end of the clean text, if there
    /// is one here.
    fn end_line(&mut self, own: Option<Letter>, dice: &mut Dice, out: &mut Vec<Letter>) {
        let is_padded = self.padded && dice.chance(PADDED_LINES);
        let padding = if is_padded { dice.between(PADDING.0, PADDING.1) } else { 0 };
        add(out, &" ".repeat(padding));
        out.push(own.unwrap_or(Letter::inserted('\n')));
        self.line += 1;
        if self.line < self.height {
            add(out, "\n");
            return;
        }
        self.line = 0;
        self.number += 1;
        self.turn_page(dice, out);
        add(out, " ");
    }

    /// Writes what stands between the last line of a page and the first of the next.
    fn turn_page(&mut self, dice: &mut Dice, out: &mut Vec<Letter>) {
        if dice.chance(self.print.notes) {
            self.notes += 1;
            let note =
                format!("{}\n{}\n {}\n", " ".repeat(NOTE_INDENT), self.notes, dice.pick(&NOTES));
            add(out, &note);
        }
        if dice.chance(self.print.numbered) {
            add(out, &format!("{}\n", self.number));
        }
        if dice.chance(self.print.heads) {
            add(out, &format!("{}\n\n", self.head));
        }
    }
}

/// Writes text that the clean text does not hold.
fn add(out: &mut Vec<Letter>, text: &str) {
    out.extend(text.chars().map(Letter::inserted));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_print_damages_nothing() {
        let text = "Căn cứ Nghị quyết số 59-NQ/TW của Bộ Chính trị\n".repeat(200);
        let mut page = Page::of(text.trim_end());
        print(&mut page, &mut Dice::new(1, "", 0), &PLAIN);
        assert!(page.damaged_syllables().iter().all(|hurt| !hurt));
        assert!(page.text().lines().count() > 300);
    }
}
