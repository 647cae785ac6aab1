//! Papers written in an encoding older than Unicode and decoded as Windows-1252.
//! In: a page. Out: the page as a program shows it that takes it for Windows-1252 (`Céng hoµ x· héi` for
//! `Cộng hoà xã hội`, socialist republic).
//! A capital that the encoding lacks is written small, as in fonts of capitals. A letter that it has in neither case
//! stays.

use std::ops::Range;

use vankien_text::{Encoding, encoding};

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// The encodings in which papers were written; one is drawn for each paper ([`cells`] draws from two only).
const OLD_ENCODINGS: [Encoding; 6] = [
    Encoding::Tcvn3,
    Encoding::Vni,
    Encoding::Vps,
    Encoding::Viscii,
    Encoding::Viqr,
    Encoding::Windows1258,
];

/// Probability, for each paragraph of a mixed paper, that it is in an old encoding. A judgement; another value changes
/// the row `legacy-mixed` of `vankien-lab evaluate-repair`.
const MIXED_SHARE: f64 = 0.3;

/// Probability, for each name and each short line, that it is in an old encoding. A judgement; another value changes
/// the row `legacy-cells` of `vankien-lab evaluate-repair`.
const CELL_SHARE: f64 = 0.3;

/// A line of at most this many words counts as a cell of a list. A judgement.
const MOST_WORDS_OF_CELL: usize = 6;

/// Writes the whole paper in one old encoding, which is drawn.
pub fn whole(page: &mut Page, dice: &mut Dice) {
    write_lines(page, dice, 1.0);
}

/// Writes some paragraphs in one old encoding, which is drawn; the others stay in Unicode.
pub fn mixed(page: &mut Page, dice: &mut Dice) {
    write_lines(page, dice, MIXED_SHARE);
}

/// Writes each line with probability `share` in the encoding that is drawn for the page.
fn write_lines(page: &mut Page, dice: &mut Dice, share: f64) {
    let encoding = *dice.pick(&OLD_ENCODINGS);
    let mut is_old = dice.chance(share);
    page.rewrite(|letter, out| {
        if letter.now == '\n' {
            is_old = dice.chance(share);
        }
        if is_old { write(letter, encoding, out) } else { out.push(letter) }
    });
}

/// Writes some names and short lines in TCVN3 or VNI, which is drawn, as where a list was pasted together from old
/// files.
pub fn cells(page: &mut Page, dice: &mut Dice) {
    let encoding = *dice.pick(&[Encoding::Tcvn3, Encoding::Vni]);
    let mut is_old = vec![false; page.letters.len()];
    for line in page.lines() {
        let letters = &page.letters[line.clone()];
        let words = words(letters, line.start);
        if words.len() <= MOST_WORDS_OF_CELL {
            is_old[line].fill(dice.chance(CELL_SHARE));
            continue;
        }
        let is_capitalised = |word: &Range<usize>| is_capitalised(&page.letters[word.clone()]);
        for name in words.chunk_by(|one, two| is_capitalised(one) && is_capitalised(two)) {
            if name.len() > 1 && dice.chance(CELL_SHARE) {
                is_old[name[0].start..name[name.len() - 1].end].fill(true);
            }
        }
    }
    let mut is_old = is_old.into_iter();
    page.rewrite(|letter, out| match is_old.next() {
        Some(true) => write(letter, encoding, out),
        _ => out.push(letter),
    });
}

/// The words of a line between blanks, as ranges of indexes of the letters of the page. `start` is the index of the
/// first letter of the line.
fn words(letters: &[Letter], start: usize) -> Vec<Range<usize>> {
    let (mut words, mut at) = (Vec::new(), start);
    for word in letters.split(|letter| letter.now.is_whitespace()) {
        if !word.is_empty() {
            words.push(at..at + word.len());
        }
        at += word.len() + 1;
    }
    words
}

/// Whether a word is a capital and small letters, as in a name.
fn is_capitalised(word: &[Letter]) -> bool {
    let (first, rest) = (word[0].now, &word[1..]);
    first.is_uppercase() && !rest.is_empty() && rest.iter().all(|letter| letter.now.is_lowercase())
}

/// Writes a letter in an old encoding, decoded as Windows-1252. Its first character counts as the letter, others as
/// inserted.
fn write(letter: Letter, encoding: Encoding, out: &mut Vec<Letter>) {
    let in_lower_case = || letter.now.to_lowercase().collect::<String>();
    let bytes = encoding::encode(&letter.now.to_string(), encoding)
        .or_else(|| encoding::encode(&in_lower_case(), encoding));
    let Some(bytes) = bytes else {
        out.push(letter);
        return;
    };
    let shown = encoding::as_windows_1252(&bytes);
    out.extend(shown.chars().enumerate().map(|(at, now)| match at {
        0 => letter.as_character(now),
        _ => Letter::inserted(now),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_windows_does() {
        let mut out = Vec::new();
        for letter in Page::of("Cộng hoà").letters {
            write(letter, Encoding::Tcvn3, &mut out);
        }
        assert_eq!(out.iter().map(|letter| letter.now).collect::<String>(), "Céng hoµ");
    }
}
