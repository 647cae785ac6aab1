//! Decoders: the ways in which wrongly decoded text can be decoded.
//! In: a stretch of text and a decoder. Out: its letters, each with its alternatives. Never judges; `line_decoding`
//! does.

use super::letter::DecodedLetter;
use super::table::{Table, table};
use super::{utf8, viqr, windows};
use crate::encoding::kind::Encoding;
use crate::span::Span;

/// A way to decode: an encoding, and what stands for lost bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decoder {
    /// The encoding in which the text was written.
    pub encoding: Encoding,
    /// The character that stands in the text for a lost byte; NUL where nothing stands for it. Of use to UTF-8 alone.
    pub lost_byte: char,
}

/// At most 64 KiB: a longer line is not searched for blanks that stand for lost bytes. A bound of time, not measured.
const MOST_LINE_BYTES: usize = 1 << 16;
/// What may stand for a lost byte, which is one that Windows-1252 leaves undefined or that prints as nothing. NUL:
/// nothing.
const LOST_BYTES: [char; 4] = ['\0', ' ', '?', '\u{fffd}'];
/// Number of encodings before UTF-8 in [`Encoding::ALL`]; each has one decoder.
const OLD_ENCODINGS: usize = 6;
/// Number of decoders: one for each old encoding; for UTF-8 decoded wrongly once and twice, one for each of
/// [`LOST_BYTES`].
pub const COUNT: usize = OLD_ENCODINGS + 2 * LOST_BYTES.len();

/// All decoders: the old encodings in the order of [`Encoding::ALL`], then UTF-8 wrongly decoded once, then twice.
pub const ALL: [Decoder; COUNT] = {
    let mut all = [Decoder { encoding: Encoding::Utf8, lost_byte: '\0' }; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < OLD_ENCODINGS {
            Decoder { encoding: Encoding::ALL[at], lost_byte: '\0' }
        } else {
            let at = at - OLD_ENCODINGS;
            Decoder {
                encoding: Encoding::ALL[OLD_ENCODINGS + at / LOST_BYTES.len()],
                lost_byte: LOST_BYTES[at % LOST_BYTES.len()],
            }
        };
        at += 1;
    }
    all
};

/// What the first UTF-8 bytes of Vietnamese letters and of quotation marks become when they are wrongly decoded.
const UTF8_LEADS: [char; 6] = ['Ã', 'Ä', 'Å', 'Æ', 'á', 'â'];
/// Signs of Windows-1252 whose codes may be letters in an old encoding. A writer may have meant either.
const WINDOWS_SIGNS: &str = "“”‘’–—…•";
/// The byte of the no-break space in Windows-1252.
const NO_BREAK_SPACE: u8 = 0xa0;

impl Decoder {
    /// The letters of a word, in order, each with what it may be instead. Their spans are bytes of `word`.
    pub fn letters(self, word: &str) -> Vec<DecodedLetter> {
        match table(self.encoding) {
            Some(table) => letters_by_table(word, table),
            None if self.encoding == Encoding::Viqr => viqr::letters(word),
            None if self.encoding == Encoding::Utf8 => {
                utf8::decoded(utf8::characters(word), self.lost_byte, true)
            }
            None => {
                let once = utf8::decoded(utf8::characters(word), self.lost_byte, false);
                utf8::decoded(once, self.lost_byte, true)
            }
        }
    }

    /// The places of the words of a line, in order, as bytes of `text`. Words are separated by ASCII whitespace. Where
    /// a blank may stand for a lost byte, only decoding tells which blanks separate words.
    pub fn words(self, text: &str, line: Span) -> Box<dyn Iterator<Item = Span> + '_> {
        if self.lost_byte != ' ' || line.len() > MOST_LINE_BYTES {
            let words = line.of(text).split(|letter: char| letter.is_ascii_whitespace());
            let place = move |word: &str| {
                let start = word.as_ptr().addr() - text.as_ptr().addr();
                Span::new(start, start + word.len())
            };
            return Box::new(words.filter(|word| !word.is_empty()).map(place));
        }
        let letters = self.letters(line.of(text));
        let is_blank = |letter: &DecodedLetter| {
            letter.letter.is_ascii_whitespace() && letter.alternatives.is_empty()
        };
        let words = letters.split(is_blank).filter(|word| !word.is_empty());
        let place = |word: &[DecodedLetter]| {
            let (start, end) = (word[0].from.start, word[word.len() - 1].from.end);
            Span::new(line.start + start, line.start + end)
        };
        Box::new(words.map(place).collect::<Vec<_>>().into_iter())
    }

    /// Whether `word` holds a letter that no text of this encoding has after it was wrongly decoded: for VIQR one
    /// beyond ASCII, for any other one that Windows-1252 and Latin-1 lack.
    pub fn cannot_give(self, word: &str) -> bool {
        let is_possible = |letter: char| match self.encoding {
            Encoding::Viqr => letter.is_ascii(),
            _ => windows::byte_of(letter).is_some(),
        };
        word.chars().any(|letter| letter.is_alphabetic() && !is_possible(letter))
    }

    /// Whether `line` holds characters that this decoder may change, as far as a cheap test tells. Always true for the
    /// encodings that have a table.
    pub fn may_suit(self, line: &str) -> bool {
        // The replacement character U+FFFD may itself have been wrongly decoded.
        let holds_lost_byte = || {
            self.lost_byte == '\0'
                || line.contains(self.lost_byte)
                || self.lost_byte == '\u{fffd}' && line.contains("ï¿½")
        };
        match self.encoding {
            Encoding::Viqr => viqr::holds_marks(line, viqr::LEAST_MARKS),
            Encoding::Utf8 => holds_lost_byte() && line.contains(UTF8_LEADS),
            Encoding::Utf8Twice => {
                holds_lost_byte() && line.contains('Ã') && line.contains(['Â', 'â', 'Æ'])
            }
            _ => true,
        }
    }

    /// The same, less strict, for a line of a paper in which this decoder was right on other lines.
    pub fn may_suit_again(self, line: &str) -> bool {
        match self.encoding {
            Encoding::Viqr => viqr::holds_marks(line, 1) || line.contains(['.', '?', '\'']),
            Encoding::Utf8 | Encoding::Utf8Twice => line.contains(UTF8_LEADS),
            _ => true,
        }
    }

    /// All decoders of the same encoding, this one among them. They differ in what stands for a lost byte.
    pub fn siblings(self) -> impl Iterator<Item = Decoder> {
        ALL.into_iter().filter(move |other| other.encoding == self.encoding)
    }
}

/// The letters of a text by the table of an encoding that has one or two bytes a letter.
fn letters_by_table(text: &str, table: &Table) -> Vec<DecodedLetter> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let Some(byte) = windows::byte_of(letter) else {
            decoded.push(DecodedLetter::certain(start, letter.len_utf8(), letter));
            continue;
        };
        let next = letters.peek().and_then(|(_, next)| Some((*next, windows::byte_of(*next)?)));
        let pair = next.and_then(|(next, marks)| Some((next, table.two(byte, marks)?)));
        if let Some((next, to)) = pair {
            letters.next();
            let length = letter.len_utf8() + next.len_utf8();
            decoded.push(DecodedLetter::certain(start, length, to));
            continue;
        }
        // What Latin-1 decodes as a control character is punctuation in Windows-1252.
        let sign = windows::char_of(byte);
        let mut one = DecodedLetter::certain(start, letter.len_utf8(), sign);
        match (table.one(byte), table.capital(byte)) {
            (Some(to), _) => {
                one.letter = to;
                if byte == NO_BREAK_SPACE || WINDOWS_SIGNS.contains(sign) {
                    one.alternatives.push([sign, '\0']);
                }
            }
            (None, Some(capital)) if byte < 0x20 => one.letter = capital,
            (None, Some(capital)) => one.alternatives.push([capital, '\0']),
            (None, None) => {}
        }
        decoded.push(one);
    }
    decoded
}
