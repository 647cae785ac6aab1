//! The papers by their ids, and completions of what a user types.
//! In: an index. Out: paths by id; suggestions. Never makes a path from what a caller sent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vankien_engine::keys::folded_words;
use vankien_engine::{PaperRecord, Papers, paper_id};

use crate::error::Result;

// The numbers below are judgements for a list under a search box, not measured.

/// At most 8 suggestions in one list.
const MAX_SUGGESTIONS: usize = 8;

/// At most 3 phrases among the suggestions, so that titles have room.
const MAX_PHRASES: usize = 3;

/// A phrase is suggested if it occurs at least 2 times: as the issuer of a paper, or as the long form of an
/// abbreviation that a paper defines. Two times in one paper count as well.
const MIN_USES_OF_PHRASE: usize = 2;

/// The paths of the papers and duplicates of one state of the index, by their ids.
#[derive(Debug)]
pub struct Names {
    paths: BTreeMap<String, String>,
}

/// Everything that can be suggested from one state of the index.
#[derive(Debug)]
pub struct Suggestions {
    papers: Vec<PaperKeys>,
    /// Issuers and long forms of abbreviations: the folded key, and the text as written. Most frequent first.
    phrases: Vec<(String, String)>,
}

/// Number and title of a paper: each as a folded key, and as written.
#[derive(Debug)]
struct PaperKeys {
    number: Option<(String, String)>,
    title: Option<(String, String)>,
}

/// A completion of what a user types.
#[derive(Debug, PartialEq, Serialize)]
pub struct Suggestion<'a> {
    /// The text to ask for, as a paper writes it.
    pub text: &'a str,
    /// `number`, `phrase` or `title`.
    pub kind: &'static str,
}

impl Names {
    /// The ids of all papers and duplicates. Reads no records.
    pub fn of(store: &dyn Papers) -> Result<Names> {
        let named = |path: String| (paper_id(&path), path);
        Ok(Names { paths: store.paths()?.into_iter().map(named).collect() })
    }

    /// The path of the paper or duplicate with this id; `None` if there is none. Nothing but a whole id is found.
    pub fn path(&self, id: &str) -> Option<&str> {
        self.paths.get(id).map(String::as_str)
    }
}

impl Suggestions {
    /// Collects numbers, titles and phrases of all papers.
    pub fn of(store: &dyn Papers) -> Result<Suggestions> {
        let papers = store.papers()?;
        let phrases = phrases(&papers);
        let known = papers.into_iter().map(|paper| {
            let number = paper.masthead.number.map(|field| (number_key(&field.value), field.value));
            let title = paper.masthead.title.map(|field| (folded_words(&field.value), field.value));
            PaperKeys { number, title }
        });
        Ok(Suggestions { papers: known.collect(), phrases })
    }

    /// Completions of `typed`, at most [`MAX_SUGGESTIONS`]: numbers that begin so, then phrases and then titles that
    /// hold the words side by side, the last of them perhaps unfinished. Marks and capitals are ignored. Numbers and
    /// titles are sorted by their code points, phrases by frequency; each number and title comes once. None if `typed`
    /// holds no letter and no digit.
    pub fn suggest(&self, typed: &str) -> Vec<Suggestion<'_>> {
        let (typed_number, typed_words) = (number_key(typed), folded_words(typed));
        if typed_number.is_empty() {
            return Vec::new();
        }
        let mut numbers: BTreeSet<&str> = BTreeSet::new();
        let mut titles: BTreeSet<&str> = BTreeSet::new();
        for paper in &self.papers {
            if let Some((key, text)) = &paper.number
                && key.starts_with(&typed_number)
            {
                numbers.insert(text);
            }
            if let Some((key, text)) = &paper.title
                && has_words(key, &typed_words)
            {
                titles.insert(text);
            }
        }
        let phrases = self.phrases.iter().filter(|(key, _)| has_words(key, &typed_words));
        let phrases = phrases.map(|(_, text)| text.as_str()).take(MAX_PHRASES);
        let as_kind = |kind| move |text| Suggestion { text, kind };
        let all = numbers.into_iter().map(as_kind("number"));
        let all = all.chain(phrases.map(as_kind("phrase")));
        all.chain(titles.into_iter().map(as_kind("title"))).take(MAX_SUGGESTIONS).collect()
    }
}

/// The phrases that occur at least [`MIN_USES_OF_PHRASE`] times, most frequent first: the folded key, and the text as
/// written.
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
        // Of several spellings the most frequent one is suggested.
        let count: usize = spellings.values().sum();
        let spelling = spellings.into_iter().max_by_key(|(_, count)| *count)?.0;
        if count < MIN_USES_OF_PHRASE {
            return None;
        }
        Some((std::cmp::Reverse(count), key, spelling.to_owned()))
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all.into_iter().map(|(_, key, phrase)| (key, phrase)).collect()
}

/// Only the letters and digits, folded (small, without marks), so that `59-NQ/TW` and `59 nq tw` are equal.
fn number_key(text: &str) -> String {
    folded_words(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a text holds these words side by side; the last one may be unfinished.
fn has_words(text: &str, words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && (text.starts_with(words) || text.contains(&format!(" {words}")))
}
