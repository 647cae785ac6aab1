//! Which papers and sections were chosen or found.
//! In: filters; sections. Out: what a store hands back to be asked with. Nothing is kept but what the questions bring.

use std::collections::BTreeSet;

use crate::bits::SegmentBits;
use crate::column::Column;
use crate::filter::{ChosenPapers, ColumnFilter, FacetScope};
use crate::found::FoundSections;
use crate::memory::Memory;
use crate::record::PaperRecord;
use crate::section::{PaperId, SectionId};

impl Memory {
    /// The sections as a store hands them back: those of each paper are a part.
    pub fn found(&self, sections: impl Iterator<Item = SectionId>) -> FoundSections {
        let mut bits = SegmentBits::none(self.papers.iter().map(|one| one.sections.len()));
        sections.for_each(|id| bits.insert(id.paper.0 as usize, id.ordinal));
        FoundSections { sections: bits }
    }

    /// Whether a section is among those that were found.
    pub fn is_found(&self, found: &FoundSections, id: SectionId) -> bool {
        found.sections.contains(id.paper.0 as usize, id.ordinal)
    }

    /// Whether a paper meets all filters.
    pub fn is_admitted(&self, chosen: &ChosenPapers, paper: PaperId) -> bool {
        let record = self.papers.get(paper.0 as usize).map(|one| &one.record);
        let filters = chosen.filters.iter().flatten();
        record.is_some_and(|record| filters.into_iter().all(|filter| meets(record, filter)))
    }

    /// The papers that meet all filters, with those that were left out for want of a date alone.
    pub fn chosen(&self, filters: Vec<ColumnFilter>) -> ChosenPapers {
        let (dates, others): (Vec<&ColumnFilter>, Vec<&ColumnFilter>) =
            filters.iter().partition(|filter| filter.column == Column::Date);
        let mut chosen = ChosenPapers::default();
        for paper in self.papers.iter().map(|one| &one.record) {
            if !others.iter().all(|filter| meets(paper, filter)) {
                continue;
            }
            let is_undated = Column::Date.value_of(paper).is_none();
            chosen.undated += usize::from(is_undated && dates.iter().any(|one| !one.or_unsaid));
            if dates.iter().all(|filter| meets(paper, filter))
                && crate::column::unread_count(paper) > 0
            {
                chosen.unread.add(paper);
            }
        }
        chosen.filters = Some(filters);
        chosen
    }

    /// The papers among which values are counted.
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

fn meets(paper: &PaperRecord, filter: &ColumnFilter) -> bool {
    let value = filter.column.value_of(paper);
    value.map_or(filter.or_unsaid, |value| filter.values.contains(&value))
}
