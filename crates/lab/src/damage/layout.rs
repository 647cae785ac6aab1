//! What print does to running text: lines, pages, running heads, notes; words joined and split.
//! In: a page, one paragraph a line. Out: printed lines with a blank one after each.
//! No letter is lost; the word a letter stood in may be.

use super::super::dice::Dice;
use super::super::page::{Letter, Page};
use super::torn::{self, Tears};

/// How a paper is printed.
pub struct Print {
    tears: Tears,
    /// How often a word at the end of a line is broken with a hyphen.
    hyphens: f64,
    /// How often a page bears its number, and a running head.
    numbered: f64,
    heads: f64,
    /// How often a page ends with a note.
    notes: f64,
}

/// Lines and pages alone.
pub const PLAIN: Print =
    Print { tears: Tears::NONE, hyphens: 0.0, numbered: 0.0, heads: 0.0, notes: 0.0 };
/// The same, with words joined and split and numbers in pieces.
pub const TORN: Print =
    Print { tears: Tears { joined: 0.002, split: 0.002, headings: 0.0, numbers: 0.2 }, ..PLAIN };
/// A usual book.
pub const MEDIUM: Print = Print {
    tears: Tears { joined: 0.005, split: 0.005, headings: 0.3, numbers: 0.2 },
    hyphens: 0.1,
    numbered: 1.0,
    heads: 0.0,
    notes: 0.3,
};
/// A bad one.
pub const HIGH: Print = Print {
    tears: Tears { joined: 0.015, split: 0.015, headings: 0.7, numbers: 0.4 },
    hyphens: 0.3,
    numbered: 1.0,
    heads: 0.7,
    notes: 0.6,
};

/// Running heads and notes as papers bear them.
const HEADS: [&str; 4] = [
    "CÔNG BÁO/Số 127",
    "TẠP CHÍ XÂY DỰNG ĐẢNG",
    "Báo cáo tổng kết công tác năm",
    "TÀI LIỆU HỘI NGHỊ",
];
const NOTES: [&str; 4] = [
    "Theo báo cáo của Văn phòng cấp ủy.",
    "Số liệu đến hết quý III.",
    "Xem phụ lục kèm theo.",
    "Nguồn: Tổng cục Thống kê.",
];

/// Prints the page.
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

/// Where on the paper the press is.
struct Press<'p> {
    print: &'p Print,
    /// Letters a line, lines a page.
    width: usize,
    height: usize,
    line: usize,
    number: usize,
    notes: usize,
    head: &'static str,
    padded: bool,
}

impl<'p> Press<'p> {
    fn new(dice: &mut Dice, print: &'p Print) -> Press<'p> {
        let (width, height) = (dice.from_to(60, 95), dice.from_to(28, 44));
        let (head, padded) = (*dice.one(&HEADS), dice.falls(0.5));
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

    /// Begins a new line with `word`, or within it; gives the column.
    fn break_before(&mut self, word: &[Letter], dice: &mut Dice, out: &mut Vec<Letter>) -> usize {
        let long = word.iter().filter(|letter| letter.now.is_alphabetic()).count() > 3;
        if long && dice.falls(self.print.hyphens) {
            let cut = dice.from_to(2, word.len() - 2);
            if word[cut - 1].now.is_alphabetic() && word[cut].now.is_alphabetic() {
                out.extend(&word[..cut]);
                out.push(Letter::added('-'));
                self.end_line(None, dice, out);
                out.extend(&word[cut..]);
                return word.len() - cut;
            }
        }
        self.end_line(None, dice, out);
        out.extend(word);
        word.len()
    }

    /// Ends a printed line, with the line end of the clean text if there was one here.
    fn end_line(&mut self, own: Option<Letter>, dice: &mut Dice, out: &mut Vec<Letter>) {
        let padding = if self.padded && dice.falls(0.4) { dice.from_to(1, 25) } else { 0 };
        add(out, &" ".repeat(padding));
        out.push(own.unwrap_or(Letter::added('\n')));
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

    /// What stands between the last line of a page and the first of the next.
    fn turn_page(&mut self, dice: &mut Dice, out: &mut Vec<Letter>) {
        if dice.falls(self.print.notes) {
            self.notes += 1;
            let note = format!("{}\n{}\n {}\n", " ".repeat(40), self.notes, dice.one(&NOTES));
            add(out, &note);
        }
        if dice.falls(self.print.numbered) {
            add(out, &format!("{}\n", self.number));
        }
        if dice.falls(self.print.heads) {
            add(out, &format!("{}\n\n", self.head));
        }
    }
}

fn add(out: &mut Vec<Letter>, text: &str) {
    out.extend(text.chars().map(Letter::added));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_print_hurts_nothing() {
        let text = "Căn cứ Nghị quyết số 59-NQ/TW của Bộ Chính trị\n".repeat(200);
        let mut page = Page::of(text.trim_end());
        print(&mut page, &mut Dice::new(1, "", 0), &PLAIN);
        assert!(page.hurt().iter().all(|hurt| !hurt));
        assert!(page.text().lines().count() > 300);
    }
}
