//! The sections of a list, one after the other, as a cluster brings them page by page.
//! In: a query. Out: ids of sections. Never holds more than two pages.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::cluster::documents::RECORD_FIELDS;
use crate::cluster::mapping::Index;
use crate::cluster::pages::Pages;
use crate::cluster::store::ClusterStore;
use crate::error::Result;
use crate::section::SectionId;

/// The sections that may mention what is asked. Each page of them stays with the store until their records are asked for.
pub struct Mentioning<'s> {
    store: &'s ClusterStore,
    pages: Pages,
    ids: VecDeque<SectionId>,
    is_at_end: bool,
}

impl<'s> Mentioning<'s> {
    /// The sections that `query` matches, by path, origin and ordinal. Asks nothing yet.
    pub fn new(store: &'s ClusterStore, query: &Value) -> Mentioning<'s> {
        let pages = store.pages(Index::Sections, query, &json!(RECORD_FIELDS));
        Mentioning { store, pages, ids: VecDeque::new(), is_at_end: false }
    }
}

impl Iterator for Mentioning<'_> {
    type Item = Result<SectionId>;

    fn next(&mut self) -> Option<Result<SectionId>> {
        if self.ids.is_empty() && !self.is_at_end {
            match self.pages.next_page() {
                Err(error) => {
                    self.is_at_end = true;
                    return Some(Err(error));
                }
                Ok(page) => {
                    self.is_at_end = page.is_empty();
                    match self.store.keep_ahead(page) {
                        Ok(ids) => self.ids = ids.into(),
                        Err(error) => {
                            self.is_at_end = true;
                            return Some(Err(error));
                        }
                    }
                }
            }
        }
        self.ids.pop_front().map(Ok)
    }
}
