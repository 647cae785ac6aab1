//! What the value of a filter may mean, and which values of a column meet it.
//! In: a value as typed. Out: its meanings, the most exact first. Never looks into the index.

use vankien_engine::keys::folded_words;
use vankien_engine::names::{self, Name};
use vankien_papers::number::kinds;
use vankien_text::span;

use super::parts::{Exactness, FilterKey, FilterValue, quality_named};
use crate::abbreviation::{self, Abbreviations};
use crate::number::{self, Number};
use crate::question::word::{self, QuestionWord};

/// One meaning of a filter value: which values of the column it admits.
pub enum ValueMeaning<'v> {
    /// The name with this key (see `names::Name`: case, tone places and abbreviations do not count).
    Key(String),
    /// A name whose key is this one without marks.
    FoldedKey(String),
    /// One of these names, folded.
    OneOf(Vec<String>),
    /// A name that contains one of these phrases; with their marks where `has_marks` is set, else under any marks.
    Contains {
        /// The phrases: the value as typed, and its other spellings with abbreviations.
        phrases: Vec<Vec<QuestionWord>>,
        /// Whether the value was typed with marks.
        has_marks: bool,
    },
    /// This number of a paper.
    Number(Box<Number>),
    /// A number of a paper that begins with exactly these digits, leading zeros left out on both sides.
    Digits(&'v str),
    /// A date within the days of the value.
    Days(&'v FilterValue),
    /// Exactly this text.
    Text(&'static str),
}

/// The meanings of a value, the most exact first. The first one that any paper of the index bears counts.
pub fn meanings(key: FilterKey, value: &FilterValue) -> Vec<(ValueMeaning<'_>, Exactness)> {
    let typed = value.typed.as_str();
    match key {
        FilterKey::Kind => {
            vec![by_key(typed), (ValueMeaning::OneOf(kinds_named(typed)), Exactness::Exact)]
        }
        FilterKey::Quality => {
            let name = quality_named(typed).map_or("", |quality| quality.name());
            vec![(ValueMeaning::Text(name), Exactness::Exact)]
        }
        FilterKey::Number => vec![match &number::find_numbers(typed)[..] {
            [number] if number.is_whole => {
                (ValueMeaning::Number(Box::new(number.clone())), Exactness::Exact)
            }
            [number] => (ValueMeaning::Number(Box::new(number.clone())), Exactness::Containing),
            _ => (ValueMeaning::Digits(typed.trim_start_matches('0')), Exactness::Containing),
        }],
        FilterKey::Year | FilterKey::From | FilterKey::To => {
            vec![(ValueMeaning::Days(value), Exactness::Exact)]
        }
        FilterKey::Issuer | FilterKey::Signer | FilterKey::Place => {
            let words = word::parse_words(typed);
            let has_marks = words.iter().any(QuestionWord::has_marks);
            let mut meanings = Vec::new();
            if !value.contains {
                meanings.push(by_key(typed));
                if !has_marks {
                    meanings.push((ValueMeaning::FoldedKey(folded_key(typed)), Exactness::Exact));
                }
            }
            let other_spellings =
                abbreviation::expand(&words, has_marks, &Abbreviations::default()).spellings;
            let mut phrases = vec![words];
            phrases.extend(other_spellings.into_iter().map(|spelling| spelling.words));
            phrases.retain(|phrase| !phrase.is_empty());
            meanings.push((ValueMeaning::Contains { phrases, has_marks }, Exactness::Containing));
            meanings
        }
    }
}

/// Whether one value of the column of `key` may meet both values of a filter. Where their meanings do not tell, it may.
pub fn may_meet_both(key: FilterKey, one: &FilterValue, other: &FilterValue) -> bool {
    let others = meanings(key, other);
    meanings(key, one)
        .iter()
        .any(|(meaning, _)| others.iter().any(|(other, _)| meaning.may_share_value_with(other)))
}

/// The name itself, whatever its case, tone places and abbreviations.
fn by_key<'v>(typed: &str) -> (ValueMeaning<'v>, Exactness) {
    (ValueMeaning::Key(Name::of(typed).map_or(String::new(), |name| name.key)), Exactness::Exact)
}

/// The key of a name, without marks.
fn folded_key(typed: &str) -> String {
    Name::of(typed).map_or(String::new(), |name| folded_words(&name.key))
}

/// The names, folded, of the kinds that a name or symbol typed in any marks stands for.
fn kinds_named(typed: &str) -> Vec<String> {
    let asked = folded_words(typed);
    let mut names = Vec::new();
    for kind in kinds() {
        if folded_words(kind.symbol) == asked || folded_words(kind.name) == asked {
            names.push(folded_words(kind.name));
        }
    }
    names
}

impl ValueMeaning<'_> {
    /// Whether a value of the column, as the store keeps it, is meant.
    pub fn admits(&self, value: &str) -> bool {
        let (key, shown) = names::split_column_value(value);
        match self {
            ValueMeaning::Key(asked) => !asked.is_empty() && asked == key,
            ValueMeaning::FoldedKey(asked) => !asked.is_empty() && *asked == folded_words(key),
            ValueMeaning::OneOf(asked) => asked.contains(&folded_words(key)),
            ValueMeaning::Contains { phrases, has_marks } => {
                let words = word::parse_words(shown);
                phrases.iter().any(|phrase| contains_phrase(&words, phrase, *has_marks))
            }
            ValueMeaning::Number(asked) => asked.fits(value),
            ValueMeaning::Digits(asked) => first_digits(value) == *asked,
            ValueMeaning::Days(asked) => asked.admits_date(value),
            ValueMeaning::Text(asked) => value == *asked,
        }
    }
}

impl ValueMeaning<'_> {
    /// Whether one value of the column may have both meanings. `true` where they are not compared.
    fn may_share_value_with(&self, other: &ValueMeaning<'_>) -> bool {
        use ValueMeaning::{Digits, Key, Number, OneOf, Text};
        match (self, other) {
            (Key(one), Key(other)) => folded_words(one) == folded_words(other),
            (Key(key), OneOf(names)) | (OneOf(names), Key(key)) => {
                names.contains(&folded_words(key))
            }
            (OneOf(some), OneOf(others)) => some.iter().any(|name| others.contains(name)),
            (Digits(one), Digits(other)) => one == other,
            (Digits(digits), Number(number)) | (Number(number), Digits(digits)) => {
                first_digits(&number.serial) == *digits
            }
            (Number(one), Number(other)) => one.may_be_same(other),
            (Text(one), Text(other)) => one == other,
            _ => true,
        }
    }
}

/// The digits at the head of a number, with the letters glued to them, without leading zeros.
fn first_digits(number: &str) -> &str {
    let end = number.find(|mark: char| !mark.is_alphanumeric()).unwrap_or(number.len());
    span::before(number, end).trim_start_matches('0')
}

/// Whether `words` contain `phrase`; its marks count where `has_marks` is set.
fn contains_phrase(words: &[QuestionWord], phrase: &[QuestionWord], has_marks: bool) -> bool {
    let is_same = |(one, asked): (&QuestionWord, &QuestionWord)| {
        if has_marks { one.term == asked.term } else { one.folded() == asked.folded() }
    };
    words.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(is_same))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn met(typed: &str, name: &str) -> Option<Exactness> {
        let value = FilterValue { typed: typed.to_owned(), ..FilterValue::default() };
        let column = Name::of(name).expect("a name").to_column();
        let meanings = meanings(FilterKey::Issuer, &value);
        meanings.iter().find(|(meaning, _)| meaning.admits(&column)).map(|(_, how)| *how)
    }

    #[test]
    fn names_are_met_exactly_or_in_part() {
        let (exact, containing) = (Some(Exactness::Exact), Some(Exactness::Containing));
        for typed in
            ["UBND tỉnh Vân Hải", "Uỷ Ban Nhân Dân tỉnh vân hải", "uy ban nhan dan tinh van hai"]
        {
            assert_eq!(met(typed, "Ủy ban nhân dân tỉnh Vân Hải"), exact, "{typed}");
        }
        assert_eq!(met("can tho", "Thành ủy Cần Thơ"), containing);
        assert_eq!(met("UBND", "Ủy ban nhân dân tỉnh Vân Hải"), containing);
        assert_eq!(met("Can Thọ", "Thành ủy Cần Thơ"), None);
        assert_eq!(met("Tỉnh ủy Vân Hải 8", "Tỉnh ủy Vân Hải"), None);
    }

    #[test]
    fn words_that_are_typed_apart_are_no_name() {
        assert_eq!(met("—", "Thành ủy Cần Thơ"), None);
    }
}
