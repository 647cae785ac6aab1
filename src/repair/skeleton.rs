//! What is left of a syllable when letters are lost: `nh ng` of những and nhũng, `gi ` of giỗ.
//! In: the rest of a syllable in lower case, a space for each lost letter. Out: the syllables.
//! Built from the vocabulary once, and only in a program that meets damage.

use std::sync::OnceLock;

use super::letters;
use super::lexicon::Key;
use super::model::{Id, model};

/// Rests with a space for each lost letter, and rests with nothing for it; each sorted.
pub struct Skeletons {
    spaced: Vec<(u128, Id)>,
    closed: Vec<(u128, Id)>,
}

/// The index; one for the program.
pub fn skeletons() -> &'static Skeletons {
    static SKELETONS: OnceLock<Skeletons> = OnceLock::new();
    SKELETONS.get_or_init(Skeletons::build)
}

impl Skeletons {
    /// The syllables of which `rest` is left, where a space stands for each lost letter.
    pub fn spaced(&self, rest: &str) -> impl Iterator<Item = Id> + '_ {
        range(&self.spaced, pack(rest))
    }

    /// The syllables of which `rest` is left, where nothing stands for a lost letter.
    pub fn closed(&self, rest: &str) -> impl Iterator<Item = Id> + '_ {
        range(&self.closed, pack(rest))
    }

    fn build() -> Skeletons {
        let mut all = Skeletons { spaced: Vec::new(), closed: Vec::new() };
        for id in 0..model().len() as Id {
            all.add(id, model().word(id));
        }
        all.spaced.sort_unstable();
        all.closed.sort_unstable();
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
            self.spaced.push((pack(&spaced), id));
            if !closed.is_empty() {
                self.closed.push((pack(&closed), id));
            }
        }
    }
}

/// A rest as one number; rests of more than sixteen bytes are never asked for.
fn pack(rest: &str) -> u128 {
    Key::of(rest.as_bytes(), 0, rest.len()).map_or(u128::MAX, Key::number)
}

fn range(all: &[(u128, Id)], key: u128) -> impl Iterator<Item = Id> + '_ {
    let first = all.partition_point(|(other, _)| *other < key);
    all[first..].iter().take_while(move |(other, _)| *other == key).map(|(_, id)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_syllables_behind_a_rest() {
        let words = |rest: &str| -> Vec<&str> {
            skeletons().spaced(rest).map(|id| model().word(id)).collect()
        };
        assert!(words("nh ng").contains(&"nhũng") && words("nh ng").contains(&"những"));
        assert!(words("gi ").contains(&"giỗ"));
        assert!(words("ng  i").contains(&"người"));
        assert!(words(" y").contains(&"ủy"));
        assert!(words("nhung").is_empty());
        assert!(skeletons().closed("nhng").any(|id| model().word(id) == "nhũng"));
    }
}
