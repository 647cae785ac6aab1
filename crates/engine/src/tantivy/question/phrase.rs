//! Phrase search over postings with positions.
//! In: phrases. Out: sections by segment and document, with how often the phrase occurs, as typed and otherwise.
//! Never reads stored text: positions decide.

use std::collections::BTreeSet;

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use vankien_system::stop;

use crate::error::Result;
use crate::phrase_positions::WordPositions;
use crate::plan::{Phrase, TextField};
use crate::tantivy::question::postings;
use crate::tantivy::store::Store;
use crate::terms::Terms;

/// A section that matches a phrase or NEAR, with the number of matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionMatches {
    /// The segment.
    pub segment: usize,
    /// Its document in the segment.
    pub doc: DocId,
    /// Matches in which all terms are exact: they bear the typed marks, or their word was typed without marks, or they
    /// are forms of `word~1`.
    pub exact: u32,
    /// Matches in which some term is not exact: it bears other marks.
    pub other: u32,
}

impl Store {
    /// The field of the index for a text field of a plan.
    pub(crate) fn field(&self, field: TextField) -> Field {
        match field {
            TextField::Text => self.fields.text,
            TextField::Second => self.fields.second,
        }
    }
}

/// All live sections that hold a phrase, sorted by segment and document.
pub fn find(store: &Store, phrase: &Phrase) -> Result<Vec<SectionMatches>> {
    let mut holders = find_adjacent(store, store.field(phrase.field), &phrase.words)?;
    if let Some(only) = &phrase.only {
        let among = store.section_docs(only)?;
        holders.retain(|holder| among.contains(&(holder.segment, holder.doc)));
    }
    Ok(holders)
}

/// All live sections that hold `words` side by side, in this order, in `field`; punctuation and line ends may stand
/// between them. Sorted by segment and document.
pub fn find_adjacent(store: &Store, field: Field, words: &[Terms]) -> Result<Vec<SectionMatches>> {
    let mut holders = Vec::new();
    let by_segment = phrase_postings(store, field, words)?;
    for (at, (segment, mut phrase)) in store.segments().iter().zip(by_segment).enumerate() {
        phrase.each(|doc, positions| {
            let (exact, other) = positions.count();
            if exact + other > 0 && !segment.is_deleted(doc) {
                holders.push(SectionMatches { segment: at, doc, exact, other });
            }
        });
    }
    Ok(holders)
}

/// Counts a phrase in given sections (segment and document number), which are sorted. Calls `hold` for each section
/// that holds it, with the index in `sections` and the numbers of exact and other matches. Deleted sections are counted
/// too, unless [`Phrase::only`] is set.
pub fn count_in_sections(
    store: &Store,
    phrase: &Phrase,
    sections: &[(usize, DocId)],
    mut hold: impl FnMut(usize, u32, u32),
) -> Result<()> {
    let mut words = phrase_postings(store, store.field(phrase.field), &phrase.words)?;
    let only: Option<BTreeSet<(usize, DocId)>> =
        phrase.only.as_ref().map(|only| store.section_docs(only)).transpose()?;
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

/// Calls `hold` for each live section that holds all `words` (all different) in its text: with segment, document, and
/// the positions of each word.
pub fn each_with_all_words(
    store: &Store,
    words: &[Terms],
    mut hold: impl FnMut(usize, DocId, &[Vec<(u32, bool)>]),
) -> Result<()> {
    let by_segment = phrase_postings(store, store.fields.text, words)?;
    for (at, (segment, mut phrase)) in store.segments().iter().zip(by_segment).enumerate() {
        phrase.each(|doc, positions| {
            if !segment.is_deleted(doc) {
                hold(at, doc, positions.words);
            }
        });
    }
    Ok(())
}

/// The postings of the words of a phrase in `field`, by segment.
pub fn phrase_postings(
    store: &Store,
    field: Field,
    words: &[Terms],
) -> Result<Vec<PhrasePostings>> {
    let none = |_| PhrasePostings { words: Vec::new(), order: Vec::new(), found: Vec::new() };
    let mut by_segment: Vec<PhrasePostings> = store.segments().iter().map(none).collect();
    let mut known: Vec<&Terms> = Vec::new();
    for terms in words {
        if let Some(at) = known.iter().position(|one| *one == terms) {
            by_segment.iter_mut().for_each(|phrase| phrase.order.push(at));
            continue;
        }
        let found = postings::of_word(store, field, terms)?;
        for (at, segment) in store.segments().iter().enumerate() {
            let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
            let mut union = Union::default();
            let entries = found.exact[at].iter().map(|entry| (entry, true));
            for ((info, _), is_exact) in
                entries.chain(found.other[at].iter().map(|entry| (entry, false)))
            {
                union.add(store, &inverted, info, is_exact)?;
            }
            by_segment[at].order.push(known.len());
            by_segment[at].words.push(union);
        }
        known.push(terms);
    }
    Ok(by_segment)
}

/// Moves `postings` to the first document at or after `target`, and returns it; `TERMINATED` if there is none. The
/// targets of successive calls must not decrease.
pub fn seek_forward(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
}

/// The postings of the words of a phrase in one segment.
pub struct PhrasePostings {
    /// The distinct words.
    words: Vec<Union>,
    /// The phrase as indexes into `words`.
    order: Vec<usize>,
    /// A buffer for the positions of each word in the current section.
    found: Vec<Vec<(u32, bool)>>,
}

/// The union of the posting lists of one word in one segment: of all terms that it stands for.
#[derive(Default)]
pub struct Union {
    /// The posting lists, each with whether its term is exact.
    lists: Vec<(SegmentPostings, bool)>,
    /// The sum of the document frequencies of all lists.
    size: u64,
    /// A buffer for the positions of one list.
    buffer: Vec<u32>,
}

impl Union {
    /// The union of the postings of `terms` in a field of a segment. All of them count as exact.
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

    /// Adds the postings of one term.
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

    /// Moves to the first section at or after `target`, and returns it; `TERMINATED` if there is none.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for (list, _) in &mut self.lists {
            first = first.min(seek_forward(list, target));
        }
        first
    }

    /// Writes the positions in section `doc` to `positions`, sorted, each with whether its term is exact.
    fn positions(&mut self, doc: DocId, positions: &mut Vec<(u32, bool)>) {
        positions.clear();
        for (list, is_exact) in &mut self.lists {
            if list.doc() == doc {
                list.positions(&mut self.buffer);
                positions.extend(self.buffer.iter().map(|position| (*position, *is_exact)));
            }
        }
        if self.lists.len() > 1 {
            positions.sort_unstable();
        }
    }
}

/// How many live sections hold a phrase, but at most `most`: counting stops there.
pub fn count_up_to(store: &Store, phrase: &Phrase, most: usize) -> Result<usize> {
    let by_segment = phrase_postings(store, store.field(phrase.field), &phrase.words)?;
    let only = phrase.only.as_ref().map(|only| store.section_docs(only)).transpose()?;
    let mut found = 0;
    for (at, (segment, mut phrase)) in store.segments().iter().zip(by_segment).enumerate() {
        phrase.each_while(|doc, positions| {
            let occurs = positions.occurrences(false).next().is_some();
            let is_in_scope = only.as_ref().is_none_or(|only| only.contains(&(at, doc)));
            found += usize::from(occurs && is_in_scope && !segment.is_deleted(doc));
            found < most
        });
    }
    Ok(found.min(most))
}

impl PhrasePostings {
    /// Replaces the postings of the word at index `at` of the phrase. A section must still hold the old word too,
    /// anywhere.
    pub fn replace(&mut self, at: usize, word: Union) {
        self.order[at] = self.words.len();
        self.words.push(word);
    }

    /// Calls `hold` for each section that holds all words, deleted ones too, with their positions. The posting lists
    /// only move forward: sections before the last one that was looked at are not found again, so that a second call
    /// finds nothing.
    pub fn each(&mut self, mut hold: impl FnMut(DocId, WordPositions<'_>)) {
        self.each_while(|doc, positions| {
            hold(doc, positions);
            true
        });
    }

    /// Like [`PhrasePostings::each`], but stops when `hold` returns false.
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

    /// The positions of all words in section `doc`; `None` if it does not hold all of them. The sections of successive
    /// calls must not decrease.
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
