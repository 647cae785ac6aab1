//! One pass over a text that finds the few places worth a second look.
//! In: text. Out: signals (odd words, odd gaps, words written twice) and a census of its words.
//! Clean text costs one look-up a word and nothing else; a signal is no proof.

use super::census::Census;
use super::lexicon::{Key, lexicon};
use super::skeleton::skeletons;
use crate::language::model::Id;
use crate::language::{letters, words};
use crate::span::Span;

/// A place worth a second look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Signal {
    /// A word that is none, a single letter, or a gap that is too wide or in the wrong place.
    Odd(usize),
    /// A word that is none and no part of one, or a rare one: words may be run together in it, or it is a
    /// piece of a torn one.
    RunOn(usize),
    /// A word that is none, or so short that it may be what is left of one.
    Strange(usize),
    /// A word written twice in a row, on one line; the two places together.
    Doubled(Span),
}

/// Whether a byte can be part of a word. Every byte beyond ASCII may be; the few that are not
/// (quotation marks) make an odd word, and that is looked at with care.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte >= 0x80 || (byte as u8).is_ascii_alphabetic();
        byte += 1;
    }
    table
};

/// Fewer bytes than this are neither two words nor a piece with a mark, and fewer small letters than that
/// no two words.
const SHORTEST_RUN: usize = 3;
const SHORTEST_PLAIN: usize = 5;

/// Punctuation that may stand for a letter.
pub const SIGNS: &[u8] = b"?*#_^~";

/// Whether `byte` can be part of a word.
pub fn is_word_byte(byte: u8) -> bool {
    WORD[byte as usize]
}

/// Calls `signal` for every place in `span` of `text` worth a second look, in order, and counts the
/// words. A span other than the whole begins and ends where a line's first word begins.
pub fn scan(text: &str, span: Span, mut signal: impl FnMut(Signal)) -> Census {
    let (bytes, lexicon) = (text.as_bytes(), lexicon());
    let mut census = Census::default();
    let mut before: Option<(Id, Span)> = None;
    let mut at = end_of_gap(bytes, span.start);
    look_at_gap(&text[span.start..at], "", span.start, &mut signal);
    while at < span.end {
        let start = at;
        let key = match Key::run(bytes, start) {
            Some((length, key)) => {
                at += length;
                Some(key)
            }
            None => {
                at = end_of_word(bytes, start);
                Key::of(bytes, start, at)
            }
        };
        match key.and_then(|key| lexicon.find(key)) {
            Some(word) if word.is_quiet => {
                census.add(word);
                if word.is_rare {
                    signal(Signal::RunOn(start));
                }
                if let Some((_, first)) = before.filter(|(twin, _)| *twin == word.id) {
                    signal(Signal::Doubled(Span::new(first.start, at)));
                }
                before = Some((word.id, Span::new(start, at)));
            }
            _ => {
                before = None;
                signal(Signal::Strange(start));
                let spaced = bytes.get(at) == Some(&b' ') || start > 0 && bytes[start - 1] == b' ';
                let alone = at - start == 1 && !spaced;
                if is_odd_word(&text[start..at], &mut census) {
                    if !alone {
                        signal(Signal::Odd(start));
                    }
                } else if at - start >= SHORTEST_RUN && may_be_words(&text[start..at]) {
                    signal(Signal::RunOn(start));
                }
            }
        }
        if bytes.get(at) == Some(&b' ')
            && bytes.get(at + 1).is_some_and(|byte| WORD[*byte as usize])
        {
            at += 1;
            continue;
        }
        let end = end_of_gap(bytes, at);
        census.tally.strange +=
            u32::from(end == at + 1 && end < bytes.len() && is_letter_sign(bytes[at]));
        if end > at + 2 || !bytes[at..end].iter().all(|byte| *byte == b' ') {
            before = None;
        }
        look_at_gap(&text[at..end], &text[start..at], at, &mut signal);
        at = end;
    }
    census
}

/// Whether a word that is none looks like several, or like a piece of one: it has marks, a capital beside
/// a small letter, or is all of small letters and long enough.
fn may_be_words(run: &str) -> bool {
    let bytes = run.as_bytes();
    let border = |pair: &[u8]| pair[0].is_ascii_lowercase() != pair[1].is_ascii_lowercase();
    let small = || bytes.len() >= SHORTEST_PLAIN && bytes[0].is_ascii_lowercase();
    !run.is_ascii() || bytes.len() > 3 && bytes[1..].windows(2).any(border) || small()
}

/// Whether a byte alone between two letters is no punctuation: `h3i`.
fn is_letter_sign(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"./,-()\"':;&".contains(&byte)
}

fn end_of_word(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !WORD[*byte as usize]).map_or(bytes.len(), |end| at + end)
}

fn end_of_gap(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| WORD[*byte as usize]).map_or(bytes.len(), |gap| at + gap)
}

/// Signals a gap whose white looks as if a letter had stood there: the last of the `word` before
/// it, or the first of the word after it. `at` is where it begins.
fn look_at_gap(gap: &str, word: &str, at: usize, signal: &mut impl FnMut(Signal)) {
    let gap = gap.as_bytes();
    let (Some(first), Some(last)) = (gap.first(), gap.last()) else { return };
    if gap.len() == 1 {
        if SIGNS.contains(last) || at == 0 {
            signal(Signal::Odd(at));
        }
        return;
    }
    let next = gap.iter().find(|byte| **byte != b' ');
    let closed = next.is_some_and(|byte| b"\n\r,.;:)]!?".contains(byte));
    if next.is_none() || *first == b' ' && closed && skeletons().is_piece(word) {
        signal(Signal::Odd(at));
    }
    if *last == b' ' && next.is_some() && b"\n([/ ".contains(&gap[gap.len() - 2]) {
        signal(Signal::Odd(at + gap.len() - 1));
    }
}

/// Looks with care at a word that is not plainly in order, and counts it. What cannot be a part of
/// a damaged syllable (a foreign word, an abbreviation) is not odd.
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
    let found = Key::of(trimmed.as_bytes(), 0, trimmed.len()).and_then(|key| lexicon().find(key));
    tally.marked += u32::from(!trimmed.is_ascii());
    let quiet = found.is_some_and(|word| word.is_quiet);
    tally.syllables += u32::from(quiet);
    // A letter alone is an item of a list more often than the rest of a word.
    let letter = trimmed.chars().nth(1).is_none();
    tally.strange += u32::from(!quiet && !letter && !words::is_capital(trimmed));
    !quiet && (skeletons().is_piece(trimmed) || trimmed.contains(is_sign))
        || word.starts_with(is_sign)
}

/// Whether the character may stand for a letter, or stands before a word that lost its first.
fn is_sign(character: char) -> bool {
    !character.is_ascii() && !letters::is_letter(character) && character != '”' && character != '…'
}
