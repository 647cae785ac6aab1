//! Tells which words of a question only ask: `như thế nào`, `bao nhiêu`, `có được không`.
//! In: the words of a question in the order typed. Out: the terms that do nothing else in it.
//! Never looks at words inside quotes, nor at a word that also stands elsewhere in the question.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::question::{self, Word};

/// The rows of the table by their first word, folded; the longest first.
static TABLE: LazyLock<BTreeMap<String, Vec<Vec<Word>>>> = LazyLock::new(|| {
    let mut rows: BTreeMap<String, Vec<Vec<Word>>> = BTreeMap::new();
    for row in include_str!("weak.tsv").lines().filter(|row| !row.starts_with('#')) {
        let words = question::words(row);
        if let Some(first) = words.first() {
            rows.entry(first.folded().to_owned()).or_default().push(words);
        }
    }
    rows.values_mut().for_each(|rows| rows.sort_by_key(|row| std::cmp::Reverse(row.len())));
    rows
});

/// The terms that only ask, out of a question that says more than that.
pub fn weak(runs: &[Vec<Word>]) -> BTreeSet<String> {
    let (mut weak, mut strong) = (BTreeSet::new(), BTreeSet::new());
    for run in runs {
        let mut at = 0;
        while at < run.len() {
            let length = asks(&run[at..]);
            let (into, next) = match length {
                0 => (&mut strong, at + 1),
                _ => (&mut weak, at + length),
            };
            into.extend(run[at..next].iter().map(|word| word.term.clone()));
            at = next;
        }
    }
    if strong.is_empty() {
        return BTreeSet::new();
    }
    weak.retain(|term| !strong.contains(term));
    weak
}

/// How many words from here on only ask.
fn asks(words: &[Word]) -> usize {
    // `… có được không?`: at the end the bare word asks, elsewhere it is `not`, or the air.
    let closes = words.len() == 1 && words[0].folded() == "khong";
    let Some(rows) = words.first().and_then(|word| TABLE.get(word.folded())) else {
        return usize::from(closes);
    };
    let same = |(one, typed): (&Word, &Word)| match typed.has_marks() {
        true => one.term == typed.term,
        false => one.folded() == typed.folded(),
    };
    let opens = |row: &&Vec<Word>| {
        row.len() <= words.len() && row.iter().zip(words).all(same)
            // A word alone without its marks may be any other.
            && (row.len() > 1 || words[0].has_marks() == row[0].has_marks())
    };
    rows.iter().find(opens).map_or(usize::from(closes), Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: &str, wanted: &[&str]) {
        let found = weak(&[question::words(asked)]);
        let found: Vec<&str> =
            found.iter().map(|term| crate::index::analyse::shown(term)).collect();
        assert_eq!(found, wanted, "{asked}");
    }

    #[test]
    fn words_that_only_ask() {
        check("Mức phạt là bao nhiêu?", &["bao", "nhiêu"]);
        check("Muc phat la bao nhieu", &["bao", "nhieu"]);
        check("Sân bay do ai quản lý, đúng hay sai", &["ai", "đúng", "hay", "sai"]);
    }

    #[test]
    fn words_that_say_something() {
        // `hàng đóng gói sẵn là …` is how a paper answers.
        check("Hàng đóng gói sẵn là gì?", &["gì"]);
        check("hàng không dân dụng", &[]);
        check("thế nào", &[]);
        check("nao", &[]);
        check("bảo hiểm bao nhiêu, bao gồm", &["nhiêu"]);
    }

    #[test]
    fn the_table_is_in_order() {
        let rows: Vec<&str> = include_str!("weak.tsv").lines().collect();
        assert!(rows[0].starts_with("# "));
        assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
        assert!(unicode_normalization::is_nfc(include_str!("weak.tsv")));
    }
}
