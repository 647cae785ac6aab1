//! Tells namesakes apart: a number is not an identifier, for numbering begins anew with every term
//! or year. An identity is a number with its date, and the place where that is known.
//! In: a number key and an index; then a mention and the paper it stands in. Out: which one is
//! meant, or the candidates with reasons.
//! Never guesses: where nothing decides, all that are possible stay.

use std::cell::RefCell;
use std::sync::Arc;

use serde::Serialize;
use vankien_engine::{PaperRecord, Store};
use vankien_papers::document::{Citation, Field, Masthead};

use super::known::Known;
use super::meant::Meant;
use crate::error::Result;

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
const NAMED: usize = 20;

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

/// All papers known under one number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes {
    /// In order of date.
    pub identities: Vec<Identity>,
    meant: LastMeant,
}

/// What was worked out for the paper that asked last: the mentions of one paper come in a row.
#[derive(Clone, Debug, Default)]
struct LastMeant(RefCell<Option<Meant>>);

impl PartialEq for LastMeant {
    /// What was worked out is no part of what is known.
    fn eq(&self, _: &LastMeant) -> bool {
        true
    }
}

impl Eq for LastMeant {}

impl From<Vec<Identity>> for Namesakes {
    fn from(identities: Vec<Identity>) -> Namesakes {
        Namesakes { identities, meant: LastMeant::default() }
    }
}

impl Namesakes {
    /// The papers that `store` knows under the number `key`.
    pub fn of(store: &Store, key: &str) -> Result<Namesakes> {
        Ok(Known::of(store, [key.to_owned()])?.under(key))
    }

    /// Which of them `citation`, in a section with this text of a paper with the head `citing`, means.
    pub fn decide(&self, text: &str, citation: &Citation, citing: &Masthead) -> Decision {
        if let Some(date) = &citation.date {
            return Decision { date: Some(date.clone()), ..Decision::default() };
        }
        let mut meant = self.meant.0.borrow_mut();
        let known = self.identities.len();
        if !meant.as_ref().is_some_and(|meant| meant.is_of(known, citing)) {
            *meant = Some(Meant::of(&self.identities, citing));
        }
        let meant = meant.as_ref().map(|meant| meant.decide(&self.identities, text, citation));
        meant.unwrap_or_default()
    }
}

fn value(field: &Option<Field<String>>) -> Option<String> {
    field.as_ref().map(|field| field.value.clone())
}

/// Whether two dates, each as exact as it was printed, may be one.
pub fn fits(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_papers::document::{Basis, Form};
    use vankien_text::span::Span;

    fn namesakes() -> Namesakes {
        let one = |date: &str, title: &str| Identity {
            canonical: "59-NQ/TW".into(),
            date: Some(date.into()),
            title: Some(title.into()),
            ..Identity::default()
        };
        Namesakes::from(vec![
            one("2020-08-05", "xây dựng và phát triển thành phố Cần Thơ"),
            one("2025-01-24", "hội nhập quốc tế trong tình hình mới"),
        ])
    }

    fn cites(text: &str, of_date: Option<&str>, day: Option<&str>) -> Decision {
        let start = text.find("59").expect("a number");
        let citation = Citation {
            span: Span::new(start, start + 8),
            canonical: Some("59-NQ/TW".into()),
            kind: None,
            issuer: None,
            date: None,
            of_date: of_date.map(str::to_owned),
            form: Form::Number,
            basis: Basis::Printed,
            confidence: 1.0,
            candidates: Vec::new(),
        };
        let day = day.map(|day| Field { value: day.into(), lines: (1, 1), confidence: 1.0 });
        let citing = Masthead { date: day, ..Masthead::default() };
        namesakes().decide(text, &citation, &citing)
    }

    #[test]
    fn a_paper_cannot_cite_what_came_later() {
        let decided = cites("theo 59-NQ/TW", None, Some("2021-03-01"));
        assert_eq!(decided.date.as_deref(), Some("2020-08-05"));
        assert_eq!(decided.reason, Some(Reason::OtherCameLater { date: "2025-01-24".into() }));
        let none = cites("theo 59-NQ/TW", None, Some("2019"));
        assert!(none.date.is_none() && none.reason.is_some());
    }

    #[test]
    fn date_and_title_decide() {
        let dated = cites("theo 59-NQ/TW", Some("2025-01-24"), None);
        assert_eq!(dated.date.as_deref(), Some("2025-01-24"));
        let titled = cites("59-NQ/TW về hội nhập quốc tế", None, Some("2025-06"));
        assert_eq!(titled.date.as_deref(), Some("2025-01-24"));
    }

    #[test]
    fn what_nothing_decides_stays_open() {
        let open = cites("theo 59-NQ/TW", None, Some("2025-06"));
        assert_eq!(open.date, None);
        let dates: Vec<_> = open.candidates.iter().map(|one| one.date.as_deref()).collect();
        assert_eq!(dates, [Some("2025-01-24"), Some("2020-08-05")]);
    }

    #[test]
    fn mentions_of_a_number_with_thousands_of_dates_share_what_it_may_mean() {
        let one = |at: usize| Identity {
            date: Some(format!("{:04}-{:02}-01", 1000 + at / 12, 1 + at % 12)),
            ..Identity::default()
        };
        let known = Namesakes::from((0..9_000).map(one).collect::<Vec<_>>());
        let citation = vankien_papers::citation::citations("theo Nghị quyết số 59-NQ/TW");
        let decide =
            || known.decide("theo Nghị quyết số 59-NQ/TW", &citation[0], &Masthead::default());
        let (first, second) = (decide(), decide());
        assert!(Arc::ptr_eq(&first.candidates, &second.candidates));
        assert_eq!((first.candidates.len(), first.named().len()), (9_000, NAMED));
        assert_eq!(first.reason, Some(Reason::NamedInPart { named: NAMED, of: 9_000 }));
    }
}
