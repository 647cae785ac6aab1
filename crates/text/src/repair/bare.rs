//! Whether a text lost the marks of its words and nothing else: `Nghi quyet cua Bo Chinh tri`.
//! In: text. Out: yes or no; whether an odd place of such a text tells nothing.
//! Never yes where letters are gone: what is left of their words is mostly no word under any marks.

use super::alike::groups;
use super::census;
use super::scan::{self, SIGNS, Signal, is_word_byte};
use crate::span::Span;

/// The share of words that are whole but for their marks, in percent. In stripped papers 94 to 99 are (the others are
/// names, abbreviations and letters of lists), in papers that lost all letters with marks 37 to 50.
const WHOLE: u32 = 85;

/// Whether nearly all words of `text` are whole but for their marks, and hardly one bears any.
pub fn is_stripped(text: &str) -> bool {
    if !may_be_unmarked(text) {
        return false;
    }
    let mut bare = 0;
    let census = scan::scan(text, Span::new(0, text.len()), |signal| {
        if let Signal::Strange(at) = signal {
            bare += u32::from(is_bare(text, at));
        }
    });
    let whole = census.tally.syllables + bare;
    census::is_unmarked(census.tally) && whole * 100 >= census.tally.words * WHOLE
}

/// A cheap look first: text with its marks has many letters beyond ASCII, even in its first part.
pub fn may_be_unmarked(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(4096)];
    head.iter().filter(|byte| !byte.is_ascii()).count() * 25 < head.len()
}

/// Whether an odd place of a stripped text tells nothing: neither a word nor white does, as no letter with marks was there
/// to be lost. A sign may stand for one that the text kept until then: `?ang` of `đang`.
pub fn tells_nothing(text: &str, at: usize) -> bool {
    let run = text.as_bytes()[at..].iter();
    let is_word = text.as_bytes().get(at).is_some_and(|byte| is_word_byte(*byte));
    let mut run = run.take_while(|byte| is_word_byte(**byte) == is_word);
    run.all(|byte| byte.is_ascii() && !SIGNS.contains(byte))
}

/// Whether a word at `at` has no marks and is whole but for them.
fn is_bare(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes()[at..].iter();
    let length = bytes.take_while(|byte| is_word_byte(**byte)).count();
    length > 1 && groups().is_bare(&text[at..at + length])
}
