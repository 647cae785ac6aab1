//! One filter of a question.
//! In: what was typed. Out: the filter, or why it is none. Never looks into the index; `choose` does.

use vankien_engine::keys::folded_words;

use super::days::days;
use super::parts::{Key, Value, quality};
use super::read;
use crate::error::{Error, Result};

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
            && pairs().all(|(one, two)| folded_words(&one.typed) != folded_words(&two.typed))
    }
}
