//! UTF-8 that a program decoded as Windows-1252, once or twice.
//! In: a page. Out: the page as that program shows it (`Ä‘á»“ng chÃ­` for `đồng chí`, comrade).
//! Windows-1252 leaves five bytes undefined; some programs lose them. Never uses the tables of `encoding`.

use super::super::dice::Dice;
use super::super::page::Page;
use super::code_pages;

/// Decodes the page wrongly, `times` times over.
pub fn decode_wrongly(page: &mut Page, times: usize) {
    for _ in 0..times {
        code_pages::decode_wrongly(page, "windows-1252");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_windows_does() {
        let mut page = Page::of("đồng chí");
        decode_wrongly(&mut page, 1);
        assert_eq!(page.text(), "Ä‘á»“ng chÃ\u{ad}");
        let mut page = Page::of("ý Đ");
        decode_wrongly(&mut page, 1);
        assert_eq!(page.text(), "Ã½ Ä\u{90}");
    }
}
