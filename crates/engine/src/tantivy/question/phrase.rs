//! Finds the sections in which words stand side by side.
//! In: rows of words. Out: sections by segment and document, with how often the words stand there as typed and otherwise.
//! Never reads stored text: positions decide.

use std::collections::BTreeSet;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use vankien_system::stop;

use crate::error::Result;
use crate::phrase_positions::WordPositions;
use crate::plan::{Phrase, TextField};
use crate::tantivy::question::entries;
use crate::tantivy::store::Store;
use crate::terms::Terms;

/// A section that holds a row.
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

impl Store {
    /// The field of a text.
    pub(crate) fn field(&self, field: TextField) -> Field {
        match field {
            TextField::Text => self.fields.text,
            TextField::Second => self.fields.second,
        }
    }
}

/// All live sections that hold `row`.
pub fn find(store: &Store, row: &Phrase) -> Result<Vec<Holder>> {
    let mut holders = find_words(store, store.field(row.field), &row.words)?;
    if let Some(only) = &row.only {
        let among = store.section_docs(only)?;
        holders.retain(|holder| among.contains(&(holder.segment, holder.doc)));
    }
    Ok(holders)
}

/// All live sections that hold `words` in a row in `field`.
pub fn find_words(store: &Store, field: Field, words: &[Terms]) -> Result<Vec<Holder>> {
    let mut holders = Vec::new();
    let rows = in_segments(store, field, words)?;
    for (at, (segment, mut row)) in store.segments().iter().zip(rows).enumerate() {
        row.each(|doc, positions| {
            let (exact, other) = positions.count();
            if exact + other > 0 && !segment.is_deleted(doc) {
                holders.push(Holder { segment: at, doc, exact, other });
            }
        });
    }
    Ok(holders)
}

/// Counts a row in some sections, which are in order: hands on those that hold it, by their number.
pub fn find_among(
    store: &Store,
    row: &Phrase,
    sections: &[(usize, DocId)],
    mut hold: impl FnMut(usize, u32, u32),
) -> Result<()> {
    let mut words = in_segments(store, store.field(row.field), &row.words)?;
    let only: Option<BTreeSet<(usize, DocId)>> =
        row.only.as_ref().map(|only| store.section_docs(only)).transpose()?;
    for (at, (segment, doc)) in sections.iter().enumerate() {
        if only.as_ref().is_none_or(|only| only.contains(&(*segment, *doc)))
            && let Some(positions) = words[*segment].at(*doc)
        {
            let (exact, other) = positions.count();
            if exact + other > 0 {
                hold(at, exact, other);
            }
        }
    }
    Ok(())
}

/// Hands on each live section that holds all `words`, which differ, with the positions of each in it.
pub fn together(
    store: &Store,
    words: &[Terms],
    mut hold: impl FnMut(usize, DocId, &[Vec<(u32, bool)>]),
) -> Result<()> {
    let rows = in_segments(store, store.fields.text, words)?;
    for (at, (segment, mut row)) in store.segments().iter().zip(rows).enumerate() {
        row.each(|doc, positions| {
            if !segment.is_deleted(doc) {
                hold(at, doc, positions.words);
            }
        });
    }
    Ok(())
}

/// The postings of a row of words, by segment.
pub fn in_segments(store: &Store, field: Field, words: &[Terms]) -> Result<Vec<Words>> {
    let none = |_| Words { words: Vec::new(), order: Vec::new(), found: Vec::new() };
    let mut rows: Vec<Words> = store.segments().iter().map(none).collect();
    let mut known: Vec<&Terms> = Vec::new();
    for terms in words {
        if let Some(at) = known.iter().position(|one| *one == terms) {
            rows.iter_mut().for_each(|row| row.order.push(at));
            continue;
        }
        let found = entries::of(store, field, terms)?;
        for (at, segment) in store.segments().iter().enumerate() {
            let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
            let mut union = Union::default();
            let entries = found.exact[at].iter().map(|entry| (entry, true));
            for ((info, _), is_exact) in
                entries.chain(found.other[at].iter().map(|entry| (entry, false)))
            {
                union.add(store, &inverted, info, is_exact)?;
            }
            rows[at].order.push(known.len());
            rows[at].words.push(union);
        }
        known.push(terms);
    }
    Ok(rows)
}

/// Goes to the first section at or behind `target`, which no earlier call was behind.
pub fn reach(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// A row of words in one segment.
pub struct Words {
    /// The different words.
    words: Vec<Union>,
    /// Which of them stand in the row, in order.
    order: Vec<usize>,
    /// The positions of each in the section at hand.
    found: Vec<Vec<(u32, bool)>>,
}

/// One word in one segment, whatever its marks.
#[derive(Default)]
pub struct Union {
    lists: Vec<(SegmentPostings, bool)>,
    size: u64,
    some: Vec<u32>,
}

impl Union {
    /// The places of `terms` in a field of a segment, each as typed.
    pub fn of_terms(
        store: &Store,
        segment: &SegmentReader,
        field: Field,
        terms: &[String],
    ) -> Result<Union> {
        let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
        let mut union = Union::default();
        for term in terms {
            let term = Term::from_field_text(field, term);
            let info = inverted.get_term_info(&term).map_err(|error| store.failed(error))?;
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

/// In how many live sections a row stands; counted up to `most`.
pub fn count_up_to(store: &Store, row: &Phrase, most: usize) -> Result<usize> {
    let rows = in_segments(store, store.field(row.field), &row.words)?;
    let only = row.only.as_ref().map(|only| store.section_docs(only)).transpose()?;
    let mut found = 0;
    for (at, (segment, mut row)) in store.segments().iter().zip(rows).enumerate() {
        row.each_while(|doc, positions| {
            let stands = positions.rows(false).next().is_some();
            let is_meant = only.as_ref().is_none_or(|only| only.contains(&(at, doc)));
            found += usize::from(stands && is_meant && !segment.is_deleted(doc));
            found < most
        });
    }
    Ok(found.min(most))
}

impl Words {
    /// Puts other postings in the place of word `at`.
    pub fn replace(&mut self, at: usize, word: Union) {
        self.order[at] = self.words.len();
        self.words.push(word);
    }

    /// Hands on each section that holds all words, with their positions.
    pub fn each(&mut self, mut hold: impl FnMut(DocId, WordPositions<'_>)) {
        self.each_while(|doc, positions| {
            hold(doc, positions);
            true
        });
    }

    /// The same as long as `hold` says so.
    pub fn each_while(&mut self, mut hold: impl FnMut(DocId, WordPositions<'_>) -> bool) {
        let (words, order) = (&mut self.words, &self.order);
        let Some(rarest) = (0..words.len()).min_by_key(|at| words[*at].size) else { return };
        self.found.resize(words.len(), Vec::new());
        let mut doc = words[rarest].seek(0);
        while doc != TERMINATED {
            stop::check();
            let next = words.iter_mut().map(|word| word.seek(doc)).max().unwrap_or(TERMINATED);
            if next != doc {
                doc = if next == TERMINATED { next } else { words[rarest].seek(next) };
                continue;
            }
            for (word, positions) in words.iter_mut().zip(&mut self.found) {
                word.positions(doc, positions);
            }
            if !hold(doc, WordPositions { words: &self.found, order }) {
                return;
            }
            doc = words[rarest].seek(doc + 1);
        }
    }

    /// The positions in one section that holds all words; `None` where it does not. No later call may ask for a section
    /// before it.
    pub fn at(&mut self, doc: DocId) -> Option<WordPositions<'_>> {
        if self.words.is_empty() || self.words.iter_mut().any(|word| word.seek(doc) != doc) {
            return None;
        }
        self.found.resize(self.words.len(), Vec::new());
        for (word, positions) in self.words.iter_mut().zip(&mut self.found) {
            word.positions(doc, positions);
        }
        Some(WordPositions { words: &self.found, order: &self.order })
    }
}
