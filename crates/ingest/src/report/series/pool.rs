//! The series of one body, with their gaps. In one period several of them may in truth be one: an office may count
//! decisions and plans together, and `QĐ` stands for two kinds of Party papers.
//! In: the counted series of a body. Out: the same with their gaps.
//! Never tells a number as missing that a paper bears which may be of the series.

use std::collections::{BTreeMap, BTreeSet};

use vankien_papers::number;
use vankien_papers::series::Counting;

use super::body::SeriesKey;
use super::counted::Counted;
use super::gaps::{Gaps, gaps};

type Keyed = (SeriesKey, Counted);

/// The series of a body, each with its gaps. There are none where the body (`is_known`) or the period is not known, nor
/// for a kind that no table knows where the office decides what it counts together.
pub fn with_gaps(
    counting: Counting,
    is_known: bool,
    series: BTreeMap<SeriesKey, Counted>,
) -> Vec<(SeriesKey, Counted, Gaps)> {
    let all: Vec<Keyed> = series.into_iter().collect();
    let mut found: Vec<Gaps> = Vec::with_capacity(all.len());
    // Series without a period come first in the order of the keys.
    let undated = Period::of(&all[..all.partition_point(|(key, _)| key.period.is_none())]);
    for series in all.chunk_by(|one, other| one.0.period == other.0.period) {
        let period = Period::of(series);
        for (at, (key, counted)) in series.iter().enumerate() {
            let is_told = is_known && key.period.is_some();
            if !is_told || counting == Counting::Year && !has_known_symbol(key) {
                found.push(Gaps::default());
                continue;
            }
            let mut loose = counted.loose.clone();
            period.add_loose(counting, at, key, &mut loose);
            undated.add_undated(counting, key, &mut loose);
            loose.sort_unstable();
            found.push(gaps(&counted.serials, &loose));
        }
    }
    all.into_iter().zip(found).map(|((key, counted), gaps)| (key, counted, gaps)).collect()
}

/// The series of a body in one period, or those without one.
struct Period<'a> {
    series: &'a [Keyed],
    /// The indexes of those whose symbol the table of kinds has: a few dozen at most, so that each may be compared with
    /// each.
    known: Vec<usize>,
    /// The pairs of these that have a number in common: papers of two kinds bear it, so that the kinds are counted
    /// apart.
    apart: BTreeSet<(usize, usize)>,
}

impl Period<'_> {
    fn of(series: &[Keyed]) -> Period<'_> {
        let is_known = |at: &usize| has_known_symbol(&series[*at].0);
        let known: Vec<usize> = (0..series.len()).filter(is_known).collect();
        let apart = counted_apart(series, &known);
        Period { series, known, apart }
    }

    /// Adds the numbers of the other series of the period that may be one with that at index `at`.
    fn add_loose(&self, counting: Counting, at: usize, key: &SeriesKey, loose: &mut Vec<u32>) {
        if !has_known_symbol(key) {
            return;
        }
        for other_at in self.known.iter().copied().filter(|other_at| *other_at != at) {
            let (other_key, other) = &self.series[other_at];
            if may_be_one(counting, key, other_key) {
                loose.extend(&other.loose);
                if !self.apart.contains(&(at.min(other_at), at.max(other_at))) {
                    loose.extend(bare_numbers(other));
                }
            }
        }
    }

    /// Adds the numbers of those series, here without a period, that may be one with that of `key`.
    fn add_undated(&self, counting: Counting, key: &SeriesKey, loose: &mut Vec<u32>) {
        let mut add = |counted: &Counted| {
            loose.extend(bare_numbers(counted).chain(counted.loose.iter().copied()));
        };
        if !has_known_symbol(key) {
            let same = |one: &Keyed| (one.0.kind, &one.0.symbol).cmp(&(key.kind, &key.symbol));
            if let Ok(at) = self.series.binary_search_by(same) {
                add(&self.series[at].1);
            }
            return;
        }
        for (other_key, other) in self.known.iter().map(|at| &self.series[*at]) {
            if may_be_one(counting, key, other_key) {
                add(other);
            }
        }
    }
}

/// The numbers of a series without those that bear a letter.
fn bare_numbers(counted: &Counted) -> impl Iterator<Item = u32> {
    let bare = counted.serials.iter().filter(|serial| serial.letter.is_none());
    bare.map(|serial| serial.number)
}

/// Whether two series of a body, both of kinds in the table, may be one as far as the rule tells by which it counts.
fn may_be_one(counting: Counting, one: &SeriesKey, other: &SeriesKey) -> bool {
    let names_nothing = |key: &SeriesKey| key.symbol.is_none() && key.kind.is_none();
    counting == Counting::Year
        || one.kind.is_some() && one.kind == other.kind
        || one.symbol.is_some() && one.symbol == other.symbol
        || names_nothing(one)
        || names_nothing(other)
}

/// Whether the table of kinds knows the symbol, or the number prints none.
fn has_known_symbol(key: &SeriesKey) -> bool {
    let Some(symbol) = &key.symbol else { return true };
    number::kinds().iter().any(|kind| kind.symbol == symbol)
}

/// The pairs of series, by their indexes, that have a number in common; of those in `known` alone.
fn counted_apart(series: &[Keyed], known: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    for at in known {
        numbers.extend(bare_numbers(&series[*at].1).map(|number| (number, *at)));
    }
    numbers.sort_unstable();
    numbers.dedup();
    let mut pairs = BTreeSet::new();
    for same in numbers.chunk_by(|one, other| one.0 == other.0) {
        for (index, (_, one)) in same.iter().enumerate() {
            pairs.extend(same[index + 1..].iter().map(|(_, other)| (*one, *other)));
        }
    }
    pairs
}
