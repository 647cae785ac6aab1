//! The lexicon as a hash table: whether a run of bytes is a word of the vocabulary, as written.
//! In: bytes of a text. Out: the number of the word and what repair needs of it. Lower case, a capital first letter and
//! all capitals are three keys, so nothing is folded while a text is scanned. Words are compared by 48 bits of their
//! hash; a test finds every word of the vocabulary, so no two of them collide.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::edge::Losses;
use super::loss;
use crate::language::model::{Id, model};
use crate::language::{letters, tone_place};

/// Number of slots of the hash table, a power of two. The vocabulary in its three spellings fills six in ten of them,
/// so that probes stay short; `cargo bench --bench stages` shows the cost of another size.
const SLOTS: usize = 1 << 15;
/// Marks an empty slot. No hash is equal to it: a slot holds 48 bits.
const EMPTY: u64 = u64::MAX;
/// A word that costs more than this by itself, in nats, is rare: fewer than 400 occurrences among the 38 million words
/// that the language model was trained on. Chosen between 11 and 12 by recall and harm on 40 papers
/// (benches/RESULTS.md, "A word is rare from 11.5 nats on"); again with `vankien-lab evaluate-repair --kind
/// layout-medium,layout-high --text FILE`.
const RARE_WORD_COST: f32 = 11.5;

/// The table; one for the program.
pub struct Lexicon {
    /// The upper 48 bits of the hash of each word; [`EMPTY`] where no word stands.
    slots: Vec<u64>,
    /// The entry of each slot.
    entries: Vec<LexiconEntry>,
    /// [`LexiconEntry::is_whole`] by the number of the word.
    whole: Vec<bool>,
    /// By the number of a word whose tone mark stands on an unusual vowel: the number of its usual spelling. The
    /// vocabulary holds few such words.
    usual: BTreeMap<Id, Id>,
}

/// What repair needs to know of a word in one spelling.
#[derive(Clone, Copy, Debug)]
pub struct LexiconEntry {
    /// The number of the word in the vocabulary.
    pub id: Id,
    /// Whether it looks complete: it is no likely rest of a word that lost letters. See [`is_whole`].
    pub is_whole: bool,
    /// Whether it is so rare that it is more often a piece of a torn word. See [`RARE_WORD_COST`].
    pub is_rare: bool,
    /// Whether it holds a letter beyond ASCII.
    pub is_marked: bool,
    /// The census index of each of its marked letters ([`loss::letter_index`]). Unused places hold dummy indices that
    /// no letter has, so that the census counts four letters of every word without a branch.
    pub letters: [u8; Losses::MOST],
}

impl LexiconEntry {
    /// The entry of an empty slot; its `letters` are the dummy indices.
    const NONE: LexiconEntry = LexiconEntry {
        id: 0,
        is_whole: false,
        is_rare: false,
        is_marked: false,
        letters: [252, 253, 254, 255],
    };

    fn new(id: Id, form: &str, is_whole: bool) -> LexiconEntry {
        let mut entry = LexiconEntry {
            id,
            is_whole,
            is_rare: is_rare(id),
            is_marked: !form.is_ascii(),
            ..LexiconEntry::NONE
        };
        let marked = form.chars().filter_map(letters::number);
        for (index, (number, upper)) in entry.letters.iter_mut().zip(marked) {
            *index = loss::letter_index(number, upper);
        }
        entry
    }
}

/// The bytes of a word as two little-endian halves, padded with zeros. Runs of more than sixteen bytes are never words.
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
        let whole = u128::from_le_bytes(sixteen);
        let kept = if length == 16 { whole } else { whole & ((1 << (8 * length)) - 1) };
        Some(Key(kept as u64, (kept >> 64) as u64))
    }

    /// Length in bytes and key of the run of word bytes that begins at `start`; `None` for a run of more than fifteen
    /// bytes, and where fewer than sixteen bytes of text are left. Sixteen bytes are tested at a time.
    #[inline]
    pub fn run(bytes: &[u8], start: usize) -> Option<(usize, Key)> {
        let sixteen: [u8; 16] = bytes.get(start..start + 16)?.try_into().ok()?;
        let both = u128::from_le_bytes(sixteen);
        let (low, high) = (both as u64, (both >> 64) as u64);
        let end = word_ends(low);
        if end != 0 {
            let bits = end.trailing_zeros() & !7;
            return Some((bits as usize / 8, Key(low & ((1 << bits) - 1), 0)));
        }
        let end = word_ends(high);
        let bits = end.trailing_zeros() & !7;
        (end != 0).then(|| (8 + bits as usize / 8, Key(low, high & ((1 << bits) - 1))))
    }

    /// Whether any byte of the word is beyond ASCII, as in every marked letter.
    pub fn is_marked(self) -> bool {
        (self.0 | self.1) & 0x8080_8080_8080_8080 != 0
    }

    /// The sixteen bytes as one number.
    pub fn as_u128(self) -> u128 {
        u128::from(self.1) << 64 | u128::from(self.0)
    }

    /// The same for a word of ASCII letters, in lower case. For other bytes the result means nothing.
    pub fn as_u128_lower(self) -> u128 {
        let lower = |half: u64| half | (half >> 1 & 0x2020_2020_2020_2020);
        Key(lower(self.0), lower(self.1)).as_u128()
    }

    #[inline]
    fn hash(self) -> u64 {
        let product =
            u128::from(self.0 ^ 0x9e37_79b9_7f4a_7c15) * u128::from(self.1 ^ 0xd6e8_feb8_6659_fd93);
        (product as u64) ^ (product >> 64) as u64
    }
}

/// The lexicon, built on first use.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::build)
}

/// For eight bytes: the high bit of every byte that is neither an ASCII letter nor beyond ASCII, so that it ends a
/// word.
#[inline]
fn word_ends(eight: u64) -> u64 {
    /// A 1 in every byte: `n * EACH` is `n` in every byte.
    const EACH: u64 = 0x0101_0101_0101_0101;
    let lower = eight & (0x7f * EACH) | (0x20 * EACH);
    let from_a = lower + (0x80 - b'a' as u64) * EACH;
    let past_z = lower + (0x7f - b'z' as u64) * EACH;
    !(eight | from_a & !past_z) & (0x80 * EACH)
}

impl Lexicon {
    /// The entry of the word with this key, as written; `None` where the lexicon lacks that spelling. By linear
    /// probing.
    #[inline]
    pub fn find(&self, key: Key) -> Option<&LexiconEntry> {
        let hash = key.hash();
        let mut at = hash as usize % SLOTS;
        loop {
            let slot = self.slots[at];
            if slot == hash >> 16 {
                return Some(&self.entries[at]);
            }
            if slot == EMPTY {
                return None;
            }
            at = (at + 1) % SLOTS;
        }
    }

    /// [`LexiconEntry::is_whole`] of the word with this number. Panics for the numbers of special words.
    pub fn is_whole(&self, id: Id) -> bool {
        self.whole[id as usize]
    }

    /// Whether a word in lower case is in the lexicon, looks complete and is not rare.
    pub fn is_common_word(&self, word: &str) -> bool {
        self.id_of_lower(word).is_some_and(|id| self.is_whole(id) && !is_rare(id))
    }

    /// The number of a word in any case, also mixed; `None` where the vocabulary lacks it.
    pub fn id(&self, word: &str) -> Option<Id> {
        let lower = letters::lower_word(word);
        self.id_of_lower(&lower)
    }

    /// The entry of a word as it is written: in lower case, with a capital first letter, or in capitals. `None` where
    /// the vocabulary lacks it, and for any other case.
    pub fn entry(&self, word: &str) -> Option<&LexiconEntry> {
        self.find(Key::of(word.as_bytes(), 0, word.len())?)
    }

    /// The number of a word that is given in lower case; `None` where the vocabulary lacks it.
    pub fn id_of_lower(&self, word: &str) -> Option<Id> {
        self.find(Key::of(word.as_bytes(), 0, word.len())?).map(|word| word.id)
    }

    /// The number of a word that a text holds, in any case, with its tone mark on any vowel: that of `hoàn` for `hòan`.
    /// For what a text holds, never for what it may have held: nothing is mended to such a spelling.
    pub fn id_as_printed(&self, word: &str) -> Option<Id> {
        match self.id(word) {
            Some(id) => Some(self.usual.get(&id).copied().unwrap_or(id)),
            None => self.id(&usual_tone_place(word)?),
        }
    }

    /// The entry of a word that a text holds, with its tone mark on any vowel; see [`Lexicon::id_as_printed`].
    pub fn entry_as_printed(&self, word: &str) -> Option<&LexiconEntry> {
        self.entry(word).or_else(|| self.entry_of_unusual(word))
    }

    /// The entry of the usual spelling of a word whose tone mark stands on an unusual vowel; `None` for any other word.
    pub fn entry_of_unusual(&self, word: &str) -> Option<&LexiconEntry> {
        self.entry(&usual_tone_place(word)?)
    }

    fn build() -> Lexicon {
        let whole = (0..model().size() as Id).map(is_whole).collect();
        let with_usual = |id: Id| {
            let usual = usual_tone_place(model().word(id))?;
            Some((id, model().find(&usual)?))
        };
        let usual = (0..model().size() as Id).filter_map(with_usual).collect();
        let (slots, entries) = (vec![EMPTY; SLOTS], vec![LexiconEntry::NONE; SLOTS]);
        let mut lexicon = Lexicon { slots, entries, whole, usual };
        for id in 0..model().size() as Id {
            let word = model().word(id);
            let upper: String = word.chars().flat_map(char::to_uppercase).collect();
            let first_length = word.chars().next().map_or(0, char::len_utf8);
            let first_upper_length = upper.chars().next().map_or(0, char::len_utf8);
            let capitalised = format!("{}{}", &upper[..first_upper_length], &word[first_length..]);
            for form in [word, &capitalised, &upper] {
                lexicon.insert(form, id);
            }
        }
        lexicon
    }

    /// Adds a word as written, unless that spelling is taken.
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
        let mut entry = LexiconEntry::new(id, word, self.is_whole(id));
        if let Some(usual) = self.usual.get(&id) {
            entry.is_rare = is_rare(*usual);
        }
        self.entries[at] = entry;
    }
}

/// Whether a word looks complete: a syllable of two letters or more, a one-letter syllable with a mark, or any other
/// word of more than three letters. What is left of a syllable that lost a letter is mostly none of these: `nh`, `ng`,
/// `i`.
fn is_whole(id: Id) -> bool {
    let word = model().word(id);
    let length = word.chars().count();
    if model().is_syllable(id) { length > 1 || !word.is_ascii() } else { length > 3 }
}

/// The word with its tone mark on its usual vowel, where it stands on another one; see [`tone_place::usual`]. `None`
/// for words that begin with `u` or `i`: `uá` and `iả` are more often pieces of torn words (`q uá`, `g iả`) than `úa`
/// and `ỉa`.
fn usual_tone_place(word: &str) -> Option<String> {
    if word.is_ascii() || word.starts_with(['u', 'i', 'U', 'I']) {
        return None;
    }
    tone_place::usual(word)
}

fn is_rare(id: Id) -> bool {
    model().unigram_cost(id) > RARE_WORD_COST
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
            assert!(marked <= Losses::MOST, "{word}");
        }
    }

    #[test]
    fn finds_every_word_in_every_case() {
        for id in 0..model().size() as Id {
            assert_eq!(lexicon().id(model().word(id)), Some(id));
        }
        for word in ["đảng", "Đảng", "ĐẢNG"] {
            let found = Key::of(word.as_bytes(), 0, word.len()).and_then(|key| lexicon().find(key));
            assert_eq!(found.map(|word| word.id), lexicon().id("đảng"));
        }
        assert_eq!(lexicon().id("nhngx"), None);
    }

    #[test]
    fn finds_a_word_with_its_tone_elsewhere() {
        for (printed, usual) in [
            ("họach", Some("hoạch")),
            ("Họach", Some("hoạch")),
            ("HỌACH", Some("hoạch")),
            ("qúa", Some("quá")),
            ("hoạch", Some("hoạch")),
            ("uá", None),
        ] {
            assert_eq!(lexicon().id_as_printed(printed), usual.and_then(|word| lexicon().id(word)));
        }
        assert_eq!(lexicon().id("họach"), None);
        assert!(lexicon().entry("qúa").is_some_and(|entry| !entry.is_rare));
    }
}
