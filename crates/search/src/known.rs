//! The papers that an index knows under many numbers, looked up together.
//! In: keys of numbers and an index. Out: the papers known under each; then what a citation of one of them means.
//! Never reads a section once for each number in it: what cites many of them is read once for all.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::analyse::{NUMBER_LEAD, OWN_LEAD};
use vankien_engine::keys::{self, DATE_SEPARATOR};
use vankien_engine::terms::TermRange;
use vankien_engine::{Engine, SectionId, SectionRecord};
use vankien_papers::citation::quoted_title;
use vankien_papers::document::{Citation, Masthead};
use vankien_system::stop;
use vankien_text::span;

use super::identity::{Decision, Identity};
use crate::error::Result;
use crate::namesakes::Namesakes;

/// How many sections are read for the title that goes with a date.
const TITLES: usize = 3;

/// The papers known under each of some numbers.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<String, Namesakes>);

impl Known {
    /// The papers that `store` knows under the numbers with these keys.
    pub fn of(store: &dyn Engine, keys: impl IntoIterator<Item = String>) -> Result<Known> {
        let mut known = BTreeMap::new();
        let mut cited = CitedPapers::default();
        for key in keys.into_iter().collect::<BTreeSet<String>>() {
            stop::check();
            let identities = bearers(store, &key)?;
            let mut told: BTreeSet<String> =
                identities.iter().filter_map(|one| one.date.clone()).collect();
            let mut dates: Vec<String> = dates(store, &key)?.into_iter().collect();
            dates.sort_by_key(|date| std::cmp::Reverse(date.len()));
            for date in dates {
                if !is_told(&told, &date) {
                    cited.add(store, &key, Some(&date))?;
                    told.insert(date);
                }
            }
            if identities.is_empty() && told.is_empty() {
                cited.add(store, &key, None)?;
            }
            known.insert(key, Namesakes::from(identities));
        }
        for (key, identity) in cited.read(store)? {
            known.entry(key).or_default().identities.push(identity);
        }
        for namesakes in known.values_mut() {
            let order = |one: &Identity| (one.date.clone(), one.path.clone());
            namesakes.identities.sort_by_cached_key(order);
            namesakes.identities.dedup();
        }
        Ok(Known(known))
    }

    /// The papers that `store` knows under the numbers of `citations`.
    pub(crate) fn of_citations<'c>(
        store: &dyn Engine,
        citations: impl IntoIterator<Item = &'c Citation>,
    ) -> Result<Known> {
        Known::of(store, citations.into_iter().filter_map(key_of))
    }

    /// The papers known under one number.
    pub fn under(mut self, key: &str) -> Namesakes {
        self.0.remove(key).unwrap_or_default()
    }

    /// Which paper `citation`, in a section with this text of a paper with this head, means; nothing is decided where
    /// its number was not looked up.
    pub fn decide(&self, text: &str, citation: &Citation, citing: &Masthead) -> Decision {
        stop::check();
        let known = key_of(citation).and_then(|key| self.0.get(&key));
        known.map(|namesakes| namesakes.decide(text, citation, citing)).unwrap_or_default()
    }
}

impl Namesakes {
    /// The papers that `store` knows under the number `key`.
    pub fn of(store: &dyn Engine, key: &str) -> Result<Namesakes> {
        Ok(Known::of(store, [key.to_owned()])?.under(key))
    }
}

/// The key of the number that is cited, where one is.
pub fn key_of(citation: &Citation) -> Option<String> {
    citation.canonical.as_deref().map(keys::number_key)
}

/// Whether one of the dates is this one: `2020` beside `2020-08-05` is the same, less exactly.
fn is_told(told: &BTreeSet<String>, date: &str) -> bool {
    let exact = told.range(date.to_owned()..).next();
    exact.is_some_and(|told| told.starts_with(date))
        || date.match_indices('-').any(|(at, _)| told.contains(span::slice(date, 0, at)))
}

/// The papers of the index that bear the number.
fn bearers(store: &dyn Engine, key: &str) -> Result<Vec<Identity>> {
    let found = store.sections_with(&format!("{OWN_LEAD}{key}"), usize::MAX)?;
    let paths = store.paths_of(&mut found.iter().map(|id| id.paper))?;
    let mut bearers = Vec::with_capacity(found.len());
    for id in found {
        bearers.extend(store.paper(&paths[&id.paper])?.map(|paper| Identity::bearer(&paper)));
    }
    Ok(bearers)
}

/// The dates under which the number is cited.
fn dates(store: &dyn Engine, key: &str) -> Result<BTreeSet<String>> {
    let lead = format!("{NUMBER_LEAD}{key}{DATE_SEPARATOR}");
    let terms = store.terms(&TermRange::beginning(&lead))?.into_iter();
    Ok(terms.filter_map(|term| term.strip_prefix(&lead).map(str::to_owned)).collect())
}

/// Papers that are only cited, each with the title that goes with its date.
#[derive(Default)]
struct CitedPapers {
    /// By key and date.
    papers: BTreeMap<Name, CitedPaper>,
    /// The papers that each section is read for.
    sections: BTreeMap<SectionId, Vec<Name>>,
}

/// The key of a number, and the date that tells one paper from its namesakes.
type Name = (String, Option<String>);

/// A paper that is only cited.
#[derive(Default)]
struct CitedPaper {
    identity: Identity,
    /// The section that is read for it now.
    read_in: Option<SectionId>,
}

impl CitedPapers {
    /// Enters a paper, and the sections that are to be read for it.
    fn add(&mut self, store: &dyn Engine, key: &str, date: Option<&String>) -> Result<()> {
        let dated =
            date.map_or_else(|| key.to_owned(), |date| format!("{key}{DATE_SEPARATOR}{date}"));
        let name = (key.to_owned(), date.cloned());
        for place in store.sections_with(&format!("{NUMBER_LEAD}{dated}"), TITLES)? {
            self.sections.entry(place).or_default().push(name.clone());
        }
        self.papers.entry(name).or_default();
        Ok(())
    }

    /// Reads each section once; gives the key of each paper and what is known of it.
    fn read(mut self, store: &dyn Engine) -> Result<Vec<(String, Identity)>> {
        for (place, wanted) in std::mem::take(&mut self.sections) {
            let mut is_open = false;
            for name in &wanted {
                if let Some(paper) = self.papers.get_mut(name)
                    && paper.identity.title.is_none()
                {
                    paper.read_in = Some(place);
                    is_open = true;
                }
            }
            if is_open {
                self.read_section(&store.section(place)?, place);
            }
        }
        let named =
            |((key, date), paper): (_, CitedPaper)| (key, Identity { date, ..paper.identity });
        Ok(self.papers.into_iter().map(named).collect())
    }

    /// Takes what one section tells of the papers that it is read for.
    fn read_section(&mut self, section: &SectionRecord, place: SectionId) {
        for citation in &section.citations {
            let Some(canonical) = &citation.canonical else { continue };
            let name = (keys::number_key(canonical), citation.of_date.clone());
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
            let [one] = &known.0[&keys::number_key(number)].identities[..] else {
                panic!("{number} is one paper")
            };
            assert_eq!(one.canonical, *number);
            assert_eq!(one.title.as_deref(), Some(format!("về việc {number}").as_str()));
        }
    }

    #[test]
    fn a_year_beside_a_day_in_it_is_the_same() {
        let told = BTreeSet::from(["2020-08-05".to_owned(), "2019".to_owned()]);
        for (date, is_same) in [
            ("2020", true),
            ("2020-08", true),
            ("2020-09", false),
            ("2019-01-02", true),
            ("2018", false),
        ] {
            assert_eq!(is_told(&told, date), is_same, "{date}");
        }
    }
}
