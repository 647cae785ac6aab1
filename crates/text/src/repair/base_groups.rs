//! Base groups: the words that are the same once they lose their marks: `nghi` (suspect), `nghị` (discuss), `nghĩ`
//! (think), …
//! In: a word without marks; two groups. Out: the words of a group; the bigrams of the model between two groups.
//! Built when it is first asked for, and kept: 8 bytes for each bigram of the model.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::lexicon::Key;
use super::skeleton::KeyHashing;
use crate::language::letters;
use crate::language::model::{Id, Pair, model};

/// The number of a group, from 0, in order of the first word of each in the vocabulary.
pub type Group = u16;

/// All groups; one for the program.
pub struct Groups {
    /// The number of each group, by the packed key of its word without marks.
    by_base: HashMap<u128, Group, KeyHashing>,
    /// The words of each group, in the order of the vocabulary.
    members: Vec<Vec<Id>>,
    /// By number of the word (special words included): its group, and its index in that group.
    homes: Vec<(Group, u8)>,
    /// The kept bigrams of the model, sorted by the group of the second word, then by that of the first.
    bigrams: Vec<PackedBigram>,
    /// By group: the index of the first bigram whose second word is in it; last, the number of all bigrams.
    starts: Vec<u32>,
}

/// A kept bigram, with the index of each of its words in the group of that word.
#[derive(Clone, Copy, Debug)]
pub struct GroupBigram {
    /// The index of the first word in its group, from 0.
    pub first: u8,
    /// The index of the second word in its group, from 0.
    pub second: u8,
    /// The number of the bigram in the model.
    pub pair: Pair,
}

/// A bigram in 8 bytes. From the top: 16 bits for the group of the first word, 8 bits for the place of each word, 32
/// bits for the pair.
#[derive(Clone, Copy)]
struct PackedBigram(u64);

impl PackedBigram {
    #[inline]
    fn new(group: Group, first: u8, second: u8, pair: u32) -> PackedBigram {
        let places = u64::from(first) << 40 | u64::from(second) << 32;
        PackedBigram(u64::from(group) << 48 | places | u64::from(pair))
    }

    #[inline]
    fn first_group(self) -> Group {
        (self.0 >> 48) as Group
    }

    #[inline]
    fn unpacked(self) -> GroupBigram {
        let [.., second, first, _, _] = self.0.to_le_bytes();
        GroupBigram { first, second, pair: Pair::of(self.0 as u32) }
    }
}

/// The groups, built on first use.
pub fn groups() -> &'static Groups {
    static GROUPS: OnceLock<Groups> = OnceLock::new();
    GROUPS.get_or_init(Groups::build)
}

impl Groups {
    /// The vocabulary words that become `base` (lower case, no marks) when they lose their marks, by number.
    /// `base` itself is among them only if the vocabulary holds it. Empty where there are none.
    pub fn words(&self, base: &str) -> &[Id] {
        let key = Key::of(base.as_bytes(), 0, base.len()).map(Key::as_u128);
        let group = key.and_then(|key| self.by_base.get(&key));
        group.map_or(&[], |group| &self.members[usize::from(*group)])
    }

    /// Whether `word`, in any case, has no marks and is what a syllable of the vocabulary becomes without its marks. A
    /// syllable that never has marks counts, too.
    pub fn is_unmarked_syllable(&self, word: &str) -> bool {
        let key = Key::of(word.as_bytes(), 0, word.len()).filter(|key| !key.is_marked());
        let group = key.and_then(|key| self.by_base.get(&key.as_u128_lower()));
        // Syllables come first in the vocabulary, and therefore in a group.
        let first = group.and_then(|group| self.members[usize::from(*group)].first());
        first.is_some_and(|id| model().is_syllable(*id))
    }

    /// The group of a word, and how many words that group has.
    pub fn group(&self, id: Id) -> (Group, usize) {
        let group = self.homes[usize::from(id)].0;
        (group, self.members[usize::from(group)].len())
    }

    /// The index of a word in its group, from 0.
    pub fn place(&self, id: Id) -> usize {
        usize::from(self.homes[usize::from(id)].1)
    }

    /// The kept bigrams whose first word is in the group `one` and whose second is in the group `two`.
    pub fn bigrams(&self, one: Group, two: Group) -> impl Iterator<Item = GroupBigram> + '_ {
        let two = usize::from(two);
        let all = &self.bigrams[self.starts[two] as usize..self.starts[two + 1] as usize];
        let begin = all.partition_point(|bigram| bigram.first_group() < one);
        let of_both = all[begin..].iter().take_while(move |bigram| bigram.first_group() == one);
        of_both.map(|bigram| bigram.unpacked())
    }

    fn build() -> Groups {
        let mut all = Groups {
            by_base: HashMap::default(),
            members: vec![],
            homes: vec![],
            bigrams: vec![],
            starts: vec![],
        };
        for id in 0..model().size() as Id {
            let base: String = model().word(id).chars().map(letters::base).collect();
            let key = Key::of(base.as_bytes(), 0, base.len()).map_or(u128::MAX, Key::as_u128);
            let next = all.members.len() as Group;
            let group = *all.by_base.entry(key).or_insert(next);
            all.join(group, id);
        }
        // Punctuation, digits and unknown words are each a group of one.
        for id in model().punctuation()..=model().unknown() {
            all.join(all.members.len() as Group, id);
        }
        all.add_bigrams();
        all
    }

    /// Puts a word at the end of a group; the group may be the next new one.
    fn join(&mut self, group: Group, id: Id) {
        if usize::from(group) == self.members.len() {
            self.members.push(Vec::new());
        }
        let members = &mut self.members[usize::from(group)];
        self.homes.push((group, members.len() as u8));
        members.push(id);
    }

    /// Fills in the bigrams by a counting sort: by the group of the second word, while first words are visited in
    /// order.
    fn add_bigrams(&mut self) {
        let mut counts = vec![0; self.members.len()];
        for word in model().seconds() {
            counts[usize::from(self.homes[usize::from(Id::from_le_bytes(*word))].0)] += 1;
        }
        let mut next = Vec::with_capacity(counts.len());
        let mut all: u32 = 0;
        for count in counts {
            next.push(all);
            all += count;
        }
        self.starts = next.clone();
        self.starts.push(all);
        let mut bigrams = vec![PackedBigram(0); all as usize];
        for (group, members) in (0..).zip(&self.members) {
            for (first, id) in (0..).zip(members) {
                let (words, mut pair) = model().row(*id).pairs();
                for word in words {
                    let (two, second) = self.homes[usize::from(Id::from_le_bytes(*word))];
                    let next = &mut next[usize::from(two)];
                    bigrams[*next as usize] = PackedBigram::new(group, first, second, pair);
                    *next += 1;
                    pair += 1;
                }
            }
        }
        self.bigrams = bigrams;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_every_kept_pair_once() {
        let members = |group: Group| &groups().members[usize::from(group)];
        let all = 0..groups().members.len() as Group;
        let (mut kept, mut found) = (Vec::new(), Vec::new());
        for one in all.clone().step_by(40) {
            for id in members(one) {
                let (words, _) = model().row(*id).pairs();
                kept.extend(words.iter().map(|two| (*id, Id::from_le_bytes(*two))));
            }
            for two in all.clone() {
                for GroupBigram { first, second, pair } in groups().bigrams(one, two) {
                    let word = |group, place| members(group)[usize::from(place)];
                    let (first, second) = (word(one, first), word(two, second));
                    assert_eq!(model().row(first).pair(second), Some(pair));
                    found.push((first, second));
                }
            }
        }
        kept.sort_unstable();
        found.sort_unstable();
        assert!(found.len() > 5_000 && found == kept);
    }

    #[test]
    fn words_without_their_marks_are_alike() {
        let words = groups().words("nghi");
        let words: Vec<&str> = words.iter().map(|id| model().word(*id)).collect();
        assert!(words.contains(&"nghị") && words.contains(&"nghĩ") && words.contains(&"nghi"));
        assert!(groups().words("nghị").is_empty());
    }
}
