//! Tells which words of a question only ask: `như thế nào`, `bao nhiêu`, `có được không`.
//! In: the words of a question in the order typed. Out: the terms that do nothing else in it.
//! Never looks at words inside quotes, nor at a word that also stands elsewhere in the question.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::question::word::{self, Word};
use super::weights::ALL_WORDS;

/// The rows of the table by their first word, folded; the longest first.
static TABLE: LazyLock<BTreeMap<String, Vec<Vec<Word>>>> = LazyLock::new(|| {
    let mut rows: BTreeMap<String, Vec<Vec<Word>>> = BTreeMap::new();
    for row in include_str!("weak.tsv").lines().filter(|row| !row.starts_with('#')) {
        let words = word::words(row);
        if let Some(first) = words.first() {
            rows.entry(first.folded().to_owned()).or_default().push(words);
        }
    }
    rows.values_mut().for_each(|rows| rows.sort_by_key(|row| std::cmp::Reverse(row.len())));
    rows
});

/// The terms that only ask, out of a question that says more than that.
pub fn weak(runs: &[Vec<Word>]) -> BTreeSet<String> {
    asking(runs, 1, false)
}

/// The terms that a section need not hold to answer. In a question of few words a lone one may mean
/// something else (`hàng không`); `là` beside a word that asks belongs to it.
pub fn dispensable(runs: &[Vec<Word>]) -> BTreeSet<String> {
    let words = runs.iter().map(Vec::len).sum::<usize>();
    asking(runs, if words <= ALL_WORDS { 2 } else { 1 }, true)
}

/// The terms that stand in stretches of at least `least` words that only ask; with `là` before or behind
/// these, where `takes_copula` says so.
fn asking(runs: &[Vec<Word>], least: usize, takes_copula: bool) -> BTreeSet<String> {
    let (mut weak, mut strong) = (BTreeSet::new(), BTreeSet::new());
    for run in runs {
        let mut at = 0;
        while at < run.len() {
            let length = match takes_copula {
                true => with_copula(&run[at..]),
                false => asks(&run[at..]),
            };
            // `AI` in capitals is a name, unless all is.
            let is_name =
                length == 1 && run[at].is_capital && !run.iter().all(|one| one.is_capital);
            let length = if length < least || is_name { 0 } else { length };
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

/// How many words from here on only ask, `là` at one of their ends with them.
fn with_copula(words: &[Word]) -> usize {
    let is_copula =
        |word: Option<&Word>| word.is_some_and(|word| word.typed == "là" || word.typed == "la");
    match asks(words) {
        0 if is_copula(words.first()) => match asks(words.get(1..).unwrap_or_default()) {
            0 => 0,
            length => length + 1,
        },
        0 => 0,
        length => length + usize::from(is_copula(words.get(length))),
    }
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
        let found = weak(&[word::words(asked)]);
        let found: Vec<&str> =
            found.iter().map(|term| vankien_engine::analyse::shown(term)).collect();
        assert_eq!(found, wanted, "{asked}");
    }

    #[test]
    fn words_that_only_ask() {
        check("Mức phạt là bao nhiêu?", &["bao", "nhiêu"]);
        check("Muc phat la bao nhieu", &["bao", "nhieu"]);
        check("Sân bay do ai quản lý, đúng hay sai", &["ai", "đúng", "hay", "sai"]);
    }

    #[test]
    fn few_words_say_something_each() {
        let check = |asked: &str, wanted: &[&str]| {
            let found = dispensable(&[word::words(asked)]);
            let found: Vec<&str> =
                found.iter().map(|term| vankien_engine::analyse::shown(term)).collect();
            assert_eq!(found, wanted, "{asked}");
        };
        for asked in ["hàng không", "cảng hàng không", "quản lý AI", "đâu tư", "phòng không"]
        {
            check(asked, &[]);
        }
        check("tham nhũng là gì", &["gì", "là"]);
        check("thế nào là tham nhũng", &["là", "nào", "thế"]);
        check("Mức phạt tiền là bao nhiêu?", &["bao", "là", "nhiêu"]);
        check("Quy định về ứng dụng AI trong giáo dục", &[]);
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
