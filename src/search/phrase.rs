//! Finds the sections in which words stand side by side.
//! In: the words of a phrase. Out: sections, with how often it stands there as typed and otherwise.
//! Never reads stored text: positions decide.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

use super::question::Word;
use super::terms;
use crate::error::Result;
use crate::index::Store;

/// A section that holds the phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The segment.
    pub segment: usize,
    /// The section in it.
    pub doc: DocId,
    /// How often with the typed marks.
    pub exact: u32,
    /// How often with others.
    pub other: u32,
}

/// All live sections that hold `words` in a row; `as_typed` leaves out all other marks, also of words
/// that were typed without.
pub fn find(store: &Store, words: &[Word], as_typed: bool) -> Result<Vec<Holder>> {
    let field = store.fields.text;
    let mut lists: Vec<Vec<Union>> = store.segments().iter().map(|_| Vec::new()).collect();
    for word in words {
        let found = match as_typed {
            true => terms::Found::exactly(terms::as_typed(store, field, word)?),
            false => terms::word(store, field, word)?,
        };
        for (at, segment) in store.segments().iter().enumerate() {
            let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
            let mut union = Union { lists: Vec::new(), size: 0 };
            let entries = found.exact[at].iter().map(|entry| (entry, true));
            for ((info, _), is_exact) in
                entries.chain(found.other[at].iter().map(|entry| (entry, false)))
            {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let postings = inverted.read_postings_from_terminfo(info, option);
                union.lists.push((postings.map_err(|error| store.failed(error))?, is_exact));
                union.size += u64::from(info.doc_freq);
            }
            lists[at].push(union);
        }
    }
    let mut holders = Vec::new();
    for (at, (segment, mut unions)) in store.segments().iter().zip(lists).enumerate() {
        in_segment(&mut unions, |doc, exact, other| {
            if !segment.is_deleted(doc) {
                holders.push(Holder { segment: at, doc, exact, other });
            }
        });
    }
    Ok(holders)
}

/// One word in one segment, whatever its marks.
struct Union {
    lists: Vec<(SegmentPostings, bool)>,
    size: u64,
}

impl Union {
    /// The first section at or behind `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for (list, _) in &mut self.lists {
            let doc = if list.doc() < target { list.seek(target) } else { list.doc() };
            first = first.min(doc);
        }
        first
    }

    /// The positions in section `doc`, in order, each with whether the marks are as typed.
    fn positions(&mut self, doc: DocId, positions: &mut Vec<(u32, bool)>) {
        positions.clear();
        let mut some = Vec::new();
        for (list, is_exact) in &mut self.lists {
            if list.doc() == doc {
                list.positions(&mut some);
                positions.extend(some.iter().map(|position| (*position, *is_exact)));
            }
        }
        positions.sort_unstable();
    }
}

fn in_segment(words: &mut [Union], mut hold: impl FnMut(DocId, u32, u32)) {
    let Some(rarest) = (0..words.len()).min_by_key(|at| words[*at].size) else { return };
    let mut positions: Vec<Vec<(u32, bool)>> = vec![Vec::new(); words.len()];
    let mut doc = words[rarest].seek(0);
    while doc != TERMINATED {
        let next = words.iter_mut().map(|word| word.seek(doc)).max().unwrap_or(TERMINATED);
        if next != doc {
            doc = if next == TERMINATED { next } else { words[rarest].seek(next) };
            continue;
        }
        for (word, positions) in words.iter_mut().zip(&mut positions) {
            word.positions(doc, positions);
        }
        let (exact, other) = count(&positions);
        if exact + other > 0 {
            hold(doc, exact, other);
        }
        doc = words[rarest].seek(doc + 1);
    }
}

/// How often the words stand in a row: with the typed marks, and otherwise.
fn count(positions: &[Vec<(u32, bool)>]) -> (u32, u32) {
    let Some((first, rest)) = positions.split_first() else { return (0, 0) };
    let (mut exact, mut other) = (0, 0);
    for (start, is_exact) in first {
        let mut all_exact = *is_exact;
        let in_row = (start + 1..).zip(rest).all(|(position, word)| {
            let at = word.partition_point(|(one, _)| *one < position);
            let found = word.get(at).filter(|(one, _)| *one == position);
            all_exact &= found.is_some_and(|(_, is_exact)| *is_exact);
            found.is_some()
        });
        match (in_row, all_exact) {
            (true, true) => exact += 1,
            (true, false) => other += 1,
            _ => {}
        }
    }
    (exact, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_rows() {
        let words =
            vec![vec![(1, true), (5, true), (9, false)], vec![(2, true), (6, false), (10, true)]];
        assert_eq!(count(&words), (1, 2));
        assert_eq!(count(&[vec![(1, true)], vec![(3, true)]]), (0, 0));
    }
}
