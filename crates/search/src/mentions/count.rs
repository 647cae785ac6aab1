//! Counts the mentions of a phrase without reading a text, where positions tell them all.
//! In: what is asked. Out: the total that the list would have, or nothing where only the list tells.
//! Never counts otherwise than the list: what positions do not tell is left to it.

use std::collections::BTreeSet;
use std::panic::resume_unwind;

use vankien_engine::analyse::PRINTED_LEAD;
use vankien_engine::engine::{PlacesCounted, PlacesQuery, SpelledPhrase};
use vankien_engine::filter::ChosenPapers;
use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, PaperRecord, SectionId, abbreviated, keys};

use super::ask::Ask;
use super::find::Finder;
use super::judge::Judge;
use super::pattern::Pattern;
use super::place::How;
use super::wanted::Wanted;
use crate::error::Result;
use crate::question;

/// Counts what positions tell, in all sections but those that must be read: because an abbreviation stands in them that
/// papers define, a second reading, or a syllable that can be spelt in two ways. `None` where the list must count.
pub fn count(
    store: &dyn Engine,
    ask: &Ask,
    wanted: Wanted,
    chosen: &ChosenPapers,
) -> Result<Option<PlacesCounted>> {
    let (typed, others): (Vec<&Pattern>, Vec<&Pattern>) =
        ask.patterns.iter().partition(|pattern| pattern.spelling.is_none());
    let [typed] = typed[..] else { return Ok(None) };
    if !ask.numbers.is_empty() || !ask.frames.is_empty() || wanted.body {
        return Ok(None);
    }
    let words = |pattern: &Pattern| question::row(&pattern.words, pattern.exact);
    let (mut unclear, mut spelled) = (Vec::new(), Vec::new());
    for pattern in others {
        match spelled_row(store, pattern)? {
            Some(row) => spelled.push(row),
            None => unclear.push(Phrase::in_text(words(pattern))),
        }
    }
    let typed = match !wanted.verbatim || tells(typed) {
        true => Some(Phrase::in_text(words(typed))),
        false => {
            unclear.push(Phrase::in_text(words(typed)));
            None
        }
    };
    let seconds = ask.patterns.iter().filter(|_| !wanted.verbatim);
    unclear.extend(seconds.map(|pattern| Phrase::in_second_reading(words(pattern))));
    let asked = PlacesQuery { typed, is_plain: wanted.verbatim, spelled, unclear, chosen };
    Ok(store.count_places(&asked)?)
}

/// Another spelling; `None` where the places of an abbreviation in it are not indexed as they are printed.
fn spelled_row(store: &dyn Engine, pattern: &Pattern) -> Result<Option<SpelledPhrase>> {
    let (mut printed, mut except) = (Vec::new(), BTreeSet::new());
    for short in pattern.spelling.iter().flatten() {
        let keys = abbreviated::keys(&short.short);
        if keys.is_empty() {
            return Ok(None);
        }
        let terms = keys.iter().map(|key| format!("{PRINTED_LEAD}{key}")).collect();
        printed.push((short.first, terms));
        for (other, long) in store.definitions(&short.short)? {
            if other == short.short && keys::folded_words(&long) != keys::folded_words(&short.long)
            {
                except.extend(store.defining_papers(&other, &long)?);
            }
        }
    }
    let words = question::row(&pattern.words, true);
    let row = Phrase { only: pattern.only.clone(), ..Phrase::in_text(words) };
    Ok(Some(SpelledPhrase { phrase: row, printed, except }))
}

/// Counts the mentions in the texts of `sections`, on all cores.
pub fn read(
    store: &dyn Engine,
    ask: &Ask,
    verbatim: bool,
    sections: &[SectionId],
) -> Result<usize> {
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

fn read_some(
    store: &dyn Engine,
    ask: &Ask,
    verbatim: bool,
    sections: &[SectionId],
) -> Result<usize> {
    let finder = Finder::new(ask, verbatim);
    let mut judge = Judge::new(store, ask);
    let mut paper = PaperRecord::default();
    let mut total = 0;
    for id in sections {
        let section = store.section(*id)?;
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
