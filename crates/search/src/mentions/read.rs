//! Reads sections and finds the mentions in them, on all cores but one.
//! In: ids of sections. Out: those that hold a mention, in the same order. Never decides which paper is meant.

use std::panic::resume_unwind;
use std::sync::mpsc;

use vankien_engine::{Engine, PaperRecord, SectionId, SectionRecord};
use vankien_papers::document::Place;
use vankien_system::stop;

use super::find::MentionFinder;
use super::place::MentionPlace;
use super::query::MentionQuery;
use super::wanted::Wanted;
use crate::error::Result;
use crate::scope::Scope;

/// A section that holds a mention.
pub struct ReadSection {
    /// The section.
    pub section: SectionRecord,
    /// The mentions in it, in order.
    pub found: Vec<MentionPlace>,
    /// Where whole papers are asked: all places of phrases in it, those too that overlap others.
    pub overlapping: Vec<MentionPlace>,
    /// Its paper; `None` where the section before it is of the same one, or the store does not know it.
    pub paper: Option<PaperRecord>,
}

/// Sections that a thread is given, at least; the last of several threads may get fewer. So many or fewer in all are
/// read on one core. A judgement: a thread costs as much as some sections.
const WORTH_A_THREAD: usize = 32;

/// Reads the sections `ids` and finds what is asked in them. Left out are those without a mention and, with `body`,
/// those that are not running text.
pub fn sections(
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    ids: &[SectionId],
) -> Result<Vec<ReadSection>> {
    // One core is left to the caller, who judges what was read before.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    sections_on(cores.saturating_sub(1), store, query, wanted, ids)
}

/// Calls each of `batches` on another thread, and `take` with what it gave, in order. While `take` works on one batch,
/// one waits and one is read. Ends where `take` gives `false`. Gives whether all were taken; an error where a batch
/// cannot be read or `take` fails.
pub fn ahead<'s>(
    batches: impl Iterator<Item = impl FnOnce() -> Result<Vec<ReadSection>>> + Send + 's,
    mut take: impl FnMut(Vec<ReadSection>) -> Result<bool>,
) -> Result<bool> {
    let stop = stop::current();
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel(1);
        let reader = scope.spawn(move || {
            stop::run_under(stop, || {
                // Where nobody takes a batch any more, no other is read.
                let _ = batches.map(|read| read()).try_for_each(|batch| sender.send(batch));
            });
        });
        let take_all = || -> Result<bool> {
            for batch in receiver {
                stop::check();
                if !take(batch?)? {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        let taken = take_all();
        // Joined in any case: how the reader ended matters only where all it read was wanted.
        match (reader.join(), &taken) {
            (Err(panic), Ok(true)) => resume_unwind(panic),
            _ => taken,
        }
    })
}

/// The same as [`sections`] on at most `cores` cores; on one where that is 0.
fn sections_on(
    cores: usize,
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    ids: &[SectionId],
) -> Result<Vec<ReadSection>> {
    let share = ids.len().div_ceil(cores.max(1)).max(WORTH_A_THREAD);
    if ids.len() <= share {
        return some_sections(store, query, wanted, ids);
    }
    std::thread::scope(|scope| {
        let parts = ids.chunks(share);
        let read = |part| {
            let stop = stop::current();
            scope.spawn(move || stop::run_under(stop, || some_sections(store, query, wanted, part)))
        };
        let threads: Vec<_> = parts.map(read).collect();
        let mut all = Vec::with_capacity(ids.len());
        for one in threads {
            all.extend(one.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(all)
    })
}

/// The same as [`sections`] on one core.
fn some_sections(
    store: &dyn Engine,
    query: &MentionQuery,
    wanted: Wanted,
    ids: &[SectionId],
) -> Result<Vec<ReadSection>> {
    let finder = MentionFinder::new(query, wanted.verbatim);
    let mut all = Vec::with_capacity(ids.len());
    let mut path = String::new();
    for id in ids {
        stop::check();
        let section = store.section(*id)?;
        if wanted.body && section.place != Place::Body {
            continue;
        }
        let found = finder.find(&section);
        if found.is_empty() {
            continue;
        }
        let overlapping = match wanted.scope {
            Scope::Paper => finder.find_phrases(&section),
            Scope::Section => Vec::new(),
        };
        let mut paper = None;
        if path != section.path {
            paper = store.paper(&section.path)?;
            path.clone_from(&section.path);
        }
        all.push(ReadSection { section, found, overlapping, paper });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::mentions::query::{TextReading, parse_query};
    use vankien_engine::fixture::{index_of, paper};

    #[test]
    fn many_cores_give_what_one_gives() {
        let folder = tempfile::tempdir().expect("a folder");
        let texts: Vec<(String, String)> = (0..150)
            .map(|at| (format!("{at:03}.txt"), format!("Theo 59-NQ/TW, văn bản số {at}")))
            .collect();
        let papers =
            texts.iter().map(|(path, text)| (path.as_str(), paper(text, None, &["59-NQ/TW"])));
        index_of(folder.path(), papers.collect());
        let store = vankien_engine::Store::open(folder.path()).expect("an index");
        let wanted = Wanted::default();
        let query = parse_query(&store, "59-NQ/TW", wanted, TextReading::Numbers).expect("a query");
        let ids = store.sections_with(
            &format!("{}59-nq/tw", vankien_engine::analyse::NUMBER_LEAD),
            usize::MAX,
        );
        let mut ids = ids.expect("sections");
        ids.sort_unstable();
        let read = |cores| -> Vec<(String, Option<String>, usize)> {
            let all = sections_on(cores, &store, &query, wanted, &ids).expect("read");
            let row = |one: ReadSection| {
                (one.section.path, one.paper.map(|paper| paper.path), one.found.len())
            };
            all.into_iter().map(row).collect()
        };
        assert_eq!(read(1).len(), 150);
        assert_eq!(read(1), read(3));
        let stop = stop::Stop::default();
        stop.set();
        assert!(stop::run_until(&stop, || read(3)).is_err(), "helping threads stop as well");
    }

    /// A batch with the number `at` as the ordinal of its one section.
    fn batch(at: u32) -> Result<Vec<ReadSection>> {
        let section = SectionRecord { ordinal: at, ..SectionRecord::default() };
        Ok(vec![ReadSection { section, found: Vec::new(), overlapping: Vec::new(), paper: None }])
    }

    #[test]
    fn batches_come_in_order_until_they_are_not_wanted() {
        let mut seen = Vec::new();
        let mut take = |batch: Vec<ReadSection>| {
            seen.push(batch[0].section.ordinal);
            Ok(seen.len() < 5)
        };
        assert!(!ahead((0..100).map(|at| move || batch(at)), &mut take).expect("read"));
        assert_eq!(seen, [0, 1, 2, 3, 4]);
        let all = ahead((0..9).map(|at| move || batch(at)), |_| Ok(true));
        assert!(all.expect("read"));
        let what = || Error::Question { question: String::new(), what: String::new() };
        let fails = |at: u32| move || if at == 3 { Err(what()) } else { batch(at) };
        assert!(ahead((0..9).map(fails), |_| Ok(true)).is_err());
    }

    #[test]
    fn a_reader_that_is_stopped_stops_the_question_alone() {
        let stop = stop::Stop::default();
        let read = |at: u32| {
            let stop = stop.clone();
            move || {
                if at == 2 {
                    stop.set();
                }
                stop::check();
                batch(at)
            }
        };
        let stopped = stop::run_until(&stop, || ahead((0..9).map(read), |_| Ok(true)).is_ok());
        assert_eq!(stopped, Err(stop::Stopped));
    }
}
