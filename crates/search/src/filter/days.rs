//! Which days a date filter admits.
//! In: what was typed. Out: first and last day, or `None` where it is no date.

use vankien_papers::date;
use vankien_text::span;

use super::parts::FilterKey;

/// The first and last day that a date filter admits.
pub fn days(key: FilterKey, value: &str) -> Option<(String, String)> {
    let one = |text: &str| -> Option<String> {
        let iso = text.split('-').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let year = text.split('-').next().is_some_and(|year| year.len() == 4);
        match () {
            () if iso && year && [4, 7, 10].contains(&text.len()) => Some(text.to_owned()),
            () => date::read(text).filter(|(length, _)| *length == text.len()).map(|(_, iso)| iso),
        }
    };
    const FIRST: &str = "0000-00-00";
    const LAST: &str = "9999-99-99";
    let from = |day: &str| format!("{day}{}", span::after(FIRST, day.len()));
    let to = |day: &str| format!("{day}{}", span::after(LAST, day.len()));
    if key == FilterKey::Year
        && let Some((first, last)) = value.split_once(['-', '–'])
        && first.len() == 4
        && last.len() == 4
    {
        return Some((from(&one(first)?), to(&one(last)?)));
    }
    let day = one(value)?;
    Some(match key {
        FilterKey::From => (from(&day), LAST.to_owned()),
        FilterKey::To => (FIRST.to_owned(), to(&day)),
        _ => (from(&day), to(&day)),
    })
}
