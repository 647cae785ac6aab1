//! Which of the papers of one number the mentions in one paper mean: what holds for all of them is worked out once.
//! In: the papers of a number and the head of the paper that mentions it; then a mention. Out: a decision.
//! Never looks at all papers of the number for one mention: a number may have thousands of dates.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::keys;
use vankien_papers::document::{Citation, Field, Masthead};
use vankien_text::span::{self, Span};

use super::identity::{Candidate, Decision, Identity};
use super::reason::Reason;

/// How much of the text around a mention is searched for the words of a title, in bytes.
const AROUND: usize = 160;

/// What all mentions of a number in one paper share.
#[derive(Clone, Debug)]
pub struct Meant {
    day: Option<String>,
    place: Option<String>,
    /// How many papers bear the number.
    known: usize,
    /// Those that were there when the paper was written, as numbers of identities.
    possible: Vec<usize>,
    /// The first of the others.
    later: Option<usize>,
    /// The pairs of words in titles, each with the only possible one whose title holds it; `None` where several do.
    words: BTreeMap<String, Option<usize>>,
    /// Where possible ones were signed, with the only one that was signed there.
    places: BTreeMap<String, Option<usize>>,
    /// What is decided where no words near by decide.
    open: Decision,
}

impl Meant {
    /// What is meant in a paper with the head `citing` by a number that `identities` bear.
    pub fn of(identities: &[Identity], citing: &Masthead) -> Meant {
        let (day, place) = (value(&citing.date), value(&citing.place));
        let is_after = |at: &usize| match (&identities[*at].date, &day) {
            (Some(date), Some(day)) => is_later(date, day),
            _ => false,
        };
        let (later, possible): (Vec<usize>, Vec<usize>) = (0..identities.len()).partition(is_after);
        let (mut words, mut places) = (BTreeMap::new(), BTreeMap::new());
        for at in &possible {
            let title = identities[*at].title.as_deref().map(pairs).unwrap_or_default();
            title.into_iter().for_each(|pair| enter(&mut words, pair, *at));
            if let Some(place) = identities[*at].place.clone() {
                enter(&mut places, place, *at);
            }
        }
        let open = open(identities, &possible, day.as_deref());
        let (known, later) = (identities.len(), later.first().copied());
        Meant { day, place, known, possible, later, words, places, open }
    }

    /// Whether it holds for a paper with this head and so many papers of the number.
    pub fn is_of(&self, known: usize, citing: &Masthead) -> bool {
        let is_same = |field: &Option<Field<String>>, own: &Option<String>| {
            field.as_ref().map(|field| &field.value) == own.as_ref()
        };
        self.known == known
            && is_same(&citing.date, &self.day)
            && is_same(&citing.place, &self.place)
    }

    /// Which one `citation`, in a section with this text, means.
    pub fn decide(&self, identities: &[Identity], text: &str, citation: &Citation) -> Decision {
        if let Some(date) = &citation.of_date {
            // The paper gave it this date elsewhere; only the words of another's title weigh more.
            let other = self.by_words(text, citation).and_then(|at| identities[at].date.clone());
            return Decision { date: other.or_else(|| Some(date.clone())), ..Decision::default() };
        }
        let date_of = |at: usize| identities[at].date.clone().unwrap_or_default();
        let chosen = |at: usize, reason: Option<Reason>| Decision {
            date: identities[at].date.clone(),
            reason,
            ..Decision::default()
        };
        match (&self.possible[..], self.later) {
            ([], None) => Decision::default(),
            ([], Some(first)) => {
                let reason = Reason::OlderThanAll { date: date_of(first) };
                Decision { reason: Some(reason), ..Decision::default() }
            }
            ([only], None) => chosen(*only, None),
            ([only], Some(first)) => {
                chosen(*only, Some(Reason::OtherCameLater { date: date_of(first) }))
            }
            _ => match self.told(text, citation) {
                Some((at, reason)) => chosen(at, Some(reason)),
                None => self.open.clone(),
            },
        }
    }

    /// The one that something near by tells, and what does.
    fn told(&self, text: &str, citation: &Citation) -> Option<(usize, Reason)> {
        let by_words = self.by_words(text, citation);
        by_words
            .map(|at| (at, Reason::TitleNearBy))
            .or_else(|| Some((self.by_issuer(citation)?, Reason::IssuerOfPlace)))
            .or_else(|| Some((self.by_place()?, Reason::SamePlace)))
    }

    /// The one whose title shares clearly more pairs of words with what stands around the mention. Words that several
    /// titles share tell nothing.
    fn by_words(&self, text: &str, citation: &Citation) -> Option<usize> {
        if self.words.is_empty() {
            return None;
        }
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in pairs(around(text, citation.span)) {
            if let Some(Some(at)) = self.words.get(&pair) {
                *counts.entry(*at).or_default() += 1;
            }
        }
        let mut counts: Vec<(usize, usize)> =
            counts.into_iter().map(|(at, count)| (count, at)).collect();
        counts.sort_unstable_by(|one, other| other.cmp(one));
        let (most, at) = *counts.first()?;
        let next = counts.get(1).map_or(0, |(next, _)| *next);
        (most >= 2 && most >= 2 * next).then_some(at)
    }

    /// The only one signed in a place that the issuer behind the number names.
    fn by_issuer(&self, citation: &Citation) -> Option<usize> {
        let issuer = citation.issuer.as_deref()?;
        let mut named = self.places.iter().filter(|(place, _)| issuer.contains(place.as_str()));
        let (_, only) = named.next()?;
        if named.next().is_some() { None } else { *only }
    }

    /// The only one that was signed where the citing paper was.
    fn by_place(&self) -> Option<usize> {
        *self.places.get(self.place.as_ref()?)?
    }
}

/// Notes that the paper with this number holds `key`.
fn enter(all: &mut BTreeMap<String, Option<usize>>, key: String, at: usize) {
    all.entry(key).and_modify(|only| *only = None).or_insert(Some(at));
}

fn value(field: &Option<Field<String>>) -> Option<String> {
    field.as_ref().map(|field| field.value.clone())
}

/// Whether `date` lies after `day`, each as exact as it was printed.
fn is_later(date: &str, day: &str) -> bool {
    let exact = date.len().min(day.len());
    date.get(..exact) > day.get(..exact)
}

/// The words of a text that stand side by side.
fn pairs(text: &str) -> BTreeSet<String> {
    let folded = keys::folded_words(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.windows(2).map(|pair| pair.join(" ")).collect()
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

/// All that are possible, the latest before the citing paper first.
fn open(identities: &[Identity], possible: &[usize], day: Option<&str>) -> Decision {
    let mut possible: Vec<&Identity> = possible.iter().map(|at| &identities[*at]).collect();
    possible.sort_by(|one, other| other.date.cmp(&one.date));
    let reason = |at: usize, one: &Identity| match (&one.date, day) {
        (None, _) => Reason::DateUnknown,
        (Some(_), None) => Reason::CitingUndated,
        (Some(_), Some(day)) if at == 0 => Reason::LatestBefore { date: day.to_owned() },
        (Some(_), Some(day)) => Reason::Before { date: day.to_owned() },
    };
    let candidates =
        possible.iter().enumerate().map(|(at, one)| Candidate::of(one, Some(reason(at, one))));
    Decision::open(candidates.collect())
}
