//! Decoders: the ways in which wrongly decoded text can be decoded.
//! In: a stretch of text and a decoder. Out: its letters, each with its alternatives. Never judges; `line_decoding`
//! does.

use super::code_pages::CodePage;
use super::letter::DecodedLetter;
use super::lost_bytes::Layer;
use super::table::{Table, table};
use super::utf8;
use super::{latin1, viqr, windows};
use crate::encoding::kind::Encoding;
use crate::language::letters::is_letter;
use crate::span::Span;

/// A way to decode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decoder {
    /// Text in an old encoding, decoded as Windows-1252 or Latin-1. Exceptions: text in Latin-1 was decoded as
    /// Windows-1258; text in VIQR is ASCII, which no code page changes.
    Old(Encoding),
    /// UTF-8 that was wrongly decoded once.
    Utf8(Layer),
    /// UTF-8 that was wrongly decoded twice: first as `inner` says, then as `outer` does.
    Utf8Twice {
        /// The second wrong decoding, which is undone first.
        outer: Layer,
        /// The first wrong decoding.
        inner: Layer,
    },
}

/// At most 64 KiB: a longer line is not searched for blanks that stand for lost bytes. A bound of time, not measured.
const MOST_LINE_BYTES: usize = 1 << 16;
/// The old encodings, each of which has one decoder.
pub const OLD: [Decoder; 7] = [
    Decoder::Old(Encoding::Tcvn3),
    Decoder::Old(Encoding::Vni),
    Decoder::Old(Encoding::Vps),
    Decoder::Old(Encoding::Viscii),
    Decoder::Old(Encoding::Viqr),
    Decoder::Old(Encoding::Windows1258),
    Decoder::Old(Encoding::Latin1),
];
/// Signs of Windows-1252 whose codes may be letters in an old encoding. A writer may have meant either.
const WINDOWS_SIGNS: &str = "“”‘’–—…•";
/// The byte of the no-break space in Windows-1252.
const NO_BREAK_SPACE: u8 = 0xa0;

impl Decoder {
    /// The decoder of an encoding; of UTF-8, decoded as Windows-1252 without loss.
    pub fn of(encoding: Encoding) -> Decoder {
        let layer = Layer::lossless(CodePage::Windows1252);
        match encoding {
            Encoding::Utf8 => Decoder::Utf8(layer),
            Encoding::Utf8Twice => Decoder::Utf8Twice { outer: layer, inner: layer },
            _ => Decoder::Old(encoding),
        }
    }

    /// The encoding in which the text was written.
    pub fn encoding(self) -> Encoding {
        match self {
            Decoder::Old(encoding) => encoding,
            Decoder::Utf8(_) => Encoding::Utf8,
            Decoder::Utf8Twice { .. } => Encoding::Utf8Twice,
        }
    }

    /// The letters of a word, in order, each with what it may be instead. Their spans are bytes of `word`.
    pub fn letters(self, word: &str) -> Vec<DecodedLetter> {
        match self {
            Decoder::Old(Encoding::Latin1) => latin1::letters(word),
            Decoder::Old(encoding) => match table(encoding) {
                Some(table) => letters_by_table(word, table),
                None => viqr::letters(word),
            },
            Decoder::Utf8(layer) => utf8::decoded(&utf8::characters(word), layer, None),
            Decoder::Utf8Twice { outer, inner } => {
                let once = utf8::decoded(&utf8::characters(word), outer, Some(inner.page));
                utf8::decoded(&once, inner, None)
            }
        }
    }

    /// The places of the words of a line, in order, as bytes of `text`. Words are separated by ASCII whitespace. Where
    /// a blank may stand for a lost byte, only decoding tells which blanks separate words.
    pub fn words(self, text: &str, line: Span) -> Box<dyn Iterator<Item = Span> + '_> {
        let has_lost_blanks = match self {
            Decoder::Old(_) => false,
            Decoder::Utf8(layer) => layer.may_hold_blanks(),
            Decoder::Utf8Twice { outer, inner } => {
                outer.may_hold_blanks() || inner.may_hold_blanks()
            }
        };
        if !has_lost_blanks || line.len() > MOST_LINE_BYTES {
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

    /// The byte that the last wrong decoding took for `letter`; `None` where it gives no such character.
    fn byte_of(self, letter: char) -> Option<u8> {
        match self {
            Decoder::Old(Encoding::Viqr) => u8::try_from(letter).ok().filter(u8::is_ascii),
            // Letters beyond Latin-1 were never decoded.
            Decoder::Old(Encoding::Latin1) => Some(0),
            Decoder::Old(_) => windows::byte_of(letter),
            Decoder::Utf8(layer) => layer.page.byte_of(letter),
            Decoder::Utf8Twice { outer, .. } => outer.page.byte_of(letter),
        }
    }

    /// Whether `word` holds a letter that no text of this encoding has after it was wrongly decoded.
    pub fn cannot_give(self, word: &str) -> bool {
        word.chars().any(|letter| is_letter(letter) && self.byte_of(letter).is_none())
    }

    /// Whether the decoder is worth trying on `line` by itself, as far as a cheap test tells. Always true for the
    /// encodings that have a table. VIQR: at least [`viqr::LEAST_MARKS`] marks that are hardly punctuation. Latin-1: a
    /// tone on a consonant. UTF-8: a character that may be the first byte of a letter. With fewer signs it is false,
    /// even if the decoder would change the line.
    pub fn may_suit(self, line: &str) -> bool {
        match self {
            Decoder::Old(Encoding::Viqr) => viqr::holds_marks(line, viqr::LEAST_MARKS),
            Decoder::Old(Encoding::Latin1) => latin1::count_toned_consonants(line, 1) > 0,
            Decoder::Old(_) => true,
            Decoder::Utf8(_) | Decoder::Utf8Twice { .. } => {
                line.chars().filter(|letter| !letter.is_ascii()).any(|letter| {
                    self.byte_of(letter).is_some_and(|byte| utf8::UTF8_LEADS.contains(&byte))
                })
            }
        }
    }

    /// The same, less strict, for a line of a paper in which this decoder was right on other lines.
    pub fn may_suit_again(self, line: &str) -> bool {
        match self {
            Decoder::Old(Encoding::Viqr) => {
                viqr::holds_marks(line, 1) || line.contains(['.', '?', '\'', '+', '('])
            }
            Decoder::Old(Encoding::Latin1) => !line.is_ascii(),
            _ => self.may_suit(line),
        }
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
