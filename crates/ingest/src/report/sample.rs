//! Places to check by eye: few of each kind, spread over the papers by chance that is always the same.
//! In: which papers hold what; an open index. Out: places with page and line.
//! Never holds more papers than it takes places from.

use std::collections::BTreeMap;

use twox_hash::XxHash3_128;
use vankien_engine::Papers;
use vankien_engine::health::{band, is_unread, suspects};
use vankien_engine::record::SectionRecord;
use vankien_text::Why;
use vankien_text::span::Span;

use super::least::Least;
use crate::error::Result;

/// What a place is shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleKind {
    /// An edit for a reason, in a band of confidence.
    Edit(Why, usize),
    /// A citation that names no paper.
    Unread,
    /// A character that Vietnamese hardly ever holds.
    Suspect,
}

/// A place to check by eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The paper.
    pub path: String,
    /// The page, from 1, where that is known.
    pub page: Option<u32>,
    /// The line of the file, from 1.
    pub line: u32,
    /// The column of an edit, from 0.
    pub column: Option<u32>,
    /// What stands there, or stood there before it was edited.
    pub from: String,
    /// What stands there after the edit, and how sure.
    pub to: Option<(String, f32)>,
}

/// The papers from which places are to be taken.
pub struct Samples {
    most: usize,
    papers: BTreeMap<SampleKind, Least<u64, String>>,
}

impl Samples {
    /// Takes so many places of each kind.
    pub fn new(most: usize) -> Samples {
        Samples { most, papers: BTreeMap::new() }
    }

    /// The paper at `path` holds such places.
    pub fn offer(&mut self, what: SampleKind, path: &str) {
        let top = self.papers.entry(what).or_insert_with(|| Least::new(self.most));
        top.add(chance(&format!("{what:?} {path}")), || path.to_owned());
    }

    /// Reads the places, in order of paper and line.
    pub fn read(&self, store: &dyn Papers) -> Result<BTreeMap<SampleKind, Vec<Sample>>> {
        let mut wanted: BTreeMap<&str, Vec<SampleKind>> = BTreeMap::new();
        for (what, papers) in &self.papers {
            papers.values().for_each(|path| wanted.entry(path).or_default().push(*what));
        }
        let mut found: BTreeMap<SampleKind, Vec<Vec<Sample>>> = BTreeMap::new();
        for (path, wanted) in wanted {
            let sections = store.sections(path)?;
            for what in wanted {
                found.entry(what).or_default().push(self.places(what, &sections));
            }
        }
        let in_turn =
            |(what, papers): (SampleKind, Vec<Vec<Sample>>)| (what, self.in_turn(&papers));
        Ok(found.into_iter().map(in_turn).collect())
    }

    /// The places of one paper.
    fn places(&self, what: SampleKind, sections: &[SectionRecord]) -> Vec<Sample> {
        let mut top = Least::new(self.most);
        for section in sections {
            for sample in samples(what, section) {
                let key = chance(&format!("{} {:?} {}", sample.line, sample.column, sample.from));
                top.add(key, || sample);
            }
        }
        top.into_values()
    }

    /// The first place of each paper, then the second, until there are enough.
    fn in_turn(&self, papers: &[Vec<Sample>]) -> Vec<Sample> {
        let turns =
            (0..self.most).flat_map(|turn| papers.iter().filter_map(move |one| one.get(turn)));
        let mut taken: Vec<Sample> = turns.take(self.most).cloned().collect();
        let place = |one: &Sample| (one.path.clone(), one.line, one.column);
        taken.sort_by_key(place);
        taken
    }
}

fn samples(what: SampleKind, section: &SectionRecord) -> Vec<Sample> {
    let at = |span: Span, from: String| {
        let line = section.lines_of(span).0;
        let (path, page) = (section.path.clone(), section.page_of(line));
        Sample { path, page, line, column: None, from, to: None }
    };
    match what {
        SampleKind::Edit(why, in_band) => {
            let edits = section.edits.iter();
            let meant = edits.filter(|edit| edit.why == why && band(edit.confidence) == in_band);
            let sample = meant.map(|edit| Sample {
                path: section.path.clone(),
                page: section.page_of(edit.line),
                line: edit.line,
                column: Some(edit.column),
                from: edit.from.clone(),
                to: Some((edit.to.clone(), edit.confidence)),
            });
            sample.collect()
        }
        SampleKind::Unread => {
            let unread = section.citations.iter().filter(|citation| is_unread(citation));
            unread.map(|one| at(one.span, one.surface(&section.text))).collect()
        }
        SampleKind::Suspect => {
            let words = suspects(&section.text).into_iter().map(|span| word(&section.text, span));
            let mut samples: Vec<Sample> =
                words.map(|span| at(span, span.of(&section.text).to_owned())).collect();
            samples.dedup();
            samples
        }
    }
}

/// The longest word that is shown, on either side of what is suspect in it.
const LONGEST: usize = 40;

/// The word around `span`.
fn word(text: &str, span: Span) -> Span {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let length = |letter: char| (!letter.is_whitespace()).then(|| letter.len_utf8());
    let start: usize = before.chars().rev().take(LONGEST).map_while(length).sum();
    let end: usize = after.chars().take(LONGEST).map_while(length).sum();
    Span::new(span.start - start, span.end + end)
}

/// Chance that is the same everywhere.
fn chance(text: &str) -> u64 {
    XxHash3_128::oneshot(text.as_bytes()) as u64
}
