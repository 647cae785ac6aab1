//! Tells namesakes apart: a number is not an identifier, for numbering begins anew with every term
//! or year. An identity is a number with its date, and the place where that is known.
//! In: a number key and an index; then a mention and the paper it stands in. Out: which one is
//! meant, or the candidates with reasons.
//! Never guesses: where nothing decides, all that are possible stay.

use std::sync::Arc;

use serde::Serialize;
use vankien_engine::PaperRecord;
use vankien_papers::document::Field;

use super::reason::Reason;

/// One of the papers that bear a number, as far as the index knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The number.
    pub canonical: String,
    /// ISO; `None` where no mention and no masthead gives one.
    pub date: Option<String>,
    /// Where it was signed.
    pub place: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// The paper of the index that bears it.
    pub path: Option<String>,
}

impl Identity {
    /// The paper itself, which the index holds.
    pub fn bearer(paper: &PaperRecord) -> Identity {
        let masthead = &paper.masthead;
        Identity {
            canonical: value(&masthead.number).unwrap_or_default(),
            date: value(&masthead.date),
            place: value(&masthead.place),
            title: value(&masthead.title),
            path: Some(paper.path.clone()),
        }
    }

    /// For a reader.
    pub fn words(&self) -> String {
        let date = self.date.as_deref().unwrap_or("without a date");
        let parts = [self.place.as_deref(), self.title.as_deref(), self.path.as_deref()];
        let rest: Vec<&str> = parts.into_iter().flatten().collect();
        format!("{} of {date}  {}", self.canonical, rest.join(" · "))
    }
}

/// A paper that a mention may mean, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number, or the name of a paper without one.
    pub canonical: String,
    /// ISO.
    pub date: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// The paper of the index that bears it.
    pub path: Option<String>,
    /// What speaks for it.
    pub reason: Reason,
}

impl Candidate {
    /// A name of which nothing else is known.
    pub fn named(name: &str) -> Candidate {
        let (canonical, reason) = (name.to_owned(), Reason::NamedByPaper);
        Candidate { canonical, date: None, title: None, path: None, reason }
    }

    /// A paper that is known, and what speaks for it.
    pub fn of(identity: &Identity, reason: Option<Reason>) -> Candidate {
        let Identity { canonical, date, title, path, .. } = identity.clone();
        let reason = reason.unwrap_or(Reason::OnlyOne);
        Candidate { canonical, date, title, path, reason }
    }
}

/// What is meant by a mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The date of the paper that is meant, where one is decided.
    pub date: Option<String>,
    /// All that are possible, where none is decided; the likeliest first. Mentions of one paper share them.
    pub candidates: Arc<[Candidate]>,
    /// What decided.
    pub reason: Option<Reason>,
}

/// So many papers that a mention may mean are shown with it. Numbering begins anew every few years:
/// so many are a century.
pub(crate) const NAMED: usize = 20;

impl Decision {
    /// All of `candidates` are possible.
    pub fn open(candidates: Arc<[Candidate]>) -> Decision {
        let count = candidates.len();
        let reason = (count > NAMED).then_some(Reason::NamedInPart { named: NAMED, of: count });
        Decision { date: None, candidates, reason }
    }

    /// The candidates that are shown; the reason tells where these are not all.
    pub fn named(&self) -> &[Candidate] {
        &self.candidates[..self.candidates.len().min(NAMED)]
    }
}

fn value(field: &Option<Field<String>>) -> Option<String> {
    field.as_ref().map(|field| field.value.clone())
}

/// Whether two dates, each as exact as it was printed, may be one.
pub(crate) fn dates_agree(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}
