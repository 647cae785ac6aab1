//! Learns which letters an OCR takes for which, from pages whose text is known.
//! In: what was printed on a page and what was read from it. Out: counts, as the rows of a table.
//! Only words of which all letters stand one against the other are counted. Never runs outside
//! `vankien train-ocr`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use vankien_text::Evidence;
use vankien_text::repair::misread::ocr_word_at;

/// A page with more pairs of letters than this is left out.
const LARGEST: usize = 1 << 25;
/// A word of which more letters differ, or more than half, was not read, but guessed.
const MOST: usize = 3;
/// What it costs to set a letter against another, or to leave one out.
const OTHER: u32 = 2;
const ALONE: u32 = 3;
/// What it costs more that a blank stands against a letter.
const BLANK: u32 = 4;

/// How often each letter was read as which; right readings are counted, too.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    pairs: BTreeMap<(char, char), u32>,
    /// By how sure the OCR was: how many words, and how many of them it read wrongly.
    sure: BTreeMap<u8, (u32, u32)>,
    /// How many pages were counted.
    pub pages: usize,
}

impl Counts {
    /// Adds a page on which `printed` stood and from which `text` was read, with what the OCR said of its words.
    pub fn add(&mut self, printed: &str, text: &str, evidence: &Evidence) {
        let printed: Vec<char> = on_one_line(printed);
        let read: Vec<char> = on_one_line(text);
        let sure = sure(text, &read, evidence);
        if (printed.len() + 1).saturating_mul(read.len() + 1) > LARGEST {
            return;
        }
        self.pages += 1;
        let against = aligned(&printed, &read);
        for word in words(&printed) {
            let Some(pairs_at) = word.clone().map(|at| against[at]).collect::<Option<Vec<usize>>>()
            else {
                continue;
            };
            let pairs: Vec<(char, char)> =
                word.zip(&pairs_at).map(|(at, other)| (printed[at], read[*other])).collect();
            let wrong = pairs.iter().filter(|(printed, read)| printed != read).count();
            let few = wrong <= MOST && 2 * wrong <= pairs.len();
            if let Some(sure) = pairs_at.first().and_then(|at| sure[*at]) {
                let count = self.sure.entry(sure).or_default();
                *count = (count.0 + 1, count.1 + u32::from(wrong > 0));
            }
            if few && pairs.iter().all(|(_, read)| *read != ' ') {
                pairs.into_iter().for_each(|pair| *self.pairs.entry(pair).or_default() += 1);
            }
        }
    }

    /// The rows of the table, in order: what was printed, what was read, how often. What was read wrongly
    /// fewer than `least` times is left out.
    pub fn table(&self, least: u32) -> String {
        let mut table = String::new();
        for ((printed, read), count) in &self.pairs {
            if printed == read || *count >= least {
                // Writing to a string does not fail.
                let _ = writeln!(table, "{printed}\t{read}\t{count}");
            }
        }
        table
    }

    /// The rows of the table of confidences, in order: how sure, how many words, how many of them were misread.
    pub fn confidences(&self) -> String {
        let rows = self.sure.iter();
        rows.map(|(sure, (words, wrong))| format!("{sure}\t{words}\t{wrong}\n")).collect()
    }

    /// How many letters were counted, and how many of them were read wrongly.
    pub fn letters(&self) -> (u32, u32) {
        let all = self.pairs.values().sum();
        let wrong = self.pairs.iter().filter(|((printed, read), _)| printed != read);
        (all, wrong.map(|(_, count)| count).sum())
    }
}

fn on_one_line(text: &str) -> Vec<char> {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect()
}

/// How sure the OCR was of the word of each letter of `read`, which is `text` on one line.
fn sure(text: &str, read: &[char], evidence: &Evidence) -> Vec<Option<u8>> {
    let mut letters = text.char_indices().filter(|(_, letter)| !letter.is_whitespace());
    let sure = |letter: &char| match letter {
        ' ' => None,
        _ => letters.next().and_then(|(at, _)| Some(ocr_word_at(&evidence.words, at)?.1)),
    };
    read.iter().map(sure).collect()
}

/// The words of a text, as ranges.
fn words(text: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    text.split(|letter| *letter == ' ').map(move |word| {
        let range = start..start + word.len();
        start = range.end + 1;
        range
    })
}

/// Against which letter of `read` each letter of `printed` stands, at the least cost.
fn aligned(printed: &[char], read: &[char]) -> Vec<Option<usize>> {
    let width = read.len() + 1;
    let mut costs = vec![0_u32; (printed.len() + 1) * width];
    for at in 1..width {
        costs[at] = costs[at - 1] + ALONE;
    }
    let cost = |one: char, other: char| match one == other {
        true => 0,
        false if one == ' ' || other == ' ' => OTHER + BLANK,
        false => OTHER,
    };
    for (row, letter) in (1..).zip(printed) {
        costs[row * width] = costs[(row - 1) * width] + ALONE;
        for (column, other) in (1..).zip(read) {
            let above = costs[(row - 1) * width + column] + ALONE;
            let left = costs[row * width + column - 1] + ALONE;
            let both = costs[(row - 1) * width + column - 1] + cost(*letter, *other);
            costs[row * width + column] = both.min(above).min(left);
        }
    }
    let mut against = vec![None; printed.len()];
    let (mut row, mut column) = (printed.len(), read.len());
    while row > 0 && column > 0 {
        let here = costs[row * width + column];
        let both = costs[(row - 1) * width + column - 1];
        if here == both + cost(printed[row - 1], read[column - 1]) {
            (row, column) = (row - 1, column - 1);
            against[row] = Some(column);
        } else if here == costs[(row - 1) * width + column] + ALONE {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    against
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_text::span::Span;

    #[test]
    fn counts_letters_that_stand_against_each_other() {
        let mut counts = Counts::default();
        let read = "só 12 cúa tố chức";
        let words = vec![(Span::new(0, "só".len()), 50), (Span::new("só ".len(), read.len()), 90)];
        counts.add("số 12 của tổ\nchức", read, &Evidence { words, ..Evidence::default() });
        assert_eq!(counts.confidences(), "50\t1\t1\n90\t4\t2\n");
        let wrong: Vec<_> = counts.pairs.keys().filter(|(one, other)| one != other).collect();
        assert_eq!(wrong, [&('ố', 'ó'), &('ổ', 'ố'), &('ủ', 'ú')]);
        assert_eq!(counts.letters(), (13, 3));
        assert!(counts.table(2).lines().all(|row| !row.starts_with("ố\tó")));
        assert!(counts.table(1).contains("ố\tó\t1\n"));
    }

    #[test]
    fn words_that_were_guessed_are_left_out() {
        let mut counts = Counts::default();
        let read = "ngh ị quyết xzyw Đảng";
        counts.add("nghị quyết của Đảng", read, &Evidence::default());
        let letters = "nghịquyếtĐảng".chars().count() as u32;
        assert_eq!((counts.pages, counts.letters()), (1, (letters, 0)));
    }
}
