//! Which paper and which section of it stands at an address of the engine, and the other way round.
//! In: an open index. Out: ids, paths and ordinals, from columns, without reading records.
//!
//! All sections of a paper lie in one segment, in order and with nothing between them: [`super::writer`] hands them to
//! the engine together, and joining segments keeps their order. So a paper is known by the address of its first section.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::error::Result;

use crate::role::{self, Role};
use crate::section::{PaperId, SectionId};
use crate::tantivy::store::{PlaceColumns, Store};

/// The columns of all segments that tell the place of a section.
pub struct Places<'s> {
    store: &'s Store,
    columns: &'s [PlaceColumns],
}

impl Store {
    /// The columns that tell the place of a section; they are opened once.
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
    /// How many papers a segment tells apart; their numbers are smaller.
    pub fn papers_in(&self, segment: usize) -> usize {
        self.columns[segment].0.as_ref().map_or(0, |paths| paths.num_terms())
    }

    /// The number of the path in its segment.
    pub fn paper(&self, segment: usize, doc: u32) -> u64 {
        let paths = self.columns[segment].0.as_ref();
        paths.and_then(|paths| paths.term_ords(doc).next()).unwrap_or(u64::MAX)
    }

    /// Which section of the paper it is, and what it is to it.
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

    /// Of the sections at these addresses the first of each segment by path and ordinal, `most` of them: those that
    /// come first of all are among them.
    pub fn first_by_path(&self, mut found: Vec<(usize, u32)>, most: usize) -> Vec<(usize, u32)> {
        let place = |(segment, doc): &(usize, u32)| {
            (*segment, self.paper(*segment, *doc), self.place(*segment, *doc).0)
        };
        found.sort_by_cached_key(place);
        let of_segment = found.chunk_by(|one, other| one.0 == other.0);
        of_segment.flat_map(|of_one| of_one.iter().take(most)).copied().collect()
    }

    /// The path of a paper.
    pub fn path(&self, paper: PaperId) -> Result<String> {
        let (segment, doc) = address(SectionId { paper, ordinal: 0 });
        let number = self.paper(segment, doc);
        let mut path = String::new();
        if let Some(paths) = &self.columns[segment].0
            && number != u64::MAX
        {
            let found = paths.ord_to_str(number, &mut path);
            found.map_err(|error| self.store.failed(tantivy::TantivyError::from(error)))?;
        }
        Ok(path)
    }

    /// The paths of papers, each looked up once.
    pub fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>> {
        let mut paths = BTreeMap::new();
        for paper in papers {
            if let Entry::Vacant(path) = paths.entry(paper) {
                path.insert(self.path(paper)?);
            }
        }
        Ok(paths)
    }
}

/// The segment and document of a section.
#[inline]
pub fn address(id: SectionId) -> (usize, u32) {
    ((id.paper.0 >> 32) as usize, (id.paper.0 as u32).saturating_add(id.ordinal))
}
