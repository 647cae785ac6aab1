//! One filter as it was typed.
//! In: nothing. Out: names, values and what they look at. Never looks into the index; `choose` does.

use vankien_engine::keys::folded;
use vankien_text::{Quality, span};

use super::days::days;
use super::read;
use crate::error::{Error, Result};

/// What a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Kind,
    Number,
    Quality,
    Issuer,
    Signer,
    Place,
    Year,
    From,
    To,
}

/// The names of filters, folded.
const NAMES: [(&str, Key); 18] = [
    ("loai", Key::Kind),
    ("kind", Key::Kind),
    ("so", Key::Number),
    ("number", Key::Number),
    ("chatluong", Key::Quality),
    ("quality", Key::Quality),
    ("coquan", Key::Issuer),
    ("issuer", Key::Issuer),
    ("nguoiky", Key::Signer),
    ("signer", Key::Signer),
    ("noi", Key::Place),
    ("place", Key::Place),
    ("nam", Key::Year),
    ("year", Key::Year),
    ("tu", Key::From),
    ("from", Key::From),
    ("den", Key::To),
    ("to", Key::To),
];

impl Key {
    /// Whether it looks at the date.
    pub fn is_date(self) -> bool {
        self >= Key::Year
    }

    /// Whether its values are names, which may be meant exactly or in part.
    pub fn is_name(self) -> bool {
        matches!(self, Key::Issuer | Key::Signer | Key::Place)
    }

    /// The filter with this name.
    pub fn named(name: &str) -> Option<Key> {
        let name = folded(name).replace(' ', "");
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
    }
}

/// One of the values of a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// As typed, without quotation marks.
    pub typed: String,
    /// Whether it means papers that do not say.
    pub is_null: bool,
    /// Whether it means every name that contains it.
    pub contains: bool,
    /// For a date filter, the first and last day it admits, as far as printed.
    pub days: (String, String),
}

/// One filter as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub key: Key,
    /// Its name as typed, folded.
    pub name: String,
    /// A paper must meet one of them.
    pub values: Vec<Value>,
}

impl Filter {
    pub fn new(question: &str, typed: read::Typed) -> Result<Filter> {
        let read::Typed { key, name, values, .. } = typed;
        let refused = |what: String| Error::Question { question: question.to_owned(), what };
        if values.is_empty() || values.iter().any(|value| value.typed.trim().is_empty()) {
            return Err(refused(format!("has a filter without a value: write {name}:VALUE")));
        }
        let mut filter = Filter { key, name, values };
        for value in filter.values.iter_mut().filter(|value| !value.is_null) {
            let typed = &value.typed;
            if key.is_date() {
                value.days = days(key, typed).ok_or_else(|| {
                    refused(format!("has no date in `{typed}`: write 2024, 2024-06, 18/6/2024 or, for a year, 2020-2024"))
                })?;
            }
            if key == Key::Quality && quality(typed).is_none() {
                let what = format!("knows no quality `{typed}`: write good (tốt) or poor (kém)");
                return Err(refused(what));
            }
        }
        Ok(filter)
    }

    pub fn shown(&self) -> String {
        let values: Vec<&str> = self.values.iter().map(|value| value.typed.as_str()).collect();
        format!("{}:{}", self.name, values.join(","))
    }

    /// Whether no paper can meet both.
    pub fn excludes(&self, other: &Filter) -> bool {
        let pairs =
            || self.values.iter().flat_map(|one| other.values.iter().map(move |two| (one, two)));
        if pairs().any(|(one, two)| one.is_null || two.is_null) {
            return false;
        }
        if self.key.is_date() && other.key.is_date() {
            return pairs().all(|(one, two)| one.days.1 < two.days.0 || two.days.1 < one.days.0);
        }
        let has_one_value = matches!(self.key, Key::Kind | Key::Number | Key::Quality);
        self.key == other.key
            && has_one_value
            && pairs().all(|(one, two)| folded(&one.typed) != folded(&two.typed))
    }
}

impl Value {
    /// Whether a date, as exact as it was printed, lies among the days.
    pub fn holds(&self, date: &str) -> bool {
        let part = |day: &str| span::before(day, date.len()).to_owned();
        part(&self.days.0).as_str() <= date && date <= part(&self.days.1).as_str()
    }
}

/// The quality that a value names.
pub fn quality(value: &str) -> Option<Quality> {
    match folded(value).trim() {
        "good" | "tot" => Some(Quality::Good),
        "poor" | "kem" => Some(Quality::Poor),
        _ => None,
    }
}
