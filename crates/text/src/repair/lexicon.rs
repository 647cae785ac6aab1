//! Tells quickly whether a run of bytes is a word of the vocabulary, as written.
//! In: bytes of a text. Out: the number of the word and how it looks. Lower case, a capital first
//! letter and all capitals are each a key of their own, so nothing is folded on the way.
//! Two different words never share a slot by mistake: 48 bits of their hash are compared.

use std::sync::OnceLock;

use super::op;
use crate::language::letters;
use crate::language::model::{Id, model};

/// Slots of the table, a power of two; about half are filled.
const SLOTS: usize = 1 << 15;
/// Marks an empty slot.
const EMPTY: u64 = u64::MAX;

/// The table; one for the program.
pub struct Lexicon {
    /// The upper 48 bits of the hash; [`EMPTY`] where no word stands.
    slots: Vec<u64>,
    /// What stands in each slot.
    words: Vec<Word>,
    quiet: Vec<bool>,
}

/// A word as written.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its number.
    pub id: Id,
    /// Whether it is so whole that it says nothing about lost letters.
    pub is_quiet: bool,
    /// Whether it is so rare that it is more often a piece of a torn word.
    pub is_rare: bool,
    /// Whether it holds a letter beyond ASCII.
    pub is_marked: bool,
    /// Where its marked letters are counted; no word has more. A place of its own where there is
    /// none, so that all words are counted alike, without a question.
    pub letters: [u8; 4],
}

impl Word {
    const NONE: Word = Word {
        id: 0,
        is_quiet: false,
        is_rare: false,
        is_marked: false,
        letters: [252, 253, 254, 255],
    };

    fn new(id: Id, form: &str, is_quiet: bool) -> Word {
        let (is_rare, is_marked) = (is_rare(id), !form.is_ascii());
        let mut word = Word { id, is_quiet, is_rare, is_marked, ..Word::NONE };
        let marked = form.chars().filter_map(letters::number);
        for (slot, (number, upper)) in word.letters.iter_mut().zip(marked) {
            *slot = op::place(number, upper);
        }
        word
    }
}

/// The first sixteen bytes of a word; longer runs are never words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key(u64, u64);

impl Key {
    /// The key of `bytes[start..end]`, or `None` for more than sixteen bytes.
    #[inline]
    pub fn of(bytes: &[u8], start: usize, end: usize) -> Option<Key> {
        let length = end - start;
        if length > 16 {
            return None;
        }
        let mut sixteen = [0; 16];
        match bytes.get(start..start + 16) {
            Some(whole) => sixteen.copy_from_slice(whole),
            None => sixteen[..length].copy_from_slice(&bytes[start..end]),
        }
        let both = u128::from_le_bytes(sixteen);
        let both = if length == 16 { both } else { both & ((1 << (8 * length)) - 1) };
        Some(Key(both as u64, (both >> 64) as u64))
    }

    /// The run of word bytes that begins at `start`: its length and its key, where it is no longer
    /// than fifteen bytes and not at the very end of the text. Sixteen bytes are judged at a time.
    #[inline]
    pub fn run(bytes: &[u8], start: usize) -> Option<(usize, Key)> {
        let sixteen: [u8; 16] = bytes.get(start..start + 16)?.try_into().ok()?;
        let both = u128::from_le_bytes(sixteen);
        let (low, high) = (both as u64, (both >> 64) as u64);
        let end = ends(low);
        if end != 0 {
            let bits = end.trailing_zeros() & !7;
            return Some((bits as usize / 8, Key(low & ((1 << bits) - 1), 0)));
        }
        let end = ends(high);
        let bits = end.trailing_zeros() & !7;
        (end != 0).then(|| (8 + bits as usize / 8, Key(low, high & ((1 << bits) - 1))))
    }

    /// Whether any byte is outside ASCII, as in every marked letter.
    pub fn is_marked(self) -> bool {
        (self.0 | self.1) & 0x8080_8080_8080_8080 != 0
    }

    /// The sixteen bytes as one number.
    pub fn number(self) -> u128 {
        u128::from(self.1) << 64 | u128::from(self.0)
    }

    /// The number of a key of ASCII letters, in lower case.
    pub fn lower_ascii(self) -> u128 {
        let lower = |half: u64| half | (half >> 1 & 0x2020_2020_2020_2020);
        Key(lower(self.0), lower(self.1)).number()
    }

    #[inline]
    fn hash(self) -> u64 {
        let product =
            u128::from(self.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(self.1 ^ 0xd6e8_feb8_6659_fd93);
        (product as u64) ^ (product >> 64) as u64
    }
}

/// The table.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::build)
}

/// The high bit of every byte that is neither an ASCII letter nor beyond ASCII.
#[inline]
fn ends(eight: u64) -> u64 {
    const ALL: u64 = 0x0101_0101_0101_0101;
    let lower = eight & (0x7f * ALL) | (0x20 * ALL);
    let from_a = lower + (0x80 - b'a' as u64) * ALL;
    let past_z = lower + (0x7f - b'z' as u64) * ALL;
    !(eight | from_a & !past_z) & (0x80 * ALL)
}

impl Lexicon {
    /// The word with this key.
    #[inline]
    pub fn find(&self, key: Key) -> Option<&Word> {
        let hash = key.hash();
        let mut at = hash as usize % SLOTS;
        loop {
            let slot = self.slots[at];
            if slot == hash >> 16 {
                return Some(&self.words[at]);
            }
            if slot == EMPTY {
                return None;
            }
            at = (at + 1) % SLOTS;
        }
    }

    /// Whether the word is so whole that it says nothing about lost letters.
    pub fn is_quiet(&self, id: Id) -> bool {
        self.quiet[id as usize]
    }

    /// Whether small letters are a word that says nothing, and no rare one.
    pub fn is_whole(&self, word: &str) -> bool {
        self.id_of_lower(word).is_some_and(|id| self.is_quiet(id) && !is_rare(id))
    }

    /// The number of a word in any case.
    pub fn id(&self, word: &str) -> Option<Id> {
        let lower = letters::lower_word(word);
        self.id_of_lower(&lower)
    }

    /// A word as it is written: small, with a capital first, or in capitals.
    pub fn written(&self, word: &str) -> Option<&Word> {
        self.find(Key::of(word.as_bytes(), 0, word.len())?)
    }

    /// The number of a word in lower case.
    pub fn id_of_lower(&self, word: &str) -> Option<Id> {
        self.find(Key::of(word.as_bytes(), 0, word.len())?).map(|word| word.id)
    }

    fn build() -> Lexicon {
        let quiet = (0..model().size() as Id).map(is_quiet).collect();
        let mut lexicon =
            Lexicon { slots: vec![EMPTY; SLOTS], words: vec![Word::NONE; SLOTS], quiet };
        for id in 0..model().size() as Id {
            let word = model().word(id);
            let upper: String = word.chars().flat_map(char::to_uppercase).collect();
            let first = word.chars().next().map_or(0, char::len_utf8);
            let first_upper = upper.chars().next().map_or(0, char::len_utf8);
            let capital = format!("{}{}", &upper[..first_upper], &word[first..]);
            for form in [word, &capital, &upper] {
                lexicon.insert(form, id);
            }
        }
        lexicon
    }

    fn insert(&mut self, word: &str, id: Id) {
        let Some(key) = Key::of(word.as_bytes(), 0, word.len()) else {
            return;
        };
        if self.find(key).is_some() {
            return;
        }
        let hash = key.hash();
        let mut at = hash as usize % SLOTS;
        while self.slots[at] != EMPTY {
            at = (at + 1) % SLOTS;
        }
        self.slots[at] = hash >> 16;
        self.words[at] = Word::new(id, word, self.is_quiet(id));
    }
}

/// A syllable of two letters or more, a one-letter word with a mark, or a long foreign word. What
/// is left of a syllable that lost a letter is mostly none of these: `nh`, `ng`, `i`.
fn is_quiet(id: Id) -> bool {
    let word = model().word(id);
    let length = word.chars().count();
    if model().is_syllable(id) { length > 1 || !word.is_ascii() } else { length > 3 }
}

/// A word that costs more than this by itself, in nats, is rare: fewer than 400 among 38 million.
const RARE: f32 = 11.5;

fn is_rare(id: Id) -> bool {
    model().single(id) > RARE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_a_run() {
        for text in [
            "và các tổ chức, đảng 59 {x} [y] @z `q` nghiêngnghiêng ",
            "A-Z az|AZ~ 0a:b;                    ",
        ] {
            let bytes = text.as_bytes();
            for start in 0..bytes.len() - 16 {
                let word = |byte: &&u8| **byte >= 0x80 || byte.is_ascii_alphabetic();
                let length = bytes[start..].iter().take_while(word).count();
                let run = (length < 16).then(|| (length, Key::of(bytes, start, start + length)));
                let found = Key::run(bytes, start).map(|(length, key)| (length, Some(key)));
                assert!(found == run, "{start} of {text}");
            }
        }
    }

    #[test]
    fn no_word_has_more_marked_letters_than_are_counted() {
        for id in 0..model().size() as Id {
            let word = model().word(id);
            let marked = word.chars().filter(|letter| letters::number(*letter).is_some()).count();
            assert!(marked <= Word::NONE.letters.len(), "{word}");
        }
    }

    #[test]
    fn finds_every_word_in_every_dress() {
        for id in 0..model().size() as Id {
            assert_eq!(lexicon().id(model().word(id)), Some(id));
        }
        for word in ["đảng", "Đảng", "ĐẢNG"] {
            let found = Key::of(word.as_bytes(), 0, word.len()).and_then(|key| lexicon().find(key));
            assert_eq!(found.map(|word| word.id), lexicon().id("đảng"));
        }
        assert_eq!(lexicon().id("nhngx"), None);
    }
}
