//! The traits [`Papers`] and [`Engine`] for the embedded store.
//! In: the calls of the traits. Out: their results, from segments and documents. Never a segment or document number.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tantivy::schema::Term;
use tantivy::store::StoreReader;
use twox_hash::XxHash3_128;

use crate::column::Column;
use crate::coverage::CoverageWeights;
use crate::engine::{
    Candidate, Candidates, Engine, Facets, Lead, MentionQuery, Papers, PhraseCount, PlacesCounted,
    PlacesQuery, SectionReader,
};
use crate::error::{Error, Result};
use crate::filter::{ChosenPapers, ColumnFilter, FacetScope};
use crate::found::FoundSections;
use crate::keys;
use crate::manifest::Manifest;
use crate::observed::{ObservationRequest, Observations};
use crate::plan::{Phrase, Plan};
use crate::record::{PaperRecord, SectionRecord};
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::tantivy::places::address;
use crate::tantivy::question::first_pass::FirstPass;
use crate::tantivy::question::{
    facets, filter, leads, mentioning, observe, per_paper, phrase, places,
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
        self.each_record(self.fields.paper, take)
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

    fn section_reader(&self) -> Result<Box<dyn SectionReader + '_>> {
        Ok(Box::new(OwnCacheReader { store: self, readers: RefCell::default() }))
    }
}

/// Reads sections with a block cache of its own. A section may be as long as a file, and would evict the blocks that
/// other questions use.
struct OwnCacheReader<'s> {
    store: &'s Store,
    /// The readers by segment, opened when first needed.
    readers: RefCell<BTreeMap<usize, StoreReader>>,
}

impl SectionReader for OwnCacheReader<'_> {
    fn read_section(&self, id: SectionId) -> Result<SectionRecord> {
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
        let mut ids = mentioning::sort_by_path(&places, places.first_by_path(found, most))?;
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

    fn definitions(&self, words: &str) -> Result<BTreeSet<(String, String)>> {
        let (from, to) = keys::definition_range(words);
        let mut found = BTreeSet::new();
        self.each_entry(self.fields.defines, &TermRange::between(from, to), |_, key, _| {
            let pair = std::str::from_utf8(key).ok().and_then(keys::parse_definition_key);
            found.extend(pair.map(|(short, long)| (short.to_owned(), long.to_owned())));
            Ok(true)
        })?;
        Ok(found)
    }

    fn defining_papers(&self, short: &str, long: &str) -> Result<BTreeSet<String>> {
        let [key, _] = keys::definition_keys(short, long);
        let found = self.docs(Term::from_field_text(self.fields.defines, &key))?;
        let path = |(segment, doc)| Ok(self.paper_record(segment, doc)?.path);
        found.into_iter().map(path).collect()
    }

    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates> {
        let pass = FirstPass::scored(self, plan, most)?;
        let best_found = pass.best(most);
        let total = pass.total(&best_found);
        let places = self.places()?;
        let mut best = Vec::new();
        for one in best_found.finish() {
            best.push(Candidate {
                id: places.id(one.segment, one.doc),
                bears: one.bears,
                score: one.score,
                required: pass.required(&one),
                is_running: places.place(one.segment, one.doc).1 == Role::Running,
            });
        }
        let (sections, whole) = pass.found();
        let mut papers = None;
        if plan.per_paper {
            papers = Some(per_paper::first_sections(self, &sections)?.iter().map(Vec::len).sum());
        }
        Ok(Candidates {
            best,
            total,
            words: pass.words,
            weights: pass.covered.map(CoverageWeights::into_weights).unwrap_or_default(),
            found: FoundSections::of_bits(sections),
            whole,
            papers,
        })
    }

    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>> {
        let pass = FirstPass::explaining(self, plan, ids.iter().map(|id| address(*id)).collect())?;
        let log = &pass.scores.gain_log;
        Ok(ids.iter().map(|id| log.of(address(*id)).to_vec()).collect())
    }

    fn observe(
        &self,
        ids: Vec<SectionId>,
        request: &ObservationRequest<'_>,
    ) -> Result<Observations> {
        observe::observe(self, ids, request)
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

    fn phrase_sections(&self, phrase: &Phrase) -> Result<Vec<PhraseCount>> {
        let places = self.places()?;
        let held = |one: phrase::SectionMatches| PhraseCount {
            id: places.id(one.segment, one.doc),
            exact: one.exact,
            other: one.other,
        };
        Ok(phrase::find(self, phrase)?.into_iter().map(held).collect())
    }

    fn count_phrase_up_to(&self, phrase: &Phrase, most: usize) -> Result<usize> {
        phrase::count_up_to(self, phrase, most)
    }

    fn count_phrases_among(&self, phrases: &[Phrase], among: &FoundSections) -> Result<usize> {
        let mut found: BTreeSet<(usize, u32)> = BTreeSet::new();
        for phrase in phrases {
            let holders = phrase::find(self, phrase)?.into_iter();
            let addresses = holders.map(|holder| (holder.segment, holder.doc));
            found
                .extend(addresses.filter(|(segment, doc)| among.sections.contains(*segment, *doc)));
        }
        Ok(found.len())
    }

    fn mention_candidates<'e>(
        &'e self,
        asked: &MentionQuery<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>> {
        Ok(Box::new(mentioning::mention_candidates(self, asked)?.into_iter().map(Ok)))
    }

    fn count_places(&self, asked: &PlacesQuery<'_>) -> Result<Option<PlacesCounted>> {
        places::count(self, asked).map(Some)
    }

    fn choose_papers(&self, filters: Vec<ColumnFilter>) -> Result<ChosenPapers> {
        filter::choose(self, filters)
    }

    fn chosen_papers(
        &self,
        chosen: &ChosenPapers,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)> {
        filter::papers(self, chosen, range)
    }

    fn is_chosen(&self, chosen: &ChosenPapers, path: &str) -> Result<bool> {
        Ok(self.paper_docs(path)?.iter().any(|(segment, doc)| chosen.admits(*segment, *doc)))
    }

    fn facets(&self, among: FacetScope<'_>, columns: &[Column]) -> Result<Facets> {
        facets::facets(self, among, columns)
    }
}
