//! Learns which letters an OCR takes for which, from pages whose printed text is known.
//! In: what was printed on a page and what was read from it. Out: counts, as rows of tables.
//! Never counts the letters of a word of which one stands against a blank or against nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use vankien_text::Evidence;
use vankien_text::repair::misread::ocr_words;

/// Most pairs of a printed and a read character on a page, which bounds the memory of its alignment at 128 MB. Larger
/// pages are left out.
const MOST_PAIRS: usize = 1 << 25;
/// Wrong letters of a word, at most, and at most half of its letters; with more the word was guessed, and its letters
/// are not counted. A judgement.
const MOST_WRONG_LETTERS: usize = 3;

// Costs of an alignment by edit distance. A letter against another letter costs less than leaving both out; a letter
// against a blank costs as much as that. Set by hand.

/// Cost of a letter against another one.
const SUBSTITUTION: u32 = 2;
/// Cost of a letter or blank against nothing, on either side.
const DELETION: u32 = 3;
/// Added to [`SUBSTITUTION`] for a blank against a letter.
const BLANK_AGAINST_LETTER: u32 = 4;

/// How often each letter was read as each letter, right readings included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// How often, by printed and read letter. Words that were guessed ([`MOST_WRONG_LETTERS`]) or hold a letter against
    /// a blank are left out.
    pairs: BTreeMap<(char, char), u32>,
    /// By confidence of the OCR, from 0 to 100, and whether a second reading has another word: the number of words, and
    /// how many of them hold a misread letter. Words that were guessed count, too; words of which a letter stands
    /// against nothing do not, nor words that were read once.
    by_confidence: BTreeMap<(u8, bool), (u32, u32)>,
    /// The number of pages that were counted.
    pub pages: usize,
}

impl Counts {
    /// Adds a page on which `printed` stood and from which `text` was read; `evidence` holds the OCR's confidence for
    /// each word. Does nothing for a page that is too large to be aligned.
    pub fn add(&mut self, printed: &str, text: &str, evidence: &Evidence) {
        let printed: Vec<char> = on_one_line(printed);
        let read: Vec<char> = on_one_line(text);
        let words_of_letters = words_of_letters(text, &read, evidence);
        if (printed.len() + 1).saturating_mul(read.len() + 1) > MOST_PAIRS {
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
            let few = wrong <= MOST_WRONG_LETTERS && 2 * wrong <= pairs.len();
            if let Some(key) = pairs_at.first().and_then(|at| words_of_letters[*at]) {
                let count = self.by_confidence.entry(key).or_default();
                *count = (count.0 + 1, count.1 + u32::from(wrong > 0));
            }
            if few && pairs.iter().all(|(_, read)| *read != ' ') {
                pairs.into_iter().for_each(|pair| *self.pairs.entry(pair).or_default() += 1);
            }
        }
    }

    /// The rows of the confusion table, sorted: printed letter, read letter, how often. Confusions that occurred fewer
    /// than `least` times are left out; right readings stay.
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

    /// The rows of the table of confidences, ascending: confidence, whether a second reading has the same or another word,
    /// number of words, number of words that were misread.
    pub fn confidences(&self) -> String {
        let mut table = String::new();
        for ((sure, is_other), (words, wrong)) in &self.by_confidence {
            let second = if *is_other { "other" } else { "same" };
            // Writing to a string does not fail.
            let _ = writeln!(table, "{sure}\t{second}\t{words}\t{wrong}");
        }
        table
    }

    /// The number of letters that were counted, and the number of those that were misread.
    pub fn letters(&self) -> (u32, u32) {
        let all = self.pairs.values().sum();
        let wrong = self.pairs.iter().filter(|((printed, read), _)| printed != read);
        (all, wrong.map(|(_, count)| count).sum())
    }
}

/// The characters of a text with each run of white space as one blank.
fn on_one_line(text: &str) -> Vec<char> {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect()
}

/// For each letter of `read`, which is `text` on one line, the OCR's confidence for its word, and whether a second
/// reading has another word; `None` for blanks and for words that were read once.
fn words_of_letters(text: &str, read: &[char], evidence: &Evidence) -> Vec<Option<(u8, bool)>> {
    let mut letters = text.char_indices().filter(|(_, letter)| !letter.is_whitespace());
    let word = |letter: &char| {
        if *letter == ' ' {
            return None;
        }
        let (at, _) = letters.next()?;
        let (span, word) = ocr_words::at(&evidence.words, at)?;
        Some((word.confidence, ocr_words::is_read_otherwise(word, span.of(text))?))
    };
    read.iter().map(word).collect()
}

/// The words of a text on one line, as ranges.
fn words(text: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    text.split(|letter| *letter == ' ').map(move |word| {
        let range = start..start + word.len();
        start = range.end + 1;
        range
    })
}

/// For each character of `printed`, the index of the character of `read` that it stands against in the cheapest
/// alignment; `None` where it stands against nothing.
fn aligned(printed: &[char], read: &[char]) -> Vec<Option<usize>> {
    let width = read.len() + 1;
    let mut costs = vec![0_u32; (printed.len() + 1) * width];
    for at in 1..width {
        costs[at] = costs[at - 1] + DELETION;
    }
    let cost = |one: char, other: char| match one == other {
        true => 0,
        false if one == ' ' || other == ' ' => SUBSTITUTION + BLANK_AGAINST_LETTER,
        false => SUBSTITUTION,
    };
    for (row, letter) in (1..).zip(printed) {
        costs[row * width] = costs[(row - 1) * width] + DELETION;
        for (column, other) in (1..).zip(read) {
            let above = costs[(row - 1) * width + column] + DELETION;
            let left = costs[row * width + column - 1] + DELETION;
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
        } else if here == costs[(row - 1) * width + column] + DELETION {
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
    use vankien_text::OcrWord;
    use vankien_text::span::Span;

    #[test]
    fn counts_letters_that_stand_against_each_other() {
        let mut counts = Counts::default();
        let read = "só 12 cúa tố chức";
        let word = |confidence, second: Option<&str>| OcrWord {
            confidence,
            second: second.map(str::to_owned),
        };
        let end = "só 12 cúa".len();
        let words = vec![
            (Span::new(0, "só".len()), word(50, Some("số"))),
            (Span::new("só ".len(), "só 12".len()), word(90, Some("12"))),
            (Span::new("só 12 ".len(), end), word(90, Some("của"))),
            (Span::new(end + 1, read.len()), word(90, None)),
        ];
        counts.add("số 12 của tổ\nchức", read, &Evidence { words, ..Evidence::default() });
        assert_eq!(counts.confidences(), "50\tother\t1\t1\n90\tsame\t1\t0\n90\tother\t1\t1\n");
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
