//! Tells namesakes apart: a number is not an identifier, for numbering begins anew with every term
//! or year. An identity is a number with its date, and the place where that is known.
//! In: a number key and an index; then a mention and the paper it stands in. Out: which one is
//! meant, or the candidates with reasons.
//! Never guesses: where nothing decides, all that are possible stay.

use std::collections::BTreeSet;

use serde::Serialize;
use tantivy::schema::Term;
use vankien_engine::analyse::{NUMBER, OWN};
use vankien_engine::keys::{self, DATE};
use vankien_engine::{PaperRecord, Store};
use vankien_papers::citation::quoted_title;
use vankien_papers::document::{Citation, Field};
use vankien_system::error::Result;
use vankien_text::span::{self, Span};

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
    /// All that are possible, where none is decided; the likeliest first.
    pub candidates: Vec<Candidate>,
    /// What decided.
    pub reason: Option<Reason>,
}

/// All papers known under one number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes {
    /// In order of date.
    pub identities: Vec<Identity>,
}

/// How much of the text around a mention is searched for the words of a title, in bytes.
const AROUND: usize = 160;

/// How many sections are read for the title that goes with a date.
const TITLES: usize = 3;

impl Namesakes {
    /// The papers that `store` knows under the number `key`.
    pub fn of(store: &Store, key: &str) -> Result<Namesakes> {
        let mut identities: Vec<Identity> = Vec::new();
        for (segment, doc) in store.docs(term(store, OWN, key))? {
            let section = store.section(segment, doc)?;
            let Some(paper) = store.paper(&section.path)? else { continue };
            identities.push(bearer(&paper));
        }
        // `2020` beside `2020-08-05` is the same, less exactly.
        let mut dates: Vec<String> = dates(store, key)?.into_iter().collect();
        dates.sort_by_key(|date| std::cmp::Reverse(date.len()));
        for date in dates {
            if !identities.iter().any(|one| one.date.as_deref().is_some_and(|at| fits(at, &date))) {
                identities.push(cited(store, key, Some(date))?);
            }
        }
        if identities.is_empty() {
            identities.push(cited(store, key, None)?);
        }
        identities.sort_by(|one, other| (&one.date, &one.path).cmp(&(&other.date, &other.path)));
        identities.dedup();
        Ok(Namesakes { identities })
    }

    /// Which of them `citation`, in a section with this text of the paper `citing`, means.
    pub fn decide(&self, text: &str, citation: &Citation, citing: &PaperRecord) -> Decision {
        if let Some(date) = &citation.date {
            return Decision { date: Some(date.clone()), ..Decision::default() };
        }
        let day = value(&citing.masthead.date);
        let (possible, later): (Vec<&Identity>, Vec<&Identity>) = self.identities.iter().partition(
            |one| !matches!((&one.date, &day), (Some(date), Some(day)) if is_later(date, day)),
        );
        if let Some(date) = &citation.of_date {
            // The paper gave it this date elsewhere; only the words of another's title weigh more.
            let other = by_words(&possible, text, citation).filter(|one| one.date.is_some());
            let date = other.map_or(Some(date.clone()), |one| one.date.clone());
            return Decision { date, ..Decision::default() };
        }
        let chosen = |one: &Identity, reason: Option<Reason>| Decision {
            date: one.date.clone(),
            candidates: Vec::new(),
            reason,
        };
        match (&possible[..], &later[..]) {
            ([], []) => Decision::default(),
            ([], [first, ..]) => {
                let reason = Reason::OlderThanAll { date: first.date.clone().unwrap_or_default() };
                Decision { reason: Some(reason), ..Decision::default() }
            }
            ([only], []) => chosen(only, None),
            ([only], [first, ..]) => {
                let date = first.date.clone().unwrap_or_default();
                chosen(only, Some(Reason::OtherCameLater { date }))
            }
            _ => by_words(&possible, text, citation)
                .map(|one| chosen(one, Some(Reason::TitleNearBy)))
                .or_else(|| {
                    by_issuer(&possible, citation)
                        .map(|one| chosen(one, Some(Reason::IssuerOfPlace)))
                })
                .or_else(|| {
                    by_place(&possible, citing).map(|one| chosen(one, Some(Reason::SamePlace)))
                })
                .unwrap_or_else(|| open(&possible, day.as_deref())),
        }
    }
}

fn term(store: &Store, lead: char, key: &str) -> Term {
    Term::from_field_text(store.fields.text, &format!("{lead}{key}"))
}

fn value(field: &Option<Field<String>>) -> Option<String> {
    field.as_ref().map(|field| field.value.clone())
}

fn bearer(paper: &PaperRecord) -> Identity {
    let masthead = &paper.masthead;
    Identity {
        canonical: value(&masthead.number).unwrap_or_default(),
        date: value(&masthead.date),
        place: value(&masthead.place),
        title: value(&masthead.title),
        path: Some(paper.path.clone()),
    }
}

/// The dates under which the number is cited.
fn dates(store: &Store, key: &str) -> Result<BTreeSet<String>> {
    let mut dates = BTreeSet::new();
    let lead = format!("{NUMBER}{key}{DATE}");
    for segment in store.segments() {
        let inverted =
            segment.inverted_index(store.fields.text).map_err(|error| store.failed(error))?;
        let range = inverted.terms().range().ge(&lead).into_stream();
        let mut range = range.map_err(|error| store.failed(error))?;
        while range.advance() && range.key().starts_with(lead.as_bytes()) {
            dates.extend(std::str::from_utf8(&range.key()[lead.len()..]).map(str::to_owned));
        }
    }
    Ok(dates)
}

/// A paper that is only cited, with the title that goes with its date.
fn cited(store: &Store, key: &str, date: Option<String>) -> Result<Identity> {
    let mut identity = Identity::default();
    let term_key = date.as_ref().map_or(key.to_owned(), |date| format!("{key}{DATE}{date}"));
    for (segment, doc) in store.docs(term(store, NUMBER, &term_key))?.into_iter().take(TITLES) {
        let section = store.section(segment, doc)?;
        for citation in &section.citations {
            let Some(canonical) = &citation.canonical else { continue };
            if keys::number_key(canonical) == key && citation.of_date == date {
                identity.canonical.clone_from(canonical);
                identity.title = identity.title.or_else(|| quoted_title(&section.text, citation));
            }
        }
        if identity.title.is_some() {
            break;
        }
    }
    identity.date = date;
    Ok(identity)
}

/// Whether two dates, each as exact as it was printed, may be one.
pub fn fits(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Whether `date` lies after `day`, each as exact as it was printed.
fn is_later(date: &str, day: &str) -> bool {
    let exact = date.len().min(day.len());
    date.get(..exact) > day.get(..exact)
}

/// The one whose title shares clearly more pairs of words with what stands around the mention.
fn by_words<'i>(
    possible: &[&'i Identity],
    text: &str,
    citation: &Citation,
) -> Option<&'i Identity> {
    let pairs = |text: &str| -> BTreeSet<String> {
        let folded = keys::folded(text);
        let words: Vec<&str> = folded.split(' ').collect();
        words.windows(2).map(|pair| pair.join(" ")).collect()
    };
    let near = pairs(around(text, citation.span));
    let titles: Vec<BTreeSet<String>> =
        possible.iter().map(|one| one.title.as_deref().map(pairs).unwrap_or_default()).collect();
    // Words that several titles share tell nothing.
    let own = |at: usize| {
        titles[at].iter().filter(|pair| {
            near.contains(*pair) && titles.iter().filter(|title| title.contains(*pair)).count() == 1
        })
    };
    let mut counts: Vec<(usize, usize)> =
        (0..possible.len()).map(|at| (own(at).count(), at)).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    match counts[..] {
        [(most, at), (next, _), ..] if most >= 2 && most >= 2 * next => Some(possible[at]),
        [(most, at)] if most >= 2 => Some(possible[at]),
        _ => None,
    }
}

/// The only one signed in a place that the issuer behind the number names.
fn by_issuer<'i>(possible: &[&'i Identity], citation: &Citation) -> Option<&'i Identity> {
    let issuer = citation.issuer.as_deref()?;
    let mut named = possible
        .iter()
        .filter(|one| one.place.as_deref().is_some_and(|place| issuer.contains(place)));
    let first = named.next()?;
    named.next().is_none().then_some(*first)
}

/// The text around a mention, the mention left out.
fn around(text: &str, span: Span) -> &str {
    let from =
        (span.start.saturating_sub(AROUND)..=span.start).find(|at| text.is_char_boundary(*at));
    let to = (span.end..=(span.end + AROUND).min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    span::slice(text, from.unwrap_or(span.start), to.unwrap_or(span.end))
}

/// The only one that was signed where the citing paper was.
fn by_place<'i>(possible: &[&'i Identity], citing: &PaperRecord) -> Option<&'i Identity> {
    let place = value(&citing.masthead.place)?;
    let mut same = possible.iter().filter(|one| one.place.as_ref() == Some(&place));
    let first = same.next()?;
    same.next().is_none().then_some(*first)
}

/// All that are possible, the latest before the citing paper first.
fn open(possible: &[&Identity], day: Option<&str>) -> Decision {
    let mut possible: Vec<&Identity> = possible.to_vec();
    possible.sort_by(|one, other| other.date.cmp(&one.date));
    let reason = |at: usize, one: &Identity| match (&one.date, day) {
        (None, _) => Reason::DateUnknown,
        (Some(_), None) => Reason::CitingUndated,
        (Some(_), Some(day)) if at == 0 => Reason::LatestBefore { date: day.to_owned() },
        (Some(_), Some(day)) => Reason::Before { date: day.to_owned() },
    };
    let candidates =
        possible.iter().enumerate().map(|(at, one)| Candidate::of(one, Some(reason(at, one))));
    Decision { date: None, candidates: candidates.collect(), reason: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_papers::document::{Basis, Form};

    fn namesakes() -> Namesakes {
        let one = |date: &str, title: &str| Identity {
            canonical: "59-NQ/TW".into(),
            date: Some(date.into()),
            title: Some(title.into()),
            ..Identity::default()
        };
        Namesakes {
            identities: vec![
                one("2020-08-05", "xây dựng và phát triển thành phố Cần Thơ"),
                one("2025-01-24", "hội nhập quốc tế trong tình hình mới"),
            ],
        }
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
        let mut citing = PaperRecord::default();
        citing.masthead.date =
            day.map(|day| Field { value: day.into(), lines: (1, 1), confidence: 1.0 });
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
}
