//! Compares what a repair gave back with the clean text, syllable by syllable.
//! In: the clean text, which of its syllables were hurt, the text that came out. Out: counts.
//! Syllables are aligned so that as many as possible are the same; nothing is forgiven.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use vankien_papers::number::numbers;

use super::page::syllables;

/// More pairs of syllables than this are not compared one by one: what lies between the ends that
/// are the same counts as wrong.
const MOST: usize = 1 << 26;

/// What came of the syllables of one paper or of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// All syllables of the clean text.
    pub syllables: usize,
    /// Those that were damaged.
    pub damaged: usize,
    /// Damaged ones that came back.
    pub mended: usize,
    /// Good ones that are wrong now.
    pub harmed: usize,
    /// Syllables that are not of the clean text.
    pub extra: usize,
    /// Numbers of papers in the clean text.
    pub numbers: usize,
    /// Those that stand in the text as they should.
    pub exact: usize,
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        self.syllables += other.syllables;
        self.damaged += other.damaged;
        self.mended += other.mended;
        self.harmed += other.harmed;
        self.extra += other.extra;
        self.numbers += other.numbers;
        self.exact += other.exact;
    }
}

impl Score {
    /// Damaged syllables that came back, in a hundred; `None` where nothing was damaged.
    pub fn recall(&self) -> Option<f64> {
        (self.damaged > 0).then(|| 100.0 * self.mended as f64 / self.damaged as f64)
    }

    /// Good syllables made wrong, in ten thousand.
    pub fn harm(&self) -> Option<f64> {
        let good = self.syllables - self.damaged;
        (good > 0).then(|| 1e4 * self.harmed as f64 / good as f64)
    }

    /// Numbers of papers that stand as they should, in a hundred.
    pub fn numbers_exact(&self) -> Option<f64> {
        (self.numbers > 0).then(|| 100.0 * self.exact as f64 / self.numbers as f64)
    }
}

/// Scores `after`, where `hurt` tells of each syllable of `clean` whether it was damaged. Text that
/// must have the lines of the clean text is compared line by line.
pub fn score(clean: &str, hurt: &[bool], after: &str, by_lines: bool) -> Score {
    let found = if by_lines { by_line(clean, after) } else { kept(clean, after) };
    let mut score = Score { syllables: found.len(), ..Score::default() };
    for (found, hurt) in found.iter().zip(hurt) {
        score.damaged += usize::from(*hurt);
        score.mended += usize::from(*hurt && *found);
        score.harmed += usize::from(!*hurt && !*found);
    }
    let same = found.iter().filter(|found| **found).count();
    score.extra = syllables(after).len() - same;
    (score.numbers, score.exact) = exact(clean, after);
    score
}

/// How many numbers the clean text holds, and how many of them stand in `after` letter for letter.
fn exact(clean: &str, after: &str) -> (usize, usize) {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for number in numbers(after) {
        *left.entry(number.span.of(after)).or_default() += 1;
    }
    let wanted = numbers(clean);
    let exact = wanted.iter().filter(|number| {
        let found = left.get_mut(number.span.of(clean)).filter(|times| **times > 0);
        found.map(|times| *times -= 1).is_some()
    });
    (wanted.len(), exact.count())
}

/// Of each syllable of `clean`, whether it stands in `after`.
pub fn kept(clean: &str, after: &str) -> Vec<bool> {
    common(&syllables(clean), &syllables(after))
}

/// The same, line by line; a line too few has lost its syllables.
fn by_line(clean: &str, after: &str) -> Vec<bool> {
    let others = after.split('\n').chain(std::iter::repeat(""));
    clean.split('\n').zip(others).flat_map(|(clean, after)| kept(clean, after)).collect()
}

/// Which of `one` are in the longest sequence that both share.
fn common(one: &[&str], other: &[&str]) -> Vec<bool> {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (rest, others) = (&one[head..], &other[head..]);
    let tail = rest.iter().rev().zip(others.iter().rev()).take_while(|(a, b)| a == b).count();
    let (rest, others) = (&rest[..rest.len() - tail], &others[..others.len() - tail]);
    let mut found = vec![true; head];
    found.extend(longest(rest, others));
    found.resize(one.len(), true);
    found
}

/// The longest common sequence, by the table of all pairs.
fn longest(one: &[&str], other: &[&str]) -> Vec<bool> {
    let mut found = vec![false; one.len()];
    if other.is_empty() || one.len().saturating_mul(other.len()) > MOST {
        return found;
    }
    let width = other.len() + 1;
    let mut best = vec![0_u32; (one.len() + 1) * width];
    for (row, word) in one.iter().enumerate().rev() {
        let (above, below) = best[row * width..].split_at_mut(width);
        for (at, wanted) in other.iter().enumerate().rev() {
            let same = if word == wanted { below[at + 1] + 1 } else { 0 };
            above[at] = same.max(below[at]).max(above[at + 1]);
        }
    }
    let (mut row, mut at) = (0, 0);
    while row < one.len() && at < other.len() {
        let here = best[row * width + at];
        if here == best[(row + 1) * width + at] {
            row += 1;
        } else if here == best[row * width + at + 1] {
            at += 1;
        } else {
            found[row] = true;
            (row, at) = (row + 1, at + 1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(clean: &str, hurt: &[bool], after: &str) -> (usize, usize, usize, usize) {
        let score = score(clean, hurt, after, false);
        (score.damaged, score.mended, score.harmed, score.extra)
    }

    #[test]
    fn counts_what_came_back_and_what_was_harmed() {
        let (clean, hurt) = ("phòng, chống tham nhũng", [false, true, false, true]);
        assert_eq!(counts(clean, &hurt, clean), (2, 2, 0, 0));
        assert_eq!(counts(clean, &hurt, "phòng, chồng tham nhũng"), (2, 1, 0, 1));
        assert_eq!(counts(clean, &hurt, "phồng 7 chống\ntham"), (2, 1, 1, 2));
        assert_eq!(counts(clean, &hurt, ""), (2, 0, 2, 0));
    }

    #[test]
    fn numbers_count_where_they_stand_letter_for_letter() {
        let clean = "số 59-NQ/TW, 06/QĐ-TTg; 59-NQ/TW";
        assert_eq!(exact(clean, clean), (3, 3));
        assert_eq!(exact(clean, "số 59-NQ/TW, 06/Q -TTg; 59-NQ/TW"), (3, 2));
        assert_eq!(exact(clean, "số 59- NQ/TW, 06/QĐ-TTg"), (3, 1));
    }
}
