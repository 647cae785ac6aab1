//! Which paper and which section of it stands at an address of the engine.
//! In: an open index. Out: paths and ordinals, from columns, without reading records.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::error::Result;
use tantivy::columnar::{Column, StrColumn};

use crate::role::{self, Role};
use crate::tantivy::store::Store;

/// The columns of all segments.
pub struct Places<'s> {
    store: &'s Store,
    columns: Vec<(Option<StrColumn>, Column<u64>)>,
}

impl Store {
    /// Opens the columns that tell the place of a section.
    pub fn places(&self) -> Result<Places<'_>> {
        let mut columns = Vec::new();
        for segment in self.segments() {
            let fast = segment.fast_fields();
            let paths = fast.str("path").map_err(|error| self.failed(error))?;
            columns.push((paths, fast.u64("ordinal").map_err(|error| self.failed(error))?));
        }
        Ok(Places { store: self, columns })
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
        role::of_placed(self.columns[segment].1.first(doc).unwrap_or_default())
    }

    /// The path of the paper, and which section of it stands there.
    pub fn named(&self, segment: usize, doc: u32) -> Result<(String, u64)> {
        let path = self.path(segment, self.paper(segment, doc))?;
        Ok((path, self.place(segment, doc).0))
    }

    /// The path with this number.
    pub fn path(&self, segment: usize, ord: u64) -> Result<String> {
        let mut path = String::new();
        if let Some(paths) = &self.columns[segment].0
            && ord != u64::MAX
        {
            let found = paths.ord_to_str(ord, &mut path);
            found.map_err(|error| self.store.failed(tantivy::TantivyError::from(error)))?;
        }
        Ok(path)
    }

    /// The paths of papers, each by its segment and number, looked up once.
    pub fn paths(
        &self,
        papers: impl IntoIterator<Item = (usize, u64)>,
    ) -> Result<BTreeMap<(usize, u64), String>> {
        let mut paths = BTreeMap::new();
        for (segment, paper) in papers {
            if let Entry::Vacant(path) = paths.entry((segment, paper)) {
                path.insert(self.path(segment, paper)?);
            }
        }
        Ok(paths)
    }
}
