//! Decides which of several papers with one number the mentions in one citing paper mean.
//! In: the papers of a number and the masthead of the citing paper; then a mention. Out: a decision.
//! What all mentions in the citing paper share is worked out once. Never looks at all papers of the number for one
//! mention: a number may have thousands of dates.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::keys;
use vankien_papers::document::{Citation, Field, Masthead};
use vankien_text::span::{self, Span};

use super::identity::{Candidate, Decision, Identity, field_value, is_later};
use super::reason::Reason;

/// Bytes on either side of a mention that are searched for words of a title. A judgement, not measured; tests of
/// `namesakes.rs` hold cases.
const CONTEXT_BYTES: usize = 160;

/// Pairs of neighbouring words that the text around a mention must share with a title, at least. One pair may be
/// chance. A judgement, not measured.
const MIN_TITLE_PAIRS: usize = 2;

/// The best title must share at least this many times as many pairs as the next best. A judgement, not measured.
const TITLE_PAIRS_RATIO: usize = 2;

/// What all mentions of one number in one citing paper share. A paper that bears the number (`usize`) is given by its
/// index in the identities.
#[derive(Clone, Debug)]
pub struct CitingContext {
    /// The date that the citing paper bears, if any.
    date: Option<String>,
    /// Where the citing paper was signed, if it says so.
    place: Option<String>,
    /// How many papers bear the number.
    known: usize,
    /// The papers that are not dated later than the citing one; all where the citing paper has no date.
    possible: Vec<usize>,
    /// The earliest of the later papers; of equal dates the first in order of the identities.
    first_later: Option<usize>,
    /// The pairs of neighbouring words in titles of possible papers, each with the only paper whose title holds it;
    /// `None` where several titles do.
    title_pairs: BTreeMap<String, Option<usize>>,
    /// The places of signing of possible papers, each with the only one signed there; `None` where several were.
    places: BTreeMap<String, Option<usize>>,
    /// The decision where nothing near a mention decides: all possible papers, with reasons.
    undecided: Decision,
}

impl CitingContext {
    /// Prepares to decide the mentions of the number that `identities` bear, in a paper with the masthead `citing`.
    pub fn of(identities: &[Identity], citing: &Masthead) -> CitingContext {
        let date = field_value(&citing.date);
        let place = field_value(&citing.place);
        let is_after = |at: &usize| match (&identities[*at].date, &date) {
            (Some(other), Some(date)) => is_later(other, date),
            _ => false,
        };
        let (later, possible): (Vec<usize>, Vec<usize>) = (0..identities.len()).partition(is_after);
        let mut title_pairs = BTreeMap::new();
        let mut places = BTreeMap::new();
        for at in &possible {
            if let Some(title) = &identities[*at].title {
                for pair in neighbouring_words(title) {
                    enter(&mut title_pairs, pair, *at);
                }
            }
            if let Some(place) = identities[*at].place.clone() {
                enter(&mut places, place, *at);
            }
        }
        let undecided = undecided(identities, &possible, date.as_deref());
        CitingContext {
            date,
            place,
            known: identities.len(),
            possible,
            first_later: later.into_iter().min_by_key(|at| &identities[*at].date),
            title_pairs,
            places,
            undecided,
        }
    }

    /// Whether it was prepared for a paper with the date and place of this masthead, and for `known` papers that bear
    /// the number.
    pub fn is_for(&self, known: usize, citing: &Masthead) -> bool {
        let is_same = |field: &Option<Field<String>>, own: &Option<String>| {
            field.as_ref().map(|field| &field.value) == own.as_ref()
        };
        self.known == known
            && is_same(&citing.date, &self.date)
            && is_same(&citing.place, &self.place)
    }

    /// Which paper a citation means: `text` is that of its section, `identities` are those given to
    /// [`CitingContext::of`]. A date that the citing paper gives with the number decides, unless the words around are
    /// another paper's title.
    pub fn decide(&self, identities: &[Identity], text: &str, citation: &Citation) -> Decision {
        if let Some(date) = &citation.of_date {
            // The paper gave the number this date elsewhere. Only words of another paper's title outweigh that.
            let other = self.by_title(text, citation).and_then(|at| identities[at].date.clone());
            return Decision { date: other.or_else(|| Some(date.clone())), ..Decision::default() };
        }
        let date_of = |at: usize| identities[at].date.clone().unwrap_or_default();
        let chosen = |at: usize, reason: Option<Reason>| Decision {
            date: identities[at].date.clone(),
            reason,
            ..Decision::default()
        };
        match (&self.possible[..], self.first_later) {
            ([], None) => Decision::default(),
            ([], Some(first)) => {
                let reason = Reason::OlderThanAll { date: date_of(first) };
                Decision { reason: Some(reason), ..Decision::default() }
            }
            ([only], None) => chosen(*only, None),
            ([only], Some(first)) => {
                chosen(*only, Some(Reason::OtherCameLater { date: date_of(first) }))
            }
            _ => match self.by_context(text, citation) {
                Some((at, reason)) => chosen(at, Some(reason)),
                None => self.undecided.clone(),
            },
        }
    }

    /// The paper that the context of the citation decides for, and what decided: the title, then the issuer, then the
    /// place of signing.
    fn by_context(&self, text: &str, citation: &Citation) -> Option<(usize, Reason)> {
        if let Some(at) = self.by_title(text, citation) {
            return Some((at, Reason::TitleNearBy));
        }
        if let Some(at) = self.by_issuer(citation) {
            return Some((at, Reason::IssuerOfPlace));
        }
        self.by_place().map(|at| (at, Reason::SamePlace))
    }

    /// The paper whose title clearly shares more pairs of words with the text around the citation than any other. Pairs
    /// that several titles share do not count.
    fn by_title(&self, text: &str, citation: &Citation) -> Option<usize> {
        if self.title_pairs.is_empty() {
            return None;
        }
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for pair in neighbouring_words(text_around(text, citation.span)) {
            if let Some(Some(at)) = self.title_pairs.get(&pair) {
                *counts.entry(*at).or_default() += 1;
            }
        }
        let mut by_count: Vec<(usize, usize)> =
            counts.into_iter().map(|(at, count)| (count, at)).collect();
        by_count.sort_unstable_by(|one, other| other.cmp(one));
        let (most, at) = *by_count.first()?;
        let next = by_count.get(1).map_or(0, |(next, _)| *next);
        let is_clear = most >= MIN_TITLE_PAIRS && most >= TITLE_PAIRS_RATIO * next;
        if is_clear { Some(at) } else { None }
    }

    /// The only paper signed at a place that the issuer printed behind the number names.
    fn by_issuer(&self, citation: &Citation) -> Option<usize> {
        let issuer = citation.issuer.as_deref()?;
        let mut named = self.places.iter().filter(|(place, _)| issuer.contains(place.as_str()));
        let (_, only) = named.next()?;
        if named.next().is_some() { None } else { *only }
    }

    /// The only paper signed where the citing paper was.
    fn by_place(&self) -> Option<usize> {
        *self.places.get(self.place.as_ref()?)?
    }
}

/// Enters that the paper with index `at` holds `key`; a key that several papers hold is `None`.
fn enter(all: &mut BTreeMap<String, Option<usize>>, key: String, at: usize) {
    all.entry(key).and_modify(|only| *only = None).or_insert(Some(at));
}

/// Each two neighbouring words of a text, folded, with a blank between them.
fn neighbouring_words(text: &str) -> BTreeSet<String> {
    let folded = keys::folded_words(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words.windows(2).map(|pair| pair.join(" ")).collect()
}

/// The text from [`CONTEXT_BYTES`] before a mention to as many behind it.
fn text_around(text: &str, span: Span) -> &str {
    let from = (span.start.saturating_sub(CONTEXT_BYTES)..=span.start)
        .find(|at| text.is_char_boundary(*at));
    let to = (span.end..=(span.end + CONTEXT_BYTES).min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    span::slice(text, from.unwrap_or(span.start), to.unwrap_or(span.end))
}

/// The decision that all possible papers stay, the latest first. `day` is the date of the citing paper.
fn undecided(identities: &[Identity], possible: &[usize], day: Option<&str>) -> Decision {
    let mut possible: Vec<&Identity> = possible.iter().map(|at| &identities[*at]).collect();
    possible.sort_by(|one, other| other.date.cmp(&one.date));
    let reason = |at: usize, one: &Identity| match (&one.date, day) {
        (None, _) => Reason::DateUnknown,
        (Some(_), None) => Reason::CitingUndated,
        (Some(_), Some(day)) if at == 0 => Reason::LatestBefore { date: day.to_owned() },
        (Some(_), Some(day)) => Reason::Before { date: day.to_owned() },
    };
    let candidates = possible
        .iter()
        .enumerate()
        .map(|(at, one)| Candidate::of_identity(one, Some(reason(at, one))));
    Decision::undecided(candidates.collect())
}
