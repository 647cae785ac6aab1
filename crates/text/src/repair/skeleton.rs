//! What is left of a syllable when letters are lost: `nh ng` of những and nhũng, `gi ` of giỗ.
//! In: the rest of a syllable in lower case, a space for each lost letter. Out: the syllables.
//! Built from the vocabulary once, and only in a program that meets damage.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::lexicon::Key;
use crate::language::letters;
use crate::language::model::{Id, model};

/// Rests with a space for each lost letter, rests with nothing for it, and the runs of letters in
/// either.
pub struct Skeletons {
    pieces: HashSet<u128, Quick>,
    spaced: HashMap<u128, Vec<Id>, Quick>,
    closed: HashMap<u128, Vec<Id>, Quick>,
}

/// The index; one for the program.
pub fn skeletons() -> &'static Skeletons {
    static SKELETONS: OnceLock<Skeletons> = OnceLock::new();
    SKELETONS.get_or_init(Skeletons::build)
}

impl Skeletons {
    /// The syllables of which `rest` is left, where a space stands for each lost letter.
    pub fn spaced(&self, rest: &str) -> &[Id] {
        self.spaced.get(&pack(rest)).map_or(&[], Vec::as_slice)
    }

    /// The syllables of which `rest` is left, where nothing stands for a lost letter.
    pub fn closed(&self, rest: &str) -> &[Id] {
        self.closed.get(&pack(rest)).map_or(&[], Vec::as_slice)
    }

    /// Whether a run of letters, in any case, is all or part of what is left of a syllable.
    pub fn is_piece(&self, run: &str) -> bool {
        Key::of(run.as_bytes(), 0, run.len()).is_some_and(|key| {
            let marked = key.is_marked();
            let key = if marked { pack(&letters::lower_word(run)) } else { key.lower_ascii() };
            self.pieces.contains(&key)
        })
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

    fn add(&mut self, id: Id, word: &str) {
        let marked = word.chars().filter(|letter| letters::number(*letter).is_some()).count();
        for lost in 1_u32..1 << marked.min(4) {
            let (mut spaced, mut closed, mut at) = (String::new(), String::new(), 0);
            for letter in word.chars() {
                let is_marked = letters::number(letter).is_some();
                if is_marked && at < 4 && lost >> at & 1 == 1 {
                    spaced.push(' ');
                } else {
                    spaced.push(letter);
                    closed.push(letter);
                }
                at += usize::from(is_marked);
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

/// A rest as one number; rests of more than sixteen bytes are never asked for.
fn pack(rest: &str) -> u128 {
    Key::of(rest.as_bytes(), 0, rest.len()).map_or(u128::MAX, Key::number)
}

/// The index is asked for every odd word, so its keys are mixed in the cheapest way that spreads.
pub type Quick = BuildHasherDefault<Mix>;

/// See [`Quick`].
#[derive(Default)]
pub struct Mix(u64);

impl Hasher for Mix {
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
