//! Marks that are decomposed, in another order, doubled or stripped; characters that print as nothing.
//! In: a page. Out: the page, whose letters look as before or nearly so, except where the marks are stripped.
//! A letter counts as undamaged only where it is one code point, as in Unicode NFC.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// Combining marks of the tones: huyền (grave), sắc (acute), ngã (tilde), hỏi (hook above), nặng (dot below).
const TONES: &str = "\u{300}\u{301}\u{303}\u{309}\u{323}";
/// Characters that print as nothing.
const INVISIBLE: [char; 5] = ['\u{200b}', '\u{200c}', '\u{2060}', '\u{ad}', '\u{feff}'];
/// Probability, for each letter with a combining mark in NFD (not `đ`), that the last one is doubled; for each letter
/// behind another, that an invisible character stands between them. A judgement; another value changes the rows
/// `doubled-marks` and `zero-width` of `vankien-lab evaluate-repair`.
const PER_LETTER: f64 = 0.05;

/// Decomposes every letter (Unicode NFD).
pub fn decompose(page: &mut Page) {
    page.rewrite(|letter, out| write(letter, letter.now.nfd(), out));
}

/// Decomposes every letter in the order base, tone, other mark: some keyboards write so. A tone above with a circumflex
/// or breve behind it (`ế`, `ằ`) is then not composed by Unicode; all other letters are.
pub fn tone_first(page: &mut Page) {
    page.rewrite(|letter, out| {
        let mut parts: Vec<char> = letter.now.nfd().collect();
        parts.sort_by_key(|part| (is_combining_mark(*part), !TONES.contains(*part)));
        write(letter, parts.into_iter(), out);
    });
}

/// Repeats the last combining mark of some marked letters.
pub fn doubled(page: &mut Page, dice: &mut Dice) {
    page.rewrite(|letter, out| {
        out.push(letter);
        let last = letter.now.nfd().last().filter(|mark| is_combining_mark(*mark));
        out.extend(last.filter(|_| dice.chance(PER_LETTER)).map(Letter::inserted));
    });
}

/// Inserts invisible characters between some neighbouring letters.
pub fn zero_width(page: &mut Page, dice: &mut Dice) {
    let mut before = ' ';
    page.rewrite(|letter, out| {
        let inside = letter.now.is_alphabetic() && before.is_alphabetic();
        if inside && dice.chance(PER_LETTER) {
            out.push(Letter::inserted(*dice.pick(&INVISIBLE)));
        }
        before = letter.now;
        out.push(letter);
    });
}

/// Strips all marks: `đ` becomes `d`, and combining marks that stand as characters of their own go.
pub fn strip(page: &mut Page) {
    page.rewrite(|letter, out| {
        if !is_combining_mark(letter.now) {
            out.push(letter.as_character(base(letter.now)));
        }
    });
}

/// A composed letter without its marks, in its case.
pub fn base(letter: char) -> char {
    match letter {
        'đ' => 'd',
        'Đ' => 'D',
        other => other.nfd().next().unwrap_or(other),
    }
}

/// Writes the parts of a letter; the first counts as the letter, the others as inserted.
fn write(letter: Letter, mut parts: impl Iterator<Item = char>, out: &mut Vec<Letter>) {
    out.extend(parts.next().map(|base| letter.as_character(base)));
    out.extend(parts.map(Letter::inserted));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_apart_and_go() {
        let mut page = Page::of("Điều kiện");
        tone_first(&mut page);
        assert_eq!(page.text(), "Đie\u{300}\u{302}u kie\u{323}\u{302}n");
        let mut page = Page::of("Điều kiê\u{323}n");
        strip(&mut page);
        assert_eq!(
            (page.text().as_str(), page.damaged_syllables()),
            ("Dieu kien", vec![true, true])
        );
    }
}
