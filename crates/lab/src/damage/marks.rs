//! Marks that come apart, in another order, twice, or not at all; characters that print as nothing.
//! In: a page. Out: the page, whose letters look as they did (but where the marks are gone).
//! A letter is what it was only where it is one code point.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// Marks that tone a vowel: huyền, sắc, ngã, hỏi, nặng.
const TONES: &str = "\u{300}\u{301}\u{303}\u{309}\u{323}";
/// Characters that print as nothing.
const NOTHING: [char; 5] = ['\u{200b}', '\u{200c}', '\u{2060}', '\u{ad}', '\u{feff}'];
/// How often a letter bears its mark twice, and a syllable holds something that prints as nothing.
const SOME: f64 = 0.05;

/// Every letter as base and marks.
pub fn apart(page: &mut Page) {
    page.each(|letter, out| write(letter, letter.now.nfd(), out));
}

/// Base, tone, shape: an order in which some keyboards write and which Unicode does not compose.
pub fn tone_first(page: &mut Page) {
    page.each(|letter, out| {
        let mut parts: Vec<char> = letter.now.nfd().collect();
        parts.sort_by_key(|part| (is_combining_mark(*part), !TONES.contains(*part)));
        write(letter, parts.into_iter(), out);
    });
}

/// Some letters bear their last mark once more.
pub fn doubled(page: &mut Page, dice: &mut Dice) {
    page.each(|letter, out| {
        out.push(letter);
        let last = letter.now.nfd().last().filter(|mark| is_combining_mark(*mark));
        out.extend(last.filter(|_| dice.falls(SOME)).map(Letter::added));
    });
}

/// Characters that print as nothing inside words.
pub fn zero_width(page: &mut Page, dice: &mut Dice) {
    let mut before = ' ';
    page.each(|letter, out| {
        let inside = letter.now.is_alphabetic() && before.is_alphabetic();
        if inside && dice.falls(SOME) {
            out.push(Letter::added(*dice.one(&NOTHING)));
        }
        before = letter.now;
        out.push(letter);
    });
}

/// Every letter without its marks, `đ` as `d`.
pub fn gone(page: &mut Page) {
    page.each(|letter, out| {
        let base = match letter.now {
            'đ' => 'd',
            'Đ' => 'D',
            other => other.nfd().next().unwrap_or(other),
        };
        out.push(letter.turned(base));
    });
}

fn write(letter: Letter, mut parts: impl Iterator<Item = char>, out: &mut Vec<Letter>) {
    out.extend(parts.next().map(|base| letter.turned(base)));
    out.extend(parts.map(Letter::added));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_apart_and_go() {
        let mut page = Page::of("Điều kiện");
        tone_first(&mut page);
        assert_eq!(page.text(), "Đie\u{300}\u{302}u kie\u{323}\u{302}n");
        let mut page = Page::of("Điều kiện");
        gone(&mut page);
        assert_eq!((page.text().as_str(), page.hurt()), ("Dieu kien", vec![true, true]));
    }
}
