//! The grammar of the Vietnamese syllable: an onset, a rime, a tone.
//! In: a word in lower case. Out: whether it can be one syllable of Vietnamese.
//! Never asks whether the syllable is in use; `lexicon` does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::letters;

/// Consonants that open a syllable.
const ONSETS: &str = include_str!("onsets.tsv");
/// What may follow them.
const RIMES: &str = include_str!("rimes.tsv");

/// Whether `word`, in lower case, is spelled as a syllable of Vietnamese.
pub fn is_valid(word: &str) -> bool {
    let Some((plain, tone)) = without_tone(word) else {
        return false;
    };
    // A syllable that ends in c, ch, p or t bears sắc or nặng; nothing else is spoken.
    let checked = plain.ends_with(['c', 'p', 't']) || plain.ends_with("ch");
    if checked && tone != 4 && tone != 5 {
        return false;
    }
    let grammar = grammar();
    let splits = plain.char_indices().map(|(at, _)| at).take(4);
    splits.into_iter().any(|at| grammar.allows(&plain[..at], &plain[at..]))
}

/// The word without its tone, and the tone; `None` where two letters bear one.
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

/// What an onset must and must not stand before.
struct Rule {
    only: &'static str,
    never: &'static str,
}

struct Grammar {
    onsets: BTreeMap<&'static str, Rule>,
    rimes: BTreeSet<&'static str>,
}

impl Grammar {
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
            Some((onset, Rule { only, never }))
        });
        Grammar { onsets: onsets.collect(), rimes: rows(RIMES).collect() }
    })
}

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
    fn tables_have_a_header_an_order_and_no_twins() {
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
