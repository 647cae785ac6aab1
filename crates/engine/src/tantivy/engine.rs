//! The index as a store of papers and their sections.
//! In: what is asked of any store. Out: the same answers, from segments and documents. Never an address of those.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tantivy::schema::Term;
use tantivy::store::StoreReader;
use twox_hash::XxHash3_128;

use crate::column::Column;
use crate::engine::{
    Candidate, Candidates, Engine, Facets, Held, Lead, Mentioned, Papers, PlacesAsked,
    PlacesCounted, WholeSections,
};
use crate::error::{Error, Result};
use crate::filter::{Among, Chosen, ColumnFilter};
use crate::found::Found;
use crate::keys;
use crate::manifest::Manifest;
use crate::observed::{Observations, Watch};
use crate::plan::{Plan, Row};
use crate::record::{PaperRecord, SectionRecord};
use crate::section::{PaperId, SectionId};
use crate::tantivy::places::address;
use crate::tantivy::question::first_pass::FirstPass;
use crate::tantivy::question::{
    facets, filter, leads, mentioning, observe, of_papers, places, rows,
};
use crate::tantivy::store::Store;
use crate::terms::TermRange;

impl Papers for Store {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn version(&self) -> String {
        let mut hasher = XxHash3_128::new();
        hasher.write(self.manifest.write().as_bytes());
        for (segment, deletes) in self.searcher.generation().segments() {
            hasher.write(segment.uuid_string().as_bytes());
            hasher.write(&deletes.unwrap_or_default().to_le_bytes());
        }
        format!("{:016x}", hasher.finish_128() as u64)
    }

    fn each_paper(&self, take: &mut dyn FnMut(PaperRecord)) -> Result<()> {
        self.each_in(self.fields.paper, take)
    }

    fn duplicates(&self) -> Result<Vec<PaperRecord>> {
        self.records(self.fields.duplicate)
    }

    fn paper(&self, path: &str) -> Result<Option<PaperRecord>> {
        let found = self.paper_docs(path)?;
        found.first().map(|(segment, doc)| self.paper_record(*segment, *doc)).transpose()
    }

    fn duplicate(&self, path: &str) -> Result<Option<PaperRecord>> {
        let found = self.docs(Term::from_field_text(self.fields.duplicate, path))?;
        found.first().map(|(segment, doc)| self.paper_record(*segment, *doc)).transpose()
    }

    fn paths(&self) -> Result<BTreeSet<String>> {
        let mut paths = BTreeSet::new();
        for field in [self.fields.paper, self.fields.duplicate] {
            self.each_entry(field, &TermRange::beginning(""), |_, path, _| {
                paths.extend(std::str::from_utf8(path).map(str::to_owned));
                Ok(true)
            })?;
        }
        Ok(paths)
    }

    fn sections_at(&self, path: &str) -> Result<Vec<SectionId>> {
        let places = self.places()?;
        let found = self.section_docs_of(path)?.into_iter();
        let mut ids: Vec<_> = found.map(|(segment, doc)| places.id(segment, doc)).collect();
        ids.sort_unstable_by_key(|id| id.ordinal);
        Ok(ids)
    }

    fn section(&self, id: SectionId) -> Result<SectionRecord> {
        let (segment, doc) = address(id);
        self.section_record(segment, doc)
    }

    fn whole_sections(&self) -> Result<Box<dyn WholeSections + '_>> {
        Ok(Box::new(Whole { store: self, readers: RefCell::default() }))
    }
}

/// Reads whole sections. Its blocks are not kept with those of other questions: a section may be as long as a file.
struct Whole<'s> {
    store: &'s Store,
    readers: RefCell<BTreeMap<usize, StoreReader>>,
}

impl WholeSections for Whole<'_> {
    fn read(&self, id: SectionId) -> Result<SectionRecord> {
        let (segment, doc) = address(id);
        let mut readers = self.readers.borrow_mut();
        let reader = match readers.entry(segment) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(room) => room.insert(self.store.reader_of(segment)?),
        };
        self.store.whole_section(reader, doc)
    }
}

impl Engine for Store {
    fn reopen(&self) -> Result<Box<dyn Engine>> {
        Ok(Box::new(self.newest_state()?))
    }

    fn take_errors(&mut self) -> Vec<Error> {
        self.troubles()
    }

    fn terms(&self, range: &TermRange) -> Result<Vec<String>> {
        self.terms_in(range)
    }

    fn counted_terms(&self, range: &TermRange) -> Result<Vec<(String, u64)>> {
        self.counted_terms_in(range)
    }

    fn sections_holding(&self, term: &str) -> Result<u64> {
        self.live_sections(term)
    }

    fn sections_with(&self, term: &str, most: usize) -> Result<Vec<SectionId>> {
        let found = self.docs(Term::from_field_text(self.fields.text, term))?;
        let places = self.places()?;
        if found.len() <= most {
            return Ok(found.into_iter().map(|(segment, doc)| places.id(segment, doc)).collect());
        }
        let mut ids = mentioning::in_order(&places, places.first_by_path(found, most))?;
        ids.truncate(most);
        Ok(ids)
    }

    fn has_definitions(&self) -> Result<bool> {
        let mut has_some = false;
        self.each_entry(self.fields.defines, &TermRange::beginning(""), |_, _, _| {
            has_some = true;
            Ok(false)
        })?;
        Ok(has_some)
    }

    fn defined(&self, words: &str) -> Result<BTreeSet<(String, String)>> {
        let (from, to) = keys::defined_range(words);
        let mut found = BTreeSet::new();
        self.each_entry(self.fields.defines, &TermRange::between(from, to), |_, key, _| {
            let told = std::str::from_utf8(key).ok().and_then(keys::of_defined);
            found.extend(told.map(|(short, long)| (short.to_owned(), long.to_owned())));
            Ok(true)
        })?;
        Ok(found)
    }

    fn definers(&self, short: &str, long: &str) -> Result<BTreeSet<String>> {
        let [key, _] = keys::defined_keys(short, long);
        let found = self.docs(Term::from_field_text(self.fields.defines, &key))?;
        let path = |(segment, doc)| Ok(self.paper_record(segment, doc)?.path);
        found.into_iter().map(path).collect()
    }

    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates> {
        let pass = FirstPass::scored(self, plan, most)?;
        let promising = pass.promising(most);
        let total = pass.total(&promising);
        let places = self.places()?;
        let best = promising.finish().into_iter().map(|one| Candidate {
            id: places.id(one.segment, one.doc),
            bears: one.bears,
            score: one.score,
            required: pass.required(&one),
        });
        let best = best.collect();
        let (sections, whole) = pass.found();
        let papers = match plan.of_papers {
            true => Some(of_papers::firsts(self, &sections)?.iter().map(Vec::len).sum()),
            false => None,
        };
        let weights = pass.covered.map(|covered| covered.into_weights()).unwrap_or_default();
        let (words, found) = (pass.words, Found { sections });
        Ok(Candidates { best, total, words, weights, found, whole, papers })
    }

    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>> {
        let pass = FirstPass::watching(self, plan, ids.iter().map(|id| address(*id)).collect())?;
        let watch = &pass.scores.watch;
        Ok(ids.iter().map(|id| watch.of(address(*id)).to_vec()).collect())
    }

    fn observe(&self, ids: Vec<SectionId>, watch: &Watch<'_>) -> Result<Observations> {
        observe::observe(self, ids, watch)
    }

    fn leads(&self, papers: &[PaperId]) -> Result<Vec<Lead>> {
        leads::leads(self, papers)
    }

    fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>> {
        self.places()?.paths_of(papers)
    }

    fn held(&self, row: &Row) -> Result<Vec<Held>> {
        let places = self.places()?;
        let held = |one: rows::Holder| Held {
            id: places.id(one.segment, one.doc),
            exact: one.exact,
            other: one.other,
        };
        Ok(rows::find(self, row)?.into_iter().map(held).collect())
    }

    fn count_up_to(&self, row: &Row, most: usize) -> Result<usize> {
        rows::count_up_to(self, row, most)
    }

    fn count_among(&self, rows: &[Row], among: &Found) -> Result<usize> {
        let mut found: BTreeSet<(usize, u32)> = BTreeSet::new();
        for row in rows {
            let holders = rows::find(self, row)?.into_iter();
            let holders = holders.map(|holder| (holder.segment, holder.doc));
            found.extend(holders.filter(|(segment, doc)| among.sections.contains(*segment, *doc)));
        }
        Ok(found.len())
    }

    fn mentioning<'e>(
        &'e self,
        asked: &Mentioned<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>> {
        Ok(Box::new(mentioning::gather(self, asked)?.into_iter().map(Ok)))
    }

    fn count_places(&self, asked: &PlacesAsked<'_>) -> Result<Option<PlacesCounted>> {
        places::count(self, asked).map(Some)
    }

    fn choose(&self, filters: Vec<ColumnFilter>) -> Result<Chosen> {
        filter::choose(self, filters)
    }

    fn chosen_papers(
        &self,
        chosen: &Chosen,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)> {
        filter::papers(self, chosen, range)
    }

    fn is_chosen(&self, chosen: &Chosen, path: &str) -> Result<bool> {
        Ok(self.paper_docs(path)?.iter().any(|(segment, doc)| chosen.admits(*segment, *doc)))
    }

    fn facets(&self, among: Among<'_>, columns: &[Column]) -> Result<Facets> {
        facets::facets(self, among, columns)
    }
}
