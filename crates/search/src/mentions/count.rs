//! Counts the mentions of a phrase by positions in the index, without reading texts where that is enough.
//! In: what is asked. Out: the total that the list would have, or nothing where only the list can tell.
//! Never counts differently from the list: sections in which positions do not decide are read.

use std::collections::BTreeSet;
use std::panic::resume_unwind;

use vankien_engine::analyse::PRINTED_LEAD;
use vankien_engine::engine::{PlacesCounted, PlacesQuery, SpelledPhrase};
use vankien_engine::filter::ChosenPapers;
use vankien_engine::plan::Phrase;
use vankien_engine::{Engine, PaperRecord, SectionId, abbreviated, keys};

use super::find::MentionFinder;
use super::judge::Judge;
use super::pattern::Pattern;
use super::place::How;
use super::query::MentionQuery;
use super::wanted::Wanted;
use crate::error::Result;
use crate::question;

/// Counts by positions; `unclear` lists sections to read instead (abbreviations outside the table; hits in
/// second readings; with `verbatim`, odd gaps or syllables of two spellings). `None`: not one phrase
/// alone, body only, or a store that cannot count places.
pub fn count_by_positions(
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    chosen: &ChosenPapers,
) -> Result<Option<PlacesCounted>> {
    let (typed, others): (Vec<&Pattern>, Vec<&Pattern>) =
        query.patterns.iter().partition(|pattern| pattern.spelling.is_none());
    let [typed] = typed[..] else { return Ok(None) };
    if !query.numbers.is_empty() || !query.phrases_with_numbers.is_empty() || wanted.body {
        return Ok(None);
    }
    let words = |pattern: &Pattern| question::terms_of_words(&pattern.words, pattern.exact);
    // Rows whose sections must be read.
    let mut unclear = Vec::new();
    let mut spelled = Vec::new();
    for pattern in others {
        match spelled_row(store, pattern)? {
            Some(row) => spelled.push(row),
            None => unclear.push(Phrase::in_text(words(pattern))),
        }
    }
    let typed_row = Phrase::in_text(words(typed));
    let typed = if !wanted.verbatim || positions_decide_verbatim(typed) {
        Some(typed_row)
    } else {
        unclear.push(typed_row);
        None
    };
    if !wanted.verbatim {
        unclear
            .extend(query.patterns.iter().map(|pattern| Phrase::in_second_reading(words(pattern))));
    }
    let asked = PlacesQuery { typed, is_plain: wanted.verbatim, spelled, unclear, chosen };
    Ok(store.count_places(&asked)?)
}

/// Another spelling as the store counts it; `None` where an abbreviation in it is not indexed as it is printed.
fn spelled_row(store: &dyn Engine, pattern: &Pattern) -> Result<Option<SpelledPhrase>> {
    let mut printed = Vec::new();
    // The papers that define an abbreviation otherwise.
    let mut except = BTreeSet::new();
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
    let words = question::terms_of_words(&pattern.words, true);
    let phrase = Phrase { only: pattern.only.clone(), ..Phrase::in_text(words) };
    Ok(Some(SpelledPhrase { phrase, printed, except }))
}

/// Counts the mentions in `sections` by reading their texts, on all cores. `verbatim` as in [`Wanted`].
pub fn count_in_texts(
    store: &dyn Engine,
    query: &MentionQuery,
    verbatim: bool,
    sections: &[SectionId],
) -> Result<usize> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = sections.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let parts = sections.chunks(share);
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || count_in_some(store, query, verbatim, part)))
            .collect();
        let counts =
            threads.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)));
        counts.sum()
    })
}

/// Counts the mentions in some sections, on one core.
fn count_in_some(
    store: &dyn Engine,
    query: &MentionQuery,
    verbatim: bool,
    sections: &[SectionId],
) -> Result<usize> {
    let finder = MentionFinder::new(query, verbatim);
    let mut judge = Judge::new(store, query);
    let mut paper = PaperRecord::default();
    let mut total = 0;
    for id in sections {
        let section = store.section(*id)?;
        let found = finder.find(&section);
        let has_abbreviation = found.iter().any(|place| place.how.contains(&How::Abbreviation));
        if has_abbreviation && paper.path != section.path {
            paper = store.paper(&section.path)?.unwrap_or_default();
        }
        for place in &found {
            total += usize::from(judge.judge(&section, place, &paper)?.is_some());
        }
    }
    Ok(total)
}

/// Whether positions decide if a place is verbatim: one blank stands between all words, and no syllable has two correct
/// spellings, which share one term (`hòa` and `hoà`, `kỹ` and `kĩ`).
fn positions_decide_verbatim(pattern: &Pattern) -> bool {
    let has_single_blanks = pattern.words.iter().skip(1).all(|word| word.gap == " ");
    let has_two_spellings = |folded: &str| {
        let varies_in_tone_place = ["oa", "oe", "uy"].iter().any(|end| folded.ends_with(end));
        let varies_in_i_and_y = folded.len() == 2
            && folded.starts_with(['h', 'k', 'l', 'm', 's', 't'])
            && folded.ends_with(['i', 'y']);
        varies_in_tone_place || varies_in_i_and_y
    };
    has_single_blanks && !pattern.words.iter().any(|word| has_two_spellings(word.folded()))
}
