//! The keys under which an index holds a number that was typed.
//! In: a number of a paper. Out: keys (`59-nq/tw`), sorted. Never decides which paper is meant.

use vankien_engine::terms::TermRange;
use vankien_engine::{Engine, keys};

use super::number::Number;
use crate::error::Result;

/// The keys of the index that fit `number`, sorted. The character `lead` chooses among them:
/// [`NUMBER_LEAD`](vankien_engine::analyse::NUMBER_LEAD) for numbers that are cited or borne,
/// [`OWN_LEAD`](vankien_engine::analyse::OWN_LEAD) for numbers that a paper bears.
pub fn fitting_keys(store: &dyn Engine, number: &Number, lead: char) -> Result<Vec<String>> {
    let from = format!("{lead}{}", number.digits());
    // Behind its digits a key goes on with a sign, which sorts before all digits.
    let to = format!("{from}0");
    let terms = store.terms(&TermRange::between(from, to))?;
    let keys = terms.iter().filter_map(|term| term.strip_prefix(lead));
    let fits = |key: &&str| keys::is_plain(key) && number.fits(key);
    Ok(keys.filter(fits).map(str::to_owned).collect())
}
