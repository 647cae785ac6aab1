//! Papers written in an encoding older than Unicode and read as Windows-1252.
//! In: a page and dice. Out: the page as such a program shows it (`Céng hoµ x· héi`).
//! A capital that the encoding lacks is written small, as fonts of capitals have it.

use vankien_text::{Encoding, encoding};

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// The encodings in which papers were written.
const OLD: [Encoding; 6] = [
    Encoding::Tcvn3,
    Encoding::Vni,
    Encoding::Vps,
    Encoding::Viscii,
    Encoding::Viqr,
    Encoding::Windows1258,
];

/// The whole paper is written so.
pub fn whole(page: &mut Page, dice: &mut Dice) {
    lines(page, dice, 1.0);
}

/// Some paragraphs are written so, the others in Unicode.
pub fn mixed(page: &mut Page, dice: &mut Dice) {
    lines(page, dice, 0.3);
}

fn lines(page: &mut Page, dice: &mut Dice, share: f64) {
    let encoding = *dice.one(&OLD);
    let mut is_old = dice.falls(share);
    page.each(|letter, out| {
        if letter.now == '\n' {
            is_old = dice.falls(share);
        }
        if is_old { write(letter, encoding, out) } else { out.push(letter) }
    });
}

fn write(letter: Letter, encoding: Encoding, out: &mut Vec<Letter>) {
    let small = || letter.now.to_lowercase().collect::<String>();
    let bytes = encoding::encode(&letter.now.to_string(), encoding)
        .or_else(|| encoding::encode(&small(), encoding));
    let Some(bytes) = bytes else {
        out.push(letter);
        return;
    };
    let shown = encoding::as_windows_1252(&bytes);
    out.extend(shown.chars().enumerate().map(|(at, now)| match at {
        0 => letter.turned(now),
        _ => Letter::added(now),
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
