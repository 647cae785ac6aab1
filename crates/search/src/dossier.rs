//! The dossier of a paper: all that an index knows of a number, whether or not it holds the paper.
//! In: a number or a paper, and an index. Out: for each paper of the number its fields, what became of it, who cites it
//! and what it rests on. Never concludes that a paper is in force: what no paper states is not known.

mod acts;
mod entries;
mod evidence;
mod grounds;

use std::collections::BTreeMap;

use serde::Serialize;
use vankien_engine::{Engine, PaperRecord, Unread};
use vankien_papers::citation::Provision;
use vankien_papers::document::{Citation, Form};

use self::entries::Entries;
use self::evidence::SectionEvidence;
use crate::error::{Error, Result};
use crate::identity::Candidate;
use crate::mentions::{self, Mention, Wanted};
use crate::note::Note;
use crate::{number, resolve};

pub use self::grounds::Cited;

/// The dossier of a number or a paper.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Dossier {
    /// The number in its normal spelling; `None` where several numbers fit what was typed, or the paper has none.
    pub number: Option<String>,
    /// The day that was asked for, in ISO form.
    pub at: Option<String>,
    /// The papers known under the number, by date.
    pub namesakes: Vec<Entry>,
    /// What may mean several of these papers, and what else is said of the number.
    pub unassigned: Vec<Unassigned>,
    /// Notes for a reader.
    #[serde(skip)]
    pub notes: Vec<Note>,
    /// The papers that could not be read in full: they may say more.
    #[serde(skip)]
    pub unread: Unread,
}

/// One paper of the number.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// Its number; `None` where it has none.
    pub number: Option<String>,
    /// The files that hold it, sorted by path; empty where it is only cited.
    pub held: Vec<String>,
    /// Its fields.
    pub stated: Stated,
    /// What became of it, sorted by state, then by day; empty where no paper says anything.
    pub status: Vec<Status>,
    /// Who cites it.
    pub cited_by: CitedBy,
    /// The papers that it is based on, in its own order; empty where it is not held.
    pub grounds: Vec<Cited>,
    /// What it does to other papers, in its own order; empty where it is not held.
    pub acts: Vec<Cited>,
}

/// The fields of a paper, as it states them itself, or else those that cite it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stated {
    /// Its title.
    pub title: Option<String>,
    /// Its kind.
    pub kind: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// When it was signed or passed, as exact as it is known, in ISO form.
    pub date: Option<String>,
    /// From when it has effect, as it says itself, in ISO form.
    pub effective: Option<String>,
    /// Who states this: `itself` where the paper is held, else `others`.
    pub by: &'static str,
}

/// What may become of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has effect from a day on.
    InForceFrom,
    /// Another paper amends it.
    Amended,
    /// Its effect is suspended.
    Suspended,
    /// Another paper replaces it.
    Replaced,
    /// Another paper repeals it.
    Repealed,
    /// It is no longer in force, and no paper is named that ended it.
    Expired,
}

impl State {
    /// The word of the contract: `in_force_from`, …
    pub fn name(self) -> &'static str {
        match self {
            State::InForceFrom => "in_force_from",
            State::Amended => "amended",
            State::Suspended => "suspended",
            State::Replaced => "replaced",
            State::Repealed => "repealed",
            State::Expired => "expired",
        }
    }

    /// The state of a paper to which this is done; `None` where it stays as it is.
    fn of_relation(relation: &str) -> Option<State> {
        match relation {
            "amends" => Some(State::Amended),
            "suspends" => Some(State::Suspended),
            "replaces" => Some(State::Replaced),
            "repeals" => Some(State::Repealed),
            _ => None,
        }
    }
}

/// That a paper came into a state, with the words that say so.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Status {
    /// The state.
    pub state: State,
    /// The paper that brought it about: its number, or else its title or path. `None` where none is named.
    pub by: Option<String>,
    /// From which day, in ISO form; `None` where no day is stated.
    pub from: Option<String>,
    /// The articles, clauses, … concerned; empty where it is the whole paper.
    pub provisions: Vec<Provision>,
    /// The sentence that says so.
    pub sentence: String,
    /// The file in which it stands.
    pub path: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line, from 1, both inclusive.
    pub lines: (u32, u32),
    /// At how many places papers say so; the first is the one told here.
    pub places: usize,
    /// Whether it held on the day asked for; `None` where no day was asked for, or none is stated.
    pub in_effect: Option<bool>,
}

/// Who cites a paper. The places where it speaks of itself do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CitedBy {
    /// How many citations.
    pub total: usize,
    /// How many papers cite it.
    pub papers: usize,
    /// By what the citing paper does to it; `cites` where it does nothing.
    pub by_relation: BTreeMap<&'static str, usize>,
    /// By the year of the citing paper; `undated` where that has no date.
    pub by_year: BTreeMap<String, usize>,
    /// By the unit that is cited, such as `khoản 2 Điều 5`; a citation of several units counts for each.
    pub by_provision: BTreeMap<String, usize>,
    /// The path of the last citing paper.
    #[serde(skip)]
    last: String,
}

/// A citation that may mean several papers of the number.
#[derive(Clone, Debug, Serialize)]
pub struct Unassigned {
    /// The citing file.
    pub path: String,
    /// The number of the citing paper.
    pub document: Option<String>,
    /// The words of the citation.
    pub surface: String,
    /// What the citing paper does to the cited one.
    pub relation: Option<&'static str>,
    /// The state that it brings about; `None` for most citations.
    pub state: Option<State>,
    /// The sentence.
    pub sentence: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line, from 1, both inclusive.
    pub lines: (u32, u32),
    /// The days of the papers that it may mean; empty where none of those known is meant.
    pub candidates: Vec<String>,
}

/// The dossier of the number or paper that `question` names; `at` is a day in ISO form on which its state is asked.
/// Without entries where no paper bears or cites it.
///
/// # Errors
/// Where the index cannot be read, or `question` is neither a number nor a paper of the index.
pub fn dossier(store: &dyn Engine, question: &str, at: Option<&str>) -> Result<Dossier> {
    let mut dossier = if is_number(question) {
        of_number(store, question, None)?
    } else {
        let path = resolve::resolve(store, question)?;
        let paper = store.representative(&path)?.unwrap_or_default();
        match &paper.masthead.number {
            Some(number) => of_number(store, &number.value.clone(), Some(&paper))?,
            None => of_paper_alone(store, &paper)?,
        }
    };
    dossier.at = at.map(str::to_owned);
    for entry in &mut dossier.namesakes {
        for status in &mut entry.status {
            status.in_effect =
                at.zip(status.from.as_deref()).and_then(|(at, from)| holds(at, from));
        }
    }
    Ok(dossier)
}

/// Whether a question is the number of a paper and nothing else.
fn is_number(question: &str) -> bool {
    let numbers = number::find_numbers(question);
    matches!(mentions::only_numbers(question, &numbers), Some(named) if named.len() == 1)
}

/// Whether what begins on day `from` holds on day `at`; `None` where the days are not exact enough.
fn holds(at: &str, from: &str) -> Option<bool> {
    let common = at.len().min(from.len());
    let (day, begin) = (at.get(..common)?, from.get(..common)?);
    match day.cmp(begin) {
        std::cmp::Ordering::Less => Some(false),
        std::cmp::Ordering::Greater => Some(true),
        std::cmp::Ordering::Equal => {
            (from.len() <= at.len()).then_some(true).filter(|_| from.len() == at.len())
        }
    }
}

/// The dossier of a number; of one of its papers alone where that is given.
fn of_number(store: &dyn Engine, typed: &str, only: Option<&PaperRecord>) -> Result<Dossier> {
    let mut entries = Entries::of(store, typed)?;
    let mut unassigned = Vec::new();
    let mut evidence = SectionEvidence::default();
    let mut failed: Option<Error> = None;
    let outline = mentions::mentions(store, typed, Wanted::default(), |mention| {
        let added = add(store, &mut entries, &mut unassigned, &mut evidence, mention);
        failed = added.err();
        failed.is_none()
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let number = entries.number();
    let mut namesakes = entries.finish(store)?;
    if let Some(paper) = only {
        namesakes.retain(|entry| entry.held.contains(&paper.path));
    }
    Ok(Dossier {
        number,
        at: None,
        namesakes,
        unassigned,
        notes: outline.notes,
        unread: outline.unread,
    })
}

/// The dossier of a paper without a number: only what it says itself.
fn of_paper_alone(store: &dyn Engine, paper: &PaperRecord) -> Result<Dossier> {
    let entries = Entries::of_paper(paper);
    let unread = store.manifest().unread.clone();
    Ok(Dossier { namesakes: entries.finish(store)?, unread, ..Dossier::default() })
}

/// Adds a mention to the paper that it means.
fn add(
    store: &dyn Engine,
    entries: &mut Entries,
    unassigned: &mut Vec<Unassigned>,
    evidence: &mut SectionEvidence,
    mention: &Mention<'_>,
) -> Result<()> {
    let Some(citation) = mention.citation.filter(|one| is_outward(mention, one)) else {
        return Ok(());
    };
    let said = evidence.of(store, mention, citation)?;
    match entries.meant(mention) {
        Some(entry) => entry.add(mention, citation, said),
        None => {
            let sentence = sentence(mention);
            let lines = mention.lines();
            let date = |one: &Candidate| one.date.clone();
            unassigned.push(Unassigned {
                path: mention.paper.path.clone(),
                document: own_number(mention.paper),
                surface: citation.surface(&mention.section.text),
                relation: said.relation,
                state: said.status.first().map(|status| status.state),
                sentence,
                page: mention.section.page_of(lines.0),
                lines,
                candidates: mention.decision.candidates.iter().filter_map(date).collect(),
            });
        }
    }
    Ok(())
}

/// Whether another paper is cited, in the paper itself and not beside it.
fn is_outward(mention: &Mention<'_>, citation: &Citation) -> bool {
    !matches!(citation.form, Form::Own | Form::Itself) && mention.section.place.is_of_paper()
}

/// The sentences that a mention touches, on one line.
fn sentence(mention: &Mention<'_>) -> String {
    let quote = mention.quote.of(&mention.section.text);
    quote.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The number that a paper bears.
fn own_number(paper: &PaperRecord) -> Option<String> {
    paper.masthead.number.as_ref().map(|field| field.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_holds_from_its_day_on() {
        assert_eq!(holds("2023-05-01", "2023-05-01"), Some(true));
        assert_eq!(holds("2023-05-01", "2023-05-02"), Some(false));
        assert_eq!(holds("2024-01-01", "2023"), Some(true));
        assert_eq!(holds("2023-05-01", "2023"), None);
        assert_eq!(holds("2023", "2023-05-01"), None);
        assert_eq!(holds("2022-12-31", "2023"), Some(false));
    }
}
