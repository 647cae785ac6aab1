//! The values of a dossier.
//! In: nothing. Out: plain values, which are the JSON as well. Never reads an index.

use std::collections::BTreeMap;

use serde::Serialize;
use vankien_engine::Unread;
use vankien_engine::paper_path;
use vankien_papers::citation::Provision;

use crate::note::Note;

/// The dossier of a number or a paper.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Dossier {
    /// The number in its canonical form. `None` if several numbers fit what was typed, no paper bears or
    /// cites it, or a paper was named that has no number or one of an unknown form.
    pub number: Option<String>,
    /// The day that was asked for, in ISO form.
    pub at: Option<String>,
    /// The papers known under the number, by number and date. With a date behind the number: only those of
    /// that date or without one. If a paper was named by its path: that paper alone.
    pub namesakes: Vec<Entry>,
    /// The citations of the number that belong to no single entry: they may mean several of the papers, or
    /// one that is not known. All of them, also if one paper was named.
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
    #[serde(serialize_with = "paper_path::serialize_all")]
    pub held: Vec<String>,
    /// Its fields.
    pub stated: Stated,
    /// What became of it, sorted by state, then by day. Empty if no paper states anything. For a paper that
    /// cannot be looked up by number: only what it states itself.
    pub status: Vec<Status>,
    /// Who cites it.
    pub cited_by: CitedBy,
    /// The papers that it is based on, in its own order; empty where it is not held.
    pub grounds: Vec<Cited>,
    /// The papers that it amends, replaces, repeals, suspends, corrects or consolidates, in its own order.
    /// Other relations (guides, implements, …) are left out. Empty if it is not held.
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
    /// `itself` if the paper is held, else `others`. Also with `itself`, a kind or issuer that the masthead
    /// lacks comes from the papers that cite it.
    pub by: &'static str,
}

/// What may become of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has effect from a day on.
    InForceFrom,
    /// Another paper amends it, or repeals, replaces or suspends a part of it without naming the part.
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
    /// The name in JSON, which never changes: `in_force_from`, …
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
    /// The acting paper: its number, or else its title or path; if a third paper reports the act, the number
    /// or the words by which that one cites it. `None` if no acting paper is named.
    pub by: Option<String>,
    /// From when, in ISO form, as exact as known: the day in the sentence, or else the day from which the
    /// acting paper has effect. If a third paper reports the act, only the latter. `None` if that is not
    /// known.
    pub from: Option<String>,
    /// The articles, clauses, … concerned. Empty: the whole paper, or, if it is amended, a part that is not
    /// named.
    pub provisions: Vec<Provision>,
    /// The sentences that the citation touches, on one line; above 800 bytes cut around it, without a mark.
    pub sentence: String,
    /// The file in which it stands.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line of the citation, or of the words on effect (not of the sentence), in the extracted
    /// text; from 1, both inclusive.
    pub lines: (u32, u32),
    /// At how many places papers say so; the first is the one told here.
    pub places: usize,
    /// Whether it had begun by the day asked for (`from` is not later); a later end is not considered. `None`
    /// if no day was asked for, `from` is unknown, or it is not exact enough to compare.
    pub in_effect: Option<bool>,
}

/// Who cites a paper. Not counted: where a paper cites itself, `unassigned` citations, front and back matter.
/// All 0 for a paper that cannot be looked up by number: citations of it are not searched.
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

/// A citation of the number that is assigned to no entry: it may mean several papers, or one not known.
#[derive(Clone, Debug, Serialize)]
pub struct Unassigned {
    /// The citing file.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The number of the citing paper.
    pub document: Option<String>,
    /// The words of the citation.
    pub surface: String,
    /// What the citing paper does to the cited one.
    pub relation: Option<&'static str>,
    /// The state that the citing paper brings about or reports; if several, the first. `None` if it tells
    /// none.
    pub state: Option<State>,
    /// The sentences that the citation touches, on one line; above 800 bytes cut around it, without a mark.
    pub sentence: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line of the citation in the extracted text; from 1, both inclusive.
    pub lines: (u32, u32),
    /// The dates, as exact as known, of the papers that it may mean: of the first 20, those that have a date.
    /// A date may occur twice. Empty if none has a date or no such paper is known.
    pub candidates: Vec<String>,
}

/// A paper that a held paper rests on, or acts on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its whole number, printed or inferred. `None` if it cannot be told: cited by name, or by a bare number
    /// (`Nghị quyết 59`, resolution 59).
    pub number: Option<String>,
    /// The words of the citation.
    pub surface: String,
    /// What the held paper does to it.
    pub relation: &'static str,
    /// The articles, clauses, … that are cited; empty for the paper as a whole.
    pub provisions: Vec<Provision>,
    /// The file that says so.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The page, from 1, where it is known.
    pub page: Option<u32>,
    /// First and last line, from 1, both inclusive.
    pub lines: (u32, u32),
}
