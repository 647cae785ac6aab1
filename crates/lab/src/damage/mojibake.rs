//! UTF-8 that a program decoded as Windows-1252, once or twice.
//! In: a page. Out: the page as that program shows it (`Ä‘á»“ng chÃ­` for `đồng chí`, comrade).
//! Windows-1252 leaves five bytes undefined; some programs lose them. Never uses the tables of `encoding`.

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// The characters of the bytes 0x80 to 0x9f in Windows-1252; for undefined bytes the control character of the same
/// number. From the mapping that Unicode publishes (VENDORS/MICSFT/WINDOWS/CP1252.TXT).
const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Decodes the page wrongly, `times` times over.
pub fn decode_wrongly(page: &mut Page, times: usize) {
    for _ in 0..times {
        page.rewrite(|letter, out| {
            let mut bytes = [0; 4];
            let shown = letter.now.encode_utf8(&mut bytes).bytes().map(shown);
            let letters = shown.enumerate();
            out.extend(letters.map(|(at, now)| match at {
                0 => letter.as_character(now),
                _ => Letter::inserted(now),
            }));
        });
    }
}

/// Decodes the page wrongly once, and loses the five undefined bytes. One thing stands for all of them, drawn for each
/// paper: nothing, U+FFFD, `?` or a space.
pub fn with_lost_bytes(page: &mut Page, dice: &mut Dice) {
    decode_wrongly(page, 1);
    let lost_byte = *dice.pick(&[None, Some('\u{fffd}'), Some('?'), Some(' ')]);
    page.rewrite(|letter, out| match letter.now {
        '\u{81}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}' => {
            out.extend(lost_byte.map(|sign| letter.as_character(sign)));
        }
        _ => out.push(letter),
    });
}

/// The character that a byte is decoded as.
fn shown(byte: u8) -> char {
    match byte {
        0x80..=0x9f => UPPER.chars().nth(usize::from(byte - 0x80)).unwrap_or('?'),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_windows_does() {
        let mut page = Page::of("đồng chí");
        decode_wrongly(&mut page, 1);
        assert_eq!(page.text(), "Ä‘á»“ng chÃ\u{ad}");
        assert_eq!(UPPER.chars().count(), 32);
    }
}
