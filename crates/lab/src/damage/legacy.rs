//! Papers written in an encoding older than Unicode and decoded as Windows-1252.
//! In: a page. Out: the page as a program shows it that takes it for Windows-1252 (`Céng hoµ x· héi` for
//! `Cộng hoà xã hội`, socialist republic).
//! A capital that the encoding lacks is written small, as in fonts of capitals. A letter that it has in neither case
//! stays.

use vankien_text::{Encoding, encoding};

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// The encodings in which papers were written; one is drawn for each paper.
const OLD_ENCODINGS: [Encoding; 6] = [
    Encoding::Tcvn3,
    Encoding::Vni,
    Encoding::Vps,
    Encoding::Viscii,
    Encoding::Viqr,
    Encoding::Windows1258,
];

/// Share of the paragraphs of a mixed paper that are in an old encoding. A judgement; another value changes the row
/// `legacy-mixed` of `vankien-lab evaluate-repair`.
const MIXED_SHARE: f64 = 0.3;

/// Writes the whole paper in one old encoding, which is drawn.
pub fn whole(page: &mut Page, dice: &mut Dice) {
    write_lines(page, dice, 1.0);
}

/// Writes some paragraphs in one old encoding, which is drawn; the others stay in Unicode.
pub fn mixed(page: &mut Page, dice: &mut Dice) {
    write_lines(page, dice, MIXED_SHARE);
}

/// Writes a `share` of the lines in a drawn encoding.
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
