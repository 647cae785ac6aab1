//! A reference store in memory, for tests: it answers every call by its definition, looking at every section.
//! In: prepared papers; the calls of the traits. Out: the results that every store must give. Never fast.

mod answers;
mod asked;
mod engine;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use twox_hash::XxHash3_128;

use crate::batch::Batch;
use crate::engine::{Papers, SectionReader};
use crate::error::{Error, Result};
use crate::evaluate::{Section, SectionIndex};
use crate::manifest::Manifest;
use crate::parallel::Permit;
use crate::prepare::Prepared;
use crate::record::{PaperRecord, SectionRecord};
use crate::section::{PaperId, SectionId};

/// One state of a store in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The manifest of the last commit.
    manifest: Manifest,
    /// The papers, sorted by path. The index of a paper is its `PaperId`.
    papers: Vec<Paper>,
    /// The duplicates, by path.
    duplicates: BTreeMap<String, PaperRecord>,
    /// The index over all sections, rebuilt by each commit.
    all: SectionIndex,
}

/// A paper with its sections.
#[derive(Clone, Debug)]
struct Paper {
    record: PaperRecord,
    sections: Arc<Vec<Section>>,
}

impl Memory {
    /// Begins a transaction on a store that readers share. It starts from the state of `store` now; its commit replaces
    /// that state.
    pub fn batch(store: &Arc<Mutex<Memory>>) -> Box<dyn Batch> {
        let changes = Mutex::new(locked(store).clone());
        Box::new(Changes { store: Arc::clone(store), changes })
    }

    fn paper_at(&self, path: &str) -> Option<usize> {
        self.papers.binary_search_by(|one| one.record.path.as_str().cmp(path)).ok()
    }

    fn section_at(&self, id: SectionId) -> Option<&Section> {
        self.papers.get(id.paper.0 as usize)?.sections.get(id.ordinal as usize)
    }

    /// Rebuilds the index over all sections.
    fn index(&mut self) {
        self.all = SectionIndex::default();
        for (paper, one) in (0..).map(PaperId).zip(&self.papers) {
            for (ordinal, section) in (0..).zip(one.sections.iter()) {
                self.all.add(SectionId { paper, ordinal }, section);
            }
        }
    }

    fn insert(&mut self, record: PaperRecord, sections: Arc<Vec<Section>>) {
        let at = self.papers.partition_point(|one| one.record.path < record.path);
        self.papers.insert(at, Paper { record, sections });
    }
}

/// A transaction: a changed copy of the store, which replaces it by a commit.
struct Changes {
    /// The store that the commit replaces.
    store: Arc<Mutex<Memory>>,
    /// The changed copy.
    changes: Mutex<Memory>,
}

fn locked(memory: &Mutex<Memory>) -> std::sync::MutexGuard<'_, Memory> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Batch for Changes {
    fn put(&self, prepared: Prepared, _permit: Permit) -> Result<()> {
        let sections = prepared.sections.into_iter().map(Section::of).collect();
        locked(&self.changes).insert(prepared.paper, Arc::new(sections));
        Ok(())
    }

    fn put_record(&self, paper: &PaperRecord) -> Result<()> {
        let mut changes = locked(&self.changes);
        if paper.is_duplicate {
            changes.duplicates.insert(paper.path.clone(), paper.clone());
        } else {
            changes.insert(paper.clone(), Arc::default());
        }
        Ok(())
    }

    fn replace_record(&self, paper: &PaperRecord) -> Result<()> {
        let mut changes = locked(&self.changes);
        let sections = match changes.paper_at(&paper.path) {
            Some(at) => changes.papers.remove(at).sections,
            None => Arc::default(),
        };
        changes.duplicates.remove(&paper.path);
        if paper.is_duplicate {
            changes.duplicates.insert(paper.path.clone(), paper.clone());
        } else {
            changes.insert(paper.clone(), sections);
        }
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<()> {
        let mut changes = locked(&self.changes);
        if let Some(at) = changes.paper_at(path) {
            changes.papers.remove(at);
        }
        changes.duplicates.remove(path);
        Ok(())
    }

    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>> {
        let changes = std::mem::take(&mut *locked(&self.changes));
        let mut new = Memory { manifest: manifest.clone(), ..changes };
        new.index();
        *locked(&self.store) = new;
        Ok(None)
    }
}

impl Papers for Memory {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    // Of the manifest alone: a commit that leaves all sums as they are does not change it.
    fn version(&self) -> String {
        format!("{:016x}", XxHash3_128::oneshot(self.manifest.write().as_bytes()) as u64)
    }

    fn each_paper(&self, take: &mut dyn FnMut(PaperRecord)) -> Result<()> {
        self.papers.iter().for_each(|one| take(one.record.clone()));
        Ok(())
    }

    fn duplicates(&self) -> Result<Vec<PaperRecord>> {
        Ok(self.duplicates.values().cloned().collect())
    }

    fn paper(&self, path: &str) -> Result<Option<PaperRecord>> {
        Ok(self.paper_at(path).map(|at| self.papers[at].record.clone()))
    }

    fn duplicate(&self, path: &str) -> Result<Option<PaperRecord>> {
        Ok(self.duplicates.get(path).cloned())
    }

    fn paths(&self) -> Result<BTreeSet<String>> {
        let papers = self.papers.iter().map(|one| one.record.path.clone());
        Ok(papers.chain(self.duplicates.keys().cloned()).collect())
    }

    fn sections_at(&self, path: &str) -> Result<Vec<SectionId>> {
        let Some(at) = self.paper_at(path) else { return Ok(Vec::new()) };
        let ordinals = 0..self.papers[at].sections.len() as u32;
        Ok(ordinals.map(|ordinal| SectionId { paper: PaperId(at as u64), ordinal }).collect())
    }

    fn section(&self, id: SectionId) -> Result<SectionRecord> {
        Ok(self.section_at(id).map(|section| section.record.clone()).unwrap_or_default())
    }

    fn section_reader(&self) -> Result<Box<dyn SectionReader + '_>> {
        Ok(Box::new(self))
    }
}

impl SectionReader for &Memory {
    fn read_section(&self, id: SectionId) -> Result<SectionRecord> {
        self.section(id)
    }
}
