//! The values of a dossier.
//! In: nothing. Out: plain values, which are the JSON as well. Never reads an index.

use std::collections::BTreeMap;

use serde::Serialize;
use vankien_engine::Unread;
use vankien_papers::citation::Provision;

use crate::note::Note;

/// The dossier of a number or a paper.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Dossier {
    /// The number in its normal spelling; `None` where several numbers fit what was typed, or the paper has none.
    pub number: Option<String>,
    /// The day that was asked for, in ISO form.
    pub at: Option<String>,
    /// The papers known under the number, by number and date.
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
    pub(super) fn of_relation(relation: &str) -> Option<State> {
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
    pub(super) last: String,
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
    /// The days of the papers that it may mean, at most 20; empty where they are not told by days alone.
    pub candidates: Vec<String>,
}

/// A paper that a held paper rests on, or acts on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its number; `None` where it is named without one.
    pub number: Option<String>,
    /// The words of the citation.
    pub surface: String,
    /// What the held paper does to it.
    pub relation: &'static str,
    /// The articles, clauses, … that are cited; empty for the paper as a whole.
    pub provisions: Vec<Provision>,
    /// The file that says so.
    pub path: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line, from 1, both inclusive.
    pub lines: (u32, u32),
}
