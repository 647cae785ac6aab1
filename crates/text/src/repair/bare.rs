//! Whether a text lost the marks of its words and nothing else: `Nghi quyet cua Bo Chinh tri`.
//! In: text. Out: yes or no; whether an odd place of such a text tells nothing.
//! Never yes where letters are gone: what is left of their words is mostly no word under any marks.

use super::alike::groups;
use super::census;
use super::scan::{self, SIGNS, Signal, is_word_byte};
use super::skeleton::skeletons;
use crate::span::Span;

/// The share of words that are whole but for their marks, in percent. In stripped papers 94 to 99 are (the others are
/// names, abbreviations and letters of lists), in papers that lost all letters with marks 37 to 50.
const WHOLE: u32 = 85;

/// A paper with fewer pieces of words than this, or a smaller share of them, lost no letters: `km` and `m` are units as well.
const LEAST_PIECES: u32 = 3;
/// See [`LEAST_PIECES`]: one in so many words. Long stripped papers have up to one in 750, those that lost a letter before up
/// to one in 10 and at least one in 320.
const PIECES: u32 = 400;

/// Whether nearly all words of `text` are whole but for their marks, hardly one bears any, and few are pieces: `nh ng`.
pub fn is_stripped(text: &str) -> bool {
    if !may_be_unmarked(text) {
        return false;
    }
    let (mut bare, mut pieces) = (0, 0);
    let census = scan::scan(text, Span::new(0, text.len()), |signal| {
        if let Signal::Strange(at) = signal {
            let word = &text[at..at + length(text, at)];
            let is_bare = groups().is_bare(word);
            bare += u32::from(is_bare);
            pieces += u32::from(!is_bare && is_piece(word));
        }
    });
    let (words, whole) = (census.tally.words, census.tally.syllables + bare);
    let is_damaged = pieces >= LEAST_PIECES && pieces * PIECES >= words;
    census::is_unmarked(census.tally) && whole * 100 >= words * WHOLE && !is_damaged
}

/// A cheap look first: text with its marks has many letters beyond ASCII, even in its first part.
pub fn may_be_unmarked(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(4096)];
    head.iter().filter(|byte| !byte.is_ascii()).count() * 25 < head.len()
}

/// Whether an odd place of a stripped text tells nothing: neither a word nor white does, as no letter with marks was there
/// to be lost. A sign may stand for one that the text kept until then: `?ang` of `đang`.
pub fn tells_nothing(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[at..];
    let gap = || bytes.iter().take_while(|byte| !is_word_byte(**byte)).count();
    let run = &bytes[..length(text, at).max(gap())];
    run.iter().all(|byte| byte.is_ascii() && !SIGNS.contains(byte))
}

/// How long the word at `at` is; nothing where none is.
fn length(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().take_while(|byte| is_word_byte(**byte)).count()
}

/// Whether a word that is no syllable may be what is left of one: all small; a letter alone only where no list has it.
fn is_piece(word: &str) -> bool {
    let is_small = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_listed = || word.len() == 1 && !b"klmnpqrstvx".contains(&word.as_bytes()[0]);
    is_small && !is_listed() && skeletons().is_piece(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::{letters, repair};

    const LINE: &str = "Thực hiện Nghị quyết của Bộ Chính trị về công tác phòng, chống tham nhũng, học tập và làm \
                        theo; việc này ở các cấp ủy phải được tổ chức chu đáo, hoặc báo cáo bằng văn bản.\n";

    /// The line some times with `with` for each letter with marks.
    fn lost(with: impl Fn(char) -> char) -> String {
        LINE.repeat(5)
            .chars()
            .map(|letter| if letter.is_ascii() { letter } else { with(letter) })
            .collect()
    }

    fn base(letter: char) -> char {
        let base = letters::base(letters::lower(letter));
        if letter.is_uppercase() { base.to_ascii_uppercase() } else { base }
    }

    #[test]
    fn papers_whose_marks_were_stripped_are_told_from_those_that_lost_letters() {
        assert!(is_stripped(&lost(base)));
        assert!(!is_stripped(LINE));
        assert!([' ', '?', '\u{fffd}'].iter().all(|sign| !is_stripped(&lost(|_| *sign))));
    }

    #[test]
    fn stripped_papers_with_pieces_of_words_are_mended() {
        let damaged = LINE.repeat(8).replace("nhũng", "nh ng").replace("Nghị", "Ngh ");
        let damaged: String = damaged.chars().map(base).collect();
        assert!(!is_stripped(&damaged));
        let found: Vec<String> = repair(&damaged).edits.into_iter().map(|edit| edit.to).collect();
        assert!(
            !found.is_empty() && found.iter().all(|to| to == "nhũng" || to == "Nghị"),
            "{found:?}"
        );
    }

    #[test]
    fn a_sign_in_a_word_tells_something() {
        let text = "cac co quan ?ang lam viec, \u{fffd}ang bo";
        let at = |piece: &str| text.find(piece).expect("it");
        assert!(!tells_nothing(text, at("?ang")) && !tells_nothing(text, at("\u{fffd}")));
        assert!(tells_nothing(text, at("quan")) && tells_nothing(text, at(", ")));
    }
}
