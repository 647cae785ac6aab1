//! Tells which paper a mention means, and what an abbreviation in it stands for.
//! In: a place in a section, and all that the index knows. Out: a decision, or that it is no mention of what was asked.
//! Never looks for places (`find` does).

use std::collections::BTreeMap;

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::{Engine, PaperRecord, SectionRecord, keys};
use vankien_papers::document::Citation;

use super::ask::Ask;
use super::pattern::Asked;
use super::place::Place;
use super::sense::Senses;
use crate::error::Result;
use crate::identity::{Candidate, Decision, fits};
use crate::namesakes::Namesakes;
use crate::{abbreviation, keyed, number};

/// Tells which paper a citation means, by what the whole index knows.
pub struct Judge<'a> {
    store: &'a dyn Engine,
    /// What was asked.
    pub ask: &'a Ask,
    namesakes: BTreeMap<String, Namesakes>,
    /// The papers that a bare number may mean, by how it is printed.
    fitting: BTreeMap<String, Namesakes>,
    senses: Senses<'a>,
}

impl<'a> Judge<'a> {
    /// Knows nothing yet.
    pub fn new(store: &'a dyn Engine, ask: &'a Ask) -> Judge<'a> {
        Judge {
            store,
            ask,
            namesakes: BTreeMap::new(),
            fitting: BTreeMap::new(),
            senses: Senses::new(store),
        }
    }

    /// The decision for a place; `None` where it is no mention of what was asked.
    pub fn judge(
        &mut self,
        section: &SectionRecord,
        place: &Place,
        citing: &PaperRecord,
    ) -> Result<Option<Decision>> {
        let Some(citation) = place.citation.map(|at| &section.citations[at]) else {
            return Ok(self.is_meant(place, citing).then(Decision::default));
        };
        let ask = self.ask;
        let asked = &ask.numbers[place.asked];
        let decision = match &citation.canonical {
            Some(canonical) => {
                let key = keys::number_key(canonical);
                self.known(&key)?.decide(&section.text, citation, &citing.masthead)
            }
            None => match self.open(section, citation, citing, asked)? {
                Some(decision) => decision,
                None => return Ok(None),
            },
        };
        let meant = match (&asked.date, &decision.date) {
            (None, _) => true,
            (Some(asked), Some(date)) => fits(asked, date),
            (Some(asked), None) => {
                let mut dates = decision.candidates.iter().filter_map(|one| one.date.as_ref());
                dates.any(|date| fits(asked, date))
            }
        };
        Ok(meant.then_some(decision))
    }

    /// Whether the abbreviations in a place stand for what was asked: what the paper defines itself
    /// decides.
    fn is_meant(&self, place: &Place, citing: &PaperRecord) -> bool {
        let shorts = self.ask.patterns[place.asked].spelling.iter().flatten();
        let otherwise = |one: &abbreviation::Short| {
            let mut own = citing.abbreviations.iter().filter(|(short, _)| *short == one.short);
            own.any(|(_, long)| keys::folded_words(long) != keys::folded_words(&one.long))
        };
        !shorts.into_iter().any(otherwise)
    }

    /// The senses of the first abbreviation in a place, where it has several.
    pub fn senses(&mut self, place: &Place, path: &str) -> Result<Vec<String>> {
        let pattern =
            place.citation.is_none().then(|| self.ask.patterns.get(place.asked)).flatten();
        match pattern.and_then(|pattern| pattern.spelling.iter().flatten().next()) {
            Some(short) => self.senses.of(short, path),
            None => Ok(Vec::new()),
        }
    }

    /// A bare number of a kind: all papers of the index that it may mean; `None` where what was
    /// asked is none of them.
    fn open(
        &mut self,
        section: &SectionRecord,
        citation: &Citation,
        citing: &PaperRecord,
        asked: &Asked,
    ) -> Result<Option<Decision>> {
        let surface = citation.surface(&section.text);
        let Some(all) = self.fitting(&surface)? else { return Ok(None) };
        let decision = all.decide(&section.text, citation, &citing.masthead);
        let is_asked = |number: &str| asked.keys.contains(&keys::number_key(number));
        let mut meant = decision.candidates.clone();
        if meant.is_empty() {
            // The date or the words near by left one of them.
            let dated = |one: &&crate::identity::Identity| one.date == decision.date;
            let left = all.identities.iter().filter(dated);
            meant = left.map(|one| Candidate::of(one, decision.reason.clone())).collect();
        }
        // Namesakes stand in a row.
        let mut numbers: Vec<&str> = meant.iter().map(|one| one.canonical.as_str()).collect();
        numbers.dedup();
        if !numbers.into_iter().any(is_asked) {
            return Ok(None);
        }
        let open = Decision::open(meant);
        Ok(Some(Decision { date: decision.date, reason: decision.reason.or(open.reason), ..open }))
    }

    /// The papers that a bare number may mean; `None` where it is none.
    fn fitting(&mut self, surface: &str) -> Result<Option<&Namesakes>> {
        if !self.fitting.contains_key(surface) {
            let numbers = number::find(surface);
            let Some(short) = numbers.first() else { return Ok(None) };
            let keys = keyed::keys(self.store, short, NUMBER_LEAD)?;
            let mut all = Vec::new();
            for key in &keys {
                all.extend(self.known(key)?.identities.iter().cloned());
            }
            self.fitting.insert(surface.to_owned(), Namesakes::from(all));
        }
        Ok(self.fitting.get(surface))
    }

    fn known(&mut self, key: &str) -> Result<&Namesakes> {
        if !self.namesakes.contains_key(key) {
            self.namesakes.insert(key.to_owned(), Namesakes::of(self.store, key)?);
        }
        Ok(&self.namesakes[key])
    }
}
