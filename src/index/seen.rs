//! Remembers the terms of syllables met before: a language has a few thousand, a corpus millions.
//! In: the bytes of a text from a token on. Out: the length of the token and its term, if it was met.
//! Never decides what a token is: only what `analyse` settled is kept, and what parts words is plain.

use super::fold::{ASCII, SEPARATOR};

/// How many terms are remembered, a power of two; a newer one takes the place of an older one.
const ROOM: usize = 8_192;
/// No syllable is longer, in bytes.
const LONGEST: usize = 24;

/// The terms met so far; none at all until it is enabled.
#[derive(Clone, Default)]
pub struct Seen {
    entries: Vec<Entry>,
}

#[derive(Clone, Default)]
struct Entry {
    length: u8,
    bytes: [u8; LONGEST],
    term: String,
}

impl Seen {
    /// Makes room to remember. Without it nothing is kept, which suits a text that is read once.
    pub fn enable(&mut self) {
        if self.entries.is_empty() {
            self.entries = vec![Entry::default(); ROOM];
        }
    }

    /// Puts the term of the token at the head of `text` into `term`; gives the token's length.
    pub fn recall(&self, text: &[u8], term: &mut String) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let (length, place) = token(text)?;
        let entry = &self.entries[place];
        if entry.length as usize != length || entry.bytes[..length] != text[..length] {
            return None;
        }
        term.push_str(&entry.term);
        Some(length)
    }

    /// Remembers the term of a token, where the token is as short and plain as syllables are.
    pub fn keep(&mut self, bytes: &[u8], term: &str) {
        if self.entries.is_empty() {
            return;
        }
        let Some((length, place)) = token(bytes) else { return };
        if length != bytes.len() {
            return;
        }
        let entry = &mut self.entries[place];
        entry.length = length as u8;
        entry.bytes[..length].copy_from_slice(bytes);
        entry.term.clear();
        entry.term.push_str(term);
    }
}

/// The length of a token of plain letters at the head of `text`, and its place among the entries.
/// Letters outside ASCII and the Vietnamese blocks, and signs of three bytes, are left to `analyse`.
fn token(text: &[u8]) -> Option<(usize, usize)> {
    let (mut at, mut hash) = (0, 0_u64);
    while let Some(byte) = text.get(at) {
        let length = match byte {
            0..=0x7F if ASCII[*byte as usize] == SEPARATOR => break,
            0..=0x7F => 1,
            // U+0100 to U+01FF and U+1E80 to U+1EFF hold letters only; U+00C0 to U+00FF all but two.
            0xC4..=0xC7 => 2,
            0xC3 if !matches!(text.get(at + 1), Some(0x97 | 0xB7)) => 2,
            0xE1 if matches!(text.get(at + 1), Some(0xBA | 0xBB)) => 3,
            // Three bytes of punctuation end a word; nothing here can go on with a combining mark.
            0xE2 if text.get(at + 1) == Some(&0x80) => break,
            _ => return None,
        };
        if at + length > LONGEST || at + length > text.len() {
            return None;
        }
        for byte in &text[at..at + length] {
            hash = (hash.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
        at += length;
    }
    (at > 0).then_some((at, (hash >> 40) as usize % ROOM))
}
