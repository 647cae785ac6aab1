//! The keys under which an index holds a number that was typed.
//! In: a number of a paper. Out: keys (`59-nq/tw`, `100/2019!nghi dinh`), sorted. Never decides which paper is meant.

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::terms::TermRange;
use vankien_engine::{Engine, keys};

use super::number::{self, Number};
use crate::error::Result;

/// The keys of the index that fit `number`, sorted. The character `lead` chooses among them:
/// [`NUMBER_LEAD`] for numbers that are cited or borne,
/// [`OWN_LEAD`](vankien_engine::analyse::OWN_LEAD) for numbers that a paper bears.
pub fn fitting_keys(store: &dyn Engine, number: &Number, lead: char) -> Result<Vec<String>> {
    let fits = |key: &str| keys::is_plain(key) && number.fits(key);
    keys_with_digits(store, number, lead, fits)
}

/// The keys of numbers without a year that fit one typed with it, and this year, which their papers must have:
/// `1719/qđ-ttg` for `Quyết định 1719/2021` (decision). `None` where no year was typed, the number was typed whole, or
/// no key fits.
pub fn yearless_keys(store: &dyn Engine, number: &Number) -> Result<Option<(Vec<String>, String)>> {
    let Some((yearless, year)) = number.parted_from_year() else { return Ok(None) };
    let mut keys = fitting_keys(store, &yearless, NUMBER_LEAD)?;
    keys.retain(|key| !number::has_year(key));
    Ok(if keys.is_empty() { None } else { Some((keys, year)) })
}

/// The keys of the open numbers in the index (`Nghị quyết 59`, `Nghị định 100/2019`: resolution 59, decree 100 of 2019)
/// that may stand for `number`: of one of its kinds, and not of another year.
pub fn open_keys(store: &dyn Engine, number: &Number) -> Result<Vec<String>> {
    let kinds: Vec<String> = number.kinds().into_iter().map(keys::folded_words).collect();
    let fits = |key: &str| {
        let Some((serial, year, kind)) = keys::parse_open_key(key) else { return false };
        let is_same_year = match (year, &number.year) {
            (Some(year), Some(typed)) => year == typed,
            _ => true,
        };
        serial == number.digits() && is_same_year && kinds.iter().any(|one| one == kind)
    };
    keys_with_digits(store, number, NUMBER_LEAD, fits)
}

/// The keys behind `lead` that begin with the digits of `number` and fit.
fn keys_with_digits(
    store: &dyn Engine,
    number: &Number,
    lead: char,
    fits: impl Fn(&str) -> bool,
) -> Result<Vec<String>> {
    let from = format!("{lead}{}", number.digits());
    // Behind its digits a key goes on with a sign, which sorts before all digits.
    let to = format!("{from}0");
    let terms = store.terms(&TermRange::between(from, to))?;
    let keys = terms.iter().filter_map(|term| term.strip_prefix(lead));
    Ok(keys.filter(|key| fits(key)).map(str::to_owned).collect())
}
