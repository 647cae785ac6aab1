//! A page that was read twice, at two scales: where both readings differ, one of them is wrong.
//! In: the tables of both readings. Out: one table with both; for each word of the first, what the second has at its
//! place. Never chooses between them: repair weighs both.

use std::collections::BTreeMap;

use super::table::{self, Word};

/// The line between the two tables.
const SEPARATOR: &str = "\nsecond reading\n";
/// A word below this confidence (0 to 100) may be wrong. Of the words of our printed pages that were misread half are
/// below it, and 4 % of all (benches/RESULTS.md, 2026-11-30).
const DOUBTFUL_BELOW: f32 = 90.0;
/// A page with at least one word in so many below [`DOUBTFUL_BELOW`] is read again. A judgement.
const WORDS_PER_DOUBTFUL: usize = 200;
/// Two words stand at one place if they share at least this part of the width of the narrower one.
const SHARED_WIDTH: f64 = 0.5;
/// At most so many words of a row are compared with one word, which bounds the time of strange tables.
const MOST_COMPARED: usize = 200;
/// At most so many words of the second reading are kept for one word.
const MOST_KEPT: usize = 8;
/// A word is at most so many times as wide as a row is high when others are looked for.
const MOST_WIDTHS: f64 = 50.0;
/// Rows are numbered up to this on both sides of the upper edge, whatever the table says.
const LAST_ROW: f64 = 1e9;

/// Whether a page with this table is worth a second reading: enough of its words may be wrong.
pub fn is_worth_reading_again(table: &str) -> bool {
    let words = table::parse_words(table);
    let is_doubtful = |word: &&Word| {
        word.confidence < DOUBTFUL_BELOW && word.text.chars().any(char::is_alphabetic)
    };
    let doubtful = words.iter().filter(is_doubtful).count();
    doubtful > 0 && doubtful * WORDS_PER_DOUBTFUL >= words.len()
}

/// Both tables as one.
pub fn join(first: &str, second: &str) -> String {
    [first.trim_end(), SEPARATOR, second].concat()
}

/// The two tables that [`join`] made one of; of any other table all of it, and `None`.
pub fn split(table: &str) -> (&str, Option<&str>) {
    match table.split_once(SEPARATOR) {
        Some((first, second)) => (first, Some(second)),
        None => (table, None),
    }
}

/// The words of a page without dirt, as by [`table::parse_words`], each with what the second reading has at its place
/// where the table holds one.
pub fn words(table: &str) -> Vec<Word> {
    let (first, second) = split(table);
    let mut words = table::parse_words(first);
    if let Some(second) = second
        && let Some((own, _)) = table::size_of_page(first)
        && let Some((other, _)) = table::size_of_page(second)
    {
        compare(&mut words, table::all_words(second).collect(), own / other);
    }
    words
}

/// Notes for each word of the first reading what the second has at its place. Lengths of the second times `scale` are
/// those of the first.
fn compare(words: &mut [Word], mut again: Vec<Word>, scale: f64) {
    for word in &mut again {
        for length in [&mut word.left, &mut word.top, &mut word.width, &mut word.height] {
            *length *= scale;
        }
    }
    let rows = Rows::of(again);
    for word in words {
        let found: Vec<&str> = rows.at_place_of(word).map(|other| other.text.as_str()).collect();
        word.second = Some(found.join(" "));
    }
}

/// The words of a reading by height, so that those beside a word are found without looking at every word.
struct Rows {
    /// By number of the row, from the top: its words from left to right.
    words: BTreeMap<i64, Vec<Word>>,
    /// The height of a row in dots: the median height of a word.
    height: f64,
    /// The greatest width of a word in dots.
    widest: f64,
}

impl Rows {
    fn of(words: Vec<Word>) -> Rows {
        let height = table::median(words.iter().map(|word| word.height)).max(1.0);
        let widest = words.iter().map(|word| word.width).fold(0.0, f64::max);
        let widest = widest.min(MOST_WIDTHS * height);
        let mut rows: BTreeMap<i64, Vec<Word>> = BTreeMap::new();
        for word in words {
            rows.entry(row(&word, height)).or_default().push(word);
        }
        for row in rows.values_mut() {
            row.sort_by(|one, other| one.left.total_cmp(&other.left));
        }
        Rows { words: rows, height, widest }
    }

    /// The words at the place of `word`, from left to right.
    fn at_place_of<'r>(&'r self, word: &'r Word) -> impl Iterator<Item = &'r Word> {
        let row = row(word, self.height);
        let near = move |words: &'r Vec<Word>| {
            let first = words.partition_point(|other| other.left < word.left - self.widest);
            let near = words[first..].iter().take(MOST_COMPARED);
            near.take_while(|other| other.left < word.left + word.width)
        };
        let mut found: Vec<&Word> = self
            .words
            .range(row - 1..=row + 1)
            .flat_map(move |(_, words)| near(words))
            .filter(|other| is_same_place(word, other))
            .take(MOST_KEPT)
            .collect();
        found.sort_by(|one, other| one.left.total_cmp(&other.left));
        found.into_iter()
    }
}

/// The number of the row of a word, from the top.
fn row(word: &Word, height: f64) -> i64 {
    ((word.top + word.height / 2.0) / height).floor().clamp(-LAST_ROW, LAST_ROW) as i64
}

/// Whether two words stand at one place of the page: the middle of each is within the height of the other, and they
/// share enough of their width.
fn is_same_place(one: &Word, other: &Word) -> bool {
    let holds_middle = |one: &Word, other: &Word| {
        let middle = other.top + other.height / 2.0;
        one.top <= middle && middle <= one.top + one.height
    };
    let right = (one.left + one.width).min(other.left + other.width);
    let shared = right - one.left.max(other.left);
    holds_middle(one, other)
        && holds_middle(other, one)
        && shared >= SHARED_WIDTH * one.width.min(other.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "1\t1\t0\t0\t0\t0\t0\t0\t3000\t4000\t-1\t\n\
        5\t1\t1\t1\t1\t1\t300\t300\t150\t60\t95\tThành\n\
        5\t1\t1\t1\t1\t2\t480\t300\t120\t60\t70\tphô\n\
        5\t1\t1\t1\t1\t3\t630\t300\t240\t60\t90\tĐà Nẵng\n\
        5\t1\t1\t1\t2\t1\t300\t400\t150\t60\t93\tngày\n";
    const SECOND: &str = "1\t1\t0\t0\t0\t0\t0\t0\t4000\t5333\t-1\t\n\
        5\t1\t1\t1\t1\t1\t401\t399\t199\t82\t95\tThành\n\
        5\t1\t1\t1\t1\t2\t641\t400\t160\t80\t80\tphố\n\
        5\t1\t1\t1\t1\t3\t840\t400\t100\t80\t90\tĐà\n\
        5\t1\t1\t1\t1\t4\t960\t400\t190\t80\t90\tNẵng\n";

    #[test]
    fn words_are_compared_place_by_place() {
        let both = join(FIRST, SECOND);
        assert_eq!(split(&both), (FIRST.trim_end(), Some(SECOND)));
        assert_eq!(split(FIRST), (FIRST, None));
        let words = super::words(&both);
        let second: Vec<Option<&str>> = words.iter().map(|word| word.second.as_deref()).collect();
        assert_eq!(second, [Some("Thành"), Some("phố"), Some("Đà Nẵng"), Some("")]);
        assert!(super::words(FIRST).iter().all(|word| word.second.is_none()));
    }

    #[test]
    fn strange_tables_are_read() {
        for number in ["1e30", "-1e30", "1e308", "0", "-5"] {
            let strange = FIRST.replace("300", number);
            let words = super::words(&join(&strange, &SECOND.replace("400", number)));
            assert_eq!(words.len(), 4, "{number}");
        }
    }

    #[test]
    fn a_page_with_doubtful_words_is_read_again() {
        assert!(is_worth_reading_again(FIRST));
        assert!(!is_worth_reading_again(&FIRST.replace("\t70\t", "\t96\t")));
        assert!(!is_worth_reading_again(""));
    }
}
