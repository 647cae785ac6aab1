//! UTF-8 whose bytes were each decoded as a character of some code page, also where some of them were lost.
//! In: characters and a [`Layer`], one wrong decoding. Out: the letters that their bytes are in UTF-8; where a byte is
//! missing, all letters that it is likely to have been part of (`is_likely`). Readings without a missing byte go before
//! all others, then those of most characters. Never decides between the rest; `line_decoding` does. The exceptions: an
//! open case becomes small, and of several signs of punctuation the neighbours choose one.

use super::code_pages::CodePage;
use super::letter::{DecodedLetter, Letters};
use super::lost_bytes::{
    Layer, LostSpaces, NO_BREAK_SPACE, SIGNS, SOFT_HYPHEN, is_likely, length_of,
};
use crate::language::letters::lower;
use crate::span::Span;

/// The first bytes in UTF-8 of Vietnamese letters, of their combining tones and of signs that papers use.
pub const UTF8_LEADS: [u8; 8] = [0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xcc, 0xe1, 0xe2];

/// The characters of `text`, each as a letter.
pub fn characters(text: &str) -> Vec<DecodedLetter> {
    let letters = text.char_indices();
    letters.map(|(at, letter)| DecodedLetter::certain(at, letter.len_utf8(), letter)).collect()
}

/// Takes the characters of `letters` as bytes of the code page of `layer` and decodes these as UTF-8, also where a byte
/// is missing that `layer` says was lost; where that gives nothing, also with any other loss, even if `layer` tells of
/// none. So a first byte by itself (`Ã`) is decoded too. What is no UTF-8 even so stays; its alternatives go where
/// `next` is `None`. `next` is the code page as which the result will be decoded once more; `None` where the result is
/// the text.
pub fn decoded(
    letters: &[DecodedLetter],
    layer: Layer,
    next: Option<CodePage>,
) -> Vec<DecodedLetter> {
    let mut decoded = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let first = &letters[at];
        let found = Sequence::at(letters, at, layer, next);
        let Some(Sequence { end, possible, has_lost_byte }) = found else {
            // No sequence of UTF-8: the character stays.
            let mut letter = first.clone();
            if next.is_none() {
                letter.alternatives.clear();
            }
            decoded.push(letter);
            at += 1;
            continue;
        };
        let mut letter = DecodedLetter {
            from: Span::new(first.from.start, letters[end - 1].from.end),
            letter: possible[0][0],
            alternatives: possible[1..].to_vec(),
            has_lost_byte: has_lost_byte
                || letters[at..end].iter().any(|letter| letter.has_lost_byte),
            is_case_open: false,
        };
        if next.is_none() {
            open_case(&mut letter, &possible);
            if letter.has_lost_byte && SIGNS.contains(letter.letter) {
                let before = decoded.last().map_or(' ', |letter: &DecodedLetter| letter.letter);
                let behind = letters.get(end).map_or(' ', |letter| letter.letter);
                choose_sign(&mut letter, before, behind);
            }
        }
        decoded.push(letter);
        at = end;
    }
    decoded
}

/// Where a letter may be small or a capital, keeps only the small one and notes that its case is open.
fn open_case(letter: &mut DecodedLetter, possible: &[Letters]) {
    let is_small = |one: &Letters| lower(one[0]) == one[0];
    let (mut left, mut is_open) = (Vec::new(), false);
    for one in possible {
        let small = [lower(one[0]), one[1]];
        if is_small(one) || !possible.contains(&small) {
            left.push(*one);
        } else {
            is_open = true;
        }
    }
    if is_open {
        letter.letter = left[0][0];
        letter.alternatives = left.split_off(1);
        letter.is_case_open = true;
    }
}

/// Of the signs of punctuation that a letter may be, takes the one that its neighbours tell: an opening quotation mark
/// behind a blank or parenthesis, a closing one behind anything else, a dash between blanks. Changes nothing where the
/// letter may not be that sign.
fn choose_sign(letter: &mut DecodedLetter, before: char, behind: char) {
    let is_open = |one: char| one.is_whitespace() || "(\u{a0}".contains(one);
    let wanted = match (is_open(before), is_open(behind)) {
        (true, true) => '–',
        (true, false) => '“',
        (false, _) => '”',
    };
    if ways(letter).any(|one| one[0] == wanted) {
        letter.letter = wanted;
        letter.alternatives.clear();
    }
}

/// A sequence of UTF-8.
struct Sequence {
    /// The index behind its last character.
    end: usize,
    /// The letters that it may be, never empty; the second of a pair is a blank that stands behind the letter, or NUL.
    possible: Vec<Letters>,
    /// Whether at least one of its bytes is missing.
    has_lost_byte: bool,
}

impl Sequence {
    /// The sequence that begins at index `at`; `None` where none does. One without a missing byte goes before all
    /// others; then the longest is taken.
    fn at(
        letters: &[DecodedLetter],
        at: usize,
        layer: Layer,
        next: Option<CodePage>,
    ) -> Option<Sequence> {
        let mut search = Search { letters, layer, next, any_loss: false, found: Vec::new() };
        search.from(at);
        if search.found.is_empty() {
            search.any_loss = true;
            search.from(at);
        }
        let mut found = search.found;
        if found.iter().any(|one| !one.has_lost_byte) {
            found.retain(|one| !one.has_lost_byte);
        }
        let end = found.iter().map(|one| one.end).max()?;
        let has_lost_byte = found[0].has_lost_byte;
        let mut possible: Vec<Letters> = Vec::new();
        for Found { end: own_end, letters: mut own, .. } in found {
            let is_blank_behind =
                own_end + 1 == end && letters[own_end].letter == ' ' && own[1] == '\0';
            if is_blank_behind {
                own[1] = ' ';
            } else if own_end != end {
                continue;
            }
            if !possible.contains(&own) {
                possible.push(own);
            }
        }
        // Small letters are likelier than capitals. A letter with a blank behind it comes behind all without.
        possible.sort_by_key(|one| (one[1], lower(one[0]) != one[0]));
        Some(Sequence { end, possible, has_lost_byte })
    }
}

/// A letter that was found.
struct Found {
    /// The index behind the last character of it.
    end: usize,
    /// The letter, and a blank behind it or NUL.
    letters: Letters,
    /// Whether at least one of its bytes is missing.
    has_lost_byte: bool,
}

/// The bytes of a letter so far.
#[derive(Clone, Copy)]
struct Bytes {
    /// The bytes.
    bytes: [u8; 4],
    /// How many there are.
    count: usize,
    /// How many there will be.
    length: usize,
    /// The index behind the character of the last.
    end: usize,
    /// How many of them are missing from the text.
    lost: usize,
    /// A blank that stands behind the letter, or NUL.
    blank: char,
}

impl Bytes {
    /// These and another byte.
    fn and(mut self, byte: u8, end: usize) -> Bytes {
        self.bytes[self.count] = byte;
        self.count += 1;
        self.end = end;
        self
    }
}

/// The search for the letters that begin at one character.
struct Search<'l> {
    letters: &'l [DecodedLetter],
    layer: Layer,
    /// See [`decoded`].
    next: Option<CodePage>,
    /// Whether every byte that programs lose may be gone or a `?`, also where the layer says otherwise.
    any_loss: bool,
    found: Vec<Found>,
}

impl Search<'_> {
    fn from(&mut self, at: usize) {
        for [first, blank] in ways(&self.letters[at]) {
            let Some(byte) = self.layer.page.byte_of(first).filter(|_| blank == '\0') else {
                continue;
            };
            let length = length_of(byte);
            if length > 0 {
                let none = Bytes { bytes: [0; 4], count: 0, length, end: at, lost: 0, blank };
                self.extend(none.and(byte, at + 1));
            }
        }
    }

    /// Extends the bytes of a letter by all that may follow.
    fn extend(&mut self, so_far: Bytes) {
        if so_far.count == so_far.length {
            return self.finish(so_far);
        }
        let (page, at) = (self.layer.page, so_far.end);
        let mut is_there = false;
        if let Some(letter) = self.letters.get(at) {
            for [one, blank] in ways(letter) {
                let byte = page.byte_of(one).filter(|byte| (0x80..0xc0).contains(byte));
                let is_last = so_far.count + 1 == so_far.length;
                if let Some(byte) = byte.filter(|_| blank == '\0' || is_last) {
                    is_there = true;
                    self.extend(Bytes { blank, ..so_far }.and(byte, at + 1));
                }
            }
        }
        if !is_there {
            self.lose(so_far);
        } else if self.any_loss && so_far.bytes[0] == 0xe2 && so_far.count == 1 {
            // A sign of punctuation: its second byte 0x80 may be lost and the third be there.
            self.lose(so_far);
        }
    }

    /// Supposes that the next byte is missing. Of a letter only the last may be; of a sign of punctuation (E2 80 …) the
    /// second, the third or both.
    fn lose(&mut self, so_far: Bytes) {
        let is_last = so_far.count + 1 == so_far.length;
        let is_sign = so_far.bytes[0] == 0xe2;
        if !is_sign && (!is_last || so_far.lost > 0) {
            return;
        }
        let Layer { page, undefined, spaces, lost_soft_hyphens } = self.layer;
        let lost = Bytes { lost: so_far.lost + 1, ..so_far };
        let at = so_far.end;
        let next = self.letters.get(at).map_or('\0', |letter| letter.letter);
        let is_stand_in =
            next == '\u{fffd}' || next != '\0' && next == undefined || self.any_loss && next == '?';
        let vanished = undefined == '\0' && next != '\u{fffd}' || self.any_loss;
        for byte in page.undefined().iter().copied().filter(|byte| is_last || *byte == 0x80) {
            if is_stand_in {
                self.extend(lost.and(byte, at + 1));
            }
            if vanished {
                self.extend(lost.and(byte, at));
            }
        }
        if !page.has_no_break_space() || !is_last {
            return;
        }
        let behind = self.letters.get(at + 1).map_or('\0', |letter| letter.letter);
        // Two blanks: the lost space and the end of the word. A word by itself ends with the first of them.
        let is_double =
            spaces == LostSpaces::Blank && matches!(behind, ' ' | '\0') && self.next.is_none();
        let is_lost_blank = match spaces {
            LostSpaces::Blank if self.next.is_some() => true,
            // Of a single blank nothing but what follows tells what it was.
            LostSpaces::Blank | LostSpaces::Collapsed => is_double || self.may_end_syllable(at + 1),
            LostSpaces::Kept | LostSpaces::Vanished => false,
        };
        if next == ' ' && is_lost_blank {
            self.extend(lost.and(NO_BREAK_SPACE, at + 1));
        }
        // A word ends at a blank, or is all there is.
        let is_at_end = matches!(next, ' ' | '\0');
        let is_lost_space = match spaces {
            LostSpaces::Vanished => true,
            LostSpaces::Collapsed | LostSpaces::Blank => is_at_end && !is_double,
            LostSpaces::Kept => false,
        };
        if is_lost_space || self.any_loss {
            self.extend(lost.and(NO_BREAK_SPACE, at));
        }
        if page.has_soft_hyphen() && (lost_soft_hyphens || self.any_loss) {
            self.extend(lost.and(SOFT_HYPHEN, at));
        }
    }

    /// Whether the rest of a syllable behind `à`, `Ạ` or `Ơ` may begin at index `at`. Where the result will be decoded
    /// once more, any character beyond ASCII may begin it.
    fn may_end_syllable(&self, at: usize) -> bool {
        let next = self.letters.get(at).map_or('\0', |letter| letter.letter);
        let is_end = "imnouyIMNOUYPCT".contains(next);
        let is_mark = !next.is_ascii() && self.next.is_some();
        is_end || is_mark
    }

    /// Adds the letter of complete bytes to what was found, if they are valid UTF-8; where a byte is missing, only a
    /// likely one.
    fn finish(&mut self, whole: Bytes) {
        let letter = std::str::from_utf8(&whole.bytes[..whole.length]).ok();
        let Some(letter) = letter.and_then(|letter| letter.chars().next()) else { return };
        let has_lost_byte = whole.lost > 0;
        if !has_lost_byte || is_likely(letter, self.next) {
            let letters = [letter, whole.blank];
            self.found.push(Found { end: whole.end, letters, has_lost_byte });
        }
    }
}

/// What a character may be: itself, or one of its alternatives.
fn ways(letter: &DecodedLetter) -> impl Iterator<Item = Letters> {
    std::iter::once([letter.letter, '\0']).chain(letter.alternatives.iter().copied())
}

/// `letters` taken as bytes of `page` and decoded, where these are complete sequences of UTF-8. The rest stays.
pub fn decoded_plainly(letters: &[char], page: CodePage) -> Vec<char> {
    let mut decoded = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let (mut bytes, mut found) = ([0; 4], 0);
        let first = page.byte_of(letters[at]).unwrap_or(0);
        let length = length_of(first);
        for letter in letters[at..].iter().take(length) {
            let Some(byte) = page.byte_of(*letter) else { break };
            bytes[found] = byte;
            found += 1;
        }
        let whole = std::str::from_utf8(&bytes[..length]).ok().filter(|_| found == length);
        match whole.and_then(|whole| whole.chars().next()) {
            Some(letter) => decoded.push(letter),
            None => {
                decoded.push(letters[at]);
                found = 1;
            }
        }
        at += found;
    }
    decoded
}

/// How many bytes the complete sequences of UTF-8 have that `letters` hold when they are taken as bytes of `page`.
/// ASCII does not count. Only first and later bytes are told apart: a sequence need not be a valid character.
pub fn count_sequences(letters: &[char], page: CodePage) -> usize {
    let (mut count, mut left, mut length) = (0, 0, 0);
    for letter in letters {
        let byte = if letter.is_ascii() { 0 } else { page.byte_of(*letter).unwrap_or(0) };
        if left > 0 && (0x80..0xc0).contains(&byte) {
            left -= 1;
            count += if left == 0 { length } else { 0 };
        } else {
            length = length_of(byte);
            left = length.saturating_sub(1);
        }
    }
    count
}
