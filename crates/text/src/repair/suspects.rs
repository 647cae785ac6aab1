//! The words of a paper in which letters may be lost with nothing or another character in place.
//! In: text; what is known of the channel. Out: regions to be weighed.
//! Only asked where the census says that something is wrong.

use std::collections::HashMap;

use super::channel::Channel;
use super::edge::Edge;
use super::lexicon::lexicon;
use super::region::Regions;
use super::skeleton::skeletons;
use super::{cell, closed, orderly, swapped};
use crate::language::letters;
use crate::language::model::{Id, model};
use crate::span::Span;

/// No region is longer, in bytes.
const LONGEST: usize = 300;
/// A word that comes again tells nothing new: so often it is looked at.
const TIMES: usize = 3;
/// So many bytes around a word are seen with it.
const AROUND: usize = 16;
/// What stands around words; any other sign may stand for a letter.
const PUNCTUATION: &[char] =
    &['.', ',', ';', ':', '!', '?', '(', ')', '[', ']', '"', '\'', '/', '-', '“', '”', '…'];
/// Longer runs of characters are no words.
const LONGEST_WORD: usize = 64;

/// The words that are none and may be what is left of one, or of which a letter is missing that is
/// `supposed` to be lost; each a few times at most. Some of their letters stand at `places`.
pub fn strange(text: &str, places: &[usize], supposed: &Channel) -> Vec<Span> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut regions = Regions::new(text, LONGEST);
    let (mut edges, mut done) = (Vec::new(), 0);
    for at in places {
        if *at < done {
            continue;
        }
        let word = word_around(text, *at);
        done = word.end;
        let times = seen.entry(word.of(text)).or_default();
        if word.len() > LONGEST_WORD || *times >= TIMES || orderly::is_hyphenated(text, word.start)
        {
            continue;
        }
        edges.clear();
        read(text, word, supposed, &mut edges);
        // What cannot be read otherwise is not asked again.
        *times = if edges.is_empty() { TIMES } else { *times + 1 };
        if !edges.is_empty() {
            regions.add(word);
        }
    }
    regions.finish()
}

/// The run of characters without white that holds byte `at`.
fn word_around(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |white| white + 1);
    let end = bytes[at..].iter().position(u8::is_ascii_whitespace);
    Span::new(start, end.map_or(text.len(), |end| at + end))
}

/// The words that may be what `channel` left of another.
pub fn touched(text: &str, channel: &Channel) -> Vec<Span> {
    let gone = channel.gone();
    let mut regions = Regions::new(text, LONGEST);
    let mut edges = Vec::new();
    let words = words(text).filter(|word| word.len() <= LONGEST_WORD);
    for word in words.filter(|word| !is_in_order(word.of(text), channel, &gone)) {
        if orderly::is_hyphenated(text, word.start) {
            continue;
        }
        edges.clear();
        read(text, word, channel, &mut edges);
        if edges.iter().any(|edge| channel.believes(edge)) {
            regions.add(word);
        }
    }
    regions.finish()
}

/// Whether a word is one, and cannot be what is left of another: none of which the `gone` letters are
/// lost without a trace leaves it, and no character of it stands for a letter. That is nearly every
/// word, so it is asked first.
fn is_in_order(word: &str, channel: &Channel, gone: &[char]) -> bool {
    let word = word.trim_matches(PUNCTUATION);
    let known = lexicon().written(word).is_some_and(|word| word.is_quiet);
    let holds = |id: &Id| model().word(*id).contains(gone);
    known
        && !word.chars().any(|letter| channel.swaps(letter))
        && (gone.is_empty() || !skeletons().closed(&letters::lower_word(word)).iter().any(holds))
}

/// The runs of characters that are not white.
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

/// The readings of a word that suppose lost letters, seen with what stands around it.
fn read(text: &str, word: Span, channel: &Channel, edges: &mut Vec<Edge>) {
    let border = |at: &usize| text.is_char_boundary(*at);
    let from = (word.start.saturating_sub(AROUND)..word.start).find(border).unwrap_or(word.start);
    let to = (word.end..text.len().min(word.end + AROUND)).rfind(border).unwrap_or(word.end);
    let cells = cell::cells(text, Span::new(from, to));
    let inside = |cell: &cell::Cell| word.start <= cell.at && cell.at < word.end;
    for start in (0..cells.len()).filter(|start| inside(&cells[*start])) {
        closed::damaged(&cells, start, channel, edges);
        swapped::damaged(&cells, start, channel, edges);
    }
}
