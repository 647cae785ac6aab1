//! Finds the sections in which words stand side by side.
//! In: the words of a phrase. Out: sections, with how often it stands there as typed and otherwise.
//! Never reads stored text: positions decide.

use std::collections::BTreeMap;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use vankien_engine::Store;
use vankien_engine::tokenizer::{BROKEN, PLAIN};
use vankien_system::stop;

use super::question::word::Word;
use super::terms;
use crate::error::Result;

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
    find_in(store, store.fields.text, words, as_typed)
}

/// The same where a second reading of the text holds them.
pub fn find_second(store: &Store, words: &[Word], as_typed: bool) -> Result<Vec<Holder>> {
    find_in(store, store.fields.second, words, as_typed)
}

/// Hands on each live section that holds all `words`, which differ, with the positions of each in it.
pub fn together(
    store: &Store,
    words: &[Word],
    mut hold: impl FnMut(usize, DocId, &[Vec<(u32, bool)>]),
) -> Result<()> {
    let rows = in_segments(store, store.fields.text, words, false)?;
    for (at, (segment, mut row)) in store.segments().iter().zip(rows).enumerate() {
        row.each(|doc, positions| {
            if !segment.is_deleted(doc) {
                hold(at, doc, positions.words);
            }
        });
    }
    Ok(())
}

fn find_in(store: &Store, field: Field, words: &[Word], as_typed: bool) -> Result<Vec<Holder>> {
    let mut holders = Vec::new();
    let rows = in_segments(store, field, words, as_typed)?;
    for (at, (segment, mut row)) in store.segments().iter().zip(rows).enumerate() {
        row.each(|doc, positions| {
            let (exact, other) = count(positions);
            if exact + other > 0 && !segment.is_deleted(doc) {
                holders.push(Holder { segment: at, doc, exact, other });
            }
        });
    }
    Ok(holders)
}

/// The postings of a row of words, by segment.
pub fn in_segments(
    store: &Store,
    field: Field,
    words: &[Word],
    as_typed: bool,
) -> Result<Vec<Row>> {
    let none = |_| Row { words: Vec::new(), order: Vec::new() };
    let mut rows: Vec<Row> = store.segments().iter().map(none).collect();
    let mut known: BTreeMap<&str, Vec<(&Word, usize)>> = BTreeMap::new();
    let mut count = 0;
    for word in words {
        let same_term = known.entry(&word.term).or_default();
        if let Some((_, at)) = same_term.iter().find(|(one, _)| one.stands_for_the_same(word)) {
            rows.iter_mut().for_each(|row| row.order.push(*at));
            continue;
        }
        same_term.push((word, count));
        let found = match as_typed {
            true => terms::Found::exactly(terms::as_typed(store, field, word)?),
            false => terms::word(store, field, word)?,
        };
        for (at, segment) in store.segments().iter().enumerate() {
            let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
            let mut union = Union::default();
            let entries = found.exact[at].iter().map(|entry| (entry, true));
            for ((info, _), is_exact) in
                entries.chain(found.other[at].iter().map(|entry| (entry, false)))
            {
                union.add(store, &inverted, info, is_exact)?;
            }
            rows[at].order.push(count);
            rows[at].words.push(union);
        }
        count += 1;
    }
    Ok(rows)
}

/// Goes to the first section at or behind `target`, which no earlier call was behind.
pub fn reach(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// A row of words in one segment.
pub struct Row {
    /// The different words.
    words: Vec<Union>,
    /// Which of them stand in the row, in order.
    order: Vec<usize>,
}

/// Where the words of a row stand in one section.
pub struct Positions<'p> {
    /// For each different word its positions in order, each with whether the marks are as typed.
    pub words: &'p [Vec<(u32, bool)>],
    order: &'p [usize],
}

/// One word in one segment, whatever its marks.
#[derive(Default)]
pub struct Union {
    lists: Vec<(SegmentPostings, bool)>,
    size: u64,
    some: Vec<u32>,
}

impl Union {
    /// The places of `terms` in a segment, each as typed.
    pub fn of_terms(store: &Store, segment: &SegmentReader, terms: &[Term]) -> Result<Union> {
        let mut union = Union::default();
        for term in terms {
            let inverted = segment.inverted_index(term.field());
            let inverted = inverted.map_err(|error| store.failed(error))?;
            let info = inverted.get_term_info(term).map_err(|error| store.failed(error))?;
            if let Some(info) = info {
                union.add(store, &inverted, &info, true)?;
            }
        }
        Ok(union)
    }

    /// Takes in the postings of one term.
    fn add(
        &mut self,
        store: &Store,
        inverted: &InvertedIndexReader,
        info: &TermInfo,
        is_exact: bool,
    ) -> Result<()> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let postings = inverted.read_postings_from_terminfo(info, option);
        self.lists.push((postings.map_err(|error| store.failed(error))?, is_exact));
        self.size += u64::from(info.doc_freq);
        Ok(())
    }

    /// The first section at or behind `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for (list, _) in &mut self.lists {
            first = first.min(reach(list, target));
        }
        first
    }

    /// The positions in section `doc`, in order, each with whether the marks are as typed.
    fn positions(&mut self, doc: DocId, positions: &mut Vec<(u32, bool)>) {
        positions.clear();
        for (list, is_exact) in &mut self.lists {
            if list.doc() == doc {
                list.positions(&mut self.some);
                positions.extend(self.some.iter().map(|position| (*position, *is_exact)));
            }
        }
        if self.lists.len() > 1 {
            positions.sort_unstable();
        }
    }
}

/// In how many live sections `words` stand in a row, each with its own marks; counted up to `most`.
pub fn count_up_to(store: &Store, words: &[Word], most: usize) -> Result<usize> {
    let rows = in_segments(store, store.fields.text, words, true)?;
    let mut found = 0;
    for (segment, mut row) in store.segments().iter().zip(rows) {
        row.each_while(|doc, positions| {
            let stands = positions.rows(false).next().is_some();
            found += usize::from(stands && !segment.is_deleted(doc));
            found < most
        });
    }
    Ok(found.min(most))
}

impl Row {
    /// Puts other postings in the place of word `at`.
    pub fn replace(&mut self, at: usize, word: Union) {
        self.order[at] = self.words.len();
        self.words.push(word);
    }

    /// Hands on each section that holds all words, with their positions.
    pub fn each(&mut self, mut hold: impl FnMut(DocId, Positions<'_>)) {
        self.each_while(|doc, positions| {
            hold(doc, positions);
            true
        });
    }

    /// The same as long as `hold` says so.
    pub fn each_while(&mut self, mut hold: impl FnMut(DocId, Positions<'_>) -> bool) {
        let (words, order) = (&mut self.words, &self.order);
        let Some(rarest) = (0..words.len()).min_by_key(|at| words[*at].size) else { return };
        let mut positions: Vec<Vec<(u32, bool)>> = vec![Vec::new(); words.len()];
        let mut doc = words[rarest].seek(0);
        while doc != TERMINATED {
            stop::check();
            let next = words.iter_mut().map(|word| word.seek(doc)).max().unwrap_or(TERMINATED);
            if next != doc {
                doc = if next == TERMINATED { next } else { words[rarest].seek(next) };
                continue;
            }
            for (word, positions) in words.iter_mut().zip(&mut positions) {
                word.positions(doc, positions);
            }
            if !hold(doc, Positions { words: &positions, order }) {
                return;
            }
            doc = words[rarest].seek(doc + 1);
        }
    }
}

impl<'p> Positions<'p> {
    /// The rows of words: where each begins and ends, and whether all marks are as typed; `plain` demands
    /// that nothing but blanks stands between them.
    pub fn rows(&self, plain: bool) -> impl Iterator<Item = (u32, u32, bool)> + 'p {
        let (words, order) = (self.words, self.order);
        let first = order.first().map_or(&[][..], |first| &words[*first][..]);
        first.iter().filter_map(move |(start, is_exact)| {
            stop::check();
            let (mut at, mut all_exact) = (*start, *is_exact);
            for word in order.iter().skip(1).map(|word| &words[*word]) {
                let next = word.partition_point(|(one, _)| *one < at + PLAIN);
                let (position, is_exact) = *word.get(next)?;
                if position > at + if plain { PLAIN } else { BROKEN } {
                    return None;
                }
                all_exact &= is_exact;
                at = position;
            }
            Some((*start, at, all_exact))
        })
    }
}

/// How often the words stand in a row: with the typed marks, and otherwise.
fn count(positions: Positions<'_>) -> (u32, u32) {
    let (mut exact, mut other) = (0, 0);
    for (_, _, is_exact) in positions.rows(false) {
        if is_exact { exact += 1 } else { other += 1 }
    }
    (exact, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(positions: &[u32]) -> Vec<(u32, bool)> {
        positions.iter().map(|position| (*position, true)).collect()
    }

    #[test]
    fn counts_rows() {
        let words =
            vec![vec![(1, true), (5, true), (9, false)], vec![(3, true), (7, false), (12, true)]];
        fn of(words: &[Vec<(u32, bool)>], order: &[usize]) -> (u32, u32) {
            count(Positions { words, order })
        }
        assert_eq!(of(&words, &[0, 1]), (1, 2));
        assert_eq!(of(&[at(&[1]), at(&[5])], &[0, 1]), (0, 0));
        assert_eq!(of(&[at(&[0, 2, 4, 8])], &[0, 0]), (2, 0), "a word that follows itself");
    }
}
