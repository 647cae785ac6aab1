//! Whether a text lost the marks of its words and nothing else: `Nghi quyet cua Bo Chinh tri` of `Nghị quyết của Bộ
//! Chính trị` (resolution of the Politburo).
//! In: text. Out: yes or no; whether an odd place of such a text tells nothing.
//! No where letters are gone from more than a few words: what is left of such words is mostly no word under any marks.

use super::base_groups::groups;
use super::census;
use super::scan::{self, LETTER_SIGNS, Signal, is_word_byte};
use super::skeleton::skeletons;
use crate::span::Span;

// The limits lie between the measured shares of papers that were stripped and of papers that lost letters. They are
// checked by `cargo test -p vankien-text repair::stripped_marks` and `vankien-lab evaluate-repair --kind
// no-marks,letters-1-2,letters-6-9 --seed 11`.

/// Least share of words, in percent, that are complete but for their marks. Stripped papers have 94 to 99 (the others
/// are names, abbreviations and letters of lists), papers that lost all letters with marks 37 to 50.
const LEAST_COMPLETE_PERCENT: u32 = 85;
/// A paper that lost letters has at least 3 pieces of words; fewer may be units (`km`, `m`).
const LEAST_PIECES: u32 = 3;
/// A paper that lost letters has at least 1 piece of a word in 400 words. Long stripped papers have up to 1 in 750,
/// papers that lost a letter before they were stripped between 1 in 10 and 1 in 320.
const WORDS_PER_PIECE: u32 = 400;
/// The first 4,096 bytes of a text tell quickly whether it can be unmarked. A judgement, no measurement recorded.
const HEAD_BYTES: usize = 4096;
/// Text with its marks has at least 1 byte beyond ASCII in 25, so that text with fewer may be unmarked. A judgement, no
/// measurement recorded: it only spares clean text the closer look.
const BYTES_PER_MARK: usize = 25;
/// Small single letters that count as pieces of words; all others are letters of lists, or words.
const PIECE_LETTERS: &[u8] = b"klmnpqrstvx";

/// Whether `text` lost its marks and no letters: nearly all words are complete but for their marks, hardly one has
/// marks, and few are pieces of words (`nh ng`).
pub fn is_stripped(text: &str) -> bool {
    if !may_be_unmarked(text) {
        return false;
    }
    let (mut unmarked_syllables, mut pieces) = (0, 0);
    let census = scan::scan(text, Span::new(0, text.len()), |signal| {
        if let Signal::Strange(at) = signal {
            let word = &text[at..at + word_length(text, at)];
            let is_unmarked_syllable = groups().is_unmarked_syllable(word);
            unmarked_syllables += u32::from(is_unmarked_syllable);
            pieces += u32::from(!is_unmarked_syllable && is_piece(word));
        }
    });
    let words = census.tally.words;
    let complete = census.tally.syllables + unmarked_syllables;
    let lost_letters = pieces >= LEAST_PIECES && pieces * WORDS_PER_PIECE >= words;
    census::is_unmarked(census.tally)
        && complete * 100 >= words * LEAST_COMPLETE_PERCENT
        && !lost_letters
}

/// A cheap look at the first [`HEAD_BYTES`] of a text: whether so few bytes are beyond ASCII that its words may be
/// unmarked. False for an empty text.
pub fn may_be_unmarked(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(HEAD_BYTES)];
    head.iter().filter(|byte| !byte.is_ascii()).count() * BYTES_PER_MARK < head.len()
}

/// Whether the odd place at byte `at` of a stripped text tells nothing about lost letters. A word or a gap of plain
/// ASCII tells nothing, because no letter with marks was there to be lost. A sign may stand for a letter that still had
/// its marks: `?ang` of `đang` (an auxiliary verb).
pub fn tells_nothing(text: &str, at: usize) -> bool {
    let bytes = &text.as_bytes()[at..];
    let gap_length = || bytes.iter().take_while(|byte| !is_word_byte(**byte)).count();
    let run = &bytes[..word_length(text, at).max(gap_length())];
    run.iter().all(|byte| byte.is_ascii() && !LETTER_SIGNS.contains(byte))
}

/// Length in bytes of the word at byte `at`; 0 where none stands there.
fn word_length(text: &str, at: usize) -> usize {
    text.as_bytes()[at..].iter().take_while(|byte| is_word_byte(**byte)).count()
}

/// Whether a word that is no syllable may be a piece of one: small ASCII letters that are left of a word. A single
/// letter only where it is no likely letter of a list.
fn is_piece(word: &str) -> bool {
    let is_small = word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_list_letter = || word.len() == 1 && !PIECE_LETTERS.contains(&word.as_bytes()[0]);
    is_small && !is_list_letter() && skeletons().is_piece(word)
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
