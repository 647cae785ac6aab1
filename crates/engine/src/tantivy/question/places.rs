//! Counts the places of rows of words by positions alone.
//! In: rows of words, as typed and in other spellings. Out: how many places there are, and the sections whose text must
//! be read. Never reads a text.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Mutex;

use tantivy::DocId;

use crate::engine::{PlacesCounted, PlacesQuery, SpelledPhrase};
use crate::error::Result;
use crate::plan::Phrase;
use crate::tantivy::question::phrase::{self, Union, Words};
use crate::tantivy::store::Store;

/// Counts what is asked in the sections of chosen papers.
pub fn count(store: &Store, asked: &PlacesQuery<'_>) -> Result<PlacesCounted> {
    let mut unclear: BTreeSet<(usize, DocId)> = BTreeSet::new();
    for row in &asked.unclear {
        unclear.extend(phrase::find(store, row)?.iter().map(|holder| (holder.segment, holder.doc)));
    }
    unclear.retain(|(segment, doc)| asked.chosen.admits(*segment, *doc));
    let total = match &asked.typed {
        None => 0,
        Some(typed) => {
            let mut spelled = Vec::with_capacity(asked.spelled.len());
            for spelling in &asked.spelled {
                spelled.push(Rows::spelled(store, spelling)?);
            }
            let admits = |segment: usize, doc: DocId| {
                !unclear.contains(&(segment, doc)) && asked.chosen.admits(segment, doc)
            };
            total(store, Rows::typed(store, typed)?, spelled, asked.is_plain, admits)?
        }
    };
    let places = store.places()?;
    let unclear = unclear.into_iter().map(|(segment, doc)| places.id(segment, doc)).collect();
    Ok(PlacesCounted { total, unclear })
}

/// A row of words with its postings, by segment.
struct Rows {
    rows: Vec<Words>,
    papers: Papers,
}

/// The papers in which a spelling stands for what was typed.
#[derive(Default)]
struct Papers {
    /// Their sections; `None` for those of all papers.
    only: Option<BTreeSet<(usize, DocId)>>,
    /// The sections of papers that mean something else by an abbreviation in it.
    except: BTreeSet<(usize, DocId)>,
}

impl Rows {
    /// What was typed.
    fn typed(store: &Store, row: &Phrase) -> Result<Rows> {
        let rows = phrase::in_segments(store, store.field(row.field), &row.words)?;
        Ok(Rows { rows, papers: Papers::default() })
    }

    /// Another spelling.
    fn spelled(store: &Store, spelling: &SpelledPhrase) -> Result<Rows> {
        let SpelledPhrase { phrase: row, printed, except } = spelling;
        let field = store.field(row.field);
        let mut rows = phrase::in_segments(store, field, &row.words)?;
        for (at, terms) in printed {
            for (segment, row) in store.segments().iter().zip(&mut rows) {
                row.replace(*at, Union::of_terms(store, segment, field, terms)?);
            }
        }
        let only = row.only.as_ref().map(|paths| store.section_docs(paths)).transpose()?;
        Ok(Rows { rows, papers: Papers { only, except: store.section_docs(except)? } })
    }
}

impl Papers {
    fn hold(&self, segment: usize, doc: DocId) -> bool {
        let section = (segment, doc);
        self.only.as_ref().is_none_or(|only| only.contains(&section))
            && !self.except.contains(&section)
    }
}

/// How many places `typed` and its other spellings have in the sections that `admits` lets in, the longest where
/// places overlap. `plain` demands that nothing but blanks stands between the words of the typed row.
fn total(
    store: &Store,
    typed: Rows,
    spelled: Vec<Rows>,
    plain: bool,
    admits: impl Fn(usize, DocId) -> bool + Sync,
) -> Result<usize> {
    let (mut rows, mut papers) = (Vec::new(), Vec::new());
    for spelling in spelled {
        rows.push(spelling.rows.into_iter());
        papers.push(spelling.papers);
    }
    let mut jobs = Vec::new();
    for (segment, typed) in typed.rows.into_iter().enumerate() {
        let spelled = rows.iter_mut().filter_map(Iterator::next).collect();
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

/// One segment to be counted.
struct Job {
    segment: usize,
    typed: Words,
    spelled: Vec<Words>,
}

/// A place: its section, and the positions of its first and last word.
type Place = (DocId, u32, u32);

impl Job {
    fn count(mut self, papers: &[Papers], plain: bool, admits: impl Fn(DocId) -> bool) -> usize {
        let mut others: Vec<Place> = Vec::new();
        for (row, papers) in self.spelled.iter_mut().zip(papers) {
            row.each(|doc, positions| {
                if admits(doc) && papers.hold(self.segment, doc) {
                    others.extend(positions.rows(false).map(|(from, to, _)| (doc, from, to)));
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
            found += apart(&mut others[next..next + before]);
            next += before;
            let same = others[next..].partition_point(|place| place.0 == doc);
            places.clear();
            places.extend_from_slice(&others[next..next + same]);
            places.extend(positions.rows(plain).map(|(from, to, _)| (doc, from, to)));
            found += apart(&mut places);
            next += same;
        });
        found + apart(&mut others[next..])
    }
}

/// How many of the places do not overlap: in order, the longest of those that begin together.
fn apart(places: &mut [Place]) -> usize {
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
        assert_eq!(apart(&mut [(1, 0, 2), (1, 2, 4), (1, 4, 6), (2, 4, 6)]), 3);
        assert_eq!(apart(&mut [(1, 0, 2), (1, 0, 8), (1, 4, 6), (1, 10, 12)]), 2);
        assert_eq!(apart(&mut []), 0);
    }
}
