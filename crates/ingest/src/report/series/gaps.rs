//! The numbers that are missing in a series.
//! In: the serials that papers bear, and numbers of which it is not sure whether they are of the series. Out: ranges.
//! Never a number before the first serial or behind the last.

use vankien_papers::series::Serial;

/// A range of numbers, both ends inclusive.
pub type Range = (u32, u32);

/// What stands between the first and the last serial of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Numbers that no paper bears, as ranges in ascending order.
    pub missing: Vec<Range>,
    /// Numbers that only papers bear of which it is not sure whether they are of the series; in the same form.
    pub unsure: Vec<Range>,
}

/// The gaps of a series with the serials `held`, ascending. `loose` are the numbers, ascending, of papers that may be of
/// the series. Numbers without a letter are looked for: 12a does not stand for 12.
pub fn gaps(held: &[Serial], loose: &[u32]) -> Gaps {
    let mut found = Gaps::default();
    let (Some(first), Some(last)) = (held.first(), held.last()) else { return found };
    // 12 is before 12a, and 15 is too before 15a.
    let end = if last.letter.is_some() { last.number + 1 } else { last.number };
    let mut next = first.number + 1;
    let bare = held.iter().filter(|serial| serial.letter.is_none()).map(|serial| serial.number);
    for number in bare.chain([end]) {
        if next < number {
            split(next, number - 1, loose, &mut found);
        }
        next = next.max(number + 1);
    }
    found
}

/// Adds the range from `first` to `last`: the numbers in `loose` to those that are not sure, the others to the missing.
fn split(first: u32, last: u32, loose: &[u32], found: &mut Gaps) {
    let from = loose.partition_point(|number| *number < first);
    let mut next = first;
    for number in loose[from..].iter().take_while(|number| **number <= last) {
        if next < *number {
            found.missing.push((next, number - 1));
        }
        push(*number, &mut found.unsure);
        next = number + 1;
    }
    if next <= last {
        found.missing.push((next, last));
    }
}

/// Adds a number behind the last range, or to it.
fn push(number: u32, ranges: &mut Vec<Range>) {
    match ranges.last_mut() {
        Some((_, last)) if *last + 1 >= number => *last = number,
        _ => ranges.push((number, number)),
    }
}

/// How many numbers the ranges hold.
pub fn count(ranges: &[Range]) -> u64 {
    ranges.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    fn serials(text: &str) -> Vec<Serial> {
        let one = |part: &str| {
            let figures = part.trim_end_matches(char::is_alphabetic);
            let letter = part[figures.len()..].chars().next();
            Serial { number: figures.parse().expect("figures"), letter }
        };
        text.split_whitespace().map(one).collect()
    }

    #[test]
    fn a_gap_lies_between_two_numbers_that_are_held() {
        for (held, loose, missing, unsure) in [
            ("", vec![], vec![], vec![]),
            ("7", vec![3], vec![], vec![]),
            ("7 8 9", vec![], vec![], vec![]),
            ("2 4 10", vec![], vec![(3, 3), (5, 9)], vec![]),
            ("12 4567", vec![], vec![(13, 4566)], vec![]),
            // 12a stands behind 12, which may be before the first paper, and does not stand for it.
            ("12a 15", vec![], vec![(13, 14)], vec![]),
            ("11 12a 13", vec![], vec![(12, 12)], vec![]),
            ("11 12 12a 13", vec![], vec![], vec![]),
            ("11 15a", vec![], vec![(12, 15)], vec![]),
            ("12a 12b", vec![], vec![], vec![]),
            ("2 10", vec![1, 4, 5, 5, 9, 11], vec![(3, 3), (6, 8)], vec![(4, 5), (9, 9)]),
            ("2 4", vec![3], vec![], vec![(3, 3)]),
        ] {
            assert_eq!(gaps(&serials(held), &loose), Gaps { missing, unsure }, "{held}");
        }
        assert_eq!(count(&[(3, 3), (5, 9)]), 6);
    }

    proptest! {
        #[test]
        fn what_is_held_and_what_is_not_are_the_whole_range(
            held in btree_set((1..400_u32, 0..8_usize), 1..60),
            mut loose in vec(1..400_u32, 0..20),
        ) {
            loose.sort_unstable();
            // One serial in four has a letter; the pairs are distinct, so that the serials must be made so.
            let letters = [Some('a'), Some('b')];
            let letter = |at: usize| letters.get(at).copied().flatten();
            let held: BTreeSet<Serial> = held
                .into_iter()
                .map(|(number, at)| Serial { number, letter: letter(at) })
                .collect();
            let held: Vec<Serial> = held.into_iter().collect();
            let Gaps { missing, unsure } = gaps(&held, &loose);
            let mut all: Vec<u32> = Vec::new();
            for (first, last) in missing.iter().chain(&unsure) {
                prop_assert!(first <= last);
                all.extend(*first..=*last);
            }
            prop_assert_eq!(count(&missing) + count(&unsure), all.len() as u64);
            let (first, last) = (held[0], held[held.len() - 1]);
            all.extend(held.iter().filter(|one| one.letter.is_none()).map(|one| one.number));
            all.sort_unstable();
            let from = if first.letter.is_some() { first.number + 1 } else { first.number };
            // Each number once: what is held and what is missing are disjoint, and together all.
            let expected: Vec<u32> = (from..=last.number).collect();
            prop_assert_eq!(all, expected);
        }
    }
}
