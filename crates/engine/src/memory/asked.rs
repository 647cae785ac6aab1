//! Sets of papers and sections of the store in memory.
//! In: filters; sections. Out: the sets that are passed back to the store. Never caches anything in the store.

use std::collections::BTreeSet;

use crate::bits::SegmentBits;
use crate::column::Column;
use crate::filter::{ChosenPapers, ColumnFilter, FacetScope};
use crate::found::FoundSections;
use crate::memory::Memory;
use crate::record::PaperRecord;
use crate::section::{PaperId, SectionId};

impl Memory {
    /// The set of `sections`. Each paper takes the place of a segment in it, and the ordinal that of a document.
    pub fn found(&self, sections: impl Iterator<Item = SectionId>) -> FoundSections {
        let mut bits = SegmentBits::none(self.papers.iter().map(|one| one.sections.len()));
        sections.for_each(|id| bits.insert(id.paper.0 as usize, id.ordinal));
        FoundSections::of_bits(bits)
    }

    /// Whether a section is in the set.
    pub fn is_found(&self, found: &FoundSections, id: SectionId) -> bool {
        found.sections.contains(id.paper.0 as usize, id.ordinal)
    }

    /// Whether a paper matches all filters; false if the store has no such paper.
    pub fn is_admitted(&self, chosen: &ChosenPapers, paper: PaperId) -> bool {
        let record = self.papers.get(paper.0 as usize).map(|one| &one.record);
        let filters = chosen.filters.iter().flatten();
        record.is_some_and(|record| filters.into_iter().all(|filter| meets(record, filter)))
    }

    /// The papers that match all filters, and how many fail only because they have no date.
    pub fn chosen(&self, filters: Vec<ColumnFilter>) -> ChosenPapers {
        let (dates, others): (Vec<&ColumnFilter>, Vec<&ColumnFilter>) =
            filters.iter().partition(|filter| filter.column == Column::Date);
        let mut chosen = ChosenPapers::default();
        for paper in self.papers.iter().map(|one| &one.record) {
            if !others.iter().all(|filter| meets(paper, filter)) {
                continue;
            }
            let is_undated = Column::Date.value_of(paper).is_none();
            chosen.undated +=
                usize::from(is_undated && dates.iter().any(|one| !one.accepts_missing));
            if dates.iter().all(|filter| meets(paper, filter))
                && crate::column::unread_count(paper) > 0
            {
                chosen.unread.add(paper);
            }
        }
        chosen.filters = Some(filters);
        chosen
    }

    /// The papers that facets are counted over.
    pub fn among(&self, among: FacetScope<'_>) -> BTreeSet<PaperId> {
        match among {
            FacetScope::Chosen(chosen) => {
                let all = (0..self.papers.len() as u64).map(PaperId);
                all.filter(|paper| self.is_admitted(chosen, *paper)).collect()
            }
            FacetScope::Found(found) => {
                let all = self.all.ids.iter();
                all.filter(|id| self.is_found(found, **id)).map(|id| id.paper).collect()
            }
        }
    }
}

/// Whether a paper matches a filter.
fn meets(paper: &PaperRecord, filter: &ColumnFilter) -> bool {
    let value = filter.column.value_of(paper);
    value.map_or(filter.accepts_missing, |value| filter.values.contains(&value))
}
