//! What the value of a filter may mean, and which values of a column meet it.
//! In: a value as typed. Out: its meanings, the nearest first. Never looks into the index.

use vankien_engine::keys::folded_words;
use vankien_engine::names::{self, Name};
use vankien_papers::number::kinds;

use super::parts::{Exactness, Key, Value, quality};
use crate::abbreviation::{self, Rows};
use crate::number::{self, Number};
use crate::question::word::{self, Word};

/// A meaning of a value.
pub enum Meets<'v> {
    /// The name with this key.
    Key(String),
    /// The name with this key once marks are left out.
    Folded(String),
    /// One of these names, folded.
    OneOf(Vec<String>),
    /// A name that holds one of these rows of words; with their marks, where that is set.
    Words(Vec<Vec<Word>>, bool),
    /// This number.
    Number(Box<Number>),
    /// A number that begins with these digits.
    Digits(&'v str),
    /// A date within the days of the value.
    Days(&'v Value),
    /// Just this text.
    Text(&'static str),
}

/// The meanings of a value: the first that a paper bears counts.
pub fn ways(key: Key, value: &Value) -> Vec<(Meets<'_>, Exactness)> {
    let typed = value.typed.as_str();
    match key {
        Key::Kind => {
            vec![by_key(typed), (Meets::OneOf(kinds_named(typed)), Exactness::Exact)]
        }
        Key::Quality => {
            let name = quality(typed).map_or("", |quality| quality.name());
            vec![(Meets::Text(name), Exactness::Exact)]
        }
        Key::Number => vec![match &number::find(typed)[..] {
            [number] if number.is_whole => {
                (Meets::Number(Box::new(number.clone())), Exactness::Exact)
            }
            [number] => (Meets::Number(Box::new(number.clone())), Exactness::Containing),
            _ => (Meets::Digits(typed.trim_start_matches('0')), Exactness::Containing),
        }],
        Key::Year | Key::From | Key::To => vec![(Meets::Days(value), Exactness::Exact)],
        Key::Issuer | Key::Signer | Key::Place => {
            let words = word::words(typed);
            let has_marks = words.iter().any(Word::has_marks);
            let mut ways = Vec::new();
            if !value.contains {
                ways.push(by_key(typed));
                if !has_marks {
                    ways.push((Meets::Folded(folded_key(typed)), Exactness::Exact));
                }
            }
            let rows = abbreviation::expand(&words, has_marks, &Rows::default()).spellings;
            let rows = rows.into_iter().map(|one| one.words);
            let rows = std::iter::once(words).chain(rows).filter(|words| !words.is_empty());
            ways.push((Meets::Words(rows.collect(), has_marks), Exactness::Containing));
            ways
        }
    }
}

fn by_key<'v>(typed: &str) -> (Meets<'v>, Exactness) {
    (Meets::Key(Name::of(typed).map_or(String::new(), |name| name.key)), Exactness::Exact)
}

/// The key without marks.
fn folded_key(typed: &str) -> String {
    Name::of(typed).map_or(String::new(), |name| folded_words(&name.key))
}

/// The names, folded, of the kinds that a name or symbol typed in any marks stands for.
fn kinds_named(typed: &str) -> Vec<String> {
    let asked = folded_words(typed);
    let rows = kinds().iter();
    let rows =
        rows.filter(|row| folded_words(row.symbol) == asked || folded_words(row.name) == asked);
    rows.map(|row| folded_words(row.name)).collect()
}

impl Meets<'_> {
    /// Whether a value of the column is meant.
    pub fn admits(&self, value: &str) -> bool {
        let (key, shown) = names::split_column_value(value);
        match self {
            Meets::Key(asked) => !asked.is_empty() && asked == key,
            Meets::Folded(asked) => !asked.is_empty() && *asked == folded_words(key),
            Meets::OneOf(asked) => asked.contains(&folded_words(key)),
            Meets::Words(rows, has_marks) => {
                let words = word::words(shown);
                rows.iter().any(|row| holds(&words, row, *has_marks))
            }
            Meets::Number(asked) => asked.fits(value),
            Meets::Digits(asked) => {
                let digits = value.split(|mark: char| !mark.is_alphanumeric()).next();
                digits.is_some_and(|digits| digits.trim_start_matches('0') == *asked)
            }
            Meets::Days(asked) => asked.holds(value),
            Meets::Text(asked) => value == *asked,
        }
    }
}

/// Whether `words` hold `row`, with its marks where `has_marks` is set.
fn holds(words: &[Word], row: &[Word], has_marks: bool) -> bool {
    words.windows(row.len()).any(|stretch| {
        stretch.iter().zip(row).all(|(one, asked)| match has_marks {
            true => one.term == asked.term,
            false => one.folded() == asked.folded(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn met(typed: &str, name: &str) -> Option<Exactness> {
        let value = Value { typed: typed.to_owned(), ..Value::default() };
        let column = Name::of(name).expect("a name").to_column();
        let ways = ways(Key::Issuer, &value);
        ways.iter().find(|(meets, _)| meets.admits(&column)).map(|(_, how)| *how)
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
