//! Decides which paper a mention means, and whether an abbreviation in it stands for what was asked.
//! In: a place in a section, and all that the index knows. Out: a decision, or that it is no mention of what was asked.
//! Never looks for places (`find` does).

use std::collections::BTreeMap;

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::{Engine, PaperRecord, SectionRecord, keys};
use vankien_papers::document::Citation;

use super::pattern::NumberQuery;
use super::place::MentionPlace;
use super::query::MentionQuery;
use super::senses::Senses;
use crate::error::Result;
use crate::identity::{Candidate, Decision, Identity, dates_agree};
use crate::known::names_law;
use crate::namesakes::Namesakes;
use crate::{abbreviation, number, number_keys};

/// Judges the places of one list of mentions; what was looked up once is kept.
pub struct Judge<'a> {
    /// Where papers and definitions are looked up.
    store: &'a dyn Engine,
    /// What is asked.
    pub query: &'a MentionQuery,
    /// The papers known under a number, by key.
    namesakes: BTreeMap<String, Namesakes>,
    /// The papers that a bare number may mean, by the text that cites it.
    of_bare_numbers: BTreeMap<String, Namesakes>,
    /// The senses of abbreviations.
    senses: Senses<'a>,
}

impl<'a> Judge<'a> {
    /// A judge that has looked up nothing yet.
    pub fn new(store: &'a dyn Engine, query: &'a MentionQuery) -> Judge<'a> {
        Judge {
            store,
            query,
            namesakes: BTreeMap::new(),
            of_bare_numbers: BTreeMap::new(),
            senses: Senses::new(store),
        }
    }

    /// Where papers are looked up.
    pub fn store(&self) -> &'a dyn Engine {
        self.store
    }

    /// Which paper a place means; for words the default, which decides nothing. `None` where the place is no mention of
    /// what was asked: another paper is meant, or the citing paper defines the abbreviation otherwise.
    pub fn judge(
        &mut self,
        section: &SectionRecord,
        place: &MentionPlace,
        citing: &PaperRecord,
    ) -> Result<Option<Decision>> {
        let Some(citation) = place.citation.map(|at| &section.citations[at]) else {
            let is_meant = self.abbreviations_are_meant(place, citing);
            return Ok(if is_meant { Some(Decision::default()) } else { None });
        };
        let query = self.query;
        let asked = &query.numbers[place.asked];
        let decision = match &citation.canonical {
            Some(canonical) => {
                let key = keys::number_key(canonical);
                self.namesakes_of(&key)?.decide(&section.text, citation, &citing.masthead)
            }
            None if names_law(citation) => {
                let decision = query.laws.decide(&section.text, citation, &citing.masthead);
                let is_asked = |number: &str| asked.keys.contains(&keys::number_key(number));
                let mut candidates = decision.candidates.iter();
                let is_meant = match &decision.number {
                    Some(number) => is_asked(number),
                    None => candidates.any(|one| is_asked(&one.canonical)),
                };
                if !is_meant {
                    return Ok(None);
                }
                decision
            }
            None => match self.judge_bare_number(section, citation, citing, asked)? {
                Some(decision) => decision,
                None => return Ok(None),
            },
        };
        // A date typed behind the number must fit the paper that is meant, or one that may be.
        let has_asked_date = match (&asked.date, &decision.date) {
            (None, _) => true,
            (Some(asked), Some(date)) => dates_agree(asked, date),
            (Some(asked), None) => {
                let mut dates = decision.candidates.iter().filter_map(|one| one.date.as_ref());
                dates.any(|date| dates_agree(asked, date))
            }
        };
        Ok(if has_asked_date { Some(decision) } else { None })
    }

    /// Whether the abbreviations in a place stand for what was asked: not where the paper defines them otherwise.
    fn abbreviations_are_meant(&self, place: &MentionPlace, citing: &PaperRecord) -> bool {
        let shorts = self.query.patterns[place.asked].spelling.iter().flatten();
        let is_defined_otherwise = |one: &abbreviation::ShortForm| {
            let mut own = citing.abbreviations.iter().filter(|(short, _)| *short == one.short);
            own.any(|(_, long)| keys::folded_words(long) != keys::folded_words(&one.long))
        };
        !shorts.into_iter().any(is_defined_otherwise)
    }

    /// The senses of the first abbreviation in a place, the likeliest in the paper at `path` first; empty where it has
    /// only one sense, or none stands there.
    pub fn senses(&mut self, place: &MentionPlace, path: &str) -> Result<Vec<String>> {
        let pattern =
            place.citation.is_none().then(|| self.query.patterns.get(place.asked)).flatten();
        match pattern.and_then(|pattern| pattern.spelling.iter().flatten().next()) {
            Some(short) => self.senses.ranked(short, path),
            None => Ok(Vec::new()),
        }
    }

    /// The decision for a bare number (`Nghị quyết 59`): among all papers, held or only cited, that it may mean. Where
    /// no whole number is known for it nor for what was asked, a citation with the year typed is a mention, and nothing
    /// is decided. `None` where what was asked is none of them.
    fn judge_bare_number(
        &mut self,
        section: &SectionRecord,
        citation: &Citation,
        citing: &PaperRecord,
        asked: &NumberQuery,
    ) -> Result<Option<Decision>> {
        let mut surface = citation.surface(&section.text);
        if surface.starts_with(|first: char| first.is_ascii_digit())
            && let Some(kind) = &citation.kind
        {
            // The kind stands before the first number of a list: `Nghị quyết 59, 70 và 71` (resolutions).
            surface = format!("{kind} {surface}");
        }
        let Some(all) = self.papers_of_bare_number(&surface)? else { return Ok(None) };
        if all.identities.is_empty() && asked.keys.is_empty() {
            // No whole number is known: what was typed is cited as it was typed.
            let keys = keys::citation_keys(&section.text, citation);
            let is_asked = keys.first().is_some_and(|key| asked.is_same_year(key));
            return Ok(if is_asked { Some(Decision::default()) } else { None });
        }
        let decision = all.decide(&section.text, citation, &citing.masthead);
        let is_asked = |number: &str| asked.keys.contains(&keys::number_key(number));
        let mut meant = decision.candidates.clone();
        if meant.is_empty() {
            // The date or the words near by decided for one of them.
            let dated = |one: &&Identity| match (&one.date, &decision.date) {
                (Some(date), Some(decided)) => dates_agree(decided, date),
                (date, decided) => date == decided,
            };
            let left = all.identities.iter().filter(dated);
            meant = left.map(|one| Candidate::of_identity(one, decision.reason.clone())).collect();
        }
        // Namesakes stand next to one another, so that each number is looked at once.
        let mut numbers: Vec<&str> = meant.iter().map(|one| one.canonical.as_str()).collect();
        numbers.dedup();
        if !numbers.into_iter().any(is_asked) {
            return Ok(None);
        }
        let open = Decision::undecided(meant);
        Ok(Some(Decision { date: decision.date, reason: decision.reason.or(open.reason), ..open }))
    }

    /// The papers that a bare number may mean; `None` where `surface` is no number.
    fn papers_of_bare_number(&mut self, surface: &str) -> Result<Option<&Namesakes>> {
        if !self.of_bare_numbers.contains_key(surface) {
            let numbers = number::find_numbers(surface);
            let Some(short) = numbers.first() else { return Ok(None) };
            let keys = number_keys::fitting_keys(self.store, short, NUMBER_LEAD)?;
            let mut all = Vec::new();
            let yearless = number_keys::yearless_keys(self.store, short)?;
            for key in &keys {
                all.extend(self.namesakes_of(key)?.identities.iter().cloned());
            }
            for (keys, year) in yearless.iter() {
                for key in keys {
                    let of_year = |one: &&Identity| {
                        one.date.as_deref().is_some_and(|date| date.starts_with(year.as_str()))
                    };
                    let identities = &self.namesakes_of(key)?.identities;
                    all.extend(identities.iter().filter(of_year).cloned());
                }
            }
            self.of_bare_numbers.insert(surface.to_owned(), Namesakes::from(all));
        }
        Ok(self.of_bare_numbers.get(surface))
    }

    /// The papers known under a number.
    fn namesakes_of(&mut self, key: &str) -> Result<&Namesakes> {
        if !self.namesakes.contains_key(key) {
            self.namesakes.insert(key.to_owned(), Namesakes::of(self.store, key)?);
        }
        Ok(&self.namesakes[key])
    }
}
