//! An index that answers questions.
//! In: the folder of an index. Out: a [`Searcher`]. Never answers itself; `answer` and `asking` do.

use std::collections::BTreeMap;
use std::path::Path;

use vankien_engine::{Engine, PaperRecord, SectionRecord, Store, keys};

use super::error::Result;
use super::identity::Decision;
use super::weights::Recipe;
use crate::namesakes::Namesakes;

/// An index that answers questions.
pub struct Searcher {
    pub(crate) store: Box<dyn Engine>,
    pub(crate) recipe: Recipe,
}

impl Searcher {
    /// Opens the index in `folder`.
    pub fn open(folder: &Path) -> Result<Searcher> {
        Ok(Searcher::of(Box::new(Store::open(folder)?)))
    }

    /// Answers from a store that is open.
    pub fn of(store: Box<dyn Engine>) -> Searcher {
        Searcher { store, recipe: Recipe::default() }
    }

    /// What is damaged, though the index can be read; for the reader to be told.
    pub fn take_errors(&mut self) -> Vec<vankien_engine::Error> {
        self.store.take_errors()
    }

    /// Answers from the newest state of the same index; see [`Engine::reopen`].
    pub fn reopen(&self) -> Result<Searcher> {
        Ok(Searcher { store: self.store.reopen()?, recipe: self.recipe })
    }

    /// Answers from no papers, where no index was made in `folder` yet.
    pub fn empty(folder: &Path) -> Result<Searcher> {
        Ok(Searcher::of(Box::new(Store::empty(folder)?)))
    }

    /// The same index, ranked by another recipe; to measure what each part of the usual one adds.
    pub fn with_recipe(self, recipe: Recipe) -> Searcher {
        Searcher { recipe, ..self }
    }

    /// The index, for what is no search: its papers, their sections.
    pub fn store(&self) -> &dyn Engine {
        &*self.store
    }

    /// The numbers among `keys` that several papers bear, with those papers.
    pub(crate) fn namesakes(&self, keys: &[Vec<String>]) -> Result<BTreeMap<String, Namesakes>> {
        let mut all = BTreeMap::new();
        for key in keys.iter().flatten().filter(|key| keys::is_plain(key)) {
            let known = Namesakes::of(self.store(), key)?;
            if known.identities.len() > 1 {
                all.insert(key.clone(), known);
            }
        }
        Ok(all)
    }
}

/// Which of several papers of one number the first citation of it in a section means.
pub fn meant(
    section: &SectionRecord,
    paper: &PaperRecord,
    namesakes: &BTreeMap<String, Namesakes>,
) -> Option<Decision> {
    section.citations.iter().find_map(|citation| {
        let key = keys::number_key(citation.canonical.as_deref()?);
        Some(namesakes.get(&key)?.decide(&section.text, citation, &paper.masthead))
    })
}
