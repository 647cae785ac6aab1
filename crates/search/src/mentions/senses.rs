//! Ranks the senses of an abbreviation: `BCT` is Bộ Chính trị (Politburo) or Bộ Công Thương (ministry of trade).
//! In: an abbreviation and the paper it stands in. Out: its senses, the likeliest first; none where it has only one.
//! Never leaves a sense of several out: that a paper spells one out only makes it likelier.

use std::collections::BTreeMap;

use vankien_engine::Engine;
use vankien_engine::plan::Phrase;

use crate::abbreviation::{self, ShortForm};
use crate::error::Result;
use crate::question;

/// One sense of an abbreviation, and how often papers spell it out.
struct Sense {
    /// What the abbreviation stands for.
    long: String,
    /// How often each paper spells it out, by path.
    by_paper: BTreeMap<String, u32>,
    /// How often all papers together do.
    total: u32,
}

/// The senses of abbreviations; what was looked up once is kept.
pub struct Senses<'a> {
    /// Where spelled-out senses are counted.
    store: &'a dyn Engine,
    /// The senses that were looked up, by the abbreviation as it is printed and the sense that was asked for.
    known: BTreeMap<(String, String), Vec<Sense>>,
}

impl<'a> Senses<'a> {
    /// Nothing looked up yet.
    pub fn new(store: &'a dyn Engine) -> Senses<'a> {
        Senses { store, known: BTreeMap::new() }
    }

    /// The senses of `short` in the paper at `path`: first those that this paper spells out most often, then those that
    /// all papers do, then by their text. Empty where it has only one.
    pub fn ranked(&mut self, short: &ShortForm, path: &str) -> Result<Vec<String>> {
        let key = (short.short.clone(), short.long.clone());
        if !self.known.contains_key(&key) {
            let senses = self.count_senses(short)?;
            self.known.insert(key.clone(), senses);
        }
        let mut senses: Vec<&Sense> = self.known[&key].iter().collect();
        if senses.len() < 2 {
            return Ok(Vec::new());
        }
        let counts = |sense: &Sense| {
            let here = sense.by_paper.get(path).copied().unwrap_or_default();
            (here, sense.total)
        };
        senses.sort_by(|one, other| {
            counts(other).cmp(&counts(one)).then_with(|| one.long.cmp(&other.long))
        });
        Ok(senses.into_iter().map(|sense| sense.long.clone()).collect())
    }

    /// All senses of an abbreviation, with how often papers spell each out.
    fn count_senses(&self, short: &ShortForm) -> Result<Vec<Sense>> {
        let others = abbreviation::other_senses(&short.short, &short.long);
        let count = |long: &str| {
            let held = self.store.phrase_sections(&Phrase::in_text(question::terms_of_words(
                &question::parse_words(long),
                true,
            )))?;
            let paths = self.store.paths_of(&mut held.iter().map(|one| one.id.paper))?;
            let mut sense = Sense { long: long.to_owned(), by_paper: BTreeMap::new(), total: 0 };
            for one in held {
                *sense.by_paper.entry(paths[&one.id.paper].clone()).or_default() += one.exact;
                sense.total += one.exact;
            }
            Ok(sense)
        };
        std::iter::once(short.long.as_str()).chain(others).map(count).collect()
    }
}
