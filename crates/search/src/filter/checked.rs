//! One filter of a question, checked.
//! In: what was typed. Out: the filter, or an error that says what its value should be. Never looks into the index;
//! `choose` does.

use super::days::admitted_days;
use super::parts::{FilterKey, FilterValue, quality_named};
use super::{meet, parse};
use crate::error::{Error, Result};

/// One filter of a question; a paper must meet one of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The field that it looks at.
    pub key: FilterKey,
    /// The name of the filter as typed, folded.
    pub name: String,
    /// Its values, at least one.
    pub values: Vec<FilterValue>,
}

impl Filter {
    /// Checks the values of a filter and fills in the days of dates. An error where a value is missing, or is no date
    /// or quality where one is expected; it quotes `question`.
    pub fn new(question: &str, typed: parse::TypedFilter) -> Result<Filter> {
        let parse::TypedFilter { key, name, values, .. } = typed;
        let refused = |what: String| Error::Question { question: question.to_owned(), what };
        if values.is_empty() || values.iter().any(|value| value.typed.trim().is_empty()) {
            return Err(refused(format!("has a filter without a value: write {name}:VALUE")));
        }
        let mut filter = Filter { key, name, values };
        for value in filter.values.iter_mut().filter(|value| !value.is_null) {
            let typed = &value.typed;
            if key.is_date() {
                value.days = admitted_days(key, typed).ok_or_else(|| {
                    refused(format!("has no date in `{typed}`: write 2024, 2024-06, 18/6/2024 or, for a year, 2020-2024"))
                })?;
            }
            if key == FilterKey::Quality && quality_named(typed).is_none() {
                let what = format!("knows no quality `{typed}`: write good (tốt) or poor (kém)");
                return Err(refused(what));
            }
        }
        Ok(filter)
    }

    /// The filter as text: its name, folded, and its values as typed, without quotation marks and `~`.
    pub fn shown(&self) -> String {
        let values: Vec<&str> = self.values.iter().map(|value| value.typed.as_str()).collect();
        format!("{}:{}", self.name, values.join(","))
    }

    /// Whether the values tell that no paper can meet both filters: dates without a common day, or kinds, numbers or
    /// qualities of which no paper can bear both. Never for names, or where a value is `?`.
    pub fn excludes(&self, other: &Filter) -> bool {
        let pairs =
            || self.values.iter().flat_map(|one| other.values.iter().map(move |two| (one, two)));
        if pairs().any(|(one, two)| one.is_null || two.is_null) {
            return false;
        }
        if self.key.is_date() && other.key.is_date() {
            return pairs().all(|(one, two)| one.days.is_apart_from(&two.days));
        }
        let has_one_value =
            matches!(self.key, FilterKey::Kind | FilterKey::Number | FilterKey::Quality);
        self.key == other.key
            && has_one_value
            && pairs().all(|(one, two)| !meet::may_meet_both(self.key, one, two))
    }
}
