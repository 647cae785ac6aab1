//! Papers typed in VIQR (RFC 1456): marks as ASCII signs behind the vowel (``Co^.ng hoa` `` for `Cộng hoà`, republic).
//! In: a page. Out: the page as it was typed. Drawn for each paper: whether signs of punctuation behind a vowel, and
//! every `\`, get the `\` that the convention asks for. Never uses the tables of `encoding`.

use unicode_normalization::UnicodeNormalization;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// The combining marks and their signs.
const SIGNS: [(char, char); 8] = [
    ('\u{306}', '('),
    ('\u{302}', '^'),
    ('\u{31b}', '+'),
    ('\u{301}', '\''),
    ('\u{300}', '`'),
    ('\u{309}', '?'),
    ('\u{303}', '~'),
    ('\u{323}', '.'),
];
/// The combining marks that change the shape of a vowel (breve, circumflex, horn); they are typed before the tone.
const SHAPES: [char; 3] = ['\u{306}', '\u{302}', '\u{31b}'];

/// Types the whole paper.
pub fn whole(page: &mut Page, dice: &mut Dice) {
    let has_escapes = dice.chance(0.5);
    page.rewrite(|letter, out| {
        let before = out.last().map_or('\0', |letter| letter.now);
        let typed = typed(letter.now, before, has_escapes);
        for (at, now) in typed.chars().enumerate() {
            out.push(if at == 0 { letter.as_character(now) } else { Letter::inserted(now) });
        }
    });
}

/// What is typed for a letter behind `before`, the last character typed. A letter with a mark that VIQR lacks stays.
fn typed(letter: char, before: char, has_escapes: bool) -> String {
    match letter {
        'đ' => return "dd".into(),
        'Đ' => return "DD".into(),
        _ => {}
    }
    let is_sign = SIGNS.iter().any(|(_, sign)| *sign == letter);
    let may_be_marked = "aeiouyAEIOUY".contains(before) || "(^+".contains(before);
    if has_escapes && (is_sign && may_be_marked || letter == '\\') {
        return format!("\\{letter}");
    }
    let mut parts: Vec<char> = std::iter::once(letter).nfd().collect();
    parts[1..].sort_by_key(|mark| !SHAPES.contains(mark));
    let signs = parts[1..].iter().map(|mark| SIGNS.iter().find(|(known, _)| known == mark));
    match signs.collect::<Option<Vec<_>>>() {
        Some(signs) => std::iter::once(parts[0]).chain(signs.iter().map(|sign| sign.1)).collect(),
        None => letter.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_as_the_convention_says() {
        let text = |has_escapes: bool| {
            let mut typed_text = String::new();
            for letter in "Đồng chí. Đã đi. Hỏi gì?".chars() {
                let before = typed_text.chars().last().unwrap_or('\0');
                typed_text += &typed(letter, before, has_escapes);
            }
            typed_text
        };
        assert_eq!(text(false), "DDo^`ng chi'. DDa~ ddi. Ho?i gi`?");
        assert_eq!(text(true), "DDo^`ng chi'. DDa~ ddi\\. Ho?i gi`?");
    }
}
