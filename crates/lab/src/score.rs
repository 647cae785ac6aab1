//! Compares repaired text with the clean text, syllable by syllable.
//! In: the clean text, which of its syllables were damaged, the repaired text. Out: counts.
//! Syllables are aligned by the longest common subsequence. Another case or mark is an error; blanks and punctuation
//! between syllables are not compared.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use vankien_papers::number::numbers;

use super::page::syllables;

/// Most pairs of syllables (one of each text) that are aligned (included), which bounds the memory of the table at
/// about 256 MiB. A judgement. With more, all that lies between the equal beginnings and ends of both texts counts as
/// wrong.
const MOST_PAIRS: usize = 1 << 26;

/// Counts of syllables and document numbers, over one paper or many. Numbers count as syllables, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Syllables of the clean text.
    pub syllables: usize,
    /// Syllables of the clean text that were damaged.
    pub damaged: usize,
    /// Damaged syllables that are right in the repaired text.
    pub mended: usize,
    /// Undamaged syllables that are wrong in the repaired text.
    pub harmed: usize,
    /// Syllables of the repaired text that are aligned with none of the clean text.
    pub extra: usize,
    /// Document numbers (`59-NQ/TW`) in the clean text.
    pub numbers: usize,
    /// Document numbers of the clean text that stand in the repaired text letter for letter, as often.
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
    /// Recall: damaged syllables that are right, in percent; `None` where nothing was damaged.
    pub fn recall(&self) -> Option<f64> {
        (self.damaged > 0).then(|| 100.0 * self.mended as f64 / self.damaged as f64)
    }

    /// Harm: undamaged syllables made wrong, in ten thousand undamaged ones; `None` where there are none.
    pub fn harm(&self) -> Option<f64> {
        let good = self.syllables - self.damaged;
        (good > 0).then(|| 1e4 * self.harmed as f64 / good as f64)
    }

    /// Document numbers that are right, in percent; `None` where there are none.
    pub fn numbers_exact(&self) -> Option<f64> {
        (self.numbers > 0).then(|| 100.0 * self.exact as f64 / self.numbers as f64)
    }
}

/// Scores the repaired text `after`; `damaged` tells for each syllable of `clean` whether it was damaged. `by_lines`
/// aligns each line with the line of the same number, for text that must have the lines of the clean text; else the
/// whole texts are aligned.
pub fn score(clean: &str, damaged: &[bool], after: &str, by_lines: bool) -> Score {
    let found = if by_lines { by_line(clean, after) } else { kept(clean, after) };
    let mut score = Score { syllables: found.len(), ..Score::default() };
    for (is_right, was_damaged) in found.iter().zip(damaged) {
        score.damaged += usize::from(*was_damaged);
        score.mended += usize::from(*was_damaged && *is_right);
        score.harmed += usize::from(!*was_damaged && !*is_right);
    }
    let same = found.iter().filter(|found| **found).count();
    score.extra = syllables(after).len() - same;
    (score.numbers, score.exact) = count_numbers(clean, after);
    score
}

/// How many document numbers the clean text holds, and how many of them stand in `after` letter for letter. A blank
/// inside a number of the clean text is a fault of its source: in `after` it must be gone.
fn count_numbers(clean: &str, after: &str) -> (usize, usize) {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for number in numbers(after) {
        *left.entry(number.span.of(after)).or_default() += 1;
    }
    let wanted = numbers(clean);
    let mut exact = 0;
    for number in &wanted {
        let whole: String = number.span.of(clean).split_whitespace().collect();
        if let Some(count) = left.get_mut(whole.as_str())
            && *count > 0
        {
            *count -= 1;
            exact += 1;
        }
    }
    (wanted.len(), exact)
}

/// For each syllable of `clean`, whether it is in the longest common subsequence with the syllables of `after`.
pub fn kept(clean: &str, after: &str) -> Vec<bool> {
    common(&syllables(clean), &syllables(after))
}

/// The same, line by line; the syllables of a line that is missing count as lost.
fn by_line(clean: &str, after: &str) -> Vec<bool> {
    let others = after.split('\n').chain(std::iter::repeat(""));
    clean.split('\n').zip(others).flat_map(|(clean, after)| kept(clean, after)).collect()
}

/// Which of `one` are in the longest common subsequence. Equal beginnings and ends are cut off first, to save time.
fn common(one: &[&str], other: &[&str]) -> Vec<bool> {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (behind_head, other_behind_head) = (&one[head..], &other[head..]);
    let from_end = behind_head.iter().rev().zip(other_behind_head.iter().rev());
    let tail = from_end.take_while(|(a, b)| a == b).count();
    let middle = &behind_head[..behind_head.len() - tail];
    let other_middle = &other_behind_head[..other_behind_head.len() - tail];
    let mut found = vec![true; head];
    found.extend(longest_common(middle, other_middle));
    found.resize(one.len(), true);
    found
}

/// Which of `one` are in the longest common subsequence, by dynamic programming over all pairs.
fn longest_common(one: &[&str], other: &[&str]) -> Vec<bool> {
    let mut found = vec![false; one.len()];
    if other.is_empty() || one.len().saturating_mul(other.len()) > MOST_PAIRS {
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
        assert_eq!(count_numbers(clean, clean), (3, 3));
        assert_eq!(count_numbers(clean, "số 59-NQ/TW, 06/Q -TTg; 59-NQ/TW"), (3, 2));
        assert_eq!(count_numbers(clean, "số 59- NQ/TW, 06/QĐ-TTg"), (3, 1));
        assert_eq!(count_numbers("số 59- NQ/TW", "số 59-NQ/TW"), (1, 1));
    }
}
