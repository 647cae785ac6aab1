//! Skeletons: what is left of syllables that lost letters, and the syllables behind each: `nh ng` of `những` and
//! `nhũng`, `gi ` of `giỗ`.
//! In: a skeleton in lower case, with a space or nothing for each lost letter. Out: words of the vocabulary. Built
//! once, when first asked for. Only marked letters are ever lost.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::edge::Losses;
use super::lexicon::Key;
use crate::language::letters;
use crate::language::model::{Id, model};

/// The index from skeletons to the numbers of vocabulary words, abbreviations such as `nđ` included, by packed keys
/// (see [`pack`]). Built at the first word that the lexicon does not hold as complete; a foreign word in clean text is
/// enough.
pub struct Skeletons {
    /// The runs of letters in skeletons of either kind.
    pieces: HashSet<u128, KeyHashing>,
    /// Skeletons with a space for each lost letter.
    spaced: HashMap<u128, Vec<Id>, KeyHashing>,
    /// Skeletons with nothing for a lost letter.
    closed: HashMap<u128, Vec<Id>, KeyHashing>,
}

/// The index, built on first use.
pub fn skeletons() -> &'static Skeletons {
    static SKELETONS: OnceLock<Skeletons> = OnceLock::new();
    SKELETONS.get_or_init(Skeletons::build)
}

impl Skeletons {
    /// The words of which `rest`, in lower case, may be left, where a space stands for each lost letter. Empty where
    /// there are none, and for a `rest` without a space.
    pub fn spaced(&self, rest: &str) -> &[Id] {
        self.spaced.get(&pack(rest)).map_or(&[], Vec::as_slice)
    }

    /// The words of which `rest`, in lower case, may be left, where nothing stands for a lost letter. Each lost at
    /// least one letter.
    pub fn closed(&self, rest: &str) -> &[Id] {
        self.closed.get(&pack(rest)).map_or(&[], Vec::as_slice)
    }

    /// Whether `run`, in any case, is what a word shows after it lost one or more marked letters: a whole run of
    /// letters between two losses or a loss and an end (`nh` and `ng` of `nh ng`), or all letters left, closed up
    /// (`nhng`). False for other parts of words, unless they are also such a run of another word, and for more than
    /// sixteen bytes.
    pub fn is_piece(&self, run: &str) -> bool {
        let Some(key) = Key::of(run.as_bytes(), 0, run.len()) else { return false };
        let lower =
            if key.is_marked() { pack(&letters::lower_word(run)) } else { key.as_u128_lower() };
        self.pieces.contains(&lower)
    }

    fn build() -> Skeletons {
        let mut all = Skeletons {
            pieces: HashSet::default(),
            spaced: HashMap::default(),
            closed: HashMap::default(),
        };
        for id in 0..model().size() as Id {
            all.add(id, model().word(id));
        }
        all
    }

    /// Adds the skeletons of a word: one for each set of its marked letters, the empty set left out.
    fn add(&mut self, id: Id, word: &str) {
        let is_marked = |letter: char| letters::number(letter).is_some();
        let marked = word.chars().filter(|letter| is_marked(*letter)).count().min(Losses::MOST);
        // Bit `n` of `lost`: the marked letter number `n` of the word is lost.
        for lost in 1_u32..1 << marked {
            let (mut spaced, mut closed, mut number) = (String::new(), String::new(), 0);
            for letter in word.chars() {
                let is_lost = is_marked(letter) && number < marked && lost >> number & 1 == 1;
                number += usize::from(is_marked(letter));
                if is_lost {
                    spaced.push(' ');
                } else {
                    spaced.push(letter);
                    closed.push(letter);
                }
            }
            self.pieces.extend(spaced.split(' ').map(pack));
            self.spaced.entry(pack(&spaced)).or_default().push(id);
            if !closed.is_empty() {
                self.pieces.insert(pack(&closed));
                self.closed.entry(pack(&closed)).or_default().push(id);
            }
        }
    }
}

/// A skeleton as one number. Skeletons of more than sixteen bytes share one number, and nobody asks for them.
fn pack(rest: &str) -> u128 {
    Key::of(rest.as_bytes(), 0, rest.len()).map_or(u128::MAX, Key::as_u128)
}

/// Hashing of packed keys ([`Key`]), here and in `base_groups`. A scan asks the index about nearly every word that the
/// lexicon does not hold as complete, to tell whether it is a piece of a damaged one, so a key is mixed by one
/// multiplication.
pub type KeyHashing = BuildHasherDefault<KeyHasher>;

/// Multiplicative hash of a `u128`. Not safe against chosen keys; only words of the vocabulary are stored. Its two
/// constants are fixed 64-bit patterns with well-mixed bits (one is 2^64 divided by the golden ratio). Speed depends on
/// them, no result does.
#[derive(Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn write_u128(&mut self, key: u128) {
        let half = (key >> 64) as u64 ^ 0x9e37_79b9_7f4a_7c15;
        let product = u128::from(key as u64 ^ 0xd6e8_feb8_6659_fd93) * u128::from(half);
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_syllables_behind_a_rest() {
        let words = |rest: &str| -> Vec<&str> {
            skeletons().spaced(rest).iter().map(|id| model().word(*id)).collect()
        };
        assert!(words("nh ng").contains(&"nhũng") && words("nh ng").contains(&"những"));
        assert!(words("gi ").contains(&"giỗ"));
        assert!(words("ng  i").contains(&"người"));
        assert!(words(" y").contains(&"ủy"));
        assert!(words("nhung").is_empty());
        assert!(skeletons().closed("nhng").iter().any(|id| model().word(*id) == "nhũng"));
    }
}
