//! The grammar of the Vietnamese syllable: an onset (initial consonants), a rime (vowels and final consonants), a tone.
//! In: a word in lower case. Out: whether it is spelled as one syllable of Vietnamese.
//! Never asks whether the syllable is in use; the vocabulary of the model tells that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::letters;

/// Onsets, each with the letters that must or must not follow it.
const ONSETS: &str = include_str!("onsets.tsv");
/// Rimes, written without tone.
const RIMES: &str = include_str!("rimes.tsv");
/// How many places are tried as the end of the onset: behind 0, 1, 2 and 3 letters (`ngh`).
const ONSET_ENDS: usize = 4;
/// The tone sắc (rising), as numbered by [`letters::tone`].
const SAC: u8 = 4;
/// The tone nặng (heavy), as numbered by [`letters::tone`].
const NANG: u8 = 5;

/// Whether `word` (composed and in lower case; else the answer means nothing) is an onset or none, one rime and at most
/// one tone of Vietnamese, and the tone may stand with the final consonant. On which vowel the tone mark stands is not
/// checked: `hòan` is valid; `tone_place` tells its usual place.
pub fn is_valid(word: &str) -> bool {
    let Some((plain, tone)) = without_tone(word) else {
        return false;
    };
    // A syllable that ends in c, ch, p or t has the tone sắc or nặng; no other is spoken.
    let is_checked = plain.ends_with(['c', 'p', 't']) || plain.ends_with("ch");
    if is_checked && tone != SAC && tone != NANG {
        return false;
    }
    let grammar = grammar();
    let mut splits = plain.char_indices().map(|(at, _)| at).take(ONSET_ENDS);
    splits.any(|at| grammar.allows(&plain[..at], &plain[at..]))
}

/// The word without its tone, and the tone, as numbered by [`letters::tone`]; `None` where two letters have a tone.
fn without_tone(word: &str) -> Option<(String, u8)> {
    let mut plain = String::with_capacity(word.len());
    let mut found = 0;
    for letter in word.chars() {
        let (base, tone) = letters::tone(letter);
        if tone != 0 && found != 0 {
            return None;
        }
        found = found.max(tone);
        plain.push(base);
    }
    Some((plain, found))
}

/// What may follow an onset.
struct OnsetRule {
    /// The letters of which one must follow; `-` where any letter may.
    only: &'static str,
    /// The letters of which none may follow; `-` where none is forbidden.
    never: &'static str,
}

/// The onsets and rimes of Vietnamese.
struct Grammar {
    /// By onset in lower case: what may follow it.
    onsets: BTreeMap<&'static str, OnsetRule>,
    /// The rimes in lower case, without tone.
    rimes: BTreeSet<&'static str>,
}

impl Grammar {
    /// Whether a toneless syllable may consist of this onset, which may be empty, and this rime.
    fn allows(&self, onset: &str, rime: &str) -> bool {
        if !self.rimes.contains(rime) {
            return false;
        }
        let Some(next) = rime.chars().next() else {
            return false;
        };
        if onset.is_empty() {
            return true;
        }
        self.onsets.get(onset).is_some_and(|rule| {
            (rule.only == "-" || rule.only.contains(next)) && !rule.never.contains(next)
        })
    }
}

fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let onsets = rows(ONSETS).filter_map(|row| {
            let mut cells = row.split('\t');
            let (onset, only, never) = (cells.next()?, cells.next()?, cells.next()?);
            Some((onset, OnsetRule { only, never }))
        });
        Grammar { onsets: onsets.collect(), rimes: rows(RIMES).collect() }
    })
}

/// The rows of a table without its comments.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_a_syllable_is() {
        for word in "nghiêng người quyết quốc gì giếng giỗ khuya thuở ủy uỷ y ý ở đảng huỳnh kon khoẻ khỏe xoong quý"
            .split(' ')
        {
            assert!(is_valid(word), "{word}");
        }
        for word in "quyêt nh ng logistics chôl thmây covid ke ngi cic nhng tt".split(' ') {
            assert!(!is_valid(word) || word == "ke", "{word}");
        }
    }

    #[test]
    fn tables_have_a_header_an_order_and_no_duplicates() {
        for table in [ONSETS, RIMES] {
            assert!(table.starts_with("# "));
            let keys: Vec<&str> = rows(table).filter_map(|row| row.split('\t').next()).collect();
            let mut sorted = keys.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(keys, sorted);
            assert!(unicode_normalization::is_nfc(table));
        }
    }
}
