//! The papers that an index knows under many numbers, looked up together.
//! In: keys of numbers and an index. Out: the papers known under each; then what a citation of one of them means.
//! Never reads a section more than once: a section that cites many of the numbers is read for all of them.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::analyse::{NUMBER_LEAD, OWN_LEAD};
use vankien_engine::keys::{self, DATE_SEPARATOR};
use vankien_engine::terms::TermRange;
use vankien_engine::{Engine, SectionId, SectionRecord};
use vankien_papers::citation::{is_law_by_name, quoted_title};
use vankien_papers::document::{Citation, Masthead};
use vankien_system::stop;
use vankien_text::span;

use super::identity::{Decision, Identity};
use crate::error::Result;
use crate::laws::Laws;
use crate::namesakes::Namesakes;

/// Sections that are read for the title of a paper that is only cited, at most. A judgement, not measured: most
/// citations quote no title, and each section read costs time.
const SECTIONS_FOR_TITLE: usize = 3;

/// The papers known under each of some numbers, by the key of the number; and the laws that are held, where that was
/// asked for.
#[derive(Clone, Debug, Default)]
pub struct Known {
    by_number: BTreeMap<String, Namesakes>,
    laws: Laws,
}

impl Known {
    /// The papers that `store` knows under the numbers with these keys: papers of the index, and those that are only
    /// cited, one for each date; sorted by date, then path.
    pub fn of(store: &dyn Engine, keys: impl IntoIterator<Item = String>) -> Result<Known> {
        let mut known = BTreeMap::new();
        let mut cited = CitedPapers::default();
        for key in keys.into_iter().collect::<BTreeSet<String>>() {
            stop::check();
            let identities = identities_in_index(store, &key)?;
            let mut known_dates: BTreeSet<String> =
                identities.iter().filter_map(|one| one.date.clone()).collect();
            // The most exact dates first, so that a year beside a day in it is recognised as the same.
            let mut cited_dates: Vec<String> = cited_dates(store, &key)?.into_iter().collect();
            cited_dates.sort_by_key(|date| std::cmp::Reverse(date.len()));
            for date in cited_dates {
                if !is_known_date(&known_dates, &date) {
                    cited.add(store, &key, Some(&date))?;
                    known_dates.insert(date);
                }
            }
            if identities.is_empty() && known_dates.is_empty() {
                cited.add(store, &key, None)?;
            }
            known.insert(key, Namesakes::from(identities));
        }
        for (key, identity) in cited.into_identities(store)? {
            known.entry(key).or_default().identities.push(identity);
        }
        for namesakes in known.values_mut() {
            let order = |one: &Identity| (one.date.clone(), one.path.clone());
            namesakes.identities.sort_by_cached_key(order);
            namesakes.identities.dedup();
        }
        Ok(Known { by_number: known, laws: Laws::default() })
    }

    /// The same with the laws that `store` holds, where `names_laws`: a citation to be decided names a law without a
    /// number.
    pub fn with_laws(self, store: &dyn Engine, names_laws: bool) -> Result<Known> {
        Ok(if names_laws { Known { laws: Laws::held(store)?, ..self } } else { self })
    }

    /// The papers that `store` knows under the numbers of `citations`.
    pub(crate) fn of_citations<'c>(
        store: &dyn Engine,
        citations: impl IntoIterator<Item = &'c Citation> + Clone,
    ) -> Result<Known> {
        let keys = citations.clone().into_iter().filter_map(key_of);
        Known::of(store, keys)?.with_laws(store, citations.into_iter().any(names_law))
    }

    /// The papers known under one of the numbers that were looked up, taken out; none for another key.
    pub(crate) fn take(&mut self, key: &str) -> Namesakes {
        self.by_number.remove(key).unwrap_or_default()
    }

    /// The papers known under one of the numbers that were looked up; none for another key.
    pub fn under(mut self, key: &str) -> Namesakes {
        self.take(key)
    }

    /// Which paper a citation means. `text` is that of the section with the citation, `citing` the masthead of its
    /// paper. Nothing is decided where the number was not looked up.
    pub fn decide(&self, text: &str, citation: &Citation, citing: &Masthead) -> Decision {
        stop::check();
        if names_law(citation) {
            return self.laws.decide(text, citation, citing);
        }
        let known = key_of(citation).and_then(|key| self.by_number.get(&key));
        known.map(|namesakes| namesakes.decide(text, citation, citing)).unwrap_or_default()
    }
}

impl Namesakes {
    /// The papers that `store` knows under the number `key`.
    pub fn of(store: &dyn Engine, key: &str) -> Result<Namesakes> {
        Ok(Known::of(store, [key.to_owned()])?.under(key))
    }
}

/// The key of the number that a citation prints; `None` where it prints no whole number.
pub fn key_of(citation: &Citation) -> Option<String> {
    citation.canonical.as_deref().map(keys::number_key)
}

/// Whether a citation names a law without a number.
pub fn names_law(citation: &Citation) -> bool {
    citation.canonical.is_none() && is_law_by_name(citation)
}

/// Whether `known` holds this date, more or less exactly: `2020` and `2020-08-05` are the same.
fn is_known_date(known: &BTreeSet<String>, date: &str) -> bool {
    let next = known.range(date.to_owned()..).next();
    next.is_some_and(|next| next.starts_with(date))
        || date.match_indices('-').any(|(at, _)| known.contains(span::slice(date, 0, at)))
}

/// The papers in the index that bear the number.
fn identities_in_index(store: &dyn Engine, key: &str) -> Result<Vec<Identity>> {
    let found = store.sections_with(&format!("{OWN_LEAD}{key}"), usize::MAX)?;
    let paths = store.paths_of(&mut found.iter().map(|id| id.paper))?;
    let mut identities = Vec::with_capacity(found.len());
    for id in found {
        identities.extend(store.paper(&paths[&id.paper])?.map(|paper| Identity::of_paper(&paper)));
    }
    Ok(identities)
}

/// The dates with which the number is cited.
fn cited_dates(store: &dyn Engine, key: &str) -> Result<BTreeSet<String>> {
    let lead = format!("{NUMBER_LEAD}{key}{DATE_SEPARATOR}");
    let terms = store.terms(&TermRange::beginning(&lead))?.into_iter();
    Ok(terms.filter_map(|term| term.strip_prefix(&lead).map(str::to_owned)).collect())
}

/// Papers that are only cited, for which titles are looked for.
#[derive(Default)]
struct CitedPapers {
    /// The papers, and what is known of each so far.
    papers: BTreeMap<DatedNumber, CitedPaper>,
    /// For each section to be read, the papers that it is read for.
    sections: BTreeMap<SectionId, Vec<DatedNumber>>,
}

/// What identifies a cited paper.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct DatedNumber {
    /// The key of its number.
    key: String,
    /// Its date as cited; `None` where the number is only cited without one.
    date: Option<String>,
}

/// A paper that is only cited.
#[derive(Default)]
struct CitedPaper {
    /// What is known of it so far.
    identity: Identity,
    /// The section that is being read for it; `None` before the first.
    read_in: Option<SectionId>,
}

impl CitedPapers {
    /// Adds a paper, and the sections (at most [`SECTIONS_FOR_TITLE`]) that are to be read for it.
    fn add(&mut self, store: &dyn Engine, key: &str, date: Option<&String>) -> Result<()> {
        let dated =
            date.map_or_else(|| key.to_owned(), |date| format!("{key}{DATE_SEPARATOR}{date}"));
        let name = DatedNumber { key: key.to_owned(), date: date.cloned() };
        for place in store.sections_with(&format!("{NUMBER_LEAD}{dated}"), SECTIONS_FOR_TITLE)? {
            self.sections.entry(place).or_default().push(name.clone());
        }
        self.papers.entry(name).or_default();
        Ok(())
    }

    /// Reads each section once. Gives the key of each paper, and what is known of it.
    fn into_identities(mut self, store: &dyn Engine) -> Result<Vec<(String, Identity)>> {
        for (place, wanted) in std::mem::take(&mut self.sections) {
            let mut lacks_title = false;
            for name in &wanted {
                if let Some(paper) = self.papers.get_mut(name)
                    && paper.identity.title.is_none()
                {
                    paper.read_in = Some(place);
                    lacks_title = true;
                }
            }
            if lacks_title {
                self.take_from_section(&store.section(place)?, place);
            }
        }
        let named = |(name, paper): (DatedNumber, CitedPaper)| {
            (name.key, Identity { date: name.date, ..paper.identity })
        };
        Ok(self.papers.into_iter().map(named).collect())
    }

    /// Takes number and title of the papers that one section is read for.
    fn take_from_section(&mut self, section: &SectionRecord, place: SectionId) {
        for citation in &section.citations {
            let Some(canonical) = &citation.canonical else { continue };
            let name =
                DatedNumber { key: keys::number_key(canonical), date: citation.of_date.clone() };
            let Some(paper) = self.papers.get_mut(&name) else { continue };
            if paper.read_in != Some(place) {
                continue;
            }
            paper.identity.canonical.clone_from(canonical);
            if paper.identity.title.is_none() {
                paper.identity.title = quoted_title(&section.text, citation);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use vankien_engine::fixture::{index_of, paper};

    /// So many numbers stand in one section.
    const NUMBERS: usize = 3_000;

    fn number(at: usize) -> String {
        format!("{}/2020/TT-BTC", 10_000 + at)
    }

    #[test]
    fn a_section_is_read_once_for_all_numbers_in_it() {
        let numbers: Vec<String> = (0..NUMBERS).map(number).collect();
        let mut text = String::from("Căn cứ");
        for number in &numbers {
            write!(text, " {number} “về việc {number}”;").expect("written");
        }
        let cited: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let folder = tempfile::tempdir().expect("a folder");
        index_of(folder.path(), vec![("many.txt", paper(&text, None, &cited))]);
        let store = vankien_engine::Store::open(folder.path()).expect("an index");
        let mut papers = CitedPapers::default();
        for number in &numbers {
            papers.add(&store, &keys::number_key(number), None).expect("looked up");
        }
        assert_eq!((papers.papers.len(), papers.sections.len()), (NUMBERS, 1));
        let known = Known::of(&store, numbers.iter().map(|one| keys::number_key(one)));
        let known = known.expect("looked up");
        for number in &numbers {
            let [one] = &known.by_number[&keys::number_key(number)].identities[..] else {
                panic!("{number} is one paper")
            };
            assert_eq!(one.canonical, *number);
            assert_eq!(one.title.as_deref(), Some(format!("về việc {number}").as_str()));
        }
    }

    #[test]
    fn a_year_beside_a_day_in_it_is_the_same() {
        let known = BTreeSet::from(["2020-08-05".to_owned(), "2019".to_owned()]);
        for (date, is_same) in [
            ("2020", true),
            ("2020-08", true),
            ("2020-09", false),
            ("2019-01-02", true),
            ("2018", false),
        ] {
            assert_eq!(is_known_date(&known, date), is_same, "{date}");
        }
    }
}
