//! The ways in which a text that was misread can be read.
//! In: a stretch of text and a reader. Out: its letters, each with what it may be instead.
//! Never judges; `line` does.

use super::table::{Table, table};
use super::unit::{Unit, unit};
use super::{utf8, viqr, windows};
use crate::encoding::kind::Encoding;
use crate::span::Span;

/// A way to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reader {
    /// How the text was written.
    pub encoding: Encoding,
    /// What stands for a byte that was lost: a character, or NUL for nothing at all.
    pub stands: char,
}

/// A line without blanks of more bytes than this is not looked through for lost ones.
const LONGEST: usize = 1 << 16;

/// What may stand for a byte that Windows-1252 does not know.
const STANDS: [char; 4] = ['\0', ' ', '?', '\u{fffd}'];

/// How many readers there are.
pub const COUNT: usize = 6 + 2 * STANDS.len();

/// All readers.
pub const ALL: [Reader; COUNT] = {
    let mut all = [Reader { encoding: Encoding::Utf8, stands: '\0' }; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < 6 {
            Reader { encoding: Encoding::ALL[at], stands: '\0' }
        } else {
            Reader { encoding: Encoding::ALL[6 + (at - 6) / 4], stands: STANDS[(at - 6) % 4] }
        };
        at += 1;
    }
    all
};

impl Reader {
    /// The letters of a word.
    pub fn units(self, word: &str) -> Vec<Unit> {
        match table(self.encoding) {
            Some(table) => with_table(word, table),
            None if self.encoding == Encoding::Viqr => viqr::units(word),
            None => {
                let once = |letters, last| utf8::units(letters, self.stands, last);
                let letters = utf8::letters(word);
                if self.encoding == Encoding::Utf8 {
                    return once(letters, true);
                }
                once(once(letters, false), true)
            }
        }
    }

    /// The places of the words of a line. Where a blank may stand for a lost byte, only the letters tell
    /// whether it does.
    pub fn words(self, text: &str, line: Span) -> Box<dyn Iterator<Item = Span> + '_> {
        if self.stands != ' ' || line.len() > LONGEST {
            let words = line.of(text).split(|letter: char| letter.is_ascii_whitespace());
            let place = move |word: &str| {
                let start = word.as_ptr().addr() - text.as_ptr().addr();
                Span::new(start, start + word.len())
            };
            return Box::new(words.filter(|word| !word.is_empty()).map(place));
        }
        let units = self.units(line.of(text));
        let is_blank = |unit: &Unit| unit.to.is_ascii_whitespace() && unit.or.is_empty();
        let words = units.split(is_blank).filter(|word| !word.is_empty());
        let place = |word: &[Unit]| {
            let (start, end) = (word[0].from.start, word[word.len() - 1].from.end);
            Span::new(line.start + start, line.start + end)
        };
        Box::new(words.map(place).collect::<Vec<_>>().into_iter())
    }

    /// Whether `word` holds a letter that this way of misreading never gives.
    pub fn lacks(self, word: &str) -> bool {
        let given = |letter: char| match self.encoding {
            Encoding::Viqr => letter.is_ascii(),
            _ => windows::byte_of(letter).is_some(),
        };
        word.chars().any(|letter| letter.is_alphabetic() && !given(letter))
    }

    /// Whether this reader could make anything of `line`; asked before the line is read.
    pub fn suits(self, line: &str) -> bool {
        // The replacement character may have been misread itself.
        let holds = |sign| {
            sign == '\0' || line.contains(sign) || sign == '\u{fffd}' && line.contains("ï¿½")
        };
        match self.encoding {
            Encoding::Viqr => viqr::marks(line, 3),
            Encoding::Utf8 => holds(self.stands) && line.contains(LEADS),
            Encoding::Utf8Twice => {
                holds(self.stands) && line.contains('Ã') && line.contains(['Â', 'â', 'Æ'])
            }
            _ => true,
        }
    }

    /// The readers of the same encoding, by what stands for a lost byte.
    pub fn siblings(self) -> impl Iterator<Item = Reader> {
        ALL.into_iter().filter(move |other| other.encoding == self.encoding)
    }

    /// The same for a line of a paper in which it was right before.
    pub fn suits_among(self, line: &str) -> bool {
        match self.encoding {
            Encoding::Viqr => viqr::marks(line, 1) || line.contains(['.', '?', '\'']),
            Encoding::Utf8 | Encoding::Utf8Twice => line.contains(LEADS),
            _ => true,
        }
    }
}

/// What the first bytes of the letters of Vietnamese are read as.
const LEADS: [char; 6] = ['Ã', 'Ä', 'Å', 'Æ', 'á', 'â'];

fn with_table(text: &str, table: &Table) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len());
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let Some(byte) = windows::byte_of(letter) else {
            units.push(unit(start, letter.len_utf8(), letter));
            continue;
        };
        let next = letters.peek().and_then(|(_, next)| Some((*next, windows::byte_of(*next)?)));
        let pair = next.and_then(|(next, marks)| Some((next, table.two(byte, marks)?)));
        if let Some((next, to)) = pair {
            letters.next();
            units.push(unit(start, letter.len_utf8() + next.len_utf8(), to));
            continue;
        }
        // What Latin-1 reads as a control is punctuation in Windows-1252.
        let mut one = unit(start, letter.len_utf8(), windows::char_of(byte));
        match (table.one(byte), table.capital(byte)) {
            (Some(to), _) => {
                one.to = to;
                // What the encoding lacks was left as Windows has it: a no-break space, a
                // quotation mark. It stands on the code of a letter then.
                let sign = windows::char_of(byte);
                let lacking = byte == 0xa0 || "“”‘’–—…•".contains(sign);
                one.or.extend(lacking.then_some([sign, '\0']));
            }
            (None, Some(capital)) if byte < 0x20 => one.to = capital,
            (None, Some(capital)) => one.or.push([capital, '\0']),
            (None, None) => {}
        }
        units.push(one);
    }
    units
}
