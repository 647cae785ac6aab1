//! Counts the mentions of a phrase without reading a text, where positions tell them all.
//! In: what is asked. Out: the total that the list would have, or nothing where only the list tells.
//! Never counts otherwise than the list: what positions do not tell is left to it.

use std::collections::BTreeSet;
use std::panic::resume_unwind;

use vankien_engine::{PaperRecord, Store};

use super::ask::Ask;
use super::find::Finder;
use super::judge::Judge;
use super::pattern::Pattern;
use super::place::How;
use super::positions::{self, Rows};
use super::wanted::Wanted;
use crate::error::Result;
use crate::filter::Selection;
use crate::phrase::{self, Holder};

/// The sections that must be read, because an abbreviation stands in them that papers define, a second reading or a
/// syllable that can be spelt in two ways, and how many mentions there are in all others.
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
    selection: &Selection,
) -> Result<Option<Counted>> {
    let (typed, others): (Vec<&Pattern>, Vec<&Pattern>) =
        ask.patterns.iter().partition(|pattern| pattern.spelling.is_none());
    let [typed] = typed[..] else { return Ok(None) };
    if !ask.numbers.is_empty() || !ask.frames.is_empty() || wanted.body {
        return Ok(None);
    }
    let told = !wanted.verbatim || tells(typed);
    let mut left: BTreeSet<(usize, u32)> = BTreeSet::new();
    let mut spelled = Vec::new();
    for pattern in others {
        match Rows::spelled(store, pattern)? {
            Some(row) => spelled.push(row),
            None => leave(&mut left, phrase::find(store, &pattern.words, pattern.exact)?),
        }
    }
    if !told {
        leave(&mut left, phrase::find(store, &typed.words, typed.exact)?);
    }
    for pattern in ask.patterns.iter().filter(|_| !wanted.verbatim) {
        leave(&mut left, phrase::find_second(store, &pattern.words, pattern.exact)?);
    }
    left.retain(|(segment, doc)| selection.admits(*segment, *doc));
    if !told {
        return Ok(Some(Counted { total: 0, left }));
    }
    let admits = |segment: usize, doc: u32| {
        !left.contains(&(segment, doc)) && selection.admits(segment, doc)
    };
    let typed = Rows::typed(store, typed)?;
    let total = positions::total(store, typed, spelled, wanted.verbatim, admits)?;
    Ok(Some(Counted { total, left }))
}

/// Leaves sections to be read.
fn leave(left: &mut BTreeSet<(usize, u32)>, holders: Vec<Holder>) {
    left.extend(holders.iter().map(|holder| (holder.segment, holder.doc)));
}

/// Counts the mentions in the texts of `sections`, on all cores.
pub fn read(store: &Store, ask: &Ask, verbatim: bool, sections: &[(usize, u32)]) -> Result<usize> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = sections.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let parts = sections.chunks(share);
        let threads: Vec<_> =
            parts.map(|part| scope.spawn(move || read_some(store, ask, verbatim, part))).collect();
        let counts =
            threads.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)));
        counts.sum()
    })
}

fn read_some(store: &Store, ask: &Ask, verbatim: bool, sections: &[(usize, u32)]) -> Result<usize> {
    let finder = Finder::new(ask, verbatim);
    let mut judge = Judge::new(store, ask);
    let mut paper = PaperRecord::default();
    let mut total = 0;
    for (segment, doc) in sections {
        let section = store.section(*segment, *doc)?;
        let found = finder.find(&section);
        let short = found.iter().any(|place| place.how.contains(&How::Abbreviation));
        if short && paper.path != section.path {
            paper = store.paper(&section.path)?.unwrap_or_default();
        }
        for place in &found {
            total += usize::from(judge.judge(&section, place, &paper)?.is_some());
        }
    }
    Ok(total)
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
