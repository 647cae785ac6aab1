//! Counts the mentions of a phrase without reading a text: positions tell them all.
//! In: what is asked. Out: the total that the list would have, or nothing where only the list tells.
//! Never counts otherwise than the list: what positions do not tell is left to it.

use std::collections::BTreeSet;

use super::Wanted;
use super::ask::{Ask, Pattern};
use crate::error::Result;
use crate::index::Store;
use crate::search::phrase;

/// The sections that must be read, because an abbreviation stands in them, and how many mentions
/// there are in all others.
pub struct Counted {
    /// Mentions that positions told.
    pub total: usize,
    /// The sections that are left to the list.
    pub left: BTreeSet<(usize, u32)>,
}

/// Counts what positions tell; `None` where the list must.
pub fn count(
    store: &Store,
    ask: &Ask,
    wanted: Wanted,
    paths: Option<&BTreeSet<String>>,
) -> Result<Option<Counted>> {
    let (typed, others): (Vec<&Pattern>, Vec<&Pattern>) =
        ask.patterns.iter().partition(|pattern| pattern.spelling.is_none());
    let [typed] = typed[..] else { return Ok(None) };
    if !ask.numbers.is_empty() || wanted.body || (wanted.verbatim && !tells(typed)) {
        return Ok(None);
    }
    let mut left = BTreeSet::new();
    for pattern in others {
        let holders = phrase::find(store, &pattern.words, pattern.exact)?;
        left.extend(holders.iter().map(|holder| (holder.segment, holder.doc)));
    }
    let admitted = paths.map(|paths| store.places()?.among(paths)).transpose()?;
    let admits = |segment: usize, doc: u32| {
        !left.contains(&(segment, doc))
            && admitted.as_ref().is_none_or(|admitted| admitted[segment][doc as usize])
    };
    let total = phrase::total(store, &typed.words, typed.exact, wanted.verbatim, admits)?;
    Ok(Some(Counted { total, left }))
}

/// Whether terms and positions tell all that is typed: one blank between words, and no syllable that
/// can be spelt in two right ways.
fn tells(pattern: &Pattern) -> bool {
    let plain = pattern.words.iter().skip(1).all(|word| word.gap == " ");
    let varies = |folded: &str| {
        let open = ["oa", "oe", "uy"].iter().any(|end| folded.ends_with(end));
        let lone = folded.len() == 2
            && folded.starts_with(['h', 'k', 'l', 'm', 's', 't'])
            && folded.ends_with(['i', 'y']);
        open || lone
    };
    plain && !pattern.words.iter().any(|word| varies(word.folded()))
}
