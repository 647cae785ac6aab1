//! The term dictionaries: terms of any field, document frequencies of the text field.
//! In: ranges of terms. Out: terms, with how many live sections hold each.
//! Where sections are counted, terms that only deleted sections hold are left out.

use std::collections::BTreeMap;

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED};

use crate::error::Result;
use crate::tantivy::store::Store;
use crate::terms::TermRange;

impl Store {
    /// Calls `visit` with each term of a field in a range, segment by segment, sorted in each, until it returns false.
    /// Its arguments are the index of the segment, the bytes of the term, and the reference to its posting list.
    pub(crate) fn each_entry(
        &self,
        field: Field,
        range: &TermRange,
        mut visit: impl FnMut(usize, &[u8], &TermInfo) -> Result<bool>,
    ) -> Result<()> {
        for (at, segment) in self.segments().iter().enumerate() {
            let inverted = segment.inverted_index(field).map_err(|error| self.failed(error))?;
            let mut terms = inverted.terms().range().ge(&range.from);
            if let Some(to) = &range.to {
                terms = terms.lt(to);
            }
            let mut terms = terms.into_stream().map_err(|error| self.failed(error))?;
            while terms.advance() {
                if !visit(at, terms.key(), terms.value())? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// All terms of the text field in a range, sorted. May include terms that only deleted sections hold.
    pub(crate) fn terms_in(&self, range: &TermRange) -> Result<Vec<String>> {
        let mut all: Vec<String> = Vec::new();
        self.each_entry(self.fields.text, range, |_, term, _| {
            all.extend(std::str::from_utf8(term).map(str::to_owned));
            Ok(true)
        })?;
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// All terms of the text field in a range that live sections hold, sorted, each with how many do.
    pub(crate) fn counted_terms_in(&self, range: &TermRange) -> Result<Vec<(String, u64)>> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        self.each_entry(self.fields.text, range, |at, term, info| {
            let Ok(term) = std::str::from_utf8(term) else { return Ok(true) };
            let sections = self.live_in_segment(at, info)?;
            match found.get_mut(term) {
                Some(sum) => *sum += sections,
                None => {
                    found.insert(term.to_owned(), sections);
                }
            }
            Ok(true)
        })?;
        Ok(found.into_iter().filter(|(_, sections)| *sections > 0).collect())
    }

    /// How many live sections hold a term in their text; 0 if none does.
    pub(crate) fn live_sections(&self, term: &str) -> Result<u64> {
        let term = Term::from_field_text(self.fields.text, term);
        let mut sections = 0;
        for (at, segment) in self.segments().iter().enumerate() {
            let inverted =
                segment.inverted_index(self.fields.text).map_err(|error| self.failed(error))?;
            let info = inverted.get_term_info(&term).map_err(|error| self.failed(error))?;
            if let Some(info) = info {
                sections += self.live_in_segment(at, &info)?;
            }
        }
        Ok(sections)
    }

    /// How many live sections of a segment hold a term in their text.
    fn live_in_segment(&self, segment: usize, info: &TermInfo) -> Result<u64> {
        let segment = &self.segments()[segment];
        let Some(alive) = segment.alive_bitset() else { return Ok(u64::from(info.doc_freq)) };
        let inverted =
            segment.inverted_index(self.fields.text).map_err(|error| self.failed(error))?;
        let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
        let mut postings = postings.map_err(|error| self.failed(error))?;
        let mut sections = 0;
        while postings.doc() != TERMINATED {
            sections += u64::from(alive.is_alive(postings.doc()));
            postings.advance();
        }
        Ok(sections)
    }
}
