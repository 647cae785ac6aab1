//! The searcher: a store with the recipe of ranking.
//! In: the folder of an index. Out: a [`Searcher`]. Never answers itself; its methods for that stand in `answer`,
//! `asking` and `why_not`.

use std::collections::BTreeMap;
use std::path::Path;

use vankien_engine::{Engine, Location, PaperRecord, SectionRecord, Store, keys};

use super::error::Result;
use super::identity::Decision;
use super::weights::Recipe;
use crate::namesakes::Namesakes;

/// An index that answers questions, with the recipe by which it ranks.
pub struct Searcher {
    /// Where papers and postings lie.
    pub(crate) store: Box<dyn Engine>,
    /// Which parts of ranking are done.
    pub(crate) recipe: Recipe,
}

impl Searcher {
    /// Opens the index in `folder`; an error where there is none or it cannot be read.
    pub fn open(folder: &Path) -> Result<Searcher> {
        Ok(Searcher::of(Box::new(Store::open(folder)?)))
    }

    /// Opens the index at `index`, wherever it lies; an error where there is none or it cannot be read.
    pub fn at(index: &Location) -> Result<Searcher> {
        Ok(Searcher::of(index.open()?))
    }

    /// A searcher over an open store, with the recipe of every search.
    pub fn of(store: Box<dyn Engine>) -> Searcher {
        Searcher { store, recipe: Recipe::default() }
    }

    /// The errors for damage that was found in the index though it can be read. Each is given once: a second call gives
    /// none.
    pub fn take_errors(&mut self) -> Vec<vankien_engine::Error> {
        self.store.take_errors()
    }

    /// A searcher over the newest state of the same index; see [`Engine::reopen`].
    pub fn reopen(&self) -> Result<Searcher> {
        Ok(Searcher { store: self.store.reopen()?, recipe: self.recipe })
    }

    /// A searcher over no papers, for a `folder` in which no index was made yet.
    pub fn empty(folder: &Path) -> Result<Searcher> {
        Ok(Searcher::of(Box::new(Store::empty(folder)?)))
    }

    /// The same searcher with another recipe of ranking, to measure what each part of the usual one adds.
    pub fn with_recipe(self, recipe: Recipe) -> Searcher {
        Searcher { recipe, ..self }
    }

    /// The store, for what is no search: reading papers and sections.
    pub fn store(&self) -> &dyn Engine {
        &*self.store
    }

    /// Those of the numbers with these keys under which several papers are known, held or only cited; by key, with
    /// these papers. Keys of names and of bare numbers are left out.
    pub(crate) fn namesakes(&self, keys: &[Vec<String>]) -> Result<BTreeMap<String, Namesakes>> {
        let mut by_key = BTreeMap::new();
        for key in keys.iter().flatten().filter(|key| keys::is_plain(key)) {
            let namesakes = Namesakes::of(self.store(), key)?;
            if namesakes.identities.len() > 1 {
                by_key.insert(key.clone(), namesakes);
            }
        }
        Ok(by_key)
    }
}

/// Which of several papers with one number a section means: by its first citation of a number in `namesakes`. `None`
/// where it cites none of these.
pub fn decide_meant(
    section: &SectionRecord,
    paper: &PaperRecord,
    namesakes: &BTreeMap<String, Namesakes>,
) -> Option<Decision> {
    section.citations.iter().find_map(|citation| {
        let key = keys::number_key(citation.canonical.as_deref()?);
        Some(namesakes.get(&key)?.decide(&section.text, citation, &paper.masthead))
    })
}
