//! The papers of a number, and what is gathered of each.
//! In: a number and an index, then mentions. Out: entries of a dossier. Never guesses which paper a mention means.

use std::collections::hash_map::Entry as MapEntry;
use std::collections::{BTreeMap, HashMap};

use vankien_engine::analyse::NUMBER_LEAD;
use vankien_engine::{Engine, PaperRecord, keys};
use vankien_papers::citation::{Provision, title_said};
use vankien_papers::document::Citation;

use super::evidence::Said;
use super::grounds;
use super::model::{CitedBy, Entry, Stated, Status};
use crate::error::Result;
use crate::identity::{Candidate, Identity, dates_agree, field_value};
use crate::known::Known;
use crate::mentions::{Mention, UNDATED};
use crate::reason::Reason;
use crate::{number, number_keys};

/// The papers of a number.
pub struct Entries {
    entries: Vec<Gathered>,
}

/// What is gathered of one paper.
pub struct Gathered {
    entry: Entry,
    /// The key of its number.
    key: Option<String>,
    /// The records of the files that hold it.
    records: Vec<PaperRecord>,
    /// How often it is cited with each kind, issuer and title.
    kinds: BTreeMap<String, usize>,
    issuers: BTreeMap<String, usize>,
    titles: BTreeMap<String, usize>,
}

impl Entries {
    /// The papers that `store` knows under the number typed: those it holds, and those that are only cited. Where no
    /// number with the year typed fits, those of the number without a year.
    pub fn of(store: &dyn Engine, typed: &str) -> Result<Entries> {
        let numbers = number::find_numbers(typed);
        let mut keys = Vec::new();
        if let Some(one) = numbers.first() {
            keys = number_keys::fitting_keys(store, one, NUMBER_LEAD)?;
            if keys.is_empty()
                && let Some((yearless, _)) = number_keys::yearless_keys(store, one)?
            {
                keys = yearless;
            }
        }
        let mut known = Known::of(store, keys.iter().cloned())?;
        let mut entries = Vec::new();
        for key in &keys {
            for identity in known.take(key).identities {
                let record = match &identity.path {
                    Some(path) => store.paper(path)?,
                    None => None,
                };
                add_identity(&mut entries, identity, record);
            }
        }
        Ok(Entries { entries })
    }

    /// One paper alone: it bears no number, or one of an unknown form.
    pub fn of_paper(paper: &PaperRecord) -> Entries {
        let mut entries = Vec::new();
        add_identity(&mut entries, Identity::of_paper(paper), Some(paper.clone()));
        Entries { entries }
    }

    /// The number that all papers with a number share; `None` where they differ, and where none has one.
    pub fn number(&self) -> Option<String> {
        let mut numbers: Vec<&String> =
            self.entries.iter().filter_map(|one| one.entry.number.as_ref()).collect();
        numbers.sort_by_key(|number| keys::number_key(number));
        numbers.dedup_by_key(|number| keys::number_key(number));
        let [only] = numbers[..] else { return None };
        Some(only.clone())
    }

    /// The paper that a mention means; `None` where it may mean several, or one that is not known.
    pub fn meant(&mut self, mention: &Mention<'_>) -> Option<&mut Gathered> {
        let decision = mention.decision;
        if matches!(decision.reason, Some(Reason::OlderThanAll { .. })) {
            return None;
        }
        let canonical = mention.citation.and_then(|citation| citation.canonical.as_deref());
        let key = canonical.or(decision.number.as_deref()).map(keys::number_key);
        let has_key = |one: &Gathered| match (&key, &one.key) {
            (Some(key), Some(own)) => own == key,
            _ => true,
        };
        let fits = |one: &Gathered| {
            let date = one.entry.stated.date.as_deref();
            // All papers that may be meant are this one.
            let is_candidate = |other: &Candidate| {
                other.date.as_deref() == date
                    && one.key.as_ref().is_none_or(|own| *own == keys::number_key(&other.canonical))
            };
            match (&decision.date, date) {
                (Some(decided), Some(date)) => dates_agree(decided, date),
                (Some(_), None) => false,
                (None, _) => decision.candidates.iter().all(is_candidate),
            }
        };
        let mut found = self.entries.iter_mut().filter(|one| has_key(one) && fits(one));
        let first = found.next()?;
        if found.next().is_some() { None } else { Some(first) }
    }

    /// The entries, with what the held papers say of themselves. Fields that a paper lacks come from its citations;
    /// states are sorted, and those that say the same are one.
    pub fn finish(self, store: &dyn Engine) -> Result<Vec<Entry>> {
        let mut entries = Vec::with_capacity(self.entries.len());
        for one in self.entries {
            let Gathered { mut entry, records, kinds, issuers, titles, .. } = one;
            for (at, record) in records.iter().enumerate() {
                // Other files hold the same paper.
                grounds::add(store, record, &mut entry, at == 0)?;
            }
            let most = |counts: BTreeMap<String, usize>| {
                counts.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name)
            };
            entry.stated.title = entry.stated.title.or_else(|| most(titles));
            entry.stated.kind = entry.stated.kind.or_else(|| most(kinds));
            entry.stated.issuer = entry.stated.issuer.or_else(|| most(issuers));
            entry.status.sort_by(|one, other| {
                let order = |status: &Status| {
                    (status.state, status.from.clone(), status.path.clone(), status.lines)
                };
                order(one).cmp(&order(other))
            });
            entry.status = merged(entry.status);
            entry.held.sort();
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// The states with those that say the same of the same units as one: the first, with the number of places.
fn merged(status: Vec<Status>) -> Vec<Status> {
    let mut merged: Vec<Status> = Vec::with_capacity(status.len());
    let mut known = HashMap::new();
    for one in status {
        let key = (one.state, one.by.clone(), one.from.clone(), one.provisions.clone());
        match known.entry(key) {
            MapEntry::Occupied(at) => {
                let same: &mut Status = &mut merged[*at.get()];
                same.places += one.places;
            }
            MapEntry::Vacant(at) => {
                at.insert(merged.len());
                merged.push(one);
            }
        }
    }
    merged
}

/// Adds a paper that is known under the number. Files that hold a paper of the same number, date and issuer hold the
/// same paper; where the date is not known, each is a paper of its own.
fn add_identity(entries: &mut Vec<Gathered>, identity: Identity, record: Option<PaperRecord>) {
    let stated = match &record {
        Some(record) => stated_by(record),
        None => Stated {
            title: identity.title.clone(),
            date: identity.date.clone(),
            by: "others",
            ..Stated::default()
        },
    };
    let number = Some(identity.canonical).filter(|number| !number.is_empty());
    let is_same = |one: &&mut Gathered| {
        let known = &one.entry.stated;
        one.entry.number == number
            && !one.records.is_empty()
            && record.is_some()
            && known.date.is_some()
            && known.date == stated.date
            && known.issuer == stated.issuer
    };
    let files = record.iter().flat_map(|record| {
        std::iter::once(record.path.clone()).chain(record.also_in.iter().cloned())
    });
    let files: Vec<String> = files.collect();
    if let Some(same) = entries.iter_mut().find(is_same) {
        same.entry.held.extend(files);
        same.records.extend(record);
        return;
    }
    let key = number.as_deref().map(keys::number_key);
    entries.push(Gathered {
        key,
        entry: Entry { number, held: files, stated, ..Entry::default() },
        records: record.into_iter().collect(),
        kinds: BTreeMap::new(),
        issuers: BTreeMap::new(),
        titles: BTreeMap::new(),
    });
}

/// The fields of a held paper.
fn stated_by(record: &PaperRecord) -> Stated {
    let masthead = &record.masthead;
    Stated {
        title: field_value(&masthead.title),
        kind: field_value(&masthead.kind),
        issuer: field_value(&masthead.issuer),
        date: field_value(&masthead.date),
        effective: field_value(&masthead.effective),
        by: "itself",
    }
}

impl Gathered {
    /// Adds a citation of this paper, and what it says of its state.
    pub fn add(&mut self, mention: &Mention<'_>, citation: &Citation, said: Said) {
        self.entry.cited_by.add(mention, &said);
        self.entry.status.extend(said.status);
        if self.records.is_empty()
            && let Some(title) = title_said(&mention.section.text, citation)
        {
            *self.titles.entry(title).or_default() += 1;
        }
        for (counts, name) in
            [(&mut self.kinds, &citation.kind), (&mut self.issuers, &citation.issuer)]
        {
            if let Some(name) = name {
                *counts.entry(name.to_string()).or_default() += 1;
            }
        }
    }
}

impl CitedBy {
    fn add(&mut self, mention: &Mention<'_>, said: &Said) {
        self.total += 1;
        if self.last != mention.paper.path {
            self.papers += 1;
            self.last.clone_from(&mention.paper.path);
        }
        *self.by_relation.entry(said.relation.unwrap_or("cites")).or_default() += 1;
        let year = mention.date().and_then(|date| date.get(..4)).unwrap_or(UNDATED);
        *self.by_year.entry(year.to_owned()).or_default() += 1;
        for unit in &said.provisions {
            *self.by_provision.entry(Provision::words(unit)).or_default() += 1;
        }
    }
}
