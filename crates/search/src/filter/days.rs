//! Which days a date filter admits.
//! In: what was typed. Out: the first and last day, or `None` where it is no date. Never looks into the index.

use vankien_papers::date;
use vankien_text::span;

use super::parts::{DayRange, FilterKey};

/// Sorts before all dates of the form `2024-06-18`; completes a date at the beginning of a range.
const FIRST_DAY: &str = "0000-00-00";

/// Sorts behind all dates; completes a date at the end of a range.
const LAST_DAY: &str = "9999-99-99";

/// The days that a date filter admits: `nam:2020-2024` (year), `tu:2024-06` (from), `den:18/6/2024` (to). `None` where
/// `value` is no date, nor a range of years for `nam`.
pub fn admitted_days(key: FilterKey, value: &str) -> Option<DayRange> {
    // A year or month means its first day at the beginning of a range, its last day at the end.
    let from = |date: &str| format!("{date}{}", span::after(FIRST_DAY, date.len()));
    let to = |date: &str| format!("{date}{}", span::after(LAST_DAY, date.len()));
    if key == FilterKey::Year
        && let Some((first, last)) = value.split_once(['-', '–'])
        && first.len() == 4
        && last.len() == 4
    {
        return Some(DayRange { first: from(&iso_date(first)?), last: to(&iso_date(last)?) });
    }
    let date = iso_date(value)?;
    Some(match key {
        FilterKey::From => DayRange { first: from(&date), last: LAST_DAY.to_owned() },
        FilterKey::To => DayRange { first: FIRST_DAY.to_owned(), last: to(&date) },
        _ => DayRange { first: from(&date), last: to(&date) },
    })
}

/// A typed date in ISO form, as exact as it was typed: `2024`, `2024-06`, `2024-06-18`.
fn iso_date(text: &str) -> Option<String> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let begins_with_year = text.split('-').next().is_some_and(|year| year.len() == 4);
    if text.split('-').all(is_digits) && begins_with_year && [4, 7, 10].contains(&text.len()) {
        return Some(text.to_owned());
    }
    let (length, iso) = date::read(text)?;
    if length == text.len() { Some(iso) } else { None }
}
