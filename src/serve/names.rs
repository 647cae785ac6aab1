//! The papers by the names that addresses use, and what a reader may be about to type.
//! In: an index. Out: paths by id; suggestions. Never makes a path from what a caller sent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vankien_engine::keys::folded_words;
use vankien_engine::{PaperRecord, Papers, paper_id};

use crate::error::Result;

/// How many suggestions are made.
const SUGGESTED: usize = 8;

/// How many of them are phrases, so that titles have room.
const PHRASES: usize = 3;

/// So many papers must use a phrase.
const FREQUENT: usize = 2;

/// The paths of the papers of one state of the index by their names in addresses.
#[derive(Debug)]
pub struct Names {
    paths: BTreeMap<String, String>,
}

/// What the papers of one state of the index may be asked for by.
#[derive(Debug)]
pub struct Suggestions {
    known: Vec<Known>,
    /// What papers define abbreviations for and who issues them: folded, as written, the most
    /// frequent first.
    phrases: Vec<(String, String)>,
}

/// What a paper may be asked for by, folded.
#[derive(Debug)]
struct Known {
    number: Option<(String, String)>,
    title: Option<(String, String)>,
}

/// What a reader may be about to type.
#[derive(Debug, PartialEq, Serialize)]
pub struct Suggestion<'a> {
    /// What to ask.
    pub text: &'a str,
    /// `number`, `phrase` or `title`.
    pub kind: &'static str,
}

impl Names {
    /// Reads the names of all papers, no more of them.
    pub fn of(store: &dyn Papers) -> Result<Names> {
        let named = |path: String| (paper_id(&path), path);
        Ok(Names { paths: store.paths()?.into_iter().map(named).collect() })
    }

    /// The path of the paper with this name.
    pub fn path(&self, id: &str) -> Option<&str> {
        self.paths.get(id).map(String::as_str)
    }
}

impl Suggestions {
    /// Reads numbers, titles and names of all papers.
    pub fn of(store: &dyn Papers) -> Result<Suggestions> {
        let papers = store.papers()?;
        let phrases = phrases(&papers);
        let known = papers.into_iter().map(|paper| {
            let number = paper.masthead.number.map(|field| (squeezed(&field.value), field.value));
            let title = paper.masthead.title.map(|field| (folded_words(&field.value), field.value));
            Known { number, title }
        });
        Ok(Suggestions { known: known.collect(), phrases })
    }

    /// Numbers that begin so, then frequent phrases, then titles in which a word does, each once.
    pub fn suggest(&self, typed: &str) -> Vec<Suggestion<'_>> {
        let (number, words) = (squeezed(typed), folded_words(typed));
        if number.is_empty() {
            return Vec::new();
        }
        let numbers = self.known.iter().filter_map(|known| known.number.as_ref());
        let numbers = numbers.filter(|(key, _)| key.starts_with(&number));
        let numbers: BTreeSet<&str> = numbers.map(|(_, text)| text.as_str()).collect();
        let titles = self.known.iter().filter_map(|known| known.title.as_ref());
        let titles = titles.filter(|(key, _)| has_words(key, &words));
        let titles: BTreeSet<&str> = titles.map(|(_, text)| text.as_str()).collect();
        let as_kind = |kind| move |text| Suggestion { text, kind };
        let all = numbers.into_iter().map(as_kind("number"));
        let phrases = self.phrases.iter().filter(|(key, _)| has_words(key, &words));
        let phrases = phrases.map(|(_, text)| text.as_str()).take(PHRASES);
        let all = all.chain(phrases.map(as_kind("phrase")));
        all.chain(titles.into_iter().map(as_kind("title"))).take(SUGGESTED).collect()
    }
}

/// The phrases of several papers, the most frequent first.
fn phrases(papers: &[PaperRecord]) -> Vec<(String, String)> {
    let mut counts: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for paper in papers {
        let issuer = paper.masthead.issuer.iter().map(|issuer| issuer.value.as_str());
        let defined = paper.abbreviations.iter().map(|(_, long)| long.as_str());
        for phrase in issuer.chain(defined) {
            *counts.entry(folded_words(phrase)).or_default().entry(phrase).or_default() += 1;
        }
    }
    let all = counts.into_iter().filter_map(|(key, spellings)| {
        // Of several spellings that of most papers is offered.
        let count: usize = spellings.values().sum();
        let most = spellings.into_iter().max_by_key(|(_, count)| *count)?.0;
        (count >= FREQUENT).then(|| (std::cmp::Reverse(count), key, most.to_owned()))
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all.into_iter().map(|(_, key, phrase)| (key, phrase)).collect()
}

/// Letters and digits alone: `59-NQ/TW`, `59 nq tw` are one.
fn squeezed(text: &str) -> String {
    folded_words(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a text holds these words in a row, the last of them perhaps unfinished.
fn has_words(text: &str, words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && (text.starts_with(words) || text.contains(&format!(" {words}")))
}
