//! Tells which words of a question only ask: `như thế nào` (how), `bao nhiêu` (how much), `có được không` (may one).
//! In: the words of a question in the order typed. Out: the terms that do nothing but ask.
//! Never looks at words inside quotation marks, nor takes a term that stands elsewhere in the question too.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::question::word::{self, QuestionWord};
use super::weights::REQUIRE_ALL_UP_TO;

/// The phrases of `question-words.tsv` by the folded form of their first word; the longest first.
static TABLE: LazyLock<BTreeMap<String, Vec<Vec<QuestionWord>>>> = LazyLock::new(|| {
    let mut phrases: BTreeMap<String, Vec<Vec<QuestionWord>>> = BTreeMap::new();
    for line in include_str!("question-words.tsv").lines().filter(|line| !line.starts_with('#')) {
        let words = word::parse_words(line);
        if let Some(first) = words.first() {
            phrases.entry(first.folded().to_owned()).or_default().push(words);
        }
    }
    for phrases in phrases.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
    phrases
});

/// The terms that only ask, and stand nowhere else in the question. Empty for a question that holds nothing else.
pub fn question_terms(runs: &[Vec<QuestionWord>]) -> BTreeSet<String> {
    asking_terms(runs, 1, false)
}

/// The terms that a section need not hold to answer: those that only ask. In a question of at most
/// [`REQUIRE_ALL_UP_TO`] words a lone question word may mean something else (`không` asks, but `hàng không` is
/// aviation), so it must be held. The copula `là` (is) beside a question word belongs to it.
pub fn dispensable_terms(runs: &[Vec<QuestionWord>]) -> BTreeSet<String> {
    let words = runs.iter().map(Vec::len).sum::<usize>();
    asking_terms(runs, if words <= REQUIRE_ALL_UP_TO { 2 } else { 1 }, true)
}

/// The terms that stand in stretches of at least `least` words that only ask; `with_copula` counts `là` before or
/// behind such a stretch as part of it.
fn asking_terms(runs: &[Vec<QuestionWord>], least: usize, with_copula: bool) -> BTreeSet<String> {
    let mut asking = BTreeSet::new();
    let mut others = BTreeSet::new();
    for run in runs {
        let all_capitals = run.iter().all(|word| word.is_capital);
        let mut at = 0;
        while at < run.len() {
            let rest = &run[at..];
            let length =
                if with_copula { asking_length_with_copula(rest) } else { asking_length(rest) };
            // `ai` asks (who); `AI` among words in small letters is a name.
            let is_name = length == 1 && rest[0].is_capital && !all_capitals;
            if length < least || is_name || length == 0 {
                others.insert(rest[0].term.clone());
                at += 1;
            } else {
                asking.extend(rest[..length].iter().map(|word| word.term.clone()));
                at += length;
            }
        }
    }
    if others.is_empty() {
        return BTreeSet::new();
    }
    asking.retain(|term| !others.contains(term));
    asking
}

/// How many words at the head of `words` only ask, with `là` at one of their ends.
fn asking_length_with_copula(words: &[QuestionWord]) -> usize {
    let is_copula = |word: &QuestionWord| word.typed == "là" || word.typed == "la";
    let length = asking_length(words);
    if length > 0 {
        return length + usize::from(words.get(length).is_some_and(is_copula));
    }
    if !words.first().is_some_and(is_copula) {
        return 0;
    }
    match asking_length(&words[1..]) {
        0 => 0,
        length => length + 1,
    }
}

/// How many words at the head of `words` only ask.
fn asking_length(words: &[QuestionWord]) -> usize {
    // `… có được không?`: the last word `không` asks; elsewhere it means "not", or air.
    let is_closing = words.len() == 1 && words[0].folded() == "khong";
    let Some(phrases) = words.first().and_then(|word| TABLE.get(word.folded())) else {
        return usize::from(is_closing);
    };
    let is_same = |(known, typed): (&QuestionWord, &QuestionWord)| {
        if typed.has_marks() { known.term == typed.term } else { known.folded() == typed.folded() }
    };
    let opens = |phrase: &&Vec<QuestionWord>| {
        phrase.len() <= words.len() && phrase.iter().zip(words).all(is_same)
            // A single word typed without its marks may be another word.
            && (phrase.len() > 1 || words[0].has_marks() == phrase[0].has_marks())
    };
    phrases.iter().find(opens).map_or(usize::from(is_closing), Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: &str, wanted: &[&str]) {
        let found = question_terms(&[word::parse_words(asked)]);
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
            let found = dispensable_terms(&[word::parse_words(asked)]);
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
        let rows: Vec<&str> = include_str!("question-words.tsv").lines().collect();
        assert!(rows[0].starts_with("# "));
        assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
        assert!(unicode_normalization::is_nfc(include_str!("question-words.tsv")));
    }
}
