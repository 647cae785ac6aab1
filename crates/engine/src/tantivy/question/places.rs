//! Counts mentions: the occurrences of a phrase and of its other spellings, by positions.
//! In: phrases. Out: how many occurrences there are, and the sections whose text must be read to count them. Never
//! reads a text.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Mutex;

use tantivy::DocId;

use crate::engine::{PlacesCounted, PlacesQuery, SpelledPhrase};
use crate::error::Result;
use crate::plan::Phrase;
use crate::tantivy::question::phrase::{self, PhrasePostings, Union};
use crate::tantivy::store::Store;

/// Counts the occurrences in the live sections of the chosen papers, outside those that are returned as unclear.
pub fn count(store: &Store, asked: &PlacesQuery<'_>) -> Result<PlacesCounted> {
    let mut unclear: BTreeSet<(usize, DocId)> = BTreeSet::new();
    for phrase in &asked.unclear {
        unclear
            .extend(phrase::find(store, phrase)?.iter().map(|holder| (holder.segment, holder.doc)));
    }
    unclear.retain(|(segment, doc)| asked.chosen.admits(*segment, *doc));
    let total = match &asked.typed {
        None => 0,
        Some(typed) => {
            let mut spelled = Vec::with_capacity(asked.spelled.len());
            for spelling in &asked.spelled {
                spelled.push(Spelling::spelled(store, spelling)?);
            }
            let admits = |segment: usize, doc: DocId| {
                !unclear.contains(&(segment, doc)) && asked.chosen.admits(segment, doc)
            };
            total(store, Spelling::typed(store, typed)?, spelled, asked.is_plain, admits)?
        }
    };
    let places = store.places()?;
    let unclear = unclear.into_iter().map(|(segment, doc)| places.id(segment, doc)).collect();
    Ok(PlacesCounted { total, unclear })
}

/// A spelling of the phrase: its postings by segment, and the papers in which it counts.
struct Spelling {
    /// Its postings, one for each segment.
    by_segment: Vec<PhrasePostings>,
    /// The papers in which it counts.
    papers: Scope,
}

/// The papers in which a spelling means the phrase that was typed.
#[derive(Default)]
struct Scope {
    /// The sections of the only papers in which it counts; `None`: all papers.
    only: Option<BTreeSet<(usize, DocId)>>,
    /// The sections of papers that mean something else by an abbreviation in it.
    except: BTreeSet<(usize, DocId)>,
}

impl Spelling {
    /// The phrase as typed.
    fn typed(store: &Store, phrase: &Phrase) -> Result<Spelling> {
        let by_segment = phrase::phrase_postings(store, store.field(phrase.field), &phrase.words)?;
        Ok(Spelling { by_segment, papers: Scope::default() })
    }

    /// Another spelling.
    fn spelled(store: &Store, spelling: &SpelledPhrase) -> Result<Spelling> {
        let SpelledPhrase { phrase, printed, except } = spelling;
        let field = store.field(phrase.field);
        let mut by_segment = phrase::phrase_postings(store, field, &phrase.words)?;
        for (at, terms) in printed {
            for (segment, phrase) in store.segments().iter().zip(&mut by_segment) {
                phrase.replace(*at, Union::of_terms(store, segment, field, terms)?);
            }
        }
        let only = phrase.only.as_ref().map(|paths| store.section_docs(paths)).transpose()?;
        Ok(Spelling { by_segment, papers: Scope { only, except: store.section_docs(except)? } })
    }
}

impl Scope {
    /// Whether the spelling counts in a section.
    fn contains(&self, segment: usize, doc: DocId) -> bool {
        let section = (segment, doc);
        self.only.as_ref().is_none_or(|only| only.contains(&section))
            && !self.except.contains(&section)
    }
}

/// How many occurrences `typed` and its other spellings have in the sections that `admits` accepts. Of overlapping ones
/// only the first counts, of those that begin together the longest. With `plain` nothing but blanks may stand between
/// the words of `typed`. One thread per processor works on the segments.
fn total(
    store: &Store,
    typed: Spelling,
    spelled: Vec<Spelling>,
    plain: bool,
    admits: impl Fn(usize, DocId) -> bool + Sync,
) -> Result<usize> {
    let (mut spellings, mut papers) = (Vec::new(), Vec::new());
    for spelling in spelled {
        spellings.push(spelling.by_segment.into_iter());
        papers.push(spelling.papers);
    }
    let mut jobs = Vec::new();
    for (segment, typed) in typed.by_segment.into_iter().enumerate() {
        let spelled = spellings.iter_mut().filter_map(Iterator::next).collect();
        jobs.push(Job { segment, typed, spelled });
    }
    // The biggest segments first, so that all threads end together.
    jobs.sort_by_key(|job| store.segments()[job.segment].max_doc());
    let jobs = Mutex::new(jobs);
    let next = || jobs.lock().ok().and_then(|mut jobs| jobs.pop());
    let count = |job: Job| {
        let (segment, reader) = (job.segment, &store.segments()[job.segment]);
        job.count(&papers, plain, |doc| !reader.is_deleted(doc) && admits(segment, doc))
    };
    let worker = || std::iter::from_fn(next).map(count).sum::<usize>();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(std::thread::scope(|scope| {
        let threads: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        let own = worker();
        own + threads
            .into_iter()
            .map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .sum::<usize>()
    }))
}

/// The work on one segment.
struct Job {
    segment: usize,
    /// The phrase as typed.
    typed: PhrasePostings,
    /// Its other spellings.
    spelled: Vec<PhrasePostings>,
}

/// An occurrence: its section, and the positions of its first and last word.
type Place = (DocId, u32, u32);

impl Job {
    fn count(mut self, papers: &[Scope], plain: bool, admits: impl Fn(DocId) -> bool) -> usize {
        let mut others: Vec<Place> = Vec::new();
        for (phrase, papers) in self.spelled.iter_mut().zip(papers) {
            phrase.each(|doc, positions| {
                if admits(doc) && papers.contains(self.segment, doc) {
                    let found = positions.occurrences(false);
                    others.extend(found.map(|one| (doc, one.first, one.last)));
                }
            });
        }
        others.sort_unstable();
        let (mut found, mut places, mut next) = (0, Vec::new(), 0);
        self.typed.each(|doc, positions| {
            if !admits(doc) {
                return;
            }
            let before = others[next..].partition_point(|place| place.0 < doc);
            found += count_without_overlaps(&mut others[next..next + before]);
            next += before;
            let same = others[next..].partition_point(|place| place.0 == doc);
            places.clear();
            places.extend_from_slice(&others[next..next + same]);
            let typed = positions.occurrences(plain);
            places.extend(typed.map(|one| (doc, one.first, one.last)));
            found += count_without_overlaps(&mut places);
            next += same;
        });
        found + count_without_overlaps(&mut others[next..])
    }
}

/// How many occurrences there are without overlaps: from left to right, the longest of those that begin together, then
/// the next that begins behind its end.
fn count_without_overlaps(places: &mut [Place]) -> usize {
    places.sort_unstable_by_key(|(doc, from, to)| (*doc, *from, Reverse(*to)));
    let mut last: Option<Place> = None;
    let mut found = 0;
    for place in places {
        let overlaps = last.is_some_and(|(doc, _, to)| doc == place.0 && place.1 <= to);
        if !overlaps {
            (found, last) = (found + 1, Some(*place));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_overlap_count_once() {
        let count = |places: &[Place]| count_without_overlaps(&mut places.to_vec());
        assert_eq!(count(&[(1, 0, 2), (1, 2, 4), (1, 4, 6), (2, 4, 6)]), 3);
        assert_eq!(count(&[(1, 0, 2), (1, 0, 8), (1, 4, 6), (1, 10, 12)]), 2);
        assert_eq!(count(&[]), 0);
    }
}
