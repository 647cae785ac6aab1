//! Maps addresses (segment and document) to ids of papers and sections, and back.
//! In: an open index. Out: ids, paths and ordinals, from columns. Never reads a record.
//!
//! All sections of a paper are adjacent documents of one segment, in order: [`super::writer`] adds them together, and
//! merging segments keeps the order. So the address of its first section identifies a paper.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;

use crate::role::{self, Role};
use crate::section::{PaperId, SectionId};
use crate::tantivy::store::{PlaceColumns, Store};

/// The columns of all segments that give the path and the ordinal of a section.
pub struct Places<'s> {
    store: &'s Store,
    columns: &'s [PlaceColumns],
}

impl Store {
    /// The columns that give the path and the ordinal of a section. They are opened once per state of the store.
    pub fn places(&self) -> Result<Places<'_>> {
        if let Some(columns) = self.place_columns.get() {
            return Ok(Places { store: self, columns });
        }
        let mut columns = Vec::with_capacity(self.segments().len());
        for segment in self.segments() {
            let fast = segment.fast_fields();
            let paths = fast.str("path").map_err(|error| self.failed(error))?;
            columns.push((paths, fast.u64("ordinal").map_err(|error| self.failed(error))?));
        }
        Ok(Places { store: self, columns: self.place_columns.get_or_init(|| columns) })
    }
}

impl Places<'_> {
    /// The number of different paths of sections in a segment, those of deleted sections included: a bound for the
    /// numbers that [`Places::paper`] gives, which are smaller.
    pub fn papers_in(&self, segment: usize) -> usize {
        self.columns[segment].0.as_ref().map_or(0, |paths| paths.num_terms())
    }

    /// The number of a section's path in its segment, from 0; paths are numbered in sorted order. `u64::MAX` for a
    /// document that is no section.
    pub fn paper(&self, segment: usize, doc: u32) -> u64 {
        let paths = self.columns[segment].0.as_ref();
        paths.and_then(|paths| paths.term_ords(doc).next()).unwrap_or(u64::MAX)
    }

    /// The ordinal of a section and its role; 0 and [`Role::Other`] for a document that is no section.
    pub fn place(&self, segment: usize, doc: u32) -> (u64, Role) {
        role::unpack_place(self.columns[segment].1.first(doc).unwrap_or_default())
    }

    /// The section at an address.
    #[inline]
    pub fn id(&self, segment: usize, doc: u32) -> SectionId {
        let ordinal = self.place(segment, doc).0 as u32;
        let paper = PaperId((segment as u64) << 32 | u64::from(doc.saturating_sub(ordinal)));
        SectionId { paper, ordinal }
    }

    /// Of the sections at the given addresses, the first `most` of each segment by path and ordinal. The first `most`
    /// of the whole index are among them.
    pub fn first_by_path(&self, mut found: Vec<(usize, u32)>, most: usize) -> Vec<(usize, u32)> {
        let place = |(segment, doc): &(usize, u32)| {
            (*segment, self.paper(*segment, *doc), self.place(*segment, *doc).0)
        };
        found.sort_by_cached_key(place);
        let of_segment = found.chunk_by(|one, other| one.0 == other.0);
        of_segment.flat_map(|of_one| of_one.iter().take(most)).copied().collect()
    }

    /// The paths of papers, each looked up once; empty if the document at its address is no section. Panics if this
    /// state of the store has no such segment: use only ids that this state gave.
    pub fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>> {
        // By segment and number of the path: the dictionary of a segment is read once, in order.
        let papers: BTreeSet<PaperId> = papers.collect();
        let mut numbered: Vec<(usize, u64, PaperId)> = papers
            .into_iter()
            .map(|paper| {
                let (segment, doc) = address(SectionId { paper, ordinal: 0 });
                (segment, self.paper(segment, doc), paper)
            })
            .collect();
        numbered.sort_unstable();
        let mut paths = BTreeMap::new();
        for of_segment in numbered.chunk_by(|one, other| one.0 == other.0) {
            let known = of_segment.iter().filter(|(_, number, _)| *number != u64::MAX);
            let numbers: Vec<u64> = known.clone().map(|(_, number, _)| *number).collect();
            let mut found = Vec::with_capacity(numbers.len());
            if let Some(column) = &self.columns[of_segment[0].0].0 {
                column
                    .dictionary()
                    .sorted_ords_to_term_cb(&numbers, |path| {
                        found.push(String::from_utf8_lossy(path).into_owned());
                    })
                    .map_err(|error| self.store.failed(tantivy::TantivyError::from(error)))?;
            }
            paths.extend(known.map(|(_, _, paper)| *paper).zip(found));
            for (_, _, paper) in of_segment {
                paths.entry(*paper).or_default();
            }
        }
        Ok(paths)
    }
}

/// The segment and the document number of a section.
#[inline]
pub fn address(id: SectionId) -> (usize, u32) {
    ((id.paper.0 >> 32) as usize, (id.paper.0 as u32).saturating_add(id.ordinal))
}
