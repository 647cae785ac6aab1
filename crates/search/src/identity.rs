//! Papers that share one number (namesakes), and decisions which of them is meant.
//! A number is no identifier: numbering begins anew with every term of an assembly or every year. What identifies a
//! paper is its number with its date, and the place of signing where it is known.
//! In: nothing. Out: plain values; `namesakes` and `citing_context` decide. A decision never guesses: where nothing
//! decides, all candidates stay.

use std::sync::Arc;

use serde::Serialize;
use vankien_engine::PaperRecord;
use vankien_engine::paper_path;
use vankien_papers::document::Field;

use super::reason::Reason;

/// One of the papers that share a number, as far as the index knows it: a paper in the index, or one that is only
/// cited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The number in its canonical form; empty for a paper that bears none.
    pub canonical: String,
    /// Its date in ISO form, as exact as it is known; `None` where neither a masthead nor a citation gives one.
    pub date: Option<String>,
    /// Where it was signed, if that is known.
    pub place: Option<String>,
    /// Its title, if that is known.
    pub title: Option<String>,
    /// The path of the paper; `None` where the index does not hold it.
    #[serde(flatten, serialize_with = "paper_path::serialize_option")]
    pub path: Option<String>,
}

impl Identity {
    /// The identity of a paper in the index.
    pub fn of_paper(paper: &PaperRecord) -> Identity {
        let masthead = &paper.masthead;
        Identity {
            canonical: field_value(&masthead.number).unwrap_or_default(),
            date: field_value(&masthead.date),
            place: field_value(&masthead.place),
            title: field_value(&masthead.title),
            path: Some(paper.path.clone()),
        }
    }

    /// One line for a reader: number, date, and what else is known.
    pub fn words(&self) -> String {
        let date = self.date.as_deref().unwrap_or("without a date");
        let parts = [self.place.as_deref(), self.title.as_deref(), self.path.as_deref()];
        let known: Vec<&str> = parts.into_iter().flatten().collect();
        format!("{} of {date}  {}", self.canonical, known.join(" · "))
    }
}

/// A paper that a mention may mean, and what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number, or the name of a paper without one.
    pub canonical: String,
    /// Its date in ISO form, as exact as it is known.
    pub date: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The path of the paper; `None` where the index does not hold it.
    pub path: Option<String>,
    /// What speaks for it.
    pub reason: Reason,
}

impl Candidate {
    /// A paper of which only the name is known.
    pub fn of_name(name: &str) -> Candidate {
        let (canonical, reason) = (name.to_owned(), Reason::NamedByPaper);
        Candidate { canonical, date: None, title: None, path: None, reason }
    }

    /// A paper that is known; `None` as reason stands for [`Reason::OnlyOne`].
    pub fn of_identity(identity: &Identity, reason: Option<Reason>) -> Candidate {
        let Identity { canonical, date, title, path, .. } = identity.clone();
        let reason = reason.unwrap_or(Reason::OnlyOne);
        Candidate { canonical, date, title, path, reason }
    }
}

/// Which paper a mention means: a decided one (`date`), several possible ones (`candidates`), or nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The number of the paper that is meant, where the mention names a law without one and it is decided.
    pub number: Option<String>,
    /// The date of the paper that is meant; `None` where none is decided or its date is not known.
    pub date: Option<String>,
    /// All papers that it may mean, where none is decided; the likeliest first. Mentions in one paper share the list.
    pub candidates: Arc<[Candidate]>,
    /// What decided; or that not all candidates are shown.
    pub reason: Option<Reason>,
}

/// Candidates that are shown with a mention, at most. A judgement, not measured: where numbering begins anew every five
/// years, 20 namesakes are a century.
pub(crate) const SHOWN_CANDIDATES: usize = 20;

impl Decision {
    /// No decision: all of `candidates` are possible.
    pub fn undecided(candidates: Arc<[Candidate]>) -> Decision {
        let count = candidates.len();
        let reason = if count > SHOWN_CANDIDATES {
            Some(Reason::NamedInPart { named: SHOWN_CANDIDATES, of: count })
        } else {
            None
        };
        Decision { candidates, reason, ..Decision::default() }
    }

    /// The first candidates, as many as are shown; `reason` says so where these are not all.
    pub fn shown_candidates(&self) -> &[Candidate] {
        &self.candidates[..self.candidates.len().min(SHOWN_CANDIDATES)]
    }
}

/// The value of a field of a masthead.
pub(crate) fn field_value(field: &Option<Field<String>>) -> Option<String> {
    field.as_ref().map(|field| field.value.clone())
}

/// Whether two dates, each as exact as it was printed, may be the same: `2020` and `2020-08-05`.
pub(crate) fn dates_agree(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Whether `date` lies after `other`, as far as both are exact: `2020-08` is not later than `2020`.
pub(crate) fn is_later(date: &str, other: &str) -> bool {
    let common = date.len().min(other.len());
    date.get(..common) > other.get(..common)
}
