//! Which sense an abbreviation has where several are known: `BCT` is Bộ Chính trị or Bộ Công Thương.
//! In: an abbreviation and the paper it stands in. Out: its senses, the likeliest first.
//! Never leaves a sense out: a paper that spells one of them out makes it likelier, no more.

use std::collections::BTreeMap;

use vankien_engine::Engine;
use vankien_engine::plan::Phrase;

use crate::abbreviation::{self, Short};
use crate::error::Result;
use crate::question;

/// How often each sense is spelled out, by path, and in all papers.
type Spelled = Vec<(String, BTreeMap<String, u32>, u32)>;

/// Tells senses apart; what was looked up once is kept.
pub struct Senses<'a> {
    store: &'a dyn Engine,
    known: BTreeMap<String, Spelled>,
}

impl<'a> Senses<'a> {
    /// Nothing looked up yet.
    pub fn new(store: &'a dyn Engine) -> Senses<'a> {
        Senses { store, known: BTreeMap::new() }
    }

    /// The senses of `short` in the paper at `path`; nothing where it has but one.
    pub fn of(&mut self, short: &Short, path: &str) -> Result<Vec<String>> {
        if !self.known.contains_key(&short.short) {
            let spelled = self.spelled(short)?;
            self.known.insert(short.short.clone(), spelled);
        }
        let spelled = &self.known[&short.short];
        if spelled.len() < 2 {
            return Ok(Vec::new());
        }
        let here = |papers: &BTreeMap<String, u32>| papers.get(path).copied().unwrap_or_default();
        let mut senses: Vec<_> =
            spelled.iter().map(|(long, papers, all)| (here(papers), *all, long)).collect();
        senses
            .sort_by(|one, other| (other.0, other.1).cmp(&(one.0, one.1)).then(one.2.cmp(other.2)));
        Ok(senses.into_iter().map(|(_, _, long)| long.clone()).collect())
    }

    fn spelled(&self, short: &Short) -> Result<Spelled> {
        let others = abbreviation::other_senses(&short.short, &short.long);
        let longs: Vec<&str> = std::iter::once(short.long.as_str()).chain(others).collect();
        let count = |long: &str| {
            let held = self
                .store
                .phrase_sections(&Phrase::in_text(question::row(&question::words(long), true)))?;
            let paths = self.store.paths_of(&mut held.iter().map(|one| one.id.paper))?;
            let (mut papers, mut all) = (BTreeMap::new(), 0);
            for one in held {
                *papers.entry(paths[&one.id.paper].clone()).or_default() += one.exact;
                all += one.exact;
            }
            Ok((long.to_owned(), papers, all))
        };
        longs.into_iter().map(count).collect()
    }
}
