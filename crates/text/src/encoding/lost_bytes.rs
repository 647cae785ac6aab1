//! What a wrong decoding of UTF-8 lost on its way: which bytes are missing, and what stands in their place.
//! In: characters and the code page with which they were decoded. Out: a [`Layer`].
//! Never decodes a letter; `utf8` does.

use super::code_pages::CodePage;
use super::letter::DecodedLetter;
use crate::language::letters::number;

/// The byte that Windows code pages decode as the no-break space.
pub const NO_BREAK_SPACE: u8 = 0xa0;
/// The byte that they decode as the soft hyphen.
pub const SOFT_HYPHEN: u8 = 0xad;

/// The signs of punctuation beyond ASCII.
pub const SIGNS: &str = "“”‘’–—…•";

/// One wrong decoding of UTF-8: with which code page, and what became of the characters that programs lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Layer {
    /// The code page.
    pub page: CodePage,
    /// The character that stands for a byte that the code page leaves undefined; NUL where nothing does, [`KEPT`] where
    /// none was lost.
    pub undefined: char,
    /// What became of no-break spaces.
    pub spaces: LostSpaces,
    /// Whether soft hyphens vanished; also where there was none.
    pub lost_soft_hyphens: bool,
}

/// See [`Layer::undefined`].
pub const KEPT: char = '\u{80}';

/// What became of no-break spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LostSpaces {
    /// They are there.
    Kept,
    /// They are blanks.
    Blank,
    /// They are blanks, and each run of blanks became one. What a single blank was is open.
    Collapsed,
    /// They vanished.
    Vanished,
}

impl Layer {
    /// Whether a blank may stand for a lost byte.
    pub fn may_hold_blanks(self) -> bool {
        self.undefined == ' ' || matches!(self.spaces, LostSpaces::Blank | LostSpaces::Collapsed)
    }

    /// A wrong decoding that lost nothing.
    pub fn lossless(page: CodePage) -> Layer {
        Layer { page, undefined: KEPT, spaces: LostSpaces::Kept, lost_soft_hyphens: false }
    }
}

/// How many bytes a letter has that begins with this byte; 0 where none does.
pub fn length_of(byte: u8) -> usize {
    match byte {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 0,
    }
}

/// Whether a lost byte may have belonged to this letter: a marked letter, a sign of punctuation, a combining tone.
/// Before another decoding: a byte of such a letter.
pub fn is_likely(letter: char, next: Option<CodePage>) -> bool {
    match next {
        None => {
            number(letter).is_some()
                || SIGNS.contains(letter)
                || matches!(letter, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
        }
        Some(page) => page
            .byte_of(letter)
            .is_some_and(|byte| matches!(byte, 0x80..=0xbf | 0xc2..=0xc6 | 0xcc | 0xe1 | 0xe2)),
    }
}

/// What became of the characters that a wrong decoding with the code page `page` lost, judged by what stands in their
/// places in `letters`. `next` as in [`decoded`](super::utf8::decoded).
pub fn layer_of(letters: &[DecodedLetter], page: CodePage, next: Option<CodePage>) -> Layer {
    let mut census = Census::default();
    let mut at = 0;
    while at < letters.len() {
        at += census.add(letters, at, page, next);
    }
    Layer {
        page,
        undefined: census.undefined(),
        spaces: census.spaces(),
        lost_soft_hyphens: census.soft_hyphens == 0,
    }
}

/// What stands where the last byte of a letter is missing. Counts.
#[derive(Default)]
struct Census {
    /// Where an undefined byte is missing: U+FFFD, `?`, a blank, nothing. With a blank or nothing only where no
    /// no-break space can be missing.
    undefined: [usize; 4],
    /// Where a no-break space may be missing: two blanks, one blank, something else.
    spaces: [usize; 3],
    /// Single blanks of these with the end of a syllable behind them (`toÃ n`): the blank is the lost space.
    splits: usize,
    /// Characters that are there: of undefined bytes, no-break spaces, soft hyphens.
    kept_undefined: usize,
    kept_spaces: usize,
    soft_hyphens: usize,
}

/// What may stand behind `à` in a syllable. They are shorter than the three characters that are looked at.
const SYLLABLE_ENDS: [&str; 7] = ["i", "m", "n", "ng", "nh", "o", "y"];

/// What may stand for an undefined byte, in the order of [`Census::undefined`].
const STAND_INS: [char; 4] = ['\u{fffd}', '?', ' ', '\0'];

impl Census {
    /// Counts the letter at index `at`; gives how many characters it takes.
    fn add(
        &mut self,
        letters: &[DecodedLetter],
        at: usize,
        page: CodePage,
        next: Option<CodePage>,
    ) -> usize {
        let byte = |at: usize| letters.get(at).and_then(|letter| page.byte_of(letter.letter));
        let Some(first) = byte(at) else { return 1 };
        let length = length_of(first);
        if length == 0 {
            return 1;
        }
        let (mut bytes, found) = bytes_of(first, length, |ahead| byte(at + ahead));
        if found == length {
            let last = bytes[length - 1];
            self.kept_spaces += usize::from(last == NO_BREAK_SPACE);
            self.soft_hyphens += usize::from(last == SOFT_HYPHEN);
            self.kept_undefined += usize::from(page.undefined().contains(&last));
            return length;
        }
        if found + 1 < length {
            return found;
        }
        let mut is_possible = |byte: u8| {
            bytes[found] = byte;
            let letter = std::str::from_utf8(&bytes[..length]).ok();
            letter.and_then(|one| one.chars().next()).is_some_and(|one| is_likely(one, next))
        };
        // Of the letters that end in a no-break space, only `à` is frequent.
        let is_space = page.has_no_break_space()
            && is_possible(NO_BREAK_SPACE)
            && (next.is_some() || first == 0xc3);
        let is_undefined = page.undefined().iter().any(|byte| is_possible(*byte));
        let stands = |ahead: usize| letters.get(at + found + ahead).map_or('\0', |one| one.letter);
        let stand_in = STAND_INS.iter().position(|one| *one == stands(0)).unwrap_or(3);
        if is_undefined && (!is_space || stand_in < 2) {
            self.undefined[stand_in] += 1;
        } else if is_space {
            let is_split = stands(0) == ' ' && ends_syllable(&letters[at + found..]);
            self.splits += usize::from(is_split);
            let at = match (stands(0), stands(1)) {
                (' ', ' ') => 0,
                (' ', _) => 1,
                _ => 2,
            };
            self.spaces[at] += 1;
        }
        found
    }

    fn undefined(&self) -> char {
        let most = self.undefined.iter().max().copied().unwrap_or(0);
        if self.kept_undefined > most {
            return KEPT;
        }
        let at = self.undefined.iter().position(|count| *count == most && most > 0);
        STAND_INS[at.unwrap_or(3)]
    }

    fn spaces(&self) -> LostSpaces {
        let [two, one, none] = self.spaces;
        if self.kept_spaces > two + one + none {
            LostSpaces::Kept
        } else if two > 0 && two * 4 >= one {
            LostSpaces::Blank
        } else if self.splits * 10 > one {
            LostSpaces::Collapsed
        } else {
            LostSpaces::Vanished
        }
    }
}

/// The first bytes of a letter of `length` bytes that begins with `first`, and how many of them are there; `byte` gives
/// the one so many characters ahead.
fn bytes_of(first: u8, length: usize, byte: impl Fn(usize) -> Option<u8>) -> ([u8; 4], usize) {
    let mut bytes = [first, 0, 0, 0];
    let mut found = 1;
    while found < length {
        let Some(one) = byte(found).filter(|one| (0x80..0xc0).contains(one)) else { break };
        bytes[found] = one;
        found += 1;
    }
    (bytes, found)
}

/// Whether the characters behind a blank, with which `letters` begin, end a syllable.
fn ends_syllable(letters: &[DecodedLetter]) -> bool {
    let ahead: String = letters.iter().skip(1).take(3).map(|one| one.letter).collect();
    let rest = ahead.trim_end_matches(|one: char| one.is_ascii() && !one.is_alphabetic());
    SYLLABLE_ENDS.contains(&rest)
}
