//! One pass over a text that finds the few places worth a second look.
//! In: text. Out: signals (odd words, odd gaps, words written twice) and a census of its words.
//! Clean text costs one look-up a word and nothing else. A signal is never proof of damage.

use super::census::Census;
use super::lexicon::{Key, LexiconEntry, lexicon};
use super::number_spacing;
use super::skeleton::skeletons;
use crate::language::model::Id;
use crate::language::{letters, words};
use crate::span::Span;

/// A place worth a second look. Places are byte offsets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Signal {
    /// A word outside the lexicon that may be a piece of a syllable, a gap that is too wide or in the wrong place, or a
    /// sign that may stand for a letter.
    Odd(usize),
    /// A word outside the lexicon that is no piece of a syllable, or a rare word: words may be joined in it, or it is a
    /// piece of a torn one.
    RunOn(usize),
    /// A word that is not in the lexicon as a complete word, as it is written: letters may be lost in it, or its tone
    /// mark stands on an unusual vowel.
    Strange(usize),
    /// A gap between two words that may hold a number with a blank too many, or lack one between a figure and a word.
    Figure(usize),
    /// A word of the lexicon written twice in a row, in any case, with one or two spaces between. The span holds both.
    Doubled(Span),
}

/// Whether a byte can be part of a word: ASCII letters and every byte beyond ASCII. The few characters beyond ASCII
/// that are no letters (quotation marks) make an odd word, which is then looked at more closely.
const IS_WORD_BYTE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    table
};

// Lengths in bytes. They are judgements, no measurement recorded; `cargo test -p vankien-text repair::spaces` holds
// cases on both sides.

/// At least 3 bytes: joined or torn words are not looked for in a shorter word outside the lexicon.
const SHORTEST_RUN_BYTES: usize = 3;
/// The same for a word of ASCII letters that shows a border behind its first letter: a capital behind a small letter or
/// before one.
const SHORTEST_RUN_WITH_BORDER_BYTES: usize = 4;
/// The same for a word of ASCII letters that begins with a small one and shows no border.
const SHORTEST_SMALL_RUN_BYTES: usize = 5;

/// ASCII signs that may stand for a letter between other letters.
pub const LETTER_SIGNS: &[u8] = b"?*#_^~";

/// Whether `byte` can be part of a word: an ASCII letter, or any byte beyond ASCII.
pub fn is_word_byte(byte: u8) -> bool {
    IS_WORD_BYTE[byte as usize]
}

/// Calls `signal` for every place in `span` of `text` worth a second look, in order, and counts the words. A span other
/// than the whole text must begin and end where a line's first word begins.
pub fn scan(text: &str, span: Span, mut signal: impl FnMut(Signal)) -> Census {
    let (bytes, lexicon) = (text.as_bytes(), lexicon());
    let mut census = Census::default();
    let mut previous: Option<(Id, Span)> = None;
    let mut at = end_of_gap(bytes, span.start);
    signal_odd_gap(&text[span.start..at], "", span.start, &mut signal);
    while at < span.end {
        let start = at;
        let key;
        (at, key) = word_at(bytes, start);
        match key.and_then(|key| lexicon.find(key)) {
            Some(word) if word.is_whole => {
                census.add(word);
                if word.is_rare {
                    signal(Signal::RunOn(start));
                }
                if let Some((_, first)) = previous.filter(|(id, _)| *id == word.id) {
                    signal(Signal::Doubled(Span::new(first.start, at)));
                }
                previous = Some((word.id, Span::new(start, at)));
            }
            _ => {
                previous = None;
                signal(Signal::Strange(start));
                let word = &text[start..at];
                let beside_space =
                    bytes.get(at) == Some(&b' ') || start > 0 && bytes[start - 1] == b' ';
                let stands_alone = at - start == 1 && !beside_space;
                if let Some(usual) = entry_of_unusual(word) {
                    census.add(usual);
                } else if is_odd_word(word, &mut census) {
                    if !stands_alone {
                        signal(Signal::Odd(start));
                    }
                } else if word.len() >= SHORTEST_RUN_BYTES && may_be_run(word) {
                    signal(Signal::RunOn(start));
                }
            }
        }
        // The usual gap, one space, takes no closer look.
        if bytes.get(at) == Some(&b' ') && bytes.get(at + 1).is_some_and(|byte| is_word_byte(*byte))
        {
            at += 1;
            continue;
        }
        let end = end_of_gap(bytes, at);
        let is_one_byte_inside = end == at + 1 && end < bytes.len();
        census.tally.strange += u32::from(is_one_byte_inside && may_replace_letter(bytes[at]));
        if end > at + 2 || !bytes[at..end].iter().all(|byte| *byte == b' ') {
            previous = None;
        }
        signal_odd_gap(&text[at..end], &text[start..at], at, &mut signal);
        at = end;
    }
    census
}

/// The entry of a whole word whose tone mark stands on an unusual vowel; `None` for all other words.
fn entry_of_unusual(word: &str) -> Option<&'static LexiconEntry> {
    lexicon().entry_of_unusual(word).filter(|entry| entry.is_whole)
}

/// The end of the word that begins at `start`, and its key; `None` where it is too long for the lexicon.
#[inline]
fn word_at(bytes: &[u8], start: usize) -> (usize, Option<Key>) {
    match Key::run(bytes, start) {
        Some((length, key)) => (start + length, Some(key)),
        None => {
            let end = end_of_word(bytes, start);
            (end, Key::of(bytes, start, end))
        }
    }
}

/// Whether a word outside the lexicon looks like several, or like a piece of one: it has marks, a capital beside a
/// small letter behind its first letter, or begins with a small letter; the last two only where it is long enough.
fn may_be_run(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_border = |pair: &[u8]| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase();
    if !word.is_ascii() {
        return true;
    }
    let has_border =
        bytes.len() >= SHORTEST_RUN_WITH_BORDER_BYTES && bytes[1..].windows(2).any(is_border);
    has_border || bytes.len() >= SHORTEST_SMALL_RUN_BYTES && bytes[0].is_ascii_lowercase()
}

/// Whether a byte alone between two letters may stand for a letter (`h3i` of `hội`, association): any printable ASCII
/// sign or digit but common punctuation.
fn may_replace_letter(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"./,-()\"':;&".contains(&byte)
}

fn end_of_word(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !is_word_byte(*byte)).map_or(bytes.len(), |end| at + end)
}

fn end_of_gap(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| is_word_byte(*byte)).map_or(bytes.len(), |gap| at + gap)
}

/// Signals a gap whose spaces look as if a letter had stood there: the last one of the `word` before it, or the first
/// one of the word behind it. A gap of one byte is signalled where it is one of [`LETTER_SIGNS`] or begins the text.
/// The gap begins at byte `at`.
fn signal_odd_gap(gap: &str, word: &str, at: usize, signal: &mut impl FnMut(Signal)) {
    let gap = gap.as_bytes();
    let (Some(first), Some(last)) = (gap.first(), gap.last()) else { return };
    if number_spacing::may_be_misplaced(gap) {
        signal(Signal::Figure(at));
    }
    if gap.len() == 1 {
        if LETTER_SIGNS.contains(last) || at == 0 {
            signal(Signal::Odd(at));
        }
        return;
    }
    let after_spaces = gap.iter().find(|byte| **byte != b' ');
    let closes = after_spaces.is_some_and(|byte| b"\n\r,.;:)]!?".contains(byte));
    if after_spaces.is_none() || *first == b' ' && closes && skeletons().is_piece(word) {
        signal(Signal::Odd(at));
    }
    let before_last = gap[gap.len() - 2];
    if *last == b' ' && after_spaces.is_some() && b"\n([/ ".contains(&before_last) {
        signal(Signal::Odd(at + gap.len() - 1));
    }
}

/// Counts a word that is not in the lexicon as it stands, and tells whether it is odd: whether it may be a piece of a
/// damaged syllable. A foreign word or an abbreviation is not odd.
fn is_odd_word(word: &str, census: &mut Census) -> bool {
    if !word.is_ascii() {
        census.add_letters(word);
    }
    let trimmed = word.trim_matches(|character| !letters::is_letter(character));
    if trimmed.is_empty() {
        return word.contains(is_sign);
    }
    let tally = &mut census.tally;
    tally.words += 1;
    let entry = lexicon().entry_as_printed(trimmed);
    tally.marked += u32::from(!trimmed.is_ascii());
    let is_whole = entry.is_some_and(|entry| entry.is_whole);
    tally.syllables += u32::from(is_whole);
    // A letter alone is the label of a list item more often than the rest of a word.
    let is_single_letter = trimmed.chars().nth(1).is_none();
    tally.strange += u32::from(!is_whole && !is_single_letter && !words::is_capital(trimmed));
    let is_piece = || skeletons().is_piece(trimmed) || trimmed.contains(is_sign);
    !is_whole && is_piece() || word.starts_with(is_sign)
}

/// Whether the character is a sign beyond ASCII that may stand for a letter. Closing quotation marks and the ellipsis
/// stand behind words of clean text.
fn is_sign(character: char) -> bool {
    !character.is_ascii() && !letters::is_letter(character) && character != '”' && character != '…'
}
