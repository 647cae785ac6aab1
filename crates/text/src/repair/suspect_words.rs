//! The words of a paper in which letters may be lost, with nothing or another character in their place.
//! In: text; the channel, as far as it is known. Out: regions to be decoded.
//! Asked only where strange words or missing letters show that letters may be lost.

use std::collections::HashMap;

use super::channel::Channel;
use super::edge::Edge;
use super::lexicon::lexicon;
use super::region::Regions;
use super::skeleton::skeletons;
use super::{cell, dropped_letters, harmless, substituted_letters};
use crate::language::letters;
use crate::language::model::{Id, model};
use crate::span::Span;

// The values are judgements, no measurement recorded. `cargo bench --bench stages` shows the cost of others,
// `vankien-lab evaluate-repair --kind letters-1-2,letters-6-9 --seed 11` their effect.

/// Regions are merged up to this many bytes. Fewer than for gaps, because every word of a damaged paper is decoded.
const MOST_REGION_BYTES: usize = 300;
/// At most 3 occurrences of one word are looked at while it is unknown which letters are lost: more tell nothing new.
const MOST_OCCURRENCES: usize = 3;
/// At most so many bytes on each side of a word are seen when its readings are looked for: they tell its case.
const CONTEXT_BYTES: usize = 16;
/// At most 64 bytes: a longer run of characters without white space is taken for no word.
const LONGEST_WORD_BYTES: usize = 64;
/// Signs that stand around words; any other may stand for a letter.
const PUNCTUATION: &[char] =
    &['.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '/', '-', '“', '”', '…'];

/// The regions from which it is learnt which letters are lost: words outside the lexicon that a syllable may have
/// become when it lost letters, and words that may lack a letter which `supposed` believes to be lost. Words that hold
/// one of the byte offsets `places`, which are in order, are looked at, each of them [`MOST_OCCURRENCES`] times at
/// most.
pub fn learning_regions(text: &str, places: &[usize], supposed: &Channel) -> Vec<Span> {
    let mut occurrences: HashMap<&str, usize> = HashMap::new();
    let mut regions = Regions::new(text, MOST_REGION_BYTES);
    let (mut edges, mut done) = (Vec::new(), 0);
    for at in places {
        if *at < done {
            continue;
        }
        let word = word_around(text, *at);
        done = word.end;
        let count = occurrences.entry(word.of(text)).or_default();
        if word.len() > LONGEST_WORD_BYTES
            || *count >= MOST_OCCURRENCES
            || harmless::is_hyphenated(text, word.start)
        {
            continue;
        }
        edges.clear();
        add_readings(text, word, supposed, &mut edges);
        if edges.is_empty() {
            // No later occurrence can be read otherwise either.
            *count = MOST_OCCURRENCES;
        } else {
            *count += 1;
            regions.add(word);
        }
    }
    regions.finish()
}

/// The run of characters without white space that holds byte `at`.
fn word_around(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |white| white + 1);
    let end = bytes[at..].iter().position(u8::is_ascii_whitespace);
    Span::new(start, end.map_or(text.len(), |end| at + end))
}

/// The regions, in order, with all words of the text that may be what a believed loss of `channel` left of another
/// word.
pub fn regions_of_believed_losses(text: &str, channel: &Channel) -> Vec<Span> {
    let lost_without_trace = channel.letters_lost_without_trace();
    let mut regions = Regions::new(text, MOST_REGION_BYTES);
    let mut edges = Vec::new();
    for word in words(text) {
        if word.len() > LONGEST_WORD_BYTES
            || is_surely_intact(word.of(text), channel, &lost_without_trace)
            || harmless::is_hyphenated(text, word.start)
        {
            continue;
        }
        edges.clear();
        add_readings(text, word, channel, &mut edges);
        if edges.iter().any(|edge| channel.believes(edge)) {
            regions.add(word);
        }
    }
    regions.finish()
}

/// Whether a word is in the lexicon and cannot be what a believed loss left of another: no character of it stands for a
/// letter, and no word becomes it by losing the letters `lost_without_trace`. Nearly every word is intact, so this
/// cheap question comes first.
fn is_surely_intact(word: &str, channel: &Channel, lost_without_trace: &[char]) -> bool {
    let bare = word.trim_matches(PUNCTUATION);
    if !lexicon().entry_as_printed(bare).is_some_and(|entry| entry.is_whole)
        || bare.chars().any(|letter| channel.is_replacement(letter))
    {
        return false;
    }
    let holds_lost_letter = |id: &Id| model().word(*id).contains(lost_without_trace);
    lost_without_trace.is_empty()
        || !skeletons().closed(&letters::lower_word(bare)).iter().any(holds_lost_letter)
}

/// The runs of characters without white space.
fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(|letter: char| !letter.is_ascii_whitespace())?;
        let rest = &text[start..];
        at = start + rest.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(rest.len());
        Some(Span::new(start, at))
    })
}

/// Adds the readings of a word that suppose lost letters, seen with what stands around it.
fn add_readings(text: &str, word: Span, channel: &Channel, edges: &mut Vec<Edge>) {
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let from = (word.start.saturating_sub(CONTEXT_BYTES)..word.start)
        .find(is_boundary)
        .unwrap_or(word.start);
    let to =
        (word.end..text.len().min(word.end + CONTEXT_BYTES)).rfind(is_boundary).unwrap_or(word.end);
    let cells = cell::cells(text, Span::new(from, to));
    for start in 0..cells.len() {
        if word.start <= cells[start].at && cells[start].at < word.end {
            dropped_letters::add_readings(&cells, start, channel, edges);
            substituted_letters::add_readings(&cells, start, channel, edges);
        }
    }
}
